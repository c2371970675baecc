//! Every view shows sample values in both languages, and what it makes is checked: no missing text, well-formed, ids unique,
//! every control labelled, nothing inline.
//!
//! A new view implements [`Samples`] (at the end of its own file, under `cfg(test)`) and is listed in [`everything`]; a test
//! fails when a template's view is missing there.

mod check;
mod styleguide;

use askama::Template;
use domain::ids::Ids;
use domain::localized::Language;
use domain::money::Currency;
use domain::time::Instant;
use jiff::tz::TimeZone;

use crate::chrome::{Chrome, NavItem, Notice, NoticeKind, Signed};
use crate::error::view::ErrorView;
use crate::format::Reader;
use crate::prefs::Prefs;
use crate::routes;

/// A view with values to show it with: usual ones, empty lists, very long words, hostile text.
pub(crate) trait Samples: Template + Sized {
    /// The values, each with the surroundings given.
    fn samples(c: &Chrome) -> Vec<Self>;
}

/// A name of the view and what it renders to, for every sample of every view.
pub(crate) fn everything(c: &Chrome) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    macro_rules! views {
        ($($view:ty),+ $(,)?) => {$(
            let samples = <$view>::samples(c);
            assert!(!samples.is_empty(), concat!(stringify!($view), " has no samples"));
            for sample in samples {
                let html = sample.render().unwrap_or_else(|fault| panic!("{}: {fault}", stringify!($view)));
                all.push((stringify!($view), html));
            }
        )+};
    }
    views![
        ErrorView,
        crate::palette::PaletteView,
        crate::pages::request::RequestView,
        crate::pages::sign_in::SignInView,
        crate::pages::set_password::SetPasswordView,
        crate::pages::first_run::FirstRunView,
        crate::pages::me::MeView,
        crate::pages::home::HomeView,
        crate::pages::home::FoundView,
        crate::pages::home::AskView,
        crate::pages::home::MineView,
        crate::pages::service::ServiceView,
        crate::pages::storefront::StorefrontView,
        crate::pages::desk::DeskView,
        crate::pages::desk::NoDeskView,
        crate::pages::account::AccountView,
        crate::pages::notices::NoticesView,
        crate::pages::admin::overview::OverviewView,
        crate::pages::admin::units::UnitsView,
        crate::pages::admin::unit::UnitEditView,
        crate::pages::admin::people::PeopleView,
        crate::pages::admin::person::PersonEditView,
        crate::pages::admin::audit::AuditView,
        crate::server::proof::ProofView,
        crate::pages::code::CodeView,
        crate::pages::known::KnownView,
        crate::pages::factor::FactorView,
        crate::pages::admin::opening::OpeningView,
        crate::pages::admin::past::PastView,
        crate::pages::admin::holds::HoldsView,
        crate::pages::admin::import::ImportView,
        crate::pages::admin::import::PreviewView,
        crate::pages::admin::logs::list::LogsView,
        crate::pages::admin::logs::mapping::MapView,
        crate::pages::admin::logs::dry::TryView,
        crate::pages::admin::logs::progress::ProgressView,
        crate::pages::admin::logs::back::BackView,
        crate::pages::admin::services::ServicesView,
        crate::pages::admin::service::ServiceEditView,
        crate::pages::admin::promises::PromisesView,
        crate::pages::admin::rates::RatesView,
        crate::pages::admin::company::CompanySettingsView,
        crate::pages::account::PostingsView,
        crate::pages::flow::FlowView,
        crate::pages::flow::history::HistoryView,
        crate::pages::flow::requests::RequestsView,
        crate::pages::flow::imported::ImportedView,
        crate::pages::journey::StepView,
        crate::pages::journey::InterviewView,
        crate::pages::journey::BriefView,
        crate::pages::journey::DiffView,
        crate::pages::journey::OfferView,
        crate::pages::journey::ChooseView,
        crate::pages::journey::ShareView,
        crate::pages::outside::OutsideView,
        crate::pages::outside::LeftView,
        styleguide::StyleguideView
    ];
    all
}

