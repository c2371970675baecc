//! Use cases: the only place where rules meet rows.
//!
//! A use case takes `(tx, cx, command)`. It authorises first, loads, lets the domain decide, records what was decided
//! (history, rows, ledger, timers, outbox and index in one transaction) and answers. It has no effect outside `tx`, so
//! it may run twice or be rolled back.

mod aggregate;
pub mod analytics;
pub mod audit;
pub mod backup;
pub mod check;
pub mod clock;
pub mod company;
pub mod cx;
pub mod error;
pub mod files;
pub mod generate;
pub mod home;
pub mod identity;
pub mod known;
pub mod ledger;
pub mod logs;
pub mod measure;
pub mod news;
pub mod notices;
mod once;
pub mod origin;
pub mod requests;
pub mod search;
pub mod shop;
pub mod system;
pub mod tokens;
pub mod words;
pub mod work;

pub use cx::Cx;
pub use error::AppError;
pub use origin::Origin;
