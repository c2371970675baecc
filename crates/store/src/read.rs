//! Reading rows: the type of what is wanted decides how a column is read, its place in the statement decides which.

use compact_str::CompactString;
use domain::actor::Channel;
use domain::company::{Profile, ServiceStage, UnitKind};
use domain::ledger::{AccountKind, BudgetMode, Period, TransferKind};
use domain::localized::{Language, Localized};
use domain::money::Currency;
use domain::permission::Role;
use domain::request::{Class, RequestState, Solved, TurnWhat, Whose, WouldPay};
use domain::time::Instant;
use jiff::civil::Date;
use uuid::Uuid;

use crate::error::StoreError;
use crate::value::{Row, Value};

/// What can be read from one column of a row, or from several in their order.
///
/// Columns are read by their type: numbers, texts, moments, ids, words of an enum. A tuple reads each of its parts, [`select!`] makes a
/// struct read the columns that it names.
pub trait FromRow: Sized {
    /// How many columns it takes.
    const WIDTH: usize = 1;

    /// Takes its columns.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] with the column that cannot be read.
    fn from_row(reader: &mut Reader<'_>) -> Result<Self, StoreError>;
}

/// What [`select!`] says of a struct.
#[doc(hidden)]
pub trait Selection: FromRow {
    /// The list of its columns.
    const COLUMNS: &'static str;
    /// Where they are selected from; nothing for a part of another selection.
    const FROM: &'static str;
}

/// Goes through the columns of a row.
#[derive(Debug)]
pub struct Reader<'a> {
    row: &'a Row,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(row: &'a Row) -> Self {
        Self { row, at: 0 }
    }

    /// Reads what comes next.
    pub fn take<T: FromRow>(&mut self) -> Result<T, StoreError> {
        T::from_row(self)
    }

    /// Reads the next column as `read` says, which is told its place.
    pub(crate) fn column<T>(
        &mut self,
        read: impl FnOnce(&'a Row, usize) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let at = self.at;
        self.at += 1;
        read(self.row, at)
    }
}

/// Nothing when its first column is NULL: a row that was joined and is not there.
impl<T: FromRow> FromRow for Option<T> {
    const WIDTH: usize = T::WIDTH;

    fn from_row(reader: &mut Reader<'_>) -> Result<Self, StoreError> {
        if reader.row.is_null(reader.at)? {
            reader.at += T::WIDTH;
            return Ok(None);
        }
        reader.take().map(Some)
    }
}

macro_rules! columns {
    ($($type:ty, $row:ident, $at:ident => $value:expr;)+) => {$(
        impl FromRow for $type {
            fn from_row(reader: &mut Reader<'_>) -> Result<Self, StoreError> {
                reader.column(|$row, $at| $value)
            }
        }
    )+};
}

columns! {
    i64, row, at => row.int(at);
    u8, row, at => row.number(at);
    u32, row, at => row.number(at);
    usize, row, at => row.number(at);
    bool, row, at => row.bool(at);
    f64, row, at => row.real(at);
    Instant, row, at => row.int(at).map(Instant::from_millis);
    String, row, at => row.text(at).map(str::to_owned);
    CompactString, row, at => row.text(at).map(CompactString::new);
    Vec<u8>, row, at => row.bytes(at).map(<[u8]>::to_vec);
    [u8; 32], row, at => row.bytes(at)?.try_into().map_err(|_| row.wrong(at, "expected 32 bytes"));
    Uuid, row, at => row.id(at, |bytes| Self::from_slice(bytes).ok());
    Date, row, at => row.text(at)?.parse().map_err(|_| row.wrong(at, "expected a day such as 2026-11-05"));
    Currency, row, at => row.text(at)?.parse().map_err(|_| row.wrong(at, "expected a currency"));
    Period, row, at => row.text(at)?.parse().map_err(|_| row.wrong(at, "expected a period"));
}

macro_rules! ids {
    ($($name:ident),+ $(,)?) => {$(
        impl FromRow for domain::ids::$name {
            fn from_row(reader: &mut Reader<'_>) -> Result<Self, StoreError> {
                reader.column(|row, at| row.id(at, Self::from_bytes))
            }
        }

        impl From<domain::ids::$name> for Value {
            fn from(id: domain::ids::$name) -> Self {
                Self::from(id.0)
            }
        }
    )+};
}

// Every id of `domain::ids`.
ids! {
    UnitId, PersonId, ServiceId, ServiceVersionId, RequestId, ContentId, ItemId, OfferId, LineId, TaskId, QuestionId,
    DisputeId, TransferId, CalendarId, PromiseId, StreamId, CommandId, TimerId, SessionId, LinkId,
}

