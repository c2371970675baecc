//! The figures: each is a link to its requests.

use flow::arrivals::arrivals;
use flow::filter::View;
use flow::handoffs::HandoffLine;
use flow::log::Name;
use flow::picture::Words;
use flow::quantile::Spread;
use flow::report::{Group, Options, Report, report};
use flow::times::Times;
use flow::variants::variants;

use super::about::{Measure, meaning_code};
use super::asked::{NOT_GIVEN, Of, reference};
use super::fig::Fig;
use super::ground::Ground;
use super::words::{share, span};
use crate::labels;
use crate::parts::table::{Cell, Table};

/// How many variants, units, services… one table has.
const ROWS: usize = 10;

/// Figures, then tables.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    pub figs: Vec<Fig>,
    pub grids: Vec<Table>,
}

pub(super) fn figures(ground: &Ground) -> Figures {
    let view = ground.view();
    let options = Options { variants: ROWS, ..Options::default() };
    let report = report(&view, ground.now, &ground.clock, &options);
    let mut grids = vec![times(ground, &report), ways(ground, &view), spent(ground, &report)];
    if report.handoffs.with_team > 0 {
        grids.push(lines(ground, &report.handoff_table, "flow-handoff-table", "handoffs"));
        grids.push(lines(ground, &report.ping_pong_table, "flow-ping-pong-table", "ping-pong"));
    }
    let by = [
        ("flow-by-priority", "by-priority", "priority", &report.by_priority, true),
        (
            "flow-by-service",
            "by-service",
            "service",
            &report.by_service,
            !matches!(ground.of, Of::Service(_)),
        ),
        ("flow-by-unit", "by-unit", "unit", &report.by_unit, ground.of == Of::Company),
        ("flow-by-customer", "by-customer", "customer", &report.by_customer, true),
    ];
    for (title, id, field, list, shown) in by {
        if shown && list.iter().any(|group| !group.name.is_empty()) {
            grids.push(groups(ground, title, id, field, list));
        }
    }
    Figures { figs: figs(ground, &report), grids }
}

fn figs(ground: &Ground, report: &Report) -> Vec<Fig> {
    let (told, c) = (&ground.told, &ground.told.c);
    let list = |about: &str| Some(ground.list(about, "", ""));
    let none = || c.t("flow-unknown").into_owned();
    let spread = |of: Option<Spread>| of.map_or_else(none, |of| told.span(of.median));
    let far = |mut fig: Fig, of: Option<Spread>, measure: Measure| {
        for (part, hours) in of.map_or_else(Vec::new, |of| vec![("85", of.p85), ("95", of.p95)]) {
            let text = c.ta("flow-far", &[("part", part.into()), ("span", told.span(hours).into())]);
            fig = fig.and(text, ground.list("slow", measure.code(), part));
        }
        fig
    };
    let part = |of: Option<f64>| of.map_or_else(none, |of| share(c, of));
    let closed = report.cases - report.open;
    let times = &report.calendar_time;
    let longest =
        times.parts.iter().filter(|part| part.meaning != flow::log::Meaning::Work && part.share.is_some());
    let longest = longest.filter(|part| part.hours > 0.0).max_by(|a, b| a.hours.total_cmp(&b.hours));
    let (from, _) = ground.bounds();
    let inflow = arrivals(&ground.standing(), &[from, ground.window.to.millis().max(from + 1)]);
    let inflow = inflow.first().copied();
    let count = |number: u64| told.count(number);
    let mut touch =
        Fig::new(c.t("flow-fig-touch"), part(times.touch_share), Some(ground.list("spent", "work", "")));
    if let Some(part) = longest {
        let text = c.ta("flow-fig-touch-note", &[("whom", c.t(labels::meaning(part.meaning)).into())]);
        touch = touch.and(text, ground.list("spent", meaning_code(part.meaning), ""));
    }
    let kept = part(report.promise_missed_share.map(|missed| 1.0 - missed));
    let mut promise = Fig::new(c.t("flow-fig-promise"), kept, list("promised"));
    promise = match report.promise_missed_share {
        Some(missed) => {
            let share = super::words::percent(c, missed, 2);
            let about = [("missed", count(report.promise_missed).into()), ("share", share.into())];
            promise.and(c.ta("flow-fig-promise-note", &about), ground.list("missed", "", ""))
        }
        None => promise.note(c.t("flow-fig-promise-none").into_owned()),
    };
    let mut figs = vec![
        Fig::new(c.t("flow-fig-requests"), count(report.cases), list("all"))
            .and(c.ta("flow-fig-closed", &[("count", count(closed).into())]), ground.list("closed", "", ""))
            .and(c.ta("flow-fig-open", &[("count", count(report.open).into())]), ground.list("open", "", "")),
        far(
            Fig::new(c.t("flow-fig-lead"), spread(report.lead_time_hours), list("closed")),
            report.lead_time_hours,
            Measure::Lead,
        ),
        touch,
        far(
            Fig::new(c.t("flow-fig-answer"), spread(times.answer), Some(ground.list("slow", "answer", "0"))),
            times.answer,
            Measure::Answer,
        ),
        promise,
        Fig::new(
            c.t("flow-fig-handoffs"),
            report.handoffs.per_request.map_or_else(none, |per| super::words::decimal(c, per, 2)),
            list("moved"),
        )
        .note(c.t("flow-fig-handoffs-note").into_owned()),
        Fig::new(c.t("flow-fig-ping-pong"), part(report.handoffs.came_back_share), list("came-back"))
            .note(told.requests(report.handoffs.came_back)),
        Fig::new(c.t("flow-fig-first-team"), part(report.handoffs.first_team_share), list("first-team"))
            .note(told.requests(report.handoffs.first_team)),
        Fig::new(c.t("flow-fig-reopened"), part(report.reopening.share), list("reopened"))
            .note(told.requests(report.reopening.reopened)),
    ];
    if let Some(inflow) = inflow {
        figs.push(Fig::new(c.t("flow-fig-arrivals"), count(inflow.arrived), list("arrived")).and(
            c.ta("flow-fig-completed", &[("count", count(inflow.completed).into())]),
            ground.list("completed", "", ""),
        ));
    }
    figs
}

