//! The steps of a request through the whole site: every form of the way, what is refused and how it comes back.
#![expect(clippy::unwrap_used, reason = "these are tests")]

mod files;
mod keys;
mod refused;
#[path = "../support/mod.rs"]
mod support;
mod way;
mod whole;
