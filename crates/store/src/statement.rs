//! SQL texts: written once, `&'static`, registered so that a test can prepare every one on both engines.

use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use crate::error::StoreError;
use crate::value::Columns;

/// Which database answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// One file on this machine.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// The word for messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// One SQL text with `$n` placeholders. Made by [`sql!`](crate::sql) and [`hot_sql!`](crate::hot_sql) only.
#[derive(Debug)]
pub struct Statement {
    sqlite: Option<&'static str>,
    postgres: Option<&'static str>,
    hot: bool,
    place: &'static str,
    question: OnceLock<String>,
    columns: OnceLock<Arc<Columns>>,
}

impl Statement {
    #[doc(hidden)]
    pub const fn new(
        sqlite: Option<&'static str>,
        postgres: Option<&'static str>,
        hot: bool,
        place: &'static str,
    ) -> Self {
        Self { sqlite, postgres, hot, place, question: OnceLock::new(), columns: OnceLock::new() }
    }

    /// Whether its plan must not scan a table.
    pub const fn is_hot(&self) -> bool {
        self.hot
    }

    /// The file and line it is written at.
    pub const fn place(&self) -> &'static str {
        self.place
    }

    /// The first table that the text names.
    pub fn table(&self) -> &'static str {
        table_of(self.sqlite.or(self.postgres).unwrap_or_default())
    }

    /// The text as written for this engine; `None` for a listed exception of the other one.
    pub const fn text(&self, engine: Engine) -> Option<&'static str> {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }

    /// The text as the engine prepares it.
    pub fn prepared_text(&self, engine: Engine) -> Option<&str> {
        let text = self.text(engine)?;
        Some(match engine {
            Engine::Postgres => text,
            Engine::Sqlite => self.question.get_or_init(|| question_marks(text)),
        })
    }

    pub(crate) fn ask(&self, engine: Engine) -> Result<Ask<'_>, StoreError> {
        let text = self.prepared_text(engine).ok_or_else(|| {
            StoreError::misuse(self.place, format!("this statement is not written for {}", engine.name()))
        })?;
        Ok(Ask { text, place: self.place, columns: &self.columns })
    }

    /// Every statement of the program, by place.
    pub fn all() -> Vec<&'static Self> {
        let mut all: Vec<_> = inventory::iter::<Registered>.into_iter().map(|entry| entry.0).collect();
        all.sort_by_key(|statement| statement.place);
        all
    }
}

/// What an adapter needs of a statement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) text: &'a str,
    pub(crate) place: &'a str,
    columns: &'a OnceLock<Arc<Columns>>,
}

impl<'a> Ask<'a> {
    pub(crate) const fn new(text: &'a str, place: &'a str, columns: &'a OnceLock<Arc<Columns>>) -> Self {
        Self { text, place, columns }
    }

    /// The names for errors, computed at the first row.
    pub(crate) fn columns(&self, names: impl FnOnce() -> Vec<String>) -> Arc<Columns> {
        let make = || Arc::new(Columns { table: table_of(self.text).to_owned(), names: names() });
        Arc::clone(self.columns.get_or_init(make))
    }
}

/// An entry of the register of statements.
#[doc(hidden)]
pub struct Registered(pub &'static Statement);

inventory::collect!(Registered);

/// A statement with what each of its rows is read as.
#[derive(Debug)]
pub struct Query<T> {
    pub(crate) statement: &'static Statement,
    rows: PhantomData<fn() -> T>,
}

impl<T> From<&'static Statement> for Query<T> {
    fn from(statement: &'static Statement) -> Self {
        Self { statement, rows: PhantomData }
    }
}

/// A `&'static Statement` for one SQL text with `$n` placeholders, the same on both engines.
///
/// | written | what it is |
/// |---|---|
/// | `sql!("…")` | one text |
/// | `sql!(UnitView, "WHERE …")` | a [`Query`] of what [`select!`](crate::read) declares, with its columns and tables before it |
/// | `sql!(UnitView from "…")` | the same columns out of other tables |
/// | `sql!(insert UNIT)`, `sql!(upsert UNIT)` | the statement that writes a row of a described table |
/// | `sql!(touch UNIT)` | the statement that changes such a row, but for what seldom changes |
/// | `sql!(sqlite = "…", postgres = "…")`, or one of the two | a listed dialect exception |
///
/// Where no column gives a parameter its type, PostgreSQL needs `CAST($1 AS BIGINT)`.
#[macro_export]
macro_rules! sql {
    ($($written:tt)+) => { $crate::statement!(false $($written)+) };
}

/// As [`sql!`](crate::sql), for a statement on a path that every page or command takes: its plan must not scan.
#[macro_export]
macro_rules! hot_sql {
    ($($written:tt)+) => { $crate::statement!(true $($written)+) };
}

