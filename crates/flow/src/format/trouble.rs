//! What is wrong with a file, where, and with which value. The words for people are made by the caller from the kind.

use std::fmt;
use std::io;

/// A part of a file that has a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TroublePart {
    /// Bytes of the whole file once unpacked.
    Unpacked,
    /// How many times larger the file is unpacked than packed.
    Ratio,
    /// Bytes of one cell, or of one value.
    Cell,
    /// Bytes of one row, or of one event with all it holds.
    Row,
    /// Columns, or different attributes.
    Columns,
    /// Rows, or events.
    Rows,
    /// Levels of elements within elements.
    Depth,
    /// Bytes of different texts that must be held at one time.
    Texts,
    /// How long one step in reading a database may take, in operations of its machine.
    Effort,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[expect(missing_docs, reason = "the fields are named in the meaning of their kind")]
pub enum TroubleKind {
    /// The medium failed.
    Io { said: String },
    /// The one who asked for it wants it no more.
    Cancelled,
    /// There is nothing in the file, or nothing but a heading.
    Empty,
    /// It is none of the formats that can be read.
    UnknownFormat,
    /// A part is larger than the limit.
    TooLarge { part: TroublePart, limit: u64 },
    /// The file ends in the middle.
    Truncated,
    /// The gzip is damaged.
    BadGzip,
    /// The bytes are not text in this encoding; another one must be named.
    Encoding { assumed: &'static str },
    /// A byte or character of zero: not a text.
    Nul,
    /// A quotation mark opens on this line and is never closed.
    Unclosed,
    /// Not well-formed XML.
    BadXml { said: String },
    /// A definition of a document type: these can hide anything and are not read.
    Doctype,
    /// An entity that XML does not define itself.
    Entity { name: String },
    /// Not well-formed JSON.
    BadJson { said: String },
    /// Not a spreadsheet that can be read.
    BadSpreadsheet { said: String },
    /// Not a SQLite database that can be read.
    BadSqlite { said: String },
    /// The file lacks what an object-centric log must have.
    BadOcel { lacks: &'static str },
    /// The file has no sheet of this name.
    NoSheet { name: String },
    /// The file has no objects of this type.
    NoObjectType { name: String },

    /// The mapping cannot be read.
    BadMapping { said: String },
    /// The mapping names no column for something that every log needs.
    NotMapped { role: super::Role },
    /// The file has no such column, which the mapping names.
    NoColumn { role: Option<super::Role> },
    /// Times are given without a zone and the mapping names none.
    ZoneNeeded,
    /// There is no such time zone.
    UnknownZone,
    /// A date pattern cannot be read.
    BadPattern { said: String },
    /// The dates of one column are written in several ways, and this one could mean two days.
    MixedDates { patterns: Vec<String> },

    /// The row has another number of cells than the heading.
    Ragged { expected: usize, found: usize },
    /// The row names no case.
    NoCase,
    /// The row names no activity.
    NoActivity,
    /// The row has no time.
    NoTime,
    /// Not a date in any pattern of the mapping; `looks` is a pattern that it fits.
    NotADate { looks: Option<String> },
    /// A date written in another of the mapping's patterns than the first.
    OtherPattern { pattern: String },
    /// A local time that comes twice or never, when clocks are put back or forward.
    ClockChange,
    /// Not a whole number.
    NotANumber,
    /// Neither yes nor no.
    NotYesOrNo,
    /// A text that means no state.
    NotAMeaning,
    /// An event with an identifier that was there already.
    DuplicateId,
    /// A row that is in every cell the same as one of this case.
    DuplicateRow,
    /// An event that is earlier than the one before it in its case.
    OutOfOrder,
    /// The column of order does not rise from row to row in this case.
    OrderBroken,
    /// The rows of the case ran from the newest to the oldest.
    Reversed,
    /// A relation to an object that is not in the file.
    UnknownObject { id: String },
}

impl TroubleKind {
    /// The name of the kind, the same as in its serial form: what words and counts go by.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "io",
            Self::Cancelled => "cancelled",
            Self::Empty => "empty",
            Self::UnknownFormat => "unknown_format",
            Self::TooLarge { .. } => "too_large",
            Self::Truncated => "truncated",
            Self::BadGzip => "bad_gzip",
            Self::Encoding { .. } => "encoding",
            Self::Nul => "nul",
            Self::Unclosed => "unclosed",
            Self::BadXml { .. } => "bad_xml",
            Self::Doctype => "doctype",
            Self::Entity { .. } => "entity",
            Self::BadJson { .. } => "bad_json",
            Self::BadSpreadsheet { .. } => "bad_spreadsheet",
            Self::BadSqlite { .. } => "bad_sqlite",
            Self::BadOcel { .. } => "bad_ocel",
            Self::NoSheet { .. } => "no_sheet",
            Self::NoObjectType { .. } => "no_object_type",
            Self::BadMapping { .. } => "bad_mapping",
            Self::NotMapped { .. } => "not_mapped",
            Self::NoColumn { .. } => "no_column",
            Self::ZoneNeeded => "zone_needed",
            Self::UnknownZone => "unknown_zone",
            Self::BadPattern { .. } => "bad_pattern",
            Self::MixedDates { .. } => "mixed_dates",
            Self::Ragged { .. } => "ragged",
            Self::NoCase => "no_case",
            Self::NoActivity => "no_activity",
            Self::NoTime => "no_time",
            Self::NotADate { .. } => "not_a_date",
            Self::OtherPattern { .. } => "other_pattern",
            Self::ClockChange => "clock_change",
            Self::NotANumber => "not_a_number",
            Self::NotYesOrNo => "not_yes_or_no",
            Self::NotAMeaning => "not_a_meaning",
            Self::DuplicateId => "duplicate_id",
            Self::DuplicateRow => "duplicate_row",
            Self::OutOfOrder => "out_of_order",
            Self::OrderBroken => "order_broken",
            Self::Reversed => "reversed",
            Self::UnknownObject { .. } => "unknown_object",
        }
    }
}

