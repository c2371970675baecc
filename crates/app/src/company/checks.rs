//! Fields of the company's forms: all problems of one form are gathered and told at once.

use domain::ids::StreamId;
use domain::localized::Localized;
use store::Tx;

use crate::error::{Answer, AppError, FieldError};
use crate::words::clean;

/// Codes that addresses use for something else.
const RESERVED: [&str; 4] = ["new", "edit", "all", "search"];
/// The longest code of a unit or service.
pub const CODE: usize = 40;
/// The longest address of mail (RFC 5321, 4.5.3.1.3).
const EMAIL: usize = 254;

/// Problems found so far.
#[derive(Debug, Default)]
pub(super) struct Checks(Vec<FieldError>);

impl Checks {
    /// A field that is not right.
    pub(super) fn problem(&mut self, field: &str, problem: &'static str) {
        self.0.push(FieldError::new(field, problem));
    }

    /// A field beyond its bound.
    pub(super) fn limit(&mut self, field: &str, problem: &'static str, limit: i64) {
        self.0.push(FieldError::new(field, problem).limit(limit));
    }

    /// A problem unless `right`.
    pub(super) fn require(&mut self, right: bool, field: &str, problem: &'static str) {
        if !right {
            self.problem(field, problem);
        }
    }

    /// # Errors
    /// [`AppError::Invalid`] with every problem found.
    pub(super) fn done(self) -> Answer<()> {
        if self.0.is_empty() { Ok(()) } else { Err(AppError::Invalid(self.0)) }
    }

    /// A text in either language, cleaned; blank ones count as missing. The field of a language is `field_ru`.
    pub(super) fn localized(
        &mut self,
        field: &str,
        text: &Localized,
        limit: usize,
        required: bool,
    ) -> Localized {
        let mut one = |language: &str, text: &Option<String>| {
            let text = text.as_deref().map(clean).filter(|text| !text.is_empty())?;
            if text.chars().count() > limit {
                self.limit(&format!("{field}_{language}"), "field-too-long", bound(limit));
            }
            Some(text)
        };
        let text = Localized { ru: one("ru", &text.ru), en: one("en", &text.en) };
        if required && text.is_empty() {
            self.problem(field, "field-required");
        }
        text
    }

    /// One line, cleaned and without line ends.
    pub(super) fn line(&mut self, field: &str, text: &str, limit: usize, required: bool) -> String {
        let text = one_line(text);
        if required && text.is_empty() {
            self.problem(field, "field-required");
        }
        if text.chars().count() > limit {
            self.limit(field, "field-too-long", bound(limit));
        }
        text
    }

    /// A code for addresses: Latin letters, digits and hyphens, beginning with a letter.
    pub(super) fn code(&mut self, field: &str, code: &str) -> String {
        let code = code.trim().to_ascii_lowercase();
        let plain = code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let begins = code.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
        if code.is_empty() {
            self.problem(field, "field-required");
        } else if code.len() > CODE {
            self.limit(field, "field-too-long", bound(CODE));
        } else if !plain || !begins || code.ends_with('-') || code.contains("--") {
            self.problem(field, "field-code");
        } else if RESERVED.contains(&code.as_str()) {
            self.problem(field, "field-taken");
        }
        code
    }

    /// An address of mail, lower-cased; none when left out.
    pub(super) fn email(&mut self, field: &str, text: &str) -> Option<String> {
        let text = one_line(text);
        if text.is_empty() {
            return None;
        }
        let email = email(&text);
        if email.is_none() {
            self.problem(field, "field-email");
        }
        email
    }
}

/// A bound for messages.
pub(super) fn bound(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// Text as one line: cleaned, with single spaces.
pub(super) fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address of mail in lower case; none when it cannot be one. Addresses are proved by a letter, not by their form, so
/// this refuses only what is surely wrong.
pub(super) fn email(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let (name, host) = text.rsplit_once('@')?;
    let dotted = host.contains('.') && host.split('.').all(|part| !part.is_empty());
    let host_right = dotted && host.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
    let name_right = !name.is_empty()
        && name.len() <= 64
        && !name.contains("..")
        && !name.starts_with('.')
        && !name.ends_with('.')
        && name.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    (host_right && name_right && text.len() <= EMAIL).then_some(text)
}

/// The place of a stream's last event: what an edit form carries, so that two editors do not overwrite each other.
pub fn version_of(tx: &mut dyn Tx, stream: StreamId) -> Answer<i64> {
    Ok(store::repo::event::tip(tx, stream)?.seq())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_mail() {
        assert_eq!(email("Anna.Petrova@Example.COM").as_deref(), Some("anna.petrova@example.com"));
        assert!(email("анна@пример.рф").is_some());
        for wrong in
            ["anna", "anna@", "@example.com", "a b@example.com", "a@b@c.com", "anna@example", "a@b..c"]
        {
            assert_eq!(email(wrong), None, "{wrong}");
        }
        for wrong in
            ["<a>@example.com", "a..b@example.com", ".a@example.com", "a@exam ple.com", "a@-.\u{202E}com"]
        {
            assert_eq!(email(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn codes_are_fit_for_addresses() {
        let problem = |code: &str| {
            let mut checks = Checks::default();
            checks.code("code", code);
            checks.0.first().map(|error| error.problem)
        };
        for right in ["it", "hr-2", " IT ", "a1"] {
            assert_eq!(problem(right), None, "{right}");
        }
        for wrong in ["1a", "-a", "a-", "a--b", "кадры", "a b", "a/b", "a_b"] {
            assert_eq!(problem(wrong), Some("field-code"), "{wrong}");
        }
        assert_eq!(problem(""), Some("field-required"));
        assert_eq!(problem("new"), Some("field-taken"));
        assert_eq!(problem(&"a".repeat(41)), Some("field-too-long"));
    }
}
