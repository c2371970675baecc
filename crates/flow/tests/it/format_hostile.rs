//! Files made to do harm, or broken on the way: each ends in an error that names what and where, and memory stays small.

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

fn xes(text: &str) -> Trouble {
    read(text.as_bytes(), &Mapping::xes()).unwrap_err()
}

fn ocel(text: &str) -> Trouble {
    read(text.as_bytes(), &Mapping::ocel()).unwrap_err()
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

fn packed(mut file: impl Read) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    io::copy(&mut file, &mut packer).unwrap();
    packer.finish().unwrap()
}

const MB: u64 = 1 << 20;

#[test]
fn different_texts_are_bounded() {
    struct Lines(u64, Vec<u8>);
    impl Read for Lines {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.1.is_empty() {
                self.0 += 1;
                self.1 =
                    format!("{},{},2024-01-01\n", self.0, "x".repeat(900) + &self.0.to_string()).into_bytes();
            }
            let count = self.1.len().min(buffer.len());
            buffer[..count].copy_from_slice(&self.1[..count]);
            self.1.drain(..count);
            Ok(count)
        }
    }
    let options =
        Options { limits: format::Limits { texts: 10 << 20, ..Default::default() }, ..Options::default() };
    let columns = [(Role::Case, "case"), (Role::Activity, "state"), (Role::Time, "at")];
    let columns = columns.map(|(role, name)| (role, name.to_owned())).into();
    let mapping = Mapping { zone: Some("UTC".to_owned()), columns, ..Mapping::default() };
    let lines = b"case,state,at\n".chain(Lines(0, Vec::new()));
    let error = format::gather(&mut format::open(lines, &options).unwrap(), &mapping).unwrap_err();
    assert!(too_large(TroublePart::Texts)(&error), "{error}");
}

#[test]
fn what_is_no_log_is_told_at_once() {
    let old_excel = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0";
    for file in [&b"\x89PNG\r\n\x1A\n\0\0"[..], b"%PDF-1.7\n%\xE2\xE3", old_excel, b"\xFF\xD8\xFF\xE0\0"] {
        assert_eq!(csv(file).kind, TroubleKind::UnknownFormat, "{file:?}");
    }
    assert_eq!(csv(&b"\x7FELF\0\0\xFE\xC0\x80"[..]).kind, TroubleKind::Nul);
}

#[test]
fn broken_xml_is_named_with_its_line() {
    let wrong = xes("<log>\n<trace>\n</event>\n</log>");
    assert!(matches!(wrong.kind, TroubleKind::BadXml { .. }), "{wrong}");
    assert_eq!(wrong.line, 3);
    for text in ["<log>\n<trace><event>", "<log>\n<trace", "<log>\n<trace><event key=\"a"] {
        assert_eq!(xes(text).kind, TroubleKind::Truncated, "{text}");
    }
    let twice = xes("<log><trace>\n<string key=\"a\" key=\"b\" value=\"c\"/></trace></log>");
    assert!(matches!(twice.kind, TroubleKind::BadXml { .. }), "{twice}");
    assert_eq!(xes("<html><body/></html>").kind, TroubleKind::UnknownFormat);
    assert_eq!(xes("<log></log>").kind, TroubleKind::Empty);
    assert_eq!(xes("   \n").kind, TroubleKind::Empty);
}

#[test]
fn definitions_and_entities_are_refused() {
    let laughs = "<?xml version=\"1.0\"?>\n<!DOCTYPE log [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>\n<log><trace>&b;</trace></log>";
    let error = xes(laughs);
    assert_eq!((error.kind, error.line), (TroubleKind::Doctype, 2));
    let outside = "<!DOCTYPE log SYSTEM \"file:///etc/passwd\"><log/>";
    assert_eq!(xes(outside).kind, TroubleKind::Doctype);
    let entity = TroubleKind::Entity { name: "b".to_owned() };
    assert_eq!(xes("<log><trace>&b;</trace></log>").kind, entity);
    assert_eq!(xes("<log><trace>\n<string key=\"a\" value=\"&b;\"/></trace></log>").kind, entity);
    assert_eq!(ocel("<!DOCTYPE log [<!ENTITY a \"ha\">]><log><objects/></log>").kind, TroubleKind::Doctype);
}

