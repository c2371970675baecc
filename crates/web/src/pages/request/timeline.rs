//! The history: conversation, events and documents in one list, oldest first, by day.

use domain::content::ContentRef;
use domain::history::{Envelope, Recorded};
use domain::ids::{QuestionId, UnitId};
use domain::request::{Event, Interview, Side};
use domain::time::Instant;
use store::repo::opening::Opened;

use super::look::{Look, isolated};
use super::{happened, work};
use crate::i18n::{Html, escape};
use crate::parts::{FileLink, TimelineRow, words};

/// What the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Only {
    /// Everything.
    #[default]
    All,
    /// Briefs, interviews, offers, hand-overs and whatever carries files.
    Documents,
}

/// Rows of the list, with headings of days.
pub(super) fn rows(look: Look<'_>, only: Only) -> Vec<TimelineRow> {
    after(look, only, 0)
}

/// Rows of what happened after the event `seen`, with headings of days.
pub(super) fn after(look: Look<'_>, only: Only, seen: i64) -> Vec<TimelineRow> {
    let mut rows = Vec::new();
    let mut day = None;
    // The unit that has the request at each moment: whose words a provider's are.
    let mut unit = look.request().unit;
    let ready = ready(look);
    let whole = seen == 0 && only == Only::All;
    let mut openings = look.page.openings.iter().filter(|_| whole).peekable();
    let mut put = |rows: &mut Vec<TimelineRow>, at: Instant, found: Vec<TimelineRow>| {
        let date = look.c.civil(at);
        if day != Some(date) {
            day = Some(date);
            rows.push(TimelineRow::Day(capital(&look.c.day_named(at))));
        }
        rows.extend(found);
    };
    for (place, recorded) in look.page.events.iter().enumerate() {
        match &recorded.event {
            Event::Stated { unit: first, .. } => unit = *first,
            Event::PassedOn { to, .. } | Event::OfferChosen { to: Some(to), .. } => unit = *to,
            _ => {}
        }
        if recorded.seq <= seen || (only == Only::Documents && !is_document(&recorded.event)) {
            continue;
        }
        // An order from the price list is told once, not as a brief and an offer that the customer wrote to themselves.
        if only == Only::All && ready && (1..=3).contains(&place) {
            continue;
        }
        let told = Told { look, recorded, unit };
        let found = told.rows();
        if found.is_empty() {
            continue;
        }
        let at = recorded.envelope.occurred_at;
        while let Some(opened) = openings.next_if(|opened| opened.at < at) {
            put(&mut rows, opened.at, vec![opening(look, opened)]);
        }
        put(&mut rows, at, found);
    }
    for opened in openings {
        put(&mut rows, opened.at, vec![opening(look, opened)]);
    }
    rows
}

/// An auditor opened the request for an hour, and why.
fn opening(look: Look<'_>, opened: &Opened) -> TimelineRow {
    let who = match opened.called.as_str() {
        "" => look.t("request-nameless"),
        name => isolated(name),
    };
    TimelineRow::Said {
        time: look.c.time_hour(opened.at),
        id: format!("o{}", opened.at.millis()),
        who,
        of: look.t("role-auditor"),
        text: words(&opened.reason),
        quote: false,
        note: look.c.ta("history-opened", &[("until", look.c.hour(opened.until).into())]),
        files: Vec::new(),
    }
}

/// The request was stated, agreed on and chosen in one step.
fn ready(look: Look<'_>) -> bool {
    matches!(
        look.page.events.iter().take(5).map(|recorded| &recorded.event).collect::<Vec<_>>()[..],
        [
            Event::Stated { .. },
            Event::BriefSent { .. },
            Event::BriefConfirmed { .. },
            Event::OfferSent { .. },
            Event::OfferChosen { reason: None, .. }
        ]
    )
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn is_document(event: &Event) -> bool {
    match event {
        Event::Stated { files, .. } | Event::MessagePosted { files, .. } => !files.is_empty(),
        Event::InterviewRecorded { .. }
        | Event::BriefSent { .. }
        | Event::OfferSent { .. }
        | Event::Delivered { .. } => true,
        _ => false,
    }
}

/// One event with what is needed to tell it.
pub(super) struct Told<'a> {
    pub look: Look<'a>,
    pub recorded: &'a Recorded<Event>,
    pub unit: UnitId,
}

