//! A small company for the tests: begun, with an administrator, two units and people in them.

use app::company::*;
use app::error::Answer;
use app::{AppError, Cx};
use domain::actor::Channel;
use domain::company::UnitKind;
use domain::ids::{PersonId, UnitId};
use domain::localized::{Language, Localized};
use domain::money::Currency;
use domain::permission::{Role, Viewer};
use domain::time::Clock;
use store::{Tx, Value, audit};
use testkit::Fixture;

/// An answer without the database's part, for comparing.
pub type Outcome<T> = Result<T, AppError>;

pub fn both(text: &str) -> Localized {
    Localized::both(text, format!("{text} en"))
}

/// A fresh context with a command of its own.
pub fn cx(f: &Fixture, viewer: Viewer) -> Cx {
    let mut secret = [0; 32];
    secret[..10].copy_from_slice(&f.entropy.bytes());
    secret[31] = 7;
    Cx::new(viewer, f.clock.now(), Channel::Web, None, secret)
}

/// Runs a command in a transaction of its own.
pub fn run<T: Send + 'static>(
    f: &Fixture,
    cx: &Cx,
    work: impl Fn(&mut dyn Tx, &mut Cx) -> Answer<T> + Send + 'static,
) -> Outcome<T> {
    let cx = cx.clone();
    f.db.write_blocking(move |tx| work(tx, &mut cx.clone()))
}

pub fn read<T: Send + 'static>(f: &Fixture, work: impl Fn(&mut dyn Tx) -> Answer<T> + Send + 'static) -> T {
    f.db.read_blocking(work).expect("a read")
}

pub fn viewer(f: &Fixture, person: PersonId) -> Viewer {
    read(f, move |tx| viewer_of(tx, person)).expect("somebody who may sign in").viewer
}

/// What the tests begin with.
pub struct World<'f> {
    pub f: &'f Fixture,
    pub started: Started,
    pub admin: PersonId,
    pub it: UnitId,
    pub hr: UnitId,
}

pub fn start(name: &str) -> StartCompany {
    StartCompany {
        name: name.to_owned(),
        currency: Currency::RUB,
        zone: "Europe/Moscow".to_owned(),
        language: Language::Ru,
        address: None,
        demonstration: false,
        administrator: NewPerson {
            name: "Ольга Админова".to_owned(),
            email: "olga@example.com".to_owned(),
            position: String::new(),
        },
    }
}

pub fn new_unit(code: &str, kind: UnitKind) -> CreateUnit {
    CreateUnit { code: code.to_owned(), kind, parent: None, name: both(code), purpose: Localized::default() }
}

impl<'f> World<'f> {
    pub fn new(f: &'f Fixture) -> Self {
        let begin = start("Ромашка");
        let started = run(f, &cx(f, Viewer::nobody()), move |tx, cx| start_company(tx, cx, begin.clone()))
            .expect("a company");
        let mut world = Self {
            f,
            admin: started.administrator,
            started,
            it: UnitId(uuid::Uuid::nil()),
            hr: UnitId(uuid::Uuid::nil()),
        };
        world.it = world.unit("it", UnitKind::Internal);
        world.hr = world.unit("hr", UnitKind::Internal);
        world
    }

    /// The administrator's context for one command.
    pub fn cx(&self) -> Cx {
        cx(self.f, viewer(self.f, self.admin))
    }

    pub fn as_admin<T: Send + 'static>(
        &self,
        work: impl Fn(&mut dyn Tx, &mut Cx) -> Answer<T> + Send + 'static,
    ) -> Outcome<T> {
        run(self.f, &self.cx(), work)
    }

    pub fn by<T: Send + 'static>(
        &self,
        person: PersonId,
        work: impl Fn(&mut dyn Tx, &mut Cx) -> Answer<T> + Send + 'static,
    ) -> Outcome<T> {
        run(self.f, &cx(self.f, viewer(self.f, person)), work)
    }

    pub fn unit(&self, code: &str, kind: UnitKind) -> UnitId {
        let new = new_unit(code, kind);
        self.as_admin(move |tx, cx| create_unit(tx, cx, new.clone())).expect("a unit")
    }

    pub fn person(&self, name: &str) -> PersonId {
        let new = RegisterPerson {
            person: NewPerson { name: name.to_owned(), ..NewPerson::default() },
            language: Language::Ru,
            outside: false,
            identities: Vec::new(),
        };
        self.as_admin(move |tx, cx| register_person(tx, cx, new.clone())).expect("a person")
    }

    pub fn member(&self, name: &str, unit: UnitId, role: Option<Role>) -> PersonId {
        let person = self.person(name);
        let new = StartMembership { person, unit, manager: None, from: None };
        self.as_admin(move |tx, cx| start_membership(tx, cx, new)).expect("a membership");
        if let Some(role) = role {
            let of = role.of_a_unit().then_some(unit);
            self.as_admin(move |tx, cx| grant_role(tx, cx, person, role, of)).expect("a role");
        }
        person
    }
}

/// The message keys of refused fields, `field: problem` each.
pub fn problems<T: std::fmt::Debug>(outcome: Outcome<T>) -> Vec<String> {
    match outcome {
        Err(AppError::Invalid(fields)) => {
            fields.iter().map(|error| format!("{}: {}", error.field, error.problem)).collect()
        }
        other => panic!("refused fields expected, not {other:?}"),
    }
}

pub fn is_forbidden<T>(outcome: &Outcome<T>) -> bool {
    matches!(outcome, Err(AppError::Forbidden))
}

/// Every row of the company's tables is what its history tells, and its history is chained.
pub fn rows_are_what_history_tells(tx: &mut dyn Tx) {
    let mut replay = Replay::default();
    store::repo::event::each(tx, &mut |row| {
        if row.kind.starts_with("company.") {
            replay.push(&store::repo::event::from_row(&row)?)?;
        }
        Ok(())
    })
    .expect("a sound history");
    for expected in replay.tables() {
        let rows = audit::whole(tx, expected.table).expect("the rows");
        let key = |values: &[Value]| key_of(&values[..expected.table.key()]);
        let found = rows.iter().map(|row| (key(row.values()), row.values().to_vec())).collect();
        assert_eq!(expected.rows, found, "{}", expected.table.name);
    }
    let checked = app::check::rows(tx).expect("a check");
    assert_eq!(checked.waiting, 0);
    let unchained = |difference: &&app::check::Difference| {
        matches!(difference.table.as_str(), "event" | "stream" | "root")
    };
    assert_eq!(checked.differences.iter().find(unchained), None);
}
