//! Fields as pages draw them. Each is rendered by itself: a macro that is written out at every call would make every page as large as
//! all ways of drawing together.

use std::borrow::Borrow;

use askama::Template;

use super::decl::Widget;
use super::{Choice, Field, Pair};
use crate::chrome::Chrome;
use crate::i18n::Html;

/// Choices of a list, under a heading each; an empty heading stands for none.
pub(crate) type Groups = Vec<(String, Vec<Choice>)>;

/// How a field is drawn where its declaration does not say it all.
#[derive(Debug, Clone, Copy)]
pub(crate) enum How<'a> {
    /// As declared.
    Declared,
    /// A list to choose from.
    List(&'a [Choice]),
    /// The same without a name: it stands beside it.
    Bare(&'a [Choice]),
    /// The same under headings.
    Groups(&'a Groups),
    /// Buttons to choose from.
    Buttons(&'a [Choice]),
    /// So many lines at first.
    Lines(i32),
    /// One file of these types.
    File(&'a str),
    /// Nothing that is seen.
    Unseen,
}

#[derive(Debug, Template)]
#[template(path = "ui/field.html")]
struct FieldView<'a> {
    field: &'a Field,
    label: &'a str,
    hint: &'a str,
    how: How<'a>,
}

/// A field, drawn.
pub(crate) fn draw(field: &Field, label: &str, hint: &str, how: How<'_>) -> Html {
    let drawn = FieldView { field, label, hint, how }.render();
    Html(drawn.unwrap_or_else(|fault| {
        tracing::error!(%fault, "a field cannot be drawn");
        String::new()
    }))
}

impl Chrome {
    fn drawn(&self, field: &Field, how: How<'_>) -> Html {
        debug_assert!(
            field.widget == Widget::Hidden || !field.label.is_empty(),
            "no form says what the field {} is called",
            field.name
        );
        draw(field, &field.label_text(&self.reader), &self.hint(field), how)
    }

    /// A field as its form declares it: label, small print, what it is drawn as.
    pub fn ask(&self, field: impl Borrow<Field>) -> Html {
        self.drawn(field.borrow(), How::Declared)
    }

    /// The same with other small print.
    pub fn ask_hinted(&self, field: impl Borrow<Field>, hint: &str) -> Html {
        let field = field.borrow();
        draw(field, &field.label_text(&self.reader), hint, How::Declared)
    }

    /// The same under another name: where the page beside it says the rest.
    pub fn ask_as(&self, field: impl Borrow<Field>, label: impl AsRef<str>) -> Html {
        draw(field.borrow(), label.as_ref(), "", How::Declared)
    }

    /// One of a list.
    pub fn pick(&self, field: impl Borrow<Field>, choices: &[Choice]) -> Html {
        self.drawn(field.borrow(), How::List(choices))
    }

    /// One of a list whose name stands beside it: the page has a label for it.
    pub fn pick_bare(&self, field: impl Borrow<Field>, choices: &[Choice]) -> Html {
        draw(field.borrow(), "", "", How::Bare(choices))
    }

    /// A field that goes along unseen: there is nothing to choose.
    pub fn carry(&self, field: impl Borrow<Field>) -> Html {
        draw(field.borrow(), "", "", How::Unseen)
    }

    /// One of a list under headings.
    pub fn pick_of(&self, field: impl Borrow<Field>, groups: &Groups) -> Html {
        self.drawn(field.borrow(), How::Groups(groups))
    }

    /// One of a few buttons.
    pub fn choose(&self, field: impl Borrow<Field>, choices: &[Choice]) -> Html {
        self.drawn(field.borrow(), How::Buttons(choices))
    }

    /// One file of these types; any, when empty.
    pub fn ask_file(&self, field: impl Borrow<Field>, accept: &str) -> Html {
        self.drawn(field.borrow(), How::File(accept))
    }

    /// Words in both languages, side by side, the reader's first.
    pub fn ask_both(&self, pair: impl Borrow<Pair>) -> Html {
        let pair = pair.borrow();
        let part = |field: &Field, language| {
            let label = field.label_in(&self.reader, language);
            draw(field, &label, &field.hint_text(&self.reader), How::Declared).0
        };
        let (ru, en) = (part(&pair.ru, "ru"), part(&pair.en, "en"));
        let (first, second) = if self.code() == "en" { (en, ru) } else { (ru, en) };
        Html(format!("<div class=\"two\">{first}{second}</div>"))
    }
}
