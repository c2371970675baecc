//! A request as a line of the desk.

use app::requests::desk::Desk;
use domain::ids::PersonId;
use domain::request::{TurnWhat, Whose};
use store::repo::request::{Bid, Listed};

use super::{DeskLine, Due};
use crate::chrome::Chrome;
use crate::format::LEFT_SOON;
use crate::i18n::{Html, escape};
use crate::labels;
use crate::pages::home::unit_name;
use crate::parts::table::{Cell, Row, Table};
use crate::parts::{Mark, State, Tag};
use crate::routes;

/// What is to be done at a desk, in one word.
const fn verb(what: TurnWhat) -> &'static str {
    match what {
        TurnWhat::Claim => "desk-do-claim",
        TurnWhat::Formulate => "desk-do-formulate",
        TurnWhat::Answer => "desk-do-answer",
        TurnWhat::Estimate => "desk-do-estimate",
        TurnWhat::Deliver => "desk-do-deliver",
        other => labels::your_move(other),
    }
}

fn state(c: &Chrome, desk: &Desk, me: Option<PersonId>, row: &Listed) -> State {
    let mine = row.handler.is_none() || row.handler == me;
    if mine && let Some(units) = desk.held.get(&row.id) {
        let names: Vec<_> = units.iter().map(|unit| unit_name(c, &desk.units, *unit)).collect();
        return State::new(Mark::Wait, c.ta("desk-held", &[("units", names.join(", ").into())]));
    }
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

/// Names beside each other, each in its own direction.
pub(super) fn whose(names: &[&str]) -> Html {
    let names = names.iter().filter(|name| !name.is_empty());
    Html(names.map(|name| format!("<bdi>{}</bdi>", escape(name))).collect::<Vec<_>>().join(", "))
}

/// The queue as a table, without its rows.
pub(super) fn queue(c: &Chrome) -> Table {
    Table::new("", c.t("desk-caption"))
        .look("queue")
        .walked()
        .plain(c.t("desk-col-tick"))
        .unseen()
        .plain(c.t("desk-col-move"))
        .cells("move")
        .plain(c.t("desk-col-request"))
        .cells("what")
        .heads()
        .plain(c.t("desk-col-customer"))
        .cells("cust mut")
        .plain(c.t("desk-col-stage"))
        .cells("hide")
        .figures(c.t("desk-col-left"))
        .figures(c.t("desk-col-age"))
        .cells("hide mut")
        .figures(c.t("desk-col-price"))
}

/// A line as a row of [`queue`]; `ticked` is one that can be ticked.
pub(super) fn row(c: &Chrome, line: DeskLine, ticked: bool) -> Row {
    let number = line.number.to_string();
    let tick = || Cell::tick("no", &number, c.ta("desk-tick", &[("number", number.as_str().into())]));
    let cells = vec![
        if ticked { tick() } else { Cell::text("") },
        Cell::state(line.state),
        Cell::text(line.title).to(line.href).beside(&number),
        Cell::html(line.whose),
        Cell::text(c.t(line.stage)),
        match line.due {
            Due::Marked(state) => Cell::state(state),
            Due::At(html) => Cell::html(html),
            Due::Waits(text) => Cell::text(text).look("mut"),
        },
        Cell::text(line.age),
        Cell::tag(Some(line.tag)),
    ];
    Row { cells, reply: Some(line.reply), ..Row::default() }
}

/// A request of the unit's own queue.
pub(super) fn line(c: &Chrome, desk: &Desk, me: Option<PersonId>, row: &Listed) -> DeskLine {
    let href = routes::request(row.number);
    DeskLine {
        number: row.number,
        reply: format!("{href}#reply"),
        href,
        title: row.title.clone(),
        state: state(c, desk, me, row),
        whose: whose(&[&row.customer_name, &unit_name(c, &desk.units, row.customer_unit)]),
        stage: labels::desk_stage(row.state),
        due: due(c, row),
        age: rounded(c, c.now.seconds_since(row.stated_at).max(0)),
        tag: Tag { money: row.price, seconds: Some(row.client_seconds) },
    }
}

/// Whether the unit itself has something to do about an offer: it made none, or its offer stands no more.
pub(super) fn asks(c: &Chrome, bid: &Bid) -> bool {
    bid.offer.is_none_or(|offer| offer.until <= c.now)
}

/// Another unit's request on which this one was asked to offer.
pub(super) fn bid(c: &Chrome, desk: &Desk, bid: &Bid) -> DeskLine {
    let (state, due) = match bid.offer.map(|offer| offer.until) {
        None => (State::new(Mark::You, c.t("desk-do-bid")), due(c, &bid.listed)),
        Some(until) if asks(c, bid) => {
            let stood = c.ta("desk-offer-stood", &[("until", c.until(until).into())]);
            (State::new(Mark::You, c.t("desk-do-bid-anew")), Due::At(c.time(until, stood)))
        }
        Some(until) => {
            let stands = c.ta("desk-offer-stands", &[("until", c.until(until).into())]);
            (State::new(Mark::Wait, c.t("desk-waits-choice")), Due::At(c.time(until, stands)))
        }
    };
    let mut line = line(c, desk, None, &bid.listed);
    line.whose = whose(&[&unit_name(c, &desk.units, bid.listed.customer_unit)]);
    // Whoever serves several units answers for the one whose desk this is.
    if desk.served.len() > 1 {
        line.href = routes::with(&line.href, &[(routes::SPEAKS_FOR, &desk.unit.id.to_string())]);
    }
    let offer = bid.offer;
    line.tag =
        Tag { money: offer.map(|offer| offer.price), seconds: offer.map(|offer| offer.client_seconds) };
    DeskLine { state, due, ..line }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::company::{UnitKind, UnitTexts};
    use domain::ids::{RequestId, UnitId};
    use domain::ledger::BudgetMode;
    use domain::localized::{Language, Localized};
    use domain::request::Class;
    use domain::request::RequestState;
    use domain::time::Instant;
    use store::repo::request::Bidden;
    use store::repo::unit::UnitView;
    use uuid::Uuid;

    use super::*;
    use crate::samples::signed;

    const ME: PersonId = PersonId(Uuid::from_u128(1));
    const LEGAL: UnitId = UnitId(Uuid::from_u128(2));

    fn desk() -> Desk {
        let texts = UnitTexts {
            name: Localized::both("Юристы", "Legal"),
            purpose: Localized::both("Договоры", "Contracts"),
        };
        let unit = UnitView {
            id: LEGAL,
            code: "legal".to_owned(),
            kind: UnitKind::Internal,
            parent: None,
            texts,
            owner: None,
            owner_name: String::new(),
            promise: None,
            calendar: None,
            budget_mode: BudgetMode::Soft,
            closed_at: None,
        };
        Desk {
            served: vec![LEGAL],
            units: [(LEGAL, unit.clone())].into(),
            unit,
            counts: None,
            parts: Vec::new(),
            found: None,
            bids: Vec::new(),
            next_bid: None,
            held: BTreeMap::new(),
        }
    }

    fn listed(c: &Chrome, state: RequestState, whose: Whose, what: TurnWhat) -> Listed {
        Listed {
            id: RequestId(Uuid::from_u128(7)),
            number: 7,
            title: "Поле".to_owned(),
            state,
            whose,
            what,
            since: c.now.plus_seconds(-7_200),
            class: Class::Open,
            customer: PersonId(Uuid::from_u128(9)),
            customer_name: "Анна".to_owned(),
            customer_unit: LEGAL,
            unit: LEGAL,
            service: None,
            handler: Some(ME),
            handler_name: "Илья".to_owned(),
            stated_at: c.now.plus_seconds(-9_000),
            due_at: None,
            price: None,
            client_seconds: 0,
        }
    }

    #[test]
    fn an_invited_unit_is_asked_waits_or_is_asked_again() {
        let c = signed(Language::En);
        let row = |until: Option<Instant>| {
            let listed = listed(&c, RequestState::Choosing, Whose::Customer, TurnWhat::Choose);
            let offer = until.map(|until| Bidden { until, price: 5_000_000, client_seconds: 1_800 });
            let line = bid(&c, &desk(), &Bid { listed, offer });
            let priced = Tag { money: offer.map(|_| 5_000_000), seconds: offer.map(|_| 1_800) };
            assert_eq!(line.tag, priced, "what this unit offered, when it did");
            let due = match line.due {
                Due::At(html) => html.0,
                Due::Waits(text) => text,
                Due::Marked(state) => panic!("{state:?}"),
            };
            (line.state.mark, line.state.text, due)
        };
        let (mark, word, due) = row(None);
        assert_eq!((mark, word.as_str()), (Mark::You, "Make an offer"));
        assert!(due.starts_with("waiting"), "{due}");
        let (mark, word, due) = row(Some(c.now.plus_seconds(10 * 86_400)));
        assert_eq!((mark, word.as_str()), (Mark::Wait, "Customer chooses"));
        assert!(due.contains(">stands until "), "{due}");
        let (mark, word, due) = row(Some(c.now));
        assert_eq!((mark, word.as_str()), (Mark::You, "Make a new offer"));
        assert!(due.contains(">stood until "), "{due}");
    }

    #[test]
    fn work_that_a_sub_request_holds_up_is_not_called_for() {
        let c = signed(Language::En);
        let mut row = listed(&c, RequestState::Working, Whose::Provider, TurnWhat::Deliver);
        row.due_at = Some(c.now.plus_seconds(-60));
        let mut desk = desk();
        assert_eq!(line(&c, &desk, Some(ME), &row).state.text, "Hand over");
        desk.held.insert(row.id, vec![LEGAL]);
        let held = line(&c, &desk, Some(ME), &row);
        assert_eq!(held.state.text, "Waiting for the sub-request of Legal");
        assert_eq!(held.state.mark, Mark::Wait);
        assert!(matches!(held.due, Due::Marked(_)), "late it is all the same");
        let other = line(&c, &desk, Some(PersonId(Uuid::from_u128(3))), &row);
        assert_eq!(other.state.text, "Илья", "a colleague's row names the colleague");
    }
}
