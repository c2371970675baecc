//! The fields of a form, as they were typed. Checking them belongs to the use case, so that a form can come back filled.

use app::AppError;
use app::error::Answer;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Upload;

/// Fields in the order they came; a name may come several times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    pairs: Vec<(String, String)>,
}

impl Fields {
    /// Reads the body of a form.
    pub fn parse(body: &[u8]) -> Self {
        let mut fields = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            fields.push(name.into_owned(), value.into_owned());
        }
        fields
    }

    /// Adds a field. What nobody types stays out: characters that control a terminal or turn a line around. A form that comes
    /// back then shows what would be kept; passwords are nobody's to change.
    pub(super) fn push(&mut self, name: String, mut value: String) {
        if !name.contains("password") {
            let typed = |c: char| match c {
                '\n' | '\r' | '\t' => true,
                '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => false,
                c => !c.is_control(),
            };
            value.retain(typed);
        }
        self.pairs.push((name, value));
    }

    /// Everything that was typed, for a form that comes back. Passwords and what belongs to the page itself stay out.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let own = |name: &str| matches!(name, "csrf" | "command" | "seen") || name.contains("password");
        self.pairs.iter().filter(|(name, _)| !own(name)).cloned().collect()
    }

    /// Everything that came but the fields of these names.
    pub(crate) fn all_but(&self, names: &[&str]) -> Vec<(String, String)> {
        self.pairs.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect()
    }

    /// The body of a form again, with the fields that are kept.
    pub(crate) fn encoded(&self, kept: impl Fn(&str) -> bool) -> String {
        let kept = self.pairs.iter().filter(|(name, _)| kept(name));
        form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish()
    }

    /// A hash of what was typed and sent along, to the address that it was sent to.
    pub fn print(&self, path: &str, files: &[Upload]) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        };
        add(path);
        for (name, value) in
            self.pairs.iter().filter(|(name, _)| !matches!(name.as_str(), "csrf" | "command"))
        {
            add(name);
            add(value);
        }
        for upload in files {
            add(&upload.field);
            add(&upload.name);
            add(&upload.file.blob);
        }
        hash.finalize().into()
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().map(|(name, _)| name.as_str())
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The first value of a name, as typed; empty when it did not come.
    pub fn text(&self, name: &str) -> &str {
        self.opt(name).unwrap_or_default()
    }

    /// The first value of a name, if it came.
    pub fn opt(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a name unless it is blank.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.opt(name).map(str::trim).filter(|text| !text.is_empty())
    }

    /// Every value of a name, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A whole number; spaces between groups are allowed. `None` when it is blank or not a number.
    pub fn int(&self, name: &str) -> Option<i64> {
        let text = self.filled(name)?.replace('\u{2212}', "-");
        text.chars().filter(|c| !c.is_whitespace()).collect::<String>().parse().ok()
    }

    /// A ticked box.
    pub fn flag(&self, name: &str) -> bool {
        self.opt(name).is_some_and(|value| !matches!(value, "" | "0" | "false" | "off"))
    }

    /// An id: `fields.id("unit").map(UnitId)`.
    pub fn id(&self, name: &str) -> Option<Uuid> {
        Uuid::try_parse(self.filled(name)?).ok()
    }

    /// An id that may be left out.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for the field when something else was sent.
    pub fn id_if_any(&self, name: &str) -> Answer<Option<Uuid>> {
        let read = |text| Uuid::try_parse(text).map_err(|_| AppError::field(name, "field-not-offered"));
        self.filled(name).map(read).transpose()
    }

    /// One of a list, or `otherwise` when it was left out.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for the field when something else was sent.
    pub fn one_of<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>, otherwise: T) -> Answer<T> {
        match self.filled(name) {
            Some(text) => read(text).ok_or_else(|| AppError::field(name, "field-not-offered")),
            None => Ok(otherwise),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_read_as_forms_send_them() {
        let form = "a=1&a=2&t=%D0%B4%D0%B0+%26&blank=+&n=12%C2%A0400&m=%E2%88%925&on=on&off=0";
        let fields = Fields::parse(form.as_bytes());
        assert_eq!(fields.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((fields.text("t"), fields.text("none"), fields.opt("none")), ("да &", "", None));
        assert_eq!((fields.opt("blank"), fields.filled("blank")), (Some(" "), None));
        assert_eq!(
            (fields.int("n"), fields.int("m"), fields.int("t"), fields.int("blank")),
            (Some(12_400), Some(-5), None, None)
        );
        assert_eq!((fields.flag("on"), fields.flag("off"), fields.flag("none")), (true, false, false));
        assert_eq!(fields.id("t"), None);
        let odd = Fields::parse(b"t=a%00b%1B%E2%80%AEc%0A%EF%BB%BF%FF&password=%07");
        assert_eq!((odd.text("t"), odd.text("password")), ("abc\n\u{fffd}", "\u{7}"));
        let of = |error: AppError| matches!(error, AppError::Invalid(fields) if fields[0].field == "t");
        assert_eq!(fields.id_if_any("blank").ok(), Some(None));
        assert!(fields.id_if_any("t").is_err_and(of));
        let digit = |text: &str| text.parse::<i64>().ok();
        let read = |name| fields.one_of(name, digit, 7);
        assert_eq!((read("a").ok(), read("none").ok()), (Some(1), Some(7)));
        assert!(read("t").is_err_and(of));
    }
}
