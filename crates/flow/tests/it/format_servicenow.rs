//! The real log of a company, read by the mapping for ServiceNow: the counts that others published for it.

#[allow(dead_code, reason = "one reader of the same file for two tests")]
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex};

use flow::format::{self, Form, Gathered, Mapping, Options, Progress, TroubleKind};
use flow::log::Meaning;

fn file() -> File {
    File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/uci_incident_event_log.csv.gz")).unwrap()
}

fn mapping() -> Mapping {
    Mapping { zone: Some("UTC".to_owned()), ..Mapping::servicenow() }
}

fn gathered() -> Gathered {
    format::gather(&mut format::open(file(), &Options::default()).unwrap(), &mapping()).unwrap()
}

#[test]
fn the_whole_log_is_read_as_it_is() {
    let seen: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let into = Arc::clone(&seen);
    let watch = move |progress| {
        into.lock().unwrap().push(progress);
        std::ops::ControlFlow::Continue(())
    };
    let size = file().metadata().unwrap().len();
    let options = Options { size: Some(size), watch: Some(Arc::new(watch)), ..Options::default() };
    let mut source = format::open(file(), &options).unwrap();
    assert_eq!((source.form, source.encoding, source.columns().len()), (Form::Csv, Some("UTF-8"), 36));
    let read = format::gather(&mut source, &mapping()).unwrap();

    let log = &read.log;
    assert_eq!((log.cases().len(), log.events()), (24_918, 141_712));
    assert_eq!((read.extras.len(), read.sources.len()), (24_918, 141_712));
    assert_eq!((read.report.rows, read.report.rejected), (141_712, 0));
    let last = *seen.lock().unwrap().last().unwrap();
    assert_eq!(last, Progress { bytes: size, of: Some(size), rows: 141_712 });

    let state = |name: &str| {
        let seen = read.activities.iter().find(|seen| log.names.text(seen.activity) == name).unwrap();
        (seen.events, seen.meaning)
    };
    assert_eq!(state("Active"), (38_716, Some(Meaning::Work)));
    assert_eq!(state("Awaiting Vendor"), (707, Some(Meaning::Vendor)));
    assert_eq!(state("-100"), (5, Some(Meaning::Other)));
    assert_eq!(read.activities.len(), 9);
    // Four cases do not rise in their count of changes, and their rows and times agree against it; one goes back in time.
    assert_eq!(read.report.count(&TroubleKind::OrderBroken), 4);
    assert_eq!(read.report.count(&TroubleKind::OutOfOrder), 1);
    assert_eq!(read.report.counts().count(), 2);
    assert_eq!(log.cases().iter().filter(|case| case.solved.is_none()).count(), 1_556);
    assert_eq!(log.cases().iter().filter(|case| case.promise_kept == Some(false)).count(), 9_115);
    assert_eq!(read.extras.iter().filter(|extra| extra.reopened > Some(0)).count(), 275);
}

#[test]
fn it_is_the_same_log_that_the_figures_are_checked_on() {
    let (mine, other) = (gathered().log, crate::real::log());
    assert_eq!(mine.cases().len(), other.cases().len());
    for (a, b) in mine.cases().iter().zip(other.cases()) {
        assert_eq!((&a.key, a.opened, a.solved, a.closed), (&b.key, b.opened, b.solved, b.closed));
        assert_eq!(a.promise_kept, b.promise_kept);
        assert_eq!(mine.names.text(a.priority), other.names.text(b.priority));
        let steps = |log: &flow::log::Log, case| -> Vec<_> {
            let text = |name| log.names.text(name).to_owned();
            let steps: Vec<_> = log.steps(case).iter().collect();
            steps.iter().map(|s| (text(s.activity), text(s.team), text(s.person), s.at)).collect()
        };
        assert_eq!(steps(&mine, a), steps(other, b), "{}", a.key);
    }
}

#[test]
fn each_row_has_a_print_of_its_own_that_does_not_change() {
    let (first, second) = (gathered(), gathered());
    assert_eq!(first.sources, second.sources);
    let different: std::collections::HashSet<u128> =
        first.sources.iter().map(|source| source.print).collect();
    assert_eq!(different.len(), 141_712);
    let ids: std::collections::HashSet<u128> = first.log.cases().iter().map(|case| case.id).collect();
    assert_eq!(ids.len(), 24_918);
}

#[test]
fn without_a_zone_it_asks_for_one() {
    let mut source = format::open(file(), &Options::default()).unwrap();
    let trouble = format::gather(&mut source, &Mapping::servicenow()).unwrap_err();
    assert_eq!(trouble.kind, TroubleKind::ZoneNeeded);
    assert_eq!((trouble.line, trouble.column.as_deref()), (2, Some("sys_updated_at")));
}

#[test]
fn it_can_be_broken_off() {
    let watch = |progress: Progress| match progress.rows > 5_000 {
        true => std::ops::ControlFlow::Break(()),
        false => std::ops::ControlFlow::Continue(()),
    };
    let options = Options { watch: Some(Arc::new(watch)), ..Options::default() };
    let trouble = format::gather(&mut format::open(file(), &options).unwrap(), &mapping()).unwrap_err();
    assert_eq!(trouble.kind, TroubleKind::Cancelled);
}

#[test]
fn its_mapping_is_suggested_by_its_columns() {
    let mut source = format::open(file(), &Options::default()).unwrap();
    let columns = source.columns().to_vec();
    let rows = source.preview(200).unwrap();
    let suggestion = format::suggest(&columns, &rows);
    assert_eq!(suggestion.mapping.columns, Mapping::servicenow().columns);
    assert_eq!(suggestion.mapping.dates, ["%d/%m/%Y[ %H:%M[:%S]]"]);
    assert_eq!(suggestion.doubts, [format::Doubt::ZoneNeeded]);
}
