//! The history taken along: which forms there are and what each is for, and the file itself. What a reader may not take, see
//! [`domain::permission::Action::TakeAway`], is neither in a file nor counted.

use std::io::{BufWriter, Seek as _, Write as _};
use std::sync::Arc;

use app::analytics::{history, taken};
use app::audit::take_away;
use askama::Template;
use axum::extract::{Query, RawPathParams};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::access::Taken;
use domain::time::Instant;
use flow::format::{Export, write};
use flow::log::Log;
use flow::picture::Words as _;

use super::asked::{Asked, Of, Span, day_of};
use super::ground::{Ground, apart, load};
use super::{Tab, crumbs, narrowed, periods};
use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::download;
use crate::error::{Error, Reply};
use crate::page::Page;
use crate::pages::journey::files::disposition;

/// A form of the file.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub name: &'static str,
    /// What it is for, in a line.
    pub what: String,
    pub href: String,
    /// How a file of it ends.
    pub ext: &'static str,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "flow/history.html")]
pub(crate) struct HistoryView {
    pub c: Chrome,
    pub crumbs: Vec<(String, String)>,
    /// The period and the filters in words.
    pub chosen: String,
    /// How many requests and steps a file holds; nothing when there is none.
    pub count: Option<String>,
    pub widened: bool,
    pub periods: Vec<Tab>,
    pub forms: Vec<Form>,
    /// The pages of flow with the same choice.
    pub back: String,
}

const FORMS: [(Export, &str, &str); 5] = [
    (Export::Csv, "CSV", "flow-history-csv"),
    (Export::OcelJson, "OCEL 2.0 JSON", "flow-history-ocel-json"),
    (Export::OcelXml, "OCEL 2.0 XML", "flow-history-ocel-xml"),
    (Export::OcelSqlite, "OCEL 2.0 SQLite", "flow-history-ocel-sqlite"),
    (Export::Xes, "XES", "flow-history-xes"),
];

fn address(ground: &Ground) -> String {
    format!("{}/history", ground.of.address())
}

/// What goes along: of the choice, what the reader may take.
fn places(ground: &Ground) -> Vec<u32> {
    taken(&ground.flow, ground.view().places())
}

pub(super) fn view(c: Chrome, ground: &Ground) -> HistoryView {
    let places = places(ground);
    let cases = ground.flow.log.cases();
    let steps: usize = places.iter().map(|place| ground.flow.log.steps(&cases[*place as usize]).len()).sum();
    let path = address(ground);
    let form = |(form, name, what): (Export, &'static str, &'static str)| Form {
        name,
        what: c.t(what).into_owned(),
        href: ground.asked.address(&format!("{path}/{}", form.extension()), &[]),
        ext: form.extension(),
    };
    let count = (!places.is_empty()).then(|| {
        format!(
            "{}, {}",
            ground.told.requests(places.len() as u64),
            c.count("flow-history-steps", steps as u64)
        )
    });
    HistoryView {
        crumbs: crumbs(ground, true),
        chosen: narrowed(ground),
        count,
        widened: ground.widened,
        periods: periods(ground, &path),
        forms: FORMS.map(form).into(),
        back: ground.part(""),
        c,
    }
}

pub(super) async fn show(visit: SignedIn, of: Of, Query(asked): Query<Asked>) -> Reply {
    let ground = load(&visit, of, asked).await?;
    let c = visit.chrome();
    let view = apart(move || view(c, &ground)).await?;
    Ok(Page::personal(&view))
}

/// What a file is called: the company, the place, the period.
fn name(ground: &Ground, form: Export) -> String {
    let place = match &ground.of {
        Of::Company => None,
        Of::Unit(text) => Some(ground.unit.as_ref().map_or(text, |(code, _)| code)),
        Of::Service(text) => Some(ground.service.as_ref().map_or(text, |(code, ..)| code)),
    };
    let period = if ground.asked.span() == Span::All {
        ground.told.c.t("flow-history-all").into_owned()
    } else {
        let day = |millis| day_of(Instant::from_millis(millis), &ground.zone);
        format!("{}--{}", day(ground.window.from.millis()), day(ground.window.to.millis() - 1))
    };
    let parts = [Some(&ground.company), place, Some(&period)];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    format!("{}.{}", parts.join(" "), form.extension())
}

/// Writes a log where nobody sees it; the file is gone as soon as it is closed.
fn kept(form: Export, log: &Log) -> std::io::Result<std::fs::File> {
    let mut out = BufWriter::new(tempfile::tempfile()?);
    write(form, log, &[], &mut out)?;
    out.flush()?;
    let mut file = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

pub(super) async fn file(
    visit: SignedIn,
    of: Of,
    params: RawPathParams,
    Query(asked): Query<Asked>,
) -> Reply<Response> {
    let named = params.iter().find(|(name, _)| *name == "form").map_or("", |(_, value)| value);
    let form = Export::ALL.into_iter().find(|form| form.extension() == named).ok_or_else(Error::not_found)?;
    // Each holds a whole log until it is written: few at a time.
    let permit = Arc::clone(visit.site.readings()).acquire_owned().await;
    let permit =
        permit.map_err(|fault| Error::from(crate::error::Code::Internal).because(fault.to_string()))?;
    let ground = load(&visit, of, asked).await?;
    let (unit, service) = ground.subject.named();
    let cx = visit.cx(None);
    visit.site.write(&cx, move |tx, cx| take_away(tx, cx, Taken::Flow, unit, service)).await?;
    let disposition = HeaderValue::from_str(&disposition(&name(&ground, form)));
    let disposition = disposition.unwrap_or(HeaderValue::from_static("attachment"));
    let body = download::made(move || {
        let _permit = permit;
        let log = history(&ground.flow, &places(&ground));
        drop(ground);
        kept(form, &log)
    });
    let kind = HeaderValue::from_static(form.media_type());
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition)], body).into_response())
}
