//! Logs of other systems taken in, on both databases.

mod back;
mod foreign;
mod real;
mod small;
mod stopped;

use std::sync::Arc;

use crate::world::{World, read};
use app::Cx;
use app::check::{Checked, check};
use app::company::{people_of_unit, services_of, units};
use app::logs::{Order, Progress, Proposal, TakeError, Taken, propose, read as read_log, take};
use domain::ids::CommandId;
use domain::time::{Clock as _, Instant};
use flow::format::{Gathered, Mapping, Role};
use store::blobs::{Blobs, DatabaseBlobs, DirectoryBlobs};
use store::repo::import_batch::{self, ImportBatch};
use store::{StoreError, params, sql};
use testkit::Fixture;

/// The mapping of the small logs.
pub(crate) fn mapping() -> Mapping {
    let columns = [
        (Role::Case, "number"),
        (Role::Activity, "state"),
        (Role::Time, "date"),
        (Role::Team, "team"),
        (Role::Person, "person"),
        (Role::CustomerPerson, "caller"),
        (Role::Service, "service"),
        (Role::Title, "title"),
    ];
    Mapping {
        name: "Old".to_owned(),
        zone: Some("Europe/Moscow".to_owned()),
        columns: columns.map(|(role, column)| (role, column.to_owned())).into(),
        meanings: [("New", flow::log::Meaning::Queue), ("Closed", flow::log::Meaning::Closed)]
            .map(|(state, meaning)| (state.to_owned(), meaning))
            .into(),
        ..Mapping::default()
    }
}

pub(crate) const HEAD: &str = "number,state,date,team,person,caller,service,title\n";

/// A log of so many requests of three steps each.
pub(crate) fn log(requests: usize) -> String {
    let mut text = HEAD.to_owned();
    for n in 0..requests {
        let day = n % 27 + 1;
        text.push_str(&format!(
            "A-{n},New,2026-02-{day:02} 09:00,First line,,Caller {},Access,Cannot sign in {n}\n\
             A-{n},Work,2026-02-{day:02} 10:00,Second line,Handler {},Caller {},Access,Cannot sign in {n}\n\
             A-{n},Closed,2026-02-{day:02} 12:30,Second line,Handler {},Caller {},Access,Cannot sign in {n}\n",
            n % 3,
            n % 2,
            n % 3,
            n % 2,
            n % 3
        ));
    }
    text
}

pub(crate) fn gathered(text: &str) -> Arc<Gathered> {
    let size = text.len() as u64;
    Arc::new(read_log(std::io::Cursor::new(text.to_owned()), size, &mapping(), None).unwrap())
}

pub(crate) fn order(world: &World<'_>) -> Order {
    Order { source: "old".to_owned(), file: "log.csv".to_owned(), unit: world.it }
}

/// A context of an import with a command of its own.
pub(crate) fn importer(world: &World<'_>) -> Cx {
    let mut cx = world.cx();
    cx.command = CommandId(cx.ids.next());
    cx
}

pub(crate) fn proposed(world: &World<'_>, gathered: &Arc<Gathered>) -> Proposal {
    let (cx, order, gathered) = (world.cx(), order(world), Arc::clone(gathered));
    read(world.f, move |tx| propose(tx, &mut cx.clone(), &order, &gathered))
}

/// Takes a log in as the administrator; `progress` hears of each step.
pub(crate) fn taken_by(
    world: &World<'_>,
    cx: &Cx,
    gathered: &Arc<Gathered>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Taken, TakeError> {
    let clock = world.f.clock.clone();
    let now = move || -> Instant { clock.now() };
    take(&world.f.db, cx, &order(world), gathered, &now, progress)
}

pub(crate) fn taken(world: &World<'_>, text: &str) -> Taken {
    taken_by(world, &importer(world), &gathered(text), &mut |_| ()).unwrap()
}

pub(crate) fn batch(world: &World<'_>, cx: &Cx) -> ImportBatch {
    let id = cx.command.0;
    read(world.f, move |tx| Ok(import_batch::by_id(tx, id)?)).unwrap()
}

/// What there is: requests, of these seen, rows of figures, of these seen, events of imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct There {
    pub(crate) imported: i64,
    pub(crate) shown: i64,
    pub(crate) cases: i64,
    pub(crate) cases_shown: i64,
    pub(crate) events: i64,
    pub(crate) contents: i64,
    pub(crate) units: usize,
    pub(crate) people: usize,
    pub(crate) services: usize,
}

pub(crate) fn there(f: &Fixture, it: domain::ids::UnitId) -> There {
    read(f, move |tx| {
        let mut count =
            |statement| -> Result<i64, StoreError> { Ok(tx.opt(statement, params![])?.unwrap_or(0)) };
        let (imported, shown) = (
            count(sql!("SELECT COUNT(*) FROM imported"))?,
            count(sql!("SELECT COUNT(*) FROM imported WHERE visible = 1"))?,
        );
        let (cases, cases_shown) = (
            count(sql!("SELECT COUNT(*) FROM flow_case"))?,
            count(sql!("SELECT COUNT(*) FROM flow_case WHERE visible = 1"))?,
        );
        let events = count(sql!("SELECT COUNT(*) FROM event WHERE channel = 'import'"))?;
        let contents = count(sql!("SELECT COUNT(*) FROM content"))?;
        let all = units(tx)?;
        let mut people = 0;
        for unit in &all {
            people += people_of_unit(tx, unit.id)?.len();
        }
        Ok(There {
            imported,
            shown,
            cases,
            cases_shown,
            events,
            contents,
            units: all.len(),
            people,
            services: services_of(tx, it)?.len(),
        })
    })
}

pub(crate) fn checked(f: &Fixture) -> Checked {
    let blobs: Box<dyn Blobs> = match f.directory() {
        Some(directory) => Box::new(DirectoryBlobs::open(&directory.join("files")).unwrap()),
        None => Box::new(DatabaseBlobs::new(f.db.clone())),
    };
    check(&f.db, &*blobs).unwrap()
}

pub(crate) fn is_clean(f: &Fixture) {
    let found = checked(f);
    assert!(found.is_clean(), "{:#?}", &found.differences[..found.differences.len().min(10)]);
}
