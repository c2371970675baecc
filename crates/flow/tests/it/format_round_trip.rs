//! What is written is read again as the same cases and steps, in every form.

use flow::format::{self, Export, Extra, Form, Gathered, Mapping, Options};
use flow::log::{Log, Meaning, Name, NewCase, Step};
use proptest::prelude::*;

const MEANINGS: [Meaning; 7] = [
    Meaning::Queue,
    Meaning::Work,
    Meaning::Customer,
    Meaning::Vendor,
    Meaning::Other,
    Meaning::Solved,
    Meaning::Closed,
];

/// A case as one would write it down.
type Shown = (String, Vec<String>, Vec<(String, String, String, i64)>);

fn shown(log: &Log, extras: &[Extra]) -> Vec<Shown> {
    let text = |name: Name| log.names.text(name).to_owned();
    let case = |(n, case): (usize, &flow::log::Case)| {
        let extra = extras.get(n);
        let name = |name: Option<Name>| name.map(text).unwrap_or_default();
        let said = vec![
            format!("{:?} {:?} {:?} {:?}", case.opened, case.answered, case.solved, case.closed),
            format!("{:?} {:?}", case.promise_kept, extra.and_then(|extra| extra.reopened)),
            text(case.service),
            text(case.unit),
            text(case.customer),
            text(case.priority),
            name(extra.map(|extra| extra.customer_person)),
            name(extra.map(|extra| extra.title)),
            name(extra.map(|extra| extra.channel)),
        ];
        let steps = log.steps(case);
        let steps = steps.iter().map(|s| (text(s.activity), text(s.team), text(s.person), s.at)).collect();
        (case.key.to_string(), said, steps)
    };
    let mut cases: Vec<Shown> = log.cases().iter().enumerate().map(case).collect();
    cases.sort();
    cases
}

fn mapping(form: Export) -> Mapping {
    match form {
        Export::Csv => Mapping::csv(),
        Export::Xes => Mapping::xes(),
        Export::OcelJson | Export::OcelXml | Export::OcelSqlite => Mapping::ocel(),
    }
}

fn through(form: Export, log: &Log, extras: &[Extra]) -> Gathered {
    let mut file = Vec::new();
    format::write(form, log, extras, &mut file).unwrap();
    let mapping = mapping(form);
    let mut source = format::open(&file[..], &mapping.options()).unwrap();
    let read = match form {
        Export::Csv => Form::Csv,
        Export::Xes => Form::Xes,
        Export::OcelJson => Form::OcelJson,
        Export::OcelXml => Form::OcelXml,
        Export::OcelSqlite => Form::OcelSqlite,
    };
    assert_eq!(source.form, read);
    format::gather(&mut source, &mapping).unwrap()
}

/// Texts with everything that a format could stumble over, but without blanks around them.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z]{1,6}",
        2 => "[А-Яа-яё]{1,8}",
        1 => "[a-z<>&\"';,\\]\\[{}\\\\/?:% \t\n-]{1,12}",
        1 => "['=+@-]{1,3}[a-z0-9]{0,4}",
        1 => "\\PC{1,5}",
    ]
    .prop_map(|text| text.trim().to_owned())
    .prop_filter("something", |text| !text.is_empty())
}

fn some() -> impl Strategy<Value = Option<String>> {
    proptest::option::weighted(0.7, text())
}

fn time() -> impl Strategy<Value = i64> {
    // From 1970 to 2100, to the millisecond.
    0..4_102_444_800_000_i64
}

prop_compose! {
    fn case()(
        names in (some(), some(), some(), some(), some(), some(), some()),
        times in (time(), proptest::option::of(time()), proptest::option::of(time()), proptest::option::of(time())),
        promise_kept in any::<Option<bool>>(),
        reopened in proptest::option::of(0..20_u32),
        steps in proptest::collection::vec((text(), some(), some(), 0..100_000_000_i64), 1..6),
    ) -> Given {
        (names, times, promise_kept, reopened, steps)
    }
}

type Named = (
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);
type Times = (i64, Option<i64>, Option<i64>, Option<i64>);
type Given = (Named, Times, Option<bool>, Option<u32>, Vec<Moved>);
type Moved = (String, Option<String>, Option<String>, i64);

