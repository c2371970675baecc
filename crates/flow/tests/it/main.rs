//! Logs, figures and files of flow.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod format_csv;
mod format_hostile;
mod format_round_trip;
mod format_servicenow;
mod intervals;
mod money;
mod pictures;
mod pm4py;
mod properties;
mod real;
mod servicenow;
