//! Who may reach a route: said where the route is declared, enforced by its door, walked by a test.
//!
//! What a route asks of the company as a whole is an action of [`domain::permission`], and the door asks it: no handler does it
//! again. What it asks of a unit or of a request is known only once that is found: such a route says for the test who comes in, and
//! its handler or use case answers the others with 403 or 404.

use std::collections::BTreeSet;

use domain::actor::Actor;
use domain::ids::{PersonId, UnitId};
use domain::permission::{Action, Resource, Role, Viewer, can};
use domain::request::{CommandKind, Side, may_give};
use uuid::Uuid;

use crate::error::{Code, Error};

/// The units of the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Home {
    /// The customer's.
    Customers,
    /// The one that serves the sample request; addresses of units and services lead to it.
    Providers,
    /// One that has nothing to do with it.
    Others,
    /// An organisation outside.
    Vendor,
}

impl Home {
    const fn unit(self) -> UnitId {
        UnitId(Uuid::from_u128(1 + self as u128))
    }
}

/// A kind of caller, as the test of all routes has them. The sample is a request of somebody in one unit to another unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Seat {
    /// Nobody is signed in.
    Nobody,
    /// The holder of the link that was sent outside for the request.
    Link,
    /// Whose request it is.
    Customer,
    /// A colleague of the customer's unit, without a role.
    Colleague,
    /// The head of the customer's unit.
    CustomerHead,
    /// Who handles the request, a provider of its unit.
    Handler,
    /// Another provider of its unit.
    Provider,
    /// A service owner of its unit.
    ServiceOwner,
    /// The head of its unit.
    UnitHead,
    /// Somebody of a third unit, without a role.
    Stranger,
    /// A provider of a third unit.
    OtherProvider,
    /// A service owner of a third unit.
    OtherServiceOwner,
    /// The head of a third unit.
    OtherHead,
    /// Finance, of a third unit.
    Finance,
    /// An administrator, of a third unit.
    Administrator,
    /// An auditor, of a third unit.
    Auditor,
    /// Somebody of an organisation outside.
    Outsider,
}

impl Seat {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Nobody,
        Self::Link,
        Self::Customer,
        Self::Colleague,
        Self::CustomerHead,
        Self::Handler,
        Self::Provider,
        Self::ServiceOwner,
        Self::UnitHead,
        Self::Stranger,
        Self::OtherProvider,
        Self::OtherServiceOwner,
        Self::OtherHead,
        Self::Finance,
        Self::Administrator,
        Self::Auditor,
        Self::Outsider,
    ];

    /// True for somebody who signed in.
    pub const fn is_person(self) -> bool {
        !matches!(self, Self::Nobody | Self::Link)
    }

    /// The unit they belong to.
    pub const fn home(self) -> Option<Home> {
        match self {
            Self::Nobody | Self::Link => None,
            Self::Customer | Self::Colleague | Self::CustomerHead => Some(Home::Customers),
            Self::Handler | Self::Provider | Self::ServiceOwner | Self::UnitHead => Some(Home::Providers),
            Self::Outsider => Some(Home::Vendor),
            _ => Some(Home::Others),
        }
    }

    /// The role they hold, in their unit or in the company.
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Handler | Self::Provider | Self::OtherProvider => Some(Role::Provider),
            Self::ServiceOwner | Self::OtherServiceOwner => Some(Role::ServiceOwner),
            Self::CustomerHead | Self::UnitHead | Self::OtherHead => Some(Role::UnitHead),
            Self::Finance => Some(Role::Finance),
            Self::Administrator => Some(Role::Administrator),
            Self::Auditor => Some(Role::Auditor),
            _ => None,
        }
    }

    /// True for people of other organisations.
    pub const fn outside(self) -> bool {
        matches!(self, Self::Outsider)
    }

    /// True for whoever serves the unit of the request.
    pub const fn serves(self) -> bool {
        matches!((self.home(), self.role()), (Some(Home::Providers), Some(role)) if role.of_a_unit())
    }

    /// Whether they may give a command on the sample request: it asked no unit to offer, and there is no dispute.
    fn gives(self, command: CommandKind) -> bool {
        match self {
            Self::Customer => may_give(command, Side::Customer),
            Self::CustomerHead => may_give(command, Side::Customer) && !command.is_the_customers_own(),
            _ => self.serves() && may_give(command, Side::Provider),
        }
    }

    /// Them, as permissions see them.
    pub fn viewer(self) -> Viewer {
        let Some(home) = self.home() else { return Viewer::nobody() };
        let unit = home.unit();
        Viewer {
            actor: Actor::Person(PersonId(Uuid::from_u128(100 + self as u128))),
            units: BTreeSet::from([unit]),
            grants: self.role().into_iter().map(|role| (role, role.of_a_unit().then_some(unit))).collect(),
            outside: self.outside(),
            ..Viewer::nobody()
        }
    }
}

/// What the door asks for before a handler runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Nothing: not even the caller is loaded.
    Bare,
    /// Anybody; the caller is loaded.
    Open,
    /// Somebody who signed in.
    Session,
    /// The holder of a link, whose secret is the segment `{token}` of the path.
    Link,
}

