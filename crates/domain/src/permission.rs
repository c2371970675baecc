//! Who may do what. One place: pages, search, suggestions, mail and the programming interface all ask here, and the
//! statements behind lists are chosen by [`Scope`], so that a list shows exactly what [`can`] allows.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::ids::{PersonId, RequestId, UnitId};
use crate::request::{Class, Request, Side};

mod action;
mod service;
#[cfg(test)]
mod tests;

pub use action::Action;
pub use service::ServiceFacts;

/// A role that is granted. Everybody who belongs to a unit is a customer without a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Serves the requests of a unit.
    Provider,
    /// Runs services of a unit.
    ServiceOwner,
    /// Leads a unit: its budget, its desk, its word in escalations.
    UnitHead,
    /// Sees money of the whole company, never the words of requests.
    Finance,
    /// People, units, services, settings; no content of requests.
    Administrator,
    /// Configuration, ledger and history.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::Provider,
        Self::ServiceOwner,
        Self::UnitHead,
        Self::Finance,
        Self::Administrator,
        Self::Auditor,
    ];

    /// The word that the tables keep.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::ServiceOwner => "service_owner",
            Self::UnitHead => "unit_head",
            Self::Finance => "finance",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// True when the role is granted in a unit, false when in the company.
    pub const fn of_a_unit(self) -> bool {
        matches!(self, Self::Provider | Self::ServiceOwner | Self::UnitHead)
    }
}

/// Who looks or acts, with everything that permissions depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Who.
    pub actor: Actor,
    /// Units the person belongs to now.
    pub units: BTreeSet<UnitId>,
    /// Roles held now; company roles have no unit.
    pub grants: BTreeSet<(Role, Option<UnitId>)>,
    /// True for people of other organisations: of the company they see only what is theirs.
    pub outside: bool,
    /// Somebody else reset their password, and nobody confirmed yet that it is still them: they open nothing confidential.
    pub held: bool,
    /// Requests that they opened as an auditor and that are open still.
    pub opened: BTreeSet<RequestId>,
    /// What a link that was sent outside opens.
    pub link: Option<LinkScope>,
    /// For which of the invited units they want to speak, when they serve several.
    pub speaks_for: Option<UnitId>,
    /// Their time may be counted: a notice of metering is published and they have read it.
    pub metered: bool,
    /// The place in the person's own history at which all this was read; 0 where there is none. What they hold and where they belong is
    /// the same as long as nothing followed there.
    pub as_of: i64,
}

/// What a link opens: the brief of one request, for one outside unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkScope {
    /// The request.
    pub request: RequestId,
    /// The unit whose offer it is for.
    pub unit: UnitId,
}

impl Viewer {
    /// Somebody who has not signed in.
    pub fn nobody() -> Self {
        Self {
            actor: Actor::Anonymous,
            units: BTreeSet::new(),
            grants: BTreeSet::new(),
            outside: false,
            held: false,
            opened: BTreeSet::new(),
            link: None,
            speaks_for: None,
            metered: false,
            as_of: 0,
        }
    }

    /// The product itself, when a time-out came.
    pub fn timer() -> Self {
        Self { actor: Actor::Timer, ..Self::nobody() }
    }

    /// The command line on the company's own machine: whoever uses it could change the database itself.
    pub fn console() -> Self {
        let grants = BTreeSet::from([(Role::Administrator, None)]);
        Self { actor: Actor::Token(uuid::Uuid::nil()), grants, ..Self::nobody() }
    }

    /// True for [`Self::console`].
    pub fn is_console(&self) -> bool {
        self.actor == Actor::Token(uuid::Uuid::nil()) && self.has(Role::Administrator, None)
    }

    /// The person, if one signed in.
    pub const fn person(&self) -> Option<PersonId> {
        self.actor.person()
    }

    /// True when the role is held in the unit (or in the company, for company roles).
    pub fn has(&self, role: Role, unit: Option<UnitId>) -> bool {
        self.grants.contains(&(role, unit.filter(|_| role.of_a_unit())))
    }

    /// True when the person serves the unit: as provider, service owner or head.
    pub fn serves(&self, unit: UnitId) -> bool {
        [Role::Provider, Role::ServiceOwner, Role::UnitHead].iter().any(|role| self.has(*role, Some(unit)))
    }

    /// True when requests of this class do not open for them, whatever else they may do.
    pub fn is_shut_from(&self, class: Class) -> bool {
        self.held && class == Class::Confidential
    }