/// Monday, 23 November 2026, half past ten in Moscow.
pub(crate) fn now() -> Instant {
    Instant::from_timestamp("2026-11-23T10:30:00+03:00".parse().unwrap())
}

/// A moment by its text: `at("2026-11-26T16:00:00+03:00")`.
pub(crate) fn at(text: &str) -> Instant {
    Instant::from_timestamp(text.parse().unwrap())
}

/// A reader in Moscow.
pub(crate) fn reader(language: Language) -> Reader {
    signed(language).reader
}

/// The surroundings of a page for nobody.
pub(crate) fn nobody(language: Language) -> Chrome {
    let prefs = Prefs { language, path: "/".into(), ..Prefs::default() };
    let zone = TimeZone::get("Europe/Moscow").unwrap();
    Chrome::new(&prefs, zone, now(), Currency::RUB, Ids::new(now(), [7; 10]))
}

/// The surroundings of a page for a person of the sample company.
pub(crate) fn signed(language: Language) -> Chrome {
    let mut c = nobody(language);
    let ru = language == Language::Ru;
    let pick = |a: &str, b: &str| if ru { a.to_owned() } else { b.to_owned() };
    c.csrf = "token".into();
    c.person = Some(Signed {
        name: pick("Анна Белова", "Anna Belova"),
        unit: pick("Маркетинг", "Marketing"),
        instead_of: None,
    });
    c.nav = vec![
        NavItem { label: pick("Главная", "Home"), href: routes::home() },
        NavItem { label: pick("Стол", "Desk"), href: routes::desk() },
        NavItem { label: pick("Счёт", "Account"), href: routes::account("marketing") },
    ];
    c
}

/// The same with everything at its worst: hostile names, a notice of each kind, a demonstration.
pub(crate) fn worst(language: Language) -> Chrome {
    let mut c = signed(language);
    c.person = Some(Signed { name: HOSTILE.into(), unit: LONG.into(), instead_of: Some(BIDI.into()) });
    c.nav.push(NavItem { label: LONG.into(), href: routes::unit(HOSTILE) });
    c.path = format!("/r/1?q={HOSTILE}");
    c.demo = true;
    c.unread = 12;
    c.notices = vec![
        Notice { kind: NoticeKind::Done, text: HOSTILE.into() },
        Notice { kind: NoticeKind::Warning, text: BIDI.into() },
    ];
    c
}

/// Text that tries to be markup.
pub(crate) const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> & &lt; {{ c }} ⚠";

/// Text in two directions, with marks that would turn the line.
pub(crate) const BIDI: &str = "\u{202e}Анна\u{202c} שלום مرحبا \u{2067}abc\u{2069}";

/// A word that no line can hold.
pub(crate) const LONG: &str = "Рентгеноэлектрокардиографического_превысокомногорассмотрительствующего_Donaudampfschifffahrtsgesellschaft";

impl Samples for ErrorView {
    fn samples(c: &Chrome) -> Vec<Self> {
        use crate::error::{Code, Error, Said, Value};
        let mut all: Vec<Self> =
            Code::ALL.iter().map(|code| Self::new(c.clone(), &Error::from(*code), false, None)).collect();
        all.push(Self::new(c.clone(), &Code::Conflict.into(), true, Some(routes::request(1))));
        let said = Said::new("refused-budget").with("free", Value::Money(-5)).with("needed", Value::Money(1));
        all.push(Self::new(c.clone(), &Error::from(Code::Conflict).saying(said), true, None));
        for count in [1, 3, 5] {
            for key in ["refused-children", "refused-too-late"] {
                let said = Said::new(key).with("count", Value::Number(count));
                all.push(Self::new(c.clone(), &Error::from(Code::Conflict).saying(said), true, None));
            }
        }
        all
    }
}
