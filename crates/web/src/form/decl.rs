//! What a form asks, declared once: the name of each field, how it is read, what it is called, what is said when it is left out.
//!
//! The same declaration reads what came ([`super::Reading`]), draws the field (`Chrome::ask` and `Chrome::pick`, see `draw.rs`) and
//! places what is wrong with it. What is read becomes the input of a use case by name, as JSON does: see [`FieldKind`] for the values.

use domain::content::limits::{LINE, PAGE, PARAGRAPH};

/// Words of a short line: a code, an abbreviation. The field is as narrow as for a number.
pub(crate) const SHORT: usize = 40;

/// A form: its `id` on the page and what it asks, in order.
#[derive(Debug)]
pub(crate) struct FormDecl {
    /// `id` of the form, unique on the page.
    pub id: &'static str,
    /// Its fields.
    pub fields: &'static [FieldDecl],
    /// Where faults stand that no field is named after: the fault and the field. A field that ends in `_*` is the part in the reader's
    /// language.
    pub places: &'static [(&'static str, &'static str)],
}

impl FormDecl {
    /// A form.
    pub const fn new(id: &'static str, fields: &'static [FieldDecl]) -> Self {
        Self { id, fields, places: &[] }
    }

    /// With places for faults that no field is named after.
    pub const fn places(mut self, places: &'static [(&'static str, &'static str)]) -> Self {
        self.places = places;
        self
    }
}

