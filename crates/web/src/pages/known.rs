//! What is known about me: all of it on a page, and as a file.

use std::collections::BTreeMap;

use app::audit::{self, Acts};
use app::known::{Column, Fact, Known, KnownPart, known};
use askama::Template;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::Response;
use domain::access::Taken;
use domain::ids::UnitId;
use domain::localized::Language;
use domain::time::Instant;
use serde_json::{Map, Value};

use super::admin::audit::told::{Teller, actor, moment};
use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::labels;
use crate::page::{Page, json};
use crate::parts::table::{Cell, Table};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::MY_KNOWN, Reach::SIGNED_IN, show).heavy(),
        Route::get(pattern::MY_KNOWN_FILE, Reach::SIGNED_IN, file).heavy(),
    ]
}

/// Rows of a table on the page; the file has all.
const SHOWN: usize = 100;
/// Acts in the file.
const ACTS: usize = 100_000;

/// The page.
#[derive(Debug, Template)]
#[template(path = "known.html")]
pub(crate) struct KnownView {
    pub c: Chrome,
    /// Tables, each with how many rows it has in the file.
    pub tables: Vec<(Table, usize)>,
}

impl KnownView {
    /// That a table shows only its first rows; none when it shows all.
    pub fn cut(&self, table: &Table, rows: &usize) -> Option<String> {
        let shown = table.rows.len();
        (shown < *rows).then(|| {
            let told = [("shown", shown.into()), ("rows", (*rows).into())];
            self.c.ta("about-me-cut", &told)
        })
    }
}

fn table(c: &Chrome, part: &KnownPart) -> Table {
    let id: &'static str = part.of.into();
    part.columns.iter().fold(Table::new(id, c.t(labels::known_of(part.of))), |table, column| {
        let label = c.t(labels::known_column(*column));
        match column {
            Column::Count | Column::Bytes | Column::RecoveryCodes => table.numbers(label),
            Column::Text | Column::Title | Column::Name => table.words(label),
            _ => table.plain(label),
        }
    })
}

fn unit(c: &Chrome, known: &Known, id: UnitId) -> String {
    known.units.get(&id).map(|unit| super::admin::unit_name(c, unit)).unwrap_or_default()
}

fn said(c: &Chrome, known: &Known, fact: &Fact) -> String {
    let yes = |yes: bool| c.t(if yes { "about-me-yes" } else { "about-me-no" }).into_owned();
    match fact {
        Fact::Nothing => String::new(),
        Fact::Text(text) => text.clone(),
        Fact::At(at) => c.moment(*at),
        Fact::Number(number) => number.to_string(),
        Fact::Yes(fact) => yes(*fact),
        Fact::Language(Language::Ru) => "Русский".to_owned(),
        Fact::Language(Language::En) => "English".to_owned(),
        Fact::Role(role) => c.t(labels::role(*role)).into_owned(),
        Fact::State(state) => c.t(labels::request_state(*state)).into_owned(),
        Fact::Handles(true) => c.t("about-me-handler").into_owned(),
        Fact::Handles(false) => c.t("about-me-customer").into_owned(),
        Fact::Step(step) => c.t(labels::request_step(*step)).into_owned(),
        Fact::Notice(kind) => c.t(labels::news(*kind)).into_owned(),
        Fact::Unit(None) => c.t("role-whole-company").into_owned(),
        Fact::Unit(Some(id)) => unit(c, known, *id),
    }
}

fn cell(c: &Chrome, known: &Known, (column, fact): (&Column, &Fact)) -> Cell {
    match (column, fact) {
        (_, Fact::At(at)) => Cell::html(moment(c, *at)),
        (Column::Number, Fact::Number(number)) => Cell::text(number.to_string()).to(routes::request(number)),
        (_, fact) => Cell::text(said(c, known, fact)),
    }
}

async fn show(visit: SignedIn) -> Reply {
    let cx = visit.cx(None);
    let found = visit.site.read(move |tx| known(tx, &cx)).await?;
    let c = visit.chrome();
    let tables = found.parts.iter().map(|part| {
        let rows =
            part.rows.iter().take(SHOWN).map(|row| {
                part.columns.iter().zip(row).map(|pair| cell(&c, &found, pair)).collect::<Vec<_>>()
            });
        (table(&c, part).filled(rows), part.rows.len())
    });
    Ok(Page::personal(&KnownView { tables: tables.collect(), c }))
}

/// A value for programs: moments in UTC, closed lists by their own words.
fn value(c: &Chrome, known: &Known, fact: &Fact) -> Value {
    match fact {
        Fact::Nothing => Value::Null,
        Fact::At(at) => Value::String(at.to_timestamp().to_string()),
        Fact::Number(number) => (*number).into(),
        Fact::Yes(yes) => (*yes).into(),
        Fact::Language(language) => language.code().into(),
        fact => said(c, known, fact).into(),
    }
}

fn acts(c: &Chrome, visit: &SignedIn, found: &Acts) -> Value {
    let teller = Teller { c, viewer: &visit.viewer, acts: found };
    let told = found.acts.iter().map(|act| {
        let fields = [
            ("at", act.envelope.recorded_at.to_timestamp().to_string()),
            ("what", teller.what(act)),
            ("detail", teller.detail(act)),
            ("by", actor(c, &found.people, &act.envelope)),
            ("network", act.network.clone().unwrap_or_default()),
        ];
        let named = fields.into_iter().map(|(name, text)| (name.to_owned(), Value::String(text)));
        Value::Object(named.collect())
    });
    Value::Array(told.collect())
}

/// All of it as JSON.
async fn file(visit: SignedIn) -> Reply<Response> {
    let (c, cx) = (visit.chrome(), visit.cx(None));
    visit.site.write(&cx, |tx, cx| audit::take_away(tx, cx, Taken::Own, None, None)).await?;
    let (found, own) = visit
        .site
        .read(move |tx| Ok((known(tx, &cx)?, audit::own_acts(tx, &cx, Instant::from_millis(0), ACTS)?)))
        .await?;
    let mut all: BTreeMap<&'static str, Value> = BTreeMap::new();
    for part in &found.parts {
        let rows = part.rows.iter().map(|row| {
            let named = part.columns.iter().zip(row).map(|(column, fact)| {
                let name: &'static str = column.into();
                (name.to_owned(), value(&c, &found, fact))
            });
            Value::Object(named.collect::<Map<_, _>>())
        });
        all.insert(part.of.into(), Value::Array(rows.collect()));
    }
    all.insert("acts", acts(&c, &visit, &own));
    // What is longer than anybody reads is told to be cut, not passed off as whole.
    let cut = found.parts.iter().filter(|part| part.is_cut()).map(|part| part.of.into());
    let cut: Vec<&'static str> = cut.chain(own.next.map(|_| "acts")).collect();
    all.insert("cut", cut.into());
    let mut response = json(StatusCode::OK, &all);
    let disposition = HeaderValue::from_static("attachment; filename=\"about-me.json\"");
    response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::Samples;
    use app::known::Of;

    impl Samples for KnownView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let part = |of, columns| table(c, &KnownPart { of, columns, rows: Vec::new() }).worst();
            let requests = &[Column::Number, Column::Side, Column::State, Column::At, Column::Title];
            vec![
                Self {
                    tables: vec![
                        (part(Of::Requests, requests), 2_000),
                        (part(Of::Failures, &[Column::At, Column::Network, Column::Count]), 1),
                    ],
                    c: c.clone(),
                },
                Self { tables: vec![(part(Of::Account, &[Column::Name, Column::Email]), 1)], c: c.clone() },
            ]
        }
    }
}
