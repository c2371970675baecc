//! Nobody acts on both sides: the attacks that got through once, and random companies.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::permission::{RequestFacts, Role, Viewer, sides};

const COLLEAGUE: PersonId = PersonId(Uuid::from_u128(11));

/// What the directory and the rules make of somebody who acts on a request now.
fn standing(request: &Request, viewer: &Viewer) -> Cx {
    let (mut sides, unit) = sides(viewer, &RequestFacts::from(request));
    sides.extend(acting(viewer, request, false));
    Cx { actor: viewer.actor, sides, unit, now: NOW }
}

fn viewer(person: PersonId, member: &[UnitId], serves: &[(Role, UnitId)]) -> Viewer {
    Viewer {
        actor: Actor::Person(person),
        units: member.iter().copied().collect(),
        grants: serves.iter().map(|(role, unit)| (*role, Some(*unit))).collect(),
        ..Viewer::nobody()
    }
}

fn belongs(viewer: &Viewer) -> Belonging {
    Belonging { member: viewer.units.clone(), serves: viewer.served(), outside: viewer.outside }
}

#[test]
fn a_provider_who_takes_part_decides_nothing_for_the_customer() {
    let provider = viewer(COLLEAGUE, &[IT], &[(Role::Provider, IT)]);
    // Histories from before the rule hold providers as participants of the customer's side.
    let added = Event::ParticipantAdded { person: COLLEAGUE, side: Side::Customer };
    for state in
        [RequestState::Confirming, RequestState::Choosing, RequestState::Accepting, RequestState::Reviewing]
    {
        let request = Request::evolve(Some(in_state(state)), &added, NOW).unwrap();
        let cx = standing(&request, &provider);
        for (command, _) in samples(&request) {
            let events = decide(&request, &command, &cx).unwrap_or_default();
            assert!(!events.iter().any(decides), "{} in {}", command.kind().code(), state.code());
        }
    }
}

#[test]
fn providers_add_their_colleagues_alone_and_those_speak_for_the_provider() {
    let mut request = in_state(RequestState::Choosing);
    let handler = viewer(HANDLER, &[IT], &[(Role::Provider, IT)]);
    let colleague = viewer(COLLEAGUE, &[IT], &[]);
    let stranger = viewer(JUDGE, &[MARKETING], &[]);
    let bidder = viewer(JUDGE, &[VENDOR], &[(Role::Provider, VENDOR)]);
    let outsider = Viewer { outside: true, ..viewer(JUDGE, &[], &[]) };
    let add = |request: &Request, by: &Viewer, of: &Viewer| {
        let command = Command::AddParticipant { person: of.person().unwrap(), belongs: belongs(of) };
        decide(request, &command, &standing(request, by))
    };
    let refused = Err(Refusal::Field { field: "person", problem: "field-not-offered" });
    assert_eq!(add(&request, &handler, &stranger), refused);
    assert_eq!(add(&request, &handler, &outsider), refused);
    let customer = viewer(CUSTOMER, &[MARKETING], &[]);
    assert_eq!(add(&request, &customer, &bidder), refused, "never a bidder's");
    assert!(add(&request, &customer, &outsider).is_ok(), "the customer alone lets outsiders in");
    let secret = Request { class: Class::Confidential, handlers: [HANDLER].into(), ..request.clone() };
    assert_eq!(add(&secret, &customer, &stranger), refused);
    assert!(add(&secret, &customer, &colleague).is_ok());
    for event in add(&request, &handler, &colleague).unwrap() {
        request = Request::evolve(Some(request), &event, NOW).unwrap();
    }
    let cx = standing(&request, &colleague);
    let said = decide(&request, &Command::Message { text: words(7), files: Vec::new() }, &cx).unwrap();
    assert!(matches!(said[0], Event::MessagePosted { side: Side::Provider, .. }));
}

#[test]
fn whom_the_customer_entrusts_decides_until_it_is_taken_back() {
    let mut request = in_state(RequestState::Confirming);
    let colleague = viewer(COLLEAGUE, &[MARKETING], &[]);
    let customer = viewer(CUSTOMER, &[MARKETING], &[]);
    let confirm = Command::ConfirmBrief { version: 1 };
    let entrust = Command::Entrust { to: COLLEAGUE, belongs: belongs(&colleague) };
    assert_eq!(decide(&request, &confirm, &standing(&request, &colleague)), Err(Refusal::NotYours));
    assert_eq!(decide(&request, &entrust, &standing(&request, &colleague)), Err(Refusal::NotYours));
    let step = |request: &mut Request, command: &Command| {
        let cx = standing(request, &customer);
        run(request, command, &cx);
    };
    step(&mut request, &entrust);
    assert!(decide(&request, &confirm, &standing(&request, &colleague)).is_ok());
    let moved = viewer(COLLEAGUE, &[VENDOR], &[]);
    assert_eq!(decide(&request, &confirm, &standing(&request, &moved)), Err(Refusal::NotEntrusted));
    step(&mut request, &Command::EndTrust);
    assert_eq!(decide(&request, &confirm, &standing(&request, &colleague)), Err(Refusal::NotYours));
    let provider = viewer(COLLEAGUE, &[MARKETING], &[(Role::Provider, IT)]);
    let foreign = Command::Entrust { to: COLLEAGUE, belongs: belongs(&provider) };
    assert!(decide(&request, &foreign, &standing(&request, &customer)).is_err(), "not a provider");
}

