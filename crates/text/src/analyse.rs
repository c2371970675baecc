//! What the index keeps of a text.

use std::collections::HashSet;

use crate::stem::term;
use crate::token::tokens;

/// Words of a text that are read; the rest of a longer text is not searched.
pub const MAX_TOKENS: usize = 50_000;

/// The searchable content of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Analysis {
    /// Stems with synonyms folded, without stop words, each once, in the order they appear.
    pub terms: Vec<String>,
    /// The words themselves in lower case, not stemmed, stop words included, each once: for what is still being typed.
    pub words: Vec<String>,
}

/// Reads a text. Takes time and memory in proportion to the part read, at most [`MAX_TOKENS`] words.
pub fn analyse(text: &str) -> Analysis {
    let mut seen = HashSet::new();
    let mut seen_terms = HashSet::new();
    let mut analysis = Analysis::default();
    for token in tokens(text).take(MAX_TOKENS) {
        if seen.contains(&token.word) {
            continue;
        }
        if let Some(term) = term(&token.word)
            && seen_terms.insert(term.clone())
        {
            analysis.terms.push(term);
        }
        seen.insert(token.word.clone());
        analysis.words.push(token.word);
    }
    analysis
}
