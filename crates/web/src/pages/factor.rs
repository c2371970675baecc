//! The person's second factor: adding one, its recovery codes, doing without.

use app::error::Answer;
use app::identity::{self, HasFactor, NewFactor};
use app::{AppError, Cx};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::permission::Role;
use qrcode::{Color, EcLevel, QrCode};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::Tx;

use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::decl::{FieldKind, FormDecl, SHORT, field};
use crate::form::{Form, Nothing};
use crate::i18n::{Html, escape};
use crate::page::{Page, done};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::MY_FACTOR, Reach::SIGNED_IN, show).before_factor(),
        Route::post(pattern::MY_FACTOR, Reach::SIGNED_IN, add).before_factor().proof(),
        Route::post(pattern::MY_CODES, Reach::SIGNED_IN, codes).proof(),
        Route::post(pattern::MY_FACTOR_OFF, Reach::SIGNED_IN, off).proof(),
    ]
}

static ADD: FormDecl = FormDecl::new(
    "factor",
    &[
        field("begun", FieldKind::Carried, ""),
        field("code", FieldKind::Words(SHORT), "factor-code").hint("factor-code-hint").fills("one-time-code"),
    ],
);
// What buttons ask for.
static OFF: FormDecl = FormDecl::new("factor-off", &[]).places(&[("code", "code")]);

/// The first code of a device, with what it was told.
#[derive(Debug, Clone, Deserialize)]
struct First {
    begun: String,
    code: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "factor.html")]
pub(crate) struct FactorView {
    pub c: Chrome,
    /// Since when there is one, and how many recovery codes are left.
    pub has: Option<(Html, i64)>,
    /// Recovery codes that were made just now: shown once.
    pub codes: Vec<String>,
    /// What a device is told: picture, and secret in groups.
    pub new: Option<(Html, String)>,
    /// What comes back with the first code.
    pub begun: String,
    pub form: Form,
    /// What is wrong with what a button asked for.
    pub asked: Form,
    /// A role of the person asks for it.
    pub required: bool,
    /// The person signs in by password.
    pub may: bool,
}

