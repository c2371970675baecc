//! How numbers, sums, spans of time and dates are written in each language.
//!
//! Sums follow CLDR: Russian groups by a no-break space and puts the sign behind (`12 400 ₽`), English groups by a comma and
//! puts the narrow sign in front (`₽12,400`); a currency without a sign keeps its code (`CHF 12,400`). Spaces inside a
//! sum, a span or a date never break.

mod dates;
mod money;
mod reader;
mod span;
mod typed;
mod typography;

pub use dates::LEFT_SOON;
pub use money::{money, number, plain};
pub use reader::Reader;
pub use span::{exact, span, waited};
pub use typed::{Fault, decimal, typed};
pub use typography::{bidi_safe, sorting, typograph};

/// The no-break space.
pub(crate) const NBSP: char = '\u{a0}';
