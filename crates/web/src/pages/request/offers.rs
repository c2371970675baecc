//! Offers side by side: the same rows for everybody, nothing suggested.

use domain::ids::OfferId;
use domain::ledger::BudgetMode;
use domain::request::{CommandKind, Event, Funding, LineKind, Offer, RequestState, WouldPay};

use super::dates::{Chart, chart};
use super::look::Look;
use crate::i18n::Html;
use crate::parts::{Mark, State, Tag};
use crate::routes::{request_action, with};

/// The section of offers.
#[derive(Debug)]
pub(crate) struct Offers {
    pub title: String,
    /// What all of them answer.
    pub sub: String,
    pub columns: Vec<Column>,
    /// Some of the columns answer this question.
    pub risk: bool,
    /// What the question is called, and whose time it is, to this reader.
    pub risk_key: &'static str,
    pub time_key: &'static str,
    pub own: bool,
    pub chosen: bool,
    /// Offers that can no longer be chosen, each in a sentence.
    pub past: Vec<String>,
    /// «Ни одно не подходит».
    pub refuse: Option<String>,
    /// What happens to money, and who sees the reason.
    pub notes: Vec<String>,
}

/// One offer.
#[derive(Debug)]
pub(crate) struct Column {
    pub name: String,
    pub kind: String,
    pub tag: Tag,
    pub lines: Vec<(String, String)>,
    pub ready: Html,
    pub chart: Option<Chart>,
    pub probability: String,
    pub criteria: State,
    /// Criteria that it does not meet.
    pub missing: Vec<String>,
    pub risk: Option<Html>,
    pub own: String,
    pub valid: Html,
    /// Where it is chosen.
    pub choose: Option<String>,
    /// Where its own unit takes it back.
    pub withdraw: Option<String>,
    /// How it was decided.
    pub decision: Option<State>,
    pub reason: Option<Html>,
}

impl Offers {
    /// Something can be chosen or taken back.
    pub fn decide(&self) -> bool {
        self.columns.iter().any(|column| column.choose.is_some() || column.withdraw.is_some())
    }
}

/// The section, when there is something to show.
pub(super) fn offers(look: Look<'_>) -> Option<Offers> {
    let request = look.request();
    if request.offers.is_empty() {
        return None;
    }
    let version =
        request.chosen().map_or_else(|| request.brief().map_or(0, |b| b.version), |offer| offer.brief);
    let (shown, past): (Vec<_>, Vec<_>) =
        request.offers.iter().partition(|offer| shown(look, offer, version));
    // A service from the price list left nothing to choose.
    let ready = request.choice.as_ref().is_some_and(|choice| choice.reason.is_none());
    let axis: Vec<_> = shown.iter().map(|offer| offer.ready_by).collect();
    let columns: Vec<_> = shown.iter().map(|offer| column(look, offer, &axis, ready)).collect();
    let choosing = look.can(CommandKind::Choose) && !look.own_work();
    Some(Offers {
        title: look.t(if ready { "request-terms" } else { "request-offers" }),
        sub: if ready {
            look.t("request-terms-sub")
        } else {
            look.c.ta("request-offers-sub", &[("version", i64::from(version).into())])
        },
        risk: columns.iter().any(|column| column.risk.is_some()),
        risk_key: if look.customer() { "request-row-risk" } else { "request-row-risk-customer" },
        time_key: if look.customer() { "tag-time" } else { "tag-time-customer" },
        own: !ready && shown.iter().any(|offer| offer.own_answer.is_some()),
        chosen: request.choice.is_some() && !ready,
        past: past.iter().map(|offer| gone(look, offer)).collect(),
        refuse: (look.can(CommandKind::RefuseOffers) && request.state == RequestState::Choosing)
            .then(|| request_action(request.number, "refuse")),
        notes: notes(look, choosing, &shown),
        columns,
    })
}

/// Side by side stand those that can be chosen; after the choice, those that could.
fn shown(look: Look<'_>, offer: &Offer, version: u32) -> bool {
    let request = look.request();
    if offer.brief != version {
        return false;
    }
    match &request.choice {
        Some(choice) if choice.offer == offer.id => true,
        Some(choice) => offer.withdrawn_at.is_none() && offer.valid_until > choice.at,
        None => offer.withdrawn_at.is_none() && offer.valid_until > look.page.now,
    }
}

