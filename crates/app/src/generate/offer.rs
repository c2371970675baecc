//! Services of the generated company.

use domain::company::{Event, Pricing, ServiceStage, ServiceTexts, ServiceVersion};
use domain::ids::{ItemId, ServiceId, ServiceVersionId, StreamId};
use domain::localized::Localized;
use domain::request::Class;

use super::Plan;
use super::formulate::ROUBLE;
use super::found::{Founder, both};
use super::phrases::{CRITERIA, OUTCOMES, PROBLEMS};
use super::themes::{Both, THEMES, Theme};
use super::world::{Asking, Service, World};

/// How a service is done, beside with what.
const WAYS: [Both; 2] = [("", ""), (" в тот же день", " the same day")];

/// Every verb with every thing, spread over the teams of each trade.
pub(super) fn services(founder: &mut Founder, world: &mut World, plan: &Plan) {
    let mut combinations = Vec::new();
    for way in WAYS {
        let mut team = 0;
        for theme in THEMES {
            for (number, thing) in theme.things.iter().enumerate() {
                for verb in theme.verbs {
                    combinations.push((theme, team + number % theme.teams.len(), *verb, *thing, way));
                }
            }
            team += theme.teams.len();
        }
    }
    for (theme, team, verb, thing, way) in combinations.into_iter().take(plan.services) {
        service(founder, world, theme, world.providers[team], (verb, thing, way));
    }
}

fn service(
    founder: &mut Founder,
    world: &mut World,
    theme: &Theme,
    unit: usize,
    (verb, thing, way): (Both, Both, Both),
) {
    let number = world.services.len();
    let mut pen = founder.pen();
    let id = ServiceId(pen.ids.next());
    let rng = &mut founder.rng;
    let capital = |text: &str| {
        let mut letters = text.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    let outcome = *rng.pick(OUTCOMES);
    let criteria: Vec<Both> = (0..=rng.below(2)).map(|at| CRITERIA[(number + at) % CRITERIA.len()]).collect();
    let problem = *rng.pick(PROBLEMS);
    let price = (rng.span(90) + 5) * 100 * ROUBLE;
    let pricing = match rng.below(100) {
        0..45 => Pricing::Fixed { price: 0 },
        45..82 => Pricing::Fixed { price },
        82..90 => Pricing::From { price },
        _ => Pricing::Estimated,
    };
    let class = match rng.below(100) {
        _ if theme.confidential && number.is_multiple_of(2) => Class::Confidential,
        0..10 => Class::UnitOnly,
        _ => Class::Open,
    };
    let texts = ServiceTexts {
        name: Localized::both(
            capital(&format!("{} {}{}", verb.0, thing.0, way.0)),
            capital(&format!("{} {}{}", verb.1, thing.1, way.1)),
        ),
        lead: both(problem),
        for_whom: Localized::both("Для всех отделов", "For all departments"),
        problem: both(problem),
        outcome: both(outcome),
        included: Localized::default(),
        excluded: Localized::default(),
        criteria: criteria.iter().map(|text| both(*text)).collect(),
    };
    let version = ServiceVersion {
        id: ServiceVersionId(pen.ids.next()),
        number: 1,
        texts: pen.json("service", &texts),
        pricing,
        client_seconds: 300,
        ready: matches!(pricing, Pricing::Fixed { .. }),
        obligatory: rng.chance(5),
        class,
        promise: world.units[unit].promise,
        delivery_days: Some(if rng.chance(60) { 100 } else { 400 }),
        criteria: criteria.iter().map(|_| ItemId(pen.ids.next())).collect(),
        audience: std::collections::BTreeSet::new(),
    };
    let events = [
        Event::ServiceCreated { service: id, unit: world.units[unit].id, code: format!("service-{number}") },
        Event::ServiceVersionPublished { service: id, version: version.clone() },
        Event::ServiceStageChanged { service: id, stage: ServiceStage::Live },
    ];
    founder.happen(StreamId(id.0), pen, events);
    world.services.push(Service {
        id,
        unit,
        version,
        texts,
        what: Asking { verb, thing },
        outcome,
        criteria,
    });
}
