//! The editor of an offer: lines, a three-point estimate, the customer's time, the date with its probability, and the
//! provider's answer to itself.

use askama::Template;
use domain::content::ContentRef;
use domain::ids::UnitId;
use domain::money::Minor;
use domain::request::{CommandKind, LineKind, WouldPay, line_amount};
use serde_json::{Value, json};

use super::interview::{shown_rows, today};
use super::stage::Stage;
use super::step::{Carry, Step, at, step};
use super::view::{Head, Piece, Shown, Trouble};
use crate::chrome::Chrome;
use crate::form::Reading;
use crate::form::decl::{FieldDecl, FieldKind, code_of, field, line, paragraph};
use crate::form::typed::{self, decimal_text};
use crate::form::{Choice, Field, Form};
use crate::parts::Tag;

/// A box of a criterion.
#[derive(Debug, Clone)]
pub(crate) struct CriterionBox {
    /// Counts from 1.
    pub number: usize,
    pub id: String,
    pub text: String,
    pub ticked: bool,
}

/// A line as it is typed.
#[derive(Debug, Clone)]
pub(crate) struct LineFields {
    /// Counts from 1.
    pub number: usize,
    pub kind: Field,
    pub text: Field,
    pub quantity: Field,
    pub price: Field,
    /// The criteria that this line pays for, and what is wrong with them.
    pub boxes: (Field, Vec<CriterionBox>),
    /// What it comes to; none while it cannot be read.
    pub amount: Option<String>,
    /// It was just added.
    pub fresh: bool,
}

/// The page of the editor.
#[derive(Debug, Template)]
#[template(path = "journey/offer.html")]
pub(crate) struct OfferView {
    pub c: Chrome,
    pub head: Head,
    pub trouble: Option<Trouble>,
    pub form: Form,
    pub action: String,
    pub possible: bool,
    /// The sign or code of the company's currency.
    pub currency: String,
    /// The unit whose offer it is.
    pub unit: String,
    /// An offer of the same unit stands: it must be taken back first.
    pub standing: Option<String>,
    pub kinds: Vec<Choice>,
    pub lines: Vec<LineFields>,
    pub criteria: Vec<CriterionBox>,
    /// The provider's question to itself; outsiders are not asked.
    pub own: Vec<Choice>,
    pub tag: Tag,
    /// Some line cannot be read yet: the sum leaves it out.
    pub partial: bool,
    pub brief: Vec<Piece>,
}

/// Sends an offer.
pub(super) static OFFER: Step = Step {
    fields: &[
        field("optimistic", FieldKind::Hours, "offer-optimistic"),
        field("likely", FieldKind::Hours, "offer-likely"),
        field("pessimistic", FieldKind::Hours, "offer-pessimistic"),
        field("client_minutes", FieldKind::Minutes, "offer-client")
            .as_input("client_seconds")
            .hint("offer-client-hint"),
        field("ready_by", FieldKind::Moment(None), "offer-ready"),
        field("ready_by_time", FieldKind::TimeOfDay, "offer-ready-time"),
        field("probability", FieldKind::Whole(u8::MAX as i64), "offer-probability"),
        field("criteria", FieldKind::Ids, "offer-criteria"),
        paragraph("risk", "offer-risk").hint("offer-risk-hint").optional(),
        field("own_answer", code_of!(WouldPay), "offer-own").hint("offer-own-hint").optional(),
        // Until the end of the day.
        field("valid_until", FieldKind::Moment(Some((23, 59))), "offer-valid").hint("offer-valid-hint"),
        field("free", FieldKind::Tick, "offer-free").hint("offer-free-hint").optional(),
        field("lines", FieldKind::Own, "offer-lines"),
        field("estimate", FieldKind::Own, "offer-estimate"),
    ],
    fill,
    read: |form, step, _| {
        if form.rows("line", "text").iter().all(|row| is_blank(form, *row)) && !form.filled("free") {
            form.problem("lines", "field-lines-or-free");
        }
        let lines = lines(form);
        let mut data = form.object(step.fields);
        data["lines"] = lines.into();
        let hours = |name: &str| data.get(name).cloned();
        data["estimate"] = json!({
            "optimistic": hours("optimistic"), "likely": hours("likely"), "pessimistic": hours("pessimistic")
        });
        Carry::Step(step.command, data)
    },
    places: &[("line_text", "line_0_text")],
    show: |stage| Shown::Offer(Box::new(view(stage))),
    ..step(CommandKind::SendOffer, at!("offer"), "offers", "notice-offer")
};

