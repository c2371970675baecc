//! The pieces that pages are put together from. Templates draw them with the macros of `templates/ui/`.

pub(crate) mod table;

use domain::localized::Localized;
use domain::money::{Minor, Seconds};

use crate::format::Reader;
use crate::i18n::{Html, escape};

/// The price tag: money and the client's time, always both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// Smallest units of the company's currency; `None` before there is a price.
    pub money: Option<Minor>,
    /// Seconds of the customer's time; `None` before it is known.
    pub seconds: Option<Seconds>,
}

impl Tag {
    /// Both halves known.
    pub const fn of(money: Minor, seconds: Seconds) -> Self {
        Self { money: Some(money), seconds: Some(seconds) }
    }
}

/// The shape before a word of state; never colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The reader's move.
    You,
    /// Waiting for somebody.
    Wait,
    /// Being worked on.
    Work,
    /// Done, kept.
    Done,
    /// Soon due.
    Soon,
    /// Overdue.
    Late,
    /// Just a word.
    Plain,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 7] =
        [Self::You, Self::Wait, Self::Work, Self::Done, Self::Soon, Self::Late, Self::Plain];

    /// Its class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::You => "st st-you",
            Self::Wait => "st st-wait",
            Self::Work => "st st-work",
            Self::Done => "st st-done",
            Self::Soon => "st st-soon",
            Self::Late => "st st-late",
            Self::Plain => "nost",
        }
    }
}

/// A state: a shape and a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The shape.
    pub mark: Mark,
    /// The word.
    pub text: String,
}

impl State {
    /// A shape and a word.
    pub fn new(mark: Mark, text: impl Into<String>) -> Self {
        Self { mark, text: text.into() }
    }
}

/// Whose move it is: the loudest thing on a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// It is the reader's own.
    pub yours: bool,
    /// It is nobody's: everything is done.
    pub ended: bool,
    /// It ended before anything was done: no mark of success.
    pub stopped: bool,
    /// «Ваш ход», «Ждём Илью Громова».
    pub who: String,
    /// What is to be done, one sentence.
    pub what: String,
    /// Until when, how many minutes.
    pub detail: Option<Html>,
    /// The one next action: words and address. A form's button may stand there instead, by the macro's caller.
    pub action: Option<(String, String)>,
}

/// One clock of the side panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockBlock {
    /// What it measures.
    pub name: String,
    /// Running, paused, kept, missed.
    pub state: State,
    /// The promised moment, loud; none once it has stopped or before it starts.
    pub due: Option<Html>,
    /// How much is used, in percent, while it runs.
    pub used: Option<u8>,
    /// It is the reader who is waited for.
    pub yours: bool,
    /// A sentence under it.
    pub note: String,
    /// The explanation.
    pub why: Option<Why>,
}

/// «Почему такой срок».
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Line by line.
    pub lines: Vec<WhyLine>,
    /// What the sum is called.
    pub total_name: String,
    /// The sum.
    pub total: String,
    /// Promise and calendar with their versions.
    pub basis: String,
}

/// One stretch of time in an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyLine {
    /// When, and what it was when it does not count.
    pub when: String,
    /// How much it adds, or why nothing.
    pub counted: String,
    /// It does not count.
    pub off: bool,
}

/// One row of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimelineRow {
    /// A heading: the day.
    Day(String),
    /// Something that happened, small.
    Event {
        /// When.
        time: Html,
        /// What.
        text: String,
    },
    /// Words of a person.
    Said {
        /// When.
        time: Html,
        /// Anchor of the row.
        id: String,
        /// Who.
        who: String,
        /// Their unit, or what else tells who they are.
        of: String,
        /// The words, see [`words`].
        text: Html,
        /// It is set as a quote.
        quote: bool,
        /// Who sees it, when not everybody of the request; or what follows from it.
        note: String,
        /// Files: name, size, address.
        files: Vec<FileLink>,
    },
}

/// A file that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLink {
    /// Its name.
    pub name: String,
    /// Its size, as read.
    pub size: String,
    /// Its address.
    pub href: String,
}

