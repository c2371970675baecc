//! The end of the way: handing work over, judging it, deciding a dispute, the three answers.

use domain::request::{CommandKind, Line, Solved, WouldPay};
use serde_json::json;
use uuid::Uuid;

use super::stage::Stage;
use super::step::{Carry, FILES, Step, at, step};
use super::view::{Control, Piece, StepView};
use crate::form::Reading;
use crate::form::decl::{FieldDecl, FieldKind, Widget, code_of, field, page, paragraph};
use crate::form::typed::decimal_text;
use crate::form::{Choice, Field, How};

/// What a line settles at.
const ACTUAL: FieldDecl = field("actual", FieldKind::Sum, "");
/// What is said of one criterion.
const VERDICT: FieldDecl =
    field("verdict", FieldKind::Code(|word| matches!(word, "accepted" | "refused")), "");
/// Why it is not met.
const COMMENT: FieldDecl = paragraph("comment", "");

/// Ids in the names of fields: `actual_{id}`.
fn ids(form: &Reading<'_>, prefix: &str) -> Vec<String> {
    let id = |name: &str| Uuid::try_parse(name.strip_prefix(prefix)?).ok();
    form.names().filter_map(id).map(|id| id.to_string()).collect()
}

/// Hands the work over.
pub(super) static DELIVER: Step = Step {
    fill: |c, page, mut form| {
        // What was said at a former hand-over.
        let said = page.request.deliveries.iter().rev().flat_map(|delivery| &delivery.actuals);
        for actual in said {
            let sum = decimal_text(actual.amount, c.currency.digits(), c.l.0);
            form = form.with(format!("actual_{}", actual.line), sum);
        }
        form
    },
    fields: &[page("note", "deliver-note").hint("deliver-note-hint"), FILES],
    read: |form, step, _| {
        let mut data = form.object(step.fields);
        let mut actuals = Vec::new();
        for line in ids(form, "actual_") {
            let amount = form.value_at(&ACTUAL, &format!("actual_{line}"));
            actuals.extend(amount.map(|amount| json!({ "line": line, "amount": amount })));
        }
        data["actuals"] = actuals.into();
        Carry::Step(step.command, data)
    },
    show: |stage| {
        let c = &stage.c;
        let request = &stage.page.request;
        let mut controls = vec![stage.ask("note"), stage.ask("files")];
        let lines: Vec<_> = actual_lines(stage).collect();
        if !lines.is_empty() {
            let title = c.t("deliver-actuals").into();
            controls.push(Control::Group { field: stage.form.field("actuals"), title });
        }
        for line in lines {
            let limit = [("limit", c.money(line.amount().unwrap_or_default()).into())];
            let field = Field { widget: Widget::Number, ..stage.form.field(&format!("actual_{}", line.id)) };
            let (label, hint) = (stage.page.text(&line.text).to_owned(), c.ta("deliver-actual-hint", &limit));
            controls.push(stage.control(&field, label, &hint, How::Declared));
        }
        let mut will = vec![c.t("deliver-will").into()];
        let reserved = request.reserved_total();
        if reserved > 0 {
            let lines = request.chosen().map_or(&[][..], |offer| &offer.lines);
            let at_cost = lines.iter().any(Line::settles_at_actual);
            let key = if at_cost { "deliver-money-at-cost" } else { "deliver-money" };
            will.push(c.ta(key, &[("sum", c.money(reserved).into())]));
        }
        let open = request.children.iter().filter(|child| child.open).count();
        if open > 0 {
            will.push(c.count("refused-children", open));
        }
        let criteria = stage.criteria().into_iter().map(|(_, text)| text).collect();
        StepView {
            pieces: vec![Piece::Lines { title: c.t("brief-criteria").into(), lines: criteria }],
            will,
            controls,
            sees: c.t("sees-both").into(),
            ..stage.view(c.t("deliver-title"), c.t("deliver-do"))
        }
        .into()
    },
    ..step(CommandKind::Deliver, at!("deliver"), "turn", "notice-delivered")
};