/// A fresh form: the last offer of the same unit on any version, else one empty line.
fn fill(c: &Chrome, page: &app::requests::page::RequestPage, mut form: Form) -> Form {
    let criteria = page.request.confirmed_brief().map(|brief| brief.criteria.as_slice()).unwrap_or_default();
    let unit = bidding_unit(page);
    let before = page.request.offers.iter().rev().find(|offer| offer.unit == unit);
    for item in criteria {
        if before.is_none_or(|offer| offer.criteria.contains(&item.id)) {
            form = form.with("criteria", item.id.to_string());
        }
    }
    let Some(offer) = before else { return form };
    let text = |reference: &ContentRef| page.text(reference).to_owned();
    let language = c.l.0;
    for (row, line) in offer.lines.iter().enumerate() {
        form = form
            .with(format!("line_{row}_kind"), line.kind.code())
            .with(format!("line_{row}_text"), text(&line.text))
            .with(format!("line_{row}_quantity"), decimal_text(line.quantity, 3, language))
            .with(format!("line_{row}_price"), decimal_text(line.unit_price, c.currency.digits(), language));
        for item in line.criteria.iter().filter(|id| criteria.iter().any(|item| item.id == **id)) {
            form = form.with(format!("line_{row}_criteria"), item.to_string());
        }
    }
    // Hundredths of an hour are 36 seconds.
    let hours = |seconds: i64| decimal_text(seconds / 36, 2, language);
    form = form
        .with("optimistic", hours(offer.estimate.optimistic))
        .with("likely", hours(offer.estimate.likely))
        .with("pessimistic", hours(offer.estimate.pessimistic))
        .with("client_minutes", (offer.client_seconds / 60).to_string())
        .with("probability", offer.probability.to_string())
        .with("risk", offer.risk.as_ref().map(text).unwrap_or_default());
    if offer.lines.is_empty() {
        form = form.with("free", "yes");
    }
    // Dates that have passed are asked anew.
    if offer.ready_by > page.now {
        form = form.with("ready_by", today(c, offer.ready_by)).with("ready_by_time", c.hour(offer.ready_by));
    }
    if offer.valid_until > page.now {
        form = form.with("valid_until", today(c, offer.valid_until));
    }
    form
}

fn bidding_unit(page: &app::requests::page::RequestPage) -> UnitId {
    match page.bidder {
        Some(unit) if page.sides.contains(&domain::request::Side::Bidder) => unit,
        _ => page.request.unit,
    }
}

/// A row in which nothing was typed is left out.
fn is_blank(form: &Reading<'_>, row: usize) -> bool {
    ["text", "quantity", "price"].iter().all(|part| !form.filled(&format!("line_{row}_{part}")))
}

/// What a line asks.
const LINE: [FieldDecl; 5] = [
    field("kind", code_of!(LineKind), "offer-line-kind"),
    line("text", "offer-line-text"),
    field("quantity", FieldKind::Quantity, "offer-line-quantity"),
    field("price", FieldKind::Sum, "offer-line-sum").as_input("unit_price"),
    field("criteria", FieldKind::Ids, "").optional(),
];

fn lines(form: &mut Reading<'_>) -> Vec<Value> {
    let mut lines = Vec::new();
    for row in form.rows("line", "text") {
        if is_blank(form, row) {
            continue;
        }
        let name = |part: &str| format!("line_{row}_{part}");
        let mut line = json!({});
        for asked in &LINE {
            line[asked.input] = form.value_at(asked, &name(asked.name)).into();
        }
        let sums = line["quantity"].as_i64().zip(line["unit_price"].as_i64());
        if sums.is_some_and(|(quantity, price)| {
            line_amount(quantity, price).is_none_or(|amount| amount > domain::money::MAX_AMOUNT)
        }) {
            form.problem(name("price"), "field-out-of-bounds");
        }
        lines.push(line);
    }
    lines
}

