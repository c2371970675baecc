//! A request as a line of the desk.

use std::collections::BTreeMap;

use domain::ids::{PersonId, UnitId};
use domain::request::{State as Stage, TurnWhat, Whose};
use store::repo::request::Listed;
use store::repo::unit::UnitView;

use super::{Due, Line};
use crate::chrome::Chrome;
use crate::format::LEFT_SOON;
use crate::pages::home::{unit_name, your_move};
use crate::parts::{Mark, State, Tag};
use crate::routes;

const fn stage(state: Stage) -> &'static str {
    match state {
        Stage::New => "desk-stage-answer",
        Stage::Formulating | Stage::Confirming => "desk-stage-brief",
        Stage::Estimating => "desk-stage-price",
        Stage::Choosing => "desk-stage-choice",
        Stage::Working => "desk-stage-work",
        Stage::Accepting => "desk-stage-acceptance",
        Stage::Disputed => "desk-stage-dispute",
        Stage::Reviewing | Stage::Closed | Stage::Cancelled => "desk-stage-review",
    }
}

/// What is to be done at a desk, in one word.
const fn verb(what: TurnWhat) -> &'static str {
    match what {
        TurnWhat::Claim => "desk-do-claim",
        TurnWhat::Formulate => "desk-do-formulate",
        TurnWhat::Answer => "desk-do-answer",
        TurnWhat::Estimate => "desk-do-estimate",
        TurnWhat::Deliver => "desk-do-deliver",
        other => your_move(other),
    }
}

fn state(c: &Chrome, me: Option<PersonId>, row: &Listed) -> State {
    let mine = row.handler.is_none() || row.handler == me;
    match row.whose {
        Whose::Provider if row.what == TurnWhat::Deliver => match (mine, row.due_at) {
            (true, Some(due)) if due < c.now => State::new(Mark::You, c.t(verb(row.what))),
            (true, _) => State::new(Mark::Work, c.t("desk-you")),
            (false, _) => State::new(Mark::Work, &row.handler_name),
        },
        Whose::Provider if mine => State::new(Mark::You, c.t(verb(row.what))),
        Whose::Provider => State::new(Mark::Wait, &row.handler_name),
        Whose::Customer => State::new(Mark::Wait, c.t("desk-waits-customer")),
        Whose::Resolver => State::new(Mark::Wait, c.t("desk-waits-resolver")),
        Whose::Nobody => State::new(Mark::Done, c.t("state-closed")),
    }
}

fn due(c: &Chrome, row: &Listed) -> Due {
    let Some(due) = row.due_at else {
        let waited = c.now.seconds_since(row.since).max(0);
        return Due::Waits(match row.whose {
            Whose::Nobody => String::new(),
            _ => c.ta("desk-waiting", &[("span", rounded(c, waited).into())]),
        });
    };
    let seconds = due.seconds_since(c.now);
    if seconds < 0 {
        Due::Marked(State::new(Mark::Late, c.left(due)))
    } else if seconds < LEFT_SOON {
        Due::Marked(State::new(Mark::Soon, c.left(due)))
    } else {
        Due::At(c.time(due, c.left(due)))
    }
}

/// Days, or hours, or minutes: the largest alone.
fn rounded(c: &Chrome, seconds: i64) -> String {
    let step = if seconds >= 86_400 { 86_400 } else { 60 };
    c.waited(seconds / step * step)
}

/// A request of the unit's own queue.
pub(super) fn line(
    c: &Chrome,
    me: Option<PersonId>,
    units: &BTreeMap<UnitId, UnitView>,
    row: &Listed,
) -> Line {
    let href = routes::request(row.number);
    Line {
        number: row.number,
        reply: format!("{href}#reply"),
        href,
        title: row.title.clone(),
        state: state(c, me, row),
        customer: row.customer_name.clone(),
        unit: unit_name(c, units, row.customer_unit),
        stage: stage(row.state),
        due: due(c, row),
        age: rounded(c, c.now.seconds_since(row.stated_at).max(0)),
        tag: Tag { money: row.price, seconds: Some(row.client_seconds) },
    }
}

/// A brief of another unit that may be bid on.
pub(super) fn bid(c: &Chrome, units: &BTreeMap<UnitId, UnitView>, row: &Listed) -> Line {
    let mut line = line(c, None, units, row);
    line.state = State::new(Mark::You, c.t("desk-do-bid"));
    line.customer = String::new();
    line.tag = Tag { money: None, seconds: None };
    line
}
