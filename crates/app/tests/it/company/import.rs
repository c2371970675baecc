//! People from a file: what is read, what is refused, what changes.

use app::AppError;
use app::company::*;
use domain::company::UnitKind;
use domain::ids::PersonId;
use domain::localized::Localized;
use domain::permission::Role;
use store::Lane;
use testkit::{Fixture, each_db};

use crate::world::*;

const GOOD: &str = include_str!("people.csv");
/// What the first person of the file gets.
const ANNA_GETS: [&str; 5] = [
    "unit:  -> it",
    "roles:  -> provider, service_owner",
    "manager:  -> 007",
    "position:  -> Инженер, «ведущий»",
    "email:  -> anna.petrova@example.com",
];

fn import(world: &World<'_>, bytes: impl Into<Vec<u8>>, mode: ImportMode) -> Outcome<ImportReport> {
    let bytes = bytes.into();
    world.as_admin(move |tx, cx| import_people(tx, cx, &bytes, mode))
}

const APPLY: ImportMode = ImportMode::Apply { skip_bad: false };
/// Several batches of every bulk load, few enough for a debug build.
const COUNT: usize = 1_500;
const SKIP: ImportMode = ImportMode::Apply { skip_bad: true };

fn preview(world: &World<'_>, text: &str) -> ImportReport {
    import(world, text, ImportMode::Preview).unwrap()
}

fn apply(world: &World<'_>, text: &str) -> ImportReport {
    let report = import(world, text, APPLY).unwrap();
    assert!(report.applied, "{:?}", report.problems);
    report
}

/// `line column problem limit` of each problem.
fn told(report: &ImportReport) -> Vec<String> {
    let told = |problem: &Problem| {
        let column = problem.column.map_or("row", Column::code);
        let limit = problem.limit.map_or(String::new(), |limit| format!(" {limit}"));
        format!("{} {column} {}{limit}", problem.line, problem.problem)
    };
    report.problems.iter().map(told).collect()
}

fn known(f: &Fixture, number: &str) -> Option<PersonId> {
    let identity = Identity { source: HR.into(), external: number.into() };
    read(f, move |tx| person_known_as(tx, &identity))
}

fn everybody(world: &World<'_>) -> Vec<PersonView> {
    let viewer = world.cx().viewer;
    read(world.f, move |tx| people(tx, &viewer, None, 1000))
}

fn named(world: &World<'_>, name: &str) -> PersonView {
    everybody(world).into_iter().find(|person| person.profile.name == name).expect("somebody of this name")
}

fn changes(report: &ImportReport) -> Vec<String> {
    let lines = report.changed.iter().flat_map(|planned| {
        planned.changes.iter().map(move |change| {
            format!("{} {}: {} -> {}", planned.number, change.column.code(), change.from, change.to)
        })
    });
    lines.collect()
}

