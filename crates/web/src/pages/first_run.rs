//! The first run: the company and its first administrator, once.

use app::company::{NewPerson, StartCompany, start_company};
use app::error::FieldError;
use app::identity::{self, check_password};
use app::{AppError, Cx};
use askama::Template;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::ids::PersonId;
use domain::localized::Language;
use domain::money::Currency;

use super::sign_in::welcome;
use crate::auth::{Fields, MaybeSignedIn, Sent};
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
}

fn view(c: Chrome, form: Form) -> FirstRunView {
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
        ],
    );
    FirstRunView { c, form, zones, languages }
}

async fn show(visit: MaybeSignedIn) -> Response {
    if visit.company.is_some() {
        return redirect(&routes::home());
    }
    let form = Form::new("first-run")
        .with("currency", "RUB")
        .with("zone", "Europe/Moscow")
        .with("language", visit.prefs.language.code());
    Page::personal(&view(visit.chrome(), form)).into_response()
}

/// What was typed, or every field that is not right as far as it can be told without the rules of the company.
fn read(fields: &Fields) -> Result<StartCompany, AppError> {
    let mut wrong = Vec::new();
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

async fn begin(sent: &Sent, cx: &Cx, secret: &identity::Secret) -> Result<PersonId, AppError> {
    let new = read(&sent.fields)?;
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
                Ok(Page::invalid(&view(c, form)).into_response())
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
            for name in
                ["company", "currency", "zone", "language", "name", "email", "password", "password-again"]
            {
                wrong.fail(name, c.t("field-required").into_owned());
            }
            vec![view(c.clone(), Form::new("first-run")), view(c.clone(), wrong)]
        }
    }

    #[test]
    fn every_zone_is_one() {
        for zone in ZONES {
            assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{zone}");
        }
    }
}
