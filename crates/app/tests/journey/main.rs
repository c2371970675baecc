//! The journey through the use cases, on both databases.
#![expect(clippy::unwrap_used, reason = "these are tests")]

mod crm;
mod guards;
#[path = "../company/world.rs"]
mod world;