each_db! {
    fn a_good_file_is_shown_then_applied_then_changes_nothing(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let shown = preview(&world, GOOD);
        assert_eq!((shown.applied, shown.encoding, shown.separator, shown.rows), (false, "UTF-8", ';', 4));
        assert_eq!(told(&shown), [""; 0]);
        assert_eq!(shown.created.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4, 8]);
        let news = |change: &Change| format!("{}: {} -> {}", change.column.code(), change.from, change.to);
        let anna: Vec<_> = shown.created[0].changes.iter().map(news).collect();
        assert_eq!(anna, ANNA_GETS, "a new person is told with what they get");
        assert_eq!(shown.ignored, ["Оклад"]);
        assert_eq!(everybody(&world).len(), 1, "a preview writes nothing");

        let done = apply(&world, GOOD);
        assert_eq!(done.created, shown.created);
        let anna = named(&world, "Петрова Анна Сергеевна");
        let boris = named(&world, "Ёлкин Борис");
        assert_eq!(anna.profile.email.as_deref(), Some("anna.petrova@example.com"));
        assert_eq!(anna.profile.position.as_deref(), Some("Инженер, «ведущий»"));
        assert_eq!(anna.units, [(world.it, Some(boris.id))]);
        assert_eq!(anna.roles, [(Role::Provider, Some(world.it)), (Role::ServiceOwner, Some(world.it))]);
        assert_eq!(boris.units, [(world.it, None)], "a manager may stand below those he leads");
        assert_eq!(boris.roles, [(Role::UnitHead, Some(world.it))]);
        let olga = named(&world, "О'Нил <b>Ольга</b>");
        assert_eq!((olga.units.as_slice(), olga.profile.email), (&[(world.hr, Some(anna.id))][..], None));
        assert_eq!(olga.roles, [(Role::Finance, None)]);
        assert_eq!(known(f, "007"), Some(boris.id));
        assert_eq!(known(f, "7"), None, "zeros in front count");

        let again = apply(&world, GOOD);
        assert_eq!((again.created.len(), again.changed.len(), again.unchanged), (0, 0, 4));
        assert!(again.missing.is_empty());
        assert_eq!(everybody(&world).len(), 5);
    }

    fn every_usual_encoding_and_separator_is_read(f) {
        let world = World::new(f);
        let english = "Name\tPersonnel number\tUnit code\r\nИванов Ёж\t1\tIT\r\n";
        let report = preview(&world, english);
        assert_eq!((report.separator, report.created[0].name.as_str()), ('\t', "Иванов Ёж"));
        let comma = "\u{FEFF}табельный номер,ФИО,подразделение\n\"1\",\"Иванов, Ёж\",it\n";
        let report = preview(&world, comma);
        assert_eq!((report.separator, report.created[0].name.as_str()), (',', "Иванов, Ёж"));
        let (bytes, _, lost) = encoding_rs::WINDOWS_1251.encode(GOOD);
        assert!(!lost);
        let report = import(&world, bytes.into_owned(), ImportMode::Preview).unwrap();
        assert_eq!((report.encoding, report.problems.len()), ("windows-1251", 0));
        assert_eq!(report.created[1].name, "Ёлкин Борис");
        let wide: Vec<u8> = "\u{FEFF}номер;имя;отдел\n1;Иванов Ёж;it\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let report = import(&world, wide, ImportMode::Preview).unwrap();
        assert_eq!((report.encoding, report.created.len()), ("UTF-16LE", 1));
        let old = "number;name;unit\r1;A;it\r2;B;it\r";
        assert_eq!(preview(&world, old).created[1].line, 3);
    }

    fn a_file_that_cannot_be_read_is_refused_whole(f) {
        let world = World::new(f);
        let refused = |bytes: Vec<u8>| problems(import(&world, bytes, APPLY));
        let refused_text = |text: &str| refused(text.as_bytes().to_vec());
        assert_eq!(refused_text(""), ["file: file-empty"]);
        assert_eq!(refused_text("\u{FEFF} \n \n"), ["file: file-empty"]);
        assert_eq!(refused_text("number;name;unit\n;;\n"), ["file: file-no-rows"]);
        assert_eq!(refused_text("number;name\n1;A\n"), ["unit: import-column-missing"]);
        assert_eq!(
            refused_text("ничего;такого\n1;A\n"),
            ["number: import-column-missing", "name: import-column-missing", "unit: import-column-missing"]
        );
        assert_eq!(refused_text("number;name;unit;ФИО\n1;A;it;B\n"), ["name: import-column-twice"]);
        assert_eq!(refused(b"PK\x03\x04\x00\x00".to_vec()), ["file: file-not-text"]);
        assert_eq!(refused_text("number;name;unit\n1;A\0;it\n"), ["file: file-not-text"]);
        let odd = [b"\xFF\xFE".as_slice(), b"n\x00u"].concat();
        assert_eq!(refused(odd), ["file: file-not-text"]);
        assert_eq!(refused(vec![b'x'; MAX_BYTES + 1]), ["file: file-too-large"]);
        let many = format!("number;name;unit\n{}", "1;A;it\n".repeat(MAX_ROWS + 1));
        assert_eq!(refused_text(&many), ["file: file-too-many-rows"]);
        assert_eq!(everybody(&world).len(), 1);
    }

    fn every_bad_row_is_told_and_nothing_is_half_applied(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let closed = world.unit("old", UnitKind::Internal);
        world.as_admin(move |tx, cx| close_unit(tx, cx, closed)).unwrap();
        for code in ["sales-1", "sales-2"] {
            world
                .as_admin(move |tx, cx| {
                    let name = Localized { ru: Some("Продажи".into()), en: None };
                    create_unit(tx, cx, CreateUnit { name, ..new_unit(code, UnitKind::Internal) })
                })
                .unwrap();
        }
        world.unit("partner", UnitKind::Partner);
        let file = "number;name;email;unit;manager;position;roles\n\
            1;Good;good@example.com;it;;;\n\
            2;;bad;nowhere;;;king\n\
            3;Three;;it\n\
            4;Four;;old;;;\n\
            5;Five;;продажи;;;\n\
            6;Six\u{202E}xiS;;it;;bell\u{7};\n\
            7;Seven;;it;999;;\n\
            8;Eight;;it;8;;\n\
            9;Nine;;it;4;;\n\
            10;Ten;;it;9;;\n\
            11;One;same@example.com;it;;;\n\
            12;Two;SAME@example.com;it;;;\n\
            13;A;;it;;;\n\
            13;B;;it;;;\n\
            14;X;;it;15;;\n\
            15;Y;;it;16;;\n\
            16;Z;;it;14;;\n\
            17;P;;partner;;;finance\n\
            ;N;;it;;;\n\
            18;Extra;;it;;;;;more\n";
        let report = preview(&world, file);
        assert_eq!(told(&report), [
            "3 name field-required",
            "3 email field-email",
            "3 unit import-unit-unknown",
            "3 roles import-role-unknown",
            "4 row import-row-length 7",
            "5 unit unit-closed",
            "6 unit import-unit-ambiguous",
            "7 name field-control",
            "7 position field-control",
            "8 manager import-manager-unknown",
            "9 manager person-own-manager",
            "10 manager import-manager-skipped",
            "11 manager import-manager-skipped",
            "12 email import-email-twice 13",
            "13 email import-email-twice 12",
            "14 number import-number-twice 15",
            "15 number import-number-twice 14",
            "16 manager import-manager-cycle",
            "17 manager import-manager-cycle",
            "18 manager import-manager-cycle",
            "19 roles role-inside-only",
            "20 number field-required",
            "21 row import-row-length 7",
        ]);
        assert_eq!(report.problems[7].value, "Six⟨U+202E⟩xiS");
        let refused = import(&world, file, APPLY).unwrap();
        assert!(!refused.applied);
        assert_eq!(everybody(&world).len(), 1, "one problem stops all");
        let skipped = import(&world, file, SKIP).unwrap();
        assert!(skipped.applied);
        assert_eq!(skipped.created.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), ["1"]);
        assert_eq!(everybody(&world).len(), 2);
    }

    fn a_huge_field_is_one_problem(f) {
        let world = World::new(f);
        let huge = "я".repeat(5_000_000);
        let file = format!("number;name;unit\n1;\"{huge}\";it\n2;B;it\n");
        assert!(file.len() < MAX_BYTES);
        let report = preview(&world, &file);
        assert_eq!(told(&report), ["2 name field-too-long 300"]);
        assert!(report.problems[0].value.chars().count() < 100);
        let unclosed = format!("number;name;unit\n1;\"{huge};it\n2;B;it\n");
        assert_eq!(told(&preview(&world, &unclosed)), ["2 row import-row-length 3"]);
    }

    fn changes_are_told_column_by_column_and_applied(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        apply(&world, GOOD);
        f.clock.advance_seconds(3600);
        let moved = "номер;фио;почта;подразделение;руководитель;роли\n\
            0012;Петрова Анна Сергеевна;;hr;;auditor\n\
            007;Ёлкин Борис;boris@example.com;it;55;\n\
            55;О'Нил <b>Ольга</b>;;hr;;\n";
        let report = preview(&world, moved);
        assert_eq!(changes(&report), [
            "0012 email: anna.petrova@example.com -> ",
            "0012 unit: it -> hr",
            "0012 roles: provider, service_owner -> ",
            "0012 roles:  -> auditor",
            "007 email:  -> boris@example.com",
            "007 manager:  -> 55",
            "55 manager: 0012 -> ",
        ]);
        assert_eq!(report.missing.iter().map(|missing| missing.name.as_str()).collect::<Vec<_>>(), ["Чжан Вэй"]);
        apply(&world, moved);
        let anna = named(&world, "Петрова Анна Сергеевна");
        assert_eq!(anna.units, [(world.hr, None)]);
        assert_eq!(anna.roles, [(Role::Auditor, None)], "roles end with the membership");
        assert_eq!(anna.profile.position.as_deref(), Some("Инженер, «ведущий»"), "no column, no change");
        assert!(named(&world, "Чжан Вэй").active, "who is missing stays");
        let again = apply(&world, moved);
        assert_eq!((again.changed.len(), again.unchanged), (0, 3));
        // Where the file says nothing of managers, they stay.
        let silent = "номер;фио;подразделение\n007;Ёлкин Борис;it\n";
        assert_eq!(apply(&world, silent).unchanged, 1);
        // Who was let into a manager's storefront stays there when the staff list moves them.
        let boss = world.unit("boss", UnitKind::Manager);
        let boris = named(&world, "Ёлкин Борис").id;
        world
            .as_admin(move |tx, cx| {
                start_membership(tx, cx, StartMembership { person: boris, unit: boss, manager: None, from: None })
            })
            .unwrap();
        apply(&world, "номер;фио;подразделение\n007;Ёлкин Борис;hr\n");
        let units: Vec<_> = named(&world, "Ёлкин Борис").units.into_iter().map(|(unit, _)| unit).collect();
        assert_eq!(units.len(), 2);
        assert!(units.contains(&boss) && units.contains(&world.hr));
    }

    fn somebody_without_a_number_is_known_by_the_address(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let file = "номер;фио;почта;подразделение\n1;Админова Ольга;OLGA@example.com;it\n";
        let report = preview(&world, file);
        assert_eq!(changes(&report), [
            "1 number:  -> 1", "1 name: Ольга Админова -> Админова Ольга", "1 unit:  -> it",
        ]);
        apply(&world, file);
        assert_eq!(known(f, "1"), Some(world.admin));
        let admin = named(&world, "Админова Ольга");
        assert_eq!(admin.roles, [(Role::Administrator, None)], "granted by hand, not the file's to take");
        assert_eq!(apply(&world, file).unchanged, 1);
    }

    fn who_is_switched_off_stays_off(f) {
        let world = World::new(f);
        apply(&world, GOOD);
        let anna = known(f, "0012").unwrap();
        world.as_admin(move |tx, cx| switch(tx, cx, anna, false)).unwrap();
        let report = apply(&world, GOOD);
        assert_eq!(report.switched_off.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), ["0012"]);
        assert!(!read(f, move |tx| is_active(tx, anna)));
        let without = "номер;фио;подразделение\n007;Ёлкин Борис;it\n";
        let numbers: Vec<_> = preview(&world, without).missing.into_iter().map(|missing| missing.number).collect();
        assert_eq!(numbers.len(), 2);
        assert!(!numbers.contains(&"0012".to_owned()));
    }

    fn insiders_and_outsiders_do_not_mix(f) {
        let world = World::new(f);
        apply(&world, GOOD);
        world.unit("vendor", UnitKind::Vendor);
        let report = preview(&world, "номер;фио;подразделение\n007;Ёлкин Борис;vendor\n8;New;vendor\n");
        assert_eq!(told(&report), ["2 unit import-outside"]);
        apply(&world, "номер;фио;подразделение;роли\n8;New;vendor;provider\n");
        assert!(named(&world, "New").outside);
    }

    fn only_administrators_import_and_a_command_is_done_once(f) {
        let world = World::new(f);
        let head = world.member("Глава", world.it, Some(Role::UnitHead));
        for mode in [ImportMode::Preview, APPLY] {
            let refused = world.by(head, move |tx, cx| import_people(tx, cx, GOOD.as_bytes(), mode));
            assert!(matches!(refused, Err(AppError::Forbidden)));
        }
        let one = world.cx();
        let work = |tx: &mut dyn store::Tx, cx: &mut app::Cx| import_people(tx, cx, GOOD.as_bytes(), APPLY);
        assert_eq!(run(f, &one, work).unwrap().created.len(), 4);
        let again = run(f, &one, work).unwrap();
        assert!(again.applied && again.created.is_empty());
        let shown = {
            let cx = world.cx();
            read(f, move |tx| import_people(tx, &mut cx.clone(), GOOD.as_bytes(), ImportMode::Preview))
        };
        assert_eq!(shown.unchanged, 4, "a preview runs where nothing can be written");
    }

    fn thousands_come_at_once(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let file = |position: &str| {
            let rows = (0..COUNT).map(|n| {
                let manager = if n == 0 { String::new() } else { format!("{}", (n - 1) / 10) };
                format!("{n};Сотрудник № {n};p{n}@example.com;it;{manager};{position};\n")
            });
            format!("номер;фио;почта;подразделение;руководитель;должность;роли\n{}", rows.collect::<String>())
        };
        // Such files are the caller's long work: it gives them more time than a click has.
        let import = |position: &str| {
            let (cx, bytes) = (world.cx(), file(position).into_bytes());
            let limit = std::time::Duration::from_secs(120);
            f.db.within(Lane::Write, limit, move |tx| import_people(tx, &mut cx.clone(), &bytes, APPLY)).unwrap()
        };
        assert_eq!(import("Инженер").created.len(), COUNT);
        assert_eq!(import("Инженер").unchanged, COUNT);
        assert_eq!(import("Мастер").changed.len(), COUNT);
    }
}
