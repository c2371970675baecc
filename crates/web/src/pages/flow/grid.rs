//! Figures and tables as the templates show them.

/// A figure.
#[derive(Debug, Clone)]
pub(crate) struct Fig {
    pub label: String,
    pub text: String,
    pub note: String,
    pub href: Option<String>,
    /// Other figures below it, with their own requests.
    pub others: Vec<(String, String)>,
}

impl Fig {
    pub(super) fn new(label: impl Into<String>, text: String, href: Option<String>) -> Self {
        Self { label: label.into(), text, note: String::new(), href, others: Vec::new() }
    }

    pub(super) fn note(mut self, note: String) -> Self {
        self.note = note;
        self
    }

    pub(super) fn and(mut self, text: String, href: String) -> Self {
        self.others.push((text, href));
        self
    }
}

/// A cell.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub text: String,
    pub href: Option<String>,
    /// Set to the right.
    pub number: bool,
}

impl Item {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None, number: false }
    }

    pub(super) fn number(text: String) -> Self {
        Self { text, href: None, number: true }
    }

    pub(super) fn to(mut self, href: String) -> Self {
        self.href = Some(href);
        self
    }
}

/// A table.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    pub id: &'static str,
    pub title: String,
    pub note: String,
    /// The heads, and which are set to the right.
    pub head: Vec<(String, bool)>,
    pub rows: Vec<Vec<Item>>,
}

impl Grid {
    pub(super) fn new(id: &'static str, title: impl Into<String>) -> Self {
        Self { id, title: title.into(), note: String::new(), head: Vec::new(), rows: Vec::new() }
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    pub(super) fn head_text(&mut self, text: impl Into<String>) {
        self.head.push((text.into(), false));
    }

    pub(super) fn head_number(&mut self, text: impl Into<String>) {
        self.head.push((text.into(), true));
    }

    /// The head of a column, for screens where rows are folded.
    pub(crate) fn label(&self, place: &usize) -> &str {
        self.head.get(*place).map_or("", |(text, _)| text)
    }

    /// Wide tables stand alone.
    pub(crate) fn wide(&self) -> bool {
        self.head.len() > 5 || self.id == "ways"
    }
}
