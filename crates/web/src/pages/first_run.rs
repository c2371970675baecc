//! The first run: the company and its first administrator, once.

use app::company::{NewPerson, StartCompany, start_company};
use app::identity::{self, Try, check_password};
use app::{AppError, Cx, Origin};
use askama::Template;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::access::Way;
use domain::actor::Actor;
use domain::ids::PersonId;
use domain::localized::Language;
use domain::money::Currency;
use serde::Deserialize;

use super::sign_in::{twice, welcome};
use crate::auth::{MaybeSignedIn, Sent, Visit};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::decl::{FieldKind, FormDecl, code_of, field, line, short};
use crate::form::{Choice, Form, Reading, made};
use crate::page::{Page, done, redirect};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::FIRST_RUN, Reach::ANYONE, show),
        Route::post(pattern::FIRST_RUN, Reach::ANYONE, start),
    ]
}

static FIRST_RUN: FormDecl = FormDecl::new(
    "first-run",
    &[
        line("company", "first-run-name").fills("organization"),
        short("currency", "first-run-currency").hint("first-run-currency-hint").missing("field-currency"),
        line("zone", "first-run-zone").hint("first-run-zone-hint").optional(),
        field("language", code_of!(Language), "first-run-language")
            .hint("first-run-language-hint")
            .optional(),
        field("address", FieldKind::Url, "company-address").hint("company-address-hint").optional(),
        line("name", "first-run-your-name").fills("name"),
        // It is the login too, and faults of that stand beside it.
        field("email", FieldKind::Email, "first-run-email")
            .as_input("login")
            .hint("first-run-email-hint")
            .fills("username"),
        field("password", FieldKind::Secret, "sign-in-password").hint("password-hint").fills("new-password"),
        field("password-again", FieldKind::Secret, "password-again").as_input("again"),
        short("code", "first-run-code").hint("first-run-code-hint").fills("one-time-code").optional(),
    ],
);

/// What was typed.
#[derive(Deserialize)]
struct Typed {
    company: String,
    currency: String,
    zone: String,
    #[serde(default)]
    language: Language,
    address: String,
    name: String,
    login: String,
    password: String,
    again: String,
    code: String,
}

/// Time zones to choose from, west to east.
const ZONES: [&str; 47] = [
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Toronto",
    "America/Sao_Paulo",
    "UTC",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Belgrade",
    "Europe/Berlin",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Prague",
    "Europe/Warsaw",
    "Europe/Chisinau",
    "Europe/Helsinki",
    "Europe/Kaliningrad",
    "Europe/Riga",
    "Europe/Sofia",
    "Asia/Jerusalem",
    "Europe/Istanbul",
    "Europe/Minsk",
    "Europe/Moscow",
    "Asia/Baku",
    "Asia/Dubai",
    "Asia/Tbilisi",
    "Asia/Yerevan",
    "Europe/Samara",
    "Asia/Almaty",
    "Asia/Ashgabat",
    "Asia/Dushanbe",
    "Asia/Tashkent",
    "Asia/Yekaterinburg",
    "Asia/Kolkata",
    "Asia/Bishkek",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Novosibirsk",
    "Asia/Irkutsk",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
];

/// The page.
#[derive(Debug, Template)]
#[template(path = "first_run.html")]
pub(crate) struct FirstRunView {
    pub c: Chrome,
    pub form: Form,
    pub zones: Vec<Choice>,
    pub languages: Vec<Choice>,
    /// The settings do not say where browsers reach the company: it is asked.
    pub asks_address: bool,
    /// Whoever begins the company comes from elsewhere and proves that they started it.
    pub asks_code: bool,
}

/// What is asked of whoever comes like this.
#[derive(Debug, Clone, Copy)]
struct Asks {
    address: bool,
    code: bool,
}

impl Asks {
    fn of(visit: &Visit) -> Self {
        Self { address: visit.site.config().public_url.is_none(), code: !visit.local }
    }
}

/// The address at which this browser came, to begin with.
fn came_to(visit: &Visit) -> String {
    let scheme = if visit.site.config().secure { "https" } else { "http" };
    visit.host.as_ref().map(|host| format!("{scheme}://{host}")).unwrap_or_default()
}

fn view(c: Chrome, form: Form, asks: Asks) -> FirstRunView {
    let zones = ZONES.iter().map(|zone| Choice::new(*zone, zone.replace('_', " "))).collect();
    let languages = vec![Choice::new("ru", "Русский"), Choice::new("en", "English")];
    FirstRunView { c, form, zones, languages, asks_address: asks.address, asks_code: asks.code }
}

