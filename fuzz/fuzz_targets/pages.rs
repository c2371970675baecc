//! Pages: addresses with their queries, headers with their cookies, of everybody.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &[u8]| fuzz::place::get(text));
