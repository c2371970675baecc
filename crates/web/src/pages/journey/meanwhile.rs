//! What happened to a request since a page of it was opened, for people whose form came too late.

use app::requests::page::RequestPage;
use domain::content::ContentRef;
use domain::request::Event;

use crate::chrome::Chrome;
use crate::i18n::Html;
use crate::parts::words;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Did {
    /// When.
    pub time: Html,
    /// What.
    pub what: String,
    /// Who did it; empty when nobody in person.
    pub who: String,
    /// The words that came with it.
    pub words: Option<Html>,
}

/// What happened after the event `seen`, in order. Empty for somebody who may read the brief alone.
pub(super) fn since(c: &Chrome, page: &RequestPage, seen: i64) -> Vec<Did> {
    let after = page.events.iter().filter(|recorded| recorded.seq > seen);
    after
        .filter_map(|recorded| {
            let (what, text) = what(c, &recorded.event)?;
            let who = recorded.envelope.actor.person().map(|person| page.name(person).to_owned());
            let text = text.map(|text| page.text(text)).filter(|text| !text.is_empty());
            Some(Did {
                time: c.time_ago(recorded.envelope.occurred_at),
                what,
                who: who.unwrap_or_default(),
                words: text.map(words),
            })
        })
        .collect()
}

/// What an event is called, and its words. None for what only counts or reminds.
fn what<'e>(c: &Chrome, event: &'e Event) -> Option<(String, Option<&'e ContentRef>)> {
    let plain = |text: std::borrow::Cow<'_, str>| Some((text.into_owned(), None));
    let with =
        |text: std::borrow::Cow<'_, str>, words: &'e ContentRef| Some((text.into_owned(), Some(words)));
    let version = |key, version: u32| Some((c.ta(key, &[("version", version.into())]), None));
    match event {
        Event::Stated { statement, .. } => with(c.t("did-stated"), statement),
        Event::PassedOn { note, .. } => with(c.t("did-passed-on"), note),
        Event::Claimed { .. } => plain(c.t("did-claimed")),
        Event::Assigned { .. } => plain(c.t("did-assigned")),
        Event::MessagePosted { text, .. } => with(c.t("did-message"), text),
        Event::QuestionAsked { text, .. } => with(c.t("did-asked"), text),
        Event::QuestionClosed { answered: true, .. } => plain(c.t("did-answered")),
        Event::QuestionClosed { .. } => plain(c.t("did-question-withdrawn")),
        Event::InterviewRecorded { .. } => plain(c.t("did-interview")),
        Event::BriefSent { brief } => version("did-brief", brief.version),
        Event::BriefConfirmed { version: number } => version("did-confirmed", *number),
        Event::BriefCorrected { comment, .. } => with(c.t("did-corrected"), comment),
        Event::Invited { .. } => plain(c.t("did-invited")),
        Event::LinkMade { .. } => plain(c.t("did-link")),
        Event::LinkEnded { .. } => plain(c.t("did-link-ended")),
        Event::OutsideSaid { text, .. } => with(c.t("did-outside-said"), text),
        Event::InvitationDeclined { reason, .. } => with(c.t("did-declined"), reason),
        Event::OfferSent { .. } => plain(c.t("did-offer")),
        Event::OfferWithdrawn { reason, .. } => with(c.t("did-offer-withdrawn"), reason),
        Event::OfferChosen { reason, .. } => Some((c.t("did-chosen").into_owned(), reason.as_ref())),
        Event::OffersRefused { reason } => with(c.t("did-refused"), reason),
        Event::TaskAdded { text, .. } => with(c.t("did-task"), text),
        Event::TaskFinished { .. } => plain(c.t("did-task-done")),
        Event::EffortLogged { .. } => plain(c.t("did-effort")),
        Event::ChildStated { .. } => plain(c.t("did-ordered")),
        Event::ChildEnded { .. } => plain(c.t("did-child-ended")),
        Event::Delivered { delivery } => with(c.t("did-delivered"), &delivery.note),
        Event::Judged { .. } => plain(c.t("did-judged")),
        Event::DisputeOpened { text, .. } => with(c.t("did-disputed"), text),
        Event::DisputeResolved { text, .. } => with(c.t("did-resolved"), text),
        Event::Reviewed { .. } => plain(c.t("did-reviewed")),
        Event::ReviewSkipped => plain(c.t("did-review-skipped")),
        Event::Reopened { reason, .. } => with(c.t("did-reopened"), reason),
        Event::Cancelled { reason, .. } => Some((c.t("did-cancelled").into_owned(), reason.as_ref())),
        Event::ParticipantAdded { .. } => plain(c.t("did-participant")),
        Event::Entrusted { .. } => plain(c.t("did-entrusted")),
        Event::TrustEnded { .. } => plain(c.t("did-trust-ended")),
        Event::FirstAnswered { .. }
        | Event::ChildAgreed { .. }
        | Event::ChildPaid { .. }
        | Event::ChildRefunded { .. }
        | Event::Accepted { .. }
        | Event::Reminded { .. }
        | Event::Escalated { .. }
        | Event::ClientTimeMeasured { .. }
        | Event::RepeatJudged { .. }
        | Event::CalendarApplied { .. } => None,
    }
}
