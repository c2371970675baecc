//! The rules of Vitrina, pure: no I/O, no clock, no randomness, no async.
//!
//! A use case loads an aggregate, calls its `decide` with a command, and records the events that come back; `evolve`
//! folds events into the aggregate, on writing and on replay alike.

pub mod access;
pub mod actor;
pub mod aggregate;
pub mod calendar;
pub mod company;
pub mod content;
pub mod history;
pub mod ids;
pub mod imported;
pub mod ledger;
pub mod localized;
pub mod money;
pub mod notice;
pub mod permission;
pub mod promise;
pub mod request;
pub mod time;
pub mod trace;
