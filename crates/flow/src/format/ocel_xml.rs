//! OCEL 2.0 in XML.

use std::io::BufRead;

use quick_xml::events::BytesStart;

use super::ocel::Ocel;
use super::rows::Limits;
use super::trouble::{Trouble, TroubleKind};
use super::xml::{Node, Xml, attribute};

/// Reads a whole log.
pub(super) fn read<R: BufRead>(input: R, limits: Limits) -> Result<Ocel, Trouble> {
    let mut reading = Reading { xml: Xml::new(input, limits), log: Ocel::new(limits), within: Vec::new() };
    let (mut events, mut objects) = (false, false);
    loop {
        match reading.xml.next()? {
            Node::Open { element, line, closed } => {
                let element = element.into_owned();
                let name = element.local_name().as_ref().to_owned();
                if reading.within.len() == 1 {
                    events |= name == "events";
                    objects |= name == "objects";
                }
                let over = reading.open(&name, &element, line, closed).map_err(|e| e.at(line))?;
                if !over {
                    reading.within.push(name);
                }
            }
            Node::Close => drop(reading.within.pop()),
            Node::Text(_) | Node::Aside => {}
            Node::End => break,
        }
    }
    for (found, lacks) in [(events, "events"), (objects, "objects")] {
        if !found {
            return Err(TroubleKind::BadOcel { lacks }.into());
        }
    }
    Ok(reading.log)
}

struct Reading<R> {
    xml: Xml<R>,
    log: Ocel,
    /// The elements that are open.
    within: Vec<String>,
}

impl<R: BufRead> Reading<R> {
    /// Takes an element that begins; `true` when it is over.
    fn open(
        &mut self,
        name: &str,
        element: &BytesStart<'_>,
        line: u64,
        closed: bool,
    ) -> Result<bool, Trouble> {
        let of = |name: &str| attribute(element, name, line).map(Option::unwrap_or_default);
        let within: Vec<&str> = self.within.iter().skip(1).map(String::as_str).collect();
        match (within.as_slice(), name) {
            (["objects"], "object") => self.log.object(&of("id")?, &of("type")?)?,
            (["events"], "event") => self.log.event(&of("id")?, &of("type")?, &of("time")?, Some(line))?,
            (["objects", "object", "attributes"], "attribute") => {
                let value = if closed { String::new() } else { self.xml.text()? };
                self.log.object_value(&of("name")?, &value, &of("time")?)?;
                return Ok(true);
            }
            (["events", "event", "attributes"], "attribute") => {
                let value = if closed { String::new() } else { self.xml.text()? };
                self.log.event_value(&of("name")?, &value)?;
                return Ok(true);
            }
            // The standard says relationship; older writers say object.
            (["objects", "object", "objects"], "relationship" | "object") => {
                self.log.object_relation(&of("object-id")?, &of("qualifier")?)?;
            }
            (["events", "event", "objects"], "relationship" | "object") => {
                self.log.event_relation(&of("object-id")?, &of("qualifier")?)?;
            }
            _ => {}
        }
        Ok(closed)
    }
}
