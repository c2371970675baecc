//! Whatever is done to the history behind the program's back is named: a column changed by one bit, a row removed, a row added, a whole
//! stream written anew; old histories are chained once and never healed.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use app::check::{Checked, Difference, keep_root, roots, rows};
use app::requests::Input;
use app::work;
use domain::ids::StreamId;
use store::repo::{event, import_batch};
use store::tables::{self, Table};
use store::{Engine, Lane, StoreError, Tx, Value, audit, params, sql};
use testkit::{Fixture, each_db};
use uuid::Uuid;

use crate::journey::crm::{Crm, play};
use crate::journey::desk::clean;

/// Where the history lies.
const TABLES: [&str; 4] = ["event", "transfer", "posting", "stream"];

fn table(name: &str) -> &'static Table {
    tables::all().iter().find(|table| table.name == name).unwrap()
}

/// Something done to a row.
#[derive(Debug, Clone)]
struct Harm {
    /// What is done to which row, in words.
    what: String,
    /// The stream of which a row must be named.
    stream: Uuid,
    text: String,
    params: Vec<Value>,
}

/// A row of the history with the stream it belongs to.
#[derive(Debug, Clone)]
struct Kept {
    table: &'static Table,
    stream: Uuid,
    values: Vec<Value>,
}

fn id(value: &Value) -> Uuid {
    let Value::Bytes(bytes) = value else { panic!("{value:?}") };
    Uuid::from_slice(bytes).unwrap()
}

impl Kept {
    fn value(&self, column: &str) -> &Value {
        &self.values[self.table.columns.iter().position(|name| *name == column).unwrap()]
    }

    fn which(&self, first: usize) -> String {
        let key = self.table.columns[..self.table.key()].iter().zip(first..);
        key.map(|(column, place)| format!("{column} = ${place}")).collect::<Vec<_>>().join(" AND ")
    }

    fn key(&self) -> &[Value] {
        &self.values[..self.table.key()]
    }

    fn named(&self) -> String {
        format!("{} {}", self.table.name, app::company::key_of(self.key()))
    }

    /// One column changed as little as it can be.
    fn flipped(&self, at: usize, sample: &Value) -> Harm {
        let (column, name) = (self.table.columns[at], self.table.name);
        let mut params = self.key().to_vec();
        params.push(flip(&self.values[at], sample));
        Harm {
            what: format!("{column} of {}", self.named()),
            stream: self.stream,
            text: format!("UPDATE {name} SET {column} = ${} WHERE {}", params.len(), self.which(1)),
            params,
        }
    }

    fn removed(&self) -> Harm {
        Harm {
            what: format!("removed {}", self.named()),
            stream: self.stream,
            text: format!("DELETE FROM {} WHERE {}", self.table.name, self.which(1)),
            params: self.key().to_vec(),
        }
    }

    /// A row like this one beside it, in the given stream.
    fn added(&self, column: &str, value: Value, stream: Uuid) -> Harm {
        let at = self.table.columns.iter().position(|name| *name == column).unwrap();
        let mut params = self.values.clone();
        params[at] = value;
        let places: Vec<_> = (1..=params.len()).map(|place| format!("${place}")).collect();
        let (name, columns) = (self.table.name, self.table.columns.join(", "));
        Harm {
            what: format!("added beside {}", self.named()),
            stream,
            text: format!("INSERT INTO {name} ({columns}) VALUES ({})", places.join(", ")),
            params,
        }
    }
}

/// A value that differs in one bit, or in one where it is a number; `sample` stands in for nothing.
fn flip(value: &Value, sample: &Value) -> Value {
    match value {
        Value::Null => sample.clone(),
        Value::Int(int) => Value::Int(int + 1),
        Value::Real(real) => Value::Real(real + 1.0),
        Value::Text(text) => {
            let mut bytes = text.as_bytes().to_vec();
            match bytes.iter().rposition(u8::is_ascii_alphanumeric) {
                Some(at) => bytes[at] ^= 1,
                None => bytes.push(b'1'),
            }
            Value::from(String::from_utf8(bytes).unwrap())
        }
        Value::Bytes(bytes) => {
            let mut bytes = bytes.to_vec();
            *bytes.last_mut().unwrap() ^= 1;
            Value::from(bytes)
        }
    }
}

/// Every row of the history.
fn history(tx: &mut dyn Tx) -> Result<Vec<Kept>, StoreError> {
    let mut all = Vec::new();
    let mut caused: BTreeMap<Vec<u8>, Uuid> = BTreeMap::new();
    for name in TABLES {
        let table = table(name);
        for row in audit::whole(tx, table)? {
            let mut kept = Kept { table, stream: Uuid::nil(), values: row.values().to_vec() };
            kept.stream = match name {
                "event" | "transfer" => id(kept.value("stream")),
                "posting" => caused[id(kept.value("transfer")).as_bytes().as_slice()],
                _ => id(kept.value("id")),
            };
            if name == "transfer" {
                caused.insert(id(kept.value("id")).as_bytes().to_vec(), kept.stream);
            }
            all.push(kept);
        }
    }
    Ok(all)
}

