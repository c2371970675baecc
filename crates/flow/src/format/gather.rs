//! Rows under a mapping, put together into cases.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use sha2::{Digest, Sha256};

use super::arrange::{Event, arrange};
use super::cells::{Cells, Fate};
use super::gathered::{Extra, Gathered, Seen, StepSource, case_id, short};
use super::mapping::{Mapping, Role};
use super::open::Source;
use super::report::Done;
use super::rows::{Limits, Row};
use super::trouble::{Trouble, TroubleKind, TroublePart};
use crate::log::{Log, Meaning, Millis, Name, NewCase};

/// Reads all rows and puts them together.
///
/// # Errors
/// When the file or the mapping cannot be used as a whole; what concerns single rows is in the report.
pub fn gather(source: &mut Source<'_>, mapping: &Mapping) -> Result<Gathered, Trouble> {
    let limits = source.limits;
    let mut gathering = Gathering {
        cells: Cells::new(mapping, source.rows.columns(), source.rows.known(), &limits)?,
        log: Log::default(),
        drafts: Vec::new(),
        places: HashMap::new(),
        events: Vec::new(),
        ids: std::collections::HashSet::new(),
        meanings: HashMap::new(),
        texts: 0,
        limits,
        snapshot: mapping.snapshot,
    };
    let mut row = Row::default();
    while source.rows.next(&mut row).map_err(|e| e.at(row.line))? {
        gathering.cells.know(source.rows.columns());
        gathering.cells.report.rows += 1;
        if gathering.cells.report.rows.is_multiple_of(1_024) {
            source.course.tell(gathering.cells.report.rows)?;
        }
        match gathering.row(&row) {
            Ok(()) => {}
            Err(Fate::Row(trouble)) => gathering.cells.report.note(trouble.at(row.line), Done::RowRejected),
            Err(Fate::File(trouble)) => return Err(trouble.at(row.line)),
        }
    }
    let rows = gathering.cells.report.rows;
    if rows == 0 {
        return Err(TroubleKind::Empty.into());
    }
    gathering.cells.all_found()?;
    let gathered = gathering.finish(mapping);
    source.course.tell(rows)?;
    Ok(gathered)
}

/// A case as far as it is known.
pub(super) struct Draft {
    pub key: Box<str>,
    pub line: u64,
    /// The order, or time, of the newest row.
    newest: i64,
    times: [Option<Millis>; 4],
    promise_kept: Option<bool>,
    reopened: Option<u32>,
    names: [Name; 7],
}

const TIMES: [Role; 4] = [Role::Opened, Role::Answered, Role::Solved, Role::Closed];
const NAMES: [Role; 7] = [
    Role::CustomerPerson,
    Role::Customer,
    Role::Unit,
    Role::Service,
    Role::Title,
    Role::Priority,
    Role::Channel,
];

struct Gathering<'m> {
    cells: Cells<'m>,
    log: Log,
    drafts: Vec<Draft>,
    places: HashMap<Box<str>, u32>,
    events: Vec<Event>,
    /// Identifiers of events that were there, with their case.
    ids: std::collections::HashSet<u64>,
    meanings: HashMap<Name, Meaning>,
    texts: usize,
    limits: Limits,
    snapshot: bool,
}

