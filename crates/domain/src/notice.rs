//! What people are told of.

/// What a notice says. Its words belong to the pages.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[strum(serialize_all = "snake_case")]
pub enum NoticeKind {
    /// A request was stated.
    Stated,
    /// It was passed on to another unit.
    PassedOn,
    /// Somebody took it.
    Claimed,
    /// It was given to the reader.
    Assigned,
    /// Somebody wrote.
    Message,
    /// The customer is asked.
    Question,
    /// A brief waits for an answer.
    Brief,
    /// The brief was confirmed.
    BriefConfirmed,
    /// The brief was corrected.
    BriefCorrected,
    /// The unit is asked to offer.
    Invited,
    /// A unit that was asked does not offer.
    InvitationDeclined,
    /// Somebody outside wrote.
    OutsideSaid,
    /// An offer waits for an answer.
    Offer,
    /// An offer was taken back.
    OfferWithdrawn,
    /// An offer was chosen.
    OfferChosen,
    /// No offer fitted.
    OffersRefused,
    /// Work waits for judgement.
    Delivered,
    /// The work was judged.
    Judged,
    /// The sides disagree.
    Disputed,
    /// The disagreement was decided.
    Resolved,
    /// A password of somebody who takes part was reset by others.
    AccessReset,
    /// An auditor opened it for an hour.
    Opened,
    /// The customer answered the questions at the end.
    Reviewed,
    /// It was opened again.
    Reopened,
    /// It was stopped.
    Cancelled,
    /// It is still the reader's move.
    Reminder,
    /// It waits too long for somebody else.
    Escalated,
    /// The reader takes part now.
    Participant,
    /// The reader may act for the customer.
    Entrusted,
}

impl NoticeKind {
    /// Every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        use strum::IntoEnumIterator as _;
        Self::iter()
    }

    /// The word that the tables keep.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// Reads [`Self::code`] back; none for a word of a newer program.
    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for kind in NoticeKind::all() {
            assert_eq!(NoticeKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(NoticeKind::BriefConfirmed.code(), "brief_confirmed");
        assert_eq!(NoticeKind::from_code("something new"), None);
    }
}
