//! The ledger behind the use cases: what requests move, and what units read of it.
#![expect(clippy::inconsistent_digit_grouping, reason = "171_000_00 reads as roubles and kopecks")]

mod bulk;
mod checks;
mod concurrent;
mod effects;
mod export;
mod random;
mod statements;
mod withdraw;
mod world;
