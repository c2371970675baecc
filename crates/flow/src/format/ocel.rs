//! Object-centric logs, whatever their form: first objects and events are collected, then each event becomes a row for each object of
//! the chosen type.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::dates::{Pattern, Said};
use super::open::ObjectType;
use super::rows::{Columns, Limits, Row, Rows};
use super::trouble::{Kind, Part, Trouble};
use crate::log::{Name, Names};

/// A value of an attribute, with the time since which it holds.
#[derive(Clone, Copy)]
struct Value {
    name: Name,
    value: Name,
    since: Name,
}

/// Where in a list the parts of an object or event lie.
type Span = (u32, u32);

struct Object {
    kind: Name,
    values: Vec<Value>,
    relations: Vec<(Name, Name)>,
}

struct Event {
    line: u64,
    id: Name,
    kind: Name,
    time: Name,
    values: Span,
    relations: Span,
}

/// The objects and events of a log.
#[derive(Default)]
pub(super) struct Ocel {
    names: Names,
    objects: IndexMap<Name, Object>,
    events: Vec<Event>,
    values: Vec<Value>,
    relations: Vec<(Name, Name)>,
    texts: usize,
    limits: Limits,
}

impl Ocel {
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    fn name(&mut self, text: &str) -> Result<Name, Trouble> {
        if text.len() > self.limits.cell {
            return Err(self.limits.over(Part::Cell));
        }
        if text.contains('\0') {
            return Err(Trouble::new(Kind::Nul).with(text));
        }
        let before = self.names.len();
        let name = self.names.intern(text);
        if self.names.len() > before {
            self.weigh(text.len() + 24)?;
        }
        Ok(name)
    }

    /// Counts what is held.
    fn weigh(&mut self, bytes: usize) -> Result<(), Trouble> {
        self.texts += bytes;
        if self.texts > self.limits.texts { Err(self.limits.over(Part::Texts)) } else { Ok(()) }
    }

    /// Begins an object.
    pub fn object(&mut self, id: &str, kind: &str) -> Result<(), Trouble> {
        let (name, kind) = (self.name(id)?, self.name(kind)?);
        let object = Object { kind, values: Vec::new(), relations: Vec::new() };
        self.weigh(96)?;
        if self.objects.insert(name, object).is_some() {
            return Err(Trouble::new(Kind::DuplicateId).with(id));
        }
        Ok(())
    }

    /// An attribute of the object begun last.
    pub fn object_value(&mut self, name: &str, value: &str, since: &str) -> Result<(), Trouble> {
        let value = Value { name: self.name(name)?, value: self.name(value)?, since: self.name(since)? };
        self.weigh(12)?;
        if let Some((_, object)) = self.objects.last_mut() {
            object.values.push(value);
        }
        Ok(())
    }

    /// A relation of the object begun last to another.
    pub fn object_relation(&mut self, target: &str, qualifier: &str) -> Result<(), Trouble> {
        let relation = (self.name(qualifier)?, self.name(target)?);
        self.weigh(8)?;
        if let Some((_, object)) = self.objects.last_mut() {
            object.relations.push(relation);
        }
        Ok(())
    }

    /// Like [`Ocel::object_value`], of any object; nothing if there is no such object.
    pub fn value_of(&mut self, id: &str, name: &str, value: &str, since: &str) -> Result<(), Trouble> {
        let (id, value) = (
            self.name(id)?,
            Value { name: self.name(name)?, value: self.name(value)?, since: self.name(since)? },
        );
        self.weigh(12)?;
        if let Some(object) = self.objects.get_mut(&id) {
            object.values.push(value);
        }
        Ok(())
    }

    /// Like [`Ocel::object_relation`], of any object.
    pub fn relation_of(&mut self, id: &str, target: &str, qualifier: &str) -> Result<(), Trouble> {
        let (id, relation) = (self.name(id)?, (self.name(qualifier)?, self.name(target)?));
        self.weigh(8)?;
        if let Some(object) = self.objects.get_mut(&id) {
            object.relations.push(relation);
        }
        Ok(())
    }

