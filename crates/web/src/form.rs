//! Forms: what was typed, what is wrong with it. A form that is not right comes back filled, with a summary on top that
//! links to each field.

mod act;
pub(crate) mod decl;
mod draw;
mod reading;
pub(crate) mod typed;

use app::error::{AppError, FieldError};
use domain::localized::{Language, Localized};
use domain::request::Refusal;

use crate::format::Reader;
pub(crate) use act::{Again, Nothing};
use decl::{FieldDecl, FieldKind, FormDecl, Widget};
pub(crate) use draw::{Groups, How, draw};
pub(crate) use reading::{Reading, in_language, made, rows};

/// One field as a template needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// `id` of the control, unique on the page: the form's id and the name.
    pub id: String,
    /// `name` of the control.
    pub name: String,
    /// What was typed, or the first value.
    pub value: String,
    /// What is wrong, in the reader's language.
    pub error: Option<String>,
    /// The key of its label; empty where the page says it.
    pub label: &'static str,
    /// The key of its small print; empty for none.
    pub hint: &'static str,
    /// What it is drawn as.
    pub widget: Widget,
    /// What a browser fills it with, where its declaration says so.
    pub fills: &'static str,
}

impl Field {
    /// Its label.
    pub fn label_text(&self, reader: &Reader) -> String {
        if self.label.is_empty() { String::new() } else { reader.asked(self.label) }
    }

    /// Its label where it stands beside the same in the other language.
    pub fn label_in(&self, reader: &Reader, language: &str) -> String {
        let key = if language == "ru" { "admin-in-ru" } else { "admin-in-en" };
        reader.ta(key, &[("label", self.label_text(reader).into())])
    }

    /// Its small print; empty for none.
    pub fn hint_text(&self, reader: &Reader) -> String {
        if self.hint.is_empty() { String::new() } else { reader.asked(self.hint) }
    }

    /// What a browser fills it with: its `autocomplete`.
    pub fn auto(&self) -> &'static str {
        let new = || self.name.ends_with("new") || self.name.ends_with("again");
        match (self.fills, self.widget) {
            ("", Widget::Url) => "url",
            ("", Widget::Login) => "username",
            ("", Widget::Secret) if new() => "new-password",
            ("", Widget::Secret) => "current-password",
            ("", _) => "off",
            (fills, _) => fills,
        }
    }
}

/// A field in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// In Russian.
    pub ru: Field,
    /// In English.
    pub en: Field,
}

/// One choice of a select or of radio buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Small print under it.
    pub hint: String,
}

impl Choice {
    /// A choice without small print.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    /// With small print.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// The values and faults of one form.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// `id` of the form, unique on the page.
    pub id: &'static str,
    fields: &'static [FieldDecl],
    places: &'static [(&'static str, &'static str)],
    values: Vec<(String, String)>,
    errors: Vec<(String, String)>,
    labels: Vec<(String, String)>,
    late: bool,
}

impl Form {
    /// A form of a declaration, empty.
    pub(crate) fn of(decl: &FormDecl) -> Self {
        Self { id: decl.id, fields: decl.fields, places: decl.places, ..Self::default() }
    }

    /// With everything that was sent.
    #[must_use]
    pub fn filled(mut self, pairs: Vec<(String, String)>) -> Self {
        self.values = pairs;
        self
    }

