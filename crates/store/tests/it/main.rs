//! The seam to both databases.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod blobs;
mod bulk;
mod copy;
mod crash;
mod encrypted;
mod schema;
mod scratch;
mod seam;
mod search;
mod threads;
