//! People from a file: a preview changes nothing, and what was applied once changes nothing the second time.
#![no_main]

use std::sync::LazyLock;

use app::company::{
    CreateUnit, ImportMode, ImportReport, NewPerson, StartCompany, create_unit, import_people, start_company,
    viewer_of,
};
use app::{AppError, Cx};
use domain::actor::Channel;
use domain::company::UnitKind;
use domain::localized::{Language, Localized};
use domain::money::Currency;
use domain::permission::Viewer;
use domain::time::Clock;
use testkit::Fixture;

struct Company {
    f: Fixture,
    admin: Viewer,
}

static COMPANY: LazyLock<Company> = LazyLock::new(|| {
    let f = Fixture::sqlite();
    let nobody = cx(&f, Viewer::nobody());
    let start = StartCompany {
        name: "Северный ветер".to_owned(),
        currency: Currency::RUB,
        zone: "Europe/Moscow".to_owned(),
        language: Language::Ru,
        address: None,
        demonstration: false,
        administrator: NewPerson {
            name: "Ольга".to_owned(),
            email: "olga@example.com".to_owned(),
            position: String::new(),
        },
    };
    let started =
        f.db.write_blocking(move |tx| start_company(tx, &mut nobody.clone(), start.clone()))
            .expect("a company");
    let found = f.db.read_blocking(move |tx| viewer_of(tx, started.administrator));
    let admin = found.expect("a read").expect("an administrator").viewer;
    for code in ["it", "hr"] {
        let cx = cx(&f, admin.clone());
        let unit = CreateUnit {
            code: code.to_owned(),
            kind: UnitKind::Internal,
            parent: None,
            name: Localized::both(code, code),
            purpose: Localized::both(code, code),
        };
        f.db.write_blocking(move |tx| create_unit(tx, &mut cx.clone(), unit.clone())).expect("a unit");
    }
    Company { f, admin }
});

fn cx(f: &Fixture, viewer: Viewer) -> Cx {
    let mut secret = [7; 32];
    secret[..10].copy_from_slice(&f.entropy.bytes());
    Cx::new(viewer, f.clock.now(), Channel::Web, None, secret)
}

fn sound(report: &ImportReport, lines: u64) {
    assert!(report.rows > 0);
    assert!(
        report.problems.iter().all(|problem| (1..=lines).contains(&problem.line)),
        "{:?}",
        report.problems
    );
    assert!(report.problems.is_sorted_by_key(|problem| problem.line));
    for problem in &report.problems {
        assert!(!problem.value.contains(char::is_control), "{:?}", problem.value);
    }
}

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    let Company { f, admin } = &*COMPANY;
    let [first, second, third] = [0; 3].map(|_| cx(f, admin.clone()));
    let bytes = file.to_vec();
    let lines = file.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64 + 1;
    // Always refused at the end, so that the company stays as it was.
    let done: Result<(), AppError> = f.db.write_blocking(move |tx| {
        let [mut first, mut second, mut third] = [first.clone(), second.clone(), third.clone()];
        let before = import_people(tx, &mut first, &bytes, ImportMode::Preview)?;
        sound(&before, lines);
        let again = import_people(tx, &mut first, &bytes, ImportMode::Preview)?;
        assert_eq!(again, before);
        let applied = import_people(tx, &mut second, &bytes, ImportMode::Apply { skip_bad: true })?;
        assert!(applied.applied);
        let after = import_people(tx, &mut third, &bytes, ImportMode::Preview)?;
        assert_eq!(after.problems, before.problems);
        assert!(after.created.is_empty(), "{:?}", after.created);
        assert!(after.changed.is_empty(), "{:?}", after.changed);
        Err(AppError::Forbidden)
    });
    assert!(matches!(done, Err(AppError::Invalid(_) | AppError::Forbidden)), "{done:?}");
});