/// How long things take, round the clock and in working time.
fn times(ground: &Ground, report: &Report) -> Table {
    let (told, c) = (&ground.told, &ground.told.c);
    let of = |times: &Times, measure: Measure| match measure {
        Measure::Lead => times.lead,
        Measure::Solve => times.solve,
        Measure::Answer => times.answer,
        Measure::Touch => times.touch,
        Measure::Waiting => times.waiting,
    };
    let mut grid = Table::new("times", c.t("flow-how-long")).note(c.t("flow-how-long-note"));
    grid = grid.words(c.t("flow-col-what"));
    grid = grid.numbers(c.t("flow-word-requests"));
    for key in ["flow-word-median", "flow-word-p85", "flow-word-p95"] {
        grid = grid.numbers(c.t(key));
    }
    for key in ["flow-col-working-median", "flow-col-working-p85", "flow-col-working-p95"] {
        grid = grid.numbers(c.t(key));
    }
    for measure in Measure::ALL {
        let (Some(calendar), Some(working)) =
            (of(&report.calendar_time, measure), of(&report.working_time, measure))
        else {
            continue;
        };
        let link = |about: &str, part: &str| ground.list(about, measure.code(), part);
        let mut row = vec![
            Cell::text(c.t(measure.word())),
            Cell::text(told.count(calendar.count)).to(link("slow", "0")),
        ];
        for (hours, part) in [(calendar.median, "50"), (calendar.p85, "85"), (calendar.p95, "95")] {
            row.push(Cell::text(told.span(hours)).to(link("slow", part)));
        }
        for (hours, part) in [(working.median, "50"), (working.p85, "85"), (working.p95, "95")] {
            row.push(Cell::text(span(c, hours, false)).to(link("slow-working", part)));
        }
        grid.push(row);
    }
    grid
}

/// What the time went to, and for whom requests waited.
fn spent(ground: &Ground, report: &Report) -> Table {
    let (told, c) = (&ground.told, &ground.told.c);
    let mut grid = Table::new("spent", c.t("flow-spent")).note(c.t("flow-spent-note"));
    grid = grid.words(c.t("flow-col-waits"));
    for key in ["flow-col-share", "flow-col-calendar", "flow-col-working"] {
        grid = grid.numbers(c.t(key));
    }
    let pairs = report.calendar_time.parts.iter().zip(&report.working_time.parts);
    for (part, working) in pairs.filter(|(part, _)| part.share.is_some() && part.hours > 0.0) {
        let href = ground.list("spent", meaning_code(part.meaning), "");
        grid.push(vec![
            Cell::text(c.t(labels::meaning(part.meaning))).to(href.clone()),
            Cell::text(part.share.map_or_else(String::new, |part| share(c, part))).to(href.clone()),
            Cell::text(told.span(part.hours)).to(href.clone()),
            Cell::text(span(c, working.hours, false)).to(href),
        ]);
    }
    grid
}

