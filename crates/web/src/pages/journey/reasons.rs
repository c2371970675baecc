//! Steps that stop, refuse or take back: each asks for the reason, and says beforehand what happens to money and who sees it.

use domain::request::{CommandKind, Offer, REOPEN_DAYS, RequestState};

use super::stage::Stage;
use super::step::{Step, at, step};
use super::view::{Piece, StepView};
use crate::form::decl::{FieldDecl, FieldKind, field, page, paragraph};

/// Why it is done: both sides read it.
const REASON: FieldDecl = paragraph("reason", "reason-label");

/// Stops the request.
pub(super) static CANCEL: Step = Step {
    fields: &[REASON],
    show: |stage| {
        let c = &stage.c;
        let request = &stage.page.request;
        let mut will = vec![c.t("cancel-will").into(), goes_back(stage)];
        let paid = request.paid_total();
        if paid > 0 {
            will.push(c.ta("cancel-paid", &[("sum", c.money(paid).into())]));
        }
        let open = request.children.iter().filter(|child| child.open).count();
        if open > 0 {
            will.push(c.count("refused-children", open));
        }
        will.push(c.count("reopen-days", REOPEN_DAYS));
        reason(stage, StepView { will, ..stage.view(c.t("cancel-title"), c.t("cancel-do")) }).into()
    },
    ..step(CommandKind::Cancel, at!("cancel"), "turn", "notice-cancelled")
};

/// What happens to reserved money when nothing more is paid.
fn goes_back(stage: &Stage) -> String {
    let c = &stage.c;
    match stage.page.request.reserved_total() {
        0 => c.t("money-untouched").into(),
        sum => c.ta("money-back", &[("sum", c.money(sum).into())]),
    }
}

/// A page with the field of the reason; it is grave.
fn reason(stage: &Stage, view: StepView) -> StepView {
    let c = &stage.c;
    let sees = if view.sees.is_empty() { c.t("sees-reason").into() } else { view.sees };
    StepView { controls: [view.controls, vec![stage.ask("reason")]].concat(), sees, grave: true, ..view }
}

/// None of the offers fits.
pub(super) static REFUSE: Step = Step {
    fields: &[REASON],
    show: |stage| {
        let c = &stage.c;
        let will = vec![c.t("refuse-will").into(), c.t("money-untouched").into()];
        let sees = c.t("sees-offering").into();
        reason(stage, StepView { will, sees, ..stage.view(c.t("refuse-title"), c.t("refuse-do")) }).into()
    },
    ..step(CommandKind::RefuseOffers, at!("refuse"), "turn", "notice-refused")
};

/// A unit that was asked does not offer.
pub(super) static DECLINE: Step = Step {
    leaves: true,
    fields: &[REASON],
    show: |stage| {
        let c = &stage.c;
        let will = vec![c.t(if c.outside { "decline-will-link" } else { "decline-will" }).into()];
        let sees = c.t("sees-both").into();
        reason(stage, StepView { will, sees, ..stage.view(c.t("decline-title"), c.t("decline-do")) }).into()
    },
    ..step(CommandKind::DeclineInvitation, at!("decline"), "turn", "notice-declined")
};

/// The offer of the viewer's unit that can be taken back: the one that the form names, else the only one.
fn own_offer(stage: &Stage) -> Option<&Offer> {
    let unit = stage.bidding_unit();
    let live = || stage.page.request.live_offers(stage.page.now).filter(|offer| offer.unit == unit);
    stage.offer().filter(|named| live().any(|offer| offer.id == named.id)).or_else(|| live().next())
}

/// Takes an offer back.
pub(super) static WITHDRAW_OFFER: Step = Step {
    fields: &[field("offer", FieldKind::Id, ""), REASON],
    show: |stage| {
        let c = &stage.c;
        let offer = own_offer(stage);
        let id = offer.map(|offer| offer.id.to_string()).unwrap_or_default();
        let pieces = offer.map(|offer| Piece::Facts {
            title: c.t("withdraw-offer-which").into(),
            rows: vec![
                (stage.unit(offer.unit), c.price(offer.total())),
                (c.t("offer-ready").into(), c.moment(offer.ready_by)),
            ],
        });
        let view = StepView {
            pieces: pieces.into_iter().collect(),
            will: vec![c.t("withdraw-offer-will").into(), c.t("money-untouched").into()],
            controls: vec![stage.hidden("offer", id)],
            sees: c.t("sees-both").into(),
            ..stage.view(c.t("withdraw-offer-title"), c.t("withdraw-offer-do"))
        };
        reason(stage, view).into()
    },
    ..step(CommandKind::WithdrawOffer, at!("withdraw-offer"), "offers", "notice-offer-withdrawn")
};

/// Opens an ended request again.
pub(super) static REOPEN: Step = Step {
    fields: &[REASON],
    show: |stage| {
        let c = &stage.c;
        let will = if stage.page.request.state == RequestState::Cancelled {
            vec![c.t("reopen-formulate").into(), c.t("money-untouched").into()]
        } else {
            vec![c.t("reopen-work").into(), c.t("reopen-money").into()]
        };
        let view = StepView { will, ..stage.view(c.t("reopen-title"), c.t("reopen-do")) };
        StepView { grave: false, ..reason(stage, view) }.into()
    },
    ..step(CommandKind::Reopen, at!("reopen"), "turn", "notice-reopened")
};

/// Disagrees about delivered work.
pub(super) static DISPUTE: Step = Step {
    fields: &[page("text", "dispute-text").hint("dispute-text-hint")],
    show: |stage| {
        let c = &stage.c;
        let paid = matches!(stage.page.request.state, RequestState::Reviewing | RequestState::Closed);
        let money = if paid { c.t("dispute-paid") } else { c.t("dispute-reserved") };
        StepView {
            will: vec![c.t("dispute-will").into(), money.into()],
            controls: vec![stage.ask("text")],
            sees: c.t("sees-dispute").into(),
            grave: true,
            ..stage.view(c.t("dispute-title"), c.t("dispute-do"))
        }
        .into()
    },
    ..step(CommandKind::OpenDispute, at!("dispute"), "turn", "notice-disputed")
};