/// A picture that a device reads: modules of four units with a quiet zone of four, dark on light whatever the theme, as devices expect.
fn picture(c: &Chrome, address: &str) -> Html {
    let Ok(code) = QrCode::with_error_correction_level(address, EcLevel::M) else {
        return Html(String::new());
    };
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let path: String =
        dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + 4, at / width + 4)).collect();
    let side = width + 8;
    let label = escape(&c.t("factor-picture"));
    Html(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-labelledby=\"qr-t\" shape-rendering=\"crispEdges\"><title id=\"qr-t\">{label}</title><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

/// Letters in groups of four.
fn grouped(typed: &str) -> String {
    let letters: Vec<char> = typed.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// What the page reads.
struct Found {
    has: Option<HasFactor>,
    new: Option<NewFactor>,
    roles: BTreeSet<Role>,
    may: bool,
    /// Why none can begin.
    wrong: Option<AppError>,
}

fn find(
    tx: &mut dyn Tx,
    cx: &Cx,
    vault: &identity::Vault,
    chance: &[[u8; 32]; 2],
    begun: &str,
) -> Answer<Found> {
    let has = identity::own_factor(tx, cx)?;
    let may = identity::login(tx, cx)?.is_some();
    let new = match (&has, may) {
        (None, true) => {
            match identity::begin_factor(tx, cx, vault, chance, Some(begun).filter(|begun| !begun.is_empty()))
            {
                Ok(new) => Ok(Some(new)),
                Err(error @ AppError::Invalid(_)) => Err(error),
                Err(error) => return Err(error),
            }
        }
        _ => Ok(None),
    };
    let roles = app::company::company(tx)?.factor_roles;
    let (new, wrong) = match new {
        Ok(new) => (new, None),
        Err(error) => (None, Some(error)),
    };
    Ok(Found { has, new, roles, may, wrong })
}

async fn view(visit: &SignedIn, form: Option<Form>, codes: Vec<String>) -> Reply<FactorView> {
    let (cx, vault) = (visit.cx(None), visit.site.vault().clone());
    let chance = [visit.site.chance(), visit.site.chance()];
    let begun = form.as_ref().map(|form| form.value("begun").to_owned()).unwrap_or_default();
    let found = visit.site.read(move |tx| find(tx, &cx, &vault, &chance, &begun)).await?;
    let c = visit.chrome();
    let (mut form, asked) = match form {
        Some(form) if form.id == OFF.id => (Form::of(&ADD), form),
        Some(form) => (form, Form::of(&OFF)),
        None => (Form::of(&ADD), Form::of(&OFF)),
    };
    if let Some(wrong) = &found.wrong {
        form.reject(&c, wrong);
    }
    Ok(FactorView {
        has: found.has.map(|has| (c.time_moment(has.since), has.codes_left)),
        codes,
        begun: found.new.as_ref().map(|new| new.sealed.clone()).unwrap_or_default(),
        new: found.new.map(|new| (picture(&c, &new.address), grouped(&new.typed))),
        form,
        asked,
        required: identity::must_have_factor(&visit.viewer, &found.roles),
        may: found.may,
        c,
    })
}

async fn show(visit: SignedIn) -> Reply {
    Ok(Page::personal(&view(&visit, None, Vec::new()).await?))
}

async fn add(sent: Sent) -> Reply<Response> {
    let (vault, seed) = (sent.site.vault().clone(), sent.site.chance());
    let add = move |tx: &mut dyn Tx, cx: &mut Cx, First { begun, code }: First| {
        identity::add_factor(tx, cx, &vault, &begun, &code, &seed)
    };
    let signed = sent.signed_in()?;
    match sent.act(&ADD, add).await? {
        Ok(codes) => Ok(Page::personal(&view(&signed, None, codes).await?).into_response()),
        Err(again) => Ok(again.page(&view(&signed, Some(again.form.clone()), Vec::new()).await?)),
    }
}

async fn codes(sent: Sent) -> Reply<Response> {
    let (signed, seed) = (sent.signed_in()?, sent.site.chance());
    match sent.act(&OFF, move |tx, cx, _: Nothing| identity::make_codes(tx, cx, &seed)).await? {
        Ok(codes) => Ok(Page::personal(&view(&signed, None, codes).await?).into_response()),
        Err(again) => Ok(again.page(&view(&signed, Some(again.form.clone()), Vec::new()).await?)),
    }
}

async fn off(sent: Sent) -> Reply<Response> {
    match sent.act(&OFF, |tx, cx, _: Nothing| identity::remove_factor(tx, cx)).await? {
        Ok(()) => Ok(done(&routes::my_factor(), "notice-factor-off")),
        Err(again) => Ok(again.page(&view(&sent.signed_in()?, Some(again.form.clone()), Vec::new()).await?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::Samples;

    impl Samples for FactorView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let mut wrong = Form::of(&ADD);
            wrong.fail("code", c.t("factor-code-wrong").into_owned());
            let codes: Vec<String> = (0..10).map(|_| "ABCD-EFGH-IJKL-MNOP".to_owned()).collect();
            let make = |form, has: bool, codes: &[String], required| Self {
                has: has.then(|| (c.time_moment(c.now), 3)),
                codes: codes.to_vec(),
                new: (!has).then(|| (picture(c, "otpauth://totp/x:y?secret=ABC"), grouped("ABCDEFGHIJ"))),
                begun: "00".into(),
                form,
                asked: Form::of(&OFF),
                required,
                may: true,
                c: c.clone(),
            };
            vec![
                make(wrong, false, &[], true),
                make(Form::of(&ADD), true, &codes, false),
                make(Form::of(&ADD), true, &[], true),
                Self { may: false, ..make(Form::of(&ADD), true, &[], false) },
            ]
        }
    }

    #[test]
    fn what_is_typed_into_a_device_is_in_groups() {
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }
}
