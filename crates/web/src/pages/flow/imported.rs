//! A request of another system: its facts and its steps, as they were there.

use app::AppError;
use app::analytics::{ImportedPage, imported};
use askama::Template;
use axum::extract::Path;
use domain::ids::RequestId;
use domain::localized::Localized;
use domain::time::Instant;
use flow::times::MEANINGS;

use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::i18n::Html;
use crate::labels;
use crate::page::Page;
use crate::parts::table::{Cell, Table};
use crate::parts::{Mark, State};
use crate::routes;

/// The page.
#[derive(Debug, Template)]
#[template(path = "flow/imported.html")]
pub(crate) struct ImportedView {
    pub c: Chrome,
    pub key: String,
    pub source: String,
    pub title: String,
    pub unit: String,
    pub flow: String,
    pub service: Option<(String, String)>,
    pub customer: String,
    pub customer_unit: String,
    pub priority: String,
    pub opened: Html,
    pub answered: Option<Html>,
    pub solved: Option<Html>,
    pub closed: Option<Html>,
    /// How long it took, when it is over.
    pub lead: String,
    pub promise: Option<State>,
    pub reopened: i64,
    /// Names of people are told to this reader.
    pub words: bool,
    pub steps: Table,
}

fn view(c: Chrome, page: &ImportedPage) -> ImportedView {
    let text = |name: &Localized| name.text(c.l.0).to_owned();
    // A moment in full: most of these lie years back.
    let moment = |at: Instant| c.time(at, format!("{}, {}", c.date_short(c.civil(at)), c.hour(at)));
    let erased = |name: &Option<String>| match name {
        Some(name) if name.is_empty() => c.t("flow-erased").into_owned(),
        Some(name) => name.clone(),
        None => String::new(),
    };
    let span = |from: Instant, to: Instant| {
        let hours = flow::quantile::hours(to.millis() - from.millis());
        super::words::span(&c, hours.max(0.0), true)
    };
    let next = page.steps.iter().skip(1).map(|step| Some(step.at)).chain([None]);
    let rows = page.steps.iter().zip(next).map(|(step, next)| {
        let meaning = MEANINGS.get(step.meaning as usize);
        let meaning = meaning.map(|meaning| c.t(labels::meaning(*meaning)).into_owned());
        let mut cells = vec![
            Cell::html(moment(step.at)),
            Cell::text(&step.state).beside(meaning.unwrap_or_default()),
            Cell::text(step.team.as_ref().map(&text).unwrap_or_default()),
        ];
        cells.extend(page.words.then(|| Cell::text(erased(&step.person))));
        cells.push(Cell::text(next.map(|next| span(step.at, next)).unwrap_or_default()));
        cells
    });
    let mut steps = Table::new("steps", c.t("flow-imported-steps"))
        .plain(c.t("flow-imported-when"))
        .plain(c.t("flow-word-state"))
        .plain(c.t("flow-filter-team"));
    // Names of people are told to some readers alone.
    if page.words {
        steps = steps.plain(c.t("flow-imported-person"));
    }
    let steps = steps.numbers(c.t("flow-imported-lasted")).filled(rows);
    ImportedView {
        key: page.key.clone(),
        source: page.source.clone(),
        title: page.title.clone().unwrap_or_default(),
        unit: text(&page.unit.1),
        flow: routes::unit_flow(&page.unit.0),
        service: page.service.as_ref().map(|(code, name)| (routes::service(code), text(name))),
        customer: erased(&page.customer),
        customer_unit: text(&page.customer_unit),
        priority: page.priority.clone().unwrap_or_default(),
        opened: moment(page.opened_at),
        answered: page.answered_at.map(moment),
        solved: page.solved_at.map(moment),
        closed: page.closed_at.map(moment),
        lead: page.closed_at.map(|closed| span(page.opened_at, closed)).unwrap_or_default(),
        promise: page.promise_kept.map(|kept| {
            let (mark, key) =
                if kept { (Mark::Done, "flow-promise-kept") } else { (Mark::Late, "flow-promise-missed") };
            State::new(mark, c.t(key))
        }),
        reopened: page.reopened.into(),
        words: page.words,
        steps,
        c,
    }
}

pub(super) async fn show(visit: SignedIn, Path(id): Path<String>) -> Reply {
    let id = RequestId::parse(&id).ok_or(AppError::Missing("request"))?;
    let cx = visit.cx(None);
    let found = visit.site.read(move |tx| imported(tx, &cx, id)).await?;
    Ok(Page::personal(&view(visit.chrome(), &found)))
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::samples::{BIDI, HOSTILE, LONG, Samples, at};
    use app::analytics::ImportedStep;
    use domain::trace::Meaning;

    impl Samples for ImportedView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let name = Localized::both(HOSTILE, LONG);
            let step = |day: u32, meaning, person: Option<&str>| ImportedStep {
                state: HOSTILE.into(),
                meaning,
                team: person.map(|_| name.clone()),
                person: person.map(str::to_owned),
                at: at(&format!("2016-02-{day:02}T01:16:00+03:00")),
            };
            let make = |words: bool| ImportedPage {
                source: "servicenow".into(),
                key: "INC0000045".into(),
                title: words.then(|| BIDI.to_owned()),
                unit: ("it".into(), name.clone()),
                service: words.then(|| ("crm".into(), name.clone())),
                customer: words.then(|| LONG.to_owned()),
                customer_unit: name.clone(),
                priority: words.then(|| "3 - Moderate".to_owned()),
                opened_at: at("2016-02-29T01:16:00+03:00"),
                solved_at: words.then(|| at("2016-03-01T01:16:00+03:00")),
                closed_at: words.then(|| at("2016-03-05T12:00:00+03:00")),
                answered_at: words.then(|| at("2016-02-29T02:16:00+03:00")),
                promise_kept: words.then_some(false),
                reopened: u32::from(words) * 2,
                steps: vec![
                    step(1, Meaning::Queue, None),
                    step(2, Meaning::Work, words.then_some("")),
                    step(1, Meaning::Closed, words.then_some(LONG)),
                ],
                words,
            };
            [true, false].into_iter().map(|words| view(c.clone(), &make(words))).collect()
        }
    }
}
