//! Comparing every row with the history.

use std::error::Error;
use std::process::ExitCode;

use app::check::check as compare;

use crate::serve::open_there;
use crate::settings::Settings;

/// Checks the database: every difference is a line of the output, and there is one exit code for any.
pub fn check(settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let (db, blobs) = open_there(settings)?;
    let checked = compare(&db, &*blobs)?;
    for difference in &checked.differences {
        println!("{difference}");
    }
    let more = checked.count - checked.differences.len() as u64;
    if more > 0 {
        println!("and {more} more");
    }
    eprintln!(
        "{} events, {} requests, {} texts, {} transfers, {} files: {}",
        checked.events,
        checked.requests,
        checked.contents,
        checked.transfers,
        checked.files,
        if checked.is_clean() {
            "no difference".to_owned()
        } else {
            format!("{} differences", checked.count)
        }
    );
    Ok(if checked.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
