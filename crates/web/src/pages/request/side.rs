//! The panel beside: who answers, money and time, who takes part, what it belongs to. The clocks are in their own file.

use std::collections::BTreeSet;

use domain::ids::{PersonId, UnitId};
use domain::ledger::BudgetMode;
use domain::request::{CommandKind, Funding, Offer, Whose};
use store::repo::request::Listed;

use super::clocks;
use super::look::{Look, isolated};
use crate::parts::{ClockBlock, Mark, State};
use crate::routes;

/// The panel.
#[derive(Debug)]
pub(crate) struct Panel {
    /// Who answers: a person or the unit.
    pub owner: String,
    /// Their unit, or that nobody has taken it yet.
    pub owner_note: String,
    pub clocks: Vec<ClockBlock>,
    /// Name and value.
    pub facts: Vec<(String, String)>,
    /// Name and part.
    pub people: Vec<(String, String)>,
    /// Where somebody can be asked to take part.
    pub add_person: Option<String>,
    /// Where the customer entrusts somebody, or takes it back: words and address.
    pub trust: Vec<(String, String)>,
    pub parent: Option<Related>,
    pub children: Vec<Related>,
    /// How long it has been since the first of the chain was stated.
    pub chain: Option<String>,
}

/// A request that belongs to this one.
#[derive(Debug)]
pub(crate) struct Related {
    pub title: String,
    pub unit: String,
    /// Where it is, when the reader may open it.
    pub href: Option<String>,
    pub state: State,
    /// What it costs, when that is known.
    pub price: String,
}

/// The panel; none for those who only offer.
pub(super) fn panel(look: Look<'_>) -> Option<Panel> {
    if !look.whole() {
        return None;
    }
    let request = look.request();
    let unit = look.unit(request.unit);
    let (owner, owner_note) = match request.handler {
        Some(handler) => (look.name(handler), unit),
        None => (unit, look.t("request-owner-nobody")),
    };
    let chained = request.parent.is_some() || !request.children.is_empty();
    let until = if request.state.is_open() { look.page.now } else { request.since };
    let chain = look.c.waited(until.seconds_since(request.root_at).max(0));
    Some(Panel {
        owner,
        owner_note,
        clocks: clocks::all(look),
        facts: facts(look),
        people: people(look),
        add_person: look
            .can(CommandKind::AddParticipant)
            .then(|| routes::request_action(request.number, "participant")),
        trust: trust(look),
        parent: look.page.parent.as_ref().map(|listed| related(look, listed)),
        children: look.page.children.iter().map(|listed| related(look, listed)).collect(),
        chain: chained.then(|| look.c.ta("request-chain", &[("span", chain.into())])),
    })
}

fn facts(look: Look<'_>) -> Vec<(String, String)> {
    let (c, request, waiting) = (look.c, look.request(), look.page.waiting);
    let you = look.me(look.request().customer);
    let time = |seconds| if seconds == 0 { look.t("time-none") } else { c.span(seconds) };
    let waited = |seconds| if seconds == 0 { look.t("time-none") } else { c.waited(seconds) };
    let pick = |yours, theirs| if you { yours } else { theirs };
    let mut facts = Vec::new();
    if !look.disputed_only() {
        let spent = look.t(pick("request-fact-your-time", "request-fact-their-time"));
        facts.push((spent, time(request.client_seconds)));
    }
    facts.extend([
        (
            look.t(pick("request-fact-you-waited", "request-fact-customer-waited")),
            waited(waiting.customer_waited),
        ),
        (
            look.t(pick("request-fact-waited-for-you", "request-fact-provider-waited")),
            waited(waiting.provider_waited),
        ),
    ]);
    if waiting.both_waited > 0 {
        facts.push((look.t("request-fact-both-waited"), waited(waiting.both_waited)));
    }
    if let Some(offer) = request.chosen() {
        facts.push((look.t("request-fact-price"), c.price(Offer::total(offer))));
        if offer.total() > 0 {
            let funding = request.choice.as_ref().map(|choice| &choice.funding);
            if !matches!(funding, Some(Funding::Budget { mode: BudgetMode::Shadow, .. })) {
                facts.push((look.t("request-fact-reserved"), c.money(request.reserved_total())));
            }
            facts.push((look.t("request-fact-paid"), c.money(request.paid_total() + request.refunded)));
        }
        if request.refunded > 0 {
            facts.push((look.t("request-fact-refunded"), c.money(request.refunded)));
        }
    }
    if let Some(budget) = look.page.budget {
        let free = match (budget.mode, budget.free) {
            (BudgetMode::Shadow, _) => look.t("request-budget-shadow"),
            (_, Some(free)) => c.money(free),
            (_, None) => look.t("request-budget-none"),
        };
        facts.push((look.t("request-fact-budget"), free));
    }
    facts
}