/// Lines whose actual sum nobody but the provider can tell.
fn actual_lines(stage: &Stage) -> impl Iterator<Item = &Line> {
    let request = &stage.page.request;
    let lines = request.chosen().map(|offer| offer.lines.as_slice()).unwrap_or_default();
    lines.iter().filter(|line| {
        line.settles_at_actual()
            && request.reserved.contains_key(&line.id)
            && request.children.iter().all(|child| child.line != Some(line.id))
    })
}

/// Judges the work, criterion by criterion.
pub(super) static JUDGE: Step = Step {
    fill: |_, page, mut form| {
        // What was accepted before stays so unless the customer says otherwise.
        for verdict in page.request.verdicts.values().filter(|verdict| verdict.accepted) {
            form = form.with(format!("verdict_{}", verdict.criterion), "accepted");
        }
        form
    },
    read: |form, step, _| {
        let mut criteria = ids(form, "comment_");
        criteria.extend(ids(form, "verdict_"));
        criteria.sort_unstable();
        criteria.dedup();
        let mut verdicts = Vec::new();
        for criterion in criteria {
            let verdict = form.value_at(&VERDICT, &format!("verdict_{criterion}"));
            let accepted = verdict.map(|verdict| verdict == "accepted");
            let asked = if accepted == Some(false) { COMMENT } else { COMMENT.optional() };
            let comment = form.value_at(&asked, &format!("comment_{criterion}"));
            verdicts.extend(accepted.map(|accepted| json!([criterion, accepted, comment])));
        }
        Carry::Step(step.command, json!({ "verdicts": verdicts }))
    },
    places: &[("comment", "verdicts")],
    show: |stage| {
        let c = &stage.c;
        let request = &stage.page.request;
        let promised = request.chosen().map(|offer| offer.criteria.clone()).unwrap_or_default();
        let mut controls =
            vec![Control::Group { field: stage.form.field("verdicts"), title: c.t("brief-criteria").into() }];
        let asked = stage.criteria().into_iter().filter(|(id, _)| promised.contains(id));
        for (n, (id, text)) in asked.enumerate() {
            let choices = vec![
                Choice::new("accepted", c.t("judge-accepted")),
                Choice::new("refused", c.t("judge-refused")),
            ];
            let field = stage.form.field(&format!("verdict_{id}"));
            controls.push(stage.control(&field, text, "", How::Buttons(&choices)));
            let field = stage.form.field(&format!("comment_{id}"));
            let label = c.count("request-verdict-comment", n + 1);
            controls.push(stage.control(&field, label, "", How::Lines(2)));
        }
        let mut will = vec![c.t("judge-will").into()];
        let reserved = request.reserved_total();
        let pays = request.pays_if_accepted().unwrap_or(reserved);
        will.push(match reserved {
            0 => c.t("judge-free").into(),
            _ => c.ta("judge-money", &[("sum", c.money(pays).into())]),
        });
        if reserved > pays {
            will.push(c.ta("request-pays-back", &[("sum", c.money(reserved - pays).into())]));
        }
        let delivery = request.deliveries.last();
        let pieces = delivery.map(|delivery| Piece::Words {
            title: c.t("judge-delivery").into(),
            text: stage.words(&delivery.note),
        });
        StepView {
            pieces: pieces.into_iter().collect(),
            will,
            controls,
            sees: c.t("sees-both").into(),
            ..stage.view(c.t("judge-title"), c.t("judge-do"))
        }
        .into()
    },
    ..step(CommandKind::Judge, at!("judge"), "turn", "notice-judged")
};

