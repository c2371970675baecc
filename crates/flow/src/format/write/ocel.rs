//! What a log is as objects and events: requests, and what they have to do with services, units, teams and people.

use std::io;

use indexmap::IndexSet;

use super::{Outgoing, Value, meaning};
use crate::format::mapping::Role;
use crate::log::Name;

/// An object that goes out.
pub(super) struct Object<'a> {
    pub id: String,
    pub kind: &'static str,
    pub values: Vec<(&'static str, Value<'a>)>,
    /// Identifiers of others, with what they are to this one.
    pub relations: Vec<(String, &'static str)>,
}

/// An event that goes out.
pub(super) struct Event<'a> {
    pub id: String,
    pub kind: &'a str,
    pub at: i64,
    pub values: Vec<(&'static str, Value<'a>)>,
    pub relations: Vec<(String, &'static str)>,
}

/// The types of objects with their attributes and the types of these.
pub(super) const OBJECTS: [(&str, &[(&str, &str)]); 5] = [
    (
        "request",
        &[
            ("number", "string"),
            ("title", "string"),
            ("priority", "string"),
            ("channel", "string"),
            ("opened", "time"),
            ("answered", "time"),
            ("solved", "time"),
            ("closed", "time"),
            ("promise_kept", "boolean"),
            ("reopened", "integer"),
        ],
    ),
    ("service", &[("name", "string")]),
    ("unit", &[("name", "string")]),
    ("team", &[("name", "string")]),
    ("person", &[("name", "string")]),
];

/// The attributes of every event, with their types.
pub(super) const EVENT: [(&str, &str); 2] = [("meaning", "string"), ("order", "integer")];

/// Since when an attribute that does not change holds, in the way of the standard.
pub(super) const ALWAYS: &str = "1970-01-01T00:00:00Z";

fn id(kind: &str, name: &str) -> String {
    format!("{kind}:{name}")
}

/// The object behind a role of a request, and what it is to the request.
fn of((role, name): (Role, &str)) -> (String, &'static str) {
    let (kind, qualifier) = other(role);
    (id(kind, name), qualifier)
}

/// The type of the object behind a role of a request, and what it is to the request.
fn other(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Service => ("service", "of"),
        Role::Unit => ("unit", "serves"),
        Role::Customer => ("unit", "asks"),
        _ => ("person", "asks"),
    }
}

impl<'a> Outgoing<'a> {
    /// The activities that occur.
    pub(super) fn activities(&self) -> IndexSet<Name> {
        let log = self.log;
        log.cases().iter().flat_map(|case| log.steps(case).activity.iter().copied()).collect()
    }

    /// All objects, those without relations of their own first.
    pub(super) fn objects(&self, mut take: impl FnMut(&Object<'a>) -> io::Result<()>) -> io::Result<()> {
        let log = self.log;
        let mut known: IndexSet<(&'static str, &'a str)> = IndexSet::new();
        for (case, extra) in self.cases() {
            known.extend(self.others(case, extra).map(|(role, name)| (other(role).0, name)));
            let steps = log.steps(case);
            known.extend(steps.team.iter().filter_map(|name| Some(("team", self.text(*name)?))));
            known.extend(steps.person.iter().filter_map(|name| Some(("person", self.text(*name)?))));
        }
        for (kind, name) in known {
            let values = vec![("name", Value::Text(name))];
            take(&Object { id: id(kind, name), kind, values, relations: Vec::new() })?;
        }
        for (case, extra) in self.cases() {
            let number = ("number", Value::Text(&case.key));
            let values = self.values(case, extra).map(|(role, value)| (role.code(), value));
            take(&Object {
                id: id("request", &case.key),
                kind: "request",
                values: std::iter::once(number).chain(values).collect(),
                relations: self.others(case, extra).map(of).collect(),
            })?;
        }
        Ok(())
    }

    /// All events, those of a request together and in their order.
    pub(super) fn events(&self, mut take: impl FnMut(&Event<'a>) -> io::Result<()>) -> io::Result<()> {
        let log = self.log;
        let mut count = 0_u64;
        for (case, extra) in self.cases() {
            for (n, step) in log.steps(case).iter().enumerate() {
                count += 1;
                let mut relations = vec![(id("request", &case.key), "of")];
                for (kind, name) in [("team", step.team), ("person", step.person)] {
                    relations.extend(self.text(name).map(|name| (id(kind, name), "with")));
                }
                // The first event is the one that stated what is asked of whom; without any event, readers drop an object.
                if n == 0 {
                    relations.extend(self.others(case, extra).map(of));
                }
                take(&Event {
                    id: format!("e{count}"),
                    kind: log.names.text(step.activity),
                    at: step.at,
                    values: vec![
                        ("meaning", Value::Text(meaning(log.meaning(step.activity)))),
                        ("order", Value::Number(n as u64 + 1)),
                    ],
                    relations,
                })?;
            }
        }
        Ok(())
    }
}
