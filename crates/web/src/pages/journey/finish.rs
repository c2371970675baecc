//! The end of the way: handing work over, judging it, deciding a dispute, the three answers.

use app::requests::Input;
use domain::ids::{ItemId, LineId};
use domain::money::Minor;
use domain::request::{CommandKind, Line, LineAmount, Resolution, Side, Solved, WouldPay};

use super::reach::*;
use super::reading::Reading;
use super::stage::Stage;
use super::step::{Needs, Step, blank};
use super::typed::decimal_text;
use super::view::{Control, Piece, StepView};
use crate::form::Choice;

/// Ids in the names of fields: `actual_{id}`.
fn ids<T>(form: &Reading<'_>, prefix: &str, parse: fn(&str) -> Option<T>) -> Vec<T> {
    form.fields.names().filter_map(|name| parse(name.strip_prefix(prefix)?)).collect()
}

/// Hands the work over.
pub(super) static DELIVER: Step = Step {
    path: "/r/{no}/deliver",
    action: "deliver",
    command: CommandKind::Deliver,
    sides: PROVIDER,
    reach: BY_PROVIDER,
    files: true,
    needs: Needs::Nothing,
    place: "turn",
    notice: "notice-delivered",
    leaves: false,
    fill: |c, page, mut form| {
        // What was said at a former hand-over.
        let said = page.request.deliveries.iter().rev().flat_map(|delivery| &delivery.actuals);
        for actual in said {
            let sum = decimal_text(actual.amount, c.currency.digits(), c.l.0);
            form = form.with(format!("actual_{}", actual.line), sum);
        }
        form
    },
    read: |form, _| {
        let note = form.page("note");
        let mut actuals = Vec::new();
        for line in ids(form, "actual_", LineId::parse) {
            if let Some(amount) = form.money(&format!("actual_{line}")) {
                actuals.push(LineAmount { line, amount });
            }
        }
        Some(Input::Deliver { note, files: form.files(), actuals }.into())
    },
    show: |stage| {
        let c = &stage.c;
        let request = &stage.page.request;
        let mut controls = vec![
            stage.area("note", c.t("deliver-note"), c.t("deliver-note-hint")),
            stage.files(c.t("files-label")),
        ];
        let lines: Vec<_> = actual_lines(stage).collect();
        if !lines.is_empty() {
            let title = c.t("deliver-actuals").into();
            controls.push(Control::Group { field: stage.form.field("actuals"), title });
        }
        for line in lines {
            let limit = [("limit", c.money(line.amount().unwrap_or_default()).into())];
            controls.push(stage.number(
                &format!("actual_{}", line.id),
                stage.page.text(&line.text),
                c.ta("deliver-actual-hint", &limit),
            ));
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
    path: "/r/{no}/judge",
    action: "judge",
    command: CommandKind::Judge,
    sides: CUSTOMER_OWN,
    reach: BY_CUSTOMER,
    files: false,
    needs: Needs::Nothing,
    place: "turn",
    notice: "notice-judged",
    leaves: false,
    fill: |_, page, mut form| {
        // What was accepted before stays so unless the customer says otherwise.
        for verdict in page.request.verdicts.values().filter(|verdict| verdict.accepted) {
            form = form.with(format!("verdict_{}", verdict.criterion), "accepted");
        }
        form
    },
    read: |form, _| {
        let mut criteria = ids(form, "comment_", ItemId::parse);
        criteria.extend(ids(form, "verdict_", ItemId::parse));
        criteria.sort_unstable();
        criteria.dedup();
        let mut verdicts = Vec::new();
        for criterion in criteria {
            let accepted = form.choice(&format!("verdict_{criterion}"), |word| match word {
                "accepted" => Some(true),
                "refused" => Some(false),
                _ => None,
            });
            let comment = format!("comment_{criterion}");
            let comment =
                if accepted == Some(false) { form.paragraph(&comment) } else { form.opt_paragraph(&comment) };
            verdicts.extend(accepted.map(|accepted| (criterion, accepted, comment)));
        }
        Some(Input::Judge { verdicts }.into())
    },
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
            controls.push(stage.radios(&format!("verdict_{id}"), text, choices));
            let field = stage.form.field(&format!("comment_{id}"));
            let label = c.count("request-verdict-comment", n + 1);
            controls.push(Control::Area { field, label, hint: String::new(), rows: 2 });
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
};

/// Decides a dispute.
pub(super) static RESOLVE: Step = Step {
    path: "/r/{no}/resolve",
    action: "resolve",
    command: CommandKind::Resolve,
    sides: &[Side::Resolver],
    reach: BY_RESOLVER,
    files: false,
    needs: Needs::Nothing,
    place: "turn",
    notice: "notice-resolved",
    leaves: true,
    fill: blank,
    read: |form, _| {
        let refund = form.fields.text("outcome") == "refund";
        let amount = if refund { form.money("amount") } else { Some(0) };
        let resolution = form.choice("outcome", |word| outcome(word, amount.unwrap_or_default()));
        let text = form.page("text");
        amount?;
        Some(Input::Resolve { resolution: resolution?, text }.into())
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
        let mut controls = vec![stage.radios("outcome", c.t("resolve-outcome"), choices)];
        if after {
            let hint = c.ta("resolve-amount-hint", &[("paid", c.money(request.paid_total()).into())]);
            controls.push(stage.number("amount", c.t("resolve-amount"), hint));
        }
        controls.push(stage.area("text", c.t("resolve-text"), c.t("resolve-text-hint")));
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
};

fn outcome(word: &str, amount: Minor) -> Option<Resolution> {
    Some(match word {
        "rework" => Resolution::Rework,
        "release" => Resolution::Release,
        "accept" => Resolution::Accept,
        "refund" => Resolution::Refund { amount },
        "dismiss" => Resolution::Dismiss,
        _ => return None,
    })
}

/// The three answers at the end.
pub(super) static REVIEW: Step = Step {
    path: "/r/{no}/review",
    action: "review",
    command: CommandKind::Review,
    sides: CUSTOMER,
    reach: BY_CUSTOMER,
    files: false,
    needs: Needs::Nothing,
    place: "review",
    notice: "notice-reviewed",
    leaves: false,
    fill: blank,
    read: |form, _| {
        let solved = form.choice("solved", Solved::from_code);
        let seconds = if form.filled("minutes") { form.minutes("minutes").map(Some) } else { Some(None) };
        let would_pay = form.choice("would_pay", WouldPay::from_code);
        let comment = form.opt_paragraph("comment");
        Some(Input::Review { solved: solved?, seconds: seconds?, would_pay: would_pay?, comment }.into())
    },
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
        let price = c.price(request.paid_total());
        let measured = match request.client_seconds {
            0 => c.t("review-minutes-none").into(),
            seconds => c.ta("review-minutes-hint", &[("span", c.span(seconds).into())]),
        };
        StepView {
            controls: vec![
                stage.radios("solved", c.t("review-solved"), solved),
                stage.number("minutes", c.t("review-minutes"), measured),
                stage.radios("would_pay", c.ta("review-pay", &[("price", price.into())]), would_pay),
                stage.area("comment", c.t("review-comment"), ""),
            ],
            sees: c.t("review-sees").into(),
            ..stage.view(c.t("review-title"), c.t("review-do"))
        }
        .into()
    },
};
