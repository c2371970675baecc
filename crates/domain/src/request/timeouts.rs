//! Every state that waits for a person has its time-outs: what happens, and after how much working time.
//! Silence never pays and never accepts: it reminds, then goes up; before anything is agreed it may end the request.

use serde::{Deserialize, Serialize};

use super::{Request, RequestState, TurnWhat, Whose};
use crate::time::Instant;

/// Who hears of a waiting that lasts too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EscalateTo {
    /// The head of the customer's unit.
    CustomerHead,
    /// The head of the providing unit.
    ProviderHead,
    /// The company's administrators.
    Administrators,
}

/// What a time-out does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Remind the side that moves.
    Remind,
    /// Tell somebody above.
    Escalate(EscalateTo),
    /// End the request; nothing had been agreed.
    Lapse,
    /// Close without a review; the request counts as unreviewed.
    SkipReview,
}

/// One time-out: after so many working days of waiting, this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOut {
    /// Working days since the move began, in hundredths of a day.
    pub after: u32,
    /// What happens.
    pub action: Action,
}

/// A time-out that came: for which waiting and which of its steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nudge {
    /// The beginning of the waiting it was set for; another waiting makes it void.
    pub since: Instant,
    /// Its place in the list of the waiting, from 0.
    pub step: u32,
}

const fn after(after: u32, action: Action) -> TimeOut {
    TimeOut { after, action }
}

/// The time-outs of one waiting, earliest first.
pub const fn of(what: TurnWhat) -> &'static [TimeOut] {
    use Action::{Escalate, Lapse, Remind, SkipReview};
    use EscalateTo::{Administrators, CustomerHead, ProviderHead};
    const CLAIM: &[TimeOut] =
        &[after(50, Remind), after(100, Escalate(ProviderHead)), after(300, Escalate(Administrators))];
    const FORMULATE: &[TimeOut] = &[after(200, Remind), after(400, Escalate(ProviderHead))];
    const ANSWER: &[TimeOut] = &[after(200, Remind), after(500, Escalate(CustomerHead)), after(1500, Lapse)];
    const CONFIRM: &[TimeOut] = &[after(200, Remind), after(400, Escalate(CustomerHead)), after(1500, Lapse)];
    const ESTIMATE: &[TimeOut] = &[after(200, Remind), after(400, Escalate(ProviderHead))];
    const CHOOSE: &[TimeOut] = &[after(200, Remind), after(400, Escalate(CustomerHead)), after(1500, Lapse)];
    const DELIVER: &[TimeOut] = &[after(500, Remind), after(1000, Escalate(ProviderHead))];
    const ACCEPT: &[TimeOut] =
        &[after(200, Remind), after(400, Escalate(CustomerHead)), after(1000, Escalate(Administrators))];
    const RESOLVE: &[TimeOut] = &[after(200, Remind), after(400, Escalate(Administrators))];
    const REVIEW: &[TimeOut] = &[after(200, Remind), after(700, SkipReview)];
    match what {
        TurnWhat::Claim => CLAIM,
        TurnWhat::Formulate => FORMULATE,
        TurnWhat::Answer => ANSWER,
        TurnWhat::Confirm => CONFIRM,
        TurnWhat::Estimate => ESTIMATE,
        TurnWhat::Choose => CHOOSE,
        TurnWhat::Deliver => DELIVER,
        TurnWhat::Accept => ACCEPT,
        TurnWhat::Resolve => RESOLVE,
        TurnWhat::Review => REVIEW,
        TurnWhat::Nothing => &[],
    }
}

impl Request {
    /// The next time-out: which, since when it waits, after how many hundredths of a working day. `None` when nobody is
    /// waited for or all steps have been taken.
    pub fn next_timeout(&self) -> Option<(Nudge, TimeOut)> {
        let turn = self.turn();
        if turn.whose == Whose::Nobody {
            return None;
        }
        let timeout = of(turn.what).get(usize::try_from(self.nudges).ok()?)?;
        // An unanswered question never ends a request that has been agreed on: money is at stake there.
        if matches!(timeout.action, Action::Lapse) && !self.state.before_agreement() {
            return None;
        }
        Some((Nudge { since: turn.since, step: self.nudges }, *timeout))
    }

    /// True while this state waits for a person.
    pub fn waits(&self) -> bool {
        !matches!(self.state, RequestState::Closed | RequestState::Cancelled)
    }
}
