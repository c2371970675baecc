//! Choosing an offer: what it is, what it does to the budget, what else there was.

use app::requests::page::BudgetNow;
use askama::Template;
use domain::ledger::BudgetMode;
use domain::request::{CommandKind, Offer, WouldPay};

use super::stage::Stage;
use super::step::{Step, at, step};
use super::view::{Head, Shown, Trouble};
use crate::chrome::Chrome;
use crate::form::decl::{FieldKind, field, paragraph};
use crate::form::{Choice, Form};
use crate::i18n::Html;
use crate::parts::table::{Cell, Table};
use crate::parts::{State, Tag};
use crate::routes;

/// An offer, to read.
#[derive(Debug, Clone)]
pub(crate) struct OfferCard {
    pub id: String,
    pub unit: String,
    /// Where it comes from: this company or outside.
    pub origin: String,
    pub tag: Tag,
    pub ready: Html,
    pub probability: String,
    /// How many criteria it meets.
    pub meets: State,
    /// Criteria that it leaves out.
    pub unmet: Vec<String>,
    pub risk: Option<Html>,
    pub own_answer: String,
    /// What its price is made of.
    pub lines: Table,
    /// Where it is chosen instead.
    pub href: String,
}

/// The page of a choice.
#[derive(Debug, Template)]
#[template(path = "journey/choose.html")]
pub(crate) struct ChooseView {
    pub c: Chrome,
    pub head: Head,
    pub trouble: Option<Trouble>,
    pub form: Form,
    pub action: String,
    pub possible: bool,
    pub offer: Option<OfferCard>,
    /// Names and sums: what is reserved, what is free before and after.
    pub budget: Vec<(String, String)>,
    /// What the sums mean, in a sentence.
    pub money: String,
    /// Words of the button.
    pub submit: String,
    /// The budget does not cover it.
    pub short: bool,
    pub others: Vec<OfferCard>,
    /// Several offers and none named: they are chosen from in the form.
    pub choices: Vec<Choice>,
    /// Where all are refused.
    pub refuse: String,
}

/// Chooses an offer.
pub(super) static CHOOSE: Step = Step {
    fields: &[
        field("offer", FieldKind::Id, "choose-which"),
        paragraph("reason", "choose-reason").hint("choose-reason-hint"),
    ],
    places: &[("funding", "reason")],
    show: |stage| Shown::Choose(Box::new(view(stage))),
    ..step(CommandKind::Choose, at!("choose"), "turn", "notice-chosen")
};

fn view(stage: &Stage) -> ChooseView {
    let c = &stage.c;
    let request = &stage.page.request;
    let live: Vec<&Offer> = request.live_offers(stage.page.now).collect();
    let named = stage.offer().filter(|named| live.iter().any(|offer| offer.id == named.id));
    // With one offer there is nothing to pick.
    let chosen = named.or(live.first().filter(|_| live.len() == 1).copied());
    let (budget, money, short) = chosen.map(|offer| effect(stage, offer)).unwrap_or_default();
    let choice = |offer: &&Offer| {
        let price = [("unit", stage.unit(offer.unit).into()), ("price", c.price(offer.total()).into())];
        Choice::new(offer.id.to_string(), c.ta("choose-choice", &price))
    };
    let choices: Vec<Choice> = if chosen.is_none() { live.iter().map(choice).collect() } else { Vec::new() };
    let others = live.iter().filter(|offer| chosen.is_none_or(|chosen| chosen.id != offer.id));
    ChooseView {
        head: stage.head(),
        trouble: stage.trouble.clone(),
        action: stage.action(),
        possible: stage.possible && !live.is_empty(),
        offer: chosen.map(|offer| card(stage, offer)),
        money,
        submit: if budget.is_empty() { c.t("choose-do") } else { c.t("choose-do-reserve") }.into(),
        budget,
        short,
        others: others.map(|offer| card(stage, offer)).collect(),
        choices,
        refuse: routes::request_action(request.number, "refuse"),
        form: stage.form.clone(),
        c: c.clone(),
    }
}