    /// Begins an event, on this line; without one, its number stands for it.
    pub fn event(&mut self, id: &str, kind: &str, time: &str, line: Option<u64>) -> Result<(), Trouble> {
        if self.events.len() as u64 >= self.limits.rows {
            return Err(self.limits.over(Part::Rows));
        }
        let (values, relations) = (self.values.len() as u32, self.relations.len() as u32);
        let event = Event {
            line: line.unwrap_or(self.events.len() as u64 + 1),
            id: self.name(id)?,
            kind: self.name(kind)?,
            time: self.name(time)?,
            values: (values, values),
            relations: (relations, relations),
        };
        self.weigh(32)?;
        self.events.push(event);
        Ok(())
    }

    /// An attribute of the event begun last.
    pub fn event_value(&mut self, name: &str, value: &str) -> Result<(), Trouble> {
        let value = Value { name: self.name(name)?, value: self.name(value)?, since: Name::NONE };
        self.weigh(12)?;
        self.values.push(value);
        if let Some(event) = self.events.last_mut() {
            event.values.1 = self.values.len() as u32;
        }
        Ok(())
    }

    /// A relation of the event begun last to an object.
    pub fn event_relation(&mut self, object: &str, qualifier: &str) -> Result<(), Trouble> {
        let relation = (self.name(qualifier)?, self.name(object)?);
        self.weigh(8)?;
        self.relations.push(relation);
        if let Some(event) = self.events.last_mut() {
            event.relations.1 = self.relations.len() as u32;
        }
        Ok(())
    }

    /// The types of objects, those with most objects first.
    fn types(&self) -> Vec<ObjectType> {
        let mut types: IndexMap<Name, (u64, u64)> = IndexMap::new();
        for object in self.objects.values() {
            types.entry(object.kind).or_default().0 += 1;
        }
        for event in &self.events {
            let mut seen: Vec<Name> =
                self.related(event).filter_map(|(_, id)| Some(self.objects.get(&id)?.kind)).collect();
            seen.sort_unstable();
            seen.dedup();
            seen.iter().filter_map(|kind| types.get_mut(kind).map(|counts| counts.1 += 1)).for_each(drop);
        }
        let list = types.into_iter().map(|(kind, (objects, events))| ObjectType {
            name: self.names.text(kind).to_owned(),
            objects,
            events,
        });
        let mut list: Vec<ObjectType> = list.collect();
        list.sort_by_key(|kind| std::cmp::Reverse(kind.objects));
        list
    }

    fn related(&self, event: &Event) -> impl Iterator<Item = (Name, Name)> + '_ {
        self.relations[event.relations.0 as usize..event.relations.1 as usize].iter().copied()
    }

    /// What an object is called: its attribute `name`, or its identifier.
    fn called(&self, id: Name) -> &str {
        let name = self.names.find("name");
        let object = self.objects.get(&id);
        let named = object.and_then(|object| object.values.iter().find(|value| Some(value.name) == name));
        self.names.text(named.map_or(id, |value| value.value))
    }
}

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
    waiting: Vec<(u64, Name, Option<Kind>)>,
}

/// What the log offers for a choice, and its rows.
pub(super) type Offered = (Vec<ObjectType>, Option<String>, OcelRows);

impl Ocel {
    /// Chooses the type that is the case: the one named, or `request`, `incident`, `case`, `ticket`, or the one with most events.
    pub fn rows(self, wish: Option<&str>) -> Result<Offered, Trouble> {
        if self.events.is_empty() {
            return Err(Kind::Empty.into());
        }
        let types = self.types();
        let usual = ["request", "incident", "case", "ticket"];
        let chosen = match wish {
            Some(wish) => {
                let found = types.iter().find(|kind| kind.name == wish);
                Some(found.ok_or_else(|| Trouble::new(Kind::NoObjectType { name: wish.to_owned() }))?)
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
                return Err(limits.over(Part::Row));
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
            let mut waiting: Vec<(u64, Name, Option<Kind>)> = Vec::new();
            for (_, id) in self.log.related(event) {
                let flaw = match self.log.objects.get(&id) {
                    Some(object) if object.kind != self.case => continue,
                    Some(_) => None,
                    None => Some(Kind::UnknownObject { id: self.log.names.text(id).to_owned() }),
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
