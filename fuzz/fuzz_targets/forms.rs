//! Forms: bodies of fields and of parts with files, sent to every route that takes them, by everybody.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &[u8]| fuzz::place::post(text));