    /// The units that the person serves.
    pub fn served(&self) -> BTreeSet<UnitId> {
        self.grants.iter().filter(|(role, _)| role.of_a_unit()).filter_map(|(_, unit)| *unit).collect()
    }
}

/// What a request says about who may see it. Lists read it from a row, pages from the aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestFacts {
    /// Its id.
    pub id: RequestId,
    /// Who may see it.
    pub class: Class,
    /// Everybody who takes part: author, customer, beneficiary, whom the customer entrusts, those who were added.
    pub parties: BTreeSet<PersonId>,
    /// Of these, the customer's own: author, customer, beneficiary, whom they entrust. Known to the aggregate, not to rows.
    pub own: BTreeSet<PersonId>,
    /// Of these, those who speak for the provider. Known to the aggregate, not to rows.
    pub helpers: BTreeSet<PersonId>,
    /// To whom the customer's decisions went up, because nobody nearer may take them: they read it too.
    pub deciders: BTreeSet<PersonId>,
    /// Everybody who handles or handled it.
    pub handlers: BTreeSet<PersonId>,
    /// The customer's unit.
    pub customer_unit: UnitId,
    /// Whose budget pays.
    pub payer_unit: UnitId,
    /// The providing unit.
    pub unit: UnitId,
    /// Units asked to offer that have not declined, and units whose offers stand.
    pub bidders: BTreeSet<UnitId>,
    /// True when somebody disagrees about the work.
    pub disputed: bool,
}

impl From<&Request> for RequestFacts {
    fn from(request: &Request) -> Self {
        let own = [Some(request.author), Some(request.customer), request.beneficiary, request.entrusted];
        let own: BTreeSet<PersonId> = own.into_iter().flatten().collect();
        Self {
            id: request.id,
            class: request.class,
            parties: own.iter().chain(&request.participants).chain(&request.helpers).copied().collect(),
            own,
            helpers: request.helpers.clone(),
            deciders: BTreeSet::new(),
            handlers: request.handlers.clone(),
            customer_unit: request.customer_unit,
            payer_unit: request.payer_unit,
            unit: request.unit,
            bidders: request
                .invitations
                .iter()
                .filter(|invitation| invitation.declined_at.is_none())
                .map(|invitation| invitation.unit)
                .collect(),
            disputed: request.open_dispute().is_some(),
        }
    }
}

/// What is asked about.
#[derive(Debug, Clone, Copy)]
pub enum Resource<'a> {
    /// The company as a whole.
    Company,
    /// A unit.
    Unit(UnitId),
    /// A request.
    Request(&'a RequestFacts),
    /// A service.
    Service(&'a ServiceFacts),
}

impl<'a> Resource<'a> {
    const fn request(self) -> Option<&'a RequestFacts> {
        match self {
            Self::Request(facts) => Some(facts),
            Self::Company | Self::Unit(_) | Self::Service(_) => None,
        }
    }

    const fn service(self) -> Option<&'a ServiceFacts> {
        match self {
            Self::Service(facts) => Some(facts),
            Self::Company | Self::Unit(_) | Self::Request(_) => None,
        }
    }

    const fn unit(self) -> Option<UnitId> {
        match self {
            Self::Unit(unit) => Some(unit),
            Self::Company | Self::Request(_) | Self::Service(_) => None,
        }
    }

    /// True for the company and for a unit of it.
    const fn is_company_or_unit(self) -> bool {
        match self {
            Self::Company | Self::Unit(_) => true,
            Self::Request(_) | Self::Service(_) => false,
        }
    }
}