/// What a check finds after something was done, which is undone; nothing when the database itself refused.
fn after(tx: &mut dyn Tx, harm: &Harm) -> Result<Option<Checked>, StoreError> {
    tx.savepoint()?;
    let done = tx.rows_of(&harm.text, &harm.params, &mut |_| Ok(()));
    let found = match done {
        Ok(()) => Some(rows(tx).unwrap_or_else(|error| panic!("{}: {error}", harm.what))),
        Err(StoreError::Constraint { .. } | StoreError::Unique { .. }) => None,
        Err(other) => return Err(other),
    };
    tx.rollback_to()?;
    Ok(found)
}

/// Lets rows go that others refer to, as somebody could who has the file.
fn unbound(tx: &mut dyn Tx) -> Result<(), StoreError> {
    tx.command(match tx.engine() {
        Engine::Sqlite => "PRAGMA defer_foreign_keys = ON",
        Engine::Postgres => "SET LOCAL session_replication_role = 'replica'",
    })
}

fn names(difference: &Difference, stream: Uuid) -> bool {
    matches!(difference.table.as_str(), "event" | "stream") && difference.row.starts_with(&stream.to_string())
}

/// Tries all that `harms` makes of the history; gives how many there were, and the columns that the database guards itself.
fn tried(f: &Fixture, harms: fn(&[Kept]) -> Vec<Harm>) -> (usize, BTreeSet<String>) {
    let outcome = std::sync::Arc::new(std::sync::Mutex::new((0, BTreeSet::new())));
    let told = std::sync::Arc::clone(&outcome);
    let undone = f.db.within(Lane::Write, Duration::from_secs(300), move |tx| -> Result<(), StoreError> {
        unbound(tx)?;
        let harms = harms(&history(tx)?);
        let mut refused = BTreeSet::new();
        for harm in &harms {
            match after(tx, harm)? {
                None => {
                    let words: Vec<&str> = harm.what.split(' ').collect();
                    refused.insert(format!("{} {} {}", words[0], words[1], words[2]));
                }
                Some(checked) => assert!(
                    checked.differences.iter().any(|difference| names(difference, harm.stream)),
                    "{}: {:#?}",
                    harm.what,
                    checked.differences
                ),
            }
        }
        *told.lock().unwrap() = (harms.len(), refused);
        Err(StoreError::Closed)
    });
    assert_eq!(undone, Err(StoreError::Closed));
    outcome.lock().unwrap().clone()
}

/// Rows that stand for all: of each table the first, the last and some between, those of each sort of stream among them.
fn some(history: &[Kept], each: usize) -> Vec<&Kept> {
    let of = |name: &'static str| history.iter().filter(move |kept| kept.table.name == name);
    let mut some: Vec<&Kept> = Vec::new();
    for name in TABLES {
        let all: Vec<_> = of(name).collect();
        let step = all.len().div_ceil(each).max(1);
        some.extend(all.iter().step_by(step));
        some.extend(all.last());
    }
    some
}

fn flips(history: &[Kept]) -> Vec<Harm> {
    let sample = |table: &Table, at: usize| {
        let own = history.iter().filter(|kept| kept.table.name == table.name);
        let value = own.map(|kept| &kept.values[at]).find(|value| **value != Value::Null);
        value.cloned().unwrap_or(Value::from([1; 16]))
    };
    let mut harms = Vec::new();
    for kept in some(history, 12) {
        harms.extend((0..kept.values.len()).map(|at| kept.flipped(at, &sample(kept.table, at))));
    }
    harms
}

fn removals(history: &[Kept]) -> Vec<Harm> {
    history.iter().map(Kept::removed).collect()
}

fn additions(history: &[Kept]) -> Vec<Harm> {
    let other = Uuid::from_u128(0xadded);
    let mut harms = Vec::new();
    for kept in some(history, 8) {
        harms.extend(match kept.table.name {
            // After the end, in a gap that is none, in a stream that nobody began.
            "event" => vec![
                kept.added("seq", 10_000.into(), kept.stream),
                kept.added(
                    "seq",
                    {
                        let all = history
                            .iter()
                            .filter(|other| other.table.name == "event" && other.stream == kept.stream);
                        (all.count() as i64 + 1).into()
                    },
                    kept.stream,
                ),
                kept.added("stream", other.into(), other),
            ],
            "transfer" => vec![kept.added("id", other.into(), kept.stream)],
            "posting" => vec![kept.added("line", 100.into(), kept.stream)],
            _ => vec![kept.added("id", other.into(), other)],
        });
    }
    harms
}

