//! Who may reach a route: said where the route is declared, enforced by its door and its use cases, walked by a test.

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
}

impl Seat {
    /// Every kind.
    pub const ALL: [Self; 16] = [
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
    ];

    /// True for somebody who signed in.
    pub const fn is_person(self) -> bool {
        !matches!(self, Self::Nobody | Self::Link)
    }

    /// True for whoever serves the unit of the request.
    pub const fn serves(self) -> bool {
        matches!(self, Self::Handler | Self::Provider | Self::ServiceOwner | Self::UnitHead)
    }

    /// True for whoever serves some unit.
    pub const fn serves_any(self) -> bool {
        self.serves()
            || matches!(
                self,
                Self::CustomerHead | Self::OtherProvider | Self::OtherServiceOwner | Self::OtherHead
            )
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
    allows: fn(Seat) -> bool,
}

impl Reach {
    /// Anybody, for what tells nothing of anybody.
    pub const BARE: Self = Self { door: Door::Bare, allows: |_| true };
    /// Anybody.
    pub const ANYONE: Self = Self { door: Door::Open, allows: |_| true };
    /// Everybody who signed in.
    pub const SIGNED_IN: Self = Self { door: Door::Session, allows: Seat::is_person };
    /// Administrators.
    pub const ADMINISTRATORS: Self =
        Self { door: Door::Session, allows: |seat| matches!(seat, Seat::Administrator) };
    /// The holder of the link in the address.
    pub const LINK: Self = Self { door: Door::Link, allows: |seat| matches!(seat, Seat::Link) };
    /// Whoever may read the sample request, which is open to its unit and the customer's.
    pub const READERS: Self = Self {
        door: Door::Session,
        allows: |seat| seat.serves() || matches!(seat, Seat::Customer | Seat::Colleague | Seat::CustomerHead),
    };
    /// Whoever serves some unit.
    pub const PROVIDERS: Self = Self { door: Door::Session, allows: Seat::serves_any };

    /// People who signed in and for whom `allows` holds; its use cases must answer the others with 403 or 404.
    pub const fn people(allows: fn(Seat) -> bool) -> Self {
        Self { door: Door::Session, allows }
    }

    /// Whether a caller of this kind reaches it.
    pub fn allows(&self, seat: Seat) -> bool {
        match self.door {
            Door::Session => seat.is_person() && (self.allows)(seat),
            Door::Bare | Door::Open | Door::Link => (self.allows)(seat),
        }
    }
}
