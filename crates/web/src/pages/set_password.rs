//! Choosing a password by an administrator's one-time link.

use app::AppError;
use app::identity::{self, Secret};
use askama::Template;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::sign_in::welcome;
use crate::auth::{MaybeSignedIn, Sent};
use crate::chrome::Chrome;
use crate::error::{Code, Error, Reply};
use crate::form::Form;
use crate::page::{Page, redirect};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::SET_PASSWORD, Reach::ANYONE, show),
        Route::post(pattern::SET_PASSWORD, Reach::ANYONE, set),
    ]
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
    Ok(Page::personal(&SetPasswordView { c: visit.chrome(), login, action, form: Form::new("password") }))
}

async fn set(Path(token): Path<String>, headers: HeaderMap, sent: Sent) -> Reply<Response> {
    let (link, site) = (secret_of(&token)?, &sent.site);
    let password = sent.fields.text("password").to_owned();
    let secret = site.secret();
    let set = if password == sent.fields.text("password-again") {
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
    } else {
        Err(AppError::field("password-again", "password-differs"))
    };
    match set {
        Ok(session) => welcome(&sent, &headers, session.person, &secret, redirect(&routes::home())).await,
        Err(error) => {
            let (c, now) = (sent.chrome(), sent.now);
            let mut form = sent.form("password");
            if !form.reject(&c, &error) {
                return Err(over(error));
            }
            let login = site.read(move |tx| identity::setup_login(tx, &link, now)).await.map_err(over)?;
            let view = SetPasswordView { c, login, action: routes::set_password(token), form };
            Ok(Page::invalid(&view).into_response())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{HOSTILE, Samples};

    impl Samples for SetPasswordView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let mut wrong = Form::new("password");
            wrong.fail("password", c.t("password-is-login").into_owned());
            wrong.fail("password-again", c.t("password-differs").into_owned());
            let view = |form| Self {
                c: c.clone(),
                login: HOSTILE.into(),
                action: routes::set_password("00ff"),
                form,
            };
            vec![view(Form::new("password")), view(wrong)]
        }
    }
}
