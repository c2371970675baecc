//! Tables. Rows fold into cards where the screen is narrow: then each value has its column's name before it, where it needs one.

use askama::Template;

use super::{State, Tag};
use crate::chrome::Chrome;
use crate::i18n::Html;

/// What a cell shows.
#[derive(Debug, Clone)]
pub(crate) enum Shown {
    /// Words or figures.
    Text(String),
    /// Something that is put together already.
    Html(Html),
    /// A state.
    State(State),
    /// A price.
    Tag(Tag),
}

/// A cell.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub shown: Shown,
    pub href: Option<String>,
    /// Small words behind it.
    pub beside: String,
    /// Small words below it.
    pub below: String,
    /// What a link is about, for those who do not see the row.
    pub about: String,
}

impl From<Shown> for Cell {
    fn from(shown: Shown) -> Self {
        Self { shown, href: None, beside: String::new(), below: String::new(), about: String::new() }
    }
}

impl Cell {
    /// Words or figures.
    pub fn text(text: impl Into<String>) -> Self {
        Shown::Text(text.into()).into()
    }

    /// A moment and the like.
    pub fn html(html: Html) -> Self {
        Shown::Html(html).into()
    }

    /// A state.
    pub fn state(state: State) -> Self {
        Shown::State(state).into()
    }

    /// A price, where there is one.
    pub fn tag(tag: Option<Tag>) -> Self {
        tag.map_or_else(|| Self::text(""), |tag| Shown::Tag(tag).into())
    }

    /// It leads somewhere.
    pub fn to(mut self, href: String) -> Self {
        self.href = Some(href);
        self
    }

    /// With small words behind it.
    pub fn beside(mut self, text: impl Into<String>) -> Self {
        self.beside = text.into();
        self
    }

    /// With small words below it.
    pub fn below(mut self, text: impl Into<String>) -> Self {
        self.below = text.into();
        self
    }

    /// With words for those who do not see the row.
    pub fn about(mut self, text: impl Into<String>) -> Self {
        self.about = text.into();
        self
    }

    /// Nothing stands in it.
    pub fn is_empty(&self) -> bool {
        matches!(&self.shown, Shown::Text(text) if text.is_empty())
    }
}

/// A column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub label: String,
    /// Set to the right.
    pub number: bool,
    /// Its name stands before the value where rows are folded.
    named: bool,
}

/// A row.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub cells: Vec<Cell>,
    /// It is a fault of what was brought.
    pub bad: bool,
}

/// A table; the first cell of each row is its head.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub id: &'static str,
    pub title: String,
    pub note: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// The name of a list that grows; empty for none.
    pub grows: &'static str,
}

impl Table {
    /// A table without columns yet. `id` is that of the heading over it, if there is one.
    pub fn new(id: &'static str, title: impl Into<String>) -> Self {
        let (note, columns, rows) = (String::new(), Vec::new(), Vec::new());
        Self { id, title: title.into(), note, columns, rows, grows: "" }
    }

    /// Small print over it.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    fn column(mut self, label: impl Into<String>, number: bool, named: bool) -> Self {
        self.columns.push(Column { label: label.into(), number, named });
        self
    }

    /// A column whose values say for themselves what they are.
    pub fn plain(self, label: impl Into<String>) -> Self {
        self.column(label, false, false)
    }

    /// A column of words.
    pub fn words(self, label: impl Into<String>) -> Self {
        self.column(label, false, true)
    }

    /// A column of numbers.
    pub fn numbers(self, label: impl Into<String>) -> Self {
        self.column(label, true, true)
    }

    /// More of it is fetched into the list of this name.
    pub fn grows(mut self, list: &'static str) -> Self {
        self.grows = list;
        self
    }

    /// Its rows.
    pub fn filled(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        rows.into_iter().for_each(|cells| self.push(cells));
        self
    }

    /// One more row.
    pub fn push(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row { cells, bad: false });
    }

    /// Two rows of the worst that people write, for the test of every page.
    #[cfg(test)]
    pub fn worst(self) -> Self {
        use crate::samples::{BIDI, HOSTILE, LONG};
        let row = |first: &str| {
            let others =
                self.columns.iter().skip(1).enumerate().map(|(at, column)| match (column.number, at % 2) {
                    (true, _) => Cell::text("1 234 567"),
                    (false, 0) => Cell::text(BIDI),
                    (false, _) => Cell::text(HOSTILE).below(LONG),
                });
            std::iter::once(Cell::text(first).to("/".to_owned())).chain(others).collect()
        };
        let rows = [row(LONG), row(HOSTILE)];
        self.filled(rows)
    }

    /// The name of a column before a value of it, where rows are folded.
    pub fn label(&self, place: &usize, cell: &Cell) -> Option<&str> {
        let column = self.columns.get(*place)?;
        (column.named && !cell.is_empty()).then_some(column.label.as_str())
    }

    /// Whether a column is set to the right.
    pub fn is_number(&self, place: &usize) -> bool {
        self.columns.get(*place).is_some_and(|column| column.number)
    }

    /// Wide tables stand alone.
    pub fn wide(&self) -> bool {
        self.columns.len() > 5 || self.id == "ways"
    }
}

#[derive(Debug, Template)]
#[template(path = "ui/table.html")]
struct TableView<'a> {
    c: &'a Chrome,
    table: &'a Table,
    /// Further classes, each after a space.
    look: &'a str,
}

impl Chrome {
    /// A table; `look` are further classes, each after a space.
    pub(crate) fn table(&self, table: &Table, look: &str) -> Html {
        let drawn = TableView { c: self, table, look }.render();
        Html(drawn.unwrap_or_else(|fault| {
            tracing::error!(%fault, "a table cannot be drawn");
            String::new()
        }))
    }
}
