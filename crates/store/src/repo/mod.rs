//! Every SQL text of the product, one file for each thing that is kept. Rows become domain types here and nowhere else.

pub mod attention;
pub mod command;
pub mod content;
pub mod credential;
pub mod event;
pub mod notice;
pub mod request;
pub mod session;
pub mod timer;
pub mod visit;