    /// With one more value.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.push((name.into(), value.into()));
        self
    }

    /// Names a field for the summary of faults, which then reads «Название: заполните это поле».
    #[must_use]
    pub fn label(mut self, name: impl Into<String>, label: impl Into<String>) -> Self {
        self.labels.push((name.into(), label.into()));
        self
    }

    /// With a text in each language.
    #[must_use]
    pub fn with_both(mut self, name: &str, text: &Localized) -> Self {
        for (language, text) in [(Language::Ru, &text.ru), (Language::En, &text.en)] {
            self = self.with(in_language(name, language), text.clone().unwrap_or_default());
        }
        self
    }

    /// The first value of a name; empty when there is none.
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Every value of a name, in the order sent.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The names of everything that was sent, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|(name, _)| name.as_str())
    }

    /// Whether a name was sent with this value: for boxes that are ticked.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|sent| sent == value)
    }

    /// A field of the template.
    pub fn field(&self, name: &str) -> Field {
        let decl = self.decl(name);
        Field {
            id: self.id_of(name),
            name: name.to_owned(),
            value: self.value(name).to_owned(),
            error: self.errors.iter().find(|(key, _)| key == name).map(|(_, text)| text.clone()),
            label: decl.map_or("", |decl| decl.label),
            hint: decl.map_or("", |decl| decl.hint),
            widget: decl.map_or(Widget::Line, FieldDecl::widget),
            fills: decl.map_or("", |decl| decl.fills),
        }
    }

    /// A field that is asked in both languages.
    pub fn pair(&self, name: &str) -> Pair {
        let part = |language| self.field(&in_language(name, language));
        Pair { ru: part(Language::Ru), en: part(Language::En) }
    }

    /// What is asked under a name; for words in both languages the name of either part, for rows that of a field of one.
    fn decl(&self, name: &str) -> Option<&'static FieldDecl> {
        let part_of = |decl: &FieldDecl| {
            let part = name.strip_prefix(decl.name).and_then(|rest| rest.strip_prefix('_'));
            matches!(decl.kind, FieldKind::Both(_))
                && part.is_some_and(|part| Language::from_code(part).is_some())
        };
        let in_row = |decl: &FieldDecl| {
            let FieldKind::Rows(parts) = decl.kind else { return None };
            let (row, field) = name.strip_prefix(decl.name)?.strip_prefix('_')?.split_once('_')?;
            row.parse::<usize>().ok()?;
            parts.iter().find(|part| part.name == field)
        };
        let whole = self.fields.iter().find(|decl| decl.name == name || part_of(decl));
        whole.or_else(|| self.fields.iter().find_map(in_row))
    }

    /// The field that a fault belongs to: use cases name what they were given, the page what it asks.
    fn place(&self, fault: &str, reader: &Reader) -> String {
        if let Some((_, place)) = self.places.iter().find(|(known, _)| *known == fault) {
            return match place.strip_suffix("_*") {
                Some(name) => in_language(name, reader.l.0),
                None => (*place).to_owned(),
            };
        }
        let decl = self.fields.iter().find(|decl| decl.name == fault);
        let decl = decl.or_else(|| self.fields.iter().find(|decl| decl.input == fault));
        match decl {
            Some(decl) if matches!(decl.kind, FieldKind::Both(_)) => in_language(decl.name, reader.l.0),
            Some(decl) => decl.name.to_owned(),
            None => fault.to_owned(),
        }
    }

    fn id_of(&self, name: &str) -> String {
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        format!("{}-{name}", self.id)
    }

    /// Says what is wrong with a field.
    pub fn fail(&mut self, name: impl Into<String>, text: String) {
        self.errors.push((name.into(), text));
    }

    /// Takes the faults that a use case found; `false` when the error is another one and must be answered as such.
    pub fn reject(&mut self, reader: &Reader, error: &AppError) -> bool {
        match error {
            AppError::Invalid(fields) => {
                for field in fields {
                    self.fail(self.place(&field.field, reader), sentence(reader, field));
                }
                true
            }
            AppError::Refused(Refusal::Field { field, problem }) => {
                self.fail(self.place(field, reader), sentence(reader, &FieldError::new(*field, problem)));
                true
            }
            _ => false,
        }
    }

    /// It came after somebody else changed what it is about: `text` says so beside its first field.
    pub fn late(&mut self, reader: &Reader, text: String) {
        self.late = true;
        let first = self.fields.first().map_or("", |decl| decl.name);
        self.fail(self.place(first, reader), text);
    }

    /// Whether [`Self::late`] was said of it.
    pub fn is_late(&self) -> bool {
        self.late
    }

    /// Names and values, in order.
    pub fn values(&self) -> &[(String, String)] {
        &self.values
    }

    /// Nothing is wrong.
    pub fn is_right(&self) -> bool {
        self.errors.is_empty()
    }

    /// For the summary: `id` of the control and the sentence, with the field's label where it is known.
    pub fn faults(&self, reader: &Reader) -> Vec<(String, String)> {
        let said = |(name, text): &(String, String)| {
            let own = self.labels.iter().find(|(key, _)| key == name).map(|(_, label)| label.clone());
            let label = own.or_else(|| match self.decl(name)?.label {
                "" => None,
                key => Some(reader.asked(key)),
            });
            let text = label.map_or_else(|| text.clone(), |label| format!("{label}: {}", lowered(text)));
            (self.id_of(name), text)
        };
        self.errors.iter().map(said).collect()
    }
}

