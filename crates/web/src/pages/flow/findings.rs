//! Findings: where time is lost, what it costs, which requests, what to try.

use domain::money::Currency;
use flow::findings::{About, Finding, Limits, Money, Without, findings as find};
use flow::picture::Words;

use super::about::{kind_code, references};
use super::ground::Ground;
use super::words::span;
use crate::labels;

/// A finding in words.
#[derive(Debug, Clone)]
pub(crate) struct Finding2 {
    pub title: String,
    /// What happens where.
    pub what: String,
    /// What it cost, in hours.
    pub cost: String,
    /// The same hours in money, or why there is none; empty when no unit has a rate.
    pub money: String,
    /// There is a sum.
    pub priced: bool,
    pub times: String,
    pub requests: String,
    pub href: String,
    pub attempt: String,
}

/// How many are shown.
const MOST: usize = 40;

/// The findings, and what is to be known of their money.
pub(super) fn findings(ground: &Ground) -> (Vec<Finding2>, String) {
    let all = find(&ground.view(), ground.now, &ground.clock, &Limits::default());
    let priced: Vec<(&Finding, Money)> =
        all.iter().take(MOST).map(|one| (one, one.money(&ground.rates))).collect();
    let dear = |money: &Money| money.amount.is_some() || money.without == Some(Without::FewPeople);
    // Where no unit has a rate, this is said once.
    let rated = priced.iter().any(|(_, money)| dear(money));
    let note = if rated { "findings-money-note" } else { "findings-no-rates" };
    let list = priced.into_iter().map(|(one, money)| told(ground, one, rated.then_some(money)));
    (list.collect(), ground.told.c.t(note).into_owned())
}

/// Hours in money, in words.
fn in_words(ground: &Ground, money: Money) -> String {
    let c = &ground.told.c;
    let Some(amount) = money.amount else {
        let key = match money.without {
            Some(Without::FewPeople) => "finding-money-few",
            Some(Without::NotOurs) => "finding-money-not-ours",
            _ => "finding-money-not-set",
        };
        return c.t(key).into_owned();
    };
    let currency: Currency = ground.rates.currency.parse().unwrap_or(c.currency);
    let amount = crate::format::money(amount, currency, c.l.0);
    if money.without.is_none() {
        return c.ta("finding-money", &[("money", amount.into())]);
    }
    c.ta("finding-money-part", &[("money", amount.into()), ("span", span(c, money.hours, false).into())])
}

fn told(ground: &Ground, one: &Finding, money: Option<Money>) -> Finding2 {
    let (told, c) = (&ground.told, &ground.told.c);
    let label = |name| told.label(ground.flow.log.names.text(name));
    let (state, service, from, to) = match one.about {
        About::All => (String::new(), String::new(), String::new(), String::new()),
        About::State { service, state } => (label(state), label(service), String::new(), String::new()),
        About::Team(team) => (String::new(), String::new(), label(team), String::new()),
        About::Teams { from, to } => (String::new(), String::new(), label(from), label(to)),
    };
    let (a, b) = references(ground, one.about);
    let about = format!("finding-{}", kind_code(one.kind));
    let args =
        [("state", state.into()), ("service", service.into()), ("from", from.into()), ("to", to.into())];
    let args: Vec<_> = args.into_iter().filter(|(_, value)| *value != "".into()).collect();
    Finding2 {
        title: c.t(labels::finding(one.kind)).into_owned(),
        what: c.ta(labels::finding_what(one.kind), &args),
        cost: span(c, one.hours, false),
        money: money.map(|money| in_words(ground, money)).unwrap_or_default(),
        priced: money.is_some_and(|money| money.amount.is_some()),
        times: told.times(one.times),
        requests: told.requests(one.places.len() as u64),
        href: ground.list(&about, &a, &b),
        attempt: c.t(labels::finding_try(one.what_to_try())).into_owned(),
    }
}
