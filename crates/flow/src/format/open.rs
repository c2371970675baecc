//! Which format a file is in, and the reader for it.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::panic::{self, AssertUnwindSafe};

use encoding_rs::Encoding;
use flate2::read::MultiGzDecoder;
use quick_xml::events::Event;

use super::delimited::{Delimited, delimiter};
use super::input::{Bounded, CHUNK, Counted, Course, Text, recognise};
use super::ocel::Ocel;
use super::rows::{Limits, Options, Row, Rows};
use super::sheet::Sheet;
use super::trouble::{Trouble, TroubleKind};
use super::xes::Xes;
use super::{ocel_json, ocel_xml, sqlite};

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Text with a sign between the cells.
    Csv,
    /// A spreadsheet of Office Open XML.
    Xlsx,
    /// IEEE 1849.
    Xes,
    /// OCEL 2.0 in JSON.
    OcelJson,
    /// OCEL 2.0 in XML.
    OcelXml,
    /// OCEL 2.0 in SQLite.
    OcelSqlite,
}

impl Form {
    /// Whether it is an object-centric log, in which a type of objects must be chosen for the cases.
    #[must_use]
    pub fn has_objects(self) -> bool {
        matches!(self, Self::OcelJson | Self::OcelXml | Self::OcelSqlite)
    }
}

/// A type of objects in an object-centric log.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ObjectType {
    /// Its name.
    pub name: String,
    /// How many objects there are.
    pub objects: u64,
    /// How many events are related to at least one of them.
    pub events: u64,
}

/// An opened file.
pub struct Source<'a> {
    /// Its format.
    pub form: Form,
    /// The encoding that was named or recognised, by its name on the web; `None` for formats that are not text.
    pub encoding: Option<&'static str>,
    /// The types of objects of an object-centric log, those with most objects first.
    pub types: Vec<ObjectType>,
    /// The type whose objects are the cases.
    pub case_type: Option<String>,
    pub(super) rows: Box<dyn Rows + Send + 'a>,
    pub(super) limits: Limits,
    pub(super) course: Course,
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source")
            .field("form", &self.form)
            .field("encoding", &self.encoding)
            .finish_non_exhaustive()
    }
}

impl Source<'_> {
    /// The columns, as far as they are known.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        self.rows.columns()
    }

    /// The next rows, to be shown or guessed from: what was read here is not read again.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn preview(&mut self, count: usize) -> Result<Vec<Row>, Trouble> {
        let mut rows = Vec::new();
        let mut row = Row::default();
        while rows.len() < count && self.rows.next(&mut row)? {
            rows.push(row.clone());
        }
        Ok(rows)
    }
}

/// Opens a file: unpacks gzip, finds out encoding and format.
///
/// # Errors
/// When it is in no format that can be read, is damaged, or its encoding must be named.
pub fn open<'a>(reader: impl Read + Send + 'a, options: &Options) -> Result<Source<'a>, Trouble> {
    let course = Course::new(options);
    let limits = options.limits;
    let mut counted = Counted::new(reader, course.clone());
    let start = peek(&mut counted, CHUNK)?;
    let zipped = start.starts_with(&[0x1F, 0x8B]);
    let whole = Cursor::new(start).chain(counted);
    let plain: Box<dyn Read + Send + 'a> =
        if zipped { Box::new(MultiGzDecoder::new(whole)) } else { Box::new(whole) };
    let mut plain = Bounded::new(plain, course.clone(), limits, zipped);
    let start = peek(&mut plain, CHUNK)?;
    if start.is_empty() {
        return Err(TroubleKind::Empty.into());
    }
    let opening = Opening { options, limits, course };
    opening.find(start, plain)
}

/// How files begin that people upload by mistake: PNG, JPEG, PDF, XLS and DOC of old, RAR, 7z.
const OTHERS: [&[u8]; 6] = [
    b"\x89PNG\r\n",
    b"\xFF\xD8\xFF",
    b"%PDF-",
    b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    b"Rar!\x1A\x07",
    b"7z\xBC\xAF\x27\x1C",
];

struct Opening<'o> {
    options: &'o Options,
    limits: Limits,
    course: Course,
}

