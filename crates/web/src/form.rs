//! Forms: what was typed, what is wrong with it. A form that is not right comes back filled, with a summary on top that
//! links to each field.
//!
//! ```
//! use web::form::Form;
//! let mut form = Form::new("brief").with("problem", "Не видно источника сделки");
//! form.fail("outcome", "Напишите, что должно получиться".to_owned());
//! assert_eq!(form.field("problem").value, "Не видно источника сделки");
//! assert_eq!(form.field("outcome").id, "brief-outcome");
//! assert!(!form.is_right());
//! ```

use app::error::{AppError, FieldError};
use domain::request::Refusal;

use crate::format::Reader;

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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// `id` of the form, unique on the page.
    pub id: &'static str,
    values: Vec<(String, String)>,
    errors: Vec<(String, String)>,
    labels: Vec<(String, String)>,
    late: bool,
}

impl Form {
    /// An empty form.
    pub fn new(id: &'static str) -> Self {
        Self { id, ..Self::default() }
    }

    /// A form with everything that was sent: `Form::sent("brief", pairs)` with `axum::Form<Vec<(String, String)>>`.
    pub fn sent(id: &'static str, pairs: Vec<(String, String)>) -> Self {
        Self { id, values: pairs, ..Self::default() }
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

    /// The same for several fields, each with the key of its label.
    #[must_use]
    pub fn labels(mut self, reader: &Reader, keys: &[(&str, &str)]) -> Self {
        for (name, key) in keys {
            self = self.label(*name, reader.t(key));
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
        Field {
            id: self.id_of(name),
            name: name.to_owned(),
            value: self.value(name).to_owned(),
            error: self.errors.iter().find(|(key, _)| key == name).map(|(_, text)| text.clone()),
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
                    self.fail(field.field.clone(), sentence(reader, field));
                }
                true
            }
            AppError::Refused(Refusal::Field { field, problem }) => {
                self.fail(*field, sentence(reader, &FieldError::new(*field, problem)));
                true
            }
            _ => false,
        }
    }

    /// It came after somebody else changed what it is about: `text` says so beside the field `name`.
    pub fn late(&mut self, name: impl Into<String>, text: String) {
        self.late = true;
        self.fail(name, text);
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
    pub fn faults(&self) -> Vec<(String, String)> {
        let said = |(name, text): &(String, String)| {
            let label = self.labels.iter().find(|(key, _)| key == name).map(|(_, label)| label);
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
    use domain::localized::Language;

    #[test]
    fn faults_of_a_use_case_come_back_beside_their_fields() {
        let mut form = Form::sent(
            "f",
            vec![("title".into(), "x".into()), ("tag".into(), "a".into()), ("tag".into(), "b".into())],
        );
        form = form.label("title", "Title");
        assert!(form.has("tag", "b") && !form.has("tag", "c") && form.is_right());
        let error = AppError::Invalid(vec![
            FieldError::new("title", "field-too-long").limit(200),
            FieldError::new("line.0.sum", "field-required"),
            FieldError::new("other", "unheard-of"),
        ]);
        assert!(form.reject(&reader(Language::En), &error));
        assert!(!form.reject(&reader(Language::En), &AppError::Forbidden));
        let texts: Vec<_> = form.faults().into_iter().collect();
        assert_eq!(texts[0], ("f-title".to_owned(), "Title: use 200 characters or fewer".to_owned()));
        assert_eq!(form.field("title").error.as_deref(), Some("Use 200 characters or fewer"));
        assert_eq!(texts[1].0, "f-line-0-sum");
        assert!(!texts[2].1.contains('⟦'));
        assert_eq!(form.field("title").value, "x");
    }
}
