//! Promises and the calendars that their time is counted on.

use app::company::{self, PublishPromise, Version};
use app::error::Answer;
use app::{AppError, Cx};
use askama::Template;
use axum::response::Response;
use domain::calendar::{Calendar, Hours};
use domain::ids::{CalendarId, PromiseId};
use domain::money::Seconds;
use domain::promise::{Amount, Promise, PromiseKind};
use serde::Deserialize;
use std::sync::Arc;
use store::Tx;

use super::{given, sections, settled};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::decl::{FieldKind, FormDecl, code_of, field};
use crate::form::{Choice, Form};
use crate::labels;
use crate::page::Page;
use crate::pages::desk::Tab;
use crate::parts::table::{Cell, Table};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::ADMIN_PROMISES, Reach::ADMINISTRATORS, show),
        Route::post(pattern::ADMIN_PROMISES, Reach::ADMINISTRATORS, publish),
    ]
}

pub(super) static PROMISE: FormDecl = FormDecl::new(
    "promise",
    &[
        field("kind", code_of!(PromiseKind), "promise-kind"),
        field("hours", FieldKind::Hours, "promise-amount-hours")
            .hint("promise-amount-hint")
            .missing("promise-hours-wrong"),
        field("calendar", FieldKind::Id, "promise-calendar"),
        field("replaces", FieldKind::Id, "promise-replaces").hint("promise-replaces-hint").optional(),
    ],
)
.places(&[("amount", "hours")]);

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/promises.html")]
pub(crate) struct PromisesView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub promises: Table,
    pub calendars: Table,
    pub form: Form,
    pub kinds: Vec<Choice>,
    pub calendar_choices: Vec<Choice>,
    pub replaced: Vec<Choice>,
}

/// How much working time, in words.
pub(super) fn amount(c: &Chrome, amount: Amount) -> String {
    match amount {
        Amount::WorkingSeconds(seconds) => c.ta("promise-hours", &[("span", c.span(seconds).into())]),
        Amount::WorkingDays(days) => c.count("working-days", i64::from(days)),
    }
}

pub(super) fn calendar_name(c: &Chrome, calendar: &Calendar) -> String {
    let definition = calendar.definition();
    let name = definition.name.text(c.l.0);
    c.ta("calendar-named", &[("name", name.into()), ("version", definition.version.to_string().into())])
}

fn hours(c: &Chrome, calendar: &Calendar) -> String {
    let week = &calendar.definition().week;
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(|day| {
        c.t(match day {
            "mon" => "day-mon",
            "tue" => "day-tue",
            "wed" => "day-wed",
            "thu" => "day-thu",
            "fri" => "day-fri",
            "sat" => "day-sat",
            _ => "day-sun",
        })
    });
    let spelt = |hours: &[Hours]| {
        hours.iter().map(|hours| format!("{}–{}", hours.from, hours.to)).collect::<Vec<_>>().join(", ")
    };
    // Days with the same hours stand together.
    let mut parts: Vec<(usize, usize, String)> = Vec::new();
    for (day, own) in week.days().into_iter().enumerate() {
        let own = spelt(own);
        match parts.last_mut() {
            Some((_, last, hours)) if *hours == own && *last + 1 == day => *last = day,
            _ => parts.push((day, day, own)),
        }
    }
    parts
        .into_iter()
        .filter(|(_, _, hours)| !hours.is_empty())
        .map(|(first, last, hours)| {
            let days = if first == last {
                names[first].to_string()
            } else {
                format!("{}–{}", names[first], names[last])
            };
            format!("{days} {hours}")
        })
        .collect::<Vec<_>>()
        .join("; ")
}

pub(super) fn promise_table(c: &Chrome) -> Table {
    Table::new("", c.t("admin-promises"))
        .plain(c.t("promise-kind"))
        .plain(c.t("promise-amount"))
        .plain(c.t("promise-calendar"))
        .numbers(c.t("services-version"))
        .words(c.t("promise-from"))
}

pub(super) fn calendar_table(c: &Chrome) -> Table {
    Table::new("", c.t("admin-calendars"))
        .plain(c.t("units-name"))
        .plain(c.t("calendar-hours"))
        .plain(c.t("calendar-days"))
        .plain(c.t("admin-about-zone"))
        .numbers(c.t("services-version"))
        .words(c.t("promise-from"))
}