/// The answer to every question of permission. Every action stands here by its name: a new one is decided before it compiles, and
/// what an action does not speak of it does not allow.
pub fn can(viewer: &Viewer, action: Action, resource: Resource<'_>) -> bool {
    let holds = |role| viewer.has(role, None);
    let person = viewer.person();
    let whole = |facts: &RequestFacts| person.is_some_and(|person| reads(viewer, person, facts));
    if resource.request().is_some_and(|facts| viewer.is_shut_from(facts.class)) {
        return false;
    }
    match action {
        Action::BrowseServices | Action::StateRequest => person.is_some() && !viewer.outside,
        Action::OpenService => resource.service().is_some_and(|facts| service::opens(viewer, facts)),
        Action::OrderService => resource.service().is_some_and(|facts| service::orders(viewer, facts)),
        // Whoever comes from outside knows their own unit, and those of what they may read.
        Action::NameUnit => resource.unit().is_some_and(|unit| {
            let own = viewer.units.contains(&unit) || viewer.serves(unit);
            person.is_some() && (own || !viewer.outside)
        }),
        Action::ReadRequest => resource.request().is_some_and(whole),
        Action::ReadDispute => {
            resource.request().is_some_and(|facts| whole(facts) || resolves(viewer, facts))
        }
        Action::ReadBrief => resource
            .request()
            .is_some_and(|facts| whole(facts) || resolves(viewer, facts) || offers_on(viewer, facts)),
        Action::ReadFigure => resource.request().is_some_and(|facts| whole(facts) || counts(viewer, facts)),
        // What is for few leaves in a file with those few alone; figures of flow count it without telling which it is.
        Action::TakeAway => resource.request().is_some_and(|facts| {
            let open = facts.class == Class::Open && person.is_some();
            whole(facts)
                || (open && can(viewer, Action::ReadFlow, Resource::Unit(facts.unit)))
                || (person.is_none() && viewer.is_console())
        }),
        Action::ReadAccount => resource.unit().is_some_and(|unit| {
            viewer.has(Role::UnitHead, Some(unit)) || holds(Role::Finance) || holds(Role::Auditor)
        }),
        Action::ReadFlow => {
            [Role::Finance, Role::Auditor, Role::Administrator].into_iter().any(holds)
                || resource.unit().is_some_and(|unit| viewer.serves(unit))
        }
        Action::UseDesk => resource.unit().is_some_and(|unit| viewer.serves(unit)),
        Action::EditServices => resource.unit().is_some_and(|unit| {
            viewer.has(Role::ServiceOwner, Some(unit))
                || viewer.has(Role::UnitHead, Some(unit))
                || holds(Role::Administrator)
        }),
        // People of other organisations bring in nothing, whatever they hold.
        Action::BringHistory => {
            let owns =
                |unit| viewer.has(Role::ServiceOwner, Some(unit)) || viewer.has(Role::UnitHead, Some(unit));
            !viewer.outside
                && resource.is_company_or_unit()
                && (holds(Role::Administrator) || resource.unit().is_some_and(owns))
        }
        Action::EditUnit => resource
            .unit()
            .is_some_and(|unit| viewer.has(Role::UnitHead, Some(unit)) || holds(Role::Administrator)),
        Action::IssueBudget | Action::KeepRates => resource.is_company_or_unit() && holds(Role::Finance),
        Action::Administer => holds(Role::Administrator),
        Action::Audit => holds(Role::Auditor),
    }
}

/// Whether the viewer may offer: by a link, for the unit it was made for, while that unit is asked; or for an invited unit that they
/// serve. What is confidential is offered to nobody.
fn offers_on(viewer: &Viewer, facts: &RequestFacts) -> bool {
    let asked = |unit: &UnitId| match viewer.person() {
        Some(_) => viewer.serves(*unit),
        None => viewer.link.is_some_and(|link| facts.id == link.request && *unit == link.unit),
    };
    facts.class != Class::Confidential && facts.bidders.iter().any(asked)
}

/// Whether the viewer answers for sums of the request.
fn counts(viewer: &Viewer, facts: &RequestFacts) -> bool {
    let heads = |unit| viewer.has(Role::UnitHead, Some(unit));
    viewer.person().is_some()
        && (viewer.has(Role::Finance, None)
            || viewer.has(Role::Auditor, None)
            || [facts.payer_unit, facts.unit].into_iter().any(heads))
}

fn reads(viewer: &Viewer, person: PersonId, facts: &RequestFacts) -> bool {
    if [&facts.parties, &facts.handlers, &facts.deciders].iter().any(|known| known.contains(&person)) {
        return true;
    }
    if viewer.opened.contains(&facts.id) && viewer.has(Role::Auditor, None) {
        return true;
    }
    let heads = |unit| viewer.has(Role::UnitHead, Some(unit));
    match facts.class {
        Class::Open => {
            viewer.serves(facts.unit)
                || viewer.units.contains(&facts.unit)
                || viewer.units.contains(&facts.customer_unit)
                || heads(facts.payer_unit)
        }
        Class::UnitOnly => viewer.serves(facts.unit) || heads(facts.customer_unit) || heads(facts.payer_unit),
        // A confidential request that nobody handles yet is taken by the unit's head, who names the handler.
        Class::Confidential => facts.handlers.is_empty() && heads(facts.unit),
    }
}

/// Whether the viewer resolves what is disputed: somebody who is on neither side, an administrator who has no part in either unit.
fn resolves(viewer: &Viewer, facts: &RequestFacts) -> bool {
    facts.disputed
        && viewer.has(Role::Administrator, None)
        && !viewer.serves(facts.unit)
        && !viewer.units.contains(&facts.unit)
        && !viewer.units.contains(&facts.customer_unit)
}

