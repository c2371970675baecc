//! Use cases on both databases.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod audit;
mod backup;
mod check;
mod company;
mod conflicts;
mod crash;
mod factor;
mod generate;
mod identity;
mod journey;
mod ledger;
mod logs;
mod pages;
mod statements;
mod tamper;
mod upgrade;
mod world;
