//! A log that looks like that of a service desk, the same on every machine: nine states, loops, eighty teams, two hundred and fifty
//! people, about six steps a request.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

pub const STATES: [&str; 9] = [
    "New",
    "Active",
    "Awaiting User Info",
    "Awaiting Vendor",
    "Awaiting Problem",
    "Awaiting Evidence",
    "Resolved",
    "Closed",
    "Cancelled",
];

/// Where a state leads, in hundredths: active stays active often, as a service desk writes every change down.
const NEXT: [[u32; 9]; 9] = [
    [25, 45, 5, 1, 1, 0, 20, 0, 3],
    [0, 30, 12, 2, 2, 1, 53, 0, 0],
    [0, 30, 30, 0, 0, 0, 40, 0, 0],
    [0, 40, 0, 40, 0, 0, 20, 0, 0],
    [0, 40, 0, 0, 30, 0, 30, 0, 0],
    [0, 50, 0, 0, 0, 30, 20, 0, 0],
    [0, 2, 0, 0, 0, 0, 2, 96, 0],
    [0; 9],
    [0; 9],
];

/// One step.
#[derive(Clone, Copy)]
pub struct Row {
    pub state: usize,
    pub team: u32,
    pub person: u32,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// Numbers in the order of SplitMix64 (S. Vigna, public domain).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((mixed ^ (mixed >> 31)) >> 32) * u64::from(below) >> 32) as u32
    }
}

/// Calls for each request, until there are this many steps; the last request may be cut short.
pub fn each(events: usize, mut take: impl FnMut(usize, &[Row])) {
    let mut numbers = Numbers(2026);
    let (mut left, mut case) = (events, 0);
    let mut rows = Vec::new();
    while left > 0 {
        rows.clear();
        let mut at = 1_460_000_000_000 + case as i64 * 60_000;
        let (mut state, mut team) = (usize::from(numbers.next(100) < 30), numbers.next(80));
        loop {
            rows.push(Row { state, team, person: numbers.next(250), at });
            let mut point = numbers.next(100);
            let next = NEXT[state].iter().position(|&part| {
                let here = point < part;
                point = point.saturating_sub(part);
                here
            });
            let Some(next) = next.filter(|_| rows.len() < left && NEXT[state] != [0; 9]) else { break };
            state = next;
            if numbers.next(100) < 15 {
                team = numbers.next(80);
            }
            at += i64::from(numbers.next(600_000)) * 1000;
        }
        take(case, &rows);
        left -= rows.len();
        case += 1;
    }
}

/// Writes the log as XES.
pub fn write_xes(events: usize, path: &str) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<log xes.version=\"1.0\" xmlns=\"http://www.xes-standard.org/\">")?;
    let mut failed = Ok(());
    each(events, |case, rows| {
        if failed.is_ok() {
            failed = write_case(&mut out, case, rows);
        }
    });
    failed?;
    writeln!(out, "</log>")?;
    out.flush()
}

fn write_case(out: &mut impl Write, case: usize, rows: &[Row]) -> io::Result<()> {
    writeln!(out, "<trace><string key=\"concept:name\" value=\"R{case}\"/>")?;
    for row in rows {
        writeln!(
            out,
            "<event><string key=\"concept:name\" value=\"{}\"/><date key=\"time:timestamp\" value=\"{}\"/><string key=\"org:group\" value=\"Team {}\"/><string key=\"org:resource\" value=\"Person {}\"/></event>",
            STATES[row.state],
            stamp(row.at),
            row.team,
            row.person
        )?;
    }
    writeln!(out, "</trace>")
}

/// A moment in ISO 8601, UTC.
pub fn stamp(at: i64) -> String {
    let (days, rest) = (at.div_euclid(86_400_000), at.rem_euclid(86_400_000));
    // Days since 0000-03-01, in eras of four hundred years.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}+00:00", rest % 1000)
}
