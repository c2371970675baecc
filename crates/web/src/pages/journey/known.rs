//! What is already known of a problem, beside the pages where it is formulated: nothing is asked twice.

use domain::request::{Event, GUIDE};

use super::stage::Stage;
use crate::i18n::{Html, L};

/// Words of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SaidRow {
    /// Who.
    pub who: String,
    /// When.
    pub time: Html,
    /// What.
    pub text: Html,
}

/// The customer's own words and what was concluded from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QuoteRow {
    /// The words.
    pub quote: Html,
    /// The conclusion.
    pub insight: Option<Html>,
}

/// What is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    /// The first words.
    pub statement: SaidRow,
    /// What the customer said about the last brief version.
    pub correction: Option<SaidRow>,
    /// The conversation, the newest last.
    pub messages: Vec<SaidRow>,
    /// Words kept in interviews.
    pub quotes: Vec<QuoteRow>,
    /// Notes of interviews: the question and what was noted.
    pub notes: Vec<(String, Html)>,
}

/// Messages shown beside a form; older ones stand on the page of the request.
const MESSAGES: usize = 12;

/// Names of the guide's questions.
pub(super) fn question(l: L, prompt: &str) -> String {
    match prompt {
        "stated" => l.t("guide-stated"),
        "last_time" => l.t("guide-last-time"),
        "tried" => l.t("guide-tried"),
        "outcome" => l.t("guide-outcome"),
        _ => l.t("guide-other"),
    }
    .into_owned()
}

/// What is known of the request of a page.
pub(super) fn known(stage: &Stage) -> Known {
    let (c, page) = (&stage.c, &stage.page);
    let request = &page.request;
    let mut messages = Vec::new();
    let mut correction = None;
    for recorded in &page.events {
        let said = |person, text| SaidRow {
            who: page.name(person).to_owned(),
            time: c.time_ago(recorded.envelope.occurred_at),
            text: stage.words(text),
        };
        match &recorded.event {
            Event::MessagePosted { by, text, .. } | Event::QuestionAsked { by, text, .. } => {
                messages.push(said(*by, text));
            }
            Event::BriefCorrected { comment, .. } => {
                correction = recorded.envelope.actor.person().map(|person| said(person, comment));
            }
            Event::BriefSent { .. } => correction = None,
            _ => {}
        }
    }
    messages.drain(..messages.len().saturating_sub(MESSAGES));
    let notes = request.interviews.iter().flat_map(|interview| &interview.notes);
    let mut notes: Vec<_> = notes.collect();
    notes.sort_by_key(|note| GUIDE.iter().position(|prompt| *prompt == note.prompt));
    Known {
        statement: SaidRow {
            who: page.name(request.author).to_owned(),
            time: c.time_ago(request.stated_at),
            text: stage.words(&request.statement),
        },
        correction,
        messages,
        quotes: request
            .interviews
            .iter()
            .flat_map(|interview| &interview.quotes)
            .map(|quote| QuoteRow {
                quote: stage.words(&quote.text),
                insight: quote.insight.as_ref().map(|insight| stage.words(insight)),
            })
            .collect(),
        notes: notes.into_iter().map(|note| (question(c.l, &note.prompt), stage.words(&note.text))).collect(),
    }
}
