//! How well a document answers a query. Whole numbers, so every machine ranks alike.

use crate::analyse::Analysis;
use crate::query::{Match, Query};

/// The weight of a title.
pub const TITLE: u32 = 4;
/// The weight of running text.
pub const BODY: u32 = 1;

/// Terms at which a field's matches are worth half of what they are in a very short one.
const HALF: u64 = 100;
const SCALE: u64 = 1_000;

/// A part of a document.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    /// What the field says.
    pub analysis: &'a Analysis,
    /// How much a match in it is worth: [`TITLE`], [`BODY`] or between.
    pub weight: u32,
}

/// Ranks a document: 0 when nothing matches, more is better. Compare scores of one query only; ties are the caller's to
/// break, by id.
///
/// Each word of the query counts once, where it is worth most: the weight of the field, more for the very word than for
/// its stem or beginning, less in a longer field. The sum is multiplied by the part of the query that was found at all,
/// so a document with every word comes before one that repeats some.
pub fn score(fields: &[Field<'_>], query: &Query) -> u64 {
    let mut sum = 0;
    let mut found = 0;
    for part in query.parts() {
        let worth = |field: &Field<'_>| {
            let quality = match part.find(field.analysis) {
                Match::Nothing => 0,
                Match::Beginning => 7,
                Match::Term => 9,
                Match::Word => 10,
            };
            let length = field.analysis.terms.len() as u64;
            SCALE * quality * u64::from(field.weight) * HALF / (HALF + length)
        };
        let best = fields.iter().map(worth).max().unwrap_or(0);
        sum += best;
        found += u64::from(best > 0);
    }
    let parts = query.parts().len() as u64;
    (sum * found).checked_div(parts).unwrap_or(0)
}
