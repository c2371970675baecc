//! OCEL 2.0 in SQLite. The database comes from outside: it is opened read-only from a copy, views and virtual tables are not touched, and
//! what a query may cost is bounded.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::input::Course;
use super::ocel::Ocel;
use super::rows::{EFFORT, Limits};
use super::trouble::{Trouble, TroubleKind, TroublePart};

/// Reads a whole log.
pub(super) fn read(path: &Path, limits: Limits, course: &Course) -> Result<Ocel, Trouble> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let name = path.to_str().unwrap_or_default().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let mut base =
        Connection::open_with_flags(format!("file:{name}?mode=ro&immutable=1"), flags).map_err(bad)?;
    let spent = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&spent);
    let tick = 10_000;
    let over = move || counted.fetch_add(tick, Ordering::Relaxed) > EFFORT;
    base.progress_handler(tick as i32, Some(over)).map_err(bad)?;
    base.execute_batch(
        "PRAGMA trusted_schema=OFF; PRAGMA query_only=ON; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;",
    )
    .map_err(bad)?;
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, limits.row),
        (Limit::SQLITE_LIMIT_COLUMN, limits.columns),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 50),
    ] {
        base.set_limit(limit, i32::try_from(value).unwrap_or(i32::MAX)).map_err(bad)?;
    }
    let reading = Reading { base, spent, limits, course };
    reading.log().map_err(|e| match e.kind {
        TroubleKind::BadSqlite { said } if said.contains("interrupted") => limits.over(TroublePart::Effort),
        kind => Trouble { kind, ..e },
    })
}

struct Reading<'a> {
    base: Connection,
    spent: Arc<AtomicU64>,
    limits: Limits,
    course: &'a Course,
}

