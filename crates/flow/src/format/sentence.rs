//! What is wrong with a file, in English, for terminals. Pages have words of their own in both languages.

use std::fmt;

use super::trouble::{TroubleKind, TroublePart};

impl fmt::Display for TroublePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unpacked => "the unpacked file",
            Self::Ratio => "how far it unpacks",
            Self::Cell => "a cell",
            Self::Row => "a row",
            Self::Columns => "the number of columns",
            Self::Rows => "the number of rows",
            Self::Depth => "the nesting",
            Self::Texts => "the different texts",
            Self::Effort => "a query of the database file",
        })
    }
}

impl fmt::Display for TroubleKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { said } => write!(f, "the file could not be read to its end: {said}"),
            Self::TooLarge { part, limit } => write!(f, "too large ({part}): at most {limit}"),
            Self::Encoding { assumed } => {
                write!(f, "this is not text in {assumed}; name the encoding, such as windows-1251")
            }
            Self::BadXml { said } => write!(f, "the XML is damaged: {said}"),
            Self::Entity { name } => write!(f, "the entity {name:?} is not one of XML itself"),
            Self::BadJson { said } => write!(f, "the JSON is damaged: {said}"),
            Self::BadSpreadsheet { said } => write!(f, "the spreadsheet cannot be read: {said}"),
            Self::BadSqlite { said } => write!(f, "the SQLite file cannot be read: {said}"),
            Self::BadOcel { lacks } => write!(f, "the OCEL log lacks {lacks:?}, which it must have"),
            Self::NoSheet { name } => write!(f, "the spreadsheet has no sheet {name:?}"),
            Self::NoObjectType { name } => write!(f, "the log has no objects of the type {name:?}"),
            Self::BadMapping { said } => write!(f, "the mapping cannot be read: {said}"),
            Self::NotMapped { role } => write!(f, "the mapping names no column for {role:?}"),
            Self::NoColumn { .. } => f.write_str("the file has no such column, which the mapping names"),
            Self::BadPattern { said } => write!(f, "this way of writing dates cannot be read: {said}"),
            Self::MixedDates { patterns } => {
                write!(f, "this date could mean two days: {}", patterns.join(" or "))
            }
            Self::Ragged { expected, found } => {
                write!(f, "the row has {found} cells, the heading {expected}")
            }
            Self::NotADate { looks: Some(looks) } => write!(f, "the date is written another way: {looks}"),
            Self::OtherPattern { pattern } => write!(f, "the date was read as {pattern}"),
            Self::UnknownObject { id } => write!(f, "the object {id:?} is not in the file"),
            plain => f.write_str(sentence(plain)),
        }
    }
}

/// The sentence of a kind without fields.
fn sentence(kind: &TroubleKind) -> &'static str {
    match kind {
        TroubleKind::Cancelled => "reading was broken off",
        TroubleKind::Empty => "there is no row of data in the file",
        TroubleKind::UnknownFormat => "none of the formats that can be read: CSV, XLSX, XES or OCEL 2.0",
        TroubleKind::Truncated => "the file ends in the middle",
        TroubleKind::BadGzip => "the compressed file is damaged",
        TroubleKind::Nul => "there is a zero byte in the file: it is not text",
        TroubleKind::Unclosed => "a quotation mark opens here and is never closed",
        TroubleKind::Doctype => "the file defines a document type (DOCTYPE), and such files are not read",
        TroubleKind::ZoneNeeded => "times have no time zone: name one",
        TroubleKind::UnknownZone => "there is no such time zone; write it like Europe/Moscow",
        TroubleKind::NoCase => "the row has no request number",
        TroubleKind::NoActivity => "the row has no state",
        TroubleKind::NoTime => "the row has no time",
        TroubleKind::NotADate { .. } => "this is not a date",
        TroubleKind::ClockChange => "clocks were changed in this hour",
        TroubleKind::NotANumber => "this is not a whole number",
        TroubleKind::NotYesOrNo => "this is neither yes nor no",
        TroubleKind::NotAMeaning => {
            "no such meaning of a state: queue, work, customer, vendor, other, solved or closed"
        }
        TroubleKind::DuplicateId => "an event with this number was there already",
        TroubleKind::DuplicateRow => "the row repeats another row of this request",
        TroubleKind::OutOfOrder => "the event is earlier than the one before it",
        TroubleKind::OrderBroken => "the order number does not rise within the request",
        TroubleKind::Reversed => "the rows of the request ran from new to old",
        _ => "the file is not made as expected",
    }
}
