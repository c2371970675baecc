//! What the page of a step is made from, and the controls that most pages share.

use app::requests::page::RequestPage;
use domain::ids::{ItemId, UnitId};
use domain::request::{Brief, Item, Offer, Side, may_give};

use super::step::{Lists, Step};
use super::view::{Control, Head, Piece, Shown, StepView, Trouble};
use crate::chrome::Chrome;
use crate::form::decl::Widget;
use crate::form::{Choice, Field, Form, Groups, How, draw};
use crate::i18n::Html;
use crate::parts::words;

/// Everything that the page of a step is made from.
#[derive(Debug)]
pub(in crate::pages) struct Stage {
    pub c: Chrome,
    pub page: RequestPage,
    pub lists: Lists,
    pub form: Form,
    pub trouble: Option<Trouble>,
    /// Whether the viewer can take the step now.
    pub possible: bool,
    pub step: &'static Step,
    /// The address of the page that the step belongs to.
    pub base: String,
}

impl From<StepView> for Shown {
    fn from(view: StepView) -> Self {
        Self::Step(Box::new(view.named()))
    }
}

impl Stage {
    /// The request that the page belongs to.
    pub fn head(&self) -> Head {
        let request = &self.page.request;
        Head {
            no: request.number,
            title: self.page.text(&request.title).to_owned(),
            base: self.base.clone(),
            seen: request.seq,
        }
    }

    /// Where the form goes.
    pub fn action(&self) -> String {
        let action = self.beside(self.step.at.0);
        // A link speaks for one unit alone, and so does whoever serves only one of those invited.
        let several = self.page.bids_for.len() > 1 && may_give(self.step.command, Side::Bidder);
        let unit = self.page.bidder.filter(|_| several).map(|unit| unit.to_string()).unwrap_or_default();
        crate::routes::with(&action, &[(crate::routes::SPEAKS_FOR, &unit)])
    }

    /// The address of another step of the same page.
    pub fn beside(&self, action: &str) -> String {
        format!("{}/{action}", self.base)
    }

    /// A page with a heading and a button, and nothing else yet.
    pub fn view(&self, heading: impl Into<String>, submit: impl Into<String>) -> StepView {
        StepView {
            c: self.c.clone(),
            head: self.head(),
            heading: heading.into(),
            will: Vec::new(),
            pieces: Vec::new(),
            trouble: self.trouble.clone(),
            form: self.form.clone(),
            controls: Vec::new(),
            action: self.action(),
            submit: self.possible.then(|| submit.into()),
            grave: false,
            sees: String::new(),
            files: self.step.takes_files(),
        }
    }

    /// The name of a unit.
    pub fn unit(&self, unit: UnitId) -> String {
        let language = self.c.l.0;
        self.page.units.get(&unit).map(|view| view.texts.name.text(language).to_owned()).unwrap_or_default()
    }

    /// The unit for which the viewer offers.
    pub fn bidding_unit(&self) -> UnitId {
        match self.page.bidder {
            Some(unit) if self.page.sides.contains(&Side::Bidder) => unit,
            _ => self.page.request.unit,
        }
    }

    /// Words of people, ready for a page.
    pub fn words(&self, text: &domain::content::ContentRef) -> Html {
        words(self.page.text(text))
    }

    /// The criteria of the agreed brief with their words, in order.
    pub fn criteria(&self) -> Vec<(ItemId, String)> {
        self.page.request.confirmed_brief().map(|brief| self.items(&brief.criteria)).unwrap_or_default()
    }

    /// Items of a brief with their words.
    pub fn items(&self, items: &[Item]) -> Vec<(ItemId, String)> {
        items.iter().map(|item| (item.id, self.page.text(&item.text).to_owned())).collect()
    }

    /// The offer that the form names.
    pub fn offer(&self) -> Option<&Offer> {
        let id = domain::ids::OfferId::parse(self.form.value("offer"))?;
        self.page.request.offer(id)
    }

    /// A brief to read.
    pub fn brief(&self, brief: &Brief) -> Vec<Piece> {
        let c = &self.c;
        let title = c.ta("brief-version", &[("version", brief.version.into())]);
        let lines = |items: &[Item]| self.items(items).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        let mut pieces = vec![
            Piece::Words { title, text: self.words(&brief.title) },
            Piece::Words { title: c.t("brief-problem").into(), text: self.words(&brief.problem) },
            Piece::Words { title: c.t("brief-outcome").into(), text: self.words(&brief.outcome) },
            Piece::Lines { title: c.t("brief-criteria").into(), lines: lines(&brief.criteria) },
        ];
        if !brief.assumptions.is_empty() {
            let lines = lines(&brief.assumptions);
            pieces.push(Piece::Lines { title: c.t("brief-assumptions").into(), lines });
        }
        pieces
    }

    /// A field as the page shows it.
    pub fn control(&self, field: &Field, label: String, hint: &str, how: How<'_>) -> Control {
        Control::Asked { name: field.name.clone(), drawn: draw(field, &label, hint, how), label }
    }

    /// A field, as the step asks it.
    pub fn ask(&self, name: &str) -> Control {
        let hint = self.c.hint(&self.form.field(name));
        self.ask_hinted(name, &hint)
    }

    /// The same with other small print.
    pub fn ask_hinted(&self, name: &str, hint: &str) -> Control {
        let field = self.form.field(name);
        // The step's page has room.
        let how = if matches!(field.widget, Widget::Area(_)) { How::Lines(5) } else { How::Declared };
        self.control(&field, field.label_text(&self.c), hint, how)
    }

    /// One of a few.
    pub fn choose(&self, name: &str, choices: &[Choice]) -> Control {
        let field = self.form.field(name);
        self.control(&field, field.label_text(&self.c), &self.c.hint(&field), How::Buttons(choices))
    }

    /// One of many.
    pub fn pick(&self, name: &str, groups: &Groups) -> Control {
        let field = self.form.field(name);
        self.control(&field, field.label_text(&self.c), &self.c.hint(&field), How::Groups(groups))
    }

    /// A value that goes along.
    pub fn hidden(&self, name: &str, value: String) -> Control {
        Control::Hidden { field: self.form.field(name), value }
    }
}
