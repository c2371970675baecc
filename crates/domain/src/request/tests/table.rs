//! The journey as a table.

use std::fmt::Write as _;

use super::*;

/// Who may give a command in a state: `c`ustomer, `p`rovider, `b`idder, `r`esolver, `t`imer.
fn cell(request: &Request, command: &Command, contexts: &[Cx]) -> String {
    contexts
        .iter()
        .filter(|cx| decide(request, command, cx).is_ok_and(|events| !events.is_empty()))
        .map(|cx| match cx.sides.first() {
            Some(Side::Customer) => 'c',
            Some(Side::Provider) => 'p',
            Some(Side::Bidder) => 'b',
            Some(Side::Resolver) => 'r',
            _ => 't',
        })
        .collect()
}

/// Who besides the provider may give a command somewhere: those who `act` for the customer, the customer who serves the unit
/// (`own`, of free work), those who take part (`part`), those whom the provider added (`help`).
fn whom(requests: &[Request], at: usize) -> String {
    let kinds =
        [(Side::Customer, "act"), (Side::Own, "own"), (Side::Participant, "part"), (Side::Helper, "help")];
    let may = |side: Side| {
        let free = requests.iter().map(|request| {
            // Work for nothing, so that judging it oneself shows.
            let mut request = request.clone();
            for offer in &mut request.offers {
                offer.lines.clear();
            }
            request
        });
        requests.iter().cloned().chain(free).any(|request| {
            let (command, contexts) = &samples(&request)[at];
            let person = if side == Side::Helper { JUDGE } else { CUSTOMER };
            contexts.first().is_some_and(|cx| cx.actor != Actor::Timer)
                && decide(&request, command, &cx(person, side)).is_ok_and(|events| !events.is_empty())
        })
    };
    let words: Vec<_> = kinds.into_iter().filter(|(side, _)| may(*side)).map(|(_, word)| word).collect();
    words.join(" ")
}

fn table() -> String {
    let requests: Vec<_> = RequestState::ALL.into_iter().map(in_state).collect();
    let mut table = String::from("| command | for the customer |");
    for state in RequestState::ALL {
        let _ = write!(table, " {} |", state.code());
    }
    table.push_str("\n|---|---|");
    table.push_str(&"---|".repeat(RequestState::ALL.len()));
    let commands = samples(&requests[0]).len();
    for at in 0..commands {
        let _ =
            write!(table, "\n| {} | {} |", samples(&requests[0])[at].0.kind().code(), whom(&requests, at));
        for request in &requests {
            let (command, contexts) = &samples(request)[at];
            let _ = write!(table, " {} |", cell(request, command, contexts));
        }
    }
    table.push('\n');
    table
}

#[test]
fn the_documented_table_of_states_and_commands_is_what_the_machine_does() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/request-states.md"))
        .expect("docs/request-states.md is part of the repository");
    let table = table();
    assert!(page.contains(&table), "docs/request-states.md must hold this table:\n{table}");
}

#[test]
fn pages_offer_exactly_what_the_machine_accepts() {
    for state in RequestState::ALL {
        let request = in_state(state);
        for (command, contexts) in samples(&request) {
            for cx in contexts.iter().filter(|cx| cx.actor != Actor::Timer) {
                // Nobody is a bidder before an invitation: permissions see to that.
                if cx.unit.is_some() && request.invitations.is_empty() {
                    continue;
                }
                let offered = available(&request, &cx.sides).contains(&command.kind());
                let accepted = decide(&request, &command, cx).is_ok();
                assert_eq!(offered, accepted, "{} {:?} in {}", command.kind().code(), cx.sides, state.code());
            }
        }
    }
}