/// Decides a dispute.
pub(super) static RESOLVE: Step = Step {
    leaves: true,
    fields: &[
        field("outcome", FieldKind::Code(|word| OUTCOMES.contains(&word)), "resolve-outcome"),
        field("amount", FieldKind::Sum, "resolve-amount").optional(),
        page("text", "resolve-text").hint("resolve-text-hint"),
    ],
    read: |form, step, _| {
        let [outcome, amount, text] = step.fields else {
            return Carry::Step(step.command, form.object(step.fields));
        };
        let word = form.value(outcome);
        // Only money that goes back has a sum.
        let back = word.as_ref().is_some_and(|word| word == "refund");
        let sum = if back { form.value(&amount.missing("field-required")) } else { None };
        let resolution = json!({ "outcome": word, "amount": sum });
        Carry::Step(step.command, json!({ "resolution": resolution, "text": form.value(text) }))
    },
    show: |stage| {
        let c = &stage.c;
        let request = &stage.page.request;
        let dispute = request.open_dispute();
        let after = dispute.is_some_and(|dispute| dispute.after_acceptance());
        let choices = if after {
            vec![
                Choice::new("refund", c.t("resolve-refund")).hint(c.t("resolve-refund-hint")),
                Choice::new("dismiss", c.t("resolve-dismiss")).hint(c.t("resolve-dismiss-hint")),
            ]
        } else {
            vec![
                Choice::new("rework", c.t("resolve-rework")).hint(c.t("resolve-rework-hint")),
                Choice::new("release", c.t("resolve-release")).hint(c.t("resolve-release-hint")),
                Choice::new("accept", c.t("resolve-accept")).hint(c.t("resolve-accept-hint")),
            ]
        };
        let mut controls = vec![stage.choose("outcome", &choices)];
        if after {
            let hint = c.ta("resolve-amount-hint", &[("paid", c.money(request.paid_total()).into())]);
            controls.push(stage.ask_hinted("amount", &hint));
        }
        controls.push(stage.ask("text"));
        let mut pieces = Vec::new();
        if let Some(dispute) = dispute {
            pieces
                .push(Piece::Words { title: c.t("resolve-about").into(), text: stage.words(&dispute.text) });
        }
        pieces.push(Piece::Facts {
            title: c.t("money-title").into(),
            rows: vec![
                (c.t("money-paid").into(), c.money(request.paid_total())),
                (c.t("money-reserved").into(), c.money(request.reserved_total())),
            ],
        });
        if let Some(brief) = request.confirmed_brief() {
            pieces.extend(stage.brief(brief));
        }
        StepView {
            pieces,
            controls,
            sees: c.t("sees-both").into(),
            ..stage.view(c.t("resolve-title"), c.t("resolve-do"))
        }
        .into()
    },
    ..step(CommandKind::Resolve, at!("resolve"), "turn", "notice-resolved")
};

/// What whoever resolves a dispute can decide.
const OUTCOMES: [&str; 5] = ["rework", "release", "accept", "refund", "dismiss"];

/// The three answers at the end.
pub(super) static REVIEW: Step = Step {
    fields: &[
        field("solved", code_of!(Solved), "review-solved"),
        field("minutes", FieldKind::Minutes, "review-minutes").as_input("seconds").optional(),
        field("would_pay", code_of!(WouldPay), ""),
        paragraph("comment", "review-comment").optional(),
    ],
    show: |stage| {
        let c = &stage.c;
        let request = &stage.page.request;
        let solved = vec![
            Choice::new("yes", c.t("review-solved-yes")),
            Choice::new("partly", c.t("review-solved-partly")),
            Choice::new("no", c.t("review-solved-no")),
        ];
        let would_pay = vec![
            Choice::new("yes", c.t("review-pay-yes")),
            Choice::new("less", c.t("review-pay-less")),
            Choice::new("no", c.t("review-pay-no")),
        ];
        let pays = c.ta("review-pay", &[("price", c.price(request.paid_total()).into())]);
        let measured: String = match request.client_seconds {
            0 => c.t("review-minutes-none").into(),
            seconds => c.ta("review-minutes-hint", &[("span", c.span(seconds).into())]),
        };
        StepView {
            controls: vec![
                stage.choose("solved", &solved),
                stage.ask_hinted("minutes", &measured),
                stage.control(&stage.form.field("would_pay"), pays, "", How::Buttons(&would_pay)),
                stage.ask("comment"),
            ],
            sees: c.t("review-sees").into(),
            ..stage.view(c.t("review-title"), c.t("review-do"))
        }
        .into()
    },
    ..step(CommandKind::Review, at!("review"), "review", "notice-reviewed")
};
