//! What somebody looks for.

use crate::analyse::Analysis;
use crate::fold::{Role, role};
use crate::stem::term;
use crate::token::tokens;

/// Different words of a query that count.
pub const MAX_PARTS: usize = 32;
/// Words of a query that are read at all.
const MAX_READ: usize = 200;

/// One word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryPart {
    /// The word in lower case, not stemmed.
    pub word: String,
    /// Its term; `None` for a stop word, which only stands in a query while it is being typed and is alone.
    pub term: Option<String>,
    /// True for the last word while it is being typed: then `word` also matches as the beginning of a word.
    pub open: bool,
}

/// How a part is found in a text, from best to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Match {
    Nothing,
    Beginning,
    Term,
    Word,
}

impl QueryPart {
    pub(crate) fn find(&self, analysis: &Analysis) -> Match {
        if analysis.words.contains(&self.word) {
            Match::Word
        } else if self.term.as_ref().is_some_and(|term| analysis.terms.contains(term)) {
            Match::Term
        } else if self.open && analysis.words.iter().any(|word| word.starts_with(&self.word)) {
            Match::Beginning
        } else {
            Match::Nothing
        }
    }

    /// True when this part means the word.
    pub(crate) fn means(&self, word: &str, its_term: Option<&str>) -> bool {
        word == self.word
            || (self.open && word.starts_with(&self.word))
            || (its_term.is_some() && its_term == self.term.as_deref())
    }
}

/// A query: its words without stop words, each meaning once, in the order written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    parts: Vec<QueryPart>,
}

impl Query {
    /// Reads what was typed. The last word is open when nothing but invisible characters follows it.
    pub fn parse(text: &str) -> Self {
        let mut read: Vec<_> = tokens(text).take(MAX_READ + 1).collect();
        let whole = read.len() <= MAX_READ;
        read.truncate(MAX_READ);
        let last = read.len().wrapping_sub(1);
        let mut parts: Vec<QueryPart> = Vec::new();
        for (place, token) in read.into_iter().enumerate() {
            let rest = &text[token.range.end..];
            let open = whole && place == last && rest.chars().all(|c| role(c) == Role::Nothing);
            let term = term(&token.word);
            if term.is_none() && !(open && parts.is_empty()) {
                continue;
            }
            if let Some(same) =
                parts.iter_mut().find(|part| part.term == term && (!open || part.word == token.word))
            {
                same.open |= open;
            } else if parts.len() < MAX_PARTS {
                parts.push(QueryPart { word: token.word, term, open });
            }
        }
        Self { parts }
    }

    /// The words looked for.
    pub fn parts(&self) -> &[QueryPart] {
        &self.parts
    }

    /// The terms of the words that are complete.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter(|part| !part.open).filter_map(|part| part.term.as_deref())
    }

    /// The word being typed, if one is: found by its term or as the beginning of a word.
    pub fn prefix(&self) -> Option<&QueryPart> {
        self.parts.iter().find(|part| part.open)
    }

    /// True when there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// True when every part is found in the text; an empty query finds nothing.
    pub fn matches(&self, analysis: &Analysis) -> bool {
        !self.is_empty() && self.parts.iter().all(|part| part.find(analysis) != Match::Nothing)
    }
}
