//! The ledger behind the use cases: what requests move, and what units read of it.

mod bulk;
mod checks;
mod concurrent;
mod effects;
mod export;
mod random;
mod statements;
mod withdraw;
mod world;
