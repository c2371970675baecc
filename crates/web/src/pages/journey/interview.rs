//! The interview: the guide's questions beside what is already known, quotes kept as evidence with what follows from them.

use askama::Template;
use domain::request::{CommandKind, GUIDE};
use serde_json::{Value, json};

use super::known::{Known, known, question};
use super::stage::Stage;
use super::step::{Carry, Step, at, step};
use super::view::{Head, Shown, Trouble};
use crate::chrome::Chrome;
use crate::form::decl::{FieldDecl, FieldKind, field, page, paragraph};
use crate::form::{Field, Form};
use crate::form::{Reading, rows};

/// A question of the guide and its notes.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub field: Field,
    pub text: String,
    pub hint: String,
}

/// A quote and its conclusion.
#[derive(Debug, Clone)]
pub(crate) struct QuoteFields {
    /// Counts from 1.
    pub number: usize,
    pub quote: Field,
    pub insight: Field,
    /// It was just added.
    pub fresh: bool,
}

/// The page of an interview.
#[derive(Debug, Template)]
#[template(path = "journey/interview.html")]
pub(crate) struct InterviewView {
    pub c: Chrome,
    pub head: Head,
    pub trouble: Option<Trouble>,
    pub form: Form,
    pub action: String,
    pub possible: bool,
    pub questions: Vec<Question>,
    pub quotes: Vec<QuoteFields>,
    pub known: Known,
}

/// The rows of a kind that a form shows: those that came, at least `least`, and one more when it was asked for.
pub(super) fn shown_rows(form: &Form, kind: &str, part: &str, least: usize) -> (Vec<usize>, Option<usize>) {
    let mut numbers = rows(form.names(), kind, part);
    let next = |numbers: &[usize]| numbers.last().map_or(0, |last| last + 1);
    let fresh = (form.value("add") == kind).then(|| next(&numbers));
    while fresh.is_none() && numbers.len() < least {
        numbers.push(next(&numbers));
    }
    numbers.extend(fresh);
    (numbers, fresh)
}

/// Keeps a conversation about the real problem.
pub(super) static INTERVIEW: Step = Step {
    fill: |c, page, form| form.with("happened_at", today(c, page.now)),
    fields: &[
        field("happened_at", FieldKind::Moment(None), "interview-date"),
        field("happened_at_time", FieldKind::TimeOfDay, "interview-time"),
        field("minutes", FieldKind::Minutes, "interview-minutes").as_input("seconds"),
    ],
    read: |form, step, _| {
        let mut data = form.object(step.fields);
        let note = |prompt: &&str| json!([prompt, form.value_at(&NOTE, &format!("note_{prompt}"))]);
        data["notes"] = GUIDE.iter().map(note).collect();
        data["quotes"] = quotes(form).into();
        Carry::Step(step.command, data)
    },
    places: &[("quote", "quote_0"), ("insight", "insight_0")],
    show: |stage| Shown::Interview(Box::new(view(stage))),
    ..step(CommandKind::RecordInterview, at!("interview"), "tl", "notice-interview")
};

/// The day of a moment, as a field of a date holds it.
pub(super) fn today(c: &Chrome, at: domain::time::Instant) -> String {
    at.to_timestamp().to_zoned(c.zone.clone()).date().to_string()
}

/// What was said to a question of the guide.
const NOTE: FieldDecl = page("note", "").optional();
/// What was said in so many words; what follows from it.
const QUOTE: FieldDecl = paragraph("quote", "");

fn quotes(form: &mut Reading<'_>) -> Vec<Value> {
    let mut quotes = Vec::new();
    for row in form.rows("quote", "") {
        let (quote, insight) = (format!("quote_{row}"), format!("insight_{row}"));
        // A conclusion without the words it came from is no evidence.
        let asked = if form.filled(&insight) { QUOTE } else { QUOTE.optional() };
        let text = form.value_at(&asked, &quote);
        let insight = form.value_at(&QUOTE.optional(), &insight);
        if text.as_ref().is_some_and(|text| text != "") {
            quotes.push(json!([text, insight]));
        }
    }
    quotes
}

fn view(stage: &Stage) -> InterviewView {
    let c = &stage.c;
    let (rows, fresh) = shown_rows(&stage.form, "quote", "", 2);
    let mut form = stage.form.clone();
    for prompt in GUIDE {
        form = form.label(format!("note_{prompt}"), question(c.l, prompt));
    }
    for (at, row) in rows.iter().enumerate() {
        let number = [("n", (at + 1).into())];
        form = form
            .label(format!("quote_{row}"), c.ta("interview-quote", &number))
            .label(format!("insight_{row}"), c.ta("interview-insight", &number));
    }
    InterviewView {
        head: stage.head(),
        trouble: stage.trouble.clone(),
        action: stage.action(),
        possible: stage.possible,
        questions: GUIDE
            .iter()
            .map(|prompt| Question {
                field: form.field(&format!("note_{prompt}")),
                text: question(c.l, prompt),
                hint: hint(c, prompt),
            })
            .collect(),
        quotes: rows
            .into_iter()
            .enumerate()
            .map(|(at, row)| QuoteFields {
                number: at + 1,
                quote: form.field(&format!("quote_{row}")),
                insight: form.field(&format!("insight_{row}")),
                fresh: fresh == Some(row),
            })
            .collect(),
        known: known(stage),
        form,
        c: c.clone(),
    }
}

fn hint(c: &Chrome, prompt: &str) -> String {
    match prompt {
        "stated" => c.t("guide-stated-hint"),
        "last_time" => c.t("guide-last-time-hint"),
        "tried" => c.t("guide-tried-hint"),
        "outcome" => c.t("guide-outcome-hint"),
        _ => c.t("guide-other-hint"),
    }
    .into_owned()
}
