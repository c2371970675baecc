//! Choosing a password by an administrator's one-time link.

use app::AppError;
use app::identity::{self, Secret};
use askama::Template;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::sign_in::{enter, twice};
use crate::auth::{MaybeSignedIn, Sent};
use crate::chrome::Chrome;
use crate::error::{Code, Error, Reply};
use crate::form::Form;
use crate::form::decl::{FieldKind, FormDecl, field};
use crate::page::Page;
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::SET_PASSWORD, Reach::ANYONE, show),
        Route::post(pattern::SET_PASSWORD, Reach::ANYONE, set),
    ]
}

static PASSWORD: FormDecl = FormDecl::new(
    "password",
    &[
        field("password", FieldKind::Secret, "sign-in-password").hint("password-hint").fills("new-password"),
        field("password-again", FieldKind::Secret, "password-again").as_input("again"),
    ],
);

/// The new password, twice.
#[derive(Deserialize)]
struct Chosen {
    password: String,
    again: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "set_password.html")]
pub(crate) struct SetPasswordView {
    pub c: Chrome,
    /// The login that the person will have.
    pub login: String,
    /// Where the form goes: the address of the link itself.
    pub action: String,
    pub form: Form,
}

/// A link that does not work, whatever the reason.
fn over(error: AppError) -> Error {
    match error {
        AppError::Missing("link") => Code::Gone.into(),
        other => other.into(),
    }
}

fn secret_of(token: &str) -> Result<Secret, Error> {
    Secret::parse(token).ok_or_else(|| Code::Gone.into())
}

async fn show(Path(token): Path<String>, visit: MaybeSignedIn) -> Reply {
    let (secret, now) = (secret_of(&token)?, visit.now);
    let login = visit.site.read(move |tx| identity::setup_login(tx, &secret, now)).await.map_err(over)?;
    let action = routes::set_password(token);
    Ok(Page::personal(&SetPasswordView { c: visit.chrome(), login, action, form: Form::of(&PASSWORD) }))
}

async fn set(Path(token): Path<String>, headers: HeaderMap, sent: Sent) -> Reply<Response> {
    let (link, site) = (secret_of(&token)?, &sent.site);
    let Chosen { password, again } = sent.input(&PASSWORD)?;
    let secret = site.secret();
    let set = match twice(&password, &again) {
        Ok(()) => {
            identity::finish_setup(
                site.db(),
                site.passwords(),
                &sent.cx(),
                link.clone(),
                password,
                site.salt(),
                secret.clone(),
                sent.device.clone(),
            )
            .await
        }
        Err(error) => Err(error),
    };
    match set {
        Ok(entered) => enter(&sent, &headers, entered, &secret, "").await,
        Err(error @ AppError::Missing(_)) => Err(over(error)),
        Err(error) => {
            let (c, now, again) = (sent.chrome(), sent.now, sent.refused(&PASSWORD, error)?);
            let login = site.read(move |tx| identity::setup_login(tx, &link, now)).await.map_err(over)?;
            let form = again.form.clone();
            Ok(again.page(&SetPasswordView { c, login, action: routes::set_password(token), form }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{HOSTILE, Samples};

    impl Samples for SetPasswordView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let mut wrong = Form::of(&PASSWORD);
            wrong.fail("password", c.t("password-is-login").into_owned());
            wrong.fail("password-again", c.t("password-differs").into_owned());
            let view = |form| Self {
                c: c.clone(),
                login: HOSTILE.into(),
                action: routes::set_password("00ff"),
                form,
            };
            vec![view(Form::of(&PASSWORD)), view(wrong)]
        }
    }
}
