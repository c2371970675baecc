//! Claiming ticked requests: each is a command of its own, so that one refusal does not hold up the others.

use app::AppError;
use app::requests::{self, Input, desk};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ids::CommandId;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Wanted, view};
use crate::auth::Sent;
use crate::chrome::{Chrome, Notice, NoticeKind};
use crate::error::{Error, Reply, Said};
use crate::form::decl::{FieldKind, FormDecl, field};
use crate::page::{Cache, Page, done, redirect};

/// Ticked requests, and the queue that they were ticked in.
static CLAIM: FormDecl = FormDecl::new(
    "claim",
    &[
        field("unit", FieldKind::Carried, ""),
        field("show", FieldKind::Carried, ""),
        field("no", FieldKind::Numbers, "").optional(),
    ],
);

#[derive(Deserialize)]
struct Ticked {
    unit: String,
    show: String,
    no: Vec<i64>,
}

/// The most requests that one form claims.
const MOST: usize = 200;

/// The key of one request's command: the same form and number again are the same command.
fn key_of(form: CommandId, number: i64) -> CommandId {
    let digest = Sha256::new().chain_update(form.bytes()).chain_update(number.to_be_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    CommandId(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// Why a request was not claimed, in words.
fn reason(c: &Chrome, error: AppError) -> String {
    let error = Error::from(error);
    match error.what {
        Some(said) => said.to(c),
        None => Said::new(error.code.keys()[1]).to(c),
    }
}

pub(super) async fn claim(sent: Sent) -> Reply<Response> {
    let signed = sent.signed_in()?;
    let Ticked { unit, show, no: mut numbers } = sent.input(&CLAIM)?;
    let wanted = Wanted { unit, show, ..Wanted::default() };
    let back = Wanted::href(&wanted.unit, wanted.share(), false);
    numbers.truncate(MOST);
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        return Ok(redirect(&back));
    }
    let mut c = sent.chrome();
    let mut refused = Vec::new();
    for number in &numbers {
        let (number, opened) = (*number, Some(sent.opened_at));
        let cx = signed.cx(Some(key_of(sent.key, number)));
        let claimed = sent
            .site
            .write(&cx, move |tx, cx| requests::act(tx, cx, number, None, opened, Input::Claim))
            .await;
        match claimed {
            Ok(_) => {}
            Err(AppError::Store(error)) => return Err(error.into()),
            Err(error) => refused.push((number, reason(&c, error))),
        }
    }
    let taken = numbers.len() - refused.len();
    if refused.is_empty() {
        return Ok(done(&back, "notice-claimed"));
    }
    if taken > 0 {
        c.notices.push(Notice { kind: NoticeKind::Done, text: c.count("desk-claimed", taken) });
    }
    let (cx, asked) = (sent.cx(), wanted.asked());
    let found = sent.site.read(move |tx| desk::desk(tx, &cx, &asked)).await?;
    let desk = found.ok_or_else(Error::not_found)?;
    // Something was done: the page tells what. Nothing was: that is a conflict.
    let status = if taken > 0 { StatusCode::OK } else { StatusCode::CONFLICT };
    let view = view(c, &signed, &wanted, &desk, refused);
    Ok(Page::new(status, Cache::Personal, &view).into_response())
}