impl Gathering<'_> {
    fn row(&mut self, row: &Row) -> Result<(), Fate> {
        if let Some(flaw) = &row.flaw {
            return Err(Fate::Row(flaw.clone().into()));
        }
        if self.cells.left_out(row) {
            self.cells.report.left_out += 1;
            return Ok(());
        }
        let key = self.cells.given(row, Role::Case).ok_or(Fate::Row(TroubleKind::NoCase.into()))?;
        let activity =
            self.cells.given(row, Role::Activity).ok_or(Fate::Row(TroubleKind::NoActivity.into()))?;
        let at = self.cells.time(row, Role::Time)?.ok_or(Fate::Row(TroubleKind::NoTime.into()))?;
        let order = self.cells.order(row)?;
        let known = self.cells.column(Role::Event).is_some() || self.cells.column(Role::Order).is_some();
        if let Some(id) = self.cells.given(row, Role::Event)
            && !self.ids.insert(hash(&(key, id)))
        {
            let column = self.cells.column(Role::Event).unwrap_or_default();
            return Err(Fate::Row(Trouble::new(TroubleKind::DuplicateId).of(column).with(id)));
        }
        let activity = self.intern(activity)?;
        let team = self.intern(self.cells.given(row, Role::Team).unwrap_or_default())?;
        let person = self.intern(self.cells.given(row, Role::Person).unwrap_or_default())?;
        if let Some(meaning) = self.cells.meaning(row) {
            self.meanings.insert(activity, meaning);
        }
        let place = self.draft(key, row.line)?;
        let event = Event {
            case: place,
            activity,
            team,
            person,
            at,
            order,
            line: row.line,
            print: self.print(row),
            whole: hash(&row.cells().collect::<Vec<_>>()),
            known,
        };
        self.events.push(event);
        self.values(row, place as usize, order.unwrap_or(at))
    }

    fn intern(&mut self, text: &str) -> Result<Name, Fate> {
        let before = self.log.names.len();
        let name = self.log.names.intern(text);
        if self.log.names.len() > before {
            self.texts += text.len() + 16;
            if self.texts > self.limits.texts {
                return Err(Fate::File(self.limits.over(TroublePart::Texts)));
            }
        }
        Ok(name)
    }

    fn draft(&mut self, key: &str, line: u64) -> Result<u32, Fate> {
        if let Some(last) = self.events.last()
            && *self.drafts[last.case as usize].key == *key
        {
            return Ok(last.case);
        }
        if let Some(place) = self.places.get(key) {
            return Ok(*place);
        }
        self.texts += key.len() * 2 + 64;
        if self.texts > self.limits.texts {
            return Err(Fate::File(self.limits.over(TroublePart::Texts)));
        }
        let place = self.drafts.len() as u32;
        self.places.insert(key.into(), place);
        self.drafts.push(Draft {
            key: key.into(),
            line,
            newest: i64::MIN,
            times: [None; 4],
            promise_kept: None,
            reopened: None,
            names: [Name::NONE; 7],
        });
        Ok(place)
    }

    /// What the row says of the case: the newest row has the last word.
    fn values(&mut self, row: &Row, place: usize, order: i64) -> Result<(), Fate> {
        let newest = order >= self.drafts[place].newest;
        if newest {
            self.drafts[place].newest = order;
        } else if self.snapshot {
            return Ok(());
        }
        let clear = newest && self.snapshot;
        for (n, role) in NAMES.into_iter().enumerate() {
            match self.cells.given(row, role) {
                Some(text) if newest || !self.drafts[place].names[n].given() => {
                    let known = self.drafts[place].names[n];
                    if self.log.names.text(known) != text {
                        self.drafts[place].names[n] = self.intern(text)?;
                    }
                }
                None if clear => self.drafts[place].names[n] = Name::NONE,
                _ => {}
            }
        }
        let draft = &mut self.drafts[place];
        for (n, role) in TIMES.into_iter().enumerate() {
            merge(&mut draft.times[n], self.cells.time_or_none(row, role)?, newest, clear);
        }
        merge(&mut draft.promise_kept, self.cells.promise(row), newest, clear);
        merge(&mut draft.reopened, self.cells.number(row, Role::Reopened), newest, clear);
        Ok(())
    }

    fn print(&self, row: &Row) -> u128 {
        let mut digest = Sha256::new();
        for role in
            [Role::Case, Role::Event, Role::Activity, Role::Time, Role::Order, Role::Team, Role::Person]
        {
            let cell = self.cells.given(row, role).unwrap_or_default();
            digest.update((cell.len() as u64).to_le_bytes());
            digest.update(cell.as_bytes());
        }
        short(digest.finalize().as_slice())
    }

    fn finish(self, mapping: &Mapping) -> Gathered {
        let Self { cells, mut log, drafts, places, events, meanings, .. } = self;
        drop(places);
        let mapped = |role| cells.column(role).is_some();
        let mut report = cells.report.clone();
        let activities = seen(&mut log, &events, &meanings, mapping);
        let arranged = arrange(events, drafts.len(), &mut report);
        let (mut extras, mut sources) = (Vec::new(), Vec::with_capacity(arranged.events.len()));
        for (draft, range) in drafts.into_iter().zip(arranged.ranges) {
            let events = &arranged.events[range];
            let (Some(first), Some(last)) = (events.first(), events.last()) else { continue };
            let [customer_person, customer, unit, service, title, priority, channel] = draft.names;
            let [opened, answered, solved, closed] = draft.times;
            let over = |event: &Event| log.meaning(event.activity) == Meaning::Closed;
            let still =
                |event: &&Event| matches!(log.meaning(event.activity), Meaning::Solved | Meaning::Closed);
            // Without columns for it, the last states tell: solved when nothing but closing came after it.
            let closed = if mapped(Role::Closed) { closed } else { over(last).then_some(last.at) };
            let settled = || {
                let tail = events.iter().rev().take_while(still);
                tail.clone().find(|event| !over(event)).or(tail.last()).map(|event| event.at)
            };
            let solved = if mapped(Role::Solved) { solved } else { settled() };
            let case = NewCase {
                id: case_id(&draft.key),
                opened: opened.unwrap_or(first.at),
                key: draft.key,
                solved,
                closed,
                answered,
                promise_kept: draft.promise_kept,
                service,
                unit,
                customer,
                priority,
            };
            extras.push(Extra {
                line: draft.line,
                customer_person,
                title,
                channel,
                reopened: draft.reopened,
            });
            sources.extend(events.iter().map(|event| StepSource { line: event.line, print: event.print }));
            log.push(case, events.iter().map(Event::step));
        }
        Gathered { log, extras, sources, activities, report }
    }
}

/// The activities that occur, with what they mean, which is told to the log.
fn seen(log: &mut Log, events: &[Event], said: &HashMap<Name, Meaning>, mapping: &Mapping) -> Vec<Seen> {
    let mut counts: indexmap::IndexMap<Name, u64> = indexmap::IndexMap::new();
    for event in events {
        *counts.entry(event.activity).or_default() += 1;
    }
    let one = |(activity, events): (Name, u64)| {
        let meaning = mapping.meanings.get(log.names.text(activity)).or(said.get(&activity)).copied();
        if let Some(meaning) = meaning {
            log.mean(activity, meaning);
        }
        Seen { activity, events, meaning }
    };
    counts.into_iter().map(one).collect()
}

fn merge<T>(kept: &mut Option<T>, found: Option<T>, newest: bool, clear: bool) {
    if clear || (found.is_some() && (newest || kept.is_none())) {
        *kept = found;
    }
}

/// A hash for this run alone.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