/// Enums that rows keep as words, with `code` and `from_code`; an unknown word is inconsistent.
macro_rules! codes {
    ($($name:ty),+ $(,)?) => {$(
        impl $crate::read::FromRow for $name {
            fn from_row(reader: &mut $crate::read::Reader<'_>) -> Result<Self, $crate::StoreError> {
                reader.column(|row, at| row.code(at, Self::from_code))
            }
        }

        impl From<$name> for $crate::Value {
            fn from(one: $name) -> Self {
                Self::from(one.code())
            }
        }
    )+};
}
pub(crate) use codes;

codes! {
    AccountKind, BudgetMode, Channel, Class, Language, Role, Solved, ServiceStage, RequestState, TransferKind, TurnWhat, UnitKind, Whose,
    WouldPay,
}

macro_rules! tuples {
    ($(($($part:ident),+))+) => {$(
        impl<$($part: FromRow),+> FromRow for ($($part,)+) {
            const WIDTH: usize = 0 $(+ $part::WIDTH)+;

            fn from_row(reader: &mut Reader<'_>) -> Result<Self, StoreError> {
                Ok(($(reader.take::<$part>()?,)+))
            }
        }
    )+};
}

tuples! { (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) }

/// What a column keeps as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: serde::de::DeserializeOwned> FromRow for Json<T> {
    fn from_row(reader: &mut Reader<'_>) -> Result<Self, StoreError> {
        reader.column(json).map(Self)
    }
}

/// NULL when JSON cannot hold it, which no column of ours is and such a column refuses.
impl<T: serde::Serialize> From<Json<&T>> for Value {
    fn from(Json(value): Json<&T>) -> Self {
        serde_json::to_string(value).map_or(Self::Null, Self::from)
    }
}

/// What a content row that was joined keeps as JSON; the default when it was erased or there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Erasable<T>(pub(crate) T);

impl<T: serde::de::DeserializeOwned + Default> FromRow for Erasable<T> {
    fn from_row(reader: &mut Reader<'_>) -> Result<Self, StoreError> {
        reader.column(erasable).map(Self)
    }
}

/// JSON as it was written.
pub(crate) fn json<T: serde::de::DeserializeOwned>(row: &Row, at: usize) -> Result<T, StoreError> {
    serde_json::from_str(row.text(at)?).map_err(|error| row.wrong(at, error.to_string()))
}

/// Authored data kept as JSON in a content row that was joined; the default when it was erased or there is none.
pub(crate) fn erasable<T: serde::de::DeserializeOwned + Default>(
    row: &Row,
    at: usize,
) -> Result<T, StoreError> {
    if kept(row, at)?.is_none() { Ok(T::default()) } else { json(row, at) }
}

/// The name in a profile; empty when it was erased or there is none.
pub(crate) fn name(row: &Row, at: usize) -> Result<String, StoreError> {
    erasable(row, at).map(|profile: Profile| profile.name)
}

/// The name in the texts of a unit or service; empty when it was erased or there is none.
pub(crate) fn title(row: &Row, at: usize) -> Result<Localized, StoreError> {
    /// What both kinds of texts begin with.
    #[derive(Default, serde::Deserialize)]
    struct Titled {
        name: Localized,
    }
    erasable(row, at).map(|texts: Titled| texts.name)
}

/// A text, none when it was erased or there is none.
pub(crate) fn kept(row: &Row, at: usize) -> Result<Option<String>, StoreError> {
    Ok(row.opt_text(at)?.filter(|text| !text.is_empty()).map(str::to_owned))
}

/// A text, empty when there is none.
pub(crate) fn words(row: &Row, at: usize) -> Result<String, StoreError> {
    Ok(row.opt_text(at)?.unwrap_or_default().to_owned())
}

/// Whether there is a value.
pub(crate) fn is_set(row: &Row, at: usize) -> Result<bool, StoreError> {
    Ok(!row.is_null(at)?)
}

/// What a column of a key holds where there is nothing: no id is all zeros.
pub(crate) const NONE: [u8; 16] = [0; 16];

/// An id for a column of a key, which is never NULL.
pub(crate) fn key_of(id: Option<impl Into<Value>>) -> Value {
    id.map_or(Value::from(NONE), Into::into)
}

/// Reads [`key_of`] back.
pub(crate) fn opt_key<T: FromRow>(row: &Row, at: usize) -> Result<Option<T>, StoreError> {
    if row.bytes(at)? == NONE { Ok(None) } else { Reader { row, at }.take().map(Some) }
}

/// Places for sixty keys after `IN`.
pub(crate) const SIXTY: &str = crate::places!(1, 60);

/// Sixty parameters: the first sixty keys, the rest filled with the last of them.
pub(crate) fn sixty(keys: impl Iterator<Item = Vec<u8>>) -> Vec<Value> {
    filled(Vec::new(), 60, keys)
}

/// Parameters and after them `places` keys, the rest of the places filled with the last key.
pub(crate) fn filled(
    mut params: Vec<Value>,
    places: usize,
    keys: impl Iterator<Item = Vec<u8>>,
) -> Vec<Value> {
    let (begun, all) = (params.len(), params.len() + places);
    params.extend(keys.take(places).map(Value::from));
    let last = params[begun..].last().cloned().unwrap_or(Value::Null);
    params.resize(all, last);
    params
}