/// What people wrote, as paragraphs: safe, in its own direction, lines kept, addresses of the web as links.
pub fn words(text: &str) -> Html {
    let mut out = String::new();
    for paragraph in text.replace("\r\n", "\n").split("\n\n").map(str::trim).filter(|text| !text.is_empty()) {
        out.push_str("<p dir=\"auto\">");
        for (i, line) in paragraph.split('\n').enumerate() {
            if i > 0 {
                out.push_str("<br>");
            }
            for (i, word) in line.split(' ').enumerate() {
                if i > 0 {
                    out.push(' ');
                }
                push_word(&mut out, word);
            }
        }
        out.push_str("</p>");
    }
    Html(out)
}

fn push_word(out: &mut String, word: &str) {
    let body = word.trim_start_matches(['(', '«', '"']);
    let link = body.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '»', '"']);
    let web = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    if web.is_some_and(|rest| rest.contains(|c: char| c.is_alphanumeric())) {
        let (before, after) = (&word[..word.len() - body.len()], &body[link.len()..]);
        let link = escape(link);
        out.push_str(&escape(before));
        out.push_str(&format!("<a href=\"{link}\" rel=\"nofollow noopener noreferrer\">{link}</a>"));
        out.push_str(&escape(after));
    } else {
        out.push_str(&escape(word));
    }
}

impl Reader {
    /// A text that the company authored; when it exists only in the other language, it says so to screen readers.
    pub fn authored(&self, text: &Localized) -> Html {
        let (text, other) = text.pick(self.l.0);
        match other {
            None => Html(escape(text)),
            Some(other) => Html(format!("<span lang=\"{}\">{}</span>", other.code(), escape(text))),
        }
    }

    /// The left half of a price tag; nothing before there is a price.
    pub fn tag_money(&self, tag: &Tag) -> Option<String> {
        tag.money.map(|sum| self.price(sum))
    }

    /// The right half; nothing before the time is known. No time at all is a word.
    pub fn tag_time(&self, tag: &Tag) -> Option<String> {
        tag.seconds.map(|seconds| match seconds {
            0 => self.t("time-none").into_owned(),
            seconds => self.span(seconds),
        })
    }

    /// The size of a file: `340 КБ`, `1,2 МБ`.
    pub fn bytes(&self, bytes: i64) -> String {
        let kilobytes = (bytes.max(0) + 1023) / 1024;
        if kilobytes < 1024 {
            return self.ta("size-kb", &[("n", self.number(kilobytes).into())]);
        }
        let tenths = kilobytes * 10 / 1024;
        let mark = if self.code() == "ru" { "," } else { "." };
        let n = match tenths % 10 {
            0 => self.number(tenths / 10),
            rest => format!("{}{mark}{rest}", self.number(tenths / 10)),
        };
        self.ta("size-mb", &[("n", n.into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::reader;
    use domain::localized::Language;

    #[test]
    fn words_keep_their_lines_and_cannot_become_markup() {
        assert_eq!(
            words("a <script>x</script>\nb\r\n\r\n\n(https://a.example/?q=\"1\")."),
            Html("<p dir=\"auto\">a &lt;script&gt;x&lt;/script&gt;<br>b</p><p dir=\"auto\">(<a href=\"https://a.example/?q=&quot;1\" rel=\"nofollow noopener noreferrer\">https://a.example/?q=&quot;1</a>&quot;).</p>".into())
        );
        assert_eq!(
            words("javascript:alert(1) https://").0,
            "<p dir=\"auto\">javascript:alert(1) https://</p>"
        );
        assert_eq!(words(" \n\n ").0, "");
    }

    #[test]
    fn a_text_in_the_other_language_says_so() {
        let text = Localized::one(Language::En, "Brief <b>");
        assert_eq!(reader(Language::Ru).authored(&text).0, "<span lang=\"en\">Brief &lt;b&gt;</span>");
        assert_eq!(reader(Language::En).authored(&text).0, "Brief &lt;b&gt;");
    }

    #[test]
    fn sizes() {
        let ru = reader(Language::Ru);
        let plain = |bytes| ru.bytes(bytes).replace('\u{a0}', " ");
        assert_eq!(plain(1), "1 КБ");
        assert_eq!(plain(1_258_291), "1,2 МБ");
        assert_eq!(plain(26 * 1024 * 1024), "26 МБ");
    }
}