#[test]
fn zeros_are_refused_wherever_they_hide() {
    let error = csv(&b"case,state,at\n1,n\0w,2024-01-01\n"[..]);
    assert_eq!((error.kind, error.line), (TroubleKind::Nul, 2));
    let zero =
        xes("<log><trace><event>\n<string key=\"concept:name\" value=\"a&#0;b\"/></event></trace></log>");
    assert!(matches!(zero.kind, TroubleKind::BadXml { .. } | TroubleKind::Nul), "{zero}");
    let json = r#"{"events":[{"id":"e","type":"a\u0000b","time":"2024-01-01"}],"objects":[]}"#;
    assert_eq!(ocel(json).kind, TroubleKind::Nul);
    // A program, an image: no text at all.
    let error = csv(&b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0"[..]);
    assert_eq!(error.kind, TroubleKind::Nul);
}

#[test]
fn damaged_gzip_is_told_from_a_short_one() {
    let whole = packed(again("case,state,at\n1,work,2024-01-01\n", MB));
    let short = csv(Cursor::new(whole[..whole.len() / 2].to_vec()));
    assert_eq!(short.kind, TroubleKind::Truncated);
    let mut wrong = whole;
    let end = wrong.len() - 6;
    wrong[end] ^= 0xFF;
    assert_eq!(csv(Cursor::new(wrong)).kind, TroubleKind::BadGzip);
}

#[test]
fn broken_objects_are_named() {
    assert_eq!(ocel("{\"events\":[").kind, TroubleKind::Truncated);
    assert_eq!(ocel("{\"events\":[]}").kind, TroubleKind::BadOcel { lacks: "objects" });
    assert_eq!(ocel("{\"ocel:events\":{}}").kind, TroubleKind::BadOcel { lacks: "events" });
    assert_eq!(ocel("{\"events\":[],\"objects\":[]}").kind, TroubleKind::Empty);
    let wrong = ocel("{\"events\":[\n{\"id\":1,\"type\":{}}],\"objects\":[]}");
    assert!(matches!(wrong.kind, TroubleKind::BadJson { .. }), "{wrong}");
    assert_eq!(wrong.line, 2);
    let twice = ocel(r#"{"objects":[{"id":"a","type":"t"},{"id":"a","type":"t"}],"events":[]}"#);
    assert_eq!((twice.kind, twice.value.as_deref()), (TroubleKind::DuplicateId, Some("a")));
    assert_eq!(ocel("<log><objects/></log>").kind, TroubleKind::BadOcel { lacks: "events" });

    // An event with an identifier that was there, and one that belongs to nothing known.
    let text = r#"{"objects":[{"id":"r1","type":"request","attributes":[{"name":"number","value":"1"}]}],"events":[
        {"id":"e1","type":"new","time":"2024-01-01T00:00:00Z","relationships":[{"objectId":"r1","qualifier":"of"}]},
        {"id":"e1","type":"work","time":"2024-01-02T00:00:00Z","relationships":[{"objectId":"r1","qualifier":"of"}]},
        {"id":"e2","type":"done","time":"2024-01-03T00:00:00Z","relationships":[{"objectId":"r2","qualifier":"of"}]}]}"#;
    let read = read(text.as_bytes(), &Mapping::ocel()).unwrap();
    assert_eq!((read.log.cases().len(), read.log.events()), (1, 1));
    let unknown = TroubleKind::UnknownObject { id: "r2".to_owned() };
    assert_eq!((read.report.count(&TroubleKind::DuplicateId), read.report.count(&unknown)), (1, 1));
    let lines: Vec<_> =
        read.report.notes.iter().map(|note| (note.trouble.line, note.trouble.kind.code())).collect();
    assert!(lines.contains(&(2, "duplicate_id")) && lines.contains(&(3, "unknown_object")), "{lines:?}");
}

/// A SQLite database from statements, as bytes.
fn database(sql: &str) -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().unwrap();
    let base = rusqlite::Connection::open(file.path()).unwrap();
    base.execute_batch(sql).unwrap();
    drop(base);
    std::fs::read(file.path()).unwrap()
}

