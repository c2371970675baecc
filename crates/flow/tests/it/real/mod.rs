//! The real ServiceNow log, read just far enough for its figures.

use std::{fs::File, path::Path, sync::OnceLock};

use flate2::read::GzDecoder;
use flow::log::{Log, Meaning, Millis, Name, NewCase, Step};

/// The log, read once.
pub fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(read)
}

/// The moment up to which open requests would count; all of the log are closed before.
pub const NOW: Millis = 1_500_000_000_000;

/// A time of the log, `d/m/yyyy HH:MM`, taken as UTC.
pub fn moment(text: &str) -> Option<Millis> {
    if text == "?" {
        return None;
    }
    let part: Vec<i64> = text.split(['/', ' ', ':']).map(|part| part.parse().unwrap()).collect();
    let [day, month, year, hour, minute] = part[..] else { panic!("a time: {text}") };
    // Days since 1970 by counting years from March, so that a leap day comes last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468;
    Some((days * 1440 + hour * 60 + minute) * 60_000)
}

fn read() -> Log {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/uci_incident_event_log.csv.gz");
    let mut rows = csv::Reader::from_reader(GzDecoder::new(File::open(path).unwrap()));
    let heads = rows.headers().unwrap().clone();
    let column = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let [number, state, opened, updated] =
        ["number", "incident_state", "opened_at", "sys_updated_at"].map(column);
    let [group, person, priority, kept, resolved, closed] =
        ["assignment_group", "assigned_to", "priority", "made_sla", "resolved_at", "closed_at"].map(column);

    let mut log = Log::default();
    for (state, meaning) in [
        ("New", Meaning::Queue),
        ("Active", Meaning::Work),
        ("Awaiting User Info", Meaning::Customer),
        ("Awaiting Vendor", Meaning::Vendor),
        ("Awaiting Problem", Meaning::Other),
        ("Awaiting Evidence", Meaning::Customer),
        ("Resolved", Meaning::Solved),
        ("Closed", Meaning::Closed),
        ("-100", Meaning::Other),
    ] {
        let name = log.names.intern(state);
        log.mean(name, meaning);
    }
    let mut waiting: Option<NewCase> = None;
    let mut steps: Vec<Step> = Vec::new();
    let mut row = csv::StringRecord::new();
    while rows.read_record(&mut row).unwrap() {
        if waiting.as_ref().is_some_and(|case| *case.key != row[number]) {
            log.push(waiting.take().unwrap(), steps.drain(..));
        }
        let given = |log: &mut Log, text: &str| if text == "?" { Name::NONE } else { log.names.intern(text) };
        steps.push(Step {
            activity: log.names.intern(&row[state]),
            team: given(&mut log, &row[group]),
            person: given(&mut log, &row[person]),
            at: moment(&row[updated]).unwrap(),
        });
        // What a request is, its last row says.
        waiting = Some(NewCase {
            id: log.cases().len() as u128,
            key: row[number].into(),
            opened: moment(&row[opened]).unwrap(),
            solved: moment(&row[resolved]),
            closed: moment(&row[closed]),
            promise_kept: Some(&row[kept] == "true"),
            priority: given(&mut log, &row[priority]),
            ..NewCase::default()
        });
    }
    log.push(waiting.unwrap(), steps);
    log
}
