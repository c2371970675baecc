//! Comparing every row with the history.

use std::error::Error;
use std::process::ExitCode;

use app::check::{acts as past_acts, check as compare};

use crate::out::{remark, say};
use crate::serve::open_there;
use crate::settings::Settings;

/// Checks the database: every difference is a line of the output, and there is one exit code for any.
pub fn check(settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let (db, blobs) = open_there(settings)?;
    let checked = compare(&db, &*blobs)?;
    for difference in &checked.differences {
        say!("{difference}");
    }
    let more = checked.count - checked.differences.len() as u64;
    if more > 0 {
        say!("and {more} more");
    }
    if let Some(root) = checked.root {
        remark!(
            "root of {} (UTC, the day of the newest event): {} over {} streams, {} events",
            root.day,
            root.hex(),
            root.streams,
            root.events
        );
    }
    if checked.waiting > 0 {
        remark!(
            "{} streams of before wait for their hashes: the program chains them while it serves",
            checked.waiting
        );
    }
    remark!(
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

/// Lists acts of the past that the rule of who acts for the customer would refuse today: what an auditor looks into.
pub fn acts(settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let (db, _) = open_there(settings)?;
    let acts = past_acts(&db)?;
    for act in &acts {
        let name = if act.name.is_empty() { "(erased)" } else { &act.name };
        say!(
            "№ {} event {} {} by {name} ({}) at {}: {}",
            act.number,
            act.seq,
            act.what,
            act.person.0,
            act.at.to_timestamp(),
            act.why
        );
    }
    remark!("{} acts that the rule would refuse", acts.len());
    Ok(ExitCode::SUCCESS)
}
