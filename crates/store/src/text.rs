//! SQL put together while the program is compiled: texts stay `&'static`.

use crate::table::{Mark, Table};

/// Bytes that are put one after another. With `N` of 0 nothing is kept but the length.
#[derive(Debug)]
pub struct Text<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Text<N> {
    const fn new() -> Self {
        Self { bytes: [0; N], length: 0 }
    }

    /// How long it is.
    pub const fn length(&self) -> usize {
        self.length
    }

    /// As text.
    pub const fn as_str(&self) -> &str {
        let length = if self.length < N { self.length } else { N };
        match std::str::from_utf8(self.bytes.split_at(length).0) {
            Ok(text) => text,
            Err(_) => panic!("whole texts are put together"),
        }
    }

    const fn put(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if self.length < N {
                self.bytes[self.length] = bytes[at];
            }
            self.length += 1;
            at += 1;
        }
    }

    const fn number(&mut self, number: usize) {
        if number > 9 {
            self.number(number / 10);
        }
        self.put(DIGITS.split_at(number % 10).1.split_at(1).0);
    }
}

const DIGITS: &str = "0123456789";

/// Parts with something between them.
pub const fn join<const N: usize>(between: &str, parts: &[&str]) -> Text<N> {
    let mut text = Text::new();
    let mut at = 0;
    while at < parts.len() {
        if at > 0 {
            text.put(between);
        }
        text.put(parts[at]);
        at += 1;
    }
    text
}

/// Places for `count` parameters in parentheses, from `$first` on.
pub const fn places<const N: usize>(first: usize, count: usize) -> Text<N> {
    let mut text = Text::new();
    text.put("(");
    put_places(&mut text, first, count);
    text.put(")");
    text
}

const fn put_places<const N: usize>(text: &mut Text<N>, first: usize, count: usize) {
    let mut at = 0;
    while at < count {
        text.put(if at > 0 { ", $" } else { "$" });
        text.number(first + at);
        at += 1;
    }
}

/// The statement that inserts one row of all columns; as an upsert it changes the row that is there with the same key.
pub const fn insert<const N: usize>(table: &Table, upsert: bool) -> Text<N> {
    let mut text = Text::new();
    text.put("INSERT INTO ");
    text.put(table.name);
    put_columns(&mut text, table, table.columns.len());
    text.put(" VALUES (");
    put_places(&mut text, 1, table.columns.len());
    text.put(")");
    if upsert {
        text.put(" ON CONFLICT");
        put_columns(&mut text, table, table.key());
        put_changes(&mut text, table);
    }
    text
}

/// The statement that changes a row by its key, but for what seldom changes; its parameters are [`Table::touched`].
pub const fn touch<const N: usize>(table: &Table) -> Text<N> {
    let mut text = Text::new();
    text.put("UPDATE ");
    text.put(table.name);
    let mut place = table.key();
    let mut at = place;
    let mut between = " SET ";
    while at < table.columns.len() {
        assert!(!matches!(table.marks[at], Mark::Add), "a sum is not touched");
        if matches!(table.marks[at], Mark::Set) {
            place += 1;
            text.put(between);
            put_equal(&mut text, table.columns[at], place);
            between = ", ";
        }
        at += 1;
    }
    at = 0;
    while at < table.key() {
        text.put(if at > 0 { " AND " } else { " WHERE " });
        put_equal(&mut text, table.columns[at], at + 1);
        at += 1;
    }
    text
}

const fn put_equal<const N: usize>(text: &mut Text<N>, column: &str, place: usize) {
    text.put(column);
    text.put(" = $");
    text.number(place);
}

const fn put_columns<const N: usize>(text: &mut Text<N>, table: &Table, first: usize) {
    let mut at = 0;
    while at < first {
        text.put(if at > 0 { ", " } else { " (" });
        text.put(table.columns[at]);
        at += 1;
    }
    text.put(")");
}

const fn put_changes<const N: usize>(text: &mut Text<N>, table: &Table) {
    let mut between = " DO UPDATE SET ";
    let mut at = 0;
    while at < table.columns.len() {
        let column = table.columns[at];
        if !matches!(table.marks[at], Mark::Key | Mark::Once) {
            text.put(between);
            text.put(column);
            text.put(" = ");
            if matches!(table.marks[at], Mark::Add) {
                text.put(table.name);
                text.put(".");
                text.put(column);
                text.put(" + ");
            }
            text.put("excluded.");
            text.put(column);
            between = ", ";
        }
        at += 1;
    }
    assert!(between.len() == 2, "an upsert changes something");
}

