//! How requests flow: event logs in columns, what they tell, pictures of them, and the formats in which they travel.
//! Pure: no clock, no database; calendars come as a parameter.
//!
//! A [`log::Log`] holds requests and their steps. A [`filter::View`] is a choice of its requests; every figure is a function of a view.
//! Times are milliseconds since 1970 (UTC), spans are milliseconds, spreads of spans are hours.

pub mod ageing;
pub mod arrivals;
pub mod baseline;
pub mod csv;
pub mod cumulative;
pub mod filter;
pub mod findings;
pub mod format;
pub mod gaps;
pub mod graph;
pub mod handoffs;
pub mod interval;
pub mod log;
pub mod pairs;
pub mod picture;
pub mod promise;
pub mod quantile;
pub mod reopening;
pub mod report;
pub mod stays;
pub mod times;
pub mod variants;
