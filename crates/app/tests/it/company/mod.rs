//! The company's commands and reads on both databases.

mod import;
mod people;
mod rates;
mod services;
mod start;
mod units;
