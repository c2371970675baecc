//! What permissions say, case by case.

use super::*;
use uuid::Uuid;

const UNIT: UnitId = UnitId(Uuid::from_u128(1));
const CUSTOMERS: UnitId = UnitId(Uuid::from_u128(2));
const HANDLER: PersonId = PersonId(Uuid::from_u128(3));

fn viewer(person: u128, role: Role, unit: Option<UnitId>) -> Viewer {
    let actor = Actor::Person(PersonId(Uuid::from_u128(person)));
    Viewer { actor, grants: BTreeSet::from([(role, unit)]), ..Viewer::nobody() }
}

#[test]
fn whoever_serves_two_invited_units_speaks_for_the_one_they_name() {
    let [one, two, foreign] = [5, 6, 7].map(|n| UnitId(Uuid::from_u128(n)));
    let facts = |unit| RequestFacts {
        id: RequestId(Uuid::from_u128(9)),
        class: Class::Open,
        parties: BTreeSet::new(),
        own: BTreeSet::new(),
        helpers: BTreeSet::new(),
        deciders: BTreeSet::new(),
        handlers: BTreeSet::new(),
        customer_unit: CUSTOMERS,
        payer_unit: CUSTOMERS,
        unit,
        bidders: BTreeSet::from([one, two, foreign]),
        disputed: false,
    };
    let mut serves = viewer(4, Role::Provider, Some(one));
    serves.grants.insert((Role::UnitHead, Some(two)));
    let side = |viewer: &Viewer, unit| sides(viewer, &facts(unit));
    let bids = |unit| (BTreeSet::from([Side::Bidder]), Some(unit));
    assert_eq!(side(&serves, UNIT), bids(one), "the first, unless they say");
    assert_eq!(bids_for(&serves, &facts(UNIT)), BTreeSet::from([one, two]));
    serves.speaks_for = Some(two);
    assert_eq!(side(&serves, UNIT), bids(two));
    serves.speaks_for = Some(foreign);
    assert_eq!(side(&serves, UNIT), bids(one), "nobody speaks for a unit that they do not serve");
    assert_eq!(side(&serves, one), (BTreeSet::from([Side::Provider]), None), "their own unit comes first");
}

#[test]
fn what_is_for_few_leaves_with_those_few() {
    let facts = |class| RequestFacts {
        id: RequestId(Uuid::from_u128(9)),
        class,
        parties: BTreeSet::new(),
        own: BTreeSet::new(),
        helpers: BTreeSet::new(),
        deciders: BTreeSet::new(),
        handlers: BTreeSet::from([HANDLER]),
        customer_unit: CUSTOMERS,
        payer_unit: CUSTOMERS,
        unit: UNIT,
        bidders: BTreeSet::new(),
        disputed: false,
    };
    let takes = |viewer: &Viewer| {
        [Class::Open, Class::UnitOnly, Class::Confidential]
            .map(|class| can(viewer, Action::TakeAway, Resource::Request(&facts(class))))
    };
    assert_eq!(takes(&viewer(3, Role::Provider, Some(UNIT))), [true, true, true]);
    assert_eq!(takes(&viewer(4, Role::Provider, Some(UNIT))), [true, true, false]);
    assert_eq!(takes(&viewer(4, Role::UnitHead, Some(UNIT))), [true, true, false]);
    for role in [Role::Finance, Role::Auditor, Role::Administrator] {
        assert_eq!(takes(&viewer(4, role, None)), [true, false, false], "{role:?}");
    }
    assert_eq!(takes(&viewer(4, Role::Provider, Some(UnitId(Uuid::from_u128(5))))), [false; 3]);
    assert_eq!(takes(&Viewer::nobody()), [false; 3]);
    assert_eq!(takes(&Viewer::timer()), [false; 3]);
    // Whoever sits at the company's machine has the database itself.
    assert_eq!(takes(&Viewer::console()), [true; 3]);
}