impl Reading<'_> {
    fn log(&self) -> Result<Ocel, Trouble> {
        let tables = self.tables()?;
        for lacks in ["event", "object", "event_object", "object_object", "event_map_type", "object_map_type"]
        {
            if !tables.contains_key(lacks) {
                return Err(TroubleKind::BadOcel { lacks }.into());
            }
        }
        let mut log = Ocel::new(self.limits);
        self.each("SELECT ocel_id, ocel_type FROM object", |row| log.object(&text(row, 0)?, &text(row, 1)?))?;
        self.each("SELECT ocel_source_id, ocel_target_id, ocel_qualifier FROM object_object", |row| {
            log.relation_of(&text(row, 0)?, &text(row, 1)?, &text(row, 2)?)
        })?;
        for table in self.maps("object", &tables)? {
            self.objects(&table, &mut log)?;
        }
        // Relations and attributes by event, since the tables of the types stand apart; rowid is the order in which they were written.
        let mut relations: HashMap<String, Vec<(String, String)>> = HashMap::new();
        let mut held = 0;
        self.each("SELECT ocel_event_id, ocel_object_id, ocel_qualifier FROM event_object", |row| {
            let (event, relation) = (text(row, 0)?, (text(row, 1)?, text(row, 2)?));
            held += event.len() + relation.0.len() + relation.1.len() + 72;
            if held > self.limits.texts {
                return Err(self.limits.over(TroublePart::Texts));
            }
            relations.entry(event).or_default().push(relation);
            Ok(())
        })?;
        let mut details: HashMap<String, Detail> = HashMap::new();
        for table in self.maps("event", &tables)? {
            self.details(&table, &mut details)?;
        }
        self.each("SELECT ocel_id, ocel_type FROM event ORDER BY rowid", |row| {
            let id = text(row, 0)?;
            let detail = details.remove(&id).unwrap_or_default();
            log.event(&id, &text(row, 1)?, &detail.time, None)?;
            for (name, value) in &detail.values {
                log.event_value(name, value)?;
            }
            let related = relations.get(&id).into_iter().flatten();
            related.into_iter().try_for_each(|(object, qualifier)| log.event_relation(object, qualifier))
        })?;
        Ok(log)
    }

    /// The tables, by name in small letters; views and virtual tables are not among them, however their statement is spaced. SQLite
    /// itself refuses a statement that is of another kind or name than its row says.
    fn tables(&self) -> Result<HashMap<String, String>, Trouble> {
        let mut tables = HashMap::new();
        let sql = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE 'create table%'";
        self.each(sql, |row| {
            let name = text(row, 0)?;
            // The names of columns stand in it, which are asked for as texts later.
            text(row, 1)?;
            if tables.len() >= self.limits.columns {
                return Err(self.limits.over(TroublePart::Columns));
            }
            tables.insert(name.to_lowercase(), name);
            Ok(())
        })?;
        Ok(tables)
    }

    /// The tables of all types of events or objects.
    fn maps(&self, kind: &str, tables: &HashMap<String, String>) -> Result<Vec<String>, Trouble> {
        let mut found = Vec::new();
        self.each(&format!("SELECT ocel_type_map FROM {kind}_map_type"), |row| {
            let name = format!("{kind}_{}", text(row, 0)?);
            match tables.get(&name.to_lowercase()) {
                Some(table) => found.push(table.clone()),
                None => {
                    return Err(Trouble::new(TroubleKind::BadOcel { lacks: "a table of a type" }).with(&name));
                }
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn objects(&self, table: &str, log: &mut Ocel) -> Result<(), Trouble> {
        self.each(&format!("SELECT * FROM {}", quoted(table)), |row| {
            let names: Vec<&str> = row.as_ref().column_names().collect();
            let place = |name: &str| names.iter().position(|known| *known == name);
            let id = text(row, place("ocel_id").ok_or(TroubleKind::BadOcel { lacks: "ocel_id" })?)?;
            let since = place("ocel_time").map(|n| text(row, n)).transpose()?.unwrap_or_default();
            let changed = place("ocel_changed_field").map(|n| text(row, n)).transpose()?.unwrap_or_default();
            for (n, name) in names.iter().enumerate().filter(|(_, name)| !name.starts_with("ocel_")) {
                let value = text(row, n)?;
                if !value.is_empty() && (changed.is_empty() || changed == **name) {
                    log.value_of(&id, name, &value, &since)?;
                }
            }
            Ok(())
        })
    }

    fn details(&self, table: &str, details: &mut HashMap<String, Detail>) -> Result<(), Trouble> {
        let mut held = 0;
        self.each(&format!("SELECT * FROM {}", quoted(table)), |row| {
            let names: Vec<&str> = row.as_ref().column_names().collect();
            let place = |name: &str| names.iter().position(|known| *known == name);
            let id = text(row, place("ocel_id").ok_or(TroubleKind::BadOcel { lacks: "ocel_id" })?)?;
            let time = place("ocel_time").map(|n| text(row, n)).transpose()?.unwrap_or_default();
            let mut detail = Detail { time, values: Vec::new() };
            for (n, name) in names.iter().enumerate().filter(|(_, name)| !name.starts_with("ocel_")) {
                let value = text(row, n)?;
                held += name.len() + value.len() + 48;
                if !value.is_empty() {
                    detail.values.push(((*name).to_owned(), value));
                }
            }
            held += id.len() + 96;
            if held > self.limits.texts || details.len() as u64 >= self.limits.rows {
                return Err(self.limits.over(TroublePart::Texts));
            }
            details.insert(id, detail);
            Ok(())
        })
    }

    /// Does something with each row of a query.
    fn each(
        &self,
        sql: &str,
        mut take: impl FnMut(&rusqlite::Row<'_>) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let mut statement = self.base.prepare(sql).map_err(bad)?;
        let mut rows = statement.query([]).map_err(bad)?;
        let mut count = 0;
        while let Some(row) = rows.next().map_err(bad)? {
            count += 1;
            if count > self.limits.rows * 8 {
                return Err(self.limits.over(TroublePart::Rows));
            }
            if count % 4_096 == 0 {
                self.course.tell(0)?;
            }
            self.spent.store(0, Ordering::Relaxed);
            take(row).map_err(|e| e.at(count))?;
        }
        Ok(())
    }
}

/// What the table of its type says of an event.
#[derive(Default)]
struct Detail {
    time: String,
    values: Vec<(String, String)>,
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A value as text; nothing for null.
fn text(row: &rusqlite::Row<'_>, place: usize) -> Result<String, Trouble> {
    let not_text = || Trouble::new(TroubleKind::Encoding { assumed: "UTF-8" });
    Ok(match row.get_ref(place).map_err(bad)? {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => std::str::from_utf8(text).map_err(|_| not_text())?.to_owned(),
        ValueRef::Blob(_) => return Err(not_text()),
    })
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn bad(error: rusqlite::Error) -> Trouble {
    TroubleKind::BadSqlite { said: error.to_string() }.into()
}
