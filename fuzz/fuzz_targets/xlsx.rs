//! Spreadsheets. A file that begins as an archive is taken as it is; any other is the parts of one, each after a line `--- NAME`,
//! so that changes reach what is packed.
#![no_main]

use std::io::{Cursor, Write};
use std::panic;

use flow::format::Export;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Packs the parts; `None` when the archive takes a name not at all or not twice.
fn packed(parts: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for line in parts.split_inclusive(|byte| *byte == b'\n') {
        if let Some(name) = line.strip_prefix(b"--- ") {
            let name = std::str::from_utf8(name).ok()?.trim();
            archive.start_file(name, SimpleFileOptions::default()).ok()?;
        } else {
            archive.write_all(line).ok()?;
        }
    }
    Some(archive.finish().ok()?.into_inner())
}

/// The crate that reads spreadsheets panics about some that are broken; our reader makes an answer of that. Any other panic is a finding.
fn told_apart() {
    let finding = panic::take_hook();
    panic::set_hook(Box::new(move |told| {
        if told.location().is_none_or(|place| !place.file().contains("/calamine-")) {
            finding(told);
        }
    }));
}

libfuzzer_sys::fuzz_target!(init: told_apart(), |file: &[u8]| {
    if file.starts_with(b"PK\x03\x04") {
        fuzz::log::whole(file, None, &[Export::Csv]);
    } else if let Some(file) = packed(file) {
        fuzz::log::whole(&file, None, &[Export::Csv]);
    }
});
