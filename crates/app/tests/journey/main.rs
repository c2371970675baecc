//! The journey through the use cases, on both databases.
#![expect(clippy::unwrap_used, reason = "these are tests")]

mod acts;
mod crm;
mod desk;
mod differential;
mod guards;
mod outside;
mod places;
mod refund;
#[expect(dead_code, reason = "shared with the tests of the company, which use all of it")]
#[path = "../company/world.rs"]
mod world;
