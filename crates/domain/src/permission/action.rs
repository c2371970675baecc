//! Everything that permission is asked for.

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Read storefronts, services and prices.
    BrowseServices,
    /// State a problem.
    StateRequest,
    /// See that a service is there, and open its page.
    OpenService,
    /// Order a service.
    OrderService,
    /// Be told what a unit is called.
    NameUnit,
    /// Read the whole request.
    ReadRequest,
    /// Read what both sides had to do with each other, in order to resolve their dispute.
    ReadDispute,
    /// Read its brief in order to offer.
    ReadBrief,
    /// See that it exists: its number, unit, service and sums.
    ReadFigure,
    /// Read a unit's account.
    ReadAccount,
    /// See how requests flow: figures, pictures, findings; of a unit or of the company.
    ReadFlow,
    /// Take the steps of a request along in a file: its number, unit, service, states and moments, never words.
    TakeAway,
    /// Work at a unit's desk.
    UseDesk,
    /// Bring in the history of a unit from another system, and take it back; asked of the company, of every unit.
    BringHistory,
    /// Publish services of a unit.
    EditServices,
    /// Change a unit's storefront, promise and calendar.
    EditUnit,
    /// Issue budgets.
    IssueBudget,
    /// See and set what an hour of a unit costs. Behind it lie salaries: finance alone.
    KeepRates,
    /// People, units, roles, settings.
    Administer,
    /// Read configuration, ledger and history.
    Audit,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 20] = [
        Self::BrowseServices,
        Self::StateRequest,
        Self::OpenService,
        Self::OrderService,
        Self::NameUnit,
        Self::ReadRequest,
        Self::ReadDispute,
        Self::ReadBrief,
        Self::ReadFigure,
        Self::ReadAccount,
        Self::ReadFlow,
        Self::TakeAway,
        Self::UseDesk,
        Self::BringHistory,
        Self::EditServices,
        Self::EditUnit,
        Self::IssueBudget,
        Self::KeepRates,
        Self::Administer,
        Self::Audit,
    ];
}