impl Told<'_> {
    fn envelope(&self) -> &Envelope {
        &self.recorded.envelope
    }

    fn time(&self) -> Html {
        self.look.c.time_hour(self.envelope().occurred_at)
    }

    fn small(&self, text: String) -> Vec<TimelineRow> {
        if text.is_empty() { Vec::new() } else { vec![TimelineRow::Event { time: self.time(), text }] }
    }

    fn rows(&self) -> Vec<TimelineRow> {
        let look = self.look;
        match &self.recorded.event {
            Event::Stated { author, customer_unit, statement, files, .. } => {
                let of = look.unit(*customer_unit);
                let mut rows =
                    vec![self.said(look.name(*author), of, look.words(statement), String::new(), files)];
                rows.extend(self.small(happened::stated(look, &self.recorded.event)));
                rows
            }
            Event::MessagePosted { by, side, text, files } => {
                vec![self.said(look.name(*by), self.place(*side), look.words(text), String::new(), files)]
            }
            Event::QuestionAsked { question, by, text } => {
                let note = look.t(self.question(*question));
                vec![self.said(look.name(*by), look.unit(self.unit), look.words(text), note, &[])]
            }
            Event::OutsideSaid { unit, side, by, text } => {
                let name = look.unit(*unit);
                let who = by.map_or_else(|| name.clone(), |by| look.name(by));
                let of = match side {
                    Side::Bidder if by.is_none() => look.t("history-by-link"),
                    Side::Bidder => name.clone(),
                    side => self.place(*side),
                };
                let note = look.c.ta("history-said-outside", &[("unit", name.into())]);
                vec![self.said(who, of, look.words(text), note, &[])]
            }
            Event::PassedOn { from, to, note, share_history, .. } => {
                let key = if *share_history { "history-passed-on" } else { "history-passed-on-alone" };
                let said = look.c.ta(key, &[("unit", look.unit(*to).into())]);
                vec![self.said(self.actor(), look.unit(*from), look.words(note), said, &[])]
            }
            Event::InterviewRecorded { interview } => vec![self.interview(interview)],
            Event::BriefCorrected { version, comment } => {
                let note = look.c.count("history-brief-corrected", *version);
                vec![self.said(self.actor(), self.place(Side::Customer), look.words(comment), note, &[])]
            }
            Event::Delivered { delivery } => {
                let note = look.t("history-delivered");
                let text = look.words(&delivery.note);
                vec![self.said(look.name(delivery.by), look.unit(self.unit), text, note, &delivery.files)]
            }
            Event::Judged { by, verdicts } if verdicts.iter().any(|verdict| verdict.comment.is_some()) => {
                let note = happened::judged(look, verdicts);
                vec![self.said(
                    look.name(*by),
                    self.place(Side::Customer),
                    self.verdicts(verdicts),
                    note,
                    &[],
                )]
            }
            Event::DisputeOpened { by, text, .. } => {
                let note = look.t("history-dispute-opened");
                vec![self.said(look.name(*by), String::new(), look.words(text), note, &[])]
            }
            Event::DisputeResolved { by, resolution, text, .. } => {
                let outcome = work::outcome(look, *resolution);
                let note = look.c.ta("history-dispute-resolved", &[("outcome", outcome.into())]);
                vec![self.said(look.name(*by), look.t("history-resolver"), look.words(text), note, &[])]
            }
            Event::Reviewed { review } => match &review.comment {
                Some(comment) => {
                    let note = happened::reviewed(look, review);
                    vec![self.said(
                        look.name(review.by),
                        self.place(Side::Customer),
                        look.words(comment),
                        note,
                        &[],
                    )]
                }
                None => self.small(happened::reviewed(look, review)),
            },
            Event::Reopened { by, reason, .. } => {
                let note = look.t("history-reopened");
                vec![self.said(look.name(*by), self.place(Side::Customer), look.words(reason), note, &[])]
            }
            _ => self.small(happened::line(self)),
        }
    }

    fn said(&self, who: String, of: String, text: Html, note: String, files: &[ContentRef]) -> TimelineRow {
        let files = work::files(self.look, files);
        TimelineRow::Said { time: self.time(), id: self.id(), who, of, text, quote: false, note, files }
    }

    fn id(&self) -> String {
        format!("e{}", self.recorded.seq)
    }

    /// The name of whoever acted; programs and timers have none.
    pub fn actor(&self) -> String {
        match self.envelope().actor.person() {
            Some(person) => self.look.name(person),
            None => self.look.t("history-automatic"),
        }
    }

    /// Where a person of a side belongs.
    fn place(&self, side: Side) -> String {
        match side {
            Side::Provider => self.look.unit(self.unit),
            _ => self.look.unit(self.look.request().customer_unit),
        }
    }

    fn question(&self, id: QuestionId) -> &'static str {
        let closed = self.look.page.events.iter().find_map(|recorded| match recorded.event {
            Event::QuestionClosed { question, answered } if question == id => Some(answered),
            _ => None,
        });
        let open =
            self.look.request().questions.iter().any(|known| known.id == id && known.closed_at.is_none());
        match closed {
            Some(true) => "history-question-answered",
            Some(false) => "history-question-withdrawn",
            None if open && self.look.customer() => "history-question-waits-you",
            None if open => "history-question-waits",
            None => "history-question-lapsed",
        }
    }

    /// Quotes with what was concluded from them, then the notes.
    fn interview(&self, interview: &Interview) -> TimelineRow {
        let (look, c) = (self.look, self.look.c);
        let mut text = String::new();
        for quote in &interview.quotes {
            text.push_str(&format!("<blockquote class=\"q-t\">{}</blockquote>", look.words(&quote.text)));
            if let Some(insight) = &quote.insight {
                let insight = c.ta("history-insight", &[("text", look.line(insight).into())]);
                text.push_str(&format!("<p class=\"sm mut\">{}</p>", escape(&insight)));
            }
        }
        for note in &interview.notes {
            let prompt = escape(&look.t(happened::prompt(&note.prompt)));
            text.push_str(&format!("<p class=\"sm dim\">{prompt}</p>{}", look.words(&note.text)));
        }
        let mut of = c.ta(
            "history-interview-of",
            &[("span", c.span(interview.seconds).into()), ("who", look.you_or(interview.by).into())],
        );
        if far(interview.happened_at, self.envelope().occurred_at) {
            of = format!("{of}, {}", c.moment(interview.happened_at));
        }
        TimelineRow::Said {
            time: self.time(),
            id: self.id(),
            who: look.t("history-interview"),
            of,
            text: Html(text),
            quote: false,
            note: String::new(),
            files: Vec::<FileLink>::new(),
        }
    }

    fn verdicts(&self, verdicts: &[domain::request::Verdict]) -> Html {
        let look = self.look;
        let items = look.request().briefs.iter().flat_map(|brief| &brief.criteria);
        let mut text = String::new();
        for verdict in verdicts {
            let Some(comment) = &verdict.comment else { continue };
            let named = items.clone().rfind(|item| item.id == verdict.criterion);
            let named = named.map_or_else(String::new, |item| look.line(&item.text));
            text.push_str(&format!("<p class=\"sm dim\">{}</p>{}", escape(&named), look.words(comment)));
        }
        Html(text)
    }
}

/// Written down so much later that the moment itself is worth telling.
fn far(happened: Instant, recorded: Instant) -> bool {
    recorded.seconds_since(happened).abs() > 3 * 3600
}
