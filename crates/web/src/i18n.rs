//! The two languages: `.ftl` texts in `locales/`, loaded once, and [`L`], the handle that pages carry.
//!
//! A message whose key ends in `-html` may hold `<b>…</b>` and is rendered by [`L::html`] alone, which escapes its arguments.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use domain::localized::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::langid;

use crate::format::{number, typograph};

/// The files of one language: name for messages of tests, and text.
pub(crate) type Files = &'static [(&'static str, &'static str)];

macro_rules! files {
    ($($area:literal),+ $(,)?) => {
        pub(crate) const RU: Files = &[$(($area, include_str!(concat!("../locales/ru/", $area, ".ftl")))),+];
        pub(crate) const EN: Files = &[$(($area, include_str!(concat!("../locales/en/", $area, ".ftl")))),+];
    };
}

files![
    "common",
    "dates",
    "states",
    "home",
    "shop",
    "request",
    "clocks",
    "history",
    "desk",
    "account",
    "admin",
    "people",
    "rates",
    "audit",
    "known",
    "news",
    "logs",
    "log_faults",
    "sign_in",
    "errors",
    "company",
    "journey",
    "offers",
    "outcome",
    "flow",
    "flow_pictures",
    "flow_lists",
    "findings",
    "outside"
];

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| [bundle(Language::Ru), bundle(Language::En)]);

fn bundle(language: Language) -> Bundle {
    let (locale, files) = match language {
        Language::Ru => (langid!("ru"), RU),
        Language::En => (langid!("en-GB"), EN),
    };
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::Ru => |value, _| numeral(value, Language::Ru),
        Language::En => |value, _| numeral(value, Language::En),
    }));
    for (area, text) in files {
        // Faults of a file are found by the tests below; what could be read is used.
        let resource =
            FluentResource::try_new(typograph(text, language)).unwrap_or_else(|(resource, faults)| {
                tracing::error!(area, ?faults, "a file of messages has faults");
                resource
            });
        if let Err(faults) = bundle.add_resource(resource) {
            tracing::error!(area, ?faults, "a message is defined twice");
        }
    }
    bundle
}

/// Numbers inside messages: grouped by thousands as the language does it. Plural rules see the number, not this text.
fn numeral(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(n) if n.value.fract() == 0.0 => Some(number(n.value as i64, language)),
        _ => None,
    }
}

/// What stands in for a message that does not exist; the tests look for it in every page.
pub(crate) const MISSING: char = '⟦';

/// One language of the interface: cheap to copy, its texts live as long as the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct L(pub Language);

/// A ready piece of HTML: templates insert it as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html(pub(crate) String);

impl Html {
    /// The same without its marks, for the title of a page, which has none.
    pub fn unmarked(&self) -> Self {
        let mut kept = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        while let Some((before, mark)) = rest.split_once('<') {
            kept.push_str(before);
            // What people wrote is escaped: every mark is ours and has an end.
            rest = mark.split_once('>').map_or("", |(_, after)| after);
        }
        kept.push_str(rest);
        Self(kept)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// An argument of a message: `("count", 3.into())`.
pub type Arg<'a> = (&'static str, FluentValue<'a>);

impl L {
    /// The language.
    pub const fn language(self) -> Language {
        self.0
    }

    /// `ru` or `en`, for `lang` attributes.
    pub const fn code(self) -> &'static str {
        self.0.code()
    }

    fn bundle(self) -> &'static Bundle {
        match self.0 {
            Language::Ru => &BUNDLES[0],
            Language::En => &BUNDLES[1],
        }
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let Some(pattern) = self.bundle().get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, "no such message");
            return Cow::Owned(format!("{MISSING}{key}⟧"));
        };
        let mut faults = Vec::new();
        let text = self.bundle().format_pattern(pattern, args, &mut faults);
        if faults.is_empty() {
            return match text {
                Cow::Borrowed(text) if args.is_none() => Cow::Owned(text.to_owned()),
                text => Cow::Owned(text.into_owned()),
            };
        }
        tracing::error!(key, ?faults, "a message lacks an argument");
        Cow::Owned(format!("{MISSING}{key}: {text}⟧"))
    }

    /// A message without arguments.
    pub fn t(self, key: &str) -> Cow<'static, str> {
        self.format(key, None)
    }

    /// A message with arguments: `l.ta("home-count", &[("count", 3.into())])`.
    pub fn ta(self, key: &str, args: &[Arg<'_>]) -> String {
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.format(key, Some(&args)).into_owned()
    }

    /// A message with one number, the most frequent case: `l.count("home-count", 3)` gives it `$count`.
    pub fn count(self, key: &str, count: impl TryInto<i64>) -> String {
        self.ta(key, &[("count", count.try_into().unwrap_or(i64::MAX).into())])
    }

    /// A message with `<b>` in it (its key ends in `-html`). The arguments are escaped.
    pub fn html(self, key: &str, args: &[Arg<'_>]) -> Html {
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    FluentValue::String(text) => FluentValue::from(escape(text)),
                    other => other.clone(),
                };
                (*name, value)
            })
            .collect();
        Html(self.format(key, Some(&args)).into_owned())
    }

    /// Whether there is such a message: for keys that come from other crates.
    pub fn has(self, key: &str) -> bool {
        self.bundle().has_message(key)
    }
}

/// Text made safe inside HTML and inside quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
