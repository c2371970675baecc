//! The rows of an object-centric log: each event for each object of the chosen type.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::dates::{Pattern, Said};
use super::ocel::{Event, Ocel, Value};
use super::open::ObjectType;
use super::rows::{Columns, Row, Rows};
use super::trouble::{Trouble, TroubleKind, TroublePart};
use crate::log::Name;

/// Rows of an object-centric log.
pub(super) struct OcelRows {
    log: Ocel,
    /// The type whose objects are the cases, if there are any objects.
    case: Name,
    columns: Columns,
    /// The time of each change of an attribute, read once.
    times: HashMap<Name, i64>,
    iso: Pattern,
    next: usize,
    /// Rows of the event in hand that are still to come.
    waiting: Vec<(u64, Name, Option<TroubleKind>)>,
}

/// What the log offers for a choice, and its rows.
pub(super) type Offered = (Vec<ObjectType>, Option<String>, OcelRows);

impl Ocel {
    /// Chooses the type that is the case: the one named, or `request`, `incident`, `case`, `ticket`, or the one with most events.
    pub fn rows(self, wish: Option<&str>) -> Result<Offered, Trouble> {
        if self.events.is_empty() {
            return Err(TroubleKind::Empty.into());
        }
        let types = self.types();
        let usual = ["request", "incident", "case", "ticket"];
        let chosen = match wish {
            Some(wish) => {
                let found = types.iter().find(|kind| kind.name == wish);
                Some(found.ok_or_else(|| Trouble::new(TroubleKind::NoObjectType { name: wish.to_owned() }))?)
            }
            None => usual
                .iter()
                .find_map(|name| types.iter().find(|kind| kind.name.eq_ignore_ascii_case(name)))
                .or_else(|| types.iter().max_by_key(|kind| (kind.events, kind.objects))),
        };
        let chosen = chosen.map(|kind| kind.name.clone());
        let case = chosen.as_deref().and_then(|name| self.names.find(name)).unwrap_or_default();
        let mut columns = Columns::default();
        for name in ["ocel:oid", "ocel:eid", "ocel:activity", "ocel:timestamp"] {
            columns.place(name, &self.limits)?;
        }
        let (iso, times) = (Pattern::new("iso")?, HashMap::new());
        let rows = OcelRows { log: self, case, columns, times, iso, next: 0, waiting: Vec::new() };
        Ok((types, chosen, rows))
    }
}

impl OcelRows {
    fn time(&mut self, text: Name) -> i64 {
        if let Some(time) = self.times.get(&text) {
            return *time;
        }
        let time = match self.iso.read(self.log.names.text(text)) {
            Some(Said::Moment(moment)) => moment,
            Some(Said::Local(local)) => {
                local.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |z| z.timestamp().as_millisecond())
            }
            None => i64::MIN,
        };
        self.times.insert(text, time);
        time
    }

    fn fill(&mut self, row: &mut Row, event: usize, case: Name) -> Result<(), Trouble> {
        let limits = self.log.limits;
        let Event { id, kind, time, values, .. } = self.log.events[event];
        for (column, name) in [case, id, kind, time].into_iter().enumerate() {
            row.set(column, self.log.names.text(name));
        }
        let mut cells: IndexMap<String, String> = IndexMap::new();
        for value in &self.log.values[values.0 as usize..values.1 as usize] {
            let text = |name| self.log.names.text(name).to_owned();
            cells.entry(text(value.name)).or_insert_with(|| text(value.value));
        }
        self.attributes(&mut cells, case, time);
        let known =
            |relation: &(Name, Name)| Some((relation.0, relation.1, self.log.objects.get(&relation.1)?.kind));
        let of_event: Vec<_> = self.log.related(&self.log.events[event]).filter_map(|r| known(&r)).collect();
        let of_case: Vec<_> = match self.log.objects.get(&case) {
            Some(object) => object.relations.iter().filter_map(known).collect(),
            None => Vec::new(),
        };
        let all = of_event.into_iter().filter(|(.., kind)| *kind != self.case).map(|relation| ("", relation));
        for (prefix, (qualifier, id, kind)) in
            all.chain(of_case.into_iter().map(|relation| ("case:", relation)))
        {
            let column = format!("{prefix}{}/{}", self.log.names.text(kind), self.log.names.text(qualifier));
            let called = self.log.called(id);
            let cell = cells.entry(column).or_default();
            if !cell.is_empty() {
                cell.push_str("; ");
            }
            cell.push_str(called);
            if cell.len() > limits.row {
                return Err(limits.over(TroublePart::Row));
            }
        }
        for (name, value) in cells {
            let column = self.columns.place(&name, &limits)?;
            row.set(column, &value);
        }
        Ok(())
    }

    /// The attributes of the case as they were at that time.
    fn attributes(&mut self, cells: &mut IndexMap<String, String>, case: Name, time: Name) {
        let at = self.time(time);
        let values: Vec<Value> =
            self.log.objects.get(&case).map(|object| object.values.clone()).unwrap_or_default();
        let mut newest: IndexMap<Name, (i64, Name)> = IndexMap::new();
        for value in values {
            let since = if value.since.given() { self.time(value.since) } else { i64::MIN };
            let known = newest.entry(value.name).or_insert((since, value.value));
            if since <= at && since >= known.0 {
                *known = (since, value.value);
            }
        }
        for (name, (_, value)) in newest {
            cells
                .insert(format!("case:{}", self.log.names.text(name)), self.log.names.text(value).to_owned());
        }
    }
}

impl Rows for OcelRows {
    fn columns(&self) -> &[String] {
        self.columns.list()
    }

    fn known(&self) -> bool {
        false
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, Trouble> {
        row.clear();
        while self.waiting.is_empty() {
            let Some(event) = self.log.events.get(self.next) else { return Ok(false) };
            self.next += 1;
            let line = event.line;
            let mut waiting: Vec<(u64, Name, Option<TroubleKind>)> = Vec::new();
            for (_, id) in self.log.related(event) {
                let flaw = match self.log.objects.get(&id) {
                    Some(object) if object.kind != self.case => continue,
                    Some(_) => None,
                    None => Some(TroubleKind::UnknownObject { id: self.log.names.text(id).to_owned() }),
                };
                if waiting.iter().all(|(_, known, _)| *known != id) {
                    waiting.push((line, id, flaw));
                }
            }
            waiting.reverse();
            self.waiting = waiting;
        }
        if let Some((line, case, flaw)) = self.waiting.pop() {
            row.line = line;
            row.flaw = flaw;
            self.fill(row, self.next - 1, case).map_err(|e| e.at(line))?;
        }
        Ok(true)
    }
}
