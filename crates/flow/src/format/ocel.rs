//! Object-centric logs, whatever their form: objects and events are collected, with every text once.

use indexmap::IndexMap;

use super::open::ObjectType;
use super::rows::Limits;
use super::trouble::{Trouble, TroubleKind, TroublePart};
use crate::log::{Name, Names};

/// A value of an attribute, with the time since which it holds.
#[derive(Clone, Copy)]
pub(super) struct Value {
    pub name: Name,
    pub value: Name,
    pub since: Name,
}

/// Where in a list the parts of an object or event lie.
type Span = (u32, u32);

pub(super) struct Object {
    pub kind: Name,
    pub values: Vec<Value>,
    pub relations: Vec<(Name, Name)>,
}

pub(super) struct Event {
    pub line: u64,
    pub id: Name,
    pub kind: Name,
    pub time: Name,
    pub values: Span,
    pub relations: Span,
}

/// The objects and events of a log.
#[derive(Default)]
pub(super) struct Ocel {
    pub(super) names: Names,
    pub(super) objects: IndexMap<Name, Object>,
    pub(super) events: Vec<Event>,
    pub(super) values: Vec<Value>,
    pub(super) relations: Vec<(Name, Name)>,
    texts: usize,
    pub(super) limits: Limits,
}

impl Ocel {
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    fn name(&mut self, text: &str) -> Result<Name, Trouble> {
        if text.len() > self.limits.cell {
            return Err(self.limits.over(TroublePart::Cell));
        }
        if text.contains('\0') {
            return Err(Trouble::new(TroubleKind::Nul).with(text));
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
        if self.texts > self.limits.texts { Err(self.limits.over(TroublePart::Texts)) } else { Ok(()) }
    }

    /// Begins an object.
    pub fn object(&mut self, id: &str, kind: &str) -> Result<(), Trouble> {
        let (name, kind) = (self.name(id)?, self.name(kind)?);
        let object = Object { kind, values: Vec::new(), relations: Vec::new() };
        self.weigh(96)?;
        if self.objects.insert(name, object).is_some() {
            return Err(Trouble::new(TroubleKind::DuplicateId).with(id));
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
            return Err(self.limits.over(TroublePart::Rows));
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
    pub fn types(&self) -> Vec<ObjectType> {
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

    pub fn related(&self, event: &Event) -> impl Iterator<Item = (Name, Name)> + '_ {
        self.relations[event.relations.0 as usize..event.relations.1 as usize].iter().copied()
    }

    /// What an object is called: its attribute `name`, or its identifier.
    pub fn called(&self, id: Name) -> &str {
        let name = self.names.find("name");
        let object = self.objects.get(&id);
        let named = object.and_then(|object| object.values.iter().find(|value| Some(value.name) == name));
        self.names.text(named.map_or(id, |value| value.value))
    }
}
