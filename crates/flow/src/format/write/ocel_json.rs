//! OCEL 2.0 in JSON.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use super::ocel::{ALWAYS, EVENT, OBJECTS};
use super::{Outgoing, Value, moment};

fn attributes(list: &[(&str, &str)]) -> Json {
    list.iter().map(|(name, kind)| json!({"name": name, "type": kind})).collect()
}

fn value(value: Value<'_>) -> io::Result<Json> {
    Ok(match value {
        Value::Number(number) => number.into(),
        Value::Truth(truth) => truth.into(),
        Value::Text(_) | Value::Time(_) => value.show()?.into(),
    })
}

fn relations(list: &[(String, &str)]) -> Json {
    list.iter().map(|(id, qualifier)| json!({"objectId": id, "qualifier": qualifier})).collect()
}

/// Puts commas between the members of a list.
struct List<'a> {
    out: &'a mut dyn Write,
    begun: bool,
}

impl List<'_> {
    fn add(&mut self, member: &Json) -> io::Result<()> {
        self.out.write_all(if std::mem::replace(&mut self.begun, true) { b",\n" } else { b"\n" })?;
        serde_json::to_writer(&mut *self.out, member).map_err(Into::into)
    }
}

pub(super) fn write(outgoing: &Outgoing<'_>, out: &mut dyn Write) -> io::Result<()> {
    let types: Json =
        OBJECTS.iter().map(|(name, list)| json!({"name": name, "attributes": attributes(list)})).collect();
    write!(out, "{{\"objectTypes\":{types},\n\"eventTypes\":[")?;
    let mut list = List { out, begun: false };
    for activity in outgoing.activities() {
        let name = outgoing.log.names.text(activity);
        list.add(&json!({"name": name, "attributes": attributes(&EVENT)}))?;
    }
    list.out.write_all(b"],\n\"objects\":[")?;
    list.begun = false;
    outgoing.objects(|object| {
        let one = |(name, found): &(&str, Value<'_>)| {
            Ok(json!({"name": name, "time": ALWAYS, "value": value(*found)?}))
        };
        let values = object.values.iter().map(one).collect::<io::Result<Vec<Json>>>()?;
        let relations = relations(&object.relations);
        list.add(
            &json!({"id": object.id, "type": object.kind, "attributes": values, "relationships": relations}),
        )
    })?;
    list.out.write_all(b"],\n\"events\":[")?;
    list.begun = false;
    outgoing.events(|event| {
        let one = |(name, found): &(&str, Value<'_>)| Ok(json!({"name": name, "value": value(*found)?}));
        let values = event.values.iter().map(one).collect::<io::Result<Vec<Json>>>()?;
        list.add(&json!({
            "id": event.id,
            "type": event.kind,
            "time": moment(event.at)?,
            "attributes": values,
            "relationships": relations(&event.relations),
        }))
    })?;
    list.out.write_all(b"]}\n")
}
