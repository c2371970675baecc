//! The program, as somebody starts it.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod backup;
mod company;
mod demo;
mod deploy;
mod disk;
mod documents;
mod init;
mod running;
mod telling;
