//! Every SQL text of the product, one file for each thing that is kept. Rows become domain types here and nowhere else.

pub mod act;
pub mod attention;
pub mod brought;
pub mod calendar;
pub mod command;
pub mod company;
pub mod content;
pub mod credential;
pub mod event;
pub mod flow_case;
pub mod flow_closed;
pub mod flow_titles;
pub mod hold;
pub mod import_batch;
pub mod imported;
pub mod ledger;
pub mod notice;
pub mod outside_link;
pub mod person;
pub mod rate;
pub mod request;
pub mod service;
pub mod session;
pub mod timer;
pub mod unit;