/// As before there were hashes.
fn unchain(tx: &mut dyn Tx) -> Result<(), StoreError> {
    tx.execute(sql!("UPDATE event SET hash = NULL"), &[])?;
    tx.execute(sql!("DELETE FROM stream"), &[])?;
    Ok(())
}

fn checked(f: &Fixture) -> Checked {
    f.db.read_blocking(|tx| rows(tx)).unwrap()
}

fn turn(f: &Fixture) -> u64 {
    let turned = work::turn(&f.db, Uuid::from_u128(9), f.now(), || [3; 32]).unwrap();
    assert_eq!(turned.failed, 0);
    turned.chained
}

/// Hashes of all events and ends of all streams.
fn hashes(f: &Fixture) -> Vec<(Uuid, i64, Option<Vec<u8>>)> {
    f.db.read_blocking(|tx| -> Result<_, StoreError> {
        let mut all = tx.all(sql!("SELECT stream, seq, hash FROM event ORDER BY stream, seq"), &[])?;
        all.extend(tx.all(sql!("SELECT id, seq, hash FROM stream ORDER BY id"), &[])?);
        Ok(all)
    })
    .unwrap()
}

each_db! {
    fn a_flipped_bit_anywhere_is_named(f) {
        play(&Crm::new(f));
        let (tried, refused) = tried(f, flips);
        assert!(tried > 400, "{tried}");
        // Words that the tables themselves know, and places that are taken.
        let guarded = ["actor of event", "channel of event", "seq of event", "account of posting", "line of posting"];
        let others: Vec<_> = refused.iter().filter(|one| !guarded.contains(&one.as_str())).collect();
        assert!(others.is_empty(), "{others:?}");
        clean(f);
    }

    fn a_row_removed_at_any_place_is_named(f) {
        play(&Crm::new(f));
        let (tried, refused) = tried(f, removals);
        assert!(tried > 150, "{tried}");
        assert_eq!(refused, BTreeSet::new());
        clean(f);
    }

    fn a_row_that_was_added_is_named(f) {
        play(&Crm::new(f));
        let (tried, refused) = tried(f, additions);
        assert!(tried > 40, "{tried}");
        assert_eq!(refused, BTreeSet::new());
        clean(f);
    }

    fn what_happened_to_a_row_is_told(f) {
        let s = Crm::new(f);
        let (no, _) = play(&s);
        let stream = s.request(no).id;
        let last = s.request(no).seq;
        let told = |text: &'static str, params: Vec<Value>| {
            let harm = Harm { what: text.to_owned(), stream: stream.0, text: text.to_owned(), params };
            let found = std::sync::Arc::new(std::sync::Mutex::new(None));
            let kept = std::sync::Arc::clone(&found);
            let undone = f.db.within(Lane::Write, Duration::from_secs(60), move |tx| -> Result<(), StoreError> {
                unbound(tx)?;
                let checked = after(tx, &harm)?.unwrap();
                let mut own = checked.differences.iter().filter(|one| names(one, stream.0) && one.column != "seq");
                *kept.lock().unwrap() = own.next_back().map(|one| {
                    (one.row.rsplit_once(' ').map_or(String::new(), |(_, seq)| seq.to_owned()), one.column.clone())
                });
                Err(StoreError::Closed)
            });
            assert_eq!(undone, Err(StoreError::Closed));
            found.lock().unwrap().clone().unwrap()
        };
        let of = |seq: i64, column: &str| (seq.to_string(), column.to_owned());
        let id = Value::from(stream);
        let set = |what: &'static str, seq: i64| told(what, vec![id.clone(), seq.into()]);
        assert_eq!(set("UPDATE event SET recorded_at = recorded_at + 1 WHERE stream = $1 AND seq = $2", 4), of(4, "*"));
        assert_eq!(set("UPDATE event SET recorded_at = recorded_at + 1 WHERE stream = $1 AND seq = $2", last), of(last, "*"));
        assert_eq!(set("UPDATE event SET hash = NULL WHERE stream = $1 AND seq = $2", 4), of(4, "hash"));
        assert_eq!(set("DELETE FROM event WHERE stream = $1 AND seq = $2", 4), of(4, "*"));
        assert_eq!(set("DELETE FROM event WHERE stream = $1 AND seq >= $2", last - 2), of(last - 2, "*"));
        assert_eq!(set("DELETE FROM stream WHERE id = $1 AND seq = $2", last), (String::new(), "*".to_owned()));
    }

    fn old_histories_are_chained_once(f) {
        let s = Crm::new(f);
        let (no, child) = play(&s);
        let whole = hashes(f);
        f.db.write_blocking(|tx| unchain(tx)).unwrap();
        let streams = whole.iter().map(|(stream, ..)| *stream).collect::<BTreeSet<_>>().len() as u64;
        let before = checked(f);
        assert_eq!((before.differences.clone(), before.waiting), (Vec::new(), streams));

        // Somebody chained one of them and was interrupted; the rest follows, and comes to what it was.
        let first = StreamId(s.request(child).id.0);
        f.db.write_blocking(move |tx| event::chain(tx, first)).unwrap();
        assert_eq!(checked(f).waiting, streams - 1);
        assert!(turn(f) > 50);
        assert_eq!(hashes(f), whole);
        assert_eq!((checked(f).waiting, turn(f)), (0, 0));
        clean(f);

        // What is written on a stream that waits, waits with it.
        f.db.write_blocking(|tx| unchain(tx)).unwrap();
        s.act(s.anna, no, Input::Reopen { reason: "Отчёт разошёлся".into() });
        assert_eq!((checked(f).differences, checked(f).waiting), (Vec::new(), streams));
        turn(f);
        assert_eq!(checked(f).waiting, 0);
        s.act(s.ilya, no, Input::Message { text: "Смотрю".into(), files: Vec::new() });
        clean(f);
    }

    fn what_lost_its_hash_is_not_healed(f) {
        let s = Crm::new(f);
        let (no, _) = play(&s);
        let id = s.request(no).id;
        for harm in [
            sql!("UPDATE event SET hash = NULL WHERE stream = $1 AND seq = 3"),
            sql!("DELETE FROM stream WHERE id = $1"),
        ] {
            f.db.write_blocking(move |tx| tx.execute(harm, params![id])).unwrap();
            assert_eq!(turn(f), 0);
            let checked = checked(f);
            assert!(checked.differences.iter().any(|one| names(one, id.0)) && checked.waiting == 0, "{checked:#?}");
        }
    }

    fn the_root_of_a_day_holds_its_history(f) {
        let s = Crm::new(f);
        let (no, _) = play(&s);
        let today = checked(f).root.unwrap();
        assert_eq!((today.day.to_string().as_str(), today.events as u64), ("2026-11-16", checked(f).events));
        assert_eq!(keep_root(&f.db, f.now()).unwrap(), None, "the day is not over, nothing happened in the one before");
        s.pass_hours(24);
        // What is being written to be seen later may be removed again.
        let now = f.now();
        let batch = |state| import_batch::ImportBatch {
            id: Uuid::from_u128(5),
            source: "old".to_owned(),
            file: "old.csv".to_owned(),
            person: None,
            state,
            asked_to_stop: false,
            done: 0,
            total: 0,
            report: "{}".to_owned(),
            started_at: now,
            changed_at: now,
            taken_back: None,
        };
        let runs = batch(import_batch::ImportState::Staging);
        f.db.write_blocking(move |tx| import_batch::save(tx, &runs)).unwrap();
        assert_eq!(keep_root(&f.db, now).unwrap(), None);
        let ended = batch(import_batch::ImportState::Cancelled);
        f.db.write_blocking(move |tx| import_batch::save(tx, &ended)).unwrap();

        s.act(s.anna, no, Input::Reopen { reason: "Отчёт разошёлся".into() });
        assert_eq!(keep_root(&f.db, now).unwrap(), Some(today), "what came since does not count");
        assert_eq!(keep_root(&f.db, now).unwrap(), None, "once");
        assert_eq!(f.db.read_blocking(|tx| roots(tx, 9)).unwrap(), [today]);
        s.act(s.ilya, no, Input::Message { text: "Смотрю".into(), files: Vec::new() });
        clean(f);
        assert_ne!(checked(f).root, Some(today));

        // Whoever can write hashes as well writes a stream anew, and every row fits; the root does not.
        let id = StreamId::from(s.request(no).id);
        f.db.write_blocking(move |tx| -> Result<(), StoreError> {
            tx.execute(sql!("DELETE FROM stream WHERE id = $1"), params![id])?;
            tx.execute(sql!("UPDATE event SET hash = NULL WHERE stream = $1"), params![id])?;
            tx.execute(
                sql!("UPDATE event SET recorded_at = recorded_at + 1 WHERE stream = $1 AND seq = 4"),
                params![id],
            )?;
            Ok(())
        })
        .unwrap();
        assert_eq!(turn(f), 0, "nothing waits any more");
        assert!(checked(f).differences.iter().any(|one| names(one, id.0)));
        f.db.write_blocking(move |tx| event::chain(tx, id)).unwrap();
        let found: Vec<_> = checked(f).differences.into_iter().map(|one| (one.table, one.row, one.column)).collect();
        assert_eq!(found, [("root".to_owned(), "2026-11-16".to_owned(), "hash".to_owned())]);
    }
}
