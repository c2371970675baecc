//! The history of another system through HTTP: the way from a file to its report, files that are made to do harm, and what the door
//! keeps out.

mod back;
mod foreign;
mod form;
mod hostile;
mod way;
