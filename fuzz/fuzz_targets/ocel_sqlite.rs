//! Event logs of OCEL 2.0 in SQLite, with the mapping that suggests itself and with that of our own files.
#![no_main]

use flow::format::{Export, Mapping};

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    // Everything else has its own target.
    if !file.starts_with(b"SQLite format 3\0") {
        return;
    }
    fuzz::log::whole(file, None, &[]);
    fuzz::log::whole(file, Some(&Mapping::ocel()), &[Export::OcelSqlite]);
});