/// The sentence after a colon. Only a first word in plain lower case after its capital changes: «ТЗ» stays.
fn lowered(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// `id` of the n-th radio button: the first has the field's own, so that the summary can link to it.
pub fn nth(id: &str, index: &usize) -> String {
    if *index == 0 { id.to_owned() } else { format!("{id}-{index}") }
}

/// The sentence of a fault. An unknown key is a fault of the program, said in general words.
fn sentence(reader: &Reader, field: &FieldError) -> String {
    let known = reader.has(field.problem);
    if !known {
        tracing::error!(key = field.problem, "a problem of a field has no words");
    }
    match field.limit {
        Some(limit) if known => reader.ta(field.problem, &[("limit", limit.into())]),
        None if known => reader.t(field.problem).into_owned(),
        _ => reader.t("field-wrong").into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::reader;

    #[test]
    fn a_browser_fills_a_field_as_its_declaration_says_else_as_its_kind() {
        use decl::{field, line};
        const ASKED: &[FieldDecl] = &[
            line("title", "x"),
            line("name", "x").fills("name"),
            field("login", FieldKind::Login, "x"),
            field("password", FieldKind::Secret, "x"),
            field("first", FieldKind::Secret, "x").fills("new-password"),
            field("password-again", FieldKind::Secret, "x"),
        ];
        let form = Form::of(&FormDecl::new("f", ASKED));
        let filled: Vec<_> = ASKED.iter().map(|asked| form.field(asked.name).auto()).collect();
        let expected = ["off", "name", "username", "current-password", "new-password", "new-password"];
        assert_eq!(filled, expected);
    }

    #[test]
    fn faults_of_a_use_case_come_back_beside_their_fields() {
        let mut form = Form::of(&FormDecl::new("f", &[])).filled(vec![
            ("title".into(), "x".into()),
            ("tag".into(), "a".into()),
            ("tag".into(), "b".into()),
        ]);
        form = form.label("title", "Title");
        assert!(form.has("tag", "b") && !form.has("tag", "c") && form.is_right());
        let error = AppError::Invalid(vec![
            FieldError::new("title", "field-too-long").limit(200),
            FieldError::new("line.0.sum", "field-required"),
            FieldError::new("other", "unheard-of"),
        ]);
        assert!(form.reject(&reader(Language::En), &error));
        assert!(!form.reject(&reader(Language::En), &AppError::Forbidden));
        let texts = form.faults(&reader(Language::En));
        assert_eq!(texts[0], ("f-title".to_owned(), "Title: use 200 characters or fewer".to_owned()));
        assert_eq!(form.field("title").error.as_deref(), Some("Use 200 characters or fewer"));
        assert_eq!(texts[1].0, "f-line-0-sum");
        assert!(!texts[2].1.contains('⟦'));
        assert_eq!(form.field("title").value, "x");
    }
}