fn column(look: Look<'_>, offer: &Offer, axis: &[domain::time::Instant], ready: bool) -> Column {
    let (c, request) = (look.c, look.request());
    let choice = request.choice.as_ref();
    let chosen = choice.is_some_and(|choice| choice.offer == offer.id);
    let (criteria, missing) = criteria(look, offer);
    let own = look.on(domain::request::Side::Bidder) && look.page.bidder == Some(offer.unit)
        || look.provider() && offer.unit == request.unit;
    let choose = look.can(CommandKind::Choose) && !look.own_work();
    let decision = match choice {
        Some(choice) if chosen && !ready => Some(State::new(
            Mark::Done,
            c.ta(
                "request-offer-chosen",
                &[("me", look.who(Some(choice.by)).into()), ("when", c.day(choice.at).into())],
            ),
        )),
        Some(_) if !chosen => Some(State::new(Mark::Plain, look.t("request-offer-not-chosen"))),
        _ => None,
    };
    Column {
        name: look.unit(offer.unit),
        kind: look.t(if offer.outside { "request-offer-outside" } else { "request-offer-inside" }),
        tag: Tag::of(offer.total(), offer.client_seconds),
        lines: price_lines(look, offer),
        ready: c.time(offer.ready_by, breakable(&c.ta("date-by", &[("when", c.day(offer.ready_by).into())]))),
        // One date alone is told by its words.
        chart: if axis.len() > 1 { chart(c, offer.ready_by, axis) } else { None },
        probability: c.ta(
            "request-offer-probability",
            &[("percent", c.percent(i64::from(offer.probability), 100).into())],
        ),
        criteria,
        missing,
        risk: offer.risk.as_ref().map(|risk| look.words(risk)),
        own: own_answer(look, offer),
        valid: c.time(offer.valid_until, breakable(&c.moment(offer.valid_until))),
        choose: (choose && choice.is_none()).then(|| choose_address(look, offer.id)),
        withdraw: (own && look.can(CommandKind::WithdrawOffer)).then(|| {
            with(
                &look.bids(&request_action(request.number, "withdraw-offer")),
                &[("offer", &offer.id.to_string())],
            )
        }),
        decision,
        reason: choice
            .filter(|_| chosen)
            .and_then(|choice| choice.reason.as_ref())
            .map(|text| look.words(text)),
    }
}

/// A date that may break after a comma: columns are narrow on a phone.
fn breakable(date: &str) -> String {
    date.replace(",\u{a0}", ", ")
}

fn choose_address(look: Look<'_>, offer: OfferId) -> String {
    with(&request_action(look.request().number, "choose"), &[("offer", &offer.to_string())])
}

/// What the price is made of. The sum of an only line is the price itself.
fn price_lines(look: Look<'_>, offer: &Offer) -> Vec<(String, String)> {
    let mut lines: Vec<_> = offer.lines.iter().map(|line| price_line(look, line)).collect();
    if let ([only], [line]) = (lines.as_mut_slice(), offer.lines.as_slice())
        && !line.settles_at_actual()
    {
        only.1.clear();
    }
    lines
}

/// What a line is for and what it costs.
fn price_line(look: Look<'_>, line: &domain::request::Line) -> (String, String) {
    let c = look.c;
    let amount = line.amount().map_or_else(String::new, |amount| c.price(amount));
    let amount =
        if line.settles_at_actual() { c.ta("request-line-limit", &[("sum", amount.into())]) } else { amount };
    let quantity = quantity(look, line.quantity);
    let price = c.money(line.unit_price);
    let how = match line.kind {
        LineKind::Labour => Some("request-line-labour"),
        LineKind::PerUnit => Some("request-line-per-unit"),
        LineKind::Subscription => Some("request-line-subscription"),
        LineKind::Fixed | LineKind::Purchase | LineKind::PassThrough => None,
    };
    let how = how.map(|key| c.ta(key, &[("n", quantity.into()), ("price", price.into())]));
    let text = look.line(&line.text);
    (how.map_or_else(|| text.clone(), |how| format!("{text}, {how}")), amount)
}

/// Thousandths as a number: `2,5`.
fn quantity(look: Look<'_>, thousandths: i64) -> String {
    let whole = look.c.number(thousandths / 1000);
    let rest = format!("{:03}", (thousandths % 1000).abs());
    match rest.trim_end_matches('0') {
        "" => whole,
        rest if look.c.code() == "ru" => format!("{whole},{rest}"),
        rest => format!("{whole}.{rest}"),
    }
}