/// What choosing does to money: sums, what they mean, whether the budget is too small.
fn effect(stage: &Stage, offer: &Offer) -> (Vec<(String, String)>, String, bool) {
    let c = &stage.c;
    let total = offer.total();
    if total == 0 {
        return (Vec::new(), c.t("choose-free").into(), false);
    }
    if stage.page.request.parent.is_some_and(|parent| parent.line.is_some()) {
        return (Vec::new(), c.t("choose-parent").into(), false);
    }
    let Some(BudgetNow { mode, free }) = stage.page.budget else {
        return (Vec::new(), c.t("choose-reserves").into(), false);
    };
    if mode == BudgetMode::Shadow {
        return (Vec::new(), c.t("choose-shadow").into(), false);
    }
    let left = free.unwrap_or(0).saturating_sub(total);
    let rows = vec![
        (c.t("choose-reserved").into(), c.money(total)),
        (
            c.t("choose-before").into(),
            free.map_or_else(|| c.t("choose-no-budget").into(), |free| c.money(free)),
        ),
        (c.t("choose-after").into(), c.money(left)),
    ];
    let sentence = match (mode, left < 0) {
        (_, false) => c.t("choose-within").into(),
        (BudgetMode::Hard, true) => c.ta("choose-hard", &[("sum", c.money(-left).into())]),
        (_, true) => c.ta("choose-soft", &[("sum", c.money(-left).into())]),
    };
    (rows, sentence, left < 0)
}

fn card(stage: &Stage, offer: &Offer) -> OfferCard {
    let c = &stage.c;
    let criteria = stage.criteria();
    let unmet = criteria.iter().filter(|(id, _)| !offer.criteria.contains(id));
    let unmet: Vec<String> = unmet.map(|(_, text)| text.clone()).collect();
    let meets = if unmet.is_empty() {
        State::new(crate::parts::Mark::Done, c.t("choose-meets-all"))
    } else {
        let met = criteria.len() - unmet.len();
        let counts = [("met", met.into()), ("all", criteria.len().into())];
        State::new(crate::parts::Mark::Soon, c.ta("choose-meets", &counts))
    };
    let lines = offer.lines.iter().map(|line| {
        let quantity = crate::form::typed::decimal_text(line.quantity, 3, c.l.0);
        let how = [("quantity", quantity.into()), ("price", c.money(line.unit_price).into())];
        vec![
            Cell::text(stage.page.text(&line.text)),
            Cell::text(c.ta("choose-line", &how)),
            Cell::text(c.money(line.amount().unwrap_or_default())),
        ]
    });
    let lines = Table::new("", c.t("offer-lines"))
        .look("adm")
        .moved()
        .plain(c.t("choose-line-text"))
        .figures(c.t("choose-line-how"))
        .figures(c.t("choose-line-sum"))
        .filled(lines);
    let href = routes::request_action(stage.page.request.number, "choose");
    OfferCard {
        id: offer.id.to_string(),
        unit: stage.unit(offer.unit),
        origin: if offer.outside { c.t("choose-outside") } else { c.t("choose-inside") }.into(),
        tag: Tag::of(offer.total(), offer.client_seconds),
        ready: c.time_by(offer.ready_by),
        probability: c
            .ta("choose-probability", &[("percent", c.percent(offer.probability.into(), 100).into())]),
        meets,
        unmet,
        risk: offer.risk.as_ref().map(|risk| stage.words(risk)),
        own_answer: match offer.own_answer {
            None => c.t("own-not-asked"),
            Some(WouldPay::Yes) => c.t("own-yes"),
            Some(WouldPay::Less) => c.t("own-less"),
            Some(WouldPay::No) => c.t("own-no"),
        }
        .into(),
        lines,
        href: routes::with(&href, &[("offer", &offer.id.to_string())]),
    }
}
