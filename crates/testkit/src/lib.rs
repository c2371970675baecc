//! Tests on both databases: one body, a fresh migrated database of each engine, a clock and ids that repeat.
//!
//! ```no_run
//! testkit::each_db! {
//!     fn numbers_grow(f) {
//!         let next = |f: &testkit::Fixture| f.db.write_blocking(|tx| tx.next_number());
//!         assert!(next(f).unwrap() < next(f).unwrap());
//!     }
//! }
//! # fn main() {}
//! ```
//!
//! SQLite always runs, on a copy of a migrated file. PostgreSQL runs on the server of `VITRINA_TEST_PG_URL`, else on a private
//! cluster made with `initdb`, else a line on the error output says what was skipped. `VITRINA_TEST_PG=required` turns the skip
//! into a failure.

#[cfg(feature = "browser")]
pub mod browser;
mod clock;
mod cluster;
mod device;
mod fixture;
mod own;
mod server;

pub use clock::{TestClock, TestEntropy};
pub use device::code_at;
pub use fixture::{Fixture, Hook, Kept, options};
pub use own::OwnCluster;
pub use server::postgres_is_required;

/// Turns each function into a module with one test per engine; the body gets a [`Fixture`].
#[macro_export]
macro_rules! each_db {
    ($($(#[$meta:meta])* fn $name:ident($fixture:ident) $body:block)+) => {$(
        #[cfg(test)]
        mod $name {
            #[allow(unused_imports, reason = "small bodies use nothing from around them")]
            use super::*;

            fn body($fixture: &$crate::Fixture) $body

            $(#[$meta])*
            #[test]
            fn sqlite() {
                body(&$crate::Fixture::sqlite());
            }

            $(#[$meta])*
            #[test]
            fn postgres() {
                if let Some(fixture) = $crate::Fixture::postgres() {
                    body(&fixture);
                }
            }
        }
    )+};
}