#[test]
fn whoever_serves_the_unit_they_order_from_leaves_what_costs_to_the_payers_head() {
    let own = |state| {
        let request = in_state(state);
        Request { customer_unit: IT, payer_unit: IT, ..request }
    };
    let orders = viewer(CUSTOMER, &[IT], &[(Role::Provider, IT)]);
    let confirming = own(RequestState::Confirming);
    let confirm = Command::ConfirmBrief { version: 1 };
    assert!(decide(&confirming, &confirm, &standing(&confirming, &orders)).is_ok());
    let choosing = own(RequestState::Choosing);
    assert_eq!(decide(&choosing, &choose(), &standing(&choosing, &orders)), Err(Refusal::OwnUnit));
    let judge = Command::Judge { verdicts: verdicts(&[]) };
    let mut accepting = own(RequestState::Accepting);
    assert_eq!(decide(&accepting, &judge, &standing(&accepting, &orders)), Err(Refusal::OwnUnit));
    accepting.offers[0].lines.clear();
    accepting.reserved.clear();
    assert!(decide(&accepting, &judge, &standing(&accepting, &orders)).is_ok(), "free work of another");
    accepting.handlers.insert(CUSTOMER);
    assert_eq!(decide(&accepting, &judge, &standing(&accepting, &orders)), Err(Refusal::OwnWork));
    // The head who serves the unit may not either; somebody to whom it went up may.
    let above = viewer(JUDGE, &[], &[(Role::UnitHead, MARKETING)]);
    assert_eq!(acting(&above, &choosing, false), None);
    assert_eq!(acting(&above, &choosing, true), Some(Side::Customer));
    let head = viewer(JUDGE, &[], &[(Role::UnitHead, IT)]);
    assert_eq!(acting(&head, &choosing, true), None);
}

#[test]
fn the_payers_own_unit_is_never_asked_to_offer() {
    let request = in_state(RequestState::Choosing);
    let refused = Err(Refusal::Field { field: "unit", problem: "field-own-unit" });
    assert_eq!(decide(&request, &Command::Invite { unit: MARKETING }, &customer()), refused);
}

/// An event that confirms, chooses, judges, reviews or spends.
fn decides(event: &Event) -> bool {
    use Event::{Accepted, BriefConfirmed, BriefCorrected, Judged, OfferChosen, OffersRefused, Reviewed};
    matches!(
        event,
        BriefConfirmed { .. }
            | BriefCorrected { .. }
            | OfferChosen { .. }
            | OffersRefused { .. }
            | Judged { .. }
            | Accepted { .. }
            | Reviewed { .. }
    )
}

const UNITS: [UnitId; 4] = [MARKETING, IT, VENDOR, UnitId(Uuid::from_u128(400))];

/// A company of six people: for each, units they belong to and roles they hold.
fn company() -> impl Strategy<Value = BTreeMap<PersonId, Viewer>> {
    let person = (0..4usize, proptest::collection::vec((0..3usize, 0..4usize), 0..3));
    proptest::collection::vec(person, 6).prop_map(|people| {
        let known = [
            CUSTOMER,
            HANDLER,
            JUDGE,
            COLLEAGUE,
            PersonId(Uuid::from_u128(12)),
            PersonId(Uuid::from_u128(40)),
        ];
        let roles = [Role::Provider, Role::ServiceOwner, Role::UnitHead];
        let made = people.into_iter().zip(known).map(|((unit, grants), person)| {
            let grants: Vec<_> = grants.into_iter().map(|(role, unit)| (roles[role], UNITS[unit])).collect();
            (person, viewer(person, &[UNITS[unit]], &grants))
        });
        made.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// In random companies, whoever tries whatever in whatever order: what is decided for the customer was decided by somebody who
    /// neither worked on it nor serves a unit that offers, but for what the rule leaves to the customer of their own unit.
    #[test]
    fn nobody_decides_on_both_sides(
        company in company(),
        state in 0..RequestState::ALL.len(),
        tries in proptest::collection::vec((0..6usize, 0..32usize, 0..6usize), 1..60),
    ) {
        let people: Vec<_> = company.values().collect();
        let mut request = in_state(RequestState::ALL[state]);
        for (who, which, whom) in tries {
            let by = people[who];
            let of = people[whom];
            let mut commands: Vec<_> = samples(&request).into_iter().map(|(command, _)| command).collect();
            let (person, belongs) = (of.person().unwrap(), belongs(of));
            commands.push(Command::AddParticipant { person, belongs: belongs.clone() });
            commands.push(Command::Entrust { to: person, belongs });
            commands.push(Command::Assign { to: person });
            let command = &commands[which % commands.len()];
            let cx = standing(&request, by);
            let Ok(events) = decide(&request, command, &cx) else { continue };
            let person = by.person().unwrap();
            for event in events {
                if decides(&event) && !cx.sides.contains(&Side::Resolver) {
                    prop_assert!(!request.worked_on_by(person), "{event:?}");
                    prop_assert!(!request.asked_units().into_iter().any(|unit| by.serves(unit)));
                    if by.serves(request.unit) {
                        let free = request.chosen().is_some_and(|offer| offer.total() == 0);
                        let own = matches!(event, Event::BriefConfirmed { .. })
                            || (free && matches!(event, Event::Judged { .. } | Event::Accepted { .. }));
                        prop_assert!(own && person == request.customer, "{event:?}");
                    }
                }
                request = Request::evolve(Some(request), &event, NOW).unwrap();
            }
        }
    }
}