#[doc(hidden)]
#[macro_export]
macro_rules! statement {
    (@ $hot:literal, $sqlite:expr, $postgres:expr) => {{
        static STATEMENT: $crate::Statement =
            $crate::Statement::new($sqlite, $postgres, $hot, concat!(file!(), ":", line!()));
        $crate::inventory::submit! { $crate::Registered(&STATEMENT) }
        &STATEMENT
    }};
    ($hot:literal sqlite = $sqlite:expr, postgres = $postgres:expr $(,)?) => {
        $crate::statement!(@ $hot, Some($sqlite), Some($postgres))
    };
    ($hot:literal sqlite = $sqlite:expr $(,)?) => { $crate::statement!(@ $hot, Some($sqlite), None) };
    ($hot:literal postgres = $postgres:expr $(,)?) => { $crate::statement!(@ $hot, None, Some($postgres)) };
    ($hot:literal insert $table:path) => { $crate::statement!($hot $crate::inserting!($table, false)) };
    ($hot:literal upsert $table:path) => { $crate::statement!($hot $crate::inserting!($table, true)) };
    ($hot:literal touch $table:path) => { $crate::statement!($hot $crate::touching!($table)) };
    ($hot:literal $text:expr $(,)?) => { $crate::statement!(@ $hot, Some($text), Some($text)) };
    ($hot:literal $view:ident, $($part:expr),+ $(,)?) => {
        $crate::statement!($hot $view from <$view as $crate::read::Selection>::FROM, " ", $($part),+)
    };
    ($hot:literal $view:ident from $($part:expr),+ $(,)?) => {
        $crate::Query::<$view>::from($crate::statement!($hot $crate::joined!(
            ""; "SELECT ", <$view as $crate::read::Selection>::COLUMNS, " FROM ", $($part),+
        )))
    };
}

/// Rewrites `$n` to `?n`: SQLite would number `$4` by its first appearance. Quoted text and comments stay.
pub(crate) fn question_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (part, code) in parts(text) {
        if !code {
            out.push_str(part);
            continue;
        }
        let mut previous = ' ';
        let mut chars = part.chars().peekable();
        while let Some(c) = chars.next() {
            let starts = c == '$' && chars.peek().is_some_and(char::is_ascii_digit);
            out.push(if starts && !previous.is_alphanumeric() && previous != '_' { '?' } else { c });
            previous = c;
        }
    }
    out
}

/// Cuts SQL into pieces: code (`true`) and quoted text, quoted names or comments (`false`).
pub(crate) fn parts(text: &str) -> Vec<(&str, bool)> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let length = match rest.as_bytes() {
            [quote @ (b'\'' | b'"'), ..] => quoted(rest, *quote as char),
            [b'-', b'-', ..] => rest.find('\n').unwrap_or(rest.len()),
            [b'/', b'*', ..] => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ => {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            }
        };
        if from < at {
            out.push((&text[from..at], true));
        }
        out.push((&text[at..at + length], false));
        at += length;
        from = at;
    }
    if from < text.len() {
        out.push((&text[from..], true));
    }
    out
}

/// The length of the quoted piece that `rest` starts with; a doubled quote stands for itself.
fn quoted(rest: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(end) = rest[at..].find(quote) {
        at += end + 1;
        if !rest[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    rest.len()
}

/// The first table that a text names, for errors.
fn table_of(text: &str) -> &str {
    let mut words = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        if ["from", "into", "update"].iter().any(|key| word.eq_ignore_ascii_case(key)) {
            return words.next().unwrap_or("?");
        }
    }
    "?"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_keep_their_numbers_out_of_order_and_repeated() {
        assert_eq!(
            question_marks("UPDATE t SET a = $3, b = $1 WHERE c = $12 AND (d = $3 OR e > $1)"),
            "UPDATE t SET a = ?3, b = ?1 WHERE c = ?12 AND (d = ?3 OR e > ?1)"
        );
    }

    #[test]
    fn quoted_text_names_and_comments_stay() {
        let text =
            "SELECT '$1 it''s $2', \"a$1\" -- $1 it's\nFROM t /* $2 ' */ WHERE x$1 = $1 AND юни = '…$3'";
        let expected =
            "SELECT '$1 it''s $2', \"a$1\" -- $1 it's\nFROM t /* $2 ' */ WHERE x$1 = ?1 AND юни = '…$3'";
        assert_eq!(question_marks(text), expected);
    }

    #[test]
    fn an_unclosed_quote_does_not_lose_text() {
        for text in ["SELECT 'a", "SELECT \"", "SELECT 1 -- end", "/* open", "", "'it''"] {
            assert_eq!(parts(text).into_iter().map(|part| part.0).collect::<String>(), text);
        }
    }

    #[test]
    fn the_table_is_found() {
        assert_eq!(table_of("SELECT a, b\n FROM request WHERE id = $1"), "request");
        assert_eq!(table_of("INSERT INTO unit (id) VALUES ($1)"), "unit");
        assert_eq!(table_of("UPDATE person SET a = 1"), "person");
    }
}
