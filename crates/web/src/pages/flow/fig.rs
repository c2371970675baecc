//! A figure as the templates show it.

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
