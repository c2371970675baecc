//! Measuring: what pages read, for a subject with hardly any rows and one with very many. Tests hold the number of
//! statements and their plans against it, `vitrina bench` the time.

mod load;
mod pages;
mod plans;
mod subjects;

pub use load::{Cast, Client};
pub use pages::{PAGES, Page};
pub use plans::{Scan, Traced, large_tables, plan_of, scans};
pub use subjects::{Extent, Subject, subject};
