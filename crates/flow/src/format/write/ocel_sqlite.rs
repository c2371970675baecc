//! OCEL 2.0 in SQLite. The database is made in a temporary file and then handed on.

use std::collections::HashMap;
use std::io::{self, Write};

use indexmap::IndexSet;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Transaction, params_from_iter};

use super::ocel::{ALWAYS, EVENT, OBJECTS};
use super::{Outgoing, Value, moment};

fn failed(error: rusqlite::Error) -> io::Error {
    io::Error::other(error)
}

const TABLES: &str = "
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL);
CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT NOT NULL REFERENCES event_map_type (ocel_type));
CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT NOT NULL REFERENCES object_map_type (ocel_type));
CREATE TABLE event_object (
    ocel_event_id TEXT REFERENCES event (ocel_id), ocel_object_id TEXT REFERENCES object (ocel_id), ocel_qualifier TEXT,
    PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier)
);
CREATE TABLE object_object (
    ocel_source_id TEXT REFERENCES object (ocel_id), ocel_target_id TEXT REFERENCES object (ocel_id), ocel_qualifier TEXT,
    PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier)
);
";

/// The end of a table's name for a type: letters and digits of it, not used yet.
fn table(name: &str, taken: &mut IndexSet<String>) -> String {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    let plain = if plain.is_empty() { "type".to_owned() } else { plain };
    let mut free = plain.clone();
    let mut again = 2;
    // SQLite does not tell small letters from capitals in names.
    while !taken.insert(format!("event_{}", free.to_lowercase())) {
        free = format!("{plain}{again}");
        again += 1;
    }
    free
}

fn columns(attributes: &[(&str, &str)]) -> String {
    let column = |(name, kind): &(&str, &str)| {
        let kind = match *kind {
            "integer" => "INTEGER",
            "boolean" => "BOOLEAN",
            "time" => "TIMESTAMP",
            _ => "TEXT",
        };
        format!(", \"{name}\" {kind}")
    };
    attributes.iter().map(column).collect()
}

fn value(value: Value<'_>) -> io::Result<Sql> {
    Ok(match value {
        Value::Number(number) => Sql::Integer(i64::try_from(number).unwrap_or(i64::MAX)),
        Value::Truth(truth) => Sql::Integer(truth.into()),
        Value::Text(_) | Value::Time(_) => Sql::Text(value.show()?),
    })
}

fn add(base: &Transaction<'_>, table: &str, values: Vec<Sql>) -> io::Result<()> {
    let places = vec!["?"; values.len()].join(", ");
    let sql = format!("INSERT OR IGNORE INTO \"{table}\" VALUES ({places})");
    let mut statement = base.prepare_cached(&sql).map_err(failed)?;
    statement.execute(params_from_iter(values)).map(drop).map_err(failed)
}

fn texts<const N: usize>(parts: [&str; N]) -> Vec<Sql> {
    parts.map(|part| Sql::Text(part.to_owned())).to_vec()
}

pub(super) fn write(outgoing: &Outgoing<'_>, out: &mut dyn Write) -> io::Result<()> {
    let file = tempfile::NamedTempFile::new()?;
    let mut base = Connection::open(file.path()).map_err(failed)?;
    base.execute_batch("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;").map_err(failed)?;
    base.set_prepared_statement_cache_capacity(256);
    let transaction = base.transaction().map_err(failed)?;
    fill(outgoing, &transaction)?;
    transaction.commit().map_err(failed)?;
    base.close().map_err(|(_, error)| failed(error))?;
    io::copy(&mut file.reopen()?, out).map(drop)
}

fn fill(outgoing: &Outgoing<'_>, base: &Transaction<'_>) -> io::Result<()> {
    base.execute_batch(TABLES).map_err(failed)?;
    for (name, attributes) in OBJECTS {
        add(base, "object_map_type", texts([name, name]))?;
        let columns = columns(attributes);
        let sql = format!(
            "CREATE TABLE object_{name} (ocel_id TEXT REFERENCES object (ocel_id), ocel_time TIMESTAMP, ocel_changed_field TEXT{columns})"
        );
        base.execute_batch(&sql).map_err(failed)?;
    }
    // Names that are tables already.
    let mut taken: IndexSet<String> = ["event_map_type", "event_object"].map(str::to_owned).into();
    let mut tables: HashMap<&str, String> = HashMap::new();
    for activity in outgoing.activities() {
        let name = outgoing.log.names.text(activity);
        let map = table(name, &mut taken);
        add(base, "event_map_type", texts([name, &map]))?;
        let columns = columns(&EVENT);
        let sql = format!(
            "CREATE TABLE event_{map} (ocel_id TEXT PRIMARY KEY REFERENCES event (ocel_id), ocel_time TIMESTAMP{columns})"
        );
        base.execute_batch(&sql).map_err(failed)?;
        tables.insert(name, format!("event_{map}"));
    }
    outgoing.objects(|object| {
        add(base, "object", texts([&object.id, object.kind]))?;
        let kind = OBJECTS.iter().find(|(kind, _)| *kind == object.kind);
        let attributes = kind.map_or(&[][..], |(_, attributes)| attributes);
        let mut row = texts([&object.id, ALWAYS]);
        row.push(Sql::Null);
        for (name, _) in attributes {
            let found = object.values.iter().find(|(known, _)| known == name);
            row.push(found.map_or(Ok(Sql::Null), |(_, found)| value(*found))?);
        }
        add(base, &format!("object_{}", object.kind), row)?;
        for (id, qualifier) in &object.relations {
            add(base, "object_object", texts([&object.id, id, qualifier]))?;
        }
        Ok(())
    })?;
    outgoing.events(|event| {
        add(base, "event", texts([&event.id, event.kind]))?;
        let mut row = texts([&event.id, &moment(event.at)?]);
        for (_, found) in &event.values {
            row.push(value(*found)?);
        }
        add(base, tables.get(event.kind).map_or("", String::as_str), row)?;
        for (id, qualifier) in &event.relations {
            add(base, "event_object", texts([&event.id, id, qualifier]))?;
        }
        Ok(())
    })
}
