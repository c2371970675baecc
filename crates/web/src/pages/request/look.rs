//! What every part of the page asks: who reads, what a reference says, what somebody is called.

use app::requests::page::{RequestPage, Sight};
use domain::content::ContentRef;
use domain::ids::{PersonId, UnitId};
use domain::permission::Viewer;
use domain::request::{Brief, CommandKind, Offer, Request, Side};

use crate::chrome::Chrome;
use crate::format::bidi_safe;
use crate::i18n::Html;
use crate::parts::words;

/// The page's facts with its reader.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub c: &'a Chrome,
    pub page: &'a RequestPage,
    pub viewer: &'a Viewer,
}

impl<'a> Look<'a> {
    pub fn request(&self) -> &'a Request {
        &self.page.request
    }

    /// The request is shown to its own two sides or to whoever resolves their dispute, not a bidder's part of it.
    pub fn whole(&self) -> bool {
        self.page.sight != Sight::Brief
    }

    /// What is shown is what a dispute is about: minutes and related requests are not.
    pub fn disputed_only(&self) -> bool {
        self.page.sight == Sight::Dispute
    }

    /// The address of a step of a bidder, with the unit they speak for when there are several.
    pub fn bids(&self, address: &str) -> String {
        let several = self.page.bids_for.len() > 1;
        let unit = self.page.bidder.filter(|_| several).map(|unit| unit.to_string()).unwrap_or_default();
        crate::routes::with(address, &[(crate::routes::SPEAKS_FOR, &unit)])
    }

    pub fn on(&self, side: Side) -> bool {
        self.page.sides.contains(&side)
    }

    /// On the customer's side: acting for them, or taking part beside them.
    pub fn customer(&self) -> bool {
        self.page.speaks_for_customer()
    }

    pub fn provider(&self) -> bool {
        self.on(Side::Provider)
    }

    pub fn me(&self, person: PersonId) -> bool {
        self.viewer.person() == Some(person)
    }

    /// Whether the reader can give a command now, as far as states and sides tell.
    pub fn can(&self, command: CommandKind) -> bool {
        self.page.available.contains(&command)
    }

    /// Nobody chooses, accepts or rates what they deliver.
    pub fn own_work(&self) -> bool {
        self.viewer.person().is_some_and(|me| self.request().worked_on_by(me))
    }

    pub fn t(&self, key: &str) -> String {
        self.c.t(key).into_owned()
    }

    /// The name of a person as a sentence may hold it.
    pub fn name(&self, person: PersonId) -> String {
        match self.page.name(person) {
            "" => self.t("request-nameless"),
            name => isolated(name),
        }
    }

    /// A person, or «вы».
    pub fn you_or(&self, person: PersonId) -> String {
        if self.me(person) { self.t("request-you") } else { self.name(person) }
    }

    /// For messages that speak to the reader about themselves in other words: `you` or `other`.
    pub fn who(&self, person: Option<PersonId>) -> &'static str {
        if person.is_some_and(|person| self.me(person)) { "you" } else { "other" }
    }

    /// The name of a unit.
    pub fn unit(&self, unit: UnitId) -> String {
        let name = self.page.units.get(&unit).map(|unit| unit.texts.name.text(self.c.language()));
        name.filter(|name| !name.is_empty()).map_or_else(|| self.t("request-nameless-unit"), isolated)
    }

    /// Who handles it, else the unit.
    pub fn handler_or_unit(&self) -> String {
        let request = self.request();
        request.handler.map_or_else(|| self.unit(request.unit), |handler| self.name(handler))
    }

    /// Words of people as paragraphs.
    pub fn words(&self, text: &ContentRef) -> Html {
        match self.page.text(text).trim() {
            "" => Html(format!("<p class=\"dim\">{}</p>", self.c.t("request-erased"))),
            text => words(text),
        }
    }

    /// Words of people as one line: for lists and sentences.
    pub fn line(&self, text: &ContentRef) -> String {
        match self.page.text(text).trim() {
            "" => self.t("request-erased"),
            text => isolated(&text.split_whitespace().collect::<Vec<_>>().join(" ")),
        }
    }

    /// The same inside quotation marks of a sentence: without a full stop of its own.
    pub fn quote(&self, text: &ContentRef) -> String {
        let line = self.line(text);
        match line.strip_suffix('.') {
            Some(sentence) if !sentence.ends_with('.') => sentence.to_owned(),
            _ => line,
        }
    }

    /// The beginning of it.
    pub fn short(&self, text: &ContentRef, most: usize) -> String {
        match self.page.text(text).trim() {
            "" => self.t("request-erased"),
            text => isolated(&excerpt(&text.split_whitespace().collect::<Vec<_>>().join(" "), most)),
        }
    }

    /// The brief that an offer answers.
    pub fn brief_of(&self, offer: &Offer) -> Option<&'a Brief> {
        self.request().briefs.iter().find(|brief| brief.version == offer.brief)
    }
}

/// The text made safe, and set apart when it is written from right to left, so that the sentence around it keeps its order.
pub(super) fn isolated(text: &str) -> String {
    let text = bidi_safe(text);
    let from_right =
        |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    if text.contains(from_right) { format!("\u{2068}{text}\u{2069}") } else { text }
}

/// The beginning of a text, cut at a word, for a sentence that quotes it.
fn excerpt(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 1).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', '-', '–', '—', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_right_to_left_do_not_turn_the_sentence() {
        assert_eq!(isolated("Анна\u{202e}!"), "Анна!");
        assert_eq!(isolated("שלום"), "\u{2068}שלום\u{2069}");
    }

    #[test]
    fn an_excerpt_ends_at_a_word() {
        assert_eq!(excerpt("Что делать, если", 40), "Что делать, если");
        assert_eq!(excerpt("Что делать, если поле пусто", 13), "Что делать…");
    }
}
