//! What must hold of every file that is read as an event log.

use std::io::{self, Read};

use app::logs::{look, read};
use flow::filter::View;
use flow::format::{Export, Extra, Gathered, Mapping, Trouble, TroubleKind, write};
use flow::log::{Case, Log, Millis, Name, NewCase, Step};
use flow::report::report;
use flow::times::RoundTheClock;

/// The moment up to which requests that are open count.
const NOW: Millis = 1_772_431_200_000;

/// Bytes that come in small pieces, as from a slow line.
struct Trickle<'a>(&'a [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1 = (self.1 + 3) % 8;
        let count = (self.1 + 1).min(self.0.len()).min(buffer.len());
        let (piece, rest) = self.0.split_at(count);
        buffer[..count].copy_from_slice(piece);
        self.0 = rest;
        Ok(count)
    }
}

/// Reads a file as an import does: a first look, then the whole with the mapping that suggests itself, or this one. What was read is the
/// same however the bytes come, has figures, and is read again from each of these formats.
pub fn whole(file: &[u8], mapping: Option<&Mapping>, back: &[Export]) {
    let looked = look(file, mapping, None);
    let mapping = match (mapping, &looked) {
        (Some(mapping), _) => mapping.clone(),
        (None, Ok(looked)) => looked.suggestion.mapping.clone(),
        (None, Err(_)) => return,
    };
    // As the page of an import fills it in.
    let mut mapping = mapping;
    mapping.zone.get_or_insert_with(|| "Europe/Moscow".to_owned());
    if let Ok(looked) = &looked {
        for row in &looked.rows {
            assert!(row.cells().flatten().all(|cell| !cell.contains('\0')), "a zero got through");
        }
    }
    let size = file.len() as u64;
    let first = read(file, size, &mapping, None);
    let second = read(Trickle(file, 0), size, &mapping, None);
    let (first, second) = match (first, second) {
        (Ok(first), Ok(second)) => (first, second),
        (Err(first), Err(second)) => {
            assert_eq!(first, second, "another trouble when the bytes come slowly");
            told(&first);
            return;
        }
        (Ok(_), Err(trouble)) => panic!("refused when the bytes come slowly: {trouble}"),
        (Err(trouble), Ok(_)) => panic!("refused when the bytes come at once: {trouble}"),
    };
    same(&first, &second);
    first.report.notes.iter().for_each(|note| told(&note.trouble));
    let steps: usize = first.log.cases().iter().map(|case| first.log.steps(case).len()).sum();
    assert_eq!((first.extras.len(), first.sources.len()), (first.log.cases().len(), steps));
    let figures = report(&View::whole(&first.log), NOW, &RoundTheClock, &Default::default());
    assert_eq!((figures.cases, figures.events), (first.log.cases().len() as u64, steps as u64));
    back.iter().for_each(|form| again(*form, first.clone()));
}

/// What is wrong can be told.
fn told(trouble: &Trouble) {
    assert!(!trouble.to_string().is_empty());
}

fn same(first: &Gathered, second: &Gathered) {
    assert_eq!(shown(&first.log, &first.extras, false), shown(&second.log, &second.extras, false));
    assert_eq!(first.sources, second.sources);
    assert_eq!(first.activities, second.activities);
    assert_eq!(first.report.notes, second.report.notes);
    assert!(first.report.counts().eq(second.report.counts()));
}

/// A case as one would write it down.
type Shown = (String, Vec<String>, Vec<(String, String, String, Millis)>);

/// `marked`: as it comes out of XML, which cannot carry everything.
fn shown(log: &Log, extras: &[Extra], marked: bool) -> Vec<Shown> {
    let plain = |text: &str| {
        if !marked {
            return text.to_owned();
        }
        let lost = |sign: char| {
            matches!(sign, '\u{FFFE}' | '\u{FFFF}') || (sign < ' ' && !matches!(sign, '\t' | '\n' | '\r'))
        };
        text.chars().map(|sign| if lost(sign) { '\u{FFFD}' } else { sign }).collect()
    };
    let text = |name: Name| plain(log.names.text(name));
    let case = |(n, case): (usize, &Case)| {
        let extra = extras.get(n);
        let of = |name: Option<Name>| name.map(text).unwrap_or_default();
        let said = vec![
            format!("{:?} {:?} {:?} {:?}", case.opened, case.answered, case.solved, case.closed),
            format!("{:?} {:?}", case.promise_kept, extra.and_then(|extra| extra.reopened)),
            text(case.service),
            text(case.unit),
            text(case.customer),
            text(case.priority),
            of(extra.map(|extra| extra.customer_person)),
            of(extra.map(|extra| extra.title)),
            of(extra.map(|extra| extra.channel)),
        ];
        let steps = log.steps(case);
        let steps = steps.iter().map(|s| (text(s.activity), text(s.team), text(s.person), s.at)).collect();
        (plain(&case.key), said, steps)
    };
    let mut cases: Vec<Shown> = log.cases().iter().enumerate().map(case).collect();
    cases.sort();
    cases
}

/// Writes a log and reads it again.
fn again(form: Export, gathered: Gathered) {
    let Gathered { mut log, mut extras, .. } = gathered;
    let key = "everything";
    let named = |case: &Case| case.key.as_ref() == key;
    if log.cases().is_empty() || log.cases().iter().any(named) {
        return;
    }
    // What no request has is no column, and then the states would tell instead: one request has everything.
    let full = log.names.intern(key);
    let whole = NewCase {
        id: u128::MAX,
        key: key.into(),
        opened: 1,
        answered: Some(2),
        solved: Some(3),
        closed: Some(4),
        promise_kept: Some(true),
        service: full,
        unit: full,
        customer: full,
        priority: full,
    };
    log.push(whole, [Step { activity: full, team: full, person: full, at: 1 }]);
    extras.push(Extra { line: 0, customer_person: full, title: full, channel: full, reopened: Some(1) });
    let mut file = Vec::new();
    write(form, &log, &extras, &mut file).expect("a log that was read can be written");
    let (mapping, marked) = match form {
        Export::Csv => (Mapping::csv(), false),
        Export::Xes => (Mapping::xes(), true),
        Export::OcelXml => (Mapping::ocel(), true),
        Export::OcelJson | Export::OcelSqlite => (Mapping::ocel(), false),
    };
    let found = match read(&file[..], file.len() as u64, &mapping, None) {
        Ok(found) => found,
        // Identifiers that differ only in what XML cannot carry are one.
        Err(trouble) if marked && trouble.kind == TroubleKind::DuplicateId => return,
        Err(trouble) => panic!("our own {form:?} is refused: {trouble}"),
    };
    let expected = shown(&log, &extras, marked);
    let mut keys: Vec<&str> = expected.iter().map(|(key, ..)| key.as_str()).collect();
    keys.dedup();
    if keys.len() < expected.len() {
        return;
    }
    assert_eq!(shown(&found.log, &found.extras, marked), expected, "our own {form:?} says something else");
    assert_eq!(found.report.rejected, 0, "our own {form:?}: {:?}", found.report.notes);
}
