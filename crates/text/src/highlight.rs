//! Marking what was found.

use std::ops::Range;

use crate::analyse::MAX_TOKENS;
use crate::query::Query;
use crate::stem::term;
use crate::token::tokens;

/// Cuts a text into segments and says of each whether it is a hit. The segments follow each other without gaps from the
/// first byte to the last, on character boundaries; no two neighbours are both hits or both not. Beyond [`MAX_TOKENS`]
/// words nothing is marked.
pub fn highlight(text: &str, query: &Query) -> Vec<(Range<usize>, bool)> {
    let mut segments = Vec::new();
    let mut push = |range: Range<usize>, hit: bool| match segments.last_mut() {
        _ if range.is_empty() => {}
        Some((last, same)) if *same == hit && Range::<usize>::clone(last).end == range.start => {
            last.end = range.end
        }
        _ => segments.push((range, hit)),
    };
    let mut at = 0;
    if !query.is_empty() {
        for token in tokens(text).take(MAX_TOKENS) {
            let its_term = term(&token.word);
            if query.parts().iter().any(|part| part.means(&token.word, its_term.as_deref())) {
                push(at..token.range.start, false);
                at = token.range.end;
                push(token.range, true);
            }
        }
    }
    push(at..text.len(), false);
    segments
}
