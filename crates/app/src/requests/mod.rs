//! Requests: every step of the journey as one use case, and what the pages read.

mod act;
mod attention;
mod bidder;
pub mod choices;
mod clocks;
mod conceal;
pub mod desk;
mod funding;
mod index;
mod input;
pub mod lists;
pub mod outside;
pub mod page;
mod parent;
mod published;
mod record;
mod resolver;
mod shown;
mod standing;
mod statement;
pub(crate) mod world;

pub use act::{Acted, act, act_as_timer};
pub use clocks::answer_clocks;
pub(crate) use clocks::{Versions, cached_by};
pub(crate) use index::{audience, doc};
pub use input::{BriefInput, FileInput, Input, ItemInput, LineInput, OfferInput};
pub(crate) use published::Published;
pub use record::{Loaded, load};
pub(crate) use standing::in_place_of_customer;
pub use statement::{NewStatement, Target, state};
