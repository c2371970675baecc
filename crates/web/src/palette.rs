//! Every page and action a person can reach, as a page, and as JSON for the command palette (Ctrl K).

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::chrome::Chrome;
use crate::error::view::is_machine;
use crate::page::{Page, json};

/// One place to go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Command {
    /// What it is called.
    pub title: String,
    /// What it is, or where it belongs.
    pub hint: String,
    /// Its address.
    pub href: String,
}

impl Command {
    /// A place with its name, what it is, and its address.
    pub fn new(title: impl Into<String>, hint: impl Into<String>, href: impl Into<String>) -> Self {
        Self { title: title.into(), hint: hint.into(), href: href.into() }
    }
}

/// The page of all places.
#[derive(Debug, Template)]
#[template(path = "palette.html")]
pub(crate) struct PaletteView {
    pub c: Chrome,
    pub commands: Vec<Command>,
}

/// Answers [`crate::routes::palette`]: a page for people, a list for the script. The script filters by title and hint itself.
pub fn answer(c: Chrome, headers: &HeaderMap, commands: Vec<Command>) -> Response {
    if is_machine("", headers) {
        json(StatusCode::OK, &commands)
    } else {
        Page::personal(&PaletteView { c, commands }).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{BIDI, HOSTILE, LONG, Samples};

    impl Samples for PaletteView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let hostile = Command::new(HOSTILE, LONG, crate::routes::unit(HOSTILE));
            let commands =
                vec![Command::new("Стол", "Страница", "/desk"), hostile, Command::new(BIDI, "", "/")];
            vec![Self { c: c.clone(), commands }, Self { c: c.clone(), commands: vec![] }]
        }
    }
}
