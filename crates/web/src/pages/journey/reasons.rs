//! Steps that stop, refuse or take back: each asks for the reason, and says beforehand what happens to money and who sees it.

use app::requests::Input;
use domain::ids::OfferId;
use domain::request::{CommandKind, Offer, REOPEN_DAYS, State};

use super::reach::*;
use super::stage::Stage;
use super::step::{Needs, Step, blank};
use super::view::{Piece, StepView};

/// Stops the request.
pub(super) static CANCEL: Step = Step {
    path: "/r/{no}/cancel",
    action: "cancel",
    command: CommandKind::Cancel,
    sides: EITHER,
    reach: BY_EITHER,
    files: false,
    needs: Needs::Nothing,
    place: "turn",
    notice: "notice-cancelled",
    leaves: false,
    fill: blank,
    read: |form, _| Some(Input::Cancel { reason: form.paragraph("reason") }.into()),
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
    let field = stage.area("reason", c.t("reason-label"), "");
    let sees = if view.sees.is_empty() { c.t("sees-reason").into() } else { view.sees };
    StepView { controls: [view.controls, vec![field]].concat(), sees, grave: true, ..view }
}

/// None of the offers fits.
pub(super) static REFUSE: Step = Step {
    path: "/r/{no}/refuse",
    action: "refuse",
    command: CommandKind::RefuseOffers,
    sides: CUSTOMER,
    reach: BY_CUSTOMER,
    files: false,
    needs: Needs::Nothing,
    place: "turn",
    notice: "notice-refused",
    leaves: false,
    fill: blank,
    read: |form, _| Some(Input::RefuseOffers { reason: form.paragraph("reason") }.into()),
    show: |stage| {
        let c = &stage.c;
        let will = vec![c.t("refuse-will").into(), c.t("money-untouched").into()];
        let sees = c.t("sees-offering").into();
        reason(stage, StepView { will, sees, ..stage.view(c.t("refuse-title"), c.t("refuse-do")) }).into()
    },
};

/// A unit that was asked does not offer.
pub(super) static DECLINE: Step = Step {
    path: "/r/{no}/decline",
    action: "decline",
    command: CommandKind::DeclineInvitation,
    sides: &[domain::request::Side::Bidder],
    reach: BY_BIDDER,
    files: false,
    needs: Needs::Nothing,
    place: "turn",
    notice: "notice-declined",
    leaves: true,
    fill: blank,
    read: |form, _| Some(Input::DeclineInvitation { reason: form.paragraph("reason") }.into()),
    show: |stage| {
        let c = &stage.c;
        let will = vec![c.t(if c.outside { "decline-will-link" } else { "decline-will" }).into()];
        let sees = c.t("sees-both").into();
        reason(stage, StepView { will, sees, ..stage.view(c.t("decline-title"), c.t("decline-do")) }).into()
    },
};

/// The offer of the viewer's unit that can be taken back: the one that the form names, else the only one.
fn own_offer(stage: &Stage) -> Option<&Offer> {
    let unit = stage.bidding_unit();
    let live = || stage.page.request.live_offers(stage.page.now).filter(|offer| offer.unit == unit);
    stage.offer().filter(|named| live().any(|offer| offer.id == named.id)).or_else(|| live().next())
}

/// Takes an offer back.
pub(super) static WITHDRAW_OFFER: Step = Step {
    path: "/r/{no}/withdraw-offer",
    action: "withdraw-offer",
    command: CommandKind::WithdrawOffer,
    sides: OFFERING,
    reach: BY_PROVIDER,
    files: false,
    needs: Needs::Nothing,
    place: "offers",
    notice: "notice-offer-withdrawn",
    leaves: false,
    fill: blank,
    read: |form, _| {
        let (offer, reason) = (form.id("offer"), form.paragraph("reason"));
        Some(Input::WithdrawOffer { offer: OfferId(offer?), reason }.into())
    },
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
};

/// Opens an ended request again.
pub(super) static REOPEN: Step = Step {
    path: "/r/{no}/reopen",
    action: "reopen",
    command: CommandKind::Reopen,
    sides: CUSTOMER_OWN,
    reach: BY_CUSTOMER,
    files: false,
    needs: Needs::Nothing,
    place: "turn",
    notice: "notice-reopened",
    leaves: false,
    fill: blank,
    read: |form, _| Some(Input::Reopen { reason: form.paragraph("reason") }.into()),
    show: |stage| {
        let c = &stage.c;
        let will = if stage.page.request.state == State::Cancelled {
            vec![c.t("reopen-formulate").into(), c.t("money-untouched").into()]
        } else {
            vec![c.t("reopen-work").into(), c.t("reopen-money").into()]
        };
        let view = StepView { will, ..stage.view(c.t("reopen-title"), c.t("reopen-do")) };
        StepView { grave: false, ..reason(stage, view) }.into()
    },
};

/// Disagrees about delivered work.
pub(super) static DISPUTE: Step = Step {
    path: "/r/{no}/dispute",
    action: "dispute",
    command: CommandKind::OpenDispute,
    sides: EITHER,
    reach: BY_EITHER,
    files: false,
    needs: Needs::Nothing,
    place: "turn",
    notice: "notice-disputed",
    leaves: false,
    fill: blank,
    read: |form, _| Some(Input::OpenDispute { text: form.page("text") }.into()),
    show: |stage| {
        let c = &stage.c;
        let paid = matches!(stage.page.request.state, State::Reviewing | State::Closed);
        let money = if paid { c.t("dispute-paid") } else { c.t("dispute-reserved") };
        StepView {
            will: vec![c.t("dispute-will").into(), money.into()],
            controls: vec![stage.area("text", c.t("dispute-text"), c.t("dispute-text-hint"))],
            sees: c.t("sees-dispute").into(),
            grave: true,
            ..stage.view(c.t("dispute-title"), c.t("dispute-do"))
        }
        .into()
    },
};