fn view(stage: &Stage) -> OfferView {
    let (c, form) = (&stage.c, &stage.form);
    let unit = stage.bidding_unit();
    let outside = stage.page.units.get(&unit).is_some_and(|view| view.kind.is_outside());
    let boxes = |name: &str| -> Vec<CriterionBox> {
        let criteria = stage.criteria().into_iter().enumerate();
        criteria
            .map(|(at, (id, text))| {
                let id = id.to_string();
                CriterionBox { number: at + 1, ticked: form.has(name, &id), text, id }
            })
            .collect()
    };
    let (rows, fresh) = shown_rows(form, "line", "text", 1);
    let mut total: Minor = 0;
    let mut partial = false;
    let mut lines = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        let name = |part: &str| format!("line_{row}_{part}");
        let amount = amount(c, form, row);
        let blank =
            ["text", "quantity", "price"].iter().all(|part| form.value(&name(part)).trim().is_empty());
        partial |= amount.is_none() && !blank;
        total = total.saturating_add(amount.unwrap_or_default());
        lines.push(LineFields {
            number: at + 1,
            kind: form.field(&name("kind")),
            text: form.field(&name("text")),
            quantity: form.field(&name("quantity")),
            price: form.field(&name("price")),
            boxes: (form.field(&name("criteria")), boxes(&name("criteria"))),
            amount: amount.map(|sum| c.money(sum)),
            fresh: fresh == Some(row),
        });
    }
    let free = form.has("free", "yes");
    let priced = lines.iter().any(|line| line.amount.is_some());
    let named = named(c, form, &lines);
    let standing = stage.page.request.live_offers(stage.page.now).any(|offer| offer.unit == unit);
    OfferView {
        head: stage.head(),
        trouble: stage.trouble.clone(),
        action: stage.action(),
        possible: stage.possible,
        currency: c.money(0).chars().filter(|c| *c != '0' && !c.is_whitespace()).collect(),
        unit: stage.unit(unit),
        standing: standing.then(|| stage.beside("withdraw-offer")),
        kinds: kinds(c),
        lines,
        criteria: boxes("criteria"),
        own: if outside { Vec::new() } else { own_choices(c) },
        tag: Tag {
            money: (priced || free).then_some(total),
            seconds: typed::minutes(form.value("client_minutes"), c.l.0).ok(),
        },
        partial,
        brief: stage.page.request.confirmed_brief().map(|brief| stage.brief(brief)).unwrap_or_default(),
        form: named,
        c: c.clone(),
    }
}

/// The form, its faults named after the labels of their fields.
fn named(c: &Chrome, form: &Form, lines: &[LineFields]) -> Form {
    let mut named = form.clone();
    for line in lines {
        let row = c.ta("offer-line", &[("n", line.number.into())]);
        for (field, label) in [
            (&line.text, c.t("offer-line-text")),
            (&line.kind, c.t("offer-line-kind")),
            (&line.quantity, c.t("offer-line-quantity")),
            (&line.price, c.t("offer-line-sum")),
        ] {
            named = named.label(&field.name, format!("{row}, {}", label.to_lowercase()));
        }
    }
    named
}

/// What a row comes to, when quantity and price can be read.
fn amount(c: &Chrome, form: &Form, row: usize) -> Option<Minor> {
    let quantity = typed::quantity(form.value(&format!("line_{row}_quantity")), c.l.0).ok()?;
    let price = typed::sum(form.value(&format!("line_{row}_price")), c.currency, c.l.0).ok()?;
    line_amount(quantity, price)
}

fn kinds(c: &Chrome) -> Vec<Choice> {
    vec![
        Choice::new("labour", c.t("line-labour")),
        Choice::new("fixed", c.t("line-fixed")),
        Choice::new("per_unit", c.t("line-per-unit")),
        Choice::new("subscription", c.t("line-subscription")),
        Choice::new("purchase", c.t("line-purchase")),
        Choice::new("pass_through", c.t("line-pass-through")),
    ]
}

fn own_choices(c: &Chrome) -> Vec<Choice> {
    vec![
        Choice::new("yes", c.t("own-yes")),
        Choice::new("less", c.t("own-less")),
        Choice::new("no", c.t("own-no")),
    ]
}