/// The invited units for which a viewer may offer.
pub fn bids_for(viewer: &Viewer, facts: &RequestFacts) -> BTreeSet<UnitId> {
    let served = |unit: &UnitId| *unit != facts.unit && viewer.serves(*unit);
    facts.bidders.iter().copied().filter(|unit| facts.class != Class::Confidential && served(unit)).collect()
}

/// The sides a viewer is on by taking part, serving, being asked or resolving, and the unit for which they bid: the one they want
/// to speak for ([`Viewer::speaks_for`]), else the first. Who besides acts for the customer tells [`crate::request::acting`].
pub fn sides(viewer: &Viewer, facts: &RequestFacts) -> (BTreeSet<Side>, Option<UnitId>) {
    let mut sides = BTreeSet::new();
    if viewer.is_shut_from(facts.class) {
        return (sides, None);
    }
    if viewer.actor == Actor::Timer {
        sides.insert(Side::Timer);
        return (sides, None);
    }
    let Some(person) = viewer.person() else {
        // The holder of a link speaks for the unit that it was made for, and for nobody else.
        let opened = can(viewer, Action::ReadBrief, Resource::Request(facts));
        let unit = viewer.link.filter(|_| opened).map(|link| link.unit);
        sides.extend(unit.map(|_| Side::Bidder));
        return (sides, unit);
    };
    if facts.own.contains(&person) {
        sides.insert(Side::Participant);
    } else if facts.helpers.contains(&person) {
        sides.insert(Side::Helper);
    } else if facts.parties.contains(&person) && !viewer.serves(facts.unit) {
        // Whoever serves the unit speaks for it, whoever let them in.
        sides.insert(Side::Participant);
    }
    let serves = match facts.class {
        Class::Confidential => {
            facts.handlers.contains(&person)
                || (facts.handlers.is_empty() && viewer.has(Role::UnitHead, Some(facts.unit)))
        }
        _ => viewer.serves(facts.unit),
    };
    if serves {
        sides.insert(Side::Provider);
    }
    // Whoever serves the unit itself speaks for that.
    let invited = if serves { BTreeSet::new() } else { bids_for(viewer, facts) };
    let bidder = viewer.speaks_for.filter(|unit| invited.contains(unit)).or_else(|| invited.first().copied());
    if bidder.is_some() {
        sides.insert(Side::Bidder);
    }
    if resolves(viewer, facts) {
        sides.insert(Side::Resolver);
    }
    (sides, bidder)
}

/// Which rows a list may show. Each list has one statement for each scope it supports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Requests in which the person takes part.
    Own(PersonId),
    /// Requests of units that the person serves, less confidential ones of other handlers.
    Units(PersonId),
    /// Requests that served units were asked to offer on.
    Bids(PersonId),
    /// One request, by a link.
    Link(LinkScope),
    /// Nothing.
    Nothing,
}

/// Lists of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// What the person asked for or takes part in.
    Mine,
    /// The desk of the units that the person serves.
    Desk,
    /// Briefs to offer on.
    Bids,
}

/// The scope of a list for a viewer.
pub fn scope(viewer: &Viewer, list: List) -> Scope {
    match (viewer.person(), list) {
        (Some(person), List::Mine) => Scope::Own(person),
        (Some(person), List::Desk) if !viewer.served().is_empty() => Scope::Units(person),
        (Some(person), List::Bids) if !viewer.served().is_empty() => Scope::Bids(person),
        (None, List::Bids) => viewer.link.map_or(Scope::Nothing, Scope::Link),
        _ => Scope::Nothing,
    }
}

/// True when a list with this scope shows the request: the meaning that its statement must have.
pub fn in_scope(viewer: &Viewer, scope: &Scope, facts: &RequestFacts) -> bool {
    if viewer.is_shut_from(facts.class) {
        return false;
    }
    match scope {
        Scope::Own(person) => facts.parties.contains(person),
        Scope::Units(person) => {
            viewer.serves(facts.unit)
                && (facts.class != Class::Confidential
                    || facts.handlers.contains(person)
                    || (facts.handlers.is_empty() && viewer.has(Role::UnitHead, Some(facts.unit))))
        }
        Scope::Bids(_) => {
            facts.class != Class::Confidential && facts.bidders.iter().any(|unit| viewer.serves(*unit))
        }
        Scope::Link(link) => facts.id == link.request && facts.bidders.contains(&link.unit),
        Scope::Nothing => false,
    }
}