fn build(cases: Vec<Given>) -> (Log, Vec<Extra>) {
    let mut log = Log::default();
    let mut extras = Vec::new();
    for (n, (names, times, promise_kept, reopened, steps)) in cases.into_iter().enumerate() {
        let mut name = |text: Option<String>| log.names.intern(&text.unwrap_or_default());
        let new = NewCase {
            id: n as u128,
            key: format!("№ {n}; \"<&>\"").into(),
            opened: times.0,
            answered: times.1,
            solved: times.2,
            closed: times.3,
            promise_kept,
            service: name(names.0),
            unit: name(names.1),
            customer: name(names.2),
            priority: name(names.3),
        };
        let [customer_person, title, channel] = [names.4, names.5, names.6].map(&mut name);
        extras.push(Extra { line: 0, customer_person, title, channel, reopened });
        let mut at = times.0;
        let mut moves = Vec::new();
        for (activity, team, person, later) in steps {
            at += later;
            let activity = name(Some(activity));
            moves.push(Step { activity, team: name(team), person: name(person), at });
        }
        for step in &moves {
            log.mean(step.activity, MEANINGS[step.activity.0 as usize % 7]);
        }
        log.push(new, moves);
    }
    // One with everything, so that no column is wholly missing: then states would tell what it does not.
    let full = log.names.intern("full");
    let new = NewCase {
        id: u128::MAX,
        key: "full".into(),
        opened: 1,
        answered: Some(2),
        solved: Some(3),
        closed: Some(4),
        promise_kept: Some(true),
        service: full,
        unit: full,
        customer: full,
        priority: full,
    };
    log.push(new, [Step { activity: full, team: full, person: full, at: 1 }]);
    extras.push(Extra { line: 0, customer_person: full, title: full, channel: full, reopened: Some(1) });
    (log, extras)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_form_brings_back_what_was_written(cases in proptest::collection::vec(case(), 1..8)) {
        let (log, extras) = build(cases);
        for form in Export::ALL {
            let read = through(form, &log, &extras);
            prop_assert_eq!(shown(&read.log, &read.extras), shown(&log, &extras), "{:?}", form);
            for seen in &read.activities {
                let name = log.names.find(read.log.names.text(seen.activity)).unwrap();
                prop_assert_eq!(seen.meaning, Some(log.meaning(name)));
            }
            prop_assert_eq!(read.report.rejected, 0);
        }
    }
}

#[test]
fn formulas_are_guarded_in_csv_and_read_as_they_were() {
    let mut log = Log::default();
    let [state, team, unit] = ["=cmd|' /C calc'!A0", "+7 999", "'@x"].map(|name| log.names.intern(name));
    let new = NewCase { key: "-1-1".into(), opened: 1, unit, ..NewCase::default() };
    log.push(new, [Step { activity: state, team, person: Name::NONE, at: 1 }]);
    let mut file = Vec::new();
    format::write(Export::Csv, &log, &[], &mut file).unwrap();
    let text = String::from_utf8(file).unwrap();
    for cell in ["'-1-1,", ",'=cmd|", ",'+7 999,", ",''@x,"] {
        assert!(text.contains(cell), "{cell} {text}");
    }
    assert_eq!(shown(&through(Export::Csv, &log, &[]).log, &[]), shown(&log, &[]));
    // In a file of another system an apostrophe is what it is.
    let other = "number,state,date\n1,'=x,2026-01-01T00:00:00Z\n";
    let mut source = format::open(other.as_bytes(), &Options::default()).unwrap();
    assert_eq!(source.preview(9).unwrap()[0].cell(1), Some("'=x"));
}

#[test]
fn the_order_of_steps_survives_equal_and_falling_times() {
    let mut log = Log::default();
    let names = ["a", "b", "c", "d"].map(|name| log.names.intern(name));
    let step = |n: usize, at| Step { activity: names[n], team: Name::NONE, person: Name::NONE, at };
    let new = NewCase { key: "1".into(), opened: 5, ..NewCase::default() };
    log.push(new, [step(2, 60_000), step(0, 60_000), step(3, 30_000), step(1, 60_000)]);
    for form in Export::ALL {
        let read = through(form, &log, &[]);
        assert_eq!(shown(&read.log, &[]), shown(&log, &[]), "{form:?}");
    }
}

#[test]
fn the_types_of_objects_are_offered() {
    let mut log = Log::default();
    let [activity, team, person] = ["new", "Network", "Ann"].map(|name| log.names.intern(name));
    for key in ["1", "2"] {
        let steps = [1, 2].map(|at| Step { activity, team, person, at });
        log.push(NewCase { key: key.into(), service: person, ..NewCase::default() }, steps);
    }
    for form in [Export::OcelJson, Export::OcelXml, Export::OcelSqlite] {
        let mut file = Vec::new();
        format::write(form, &log, &[], &mut file).unwrap();
        let source = format::open(&file[..], &Options::default()).unwrap();
        assert_eq!(source.case_type.as_deref(), Some("request"));
        let types: Vec<_> =
            source.types.iter().map(|kind| (kind.name.as_str(), kind.objects, kind.events)).collect();
        assert_eq!(types[0], ("request", 2, 4));
        for kind in [("team", 1, 4), ("person", 1, 4), ("service", 1, 2)] {
            assert!(types.contains(&kind), "{form:?} {types:?}");
        }
        // Another choice: the team is the case, and has four events.
        let options = Options { case_type: Some("team".to_owned()), ..Options::default() };
        let mut source = format::open(&file[..], &options).unwrap();
        let mut mapping = Mapping::ocel();
        mapping.columns.insert(format::Role::Case, "ocel:oid".to_owned());
        let read = format::gather(&mut source, &mapping).unwrap();
        assert_eq!((read.log.cases().len(), read.log.events()), (1, 4));
        assert_eq!(&*read.log.cases()[0].key, "team:Network");
        let options = Options { case_type: Some("order".to_owned()), ..Options::default() };
        let error = format::open(&file[..], &options).unwrap_err();
        assert_eq!(error.kind, format::TroubleKind::NoObjectType { name: "order".to_owned() });
    }
}
