//! Text that a company authored, in one or both languages.

use serde::{Deserialize, Serialize};

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Russian, the default.
    #[default]
    Ru,
    /// English.
    En,
}

impl Language {
    /// Both languages, in the order they are written in.
    pub const ALL: [Self; 2] = [Self::Ru, Self::En];

    /// `ru` or `en`, as in `lang` attributes and the tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// An authored text. Either language may be missing; the other then stands in, visibly.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub struct Localized {
    /// The Russian text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ru: Option<String>,
    /// The English text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Localized {
    /// Both languages at once.
    pub fn both(ru: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ru: Some(ru.into()), en: Some(en.into()) }
    }

    /// One language only; blank text counts as missing.
    pub fn one(language: Language, text: impl Into<String>) -> Self {
        let text = Some(text.into()).filter(|text| !text.trim().is_empty());
        match language {
            Language::Ru => Self { ru: text, en: None },
            Language::En => Self { ru: None, en: text },
        }
    }

    /// The text for a reader, and the language it is really in when that is not the reader's own.
    pub fn pick(&self, language: Language) -> (&str, Option<Language>) {
        let (own, other, fallback) = match language {
            Language::Ru => (&self.ru, &self.en, Language::En),
            Language::En => (&self.en, &self.ru, Language::Ru),
        };
        match (own, other) {
            (Some(text), _) => (text, None),
            (None, Some(text)) => (text, Some(fallback)),
            (None, None) => ("", None),
        }
    }

    /// The text for a reader, in whichever language there is.
    pub fn text(&self, language: Language) -> &str {
        self.pick(language).0
    }

    /// True when neither language has text.
    pub fn is_empty(&self) -> bool {
        self.ru.is_none() && self.en.is_none()
    }
}
