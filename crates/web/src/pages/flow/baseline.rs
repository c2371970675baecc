//! Before and since a date: what can be said, with its interval, or that it is too early to tell.

use domain::time::Instant;
use flow::baseline::{Change, Verdict, baseline};
use flow::picture::Words;
use flow::times::RoundTheClock;
use jiff::ToSpan;
use jiff::civil::Date;

use super::asked::{day_of, start_of};
use super::ground::Ground;
use super::words::{decimal, share, span};
use crate::chrome::Chrome;
use crate::parts::table::{Cell, Table};
use crate::parts::{Mark, State};

/// A figure before and since.
#[derive(Debug, Clone)]
struct Compared {
    name: String,
    before: String,
    since: String,
    /// By how much, with the interval; empty when it cannot be estimated.
    change: String,
    verdict: State,
    /// How many requests stand on each side.
    counts: String,
}

/// The comparison.
#[derive(Debug, Clone)]
pub(crate) struct Baseline2 {
    /// The first day of the newer side, for the form.
    pub date: String,
    /// The same in words.
    pub day: String,
    pub table: Table,
    /// The requests before, and since.
    pub before: String,
    pub since: String,
}

/// The day that is compared when none is given: that of the first request made here after others came from elsewhere, else ninety days
/// ago.
fn usual(ground: &Ground) -> Date {
    let own = ground.flow.log.cases().iter().zip(&ground.flow.own);
    let first = own.filter(|(_, own)| **own).map(|(case, _)| case.opened).min();
    let today = day_of(Instant::from_millis(ground.now), &ground.zone);
    match first {
        Some(first) if ground.flow.own.contains(&false) => day_of(Instant::from_millis(first), &ground.zone),
        _ => today.checked_sub(90.days()).unwrap_or(today),
    }
}

pub(super) fn compare(ground: &Ground) -> Baseline2 {
    let c = &ground.told.c;
    let view = ground.view();
    let date: Date = ground.asked.since.parse().unwrap_or_else(|_| usual(ground));
    let at = start_of(date, &ground.zone).millis();
    let found = baseline(&view, at, &RoundTheClock, &ground.flow.client_seconds);
    let hours = |value: f64| span(c, value, true);
    let number = |value: f64| decimal(c, value, 2);
    let percent = |value: f64| share(c, value);
    let points = |value: f64| {
        format!("{}{}{}", decimal(c, value * 100.0, 1), crate::format::NBSP, c.t("flow-unit-points"))
    };
    let mut rows = vec![
        compared(ground, "flow-lead", found.lead_hours, &hours),
        compared(ground, "flow-fig-handoffs", found.handoffs, &number),
        compared_by(ground, "flow-fig-reopened", found.reopened, &percent, &points),
    ];
    if let Some(change) = found.client_minutes {
        let minutes = |value: f64| span(c, value / 60.0, true);
        rows.push(measured(c, change, compared(ground, "flow-client-time", change, &minutes)));
    }
    let text = date.to_string();
    let list = |about: &str| {
        let path = format!("{}/requests", ground.of.address());
        ground
            .asked
            .address(&path, &[("about", about), ("a", &text), ("period", "all"), ("from", ""), ("to", "")])
    };
    let (before, since) = (list("before"), list("since"));
    let table = Table::new("baseline-h", c.t("flow-baseline"))
        .plain(c.t("flow-col-what"))
        .numbers(c.t("flow-col-before"))
        .numbers(c.t("flow-col-since"))
        .plain(c.t("flow-col-change"))
        .plain(c.t("flow-col-verdict"))
        .filled(rows.into_iter().map(|row| {
            vec![
                Cell::text(row.name).below(row.counts),
                Cell::text(row.before).to(before.clone()),
                Cell::text(row.since).to(since.clone()),
                Cell::text(row.change),
                Cell::state(row.verdict),
            ]
        }));
    Baseline2 { day: c.date(date), table, before, since, date: text.clone() }
}

/// A side on which nothing was measured says so: it is not that nobody spent any time.
fn measured(c: &Chrome, change: Change, row: Compared) -> Compared {
    let said =
        |count: u64, shown: String| if count == 0 { c.t("flow-not-measured").into_owned() } else { shown };
    let verdict = if change.count_before == 0 || change.count_since == 0 {
        State::new(Mark::Wait, c.t("flow-one-side"))
    } else {
        row.verdict
    };
    Compared {
        before: said(change.count_before, row.before),
        since: said(change.count_since, row.since),
        verdict,
        ..row
    }
}

fn compared(ground: &Ground, name: &str, change: Change, show: &dyn Fn(f64) -> String) -> Compared {
    compared_by(ground, name, change, show, show)
}

/// The same where the difference of two values has a unit of its own: of two shares it is points, not percent.
fn compared_by(
    ground: &Ground,
    name: &str,
    change: Change,
    show: &dyn Fn(f64) -> String,
    by: &dyn Fn(f64) -> String,
) -> Compared {
    let (told, c) = (&ground.told, &ground.told.c);
    let shown = |value: Option<f64>| value.map_or_else(|| c.t("flow-unknown").into_owned(), show);
    let signed = |value: f64| if value > 0.0 { format!("+{}", by(value)) } else { by(value) };
    let interval = match (change.change, change.low, change.high) {
        (Some(by), Some(low), Some(high)) => c.ta(
            "flow-interval",
            &[("by", signed(by).into()), ("low", signed(low).into()), ("high", signed(high).into())],
        ),
        _ => String::new(),
    };
    let (key, mark) = match change.verdict {
        Verdict::Better => ("flow-better", Mark::Done),
        Verdict::Worse => ("flow-worse", Mark::Late),
        Verdict::TooFew => ("flow-too-few", Mark::Wait),
        Verdict::TooEarly => ("flow-too-early", Mark::Wait),
    };
    let counts = [
        ("before", told.count(change.count_before).into()),
        ("since", told.count(change.count_since).into()),
    ];
    Compared {
        name: c.t(name).into_owned(),
        before: shown(change.before),
        since: shown(change.since),
        change: interval,
        verdict: State::new(mark, c.t(key)),
        counts: c.ta("flow-counts", &counts),
    }
}
