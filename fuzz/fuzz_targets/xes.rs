//! Event logs of IEEE 1849, with the mapping that suggests itself and with that of the standard.
#![no_main]

use flow::format::{Export, Mapping};

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    if file.starts_with(b"PK\x03\x04") || file.starts_with(b"SQLite format 3\0") {
        return;
    }
    fuzz::log::whole(file, None, &[]);
    fuzz::log::whole(file, Some(&Mapping::xes()), &[Export::Xes]);
});
