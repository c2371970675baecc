//! What a table is, said once: its columns with the values of a row, its key, what an upsert changes.

use crate::statement::Engine;
use crate::tables::{Dump, TableClass};
use crate::value::{Row, Value};

/// One table of the schema. Most are declared by [`table!`] beside the statements that write them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its class.
    pub class: TableClass,
    /// The only engine that has it, if not both.
    pub engine: Option<Engine>,
    /// What the dump shows of it.
    pub dump: Dump,
    /// Its columns in the order of a row's values, those of its key first; none where no row is written whole.
    pub columns: &'static [&'static str],
    /// What each of them is.
    pub(crate) marks: &'static [Mark],
}

/// What a column is to whoever writes rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It tells one row from another.
    Key,
    /// An upsert leaves it as it is.
    Once,
    /// An upsert sets it.
    Set,
    /// An upsert sets it; whoever knows that it stays as it is leaves it, and its indexes with it, by `touch`.
    Seldom,
    /// An upsert adds to it.
    Add,
}

impl Table {
    pub(crate) const fn named(name: &'static str, class: TableClass) -> Self {
        Self { name, class, engine: None, dump: Dump::All, columns: &[], marks: &[] }
    }

    /// The value that a row of all columns has in one of them.
    pub fn value<'a>(&self, row: &'a Row, column: &str) -> Option<&'a Value> {
        row.values().get(self.columns.iter().position(|name| *name == column)?)
    }

    /// Of a row's values those that `touch` takes: its key, and what it sets.
    pub(crate) fn touched(&self, row: Vec<Value>) -> Vec<Value> {
        let taken = |mark: &Mark| matches!(mark, Mark::Key | Mark::Set);
        row.into_iter().zip(self.marks).filter(|(_, mark)| taken(mark)).map(|(value, _)| value).collect()
    }

    /// How many columns, from the first, tell one row from another.
    pub const fn key(&self) -> usize {
        let mut key = 0;
        while key < self.marks.len() && matches!(self.marks[key], Mark::Key) {
            key += 1;
        }
        key
    }
}

/// An entry of the register of described tables.
#[derive(Debug)]
pub struct Described(pub(crate) &'static Table);

inventory::collect!(Described);

/// Describes a table, a line for each column: what it is to an upsert, its name, its value of what a row is made of.
///
/// ```text
/// table! {
///     /// The current row of each unit.
///     pub UNIT: State "unit";
///     /// The values of a unit's row.
///     pub fn values(unit: &Unit) {
///         key id = unit.id,          // tells one row from another; such columns come first
///         once code = &unit.code,    // stays as it was first written
///         set parent = unit.parent,  // an upsert sets it
///         seldom kind = unit.kind,   // the same, and `touch` leaves it
///         add sum = unit.sum,        // an upsert adds to it
///     }
/// }
/// ```
///
/// `hot_sql!(insert UNIT)` and `hot_sql!(upsert UNIT)` are its statements, `tx.fill(&UNIT, rows)` writes many rows. What several
/// columns need may be computed before them: `with turn = request.turn(); {`.
macro_rules! table {
    (
        $(#[$about:meta])* $vis:vis $table:ident: $class:ident $name:literal;
        $(#[$told:meta])* $open:vis fn $values:ident$(<$generic:ident: $trait:ident>)?($($given:ident: $type:ty),* $(,)?)
        $(with $($local:pat_param = $bound:expr;)+)? {
            $($mark:ident $column:ident = $value:expr),+ $(,)?
        }
    ) => {
        $(#[$about])*
        $vis const $table: $crate::table::Table = $crate::table::Table {
            columns: &[$(stringify!($column)),+],
            marks: &[$($crate::table::mark!($mark)),+],
            ..$crate::table::Table::named($name, $crate::tables::TableClass::$class)
        };
        $crate::inventory::submit! { $crate::table::Described(&$table) }

        $(#[$told])*
        $open fn $values$(<$generic: $trait>)?($($given: $type),*) -> Vec<$crate::Value> {
            $($(let $local = $bound;)+)?
            vec![$($crate::Value::from($value)),+]
        }
    };
}
pub(crate) use table;

macro_rules! mark {
    (key) => {
        $crate::table::Mark::Key
    };
    (once) => {
        $crate::table::Mark::Once
    };
    (set) => {
        $crate::table::Mark::Set
    };
    (seldom) => {
        $crate::table::Mark::Seldom
    };
    (add) => {
        $crate::table::Mark::Add
    };
}
pub(crate) use mark;
