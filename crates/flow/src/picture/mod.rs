//! Pictures of flow as SVG: drawn from figures, read by eye, by keyboard and by a screen reader, with the table behind each.
//!
//! A picture has no inline styles and no script. Its look comes from [`STYLE`], which the page serves and which
//! [`Picture::standalone`] carries along. Words, numbers and links are the caller's: [`Words`], [`Frame`].

mod ageing;
mod arrivals;
mod axis;
mod chain;
mod course;
mod cumulative;
mod labels;
mod layers;
mod map;
mod net;
mod plot;
mod routes;
mod scatter;
mod svg;
mod table;

pub use self::{
    ageing::ageing,
    arrivals::arrivals,
    chain::{Supply, chain, chain_drawn},
    cumulative::cumulative,
    map::{Detail, map},
    scatter::scatter,
    table::{Cell, Table},
};
use crate::{
    filter::Period,
    log::{Meaning, Millis, Name},
};

/// The style sheet of the pictures. A map may be wider than a phone: the page sets it into an element of the class `pic-scroll` that
/// can be reached by keyboard. It uses the colours of the page (`--ink`, `--sheet` and the like) and brings its own where there is
/// no page.
pub const STYLE: &str = include_str!("style.css");

/// A drawn picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The element `svg`, to be set into a page.
    pub svg: String,
    /// The same for a narrow page, where it is not simply scrolled: the page hides one of the two. Its ids are its own.
    pub narrow: Option<String>,
    /// The figures that it shows.
    pub table: Table,
}

impl Picture {
    /// The picture as a file of its own, with its look inside.
    #[must_use]
    pub fn standalone(&self) -> String {
        let (head, rest) = self.svg.split_once('>').unwrap_or((&self.svg, ""));
        // The sheet has no `<`, `&` or `]]>`, so that it needs no escaping; a test holds it to that.
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{head}><style>{STYLE}</style>{rest}\n")
    }
}

/// What a part of a picture opens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The requests that were in a state.
    State(Name),
    /// The requests in which a state came directly after another.
    Follows(Name, Name),
    /// One request, by its place in the log.
    Request(u32),
    /// The requests that one unit asked of another: customer, provider.
    Pair(Name, Name),
    /// A unit.
    Unit(Name),
    /// The open requests of a class of age, by its place in [`crate::ageing::AGES`].
    Age(usize),
    /// The requests stated or closed in a period.
    Within(Period),
    /// The requests whose first state it was.
    Begun(Name),
    /// The requests whose last state it is.
    Ended(Name),
    /// The requests that were open at a moment.
    Standing(Millis),
}

/// A word or phrase that stands in pictures and their tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the word that it names")]
pub enum Word {
    /// The place where requests begin.
    Start,
    /// The place where they end.
    End,
    From,
    To,
    State,
    Meaning,
    Requests,
    /// How often.
    Times,
    /// How long a visit or a step from one to the other lasts, as a median.
    MedianTime,
    /// The same as a mean.
    MeanTime,
    /// Half are faster.
    Median,
    /// 85 of 100 are faster.
    P85,
    /// 95 of 100 are faster.
    P95,
    /// The number people know a request by.
    Request,
    /// When it was closed.
    ClosedOn,
    /// From opening to closing.
    LeadTime,
    Customer,
    Provider,
    Money,
    Minutes,
    /// For whom the requests wait longest.
    WaitsFor,
    Day,
    Until,
    Arrived,
    Completed,
    Open,
    Age,
    /// Nothing to draw: a whole sentence, saying what would have to be there.
    Nothing,
}

/// The words and numbers of one language.
pub trait Words {
    /// A word or phrase.
    fn word(&self, word: Word) -> String;
    /// What a state means, shortly.
    fn meaning(&self, meaning: Meaning) -> String;
    /// How a name of the log is shown: a state, a unit. An empty one was not given.
    fn label(&self, name: &str) -> String {
        if name.is_empty() { "–".to_owned() } else { name.to_owned() }
    }
    /// A number, its digits grouped.
    fn count(&self, count: u64) -> String;
    /// A number of requests, with the noun.
    fn requests(&self, count: u64) -> String;
    /// A number of times, with the noun.
    fn times(&self, count: u64) -> String;
    /// A span, in the unit that suits it.
    fn span(&self, hours: f64) -> String;
    /// A day with its year, short enough for an axis.
    fn day(&self, at: Millis) -> String;
    /// A day as files have it.
    fn date(&self, at: Millis) -> String {
        self.day(at)
    }
    /// That nothing happened between two moments, shortly: how long.
    fn gap(&self, from: Millis, until: Millis) -> String;
}

/// A word with its value inside a sentence: “usually: 3 h”.
fn inside(words: &dyn Words, word: Word, value: &str) -> String {
    let word = words.word(word);
    let mut letters = word.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
    format!("{first}{}: {value}", letters.as_str())
}

/// What a picture stands in.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// Its id, unique on the page: letters, digits, `-`.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The words.
    pub words: &'a dyn Words,
    /// The address that a part opens to; what has none is read, not opened.
    pub link: &'a dyn Fn(Target) -> Option<String>,
}
