//! People of the generated company, and the budgets of its units.

use domain::company::{COMPANY_UNIT, Event, Profile};
use domain::ids::{PersonId, StreamId, TransferId};
use domain::ledger::{Cause, Entry, Period, PeriodLength, Purse, issue};
use domain::localized::Language;
use domain::permission::Role;
use domain::time::Instant;
use store::StoreError;

use super::Plan;
use super::formulate::ROUBLE;
use super::found::Founder;
use super::themes::{NAMES, SURNAMES};
use super::world::{Person, World};
use crate::error::Answer;

/// People: three for each unit, the rest where work is; the first of a unit leads it.
pub(super) fn people(founder: &mut Founder, world: &mut World, plan: &Plan) {
    let first = world.vendors.last().map_or(0, |vendor| vendor + 1);
    for number in 0..plan.people {
        let unit = match number / 3 {
            unit if unit < world.units.len() => unit,
            _ if founder.rng.chance(40) => *founder.rng.pick(&world.providers),
            _ => first + founder.rng.below(world.units.len() - first),
        };
        person(founder, world, number, unit);
    }
}

fn person(founder: &mut Founder, world: &mut World, number: usize, place: usize) {
    let mut pen = founder.pen();
    // The first is the one who founded the company.
    let id = if number == 0 { world.resolver } else { PersonId(pen.ids.next()) };
    let (surname, man) = (*founder.rng.pick(SURNAMES), founder.rng.below(2));
    let name = *founder.rng.pick(NAMES[man]);
    let language = if founder.rng.chance(8) { Language::En } else { Language::Ru };
    let end = |ending| if man == 1 { "" } else { ending };
    let profile = Profile {
        name: match language {
            Language::Ru => format!("{} {}{}", name.0, surname.0, end("а")),
            Language::En => format!("{} {}{}", name.1, surname.1, end("a")),
        },
        email: Some(format!("{}.{number}@example.com", surname.1.to_lowercase())),
        position: None,
    };
    let profile = pen.json("profile", &profile);
    let serves = world.providers.contains(&place) || world.vendors.contains(&place);
    let unit = &mut world.units[place];
    let leads = unit.team.is_empty();
    let manager = (!leads).then_some(unit.owner);
    let mut events = vec![
        Event::PersonRegistered { person: id, profile, language, outside: unit.outside },
        Event::MembershipStarted { person: id, unit: unit.id, manager },
    ];
    let mut grant = |role, unit| events.push(Event::RoleGranted { person: id, role, unit });
    if leads {
        unit.owner = id;
        grant(Role::UnitHead, Some(unit.id));
    }
    if leads && serves {
        grant(Role::ServiceOwner, Some(unit.id));
    }
    if unit.team.len() < if serves { 24 } else { 3 } {
        unit.team.push(id);
        grant(Role::Provider, Some(unit.id));
    }
    match number {
        0 => grant(Role::Administrator, None),
        1 => grant(Role::Finance, None),
        2 => grant(Role::Auditor, None),
        _ => {}
    }
    events.push(Event::MeteringNoticeSeen { person: id });
    founder.happen(StreamId(id.0), pen, events);
    world.people.push(Person { id, unit: place, language });
}

/// A budget for each unit of the company and each quarter, large enough for what its people will order.
pub(super) fn budgets(founder: &mut Founder, world: &World, plan: &Plan) -> Answer<()> {
    let last = world.books.day(world.until);
    let mut period = Period::containing(world.books.day(world.from), PeriodLength::Quarter);
    let per_unit = plan.requests / world.units.len() / 12;
    while let Some(quarter) = period.filter(|quarter| quarter.start() <= last) {
        period = quarter.next();
        let opens = quarter.start().to_zoned(world.books.zone.clone());
        let opens = opens.map_err(|error| StoreError::Schema(error.to_string()))?.timestamp();
        founder.at = world.from.max(world.calendars[0].after(Instant::from_timestamp(opens), 60));
        for unit in world.units.iter().filter(|unit| !unit.outside) {
            let mut pen = founder.pen();
            let stream = StreamId(unit.id.0);
            let id = TransferId(pen.ids.next());
            let amount = (per_unit as i64 * 4 + 40) * founder.rng.between(8, 12) * 1_000 * ROUBLE;
            let entry = Entry {
                id,
                effective: world.books.day(founder.at).max(quarter.start()),
                booked_at: founder.at,
                cause: Cause { stream, seq: founder.length(stream) + 1 },
            };
            let purse = Purse { unit: unit.id, period: quarter, currency: world.books.currency };
            founder.founding.budgets.push(issue(entry, COMPANY_UNIT, purse, amount)?);
            let issued = Event::BudgetIssued { unit: unit.id, period: quarter, amount, transfer: id };
            founder.happen(stream, pen, [issued]);
        }
    }
    Ok(())
}
