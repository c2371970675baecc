use std::collections::BTreeSet;

use uuid::Uuid;

use super::*;
use crate::aggregate::fold;
use crate::content::ContentRef;
use crate::history::{decode, encode};
use crate::ids::*;
use crate::localized::Language;
use crate::money::Currency;
use crate::permission::Role;
use crate::request::Class;
use crate::time::Instant;

const AT: Instant = Instant::from_millis(1_000);
const LATER: Instant = Instant::from_millis(2_000);

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn words(n: u128) -> ContentRef {
    ContentRef { id: ContentId(id(n)), hash: format!("{n:x}") }
}

fn registered() -> Event {
    Event::PersonRegistered {
        person: PersonId(id(7)),
        profile: words(1),
        language: Language::Ru,
        outside: false,
    }
}

fn joined(unit: u128) -> Event {
    Event::MembershipStarted { person: PersonId(id(7)), unit: UnitId(id(unit)), manager: None }
}

fn left(unit: u128) -> Event {
    Event::MembershipEnded { person: PersonId(id(7)), unit: UnitId(id(unit)) }
}

#[test]
fn a_person_keeps_past_memberships() {
    let events = [(registered(), AT), (joined(1), AT), (left(1), LATER), (joined(2), LATER)];
    let person: Person =
        fold(events.iter().map(|(event, at)| (event, *at))).expect("a sound history").expect("a person");
    assert_eq!(person.present().map(|(unit, ..)| unit).collect::<Vec<_>>(), [UnitId(id(2))]);
    assert_eq!(person.memberships.len(), 2);
    assert_eq!(person.memberships[&(UnitId(id(1)), AT)].ended_at, Some(LATER));
}

#[test]
fn a_link_to_another_system_ends_once() {
    let (person, source) = (PersonId(id(7)), "old".to_owned());
    let linked = Event::IdentityLinked { person, source: source.clone(), external: words(5) };
    let unlinked = Event::IdentityUnlinked { person, source, external: words(5) };
    let folded = |events: &[Event]| fold::<Person>(events.iter().map(|event| (event, AT)));
    let known = folded(&[registered(), linked.clone()]).expect("sound").expect("a person");
    assert_eq!(known.identities.len(), 1);
    let gone = folded(&[registered(), linked.clone(), unlinked.clone()]).expect("sound").expect("a person");
    assert!(gone.identities.is_empty());
    assert!(folded(&[registered(), linked, unlinked.clone(), unlinked]).is_err());
}

#[test]
fn a_change_of_manager_in_the_moment_of_joining_leaves_one_row() {
    let boss = Event::MembershipStarted {
        person: PersonId(id(7)),
        unit: UnitId(id(1)),
        manager: Some(PersonId(id(9))),
    };
    let events = [registered(), joined(1), left(1), boss];
    let person: Person = fold(events.iter().map(|event| (event, AT))).expect("sound").expect("a person");
    assert_eq!(person.memberships.len(), 1);
    assert_eq!(person.member_of(UnitId(id(1))).expect("member").1.manager, Some(PersonId(id(9))));
}

#[test]
fn a_damaged_history_is_told_not_guessed() {
    let fails = |events: &[Event]| fold::<Person>(events.iter().map(|event| (event, AT))).unwrap_err();
    assert_eq!(fails(&[joined(1)]), UNBEGUN);
    assert_eq!(fails(&[registered(), registered()]), TWICE);
    assert!(fails(&[registered(), joined(1), joined(1)]).contains("while it lasts"));
    assert!(fails(&[registered(), left(1)]).contains("does not last"));
    let revoked = Event::RoleRevoked { person: PersonId(id(7)), role: Role::Finance, unit: None };
    assert!(fails(&[registered(), revoked]).contains("not held"));
    let other = Event::SwitchedOff { person: PersonId(id(8)) };
    assert!(fails(&[registered(), other]).contains("another person"));
    assert_eq!(fails(&[registered(), Event::UnitClosed { unit: UnitId(id(1)) }]), FOREIGN);
}

