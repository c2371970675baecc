//! The pages, from outside: through the whole site, over HTTP, in a browser.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod accounts;
mod browser;
mod budget;
mod common;
mod connections;
mod doors;
mod every_page;
mod factor;
mod files;
mod first_run;
mod flow;
mod forms;
mod history;
mod hostile;
mod journey;
mod logs;
mod matrix;
mod me;
mod outside;
mod proof;
mod sign_in;
mod situations;
mod story_crm;
mod story_logs;
mod support;
mod surfaces;
mod walk;
