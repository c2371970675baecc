//! Sample pages of flow.

use super::asked::Asked;
use super::*;
use crate::samples::{BIDI, HOSTILE, LONG, Samples, now};
use app::analytics::{Flow, WorkingClock};
use domain::ids::{ServiceId, UnitId};
use domain::localized::Localized;
use flow::findings::{Rate, Rates};
use flow::log::{Meaning, Name, NewCase, Step};
use flow::picture::Words;
use uuid::Uuid;

const HOUR: i64 = 3_600_000;

/// A log of some requests that lose time in every way.
fn flow(count: i64) -> Flow {
    let mut flow = Flow::default();
    let log = &mut flow.log;
    let [one, other, third] = ["Поддержка", HOSTILE, LONG].map(|text| log.names.intern(text));
    let service = log.names.intern(BIDI);
    let urgent = log.names.intern("3 - Moderate");
    let [new, work, asking, closed] =
        ["new", "working", "asking", "closed"].map(|text| log.names.intern(text));
    for (name, meaning) in
        [(new, Meaning::Queue), (work, Meaning::Work), (asking, Meaning::Customer), (closed, Meaning::Closed)]
    {
        log.mean(name, meaning);
    }
    for n in 0..count {
        let opened = now().millis() - (count - n) * 20 * HOUR;
        let mut steps = Vec::new();
        let teams = if n % 3 == 0 { vec![one, other, one, third] } else { vec![one, third] };
        for (place, team) in (0..).zip(teams) {
            let at = opened + place * (5 + n % 7) * HOUR;
            steps.push(Step { activity: new, team, person: Name::NONE, at });
            steps.push(Step {
                activity: if n % 4 == 0 { asking } else { work },
                team,
                person: service,
                at: at + HOUR,
            });
        }
        let end = opened + 30 * HOUR + n % 11 * 9 * HOUR;
        let over = n % 5 != 0;
        if over {
            steps.push(Step { activity: closed, team: one, person: service, at: end });
        }
        let case = NewCase {
            id: u128::try_from(n).unwrap_or(0) + 1,
            key: n.to_string().into(),
            opened,
            solved: over.then_some(end),
            closed: over.then_some(end),
            answered: Some(opened + HOUR),
            promise_kept: over.then_some(n % 3 > 0),
            service,
            unit: one,
            customer: if n % 2 == 0 { other } else { third },
            priority: urgent,
        };
        log.push(case, steps);
        flow.client_seconds.push((n % 2 == 0).then_some(600));
        flow.own.push(n % 2 == 0);
    }
    for (n, name) in (1..).zip([one, other, third]) {
        flow.units.insert(name, UnitId(Uuid::from_u128(n)));
    }
    flow.services.insert(service, ServiceId(Uuid::from_u128(9)));
    flow
}

fn ground(c: &Chrome, of: Of, view: &str, count: i64) -> Ground {
    let asked = Asked { view: view.into(), period: "all".into(), ..Asked::default() };
    let window = asked.window(now(), &c.zone);
    let calendar = domain::calendar::russian(
        domain::ids::CalendarId(Uuid::from_u128(1)),
        1,
        "Europe/Moscow",
        domain::calendar::Week::office(),
    );
    let from = domain::time::Instant::from_millis(now().millis() - 400 * 24 * HOUR);
    let clock = calendar.map(|calendar| WorkingClock::new(&calendar, from, now())).unwrap_or_default();
    let name = Localized::both(HOSTILE, LONG);
    let flow = flow(count);
    let mut rates = Rates { currency: "RUB".into(), ..Rates::default() };
    if of == Of::Company {
        let known = [Rate::PerHour(180_000), Rate::FewPeople, Rate::NotSet];
        rates.by_team = (1..).map(Name).zip(known).collect();
    }
    Ground {
        unit: (of != Of::Company).then(|| ("it".to_owned(), name.clone())),
        service: matches!(of, Of::Service(_)).then(|| ("crm".to_owned(), name, true)),
        of,
        asked,
        subject: app::analytics::Subject::Company,
        flow,
        clock,
        rates,
        paid: app::analytics::Paid::default(),
        window,
        now: now().millis(),
        zone: c.zone.clone(),
        told: words::Told::new(c),
        imports: Some(routes::logs()),
        company: "Северный ветер".into(),
        widened: false,
    }
}

impl Samples for FlowView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let mut all = Vec::new();
        for part in
            ["", "findings", "map", "chain", "scatter", "cumulative", "ageing", "arrivals", "baseline"]
        {
            all.push(view(c.clone(), ground(c, Of::Company, part, 90)));
            all.push(view(c.clone(), ground(c, Of::Service("crm".into()), part, 6)));
        }
        let mut chosen = ground(c, Of::Unit("it".into()), "", 30);
        chosen.asked.priority = HOSTILE.into();
        all.push(view(c.clone(), chosen));
        let mut own = ground(c, Of::Unit("it".into()), "", 0);
        (own.asked.period, own.asked.from) = ("own".into(), "2026-01-01".into());
        all.push(view(c.clone(), own));
        all.push(view(c.clone(), ground(c, Of::Company, "", 0)));
        all.push(view(c.clone(), Ground { widened: true, ..ground(c, Of::Company, "", 9) }));
        all
    }
}

impl Samples for history::HistoryView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let of = [(Of::Company, 90), (Of::Unit("it".into()), 1), (Of::Service("crm".into()), 0)];
        of.map(|(of, count)| history::view(c.clone(), &ground(c, of, "", count))).into()
    }
}

impl Samples for requests::RequestsView {
    fn samples(c: &Chrome) -> Vec<Self> {
        let ground = ground(c, Of::Unit("it".into()), "", 10);
        let mut made = Vec::new();
        for about in [
            "",
            "closed",
            "open",
            "solved",
            "promised",
            "kept",
            "missed",
            "moved",
            "came-back",
            "first-team",
            "reopened",
            "arrived",
            "completed",
            "slow",
            "slow-working",
            "spent",
            "handoffs",
            "age",
            "state",
            "follows",
            "begun",
            "ended",
            "standing",
            "way",
            "within",
            "before",
            "since",
            "finding-idle",
            "no-such-thing",
        ] {
            let mut ground = ground.clone();
            (ground.asked.about, ground.asked.a) = (about.into(), "lead".into());
            made.push(Self {
                c: c.clone(),
                title: about::title(&ground),
                crumbs: crumbs(&ground, true),
                chosen: narrowed(&ground),
                count: ground.told.requests(7),
                back: ground.part(""),
                table: if about.is_empty() { requests::table(c) } else { requests::table(c).worst() },
                next: (about == "open").then(|| ground.list("open", "", "")),
            });
        }
        made
    }
}
