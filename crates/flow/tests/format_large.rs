//! Files with something far too large in them: each is stopped by name, and this process, which does nothing else, stays small.
#![expect(clippy::unwrap_used, reason = "a test fails by panic")]

use std::io::{self, Cursor, Read};

use flate2::Compression;
use flate2::write::GzEncoder;
use flow::format::{self, Gathered, Mapping, Options, Role, Trouble, TroubleKind, TroublePart};

fn read(file: impl Read + Send, mapping: &Mapping) -> Result<Gathered, Trouble> {
    format::gather(&mut format::open(file, &Options::default())?, mapping)
}

fn csv(file: impl Read + Send) -> Trouble {
    let columns = [(Role::Case, "case"), (Role::Activity, "state"), (Role::Time, "at")];
    let columns = columns.map(|(role, name)| (role, name.to_owned())).into();
    read(file, &Mapping { zone: Some("UTC".to_owned()), columns, ..Mapping::default() }).unwrap_err()
}

fn too_large(part: TroublePart) -> impl Fn(&Trouble) -> bool {
    move |trouble| matches!(trouble.kind, TroubleKind::TooLarge { part: found, .. } if found == part)
}

/// The same bytes again and again, so many in all, made while they are read.
fn again(piece: &'static str, bytes: u64) -> impl Read + Send {
    struct Again(&'static [u8], usize);
    impl Read for Again {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            for byte in buffer.iter_mut() {
                *byte = self.0[self.1];
                self.1 = (self.1 + 1) % self.0.len();
            }
            Ok(buffer.len())
        }
    }
    Again(piece.as_bytes(), 0).take(bytes)
}

fn around(before: &'static str, piece: &'static str, bytes: u64, after: &'static str) -> impl Read + Send {
    before.as_bytes().chain(again(piece, bytes)).chain(after.as_bytes())
}

fn packed(mut file: impl Read) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    io::copy(&mut file, &mut packer).unwrap();
    packer.finish().unwrap()
}

/// The most memory that this process has had, in MB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}

const MB: u64 = 1 << 20;

#[test]
fn large_things_are_stopped_with_little_memory() {
    // A cell of 100 MB, open or in quotes; a quotation mark that is never closed; a million columns; a file without lines.
    let cell = csv(around("case,state,at\n1,", "x", 100 * MB, ",2024-01-01\n"));
    assert!(too_large(TroublePart::Cell)(&cell), "{cell}");
    assert_eq!((cell.line, cell.column.as_deref()), (2, Some("state")));
    let cell = csv(around("case,state,at\n1,\"", "x", 100 * MB, "\",2024-01-01\n"));
    assert!(too_large(TroublePart::Cell)(&cell), "{cell}");
    let unclosed = csv(around("case,state,at\n1,\"new,2024-01-01\n", "1,work,2024-01-01\n", 100 * MB, ""));
    assert_eq!(
        (unclosed.kind.clone(), unclosed.line, unclosed.column.as_deref()),
        (TroubleKind::Unclosed, 2, Some("state"))
    );
    let columns = csv(around("case,state,at", ",x", 2 * MB, "\n"));
    assert!(too_large(TroublePart::Columns)(&columns), "{columns}");
    let columns = csv(around("case,state,at\n", ",", MB, "\n"));
    assert!(too_large(TroublePart::Columns)(&columns) && columns.line == 2, "{columns}");

    // The same in XML: a value, a comment, a text, a name.
    for (before, piece) in [
        ("<log><trace><string key=\"a\" value=\"", "x"),
        ("<log><!--", "x"),
        ("<log>", "x"),
        ("<log><", "x"),
        ("<log><trace><string key=\"a\"", " "),
    ] {
        let error = read(around(before, piece, 100 * MB, "\"/>-->"), &Mapping::xes()).unwrap_err();
        assert!(too_large(TroublePart::Row)(&error), "{before}: {error}");
    }
    let error =
        read(around("<log><trace>", "<list key=\"x\"><values>", 10 * MB, ""), &Mapping::xes()).unwrap_err();
    assert!(too_large(TroublePart::Depth)(&error), "{error}");
    // Attributes of one event without end, all of one name: one row may have so much and no more.
    let attribute = "<string key=\"a\" value=\"\"/>";
    let error = read(around("<log><trace><event>", attribute, 10 * MB, ""), &Mapping::xes()).unwrap_err();
    assert_eq!(error.kind, TroubleKind::Truncated);

    // And in JSON.
    for (before, piece) in [
        ("{\"events\":[{\"id\":\"", "x"),
        ("{\"x", "x"),
        ("{\"other\":\"", "x"),
        ("{\"events\":[{\"id\":1,\"attributes\":[", "{\"name\":\"a\",\"value\":1},"),
        ("{\"other\":[", "1,"),
    ] {
        let error = read(around(before, piece, 100 * MB, ""), &Mapping::ocel()).unwrap_err();
        assert!(too_large(TroublePart::Row)(&error), "{before}: {error}");
    }
    for before in ["{\"events\":", "{\"other\":", "{\"events\":[{\"id\":"] {
        let error = read(around(before, "[", 100 * MB, ""), &Mapping::ocel()).unwrap_err();
        let deep = matches!(
            error.kind,
            TroubleKind::BadJson { .. }
                | TroubleKind::TooLarge { part: TroublePart::Depth | TroublePart::Row, .. }
        );
        assert!(deep, "{before}: {error}");
    }

    // Bombs: by the ratio, by the size, one within another.
    let bomb = packed(again("1,work,2024-01-01\n", 20 * MB));
    let error = csv(Cursor::new(packed(around("case,state,at\n", " ", 20 * MB, ""))));
    assert!(too_large(TroublePart::Cell)(&error), "{error}");
    let error = csv(Cursor::new(packed(around("case,state,at\n", "x,x,x\n", 40 * MB, ""))));
    assert!(too_large(TroublePart::Ratio)(&error), "{error}");
    let error = csv(Cursor::new(packed(&bomb[..])));
    assert_eq!(error.kind, TroubleKind::UnknownFormat);
    let small =
        Options { limits: format::Limits { unpacked: MB, ..Default::default() }, ..Options::default() };
    let error = format::open(&bomb[..], &small).and_then(|mut source| source.preview(usize::MAX).map(drop));
    assert!(too_large(TroublePart::Unpacked)(&error.unwrap_err()));

    if let Some(peak) = peak() {
        assert!(peak < 100, "{peak} MB");
    }
}
