//! What every page of a step shows: the request it belongs to, what there is to read, what went wrong, a form made of controls.

use askama::Template;
use axum::http::StatusCode;

use super::brief::BriefView;
use super::choose::ChooseView;
use super::interview::InterviewView;
use super::offer::OfferView;
use crate::chrome::Chrome;
use crate::form::{Field, Form};
use crate::i18n::Html;
use crate::page::{Cache, Page};
use crate::parts::TimelineRow;

/// The request that a page belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// Its number.
    pub no: i64,
    /// Its title, in the words of people.
    pub title: String,
    /// The address of the page that it comes back to: of the request, or of the link to it.
    pub base: String,
    /// The version that the page shows; forms carry it as `seen`.
    pub seen: i64,
}

/// Why what was sent was not done, and what happened meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Trouble {
    /// What is the matter, in one sentence.
    pub text: String,
    /// What happened since the page was opened.
    pub since: Vec<TimelineRow>,
    /// What to do now.
    pub next: String,
}

/// Something to read before the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words of people under a heading: see [`crate::parts::words`].
    Words {
        /// The heading.
        title: String,
        /// The words.
        text: Html,
    },
    /// Names and values.
    Facts {
        /// The heading.
        title: String,
        /// Name and value.
        rows: Vec<(String, String)>,
    },
    /// Numbered lines.
    Lines {
        /// The heading.
        title: String,
        /// The lines.
        lines: Vec<String>,
    },
}

/// One control of a form, or what stands between two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Control {
    /// A field, drawn.
    Asked {
        /// Its name in the form.
        name: String,
        /// Its name for people.
        label: String,
        /// As the page shows it.
        drawn: Html,
    },
    /// A value that goes along.
    Hidden {
        /// Its name, what is wrong.
        field: Field,
        /// The value.
        value: String,
    },
    /// A heading over the controls that follow, with the place that a fault of all of them points to.
    Group {
        /// The place, and what is wrong.
        field: Field,
        /// The heading, in the words of people.
        title: String,
    },
}

/// The page of one step: what there is to read, a form, and beside the button what follows from it.
#[derive(Debug, Template)]
#[template(path = "journey/step.html")]
pub(crate) struct StepView {
    pub c: Chrome,
    pub head: Head,
    /// What is done here.
    pub heading: String,
    /// What will happen, a sentence each: to the request, to money, who moves next.
    pub will: Vec<String>,
    pub pieces: Vec<Piece>,
    pub trouble: Option<Trouble>,
    pub form: Form,
    pub controls: Vec<Control>,
    /// Where the form goes.
    pub action: String,
    /// Words of the button; none when it cannot be done now.
    pub submit: Option<String>,
    /// The step ends or takes away something.
    pub grave: bool,
    /// Who will see what is written, beside the button.
    pub sees: String,
    /// The form carries files.
    pub files: bool,
}

impl StepView {
    /// The view, its faults named after the labels of their fields.
    pub fn named(mut self) -> Self {
        for control in &self.controls {
            if let Control::Asked { name, label, .. } = control {
                self.form = self.form.label(name, label);
            }
        }
        self
    }
}

/// A page of the journey.
#[derive(Debug)]
pub(crate) enum Shown {
    Step(Box<StepView>),
    Interview(Box<InterviewView>),
    Brief(Box<BriefView>),
    Offer(Box<OfferView>),
    Choose(Box<ChooseView>),
}

impl Shown {
    /// The page with its status.
    pub fn page(&self, status: StatusCode) -> Page {
        match self {
            Self::Step(view) => Page::new(status, Cache::Personal, view.as_ref()),
            Self::Interview(view) => Page::new(status, Cache::Personal, view.as_ref()),
            Self::Brief(view) => Page::new(status, Cache::Personal, view.as_ref()),
            Self::Offer(view) => Page::new(status, Cache::Personal, view.as_ref()),
            Self::Choose(view) => Page::new(status, Cache::Personal, view.as_ref()),
        }
    }
}
