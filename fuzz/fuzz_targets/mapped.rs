//! A mapping and a table that it is for, with a line `---` between them: patterns of dates, zones, rows to leave out.
#![no_main]

use flow::format::{Export, Mapping};

libfuzzer_sys::fuzz_target!(|both: &[u8]| {
    let mark = b"\n---\n";
    let Some(at) = both.windows(mark.len()).position(|part| part == mark) else { return };
    let (mapping, file) = (&both[..at], &both[at + mark.len()..]);
    if file.starts_with(b"PK\x03\x04") || file.starts_with(b"SQLite format 3\0") {
        return;
    }
    if let Ok(mapping) = Mapping::read(mapping) {
        fuzz::log::whole(file, Some(&mapping), &[Export::Csv]);
    }
});