/// A table by the number of hand-offs.
fn lines(ground: &Ground, list: &[HandoffLine], title: &'static str, id: &'static str) -> Table {
    let (told, c) = (&ground.told, &ground.told.c);
    let mut grid = Table::new(id, c.t(title));
    grid = grid.words(c.t("flow-col-handoffs"));
    for key in ["flow-word-requests", "flow-col-solve-median", "flow-col-missed"] {
        grid = grid.numbers(c.t(key));
    }
    for line in list.iter().filter(|line| line.requests > 0) {
        let (key, side) = match (line.came_back, line.or_more) {
            (Some(true), _) => ("flow-handoffs-back", "back"),
            (Some(false), _) => ("flow-handoffs-forward", "forward"),
            (None, true) => ("flow-handoffs-more", "more"),
            (None, false) => ("flow-handoffs-count", ""),
        };
        let count = line.handoffs.to_string();
        let href = ground.list("handoffs", &count, side);
        let missed = if side.is_empty() { "missed".to_owned() } else { format!("{side}-missed") };
        let missed = ground.list("handoffs", &count, &missed);
        let known = |text: Option<String>, href: &str| match text {
            Some(text) => Cell::text(text).to(href.to_owned()),
            None => Cell::text(c.t("flow-unknown").into_owned()),
        };
        grid.push(vec![
            Cell::text(c.count(key, line.handoffs)),
            Cell::text(told.count(line.requests)).to(href.clone()),
            known(line.solve_hours.map(|hours| told.span(hours.median)), &href),
            known(line.missed_share.map(|part| share(c, part)), &missed),
        ]);
    }
    grid
}

/// The most frequent ways, repeats kept.
fn ways(ground: &Ground, view: &View<'_>) -> Table {
    let (told, c) = (&ground.told, &ground.told.c);
    let found = variants(view);
    let all = told.count(found.list.len() as u64);
    let mut grid =
        Table::new("ways", c.t("flow-ways")).note(c.ta("flow-ways-note", &[("count", all.into())]));
    grid = grid.words(c.t("flow-col-way"));
    for key in ["flow-word-requests", "flow-col-share"] {
        grid = grid.numbers(c.t(key));
    }
    for way in found.list.iter().take(ROWS) {
        let states: Vec<String> =
            way.states.iter().map(|state| told.label(ground.flow.log.names.text(*state))).collect();
        let Some(first) = ground.flow.log.cases().get(way.first as usize) else { continue };
        let id = app::analytics::case(first.id).to_string();
        grid.push(vec![
            Cell::text(states.join(" → ")),
            Cell::text(told.count(way.count)).to(ground.list("way", &id, "")),
            Cell::text(share(c, found.share(way))).to(ground.list("way", &id, "")),
        ]);
    }
    grid
}

/// The requests of each service, unit, customer or priority.
fn groups(
    ground: &Ground,
    title: &'static str,
    id: &'static str,
    field: &'static str,
    list: &[Group],
) -> Table {
    let (told, c) = (&ground.told, &ground.told.c);
    let log = &ground.flow.log;
    let mut grid = Table::new(id, c.t(title));
    if list.len() > ROWS {
        let note =
            [("shown", told.count(ROWS as u64).into()), ("count", told.count(list.len() as u64).into())];
        grid = grid.note(c.ta("flow-first-of", &note));
    }
    grid = grid.words(c.t("flow-col-name"));
    for key in ["flow-word-requests", "flow-col-lead-median", "flow-word-p85", "flow-col-missed"] {
        grid = grid.numbers(c.t(key));
    }
    for group in list.iter().take(ROWS) {
        let name = log.names.find(&group.name).unwrap_or(Name::NONE);
        let chosen = if name.given() { reference(&ground.flow, name) } else { NOT_GIVEN.to_owned() };
        let path = format!("{}/requests", ground.of.address());
        let list = |about: &str, a: &str, b: &str| {
            ground.asked.address(&path, &[(field, &chosen), ("about", about), ("a", a), ("b", b)])
        };
        let lead = |of: fn(&Spread) -> f64, part: &str| match &group.lead_time_hours {
            Some(lead) => Cell::text(told.span(of(lead))).to(list("slow", Measure::Lead.code(), part)),
            None => Cell::text(c.t("flow-unknown").into_owned()),
        };
        let label = if group.name.is_empty() { c.t("flow-none").into_owned() } else { group.name.clone() };
        grid.push(vec![
            Cell::text(label).to(ground.with(&[(field, &chosen)])),
            Cell::text(told.count(group.requests)).to(list("", "", "")),
            lead(|lead| lead.median, "50"),
            lead(|lead| lead.p85, "85"),
            match group.promise_missed_share {
                Some(part) => Cell::text(share(c, part)).to(list("missed", "", "")),
                None => Cell::text(c.t("flow-unknown").into_owned()),
            },
        ]);
    }
    grid
}