/// How a field is read, and what comes of it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FieldKind {
    /// Words of at most so many characters: a string.
    Words(usize),
    /// Words exactly as they were typed, empty ones too: a string, which the use case judges.
    Secret,
    /// The words of an address: a string.
    Email,
    /// The address of a site: a string.
    Url,
    /// A name to sign in with: a string.
    Login,
    /// A sum in the company's currency: smallest units.
    Sum,
    /// A quantity: thousandths.
    Quantity,
    /// Hours, as `12`, `12,5`, `12:30`: seconds.
    Hours,
    /// Whole minutes: seconds.
    Minutes,
    /// A whole number up to so many.
    Whole(i64),
    /// A number with two digits after the mark: hundredths.
    Hundredths,
    /// What a list offers, by id: the id.
    Id,
    /// One of the words that this function knows: the word.
    Code(fn(&str) -> bool),
    /// `yes` or `no` of two buttons: true or false.
    YesNo,
    /// A box: true or false, never left out.
    Tick,
    /// A day: the moment at which it begins where the company is.
    Day,
    /// A day with a time of day in the field `NAME_time`; without a time the second, when there is one: the moment.
    Moment(Option<(i8, i8)>),
    /// The time of day of a moment: read with it.
    TimeOfDay,
    /// Words in each language, in the fields `NAME_ru` and `NAME_en`, of at most so many characters: an object.
    Both(usize),
    /// Ids of ticked boxes: a list.
    Ids,
    /// Whole numbers of ticked boxes: a list, without what is none.
    Numbers,
    /// Words, one a line, as they were typed: a list.
    Lines,
    /// Rows of these fields, each in `NAME_NUMBER_FIELD`: a list of objects. A row is there when its first field came.
    Rows(&'static [FieldDecl]),
    /// Files: a list.
    Files,
    /// What the page put in itself and gets back, exactly as it came: a string, never left out.
    Carried,
    /// A value of the page, read by whoever knows it.
    Own,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldDecl {
    /// Its name in the form.
    pub name: &'static str,
    /// Its name in the input of the use case, which names its faults so.
    pub input: &'static str,
    /// How it is read.
    pub kind: FieldKind,
    /// The key of its label. A sum's and a quantity's may use `$currency`.
    pub label: &'static str,
    /// The key of the small print; empty for none.
    pub hint: &'static str,
    /// What is said when it is left out; none for one that may be.
    pub missing: Option<&'static str>,
    /// What a browser fills it with, as `autocomplete` has it; empty for what its kind says.
    pub fills: &'static str,
}

/// A field that must be there.
pub(crate) const fn field(name: &'static str, kind: FieldKind, label: &'static str) -> FieldDecl {
    FieldDecl { name, input: name, kind, label, hint: "", missing: Some("field-required"), fills: "" }
}

/// The kind of a field that holds one of an enum's words.
macro_rules! code_of {
    ($words:ty) => {
        $crate::form::decl::FieldKind::Code(|word| <$words>::from_code(word).is_some())
    };
}
pub(crate) use code_of;

/// A short line of words.
pub(crate) const fn short(name: &'static str, label: &'static str) -> FieldDecl {
    field(name, FieldKind::Words(SHORT), label)
}

/// One line of words.
pub(crate) const fn line(name: &'static str, label: &'static str) -> FieldDecl {
    field(name, FieldKind::Words(LINE), label)
}

/// Some lines of words.
pub(crate) const fn paragraph(name: &'static str, label: &'static str) -> FieldDecl {
    field(name, FieldKind::Words(PARAGRAPH), label)
}

/// Many lines of words.
pub(crate) const fn page(name: &'static str, label: &'static str) -> FieldDecl {
    field(name, FieldKind::Words(PAGE), label)
}

impl FieldDecl {
    /// It may be left out: words are then empty, a list has nothing, everything else is not there.
    pub const fn optional(mut self) -> Self {
        self.missing = None;
        self
    }

    /// What is said when it is left out.
    pub const fn missing(mut self, fault: &'static str) -> Self {
        self.missing = Some(fault);
        self
    }

    /// The use case calls it otherwise.
    pub const fn as_input(mut self, name: &'static str) -> Self {
        self.input = name;
        self
    }

    /// What a browser fills it with.
    pub const fn fills(mut self, autocomplete: &'static str) -> Self {
        self.fills = autocomplete;
        self
    }

    /// With small print.
    pub const fn hint(mut self, key: &'static str) -> Self {
        self.hint = key;
        self
    }

    /// What it is drawn as.
    pub fn widget(&self) -> Widget {
        match self.kind {
            FieldKind::Words(limit) if limit <= SHORT => Widget::Short,
            FieldKind::Words(limit) | FieldKind::Both(limit) if limit <= LINE => Widget::Line,
            FieldKind::Words(limit) | FieldKind::Both(limit) => {
                Widget::Area(if limit > PARAGRAPH { 5 } else { 3 })
            }
            FieldKind::Secret => Widget::Secret,
            FieldKind::Email => Widget::Email,
            FieldKind::Url => Widget::Url,
            FieldKind::Login => Widget::Login,
            FieldKind::Sum
            | FieldKind::Quantity
            | FieldKind::Hours
            | FieldKind::Minutes
            | FieldKind::Whole(_)
            | FieldKind::Hundredths => Widget::Number,
            FieldKind::Day | FieldKind::Moment(_) => Widget::Date,
            FieldKind::TimeOfDay => Widget::Time,
            FieldKind::Tick => Widget::Tick,
            FieldKind::Files => Widget::Files,
            FieldKind::Carried => Widget::Hidden,
            FieldKind::Lines => Widget::Area(2),
            FieldKind::Id
            | FieldKind::Code(_)
            | FieldKind::YesNo
            | FieldKind::Ids
            | FieldKind::Numbers
            | FieldKind::Rows(_)
            | FieldKind::Own => Widget::Choice,
        }
    }
}

/// What a field is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Widget {
    /// A line.
    Line,
    /// A short line.
    Short,
    /// The address of a mailbox.
    Email,
    /// The address of a site.
    Url,
    /// A name to sign in with.
    Login,
    /// A secret.
    Secret,
    /// A number.
    Number,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// So many lines at first.
    Area(u8),
    /// A box.
    Tick,
    /// Files.
    Files,
    /// Something that is chosen: the page says from what.
    Choice,
    /// Nothing that is seen.
    Hidden,
}