#[test]
fn a_service_is_offered_in_its_last_version() {
    let version = |number| Event::ServiceVersionPublished {
        service: ServiceId(id(3)),
        version: ServiceVersion {
            id: ServiceVersionId(id(100 + u128::from(number))),
            number,
            texts: words(5),
            pricing: Pricing::Fixed { price: 0 },
            client_seconds: 60,
            ready: true,
            obligatory: true,
            class: Class::Open,
            promise: PromiseId(id(4)),
            delivery_days: Some(300),
            criteria: vec![ItemId(id(6))],
            audience: BTreeSet::new(),
        },
    };
    let created =
        Event::ServiceCreated { service: ServiceId(id(3)), unit: UnitId(id(1)), code: "certificate".into() };
    let events = [created.clone(), version(1), version(2)];
    let service: Service = fold(events.iter().map(|event| (event, AT))).expect("sound").expect("a service");
    assert_eq!(service.current().expect("offered").number, 2);
    assert_eq!(service.stage, ServiceStage::Idea);
    let gap = [created, version(2)];
    assert!(fold::<Service>(gap.iter().map(|event| (event, AT))).is_err());
}

#[test]
fn versions_survive_json_whatever_their_price() {
    for (pricing, units) in [
        (Pricing::Fixed { price: 5 }, BTreeSet::new()),
        (Pricing::From { price: 7 }, BTreeSet::from([UnitId(id(9))])),
        (Pricing::Estimated, BTreeSet::new()),
    ] {
        let event = Event::ServiceVersionPublished {
            service: ServiceId(id(3)),
            version: ServiceVersion {
                id: ServiceVersionId(id(2)),
                number: 1,
                texts: words(5),
                pricing,
                client_seconds: 0,
                ready: false,
                obligatory: false,
                class: Class::Confidential,
                promise: PromiseId(id(4)),
                delivery_days: None,
                criteria: Vec::new(),
                audience: units.clone(),
            },
        };
        let (kind, data) = encode(&event);
        assert_eq!(data.contains("audience"), !units.is_empty(), "versions from before say nothing of it");
        assert_eq!(decode::<Event>(&kind, 1, &data).expect("readable"), event);
    }
}

#[test]
fn the_company_starts_once() {
    let started = Event::Started {
        name: words(1),
        currency: Currency::RUB,
        zone: "Europe/Moscow".into(),
        language: Language::Ru,
        demonstration: false,
    };
    let desk = Event::FrontDeskNamed { unit: UnitId(id(1)), owner: PersonId(id(7)) };
    let events = [started.clone(), desk];
    let company: Company = fold(events.iter().map(|event| (event, AT))).expect("sound").expect("a company");
    assert_eq!(company.front_desk, Some((UnitId(id(1)), PersonId(id(7)))));
    assert!(fold::<Company>([(&started, AT), (&started, AT)]).is_err());
}

#[test]
fn a_rate_has_versions_that_follow_each_other() {
    let unit = UnitId(id(1));
    let created = Event::UnitCreated {
        unit,
        kind: UnitKind::Internal,
        parent: None,
        code: "it".into(),
        texts: words(1),
    };
    let set = |number, from| Event::RateSet {
        unit,
        number,
        per_hour: 150_000,
        valid_from: Instant::from_millis(from),
    };
    let folded = |events: &[Event]| fold::<Unit>(events.iter().map(|event| (event, AT)));
    let told = folded(&[created.clone(), set(1, 5), set(2, 5), set(3, 9)]).expect("sound").expect("a unit");
    assert_eq!(told.rates.iter().map(|version| version.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(folded(&[created.clone(), set(2, 5)]).unwrap_err().contains("left out"));
    assert!(folded(&[created.clone(), set(1, 5), set(1, 6)]).unwrap_err().contains("twice"));
    assert!(folded(&[created, set(1, 5), set(2, 4)]).unwrap_err().contains("before"));
}

#[test]
fn the_event_of_a_rate_reads_as_it_was_first_written() {
    let event = Event::RateSet {
        unit: UnitId(id(1)),
        number: 2,
        per_hour: 150_000,
        valid_from: Instant::from_millis(1_700_000_000_000),
    };
    let told = serde_json::json!({ "kind": "rate_set", "data": {
        "unit": "00000000-0000-0000-0000-000000000001", "number": 2, "per_hour": 150_000,
        "valid_from": serde_json::to_value(Instant::from_millis(1_700_000_000_000)).expect("JSON"),
    }});
    assert_eq!(serde_json::to_value(&event).expect("JSON"), told);
    assert_eq!(serde_json::from_value::<Event>(told).expect("an event"), event);
}
