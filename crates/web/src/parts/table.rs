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
    /// The name of the control with this `id`.
    Label(String, String),
    /// A box to tick: name, value, and what it is called to those who do not see the row.
    Tick(&'static str, String, String),
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
    /// Its own classes, beside those of its column.
    pub look: &'static str,
    /// Over how many columns it stands.
    pub over: usize,
}

impl From<Shown> for Cell {
    fn from(shown: Shown) -> Self {
        let (beside, below, about) = (String::new(), String::new(), String::new());
        Self { shown, href: None, beside, below, about, look: "", over: 1 }
    }
}

impl Cell {
    /// Words or figures.
    pub fn text(text: impl Into<String>) -> Self {
        Shown::Text(text.into()).into()
    }

    /// A moment, a control and the like.
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

    /// The name of the control of the row that has this `id`.
    pub fn label(id: impl Into<String>, text: impl Into<String>) -> Self {
        Shown::Label(id.into(), text.into()).into()
    }

    /// A box to tick; `label` is for those who do not see the row.
    pub fn tick(name: &'static str, value: impl Into<String>, label: impl Into<String>) -> Self {
        Shown::Tick(name, value.into(), label.into()).into()
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

    /// With classes of its own.
    pub fn look(mut self, look: &'static str) -> Self {
        self.look = look;
        self
    }

    /// Over so many columns.
    pub fn over(mut self, columns: usize) -> Self {
        self.over = columns;
        self
    }

    /// It stands over several columns.
    pub fn is_wide(&self) -> bool {
        self.over > 1
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
    /// Its name is only for those who do not see the table.
    pub unseen: bool,
    /// Its name stands before the value where rows are folded.
    named: bool,
    /// Further classes of its cells.
    look: &'static str,
}

/// A row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub cells: Vec<Cell>,
    /// It is a fault of what was brought.
    pub bad: bool,
    /// Single keys go from row to row: where this one is answered.
    pub reply: Option<String>,
}

/// Rows under a heading of their own, which go on by themselves.
#[derive(Debug, Clone)]
pub(crate) struct TablePart {
    /// The word of it in the page's ids.
    pub id: String,
    pub name: String,
    /// How many rows there are in all, where that is known.
    pub count: Option<String>,
    pub rows: Vec<Row>,
    /// Where the next of them are.
    pub next: Option<String>,
}

/// A table; one cell of each row is its head: the first, if nothing else is said.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub id: &'static str,
    pub title: String,
    pub note: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Rows under headings, behind those that stand under none.
    pub parts: Vec<TablePart>,
    /// The last row: sums.
    pub foot: Vec<Cell>,
    /// The name of a list that grows; empty for none.
    pub grows: &'static str,
    /// What it looks like: classes.
    pub look: &'static str,
    /// It stays as wide as it is; whoever sees less of it moves it.
    pub moved: bool,
    /// Single keys go from row to row.
    pub walked: bool,
    /// The column whose cells are the heads of their rows.
    pub head: usize,
}

impl Table {
    /// A table without columns yet. `id` is that of the heading over it, if there is one.
    pub fn new(id: &'static str, title: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            note: String::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            parts: Vec::new(),
            foot: Vec::new(),
            grows: "",
            look: "mob adm",
            moved: false,
            walked: false,
            head: 0,
        }
    }

    /// Small print over it.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    fn column(mut self, label: impl Into<String>, number: bool, named: bool) -> Self {
        self.columns.push(Column { label: label.into(), number, unseen: false, named, look: "" });
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

    /// A column of numbers that need no name where rows are folded.
    pub fn figures(self, label: impl Into<String>) -> Self {
        self.column(label, true, false)
    }

    /// The column that was named last, with further classes of its cells.
    pub fn cells(mut self, look: &'static str) -> Self {
        self.columns.last_mut().into_iter().for_each(|column| column.look = look);
        self
    }

    /// The column that was named last, without a name that is seen.
    pub fn unseen(mut self) -> Self {
        self.columns.last_mut().into_iter().for_each(|column| column.unseen = true);
        self
    }

    /// The column that was named last holds the heads of rows.
    pub fn heads(mut self) -> Self {
        self.head = self.columns.len().saturating_sub(1);
        self
    }

    /// With these classes in place of those of dense tables that fold.
    pub fn look(mut self, look: &'static str) -> Self {
        self.look = look;
        self
    }

    /// It stays as wide as it is; whoever sees less of it moves it.
    pub fn moved(mut self) -> Self {
        self.moved = true;
        self
    }

    /// Single keys go from row to row.
    pub fn walked(mut self) -> Self {
        self.walked = true;
        self
    }

    /// Sums under it.
    pub fn foot(mut self, cells: Vec<Cell>) -> Self {
        self.foot = cells;
        self
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
        self.rows.push(Row { cells, ..Row::default() });
    }

    /// Two rows of the worst that people write, for the test of every page.
    #[cfg(test)]
    pub fn worst(self) -> Self {
        use crate::samples::{BIDI, HOSTILE, LONG};
        let row = |first: &str| {
            let cell = |(at, column): (usize, &Column)| match (column.number, at % 2) {
                _ if at == self.head => Cell::text(first).to("/".to_owned()),
                (true, _) => Cell::text("1 234 567"),
                (false, 1) => Cell::text(BIDI),
                (false, _) => Cell::text(HOSTILE).below(LONG),
            };
            self.columns.iter().enumerate().map(cell).collect()
        };
        let rows = [row(LONG), row(HOSTILE)];
        self.filled(rows)
    }

    /// The column of the cell at this place of a row.
    fn at(&self, cells: &[Cell], place: usize) -> Option<&Column> {
        self.columns.get(cells.iter().take(place).map(|cell| cell.over).sum::<usize>())
    }

    /// Whether the cell at this place is the head of its row, when that is the cell at `head`.
    pub fn is_head(&self, head: &usize, place: &usize) -> bool {
        head == place
    }

    /// Whether the cell at this place is a figure beside others.
    pub fn is_figure(&self, cells: &[Cell], place: &usize) -> bool {
        self.at(cells, *place).is_some_and(|column| column.number)
    }

    /// The classes of the cell at this place; a cell over several columns has none of theirs.
    pub fn class(&self, cells: &[Cell], place: &usize) -> String {
        let own = cells.get(*place).filter(|cell| cell.over == 1);
        let column = own.and_then(|_| self.at(cells, *place));
        let number = column.filter(|column| column.number).map(|_| "n");
        let looks = [column.map(|column| column.look), cells.get(*place).map(|cell| cell.look)];
        let all = number.into_iter().chain(looks.into_iter().flatten()).filter(|look| !look.is_empty());
        all.collect::<Vec<_>>().join(" ")
    }

    /// The name of its column before the cell at this place, where rows are folded.
    pub fn named(&self, cells: &[Cell], place: &usize) -> Option<&str> {
        let column = self.at(cells, *place)?;
        let shown = cells.get(*place).is_some_and(|cell| !cell.is_empty());
        (column.named && shown).then_some(column.label.as_str())
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
