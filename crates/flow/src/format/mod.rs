//! Event logs of other systems: read into a [`Log`](crate::log::Log) and written again.
//!
//! Every format is read the same way: [`open`] makes rows with named columns of it, a [`Mapping`] says what the columns mean (one can be
//! [`suggest`]ed), and [`gather`] puts the rows together into cases. What is wrong is told as a [`Trouble`]: its kind, place and value.
//! Whatever a file holds, memory stays within [`Limits`].

mod arrange;
mod cells;
pub mod dates;
mod delimited;
mod gather;
mod gathered;
mod guess;
mod input;
mod mapping;
mod ocel;
mod ocel_json;
mod ocel_rows;
mod ocel_xml;
mod open;
mod presets;
mod report;
mod rows;
mod sentence;
mod sheet;
mod sqlite;
mod suggest;
mod trouble;
mod write;
mod xes;
mod xml;

pub use gather::gather;
pub use gathered::{Extra, Gathered, Seen, StepSource, case_id};
pub use mapping::{FileHints, LeaveOut, Mapping, Role};
pub use open::{Form, ObjectType, Source, open};
pub use report::{Count, Done, Note, Report};
pub use rows::{Limits, Options, Progress, Row, Rows, Watch};
pub use suggest::{Doubt, Suggestion, suggest};
pub use trouble::{Trouble, TroubleKind, TroublePart};
pub use write::{Export, write};