/// One thing that is wrong, with its place.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Trouble {
    /// The line of the file, from 1; the row of a sheet; for events of OCEL in JSON or SQLite their number. 0 when it has no place.
    pub line: u64,
    /// The column by its name.
    pub column: Option<Box<str>>,
    /// What stands there, cut to [`Trouble::SHOWN`] characters.
    pub value: Option<Box<str>>,
    /// What is wrong.
    #[serde(flatten)]
    pub kind: TroubleKind,
}

impl Trouble {
    /// So many characters of a value are shown.
    pub const SHOWN: usize = 120;

    /// A trouble without a place.
    #[must_use]
    pub fn new(kind: TroubleKind) -> Self {
        Self { line: 0, column: None, value: None, kind }
    }

    /// With its line, unless it knows one already.
    #[must_use]
    pub fn at(mut self, line: u64) -> Self {
        if self.line == 0 {
            self.line = line;
        }
        self
    }

    /// With its column.
    #[must_use]
    pub fn of(mut self, column: &str) -> Self {
        self.column = Some(cut(column));
        self
    }

    /// With the value.
    #[must_use]
    pub fn with(mut self, value: &str) -> Self {
        self.value = Some(cut(value));
        self
    }

    /// A trouble that travelled through a reader, or what the reader itself had to say.
    #[must_use]
    pub fn from_io(error: io::Error) -> Self {
        let kind = error.kind();
        match error.downcast::<Self>() {
            Ok(trouble) => trouble,
            Err(_) if kind == io::ErrorKind::UnexpectedEof => Self::new(TroubleKind::Truncated),
            Err(error) => Self::new(TroubleKind::Io { said: error.to_string() }),
        }
    }
}

/// The beginning of a text, as much as is shown.
fn cut(text: &str) -> Box<str> {
    match text.char_indices().nth(Trouble::SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

impl From<TroubleKind> for Trouble {
    fn from(kind: TroubleKind) -> Self {
        Self::new(kind)
    }
}

impl From<Trouble> for io::Error {
    fn from(trouble: Trouble) -> Self {
        Self::other(trouble)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        if let Some(column) = &self.column {
            write!(f, "{column}: ")?;
        }
        if let Some(value) = &self.value {
            write!(f, "{value:?}: ")?;
        }
        self.kind.fmt(f)
    }
}

impl std::error::Error for Trouble {}
