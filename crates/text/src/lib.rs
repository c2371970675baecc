//! One analyser for Russian and English, so that every place that searches finds the same things.
//!
//! Text becomes *words* (lower-case, `ё` as `е`, without accents and invisible characters) and *terms* (stems, with
//! synonyms folded into one). A document is found by its terms; the last word of a query, while it is being typed, also
//! by the beginnings of words. Nothing here fails or panics: any string is text, and long text is read up to a limit.

mod analyse;
mod fold;
mod highlight;
mod query;
mod score;
mod stem;
mod token;

#[cfg(test)]
mod tests;

pub use analyse::{Analysis, MAX_TOKENS, analyse};
pub use highlight::highlight;
pub use query::{MAX_PARTS, Query, QueryPart};
pub use score::{BODY, Field, TITLE, score};
