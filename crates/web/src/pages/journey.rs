//! The journey of a request: every step that its page sends here, with a page of its own for each.
//!
//! Each address takes GET, the step's own page, and POST, its form. Every form carries `csrf` and `command` (`f::hidden`) and `seen`,
//! the sequence of the request that the page showed ([`domain::request::Request::seq`]). A step that was done answers 303 to
//! `/r/{no}#place` with a notice; one that was not comes back as its own page, filled: 422 with the faults beside the fields, 409 with
//! what happened meanwhile.
//!
//! Which fields a form has says its step: [`step::Step::fields`]; rows (criteria, lines, quotes) and answers to each criterion have names of
//! their own, which the step reads.
//!
//! Besides, GET alone: `brief/diff?from=1&to=2` and `files/{id}`; and `share`, whose answer is a page: see `share.rs`. The holder of a
//! link takes `offer`, `withdraw-offer`, `decline` and `say` after `/p/{token}/`: see [`OUTSIDE`].

mod brief;
mod choose;
mod diff;
pub(crate) mod files;
mod finish;
mod hand_over;
mod interview;
mod known;
mod offer;
mod plain;
mod reasons;
#[cfg(test)]
mod samples;
mod share;
#[cfg(test)]
mod shown;
mod stage;
mod step;
mod talk;
mod view;
mod words_diff;

use app::requests::page::RequestPage;
use axum::extract::{Path, Query};
use domain::request::CommandKind;

use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::form::Form;
use crate::form::decl::FormDecl;
use crate::routes::pattern;
use crate::server::{Reach, Route};
use step::Step;
pub(in crate::pages) use step::{Place, carry, open};

#[cfg(test)]
pub(in crate::pages) use samples::outside_pages;
#[cfg(test)]
pub(crate) use {
    brief::BriefView, choose::ChooseView, diff::DiffView, interview::InterviewView, offer::OfferView,
    share::ShareView, view::StepView,
};

/// Every step.
static STEPS: [&Step; 32] = [
    &plain::CLAIM,
    &hand_over::PASS_ON,
    &plain::ASSIGN,
    &talk::MESSAGE,
    &plain::WITHDRAW_QUESTION,
    &interview::INTERVIEW,
    &brief::BRIEF,
    &plain::CONFIRM,
    &plain::CORRECT,
    &plain::INVITE,
    &reasons::DECLINE,
    &offer::OFFER,
    &reasons::WITHDRAW_OFFER,
    &choose::CHOOSE,
    &reasons::REFUSE,
    &talk::SAY,
    &talk::TASK,
    &talk::TASK_DONE,
    &talk::EFFORT,
    &hand_over::ORDER,
    &finish::DELIVER,
    &finish::JUDGE,
    &reasons::DISPUTE,
    &finish::RESOLVE,
    &finish::REVIEW,
    &reasons::REOPEN,
    &reasons::CANCEL,
    &plain::PARTICIPANT,
    &plain::ENTRUST,
    &plain::END_TRUST,
    &plain::REPEAT,
    &plain::REMIND,
];

/// The steps of whoever holds a link, with their addresses.
pub(in crate::pages) static OUTSIDE: [(&str, &Step); 4] = [
    (pattern::PARTNER_OFFER, &offer::OFFER),
    (pattern::PARTNER_WITHDRAW, &reasons::WITHDRAW_OFFER),
    (pattern::PARTNER_DECLINE, &reasons::DECLINE),
    (pattern::PARTNER_SAY, &talk::SAY),
];

/// The form of a step as it begins, for a page that shows it among others: what is wrong with it comes back on the step's own page.
pub(in crate::pages) fn begun(
    c: &Chrome,
    page: &RequestPage,
    command: CommandKind,
    id: &'static str,
) -> Form {
    let asks = |step: &&Step| (step.fill)(c, page, Form::of(&FormDecl::new(id, step.fields)));
    let step = STEPS.iter().find(|step| step.command == command);
    step.map_or_else(|| Form::of(&FormDecl::new(id, &[])), asks)
}

/// The routes of the journey.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![diff::route(), files::route()];
    routes.extend(share::routes());
    for step in STEPS {
        let reach = Reach::giving(step.command);
        routes.push(Route::get(
            step.at.1,
            reach,
            async move |signed: SignedIn, Path(no): Path<String>, Query(query)| {
                open(step, &signed, Place::of_request(&no)?, query).await
            },
        ));
        let posted = Route::post(step.at.1, reach, async move |Path(no): Path<String>, sent: Sent| {
            carry(step, Place::of_request(&no)?, sent).await
        });
        routes.push(if step.takes_files() { posted.files_of(step::allowed(step)) } else { posted });
    }
    routes
}
