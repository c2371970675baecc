//! Saved mappings: what is read is written and read again as the same.
#![no_main]

use flow::format::{Mapping, TroubleKind};

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    match Mapping::read(file) {
        Ok(mapping) => {
            let again = Mapping::from_toml(&mapping.to_toml()).expect("our own mapping is read");
            assert_eq!(again, mapping);
        }
        Err(trouble) => {
            let lines = file.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
            assert!(trouble.line <= lines, "{trouble}");
            assert!(
                !matches!(&trouble.kind, TroubleKind::BadMapping { said } if said.is_empty()),
                "{trouble}"
            );
        }
    }
});