fn criteria(look: Look<'_>, offer: &Offer) -> (State, Vec<String>) {
    let items = look.brief_of(offer).map(|brief| brief.criteria.as_slice()).unwrap_or_default();
    let missing: Vec<_> = items
        .iter()
        .filter(|item| !offer.criteria.contains(&item.id))
        .map(|item| look.line(&item.text))
        .collect();
    let (all, met) = (items.len() as i64, (items.len() - missing.len()) as i64);
    let state = if missing.is_empty() {
        State::new(Mark::Done, look.c.count("request-offer-criteria-all", all))
    } else {
        let args = [("met", met.into()), ("all", all.into())];
        State::new(Mark::Soon, look.c.ta("request-offer-criteria-some", &args))
    };
    (state, missing)
}

fn own_answer(look: Look<'_>, offer: &Offer) -> String {
    look.t(match offer.own_answer {
        Some(WouldPay::Yes) => "request-own-yes",
        Some(WouldPay::Less) => "request-own-less",
        Some(WouldPay::No) => "request-own-no",
        None if offer.outside => "request-own-outside",
        None => "request-own-none",
    })
}

/// An offer that can no longer be chosen.
fn gone(look: Look<'_>, offer: &Offer) -> String {
    let c = look.c;
    let unit = look.unit(offer.unit);
    let price = c.price(offer.total());
    let Some(at) = offer.withdrawn_at else {
        let when = c.moment(offer.valid_until);
        let key =
            if offer.valid_until <= look.page.now { "request-offer-expired" } else { "request-offer-older" };
        let version = i64::from(offer.brief);
        let args = [
            ("unit", unit.into()),
            ("price", price.into()),
            ("when", when.into()),
            ("version", version.into()),
        ];
        return c.ta(key, &args);
    };
    let reason = look.page.events.iter().rev().find_map(|recorded| match &recorded.event {
        Event::OfferWithdrawn { offer: taken, reason } if *taken == offer.id => Some(look.line(reason)),
        _ => None,
    });
    let when = c.day(at);
    match reason {
        Some(reason) => c.ta(
            "request-offer-withdrawn",
            &[
                ("unit", unit.into()),
                ("price", price.into()),
                ("when", when.into()),
                ("reason", reason.into()),
            ],
        ),
        None => c.ta(
            "request-offer-refused",
            &[("unit", unit.into()), ("price", price.into()), ("when", when.into())],
        ),
    }
}

/// What happens to money, and who sees the reason.
fn notes(look: Look<'_>, choosing: bool, shown: &[&Offer]) -> Vec<String> {
    let (c, request) = (look.c, look.request());
    if let Some(choice) = &request.choice {
        return request.chosen().map(|offer| funding(look, offer, &choice.funding)).into_iter().collect();
    }
    if !choosing || shown.is_empty() {
        return Vec::new();
    }
    let mut notes = Vec::new();
    let dearest = shown.iter().map(|offer| offer.total()).max().unwrap_or(0);
    match look.page.budget {
        _ if dearest == 0 => notes.push(look.t("request-choice-free")),
        Some(budget) if budget.mode == BudgetMode::Shadow => notes.push(look.t("request-choice-shadow")),
        _ => notes.push(look.t("request-choice-reserve")),
    }
    if let Some(free) = look.page.budget.and_then(|budget| budget.free).filter(|_| dearest > 0) {
        let key = if free < dearest { "request-choice-short" } else { "request-choice-free-budget" };
        notes.push(c.ta(key, &[("free", c.money(free).into())]));
    }
    notes.push(c.count("request-choice-reason", shown.len()));
    notes
}

/// Where the money of the agreement comes from.
pub(super) fn funding(look: Look<'_>, offer: &Offer, funding: &Funding) -> String {
    let c = look.c;
    let total = offer.total();
    match funding {
        Funding::Nothing => look.t("request-funding-nothing"),
        Funding::Budget { unit, over, mode, .. } => {
            // How far a budget was exceeded concerns those who keep it.
            let key = match (mode, *over && look.page.budget.is_some()) {
                (BudgetMode::Shadow, _) => "request-funding-shadow",
                (_, true) => "request-funding-over",
                (_, false) => "request-funding-budget",
            };
            c.ta(key, &[("sum", c.money(total).into()), ("unit", look.unit(*unit).into())])
        }
        Funding::ParentLine { .. } => c.ta("request-funding-parent", &[("sum", c.money(total).into())]),
    }
}