impl Opening<'_> {
    fn find<'a>(self, start: Vec<u8>, rest: impl Read + Send + 'a) -> Result<Source<'a>, Trouble> {
        // Once unpacked it is packed again, or it is a picture, a document, an archive: no log at all.
        if start.starts_with(&[0x1F, 0x8B]) || OTHERS.iter().any(|other| start.starts_with(other)) {
            return Err(TroubleKind::UnknownFormat.into());
        }
        if start.starts_with(b"PK\x03\x04") {
            let file = spool(tempfile::tempfile(), Cursor::new(start).chain(rest))?;
            let sheet =
                caught(|| Sheet::read(file, self.options.sheet.as_deref(), self.limits, &self.course))?;
            return Ok(self.source(Form::Xlsx, None, Box::new(sheet)));
        }
        if start.starts_with(b"SQLite format 3\0") {
            let file = tempfile::NamedTempFile::new().map_err(Trouble::from_io)?;
            spool(file.reopen(), Cursor::new(start).chain(rest))?;
            let log = sqlite::read(file.path(), self.limits, &self.course)?;
            return self.objects(Form::OcelSqlite, None, log);
        }
        let (encoding, mark) = self.encoding(&start)?;
        let shown = encoding.decode_without_bom_handling(&start[mark..]).0.into_owned();
        let mut whole = Cursor::new(start).chain(rest);
        let mut skipped = [0; 3];
        whole.read_exact(&mut skipped[..mark]).map_err(Trouble::from_io)?;
        // A named encoding is never left for another.
        let text = Text::new(whole, encoding, self.options.encoding.is_some());
        let called = Some(encoding.name());
        match shown.trim_start().chars().next() {
            None => Err(TroubleKind::Empty.into()),
            Some('<') => match document(&shown)? {
                Form::OcelXml => {
                    let log = ocel_xml::read(text, self.limits)?;
                    self.objects(Form::OcelXml, called, log)
                }
                form => {
                    let xes = Xes::new(text, self.limits);
                    Ok(self.source(form, called, Box::new(xes)))
                }
            },
            Some('{') => {
                let log = ocel_json::read(text, self.limits)?;
                self.objects(Form::OcelJson, called, log)
            }
            Some(_) => {
                let sign = match self.options.delimiter {
                    Some(sign) => {
                        u8::try_from(sign).map_err(|_| Trouble::from(TroubleKind::UnknownFormat))?
                    }
                    None => delimiter(&shown),
                };
                let rows = Delimited::new(text, sign, self.limits)?;
                Ok(self.source(Form::Csv, called, Box::new(rows)))
            }
        }
    }

    fn encoding(&self, start: &[u8]) -> Result<(&'static Encoding, usize), Trouble> {
        let unknown = || Trouble::from(TroubleKind::Encoding { assumed: "UTF-8" });
        let mark = Encoding::for_bom(start);
        match &self.options.encoding {
            Some(name) => {
                let encoding = Encoding::for_label(name.as_bytes()).ok_or_else(|| unknown().with(name))?;
                Ok((encoding, mark.filter(|(marked, _)| *marked == encoding).map_or(0, |(_, length)| length)))
            }
            // XML names its encoding itself.
            None => match (mark, declared(start)) {
                (None, Some(encoding)) => Ok((encoding, 0)),
                _ => recognise(start, start.len() < CHUNK)
                    .ok_or_else(|| if start.contains(&0) { TroubleKind::Nul.into() } else { unknown() }),
            },
        }
    }

    fn source<'a>(
        self,
        form: Form,
        encoding: Option<&'static str>,
        rows: Box<dyn Rows + Send + 'a>,
    ) -> Source<'a> {
        let Self { limits, course, .. } = self;
        Source { form, encoding, types: Vec::new(), case_type: None, rows, limits, course }
    }

    fn objects<'a>(
        self,
        form: Form,
        encoding: Option<&'static str>,
        log: Ocel,
    ) -> Result<Source<'a>, Trouble> {
        let (types, case_type, rows) = log.rows(self.options.case_type.as_deref())?;
        Ok(Source { types, case_type, ..self.source(form, encoding, Box::new(rows)) })
    }
}

/// Reads a spreadsheet with a crate that panics about some broken ones, where an answer belongs.
fn caught(read: impl FnOnce() -> Result<Sheet, Trouble>) -> Result<Sheet, Trouble> {
    let broken =
        |_| Err(TroubleKind::BadSpreadsheet { said: "its parts contradict each other".to_owned() }.into());
    panic::catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(broken)
}

/// The encoding that the first line of an XML document names.
fn declared(start: &[u8]) -> Option<&'static Encoding> {
    let line = start.strip_prefix(b"<?xml")?;
    let end = memchr::memchr(b'>', line)?;
    let line = std::str::from_utf8(&line[..end]).ok()?;
    let (_, name) = line.split_once("encoding")?;
    let name = name.trim_start().strip_prefix('=')?.trim_start();
    let name = name.trim_matches(['?', ' ']).trim_matches(['"', '\'']);
    Encoding::for_label(name.as_bytes())
}

/// Which log a document of XML is: both kinds begin with `log`; what comes first in it tells them apart.
fn document(start: &str) -> Result<Form, Trouble> {
    let mut reader = quick_xml::Reader::from_str(start);
    let mut root = false;
    loop {
        let name = match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => element.local_name().as_ref().to_owned(),
            // What is wrong is told by the reader of the whole.
            Ok(Event::Eof | Event::DocType(_)) | Err(_) => return Ok(Form::Xes),
            Ok(_) => continue,
        };
        match (root, name.as_str()) {
            (false, "log") => root = true,
            (false, _) => return Err(TroubleKind::UnknownFormat.into()),
            (true, "object-types" | "event-types" | "objects" | "events") => return Ok(Form::OcelXml),
            (true, _) => return Ok(Form::Xes),
        }
    }
}

/// Copies everything into a file that nobody else sees, and goes back to its beginning.
fn spool(file: io::Result<File>, mut from: impl Read) -> Result<File, Trouble> {
    let copy = || {
        let mut file = file?;
        io::copy(&mut from, &mut file)?;
        file.rewind()?;
        Ok(file)
    };
    copy().map_err(Trouble::from_io)
}

/// The beginning, up to so many bytes.
fn peek(reader: &mut impl Read, count: usize) -> Result<Vec<u8>, Trouble> {
    let mut start = Vec::new();
    reader.take(count as u64).read_to_end(&mut start).map_err(Trouble::from_io)?;
    Ok(start)
}