type Promises = Vec<(Version<PromiseId>, Arc<Promise>)>;
type Calendars = Vec<(Version<CalendarId>, Arc<Calendar>)>;

fn view(
    c: Chrome,
    sections: Vec<Tab>,
    (promises, calendars): (Promises, Calendars),
    sent: &Option<Form>,
) -> PromisesView {
    let calendar_of = |id: CalendarId| {
        let found = calendars.iter().find(|(version, _)| version.id == id);
        found.map(|(_, calendar)| calendar_name(&c, calendar)).unwrap_or_default()
    };
    let told = |promise: &Promise| {
        format!("{}: {}", c.t(labels::promise_kind(promise.kind)), amount(&c, promise.amount))
    };
    let mut replaced = vec![Choice::new("", c.t("promise-new-line"))];
    replaced
        .extend(promises.iter().map(|(version, promise)| Choice::new(version.id.to_string(), told(promise))));
    let kinds =
        PromiseKind::ALL.into_iter().map(|kind| Choice::new(kind.code(), c.t(labels::promise_kind(kind))));
    let promised = promises.iter().map(|(version, promise)| {
        vec![
            Cell::text(c.t(labels::promise_kind(promise.kind))),
            Cell::text(amount(&c, promise.amount)),
            Cell::text(calendar_of(promise.calendar)),
            Cell::text(version.number.to_string()),
            Cell::text(c.day(version.valid_from)),
        ]
    });
    let kept = calendars.iter().map(|(version, calendar)| {
        let definition = calendar.definition();
        vec![
            Cell::text(definition.name.text(c.l.0)),
            Cell::text(hours(&c, calendar)),
            Cell::text(c.count("calendar-exceptions", definition.exceptions.len())),
            Cell::text(&definition.zone),
            Cell::text(version.number.to_string()),
            Cell::text(c.day(version.valid_from)),
        ]
    });
    PromisesView {
        promises: promise_table(&c).filled(promised),
        calendars: calendar_table(&c).filled(kept),
        form: given(sent, Form::of(&PROMISE).with("kind", PromiseKind::FirstAnswer.code())),
        kinds: kinds.collect(),
        calendar_choices: calendars
            .iter()
            .rev()
            .map(|(version, calendar)| Choice::new(version.id.to_string(), calendar_name(&c, calendar)))
            .collect(),
        replaced,
        sections,
        c,
    }
}

async fn page(visit: &SignedIn, sent: Option<Form>) -> Reply<PromisesView> {
    let found = visit.site.read(|tx| Ok((company::promises(tx)?, company::calendars(tx)?))).await?;
    let c = visit.chrome();
    let sections = sections(&c, visit, &routes::admin_promises());
    Ok(view(c, sections, found, &sent))
}

async fn show(visit: SignedIn) -> Reply {
    Ok(Page::personal(&page(&visit, None).await?))
}

/// A promise as it is typed.
#[derive(Debug, Clone, Deserialize)]
struct Promised {
    kind: PromiseKind,
    hours: Seconds,
    calendar: CalendarId,
    replaces: Option<PromiseId>,
}

/// The longest promise, in hours.
const MOST_HOURS: i64 = 10_000;

fn promise(tx: &mut dyn Tx, cx: &mut Cx, typed: Promised) -> Answer<()> {
    let Promised { kind, hours, calendar, replaces } = typed;
    // Whole minutes.
    let seconds = (hours + 30) / 60 * 60;
    if seconds == 0 || hours > MOST_HOURS * 3_600 {
        return Err(AppError::field("hours", "promise-hours-wrong"));
    }
    let amount = Amount::WorkingSeconds(seconds);
    let new = PublishPromise { unit: None, kind, amount, calendar, replaces, valid_from: None };
    company::publish_promise(tx, cx, new).map(drop)
}

async fn publish(sent: Sent) -> Reply<Response> {
    let came = sent.act(&PROMISE, promise).await;
    let to = (routes::admin_promises(), "notice-promise");
    settled(&sent, came, to, async |signed, form| page(&signed, Some(form)).await).await
}
