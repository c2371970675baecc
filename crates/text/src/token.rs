//! Splitting text into words that remember where they stood.

use std::ops::Range;
use std::str::CharIndices;

use crate::fold::{Role, combine, push, role};

/// A word longer than this many characters is compared by its beginning.
const MAX_WORD: usize = 64;

/// A word and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Bytes in the text, on character boundaries, with the marks that belong to the last letter.
    pub(crate) range: Range<usize>,
    /// Folded, never empty.
    pub(crate) word: String,
}

pub(crate) struct Tokens<'a> {
    characters: CharIndices<'a>,
}

pub(crate) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { characters: text.char_indices() }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let mut word = String::new();
        let mut length = 0;
        let mut range = 0..0;
        for (at, c) in self.characters.by_ref() {
            match role(c) {
                Role::Word => {
                    if range.end == 0 {
                        range.start = at;
                    }
                    range.end = at + c.len_utf8();
                    length += 1;
                    if length <= MAX_WORD {
                        push(&mut word, c);
                    }
                }
                Role::Nothing if range.end > 0 => {
                    range.end = at + c.len_utf8();
                    combine(&mut word, c);
                }
                Role::Break if range.end > 0 => break,
                Role::Nothing | Role::Break => {}
            }
        }
        (!word.is_empty()).then_some(Token { range, word })
    }
}