#[test]
fn databases_that_do_more_than_hold_rows_are_refused() {
    let rest = "CREATE TABLE object (ocel_id, ocel_type); CREATE TABLE event_object (ocel_event_id, ocel_object_id, ocel_qualifier);
        CREATE TABLE object_object (ocel_source_id, ocel_target_id, ocel_qualifier);
        CREATE TABLE event_map_type (ocel_type, ocel_type_map); CREATE TABLE object_map_type (ocel_type, ocel_type_map);";
    let open = |sql: &str| {
        let bytes = database(&format!("{rest}{sql}"));
        format::open(&bytes[..], &Options::default()).map(drop).unwrap_err()
    };
    let view = "CREATE VIEW event AS WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS ocel_id, x AS ocel_type FROM n;";
    assert_eq!(open(view).kind, TroubleKind::BadOcel { lacks: "event" });
    let large = "CREATE TABLE event (n, ocel_id AS (hex(zeroblob(100000000))), ocel_type AS (1)); INSERT INTO event VALUES (1);";
    let error = open(large);
    assert!(matches!(error.kind, TroubleKind::BadSqlite { .. }), "{error}");
    assert_eq!(open("CREATE TABLE event (ocel_id, ocel_type);").kind, TroubleKind::Empty);
    let missing = "CREATE TABLE event (ocel_id, ocel_type); INSERT INTO event_map_type VALUES ('a', 'b');";
    assert_eq!(open(missing).kind, TroubleKind::BadOcel { lacks: "a table of a type" });
    // A virtual table by another spacing than SQLite's own.
    let hidden = "CREATE TABLE event (ocel_id, ocel_type); PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET sql = 'CREATE  VIRTUAL TABLE event USING fts5 (ocel_id, ocel_type)' WHERE name = 'event';";
    assert_eq!(open(hidden).kind, TroubleKind::BadOcel { lacks: "event" });
    // The name of a column is no text.
    let mut bytes = database(&format!("{rest} CREATE TABLE event (ocel_id, ocel_type, \"né\");"));
    let place = bytes.windows(2).position(|two| two == "é".as_bytes()).unwrap();
    bytes[place..place + 2].fill(0xFF);
    let error = format::open(&bytes[..], &Options::default()).map(drop).unwrap_err();
    assert_eq!(error.kind, TroubleKind::Encoding { assumed: "UTF-8" });
    let mut bytes = database(rest);
    bytes.truncate(5_000);
    bytes[200..].fill(0x5A);
    let error = format::open(&bytes[..], &Options::default()).map(drop).unwrap_err();
    assert!(matches!(error.kind, TroubleKind::BadSqlite { .. }), "{error}");
}

/// A spreadsheet with this sheet, and these shared texts.
fn book(sheet: impl Read, shared: impl Read) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut part = |name: &str, mut from: &mut dyn Read| {
        zip.start_file(name, options).unwrap();
        io::copy(&mut from, &mut zip).unwrap();
    };
    part(
        "_rels/.rels",
        &mut &br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#[..],
    );
    part(
        "[Content_Types].xml",
        &mut &br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#[..],
    );
    part(
        "xl/workbook.xml",
        &mut &br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Log" sheetId="1" r:id="rId1"/></sheets></workbook>"#[..],
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &mut &br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#[..],
    );
    part(
        "xl/styles.xml",
        &mut &br#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>"#[..],
    );
    let mut sheet = sheet;
    part("xl/worksheets/sheet1.xml", &mut sheet);
    let mut shared = shared;
    part("xl/sharedStrings.xml", &mut shared);
    zip.finish().unwrap().into_inner()
}

const SHEET: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#;
const SHARED: &str = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>case</t></si><si><t>state</t></si><si><t>at</t></si></sst>"#;
const HEAD: &str = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>"#;

#[test]
fn a_spreadsheet_is_read_cell_by_cell_whatever_size_it_claims() {
    // Two rows at the ends of a sheet that says it has seventeen billion cells; a date as a number with a date's look.
    let sheet = format!(
        r#"{SHEET}<dimension ref="A1:XFD1048576"/><sheetData>{HEAD}<row r="2"><c r="A2"><v>17</v></c><c r="B2" t="inlineStr"><is><t>new</t></is></c><c r="C2" s="1"><v>45301.5</v></c></row><row r="1048576"><c r="A1048576"><v>17</v></c><c r="B1048576" t="inlineStr"><is><t>done</t></is></c><c r="C1048576" t="inlineStr"><is><t>2024-01-11 12:30</t></is></c></row></sheetData></worksheet>"#
    );
    let file = book(sheet.as_bytes(), SHARED.as_bytes());
    let columns = [(Role::Case, "case"), (Role::Activity, "state"), (Role::Time, "at")];
    let columns = columns.map(|(role, name)| (role, name.to_owned())).into();
    let mapping = Mapping { zone: Some("UTC".to_owned()), columns, ..Mapping::default() };
    let read = read(&file[..], &mapping).unwrap();
    let case = &read.log.cases()[0];
    assert_eq!((&*case.key, read.log.events(), read.sources[1].line), ("17", 2, 1_048_576));
    assert_eq!(read.log.steps(case).at, [1_704_888_000_000, 1_704_976_200_000]);
    let wish = Options { sheet: Some("Other".to_owned()), ..Options::default() };
    let error = format::open(&file[..], &wish).unwrap_err();
    assert_eq!(error.kind, TroubleKind::NoSheet { name: "Other".to_owned() });
}