/// How many columns a list has: commas outside of parentheses, and one.
pub const fn width(list: &str) -> usize {
    let bytes = list.as_bytes();
    let (mut at, mut depth, mut width) = (0, 0, 1);
    while at < bytes.len() {
        match bytes[at] {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b',' if depth == 0 => width += 1,
            _ => {}
        }
        at += 1;
    }
    width
}

/// A text of parts that are constants, not only literals: `joined!("; "; A, B)` with something between them.
#[doc(hidden)]
#[macro_export]
macro_rules! joined {
    ($between:literal; $($part:expr),+ $(,)?) => {{
        const PARTS: &[&str] = &[$($part),+];
        const TEXT: &$crate::text::Text<{ $crate::text::join::<0>($between, PARTS).length() }> =
            &$crate::text::join($between, PARTS);
        TEXT.as_str()
    }};
}

/// The text of [`places`].
#[doc(hidden)]
#[macro_export]
macro_rules! places {
    ($first:literal, $count:expr) => {{
        const TEXT: &$crate::text::Text<{ $crate::text::places::<0>($first, $count).length() }> =
            &$crate::text::places($first, $count);
        TEXT.as_str()
    }};
}

/// The text of [`insert`] for a table.
#[doc(hidden)]
#[macro_export]
macro_rules! inserting {
    ($table:path, $upsert:literal) => {{
        const TEXT: &$crate::text::Text<{ $crate::text::insert::<0>(&$table, $upsert).length() }> =
            &$crate::text::insert(&$table, $upsert);
        TEXT.as_str()
    }};
}

/// The text of [`touch`] for a table.
#[doc(hidden)]
#[macro_export]
macro_rules! touching {
    ($table:path) => {{
        const TEXT: &$crate::text::Text<{ $crate::text::touch::<0>(&$table).length() }> =
            &$crate::text::touch(&$table);
        TEXT.as_str()
    }};
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::TableClass;
    use crate::value::Value;

    const SUMS: Table = Table {
        columns: &["unit", "day", "note", "amount", "last"],
        marks: &[Mark::Key, Mark::Key, Mark::Once, Mark::Add, Mark::Set],
        ..Table::named("sums", TableClass::Projection)
    };

    #[test]
    fn statements_follow_from_the_description() {
        let insert = "INSERT INTO sums (unit, day, note, amount, last) VALUES ($1, $2, $3, $4, $5)";
        assert_eq!(inserting!(SUMS, false), insert);
        assert_eq!(
            inserting!(SUMS, true),
            format!(
                "{insert} ON CONFLICT (unit, day) DO UPDATE SET amount = sums.amount + excluded.amount, \
                 last = excluded.last"
            )
        );
    }

    #[test]
    fn a_row_is_touched_by_its_key_but_for_what_seldom_changes() {
        const ROWS: Table = Table {
            columns: &["unit", "day", "name", "state", "kind", "since"],
            marks: &[Mark::Key, Mark::Key, Mark::Once, Mark::Set, Mark::Seldom, Mark::Set],
            ..Table::named("rows", TableClass::State)
        };
        assert_eq!(touching!(ROWS), "UPDATE rows SET state = $3, since = $4 WHERE unit = $1 AND day = $2");
        let row = (1..=6_i64).map(Value::from).collect();
        assert_eq!(ROWS.touched(row), [1, 2, 4, 6_i64].map(Value::from));
        let upsert = inserting!(ROWS, true);
        assert!(upsert.ends_with("state = excluded.state, kind = excluded.kind, since = excluded.since"));
    }

    #[test]
    fn numbers_and_lists_are_told() {
        let mut text = Text::<8>::new();
        text.number(1205);
        assert_eq!(text.as_str(), "1205");
        assert_eq!(joined!(", "; "a", "ы", "c"), "a, ы, c");
        assert_eq!(places!(9, 3), "($9, $10, $11)");
        assert_eq!(width("a, coalesce(b, 1), (SELECT x, y), c"), 4);
    }
}
