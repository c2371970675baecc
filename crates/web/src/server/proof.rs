//! The password before a form that gives power to somebody: the door asks for it, with the form kept as it was sent, and passes the form on
//! once the password is right.

use std::sync::Arc;

use app::identity::{self, SignInError};
use askama::Template;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::response::{IntoResponse, Response};

use crate::auth::{Fields, MAX_FIELDS, Visit, is_multipart, opened_at, token_header};
use crate::chrome::Chrome;
use crate::dress::FORM_BYTES;
use crate::error::{Code, Error};
use crate::form::Form;
use crate::form::decl::{FieldKind, FormDecl, field};
use crate::page::{Cache, Page};

/// The field of the password; see [`PROOF`].
const FIELD: &str = "proof_password";

static PROOF: FormDecl =
    FormDecl::new("proof", &[field(FIELD, FieldKind::Secret, "proof-password").fills("current-password")]);

/// The page that asks for the password.
#[derive(Debug, Template)]
#[template(path = "proof.html")]
pub(crate) struct ProofView {
    pub c: Chrome,
    /// Where the form goes on to.
    pub action: String,
    /// What was sent, as it was sent.
    pub carried: Vec<(String, String)>,
    pub form: Form,
}

/// What became of a form at such a door.
pub(super) enum Asked {
    /// It goes on, without the password.
    Passes(Box<Request>),
    /// The password is asked for first.
    Answered(Response),
}

/// Asks whoever must type the password first.
pub(super) async fn asked(visit: &Arc<Visit>, request: Request) -> Result<Asked, Error> {
    let Some(session) = visit.session.clone() else { return Ok(Asked::Passes(Box::new(request))) };
    let cx = visit.cx(None);
    let here = session.clone();
    if !visit.site.read(move |tx| identity::wants_proof(tx, &cx, &here)).await? {
        return Ok(Asked::Passes(Box::new(request)));
    }
    let (mut parts, body) = request.into_parts();
    // What the door cannot read goes no further: behind it nobody asks.
    if is_multipart(&parts.headers) {
        return Err(Code::Media.into());
    }
    let body = to_bytes(body, FORM_BYTES).await.map_err(|_| Error::from(Code::TooLarge))?;
    let fields = Fields::parse(&body);
    if fields.len() > MAX_FIELDS {
        return Err(Code::TooLarge.into());
    }
    // A form that is not ours tries no password.
    opened_at(visit, token_header(&parts.headers).as_deref(), &fields)?;
    let typed = fields.text(FIELD);
    let mut form = Form::of(&PROOF);
    let c = visit.chrome();
    if !typed.is_empty() {
        let (site, key) = (&visit.site, visit.site.key().await?);
        let cx = visit.cx(None);
        match identity::prove(site.db(), site.passwords(), &cx, &session, typed.to_owned(), &key).await {
            Ok(()) => {
                let body = Body::from(fields.encoded(|name| name != FIELD));
                parts.headers.remove(CONTENT_LENGTH);
                return Ok(Asked::Passes(Box::new(Request::from_parts(parts, body))));
            }
            Err(SignInError::Wrong) => form.fail(FIELD, c.t("me-password-wrong").into_owned()),
            Err(SignInError::Blocked { until }) => {
                let wait = c.exact(until.seconds_since(c.now).max(1));
                let told = [("wait", wait.into()), ("hour", c.hour(until).into())];
                form.fail(FIELD, c.ta("sign-in-blocked", &told));
            }
            Err(SignInError::App(error)) => return Err(error.into()),
        }
    }
    let status = if form.is_right() { StatusCode::FORBIDDEN } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = ProofView {
        action: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        carried: fields.all_but(&["csrf", FIELD]),
        form,
        c,
    };
    Ok(Asked::Answered(Page::new(status, Cache::Personal, &view).into_response()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{HOSTILE, Samples};

    impl Samples for ProofView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let mut wrong = Form::of(&PROOF);
            wrong.fail(FIELD, c.t("me-password-wrong").into_owned());
            [Form::of(&PROOF), wrong]
                .map(|form| Self {
                    c: c.clone(),
                    action: "/admin/people/1/grant".into(),
                    carried: vec![("command".into(), "1".into()), ("role".into(), HOSTILE.into())],
                    form,
                })
                .into()
        }
    }
}