#[test]
fn spreadsheets_that_unpack_to_too_much_are_stopped_before_they_are_opened() {
    let open = |file: Vec<u8>| format::open(&file[..], &Options::default()).map(drop).unwrap_err();
    let bomb = book(again(" ", 20 * MB), SHARED.as_bytes());
    let error = open(bomb);
    assert!(
        matches!(error.kind, TroubleKind::TooLarge { part: TroublePart::Ratio | TroublePart::Cell, .. }),
        "{error}"
    );
    let few =
        Options { limits: format::Limits { texts: 10 << 20, ..Default::default() }, ..Options::default() };
    let bomb = book(SHEET.as_bytes(), again("<si><t>x</t></si>", 12 * MB));
    let error = format::open(&bomb[..], &few).map(drop).unwrap_err();
    assert!(too_large(TroublePart::Texts)(&error), "{error}");
    let file = book(SHEET.as_bytes(), SHARED.as_bytes());
    let error = open(file[..file.len() - 100].to_vec());
    assert!(matches!(error.kind, TroubleKind::BadSpreadsheet { .. }), "{error}");
    let laughs = format!(
        "<!DOCTYPE x [<!ENTITY a \"ha\">]>{SHEET}<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>&a;</v></c></row></sheetData></worksheet>"
    );
    let error = open(book(laughs.as_bytes(), SHARED.as_bytes()));
    assert!(matches!(error.kind, TroubleKind::BadSpreadsheet { .. }), "{error}");
}

#[test]
fn a_spreadsheet_that_its_crate_panics_about_is_a_broken_one() {
    // The last place is before the first one, or beyond what numbers count to.
    for (place, cell) in [("A9:C3", "A1"), ("A1:C3", "MWLQKWU4294967295")] {
        let sheet = format!(
            r#"{SHEET}<dimension ref="{place}"/><sheetData>{HEAD}<row r="2"><c r="{cell}"><v>1</v></c><c><v>1</v></c></row></sheetData></worksheet>"#
        );
        let file = book(sheet.as_bytes(), SHARED.as_bytes());
        if let Err(error) = format::open(&file[..], &Options::default()) {
            let told =
                matches!(error.kind, TroubleKind::BadSpreadsheet { .. } | TroubleKind::TooLarge { .. });
            assert!(told, "{error}");
        }
    }
}

#[test]
fn nothing_that_comes_makes_it_panic() {
    // Cut and spoiled copies of good files of every form, the same each time.
    let mut log = flow::log::Log::default();
    let [activity, team, person] = ["new", "Сеть", "Ann"].map(|name| log.names.intern(name));
    for n in 0..5_i64 {
        let steps = (0..3).map(|step| flow::log::Step { activity, team, person, at: n * 1_000 + step });
        log.push(flow::log::NewCase { key: n.to_string().into(), ..Default::default() }, steps);
    }
    let mut seed = 7_u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let (mut fine, mut refused) = (0, 0);
    for form in format::Export::ALL {
        let mut file = Vec::new();
        format::write(form, &log, &[], &mut file).unwrap();
        let mapping = match form {
            format::Export::Csv => Mapping::csv(),
            format::Export::Xes => Mapping::xes(),
            _ => Mapping::ocel(),
        };
        for _ in 0..150 {
            let mut spoiled = file.clone();
            for _ in 0..=random(4) {
                let place = random(spoiled.len().max(1));
                match random(4) {
                    0 if place < spoiled.len() => spoiled[place] = random(256) as u8,
                    0 => {}
                    1 => drop(spoiled.drain(place.min(spoiled.len())..(place + 40).min(spoiled.len()))),
                    2 => spoiled.truncate(place.max(20)),
                    _ => {
                        let end = (place + 60).min(spoiled.len());
                        let place = place.min(end);
                        let piece = spoiled[place..end].to_vec();
                        spoiled.splice(place..place, piece);
                    }
                }
            }
            match read(&spoiled[..], &mapping) {
                Ok(_) => fine += 1,
                Err(_) => refused += 1,
            }
        }
    }
    assert!(fine > 0 && refused > 0, "{fine} {refused}");
}
