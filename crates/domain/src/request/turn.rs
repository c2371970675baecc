//! Whose move it is: a reading of the state, never a field of its own.

use super::parts::Child;
use super::{Request, RequestState, Turn, TurnWhat, Whose};

impl Request {
    /// Whose move it is now. A named question turns the move to the customer whatever the state.
    pub fn turn(&self) -> Turn {
        if let Some(question) = self.open_question() {
            return Turn { whose: Whose::Customer, what: TurnWhat::Answer, since: question.asked_at };
        }
        let (whose, what) = match self.state {
            RequestState::New => (Whose::Provider, TurnWhat::Claim),
            RequestState::Formulating => (Whose::Provider, TurnWhat::Formulate),
            RequestState::Confirming => (Whose::Customer, TurnWhat::Confirm),
            RequestState::Estimating => (Whose::Provider, TurnWhat::Estimate),
            RequestState::Choosing => (Whose::Customer, TurnWhat::Choose),
            // A ready service goes to work before anybody of the unit has taken it.
            RequestState::Working if self.handler.is_none() => (Whose::Provider, TurnWhat::Claim),
            RequestState::Working => (Whose::Provider, TurnWhat::Deliver),
            RequestState::Accepting => (Whose::Customer, TurnWhat::Accept),
            RequestState::Disputed => (Whose::Resolver, TurnWhat::Resolve),
            RequestState::Reviewing => (Whose::Customer, TurnWhat::Review),
            RequestState::Closed | RequestState::Cancelled => (Whose::Nobody, TurnWhat::Nothing),
        };
        // An answered question gives the move back at the moment of the answer.
        let since = self
            .questions
            .iter()
            .filter_map(|question| question.closed_at)
            .max()
            .map_or(self.since, |closed| closed.max(self.since));
        Turn { whose, what, since }
    }
    /// The sub-requests that keep the move from being made: work is handed over when they have ended. None in any other move.
    pub fn held_by(&self) -> impl Iterator<Item = &Child> {
        let hands_over = self.turn().what == TurnWhat::Deliver;
        self.children.iter().filter(move |child| hands_over && child.open)
    }
}
