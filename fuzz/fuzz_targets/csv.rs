//! Event logs as text with a sign between the cells, packed or not.
#![no_main]

use flow::format::Export;

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    // Other formats have their own targets.
    if file.starts_with(b"PK\x03\x04") || file.starts_with(b"SQLite format 3\0") {
        return;
    }
    fuzz::log::whole(file, None, &[Export::Csv]);
});
