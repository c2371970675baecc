//! What every page has around its content: who reads, where they can go, what was just done.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use app::files::{MB, Quotas};
use domain::ids::Ids;
use domain::money::Currency;
use domain::time::Instant;
use jiff::tz::TimeZone;

use crate::assets;
use crate::form::Field;
use crate::form::decl::Widget;
use crate::format::Reader;
use crate::i18n::L;
use crate::prefs::{Prefs, Theme};

/// The person whose page it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Their name.
    pub name: String,
    /// Their unit's name, as they read it.
    pub unit: String,
    /// Shown beside the name when someone acts for another: whose place they take.
    pub instead_of: Option<String>,
}

/// A link of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Its words.
    pub label: String,
    /// Where it goes.
    pub href: String,
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// It is done.
    Done,
    /// Something to know before going on.
    Warning,
}

/// A sentence above the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub kind: NoticeKind,
    /// The sentence.
    pub text: String,
}

/// Every page view has one, in a field called `c`: templates write `c.t("key")`, `c.money(sum)`, `c.time_by(due)`.
#[derive(Debug, Clone)]
pub struct Chrome {
    /// Language, zone, the present moment, currency.
    pub reader: Reader,
    /// The colours.
    pub theme: Theme,
    /// The token that forms of this session carry; empty when nobody is signed in.
    pub csrf: String,
    /// Who is signed in.
    pub person: Option<Signed>,
    /// Where this person may go, in order.
    pub nav: Vec<NavItem>,
    /// Path and query of the page.
    pub path: String,
    /// What was just done, or should be known.
    pub notices: Vec<Notice>,
    /// How many of the person's newest notices they have not seen.
    pub unread: i64,
    /// The company is a demonstration.
    pub demo: bool,
    /// Somebody outside reads by a link: nothing leads to the rest of the company.
    pub outside: bool,
    /// The most megabytes of one file.
    pub file_mb: i64,
    keys: Arc<Mutex<Ids>>,
}

impl Deref for Chrome {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Chrome {
    /// The surroundings of a page for nobody yet; the fields are public and filled by the session.
    /// `ids` must be fresh for every page: forms draw their command keys from it.
    pub fn new(prefs: &Prefs, zone: TimeZone, now: Instant, currency: Currency, ids: Ids) -> Self {
        let l = L(prefs.language);
        let notices = prefs
            .notice
            .iter()
            .filter(|key| l.has(key))
            .map(|key| Notice { kind: NoticeKind::Done, text: l.t(key).into_owned() })
            .collect();
        Self {
            reader: Reader { l, zone, now, currency },
            theme: prefs.theme,
            csrf: String::new(),
            person: None,
            nav: Vec::new(),
            path: prefs.path.clone(),
            notices,
            unread: 0,
            demo: false,
            outside: false,
            file_mb: Quotas::default().file / MB,
            keys: Arc::new(Mutex::new(ids)),
        }
    }

    /// For pages that show no date and no form: errors.
    pub(crate) fn plain(prefs: &Prefs) -> Self {
        let start = Instant::from_millis(0);
        Self::new(prefs, TimeZone::UTC, start, Currency::RUB, Ids::new(start, [0; 10]))
    }

    /// The key of one form: a double click sends it twice and is one command. Each call gives another, so that two forms of a
    /// page are two commands.
    pub fn key(&self) -> String {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).next().to_string()
    }

    /// How many files a field takes, and how large each may be.
    pub fn files_hint(&self) -> String {
        self.ta("files-hint", &[("limit", self.file_mb.into())])
    }

    /// The small print of a field: what its form says, else, for files, how many and how large.
    pub fn hint(&self, field: &Field) -> String {
        match field.widget {
            Widget::Files if field.hint.is_empty() => self.files_hint(),
            _ => field.hint_text(&self.reader),
        }
    }

    /// The address of the style sheet.
    pub fn css(&self) -> &'static str {
        assets::address("vitrina.css")
    }

    /// The address of the script.
    pub fn js(&self) -> &'static str {
        assets::address("vitrina.js")
    }

    /// The address of the icon.
    pub fn icon(&self) -> &'static str {
        assets::address("vitrina.svg")
    }

    /// Whether a link of the header is the page's own section. Home is itself only.
    pub fn within(&self, href: &str) -> bool {
        let path = self.path.split(['?', '#']).next().unwrap_or_default();
        path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
    }

    /// Where the switches of language and theme come back to: this page, when it may be asked for again.
    pub fn back(&self) -> &str {
        &self.path
    }
}
