//! What the targets share: what must hold of every log, and of every answer of the site.

pub mod log;
pub mod place;

#[path = "../../crates/web/tests/it/support/mod.rs"]
mod support;
