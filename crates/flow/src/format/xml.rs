//! XML read piece by piece: bounded, with lines, without definitions of types or entities.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::rows::Limits;
use super::trouble::{Trouble, TroubleKind, TroublePart};

/// Hands out so many bytes and no more until they are granted anew, so that no single piece can fill the memory.
pub(super) struct Ration<R> {
    inner: R,
    left: usize,
    limits: Limits,
    /// The line that was reached.
    pub line: u64,
}

impl<R> Ration<R> {
    pub fn new(inner: R, limits: Limits) -> Self {
        Self { inner, left: limits.row, limits, line: 1 }
    }

    /// Grants as much as a row may have.
    pub fn grant(&mut self) {
        self.left = self.limits.row;
    }
}

impl<R: BufRead> BufRead for Ration<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(self.limits.over(TroublePart::Row).at(self.line).into());
        }
        let buffer = self.inner.fill_buf()?;
        let end = buffer.len().min(self.left);
        Ok(&buffer[..end])
    }

    fn consume(&mut self, count: usize) {
        // What is consumed was shown just before: it is there still.
        if count > 0
            && let Ok(buffer) = self.inner.fill_buf()
        {
            self.line += memchr::memchr_iter(b'\n', &buffer[..count.min(buffer.len())]).count() as u64;
        }
        self.left = self.left.saturating_sub(count);
        self.inner.consume(count);
    }
}

impl<R: BufRead> Read for Ration<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.consume(count);
        Ok(count)
    }
}

/// One piece, with the line on which it begins.
pub(super) enum Node<'a> {
    /// An element begins; `closed`: it ends at once, without a [`Node::Close`].
    Open { element: BytesStart<'a>, line: u64, closed: bool },
    /// An element ends.
    Close,
    /// Text within an element.
    Text(Cow<'a, str>),
    /// A comment or an instruction.
    Aside,
    /// The document is over.
    End,
}

/// A document.
pub(super) struct Xml<R> {
    reader: Reader<Ration<R>>,
    buffer: Vec<u8>,
    limits: Limits,
    /// How many elements are open.
    pub depth: usize,
    begun: bool,
}

impl<R: BufRead> Xml<R> {
    pub fn new(input: R, limits: Limits) -> Self {
        Self {
            reader: Reader::from_reader(Ration::new(input, limits)),
            buffer: Vec::new(),
            limits,
            depth: 0,
            begun: false,
        }
    }

    /// The line that was reached.
    pub fn line(&self) -> u64 {
        self.reader.get_ref().line
    }

    /// The next piece.
    pub fn next(&mut self) -> Result<Node<'_>, Trouble> {
        self.buffer.clear();
        self.reader.get_mut().grant();
        let line = self.reader.get_ref().line;
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|e| trouble(e).at(line))?;
        Ok(match event {
            Event::Start(element) => {
                self.depth += 1;
                self.begun = true;
                if self.depth > self.limits.depth {
                    return Err(self.limits.over(TroublePart::Depth).at(line));
                }
                Node::Open { element, line, closed: false }
            }
            Event::Empty(element) => {
                self.begun = true;
                Node::Open { element, line, closed: true }
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Node::Close
            }
            Event::Text(text) => Node::Text(text.xml10_content()),
            Event::CData(text) => Node::Text(text.into_inner()),
            Event::GeneralRef(name) => Node::Text(resolve(&name).map_err(|e| e.at(line))?.into()),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => Node::Aside,
            Event::DocType(_) => return Err(Trouble::new(TroubleKind::Doctype).at(line)),
            Event::Eof if self.depth > 0 => return Err(Trouble::new(TroubleKind::Truncated).at(line)),
            Event::Eof if !self.begun => {
                return Err(TroubleKind::BadXml { said: "no element".to_owned() }.into());
            }
            Event::Eof => Node::End,
        })
    }

    /// The text within the element that was opened, up to its end; elements within are passed over.
    pub fn text(&mut self) -> Result<String, Trouble> {
        let depth = self.depth;
        let limits = self.limits;
        let mut text = String::new();
        loop {
            match self.next()? {
                Node::Text(part) => text.push_str(&part),
                Node::End => return Ok(text),
                Node::Close => {
                    if self.depth < depth {
                        return Ok(text);
                    }
                }
                Node::Open { .. } | Node::Aside => {}
            }
            if text.len() > limits.cell {
                return Err(limits.over(TroublePart::Cell).at(self.line()));
            }
        }
    }
}

/// The value of an attribute of an element, if it has it.
pub(super) fn attribute<'a>(
    element: &'a BytesStart<'_>,
    name: &str,
    line: u64,
) -> Result<Option<Cow<'a, str>>, Trouble> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|e| bad(&e).at(line))?;
        if attribute.key.local_name().as_ref() == name {
            return value(&attribute).map(Some).map_err(|e| e.at(line));
        }
    }
    Ok(None)
}

fn value<'a>(attribute: &Attribute<'a>) -> Result<Cow<'a, str>, Trouble> {
    attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|e| match &e {
        quick_xml::Error::Escape(quick_xml::escape::EscapeError::UnrecognizedEntity(_, name)) => {
            TroubleKind::Entity { name: name.clone() }.into()
        }
        _ => trouble(e),
    })
}

/// One of the five entities of XML itself, or a character by its number.
fn resolve(name: &str) -> Result<String, Trouble> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        };
        let sign = code.filter(|code| *code != 0).and_then(char::from_u32);
        return sign.map(String::from).ok_or_else(|| TroubleKind::Entity { name: name.to_owned() }.into());
    }
    let sign = quick_xml::escape::resolve_predefined_entity(name);
    sign.map(str::to_owned).ok_or_else(|| TroubleKind::Entity { name: name.to_owned() }.into())
}

fn bad(said: &impl ToString) -> Trouble {
    TroubleKind::BadXml { said: said.to_string() }.into()
}

fn trouble(error: quick_xml::Error) -> Trouble {
    match error {
        quick_xml::Error::Io(error) => {
            match error.get_ref().and_then(|inner| inner.downcast_ref::<Trouble>()) {
                Some(trouble) => trouble.clone(),
                None => TroubleKind::Io { said: error.to_string() }.into(),
            }
        }
        // The end came in the middle of a sign of the language.
        quick_xml::Error::Syntax(_) => TroubleKind::Truncated.into(),
        error => bad(&error),
    }
}
