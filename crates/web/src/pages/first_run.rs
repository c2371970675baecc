//! The first run: the company and its first administrator, once.

use app::company::{NewPerson, StartCompany, start_company};
use app::error::FieldError;
use app::identity::{self, Try, check_password};
use app::{AppError, Cx, Origin};
use askama::Template;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::ids::PersonId;
use domain::localized::Language;
use domain::money::Currency;

use super::sign_in::welcome;
use crate::auth::{Fields, MaybeSignedIn, Sent, Visit};
use crate::chrome::Chrome;
use crate::error::{Error, Reply};
use crate::form::{Choice, Form};
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
    let form = form.labels(
        &c,
        &[
            ("company", "first-run-name"),
            ("currency", "first-run-currency"),
            ("zone", "first-run-zone"),
            ("language", "first-run-language"),
            ("name", "first-run-your-name"),
            ("email", "first-run-email"),
            ("password", "sign-in-password"),
            ("password-again", "password-again"),
            ("address", "company-address"),
            ("code", "first-run-code"),
        ],
    );
    FirstRunView { c, form, zones, languages, asks_address: asks.address, asks_code: asks.code }
}

async fn show(visit: MaybeSignedIn) -> Response {
    if visit.company.is_some() {
        return redirect(&routes::home());
    }
    let form = Form::new("first-run")
        .with("currency", "RUB")
        .with("zone", "Europe/Moscow")
        .with("language", visit.prefs.language.code())
        .with("address", came_to(&visit));
    Page::personal(&view(visit.chrome(), form, Asks::of(&visit))).into_response()
}

/// What was typed, or every field that is not right as far as it can be told without the rules of the company.
fn read(visit: &Visit, fields: &Fields) -> Result<StartCompany, AppError> {
    let mut wrong = Vec::new();
    let address = fields.filled("address").filter(|_| Asks::of(visit).address);
    let leads_here = |origin: &Origin| visit.host.as_ref().is_some_and(|host| origin.is_of(host));
    match address.map(Origin::parse) {
        // From another address nobody would come back to this page: it is named later, when people reach it.
        Some(Some(origin)) if !visit.local && !leads_here(&origin) => {
            wrong.push(FieldError::new("address", "field-address-elsewhere"));
        }
        Some(None) => wrong.push(FieldError::new("address", "field-address")),
        _ => {}
    }
    let currency = fields.text("currency").trim().to_uppercase().parse::<Currency>();
    if currency.is_err() {
        wrong.push(FieldError::new("currency", "field-currency"));
    }
    for name in ["company", "name", "email"] {
        if fields.filled(name).is_none() {
            wrong.push(FieldError::new(name, "field-required"));
        }
    }
    if let Err(AppError::Invalid(weak)) =
        check_password("password", fields.text("email"), fields.text("password"))
    {
        wrong.extend(weak);
    } else if fields.text("password") != fields.text("password-again") {
        wrong.push(FieldError::new("password-again", "password-differs"));
    }
    match currency {
        Ok(currency) if wrong.is_empty() => Ok(StartCompany {
            name: fields.text("company").to_owned(),
            currency,
            zone: fields.text("zone").to_owned(),
            language: Language::from_code(fields.text("language")).unwrap_or_default(),
            address: address.map(str::to_owned),
            demonstration: false,
            administrator: NewPerson {
                name: fields.text("name").to_owned(),
                email: fields.text("email").to_owned(),
                position: String::new(),
            },
        }),
        _ => Err(AppError::Invalid(wrong)),
    }
}

/// Whoever does not come from the machine itself says the code that was printed there. It is asked last, so that no mistake elsewhere
/// costs a try.
fn proves(sent: &Sent) -> Result<(), AppError> {
    if sent.local {
        return Ok(());
    }
    let Some(typed) = sent.fields.filled("code") else {
        return Err(AppError::field("code", "field-required"));
    };
    match sent.site.setup_code().try_it(typed) {
        Try::Right => Ok(()),
        Try::Wrong => Err(AppError::field("code", "first-run-code-wrong")),
        Try::Spent => Err(AppError::field("code", "first-run-code-spent")),
    }
}

async fn begin(sent: &Sent, cx: &Cx, secret: &identity::Secret) -> Result<PersonId, AppError> {
    let new = read(sent, &sent.fields)?;
    proves(sent)?;
    let password = sent.fields.text("password").to_owned();
    let hash = sent.site.passwords().hash(password, sent.site.salt()).await?;
    let (secret, device) = (secret.clone(), sent.device.clone());
    sent.site
        .write(cx, move |tx, cx| {
            let started = start_company(tx, cx, new.clone())?;
            let person = started.administrator;
            identity::set_first_password(tx, cx, person, &new.administrator.email, &hash)?;
            identity::open(tx, cx, person, &secret, &device)?;
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
            let (c, mut form) = (sent.chrome(), sent.form("first-run"));
            if form.reject(&c, &error) {
                Ok(Page::invalid(&view(c, form, Asks::of(&sent))).into_response())
            } else {
                Err(Error::from(error))
            }
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
                Form::new("first-run").with("company", HOSTILE).with("zone", LONG).with("language", "en");
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
            vec![view(c.clone(), Form::new("first-run"), asks(false)), view(c.clone(), wrong, asks(true))]
        }
    }

    #[test]
    fn every_zone_is_one() {
        for zone in ZONES {
            assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{zone}");
        }
    }
}