async fn show(visit: MaybeSignedIn) -> Response {
    if visit.company.is_some() {
        return redirect(&routes::home());
    }
    let form = Form::of(&FIRST_RUN)
        .with("currency", "RUB")
        .with("zone", "Europe/Moscow")
        .with("language", visit.prefs.language.code())
        .with("address", came_to(&visit));
    Page::personal(&view(visit.chrome(), form, Asks::of(&visit))).into_response()
}

/// What was typed, or every field that is not right as far as it can be told without the rules of the company.
fn read(sent: &Sent) -> Result<(Typed, Currency), AppError> {
    let mut form = Reading::new(&sent.fields, &sent.files, &sent.chrome());
    let mut typed: Typed = made(form.object(FIRST_RUN.fields))?;
    if !Asks::of(sent).address {
        typed.address.clear();
    }
    let leads_here = |origin: &Origin| sent.host.as_ref().is_some_and(|host| origin.is_of(host));
    match Origin::parse(&typed.address) {
        // From another address nobody would come back to this page: it is named later, when people reach it.
        Some(origin) if !sent.local && !leads_here(&origin) => {
            form.problem("address", "field-address-elsewhere");
        }
        None if !typed.address.is_empty() => form.problem("address", "field-address"),
        _ => {}
    }
    let currency = typed.currency.to_uppercase().parse::<Currency>().ok();
    if currency.is_none() && !typed.currency.is_empty() {
        form.problem("currency", "field-currency");
    }
    let password = check_password("password", &typed.login, &[&typed.company, &typed.name], &typed.password);
    if let Err(AppError::Invalid(wrong)) = password.and_then(|()| twice(&typed.password, &typed.again)) {
        form.found(wrong);
    }
    form.done(currency.map(|currency| (typed, currency)))
}

/// Whoever does not come from the machine itself says the code that was printed there. It is asked last, so that no mistake elsewhere
/// costs a try.
fn proves(sent: &Sent, code: &str) -> Result<(), AppError> {
    if sent.local {
        return Ok(());
    }
    if code.is_empty() {
        return Err(AppError::field("code", "field-required"));
    }
    match sent.site.setup_code().try_it(code) {
        Try::Right => Ok(()),
        Try::Wrong => Err(AppError::field("code", "first-run-code-wrong")),
        Try::Spent => Err(AppError::field("code", "first-run-code-spent")),
    }
}

async fn begin(sent: &Sent, cx: &Cx, secret: &identity::Secret) -> Result<PersonId, AppError> {
    let (typed, currency) = read(sent)?;
    proves(sent, &typed.code)?;
    let hash = sent.site.passwords().hash(typed.password, sent.site.salt()).await?;
    let new = StartCompany {
        name: typed.company,
        currency,
        zone: typed.zone,
        language: typed.language,
        address: Some(typed.address).filter(|address| !address.is_empty()),
        demonstration: false,
        administrator: NewPerson { name: typed.name, email: typed.login, position: String::new() },
    };
    let (secret, device) = (secret.clone(), sent.device.clone());
    sent.site
        .write(cx, move |tx, cx| {
            let started = start_company(tx, cx, new.clone())?;
            let person = started.administrator;
            identity::set_first_password(tx, cx, person, &new.administrator.email, &hash)?;
            cx.viewer.actor = Actor::Person(person);
            identity::open(tx, cx, person, &secret, &device, Way::Start)?;
            Ok(person)
        })
        .await
}

async fn start(headers: HeaderMap, sent: Sent) -> Reply<Response> {
    if sent.company.is_some() {
        return Ok(redirect(&routes::sign_in("/")));
    }
    let secret = sent.site.secret();
    match begin(&sent, &sent.cx(), &secret).await {
        Ok(person) => {
            let answer = done(&routes::admin(), "notice-company-started");
            welcome(&sent, &headers, person, &secret, answer).await
        }
        // Somebody was faster, or the button was pressed twice.
        Err(AppError::Forbidden) => Ok(redirect(&routes::sign_in("/"))),
        Err(error) => {
            let again = sent.refused(&FIRST_RUN, error)?;
            Ok(again.page(&view(sent.chrome(), again.form.clone(), Asks::of(&sent))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{HOSTILE, LONG, Samples};

    impl Samples for FirstRunView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let mut wrong =
                Form::of(&FIRST_RUN).with("company", HOSTILE).with("zone", LONG).with("language", "en");
            for name in [
                "company",
                "currency",
                "zone",
                "language",
                "name",
                "email",
                "password",
                "password-again",
                "code",
            ] {
                wrong.fail(name, c.t("field-required").into_owned());
            }
            let asks = |all| Asks { address: all, code: all };
            vec![view(c.clone(), Form::of(&FIRST_RUN), asks(false)), view(c.clone(), wrong, asks(true))]
        }
    }

    #[test]
    fn every_zone_is_one() {
        for zone in ZONES {
            assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{zone}");
        }
    }
}
