//! The company's commands and reads on both databases.
#![expect(clippy::unwrap_used, reason = "these are tests")]

mod import;
mod people;
mod rates;
mod services;
mod start;
mod units;
mod world;