/// Who may reach a route.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    /// What the door asks for.
    pub door: Door,
    /// Any of these in the company as a whole.
    company: &'static [Action],
    /// Or any of these in some unit that they serve.
    somewhere: &'static [Action],
    /// Any of these in the unit of the address: for the test, since no door knows the unit.
    unit: &'static [Action],
    /// Which seats, where no action says so: for the test.
    seats: fn(Seat) -> bool,
    /// Whoever may give this command on the sample request: for the test.
    command: Option<CommandKind>,
    /// What the door says to whoever may not do it.
    shut: Code,
}

impl Reach {
    /// Anybody, for what tells nothing of anybody.
    pub const BARE: Self = Self::behind(Door::Bare, |_| true);
    /// Anybody.
    pub const ANYONE: Self = Self::behind(Door::Open, |_| true);
    /// Everybody who signed in.
    pub const SIGNED_IN: Self = Self::people(|_| true);
    /// Administrators.
    pub const ADMINISTRATORS: Self = Self::company(&[Action::Administer]);
    /// The holder of the link in the address.
    pub const LINK: Self = Self::behind(Door::Link, |seat| matches!(seat, Seat::Link));
    /// Whoever may read the sample request, which is open to its unit and the customer's.
    pub const READERS: Self = Self::people(|seat| {
        seat.serves() || matches!(seat, Seat::Customer | Seat::Colleague | Seat::CustomerHead)
    });
    /// Whoever serves some unit.
    pub const PROVIDERS: Self = Self::somewhere(&[Action::UseDesk]);

    const fn behind(door: Door, seats: fn(Seat) -> bool) -> Self {
        Self { door, company: &[], somewhere: &[], unit: &[], seats, command: None, shut: Code::NotFound }
    }

    /// People who signed in and for whom `seats` holds; its use cases must answer the others with 403 or 404.
    pub const fn people(seats: fn(Seat) -> bool) -> Self {
        Self::behind(Door::Session, seats)
    }

    /// People who may do any of these in the company as a whole; for everybody else it is not there.
    pub const fn company(actions: &'static [Action]) -> Self {
        Self { company: actions, ..Self::SIGNED_IN }
    }

    /// People who may do any of these in some unit that they serve; for everybody else it is not there.
    pub const fn somewhere(actions: &'static [Action]) -> Self {
        Self { somewhere: actions, ..Self::SIGNED_IN }
    }

    /// Also people who may do any of these in some unit that they serve.
    #[must_use]
    pub const fn or_somewhere(self, actions: &'static [Action]) -> Self {
        Self { somewhere: actions, ..self }
    }

    /// People who may do any of these in the unit that the address leads to, by itself or by a service; its handler or use case,
    /// which finds the unit, must answer the others with 403 or 404.
    pub const fn unit(actions: &'static [Action]) -> Self {
        Self { unit: actions, ..Self::SIGNED_IN }
    }

    /// Of these, whoever may do any of these in the unit to which the address leads, as [`Self::unit`] says.
    #[must_use]
    pub const fn in_unit(self, actions: &'static [Action]) -> Self {
        Self { unit: actions, ..self }
    }

    /// Of these, people for whom `seats` holds; its use cases must answer the others with 403 or 404.
    #[must_use]
    pub const fn only(self, seats: fn(Seat) -> bool) -> Self {
        Self { seats, ..self }
    }

    /// People who may give this command on the request of the address; its use case answers the others with 403 or 404.
    pub const fn giving(command: CommandKind) -> Self {
        Self { command: Some(command), ..Self::SIGNED_IN }
    }

    /// Everybody knows that it is there: its door says that they may not, instead of nothing.
    #[must_use]
    pub const fn known(self) -> Self {
        Self { shut: Code::Forbidden, ..self }
    }

    /// Whether the door lets this caller through.
    pub fn admits(&self, viewer: &Viewer) -> bool {
        if !self.asks() {
            return true;
        }
        let somewhere = |action: &Action| {
            viewer.served().into_iter().any(|unit| can(viewer, *action, Resource::Unit(unit)))
        };
        self.company.iter().any(|action| can(viewer, *action, Resource::Company))
            || self.somewhere.iter().any(somewhere)
    }

    /// Whether the door itself asks for an action, of whoever signed in.
    pub const fn asks(&self) -> bool {
        !self.company.is_empty() || !self.somewhere.is_empty()
    }

    /// What the door says to whoever it does not admit.
    pub(super) fn refusal(&self) -> Error {
        self.shut.into()
    }

    /// Whether a caller of this kind reaches it.
    pub fn allows(&self, seat: Seat) -> bool {
        let there = Resource::Unit(Home::Providers.unit());
        let in_unit = |viewer: &Viewer| self.unit.iter().any(|action| can(viewer, *action, there));
        match self.door {
            Door::Session => {
                let viewer = seat.viewer();
                seat.is_person()
                    && (self.seats)(seat)
                    && self.command.is_none_or(|command| seat.gives(command))
                    && self.admits(&viewer)
                    && (self.unit.is_empty() || in_unit(&viewer))
            }
            Door::Bare | Door::Open | Door::Link => (self.seats)(seat),
        }
    }
}