/// Declares a struct with what it is read from, a line for each field: the SELECT list and the reader are this one list.
///
/// ```text
/// select! {
///     /// A unit as pages need it.
///     pub struct UnitView from "unit u JOIN content c ON c.id = u.texts" {
///         pub id: UnitId = "u.id",
///         pub texts: UnitTexts = "c.body" => erasable, // read by a function of the row and the place
///         pub door: Option<Door> = Door,               // the columns of another selection
///         pub code: String,                            // the column of this name
///     }
/// }
/// ```
///
/// A struct of another crate is declared by `select! { Posting from "…" { unit: "p.unit", … } }`; `=> …` at the end says what is made of
/// the columns, where they are not its fields. Statements select by name: `hot_sql!(UnitView, "WHERE u.id = $1")`, or
/// `hot_sql!(UnitView from "…")` out of something else.
macro_rules! select {
    (
        $(#[$about:meta])* $vis:vis struct $view:ident $(from $from:literal)? {
            $($(#[$told:meta])* $open:vis $name:ident: $type:ty $(= $column:tt $(=> $read:expr)?)?),+ $(,)?
        }
    ) => {
        $(#[$about])*
        $vis struct $view {
            $($(#[$told])* $open $name: $type),+
        }
        $crate::read::select! { $view $(from $from)? { $($name $(: $column $(=> $read)?)?),+ } }
    };
    ($view:ident $(from $from:literal)? { $($name:ident $(: $column:tt $(=> $read:expr)?)?),+ $(,)? }) => {
        $crate::read::select! {
            $view $(from $from)? { $($name $(: $column $(=> $read)?)?),+ } => Self { $($name),+ }
        }
    };
    (
        $view:ident $(from $from:literal)? { $($name:ident $(: $column:tt $(=> $read:expr)?)?),+ $(,)? } => $made:expr
    ) => {
        impl $crate::read::Selection for $view {
            const COLUMNS: &'static str = $crate::joined!(", "; $($crate::read::listed!($name $(, $column)?)),+);
            const FROM: &'static str = concat!($($from)?);
        }

        impl $crate::read::FromRow for $view {
            const WIDTH: usize = $crate::text::width(<Self as $crate::read::Selection>::COLUMNS);

            fn from_row(reader: &mut $crate::read::Reader<'_>) -> Result<Self, $crate::StoreError> {
                $(let $name = $crate::read::taken!(reader $($(, $read)?)?);)+
                Ok($made)
            }
        }
    };
}
pub(crate) use select;

/// A column of [`select!`] in the list: by the name of its field, as it is written, or those of another selection.
macro_rules! listed {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:ident, $column:literal) => {
        $column
    };
    ($name:ident, $view:ident) => {
        <$view as $crate::read::Selection>::COLUMNS
    };
}
pub(crate) use listed;

/// Reads a column of [`select!`]: by its type, or by a function.
macro_rules! taken {
    ($reader:ident) => {
        $reader.take()?
    };
    ($reader:ident, $read:expr) => {
        $reader.column($read)?
    };
}
pub(crate) use taken;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::value::Columns;

    #[derive(Debug, PartialEq)]
    struct Door {
        owner: i64,
        word: String,
    }

    select! { Door { owner: "d.owner", word: "coalesce(d.word, '')" } }

    select! {
        #[derive(Debug, PartialEq)]
        struct View from "t" {
            id: i64,
            door: Option<Door> = Door,
            named: bool = "t.name" => is_set,
        }
    }

    fn row(values: Vec<Value>) -> Row {
        let names = ["id", "owner", "word", "name"].map(str::to_owned).to_vec();
        Row { values, columns: Arc::new(Columns { table: "t".to_owned(), names }) }
    }

    #[test]
    fn a_selection_is_listed_and_read_in_one_order() {
        assert_eq!(View::COLUMNS, "id, d.owner, coalesce(d.word, ''), t.name");
        assert_eq!((View::WIDTH, Door::WIDTH), (4, 2));
        let with: View = row(vec![1.into(), 2.into(), "three".into(), Value::Null]).read().unwrap();
        assert_eq!(
            with,
            View { id: 1, door: Some(Door { owner: 2, word: "three".to_owned() }), named: false }
        );
        let without: View = row(vec![1.into(), Value::Null, Value::Null, "name".into()]).read().unwrap();
        assert_eq!(without, View { id: 1, door: None, named: true });
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let wrong = row(vec![1.into(), 2.into(), 3.into(), Value::Null]).read::<View>();
        let Err(StoreError::Inconsistent { table, column, id, .. }) = wrong else { panic!("{wrong:?}") };
        assert_eq!((table.as_str(), column.as_str(), id.as_str()), ("t", "word", "1"));
    }
}