/// The customer may let one person act in their place.
fn trust(look: Look<'_>) -> Vec<(String, String)> {
    let number = look.request().number;
    let steps: [(CommandKind, &str, &'static str); 2] = [
        (CommandKind::Entrust, "request-entrust", "entrust"),
        (CommandKind::EndTrust, "request-end-trust", "end-trust"),
    ];
    let possible = steps.into_iter().filter(|(command, ..)| look.can(*command));
    possible.map(|(_, key, action)| (look.t(key), routes::request_action(number, action))).collect()
}

fn people(look: Look<'_>) -> Vec<(String, String)> {
    let request = look.request();
    let mut known: BTreeSet<PersonId> = BTreeSet::new();
    let mut people = Vec::new();
    let mut add = |person: PersonId, part: String| {
        if known.insert(person) {
            people.push((look.name(person), part));
        }
    };
    add(request.customer, look.t("request-part-customer"));
    if let Some(person) = request.beneficiary {
        add(person, look.t("request-part-beneficiary"));
    }
    add(request.author, look.t("request-part-author"));
    if let Some(handler) = request.handler {
        add(handler, look.c.ta("request-part-handler", &[("unit", look.unit(request.unit).into())]));
    }
    if let Some(person) = request.entrusted {
        add(person, look.t("request-part-entrusted"));
    }
    for person in &request.helpers {
        add(*person, look.t("request-part-helper"));
    }
    for person in &request.participants {
        add(*person, look.t("request-part-participant"));
    }
    let asked: BTreeSet<UnitId> = request
        .invitations
        .iter()
        .filter(|invitation| invitation.declined_at.is_none() && invitation.unit != request.unit)
        .map(|invitation| invitation.unit)
        .collect();
    people.extend(asked.into_iter().map(|unit| (look.unit(unit), look.t("request-part-bidder"))));
    people
}

fn related(look: Look<'_>, listed: &Listed) -> Related {
    let number = look.c.ta("request-number", &[("number", listed.number.to_string().into())]);
    // A request without a title is one that this reader may not open.
    let (title, href) = match listed.title.trim() {
        "" => (number, None),
        title => (format!("{number}. {}", isolated(title)), Some(routes::request(listed.number))),
    };
    let mark = match listed.whose {
        Whose::Nobody => Mark::Done,
        Whose::Provider => Mark::Work,
        Whose::Customer | Whose::Resolver => Mark::Wait,
    };
    Related {
        title,
        unit: look.unit(listed.unit),
        href,
        state: State::new(mark, state_word(look, listed.state)),
        price: listed.price.filter(|price| *price > 0).map_or_else(String::new, |price| look.c.money(price)),
    }
}

/// The word for a state.
pub(super) fn state_word(look: Look<'_>, state: domain::request::RequestState) -> String {
    use domain::request::RequestState::*;
    look.t(match state {
        New => "request-state-new",
        Formulating => "request-state-formulating",
        Confirming => "request-state-confirming",
        Estimating => "request-state-estimating",
        Choosing => "request-state-choosing",
        Working => "request-state-working",
        Accepting => "request-state-accepting",
        Disputed => "request-state-disputed",
        Reviewing => "request-state-reviewing",
        Closed => "request-state-closed",
        Cancelled => "request-state-cancelled",
    })
}
