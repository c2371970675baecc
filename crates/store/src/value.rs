//! Values that go into statements and rows that come out, alike on both engines.

use std::sync::Arc;

use compact_str::{CompactString, format_compact};
use domain::ledger::Period;
use domain::money::Currency;
use domain::time::Instant;
use jiff::civil::Date;
use memchr::memchr;
use smallvec::SmallVec;
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::{FromRow, Reader};

/// One value of a row or parameter. Booleans are 0 and 1, instants milliseconds, ids sixteen bytes.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// BIGINT.
    Int(i64),
    /// DOUBLE PRECISION; only finite numbers are accepted.
    Real(f64),
    /// TEXT; the character U+0000 is refused. Short words take no memory of their own.
    Text(CompactString),
    /// BYTEA or BLOB. An id takes no memory of its own.
    Bytes(SmallVec<[u8; 16]>),
}

impl Value {
    /// The word for this kind of value in errors.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Int(_) => "integer",
            Self::Real(_) => "real",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }

    /// What both engines can keep: a finite number, a text without U+0000.
    pub(crate) fn check(&self, place: &str) -> Result<(), StoreError> {
        match self {
            Self::Text(text) if memchr(0, text.as_bytes()).is_some() => {
                Err(StoreError::Nul { place: place.to_owned() })
            }
            Self::Real(real) if !real.is_finite() => {
                Err(StoreError::misuse(place, "a real number must be finite"))
            }
            _ => Ok(()),
        }
    }
}

macro_rules! from {
    ($($type:ty, $from:ident => $value:expr;)+) => {$(
        impl From<$type> for Value {
            fn from($from: $type) -> Self {
                $value
            }
        }
    )+};
}

from! {
    i64, v => Self::Int(v);
    i32, v => Self::Int(v.into());
    u32, v => Self::Int(v.into());
    u16, v => Self::Int(v.into());
    u8, v => Self::Int(v.into());
    bool, v => Self::Int(v.into());
    f64, v => Self::Real(v);
    &str, v => Self::Text(v.into());
    String, v => Self::Text(v.into());
    &String, v => Self::Text(v.into());
    Vec<u8>, v => Self::Bytes(v.into());
    &[u8], v => Self::Bytes(v.into());
    [u8; 16], v => Self::Bytes(v.into());
    [u8; 32], v => Self::from(v.as_slice());
    Uuid, v => Self::from(*v.as_bytes());
    Instant, v => Self::Int(v.millis());
    Currency, v => Self::Text(v.code().into());
    Date, v => Self::Text(format_compact!("{v}"));
    Period, v => Self::Text(format_compact!("{v}"));
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Writes parameters: `params![id, "text", None::<i64>]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

/// Names for errors, shared by all rows of one statement.
#[derive(Debug)]
pub(crate) struct Columns {
    pub(crate) table: String,
    pub(crate) names: Vec<String>,
}

/// One row of a result; a wrong type is [`StoreError::Inconsistent`].
#[derive(Debug, Clone)]
pub struct Row {
    pub(crate) values: Vec<Value>,
    pub(crate) columns: Arc<Columns>,
}

impl Row {
    /// Reads the row from its first column on.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] with the column that cannot be read.
    pub fn read<T: FromRow>(&self) -> Result<T, StoreError> {
        Reader::new(self).take()
    }

    /// The values as they are.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The error for a value at `at` that contradicts the model, naming table, column and row.
    pub(crate) fn wrong(&self, at: usize, detail: impl Into<String>) -> StoreError {
        let column = self.columns.names.get(at).cloned().unwrap_or_else(|| at.to_string());
        StoreError::inconsistent(self.columns.table.clone(), column, named(self.values.first()), detail)
    }

    fn value(&self, at: usize) -> Result<&Value, StoreError> {
        self.values.get(at).ok_or_else(|| self.wrong(at, "no such column in the statement"))
    }

    fn expected(&self, at: usize, wanted: &str, found: &Value) -> StoreError {
        self.wrong(at, format!("expected {wanted}, found {}", found.kind()))
    }

    /// Whether the value is NULL.
    pub(crate) fn is_null(&self, at: usize) -> Result<bool, StoreError> {
        Ok(*self.value(at)? == Value::Null)
    }

    /// An integer.
    pub(crate) fn int(&self, at: usize) -> Result<i64, StoreError> {
        match self.value(at)? {
            Value::Int(int) => Ok(*int),
            other => Err(self.expected(at, "integer", other)),
        }
    }

    /// A number of another integer type; out of its range is inconsistent.
    pub(crate) fn number<T: TryFrom<i64>>(&self, at: usize) -> Result<T, StoreError> {
        let int = self.int(at)?;
        T::try_from(int).map_err(|_| self.wrong(at, format!("{int} is out of range")))
    }

    /// 0 or 1.
    pub(crate) fn bool(&self, at: usize) -> Result<bool, StoreError> {
        match self.int(at)? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(self.wrong(at, format!("expected 0 or 1, found {other}"))),
        }
    }

    /// A real number.
    pub(crate) fn real(&self, at: usize) -> Result<f64, StoreError> {
        match self.value(at)? {
            Value::Real(real) => Ok(*real),
            other => Err(self.expected(at, "real", other)),
        }
    }

    /// A text.
    pub(crate) fn text(&self, at: usize) -> Result<&str, StoreError> {
        match self.value(at)? {
            Value::Text(text) => Ok(text),
            other => Err(self.expected(at, "text", other)),
        }
    }

    /// A text or NULL.
    pub(crate) fn opt_text(&self, at: usize) -> Result<Option<&str>, StoreError> {
        if self.is_null(at)? { Ok(None) } else { self.text(at).map(Some) }
    }

    /// Bytes.
    pub(crate) fn bytes(&self, at: usize) -> Result<&[u8], StoreError> {
        match self.value(at)? {
            Value::Bytes(bytes) => Ok(bytes),
            other => Err(self.expected(at, "bytes", other)),
        }
    }

    /// An id of sixteen bytes.
    pub(crate) fn id<T>(&self, at: usize, read: impl FnOnce(&[u8]) -> Option<T>) -> Result<T, StoreError> {
        let bytes = self.bytes(at)?;
        read(bytes).ok_or_else(|| self.wrong(at, format!("an id of {} bytes", bytes.len())))
    }

    /// A text that `read` understands, such as `Channel::from_code`; an unknown word is inconsistent.
    pub(crate) fn code<T>(&self, at: usize, read: impl FnOnce(&str) -> Option<T>) -> Result<T, StoreError> {
        let text = self.text(at)?;
        read(text).ok_or_else(|| self.wrong(at, format!("unknown word {text:?}")))
    }
}

/// What an error calls a row by, whose first value or parameter this is.
pub(crate) fn named(first: Option<&Value>) -> String {
    match first {
        Some(Value::Bytes(bytes)) => {
            Uuid::from_slice(bytes).map_or_else(|_| format!("{} bytes", bytes.len()), |id| id.to_string())
        }
        Some(Value::Int(int)) => int.to_string(),
        Some(Value::Text(text)) => text.chars().take(80).collect(),
        _ => "?".to_owned(),
    }
}
