//! Writing to the other side.

use domain::request::{Class, CommandKind};

use super::look::Look;
use crate::i18n::Html;

/// The form under the history.
#[derive(Debug)]
pub(crate) struct Reply {
    pub label: String,
    /// The question that these words will answer.
    pub question: Option<Html>,
    /// A provider may make it a question that stops the clocks.
    pub ask: bool,
    /// Who will see it.
    pub seen_by: String,
}

/// The form, for both sides.
pub(super) fn reply(look: Look<'_>) -> Option<Reply> {
    if !look.whole() || !look.can(CommandKind::Message) {
        return None;
    }
    let request = look.request();
    let question = request.open_question().filter(|_| look.customer() && !look.own_work());
    let label = match (question, look.customer()) {
        (Some(_), _) => "request-reply-answer",
        (None, true) => "request-reply-provider",
        (None, false) => "request-reply-customer",
    };
    let mut seen_by = look.t(match request.class {
        Class::Open => "request-seen-open",
        Class::UnitOnly => "request-seen-unit",
        Class::Confidential => "request-seen-confidential",
    });
    if request.invitations.iter().any(|asked| asked.declined_at.is_none() && asked.unit != request.unit) {
        seen_by = format!("{seen_by} {}", look.t("request-seen-not-bidders"));
    }
    Some(Reply {
        label: look.t(label),
        question: question.map(|question| look.words(&question.text)),
        ask: look.provider() && look.can(CommandKind::Ask),
        seen_by,
    })
}
