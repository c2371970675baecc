//! CSV under a mapping: what is read, what is repaired, what is refused.

use std::collections::BTreeMap;
use std::io::Write;

use flow::format::{self, Done, Doubt, Gathered, Mapping, Options, Role, Trouble, TroubleKind};
use flow::log::Meaning;

fn mapping(dates: &[&str]) -> Mapping {
    let columns = [(Role::Case, "case"), (Role::Activity, "state"), (Role::Time, "at")];
    Mapping {
        zone: Some("Europe/Moscow".to_owned()),
        dates: dates.iter().map(|date| (*date).to_owned()).collect(),
        columns: columns.map(|(role, name)| (role, name.to_owned())).into(),
        ..Mapping::default()
    }
}

fn with(mut mapping: Mapping, role: Role, column: &str) -> Mapping {
    mapping.columns.insert(role, column.to_owned());
    mapping
}

fn read(bytes: &[u8], mapping: &Mapping) -> Result<Gathered, Trouble> {
    format::gather(&mut format::open(bytes, &mapping.options())?, mapping)
}

/// Each case with its steps, as one would write them down.
fn shown(read: &Gathered) -> Vec<String> {
    let log = &read.log;
    let case = |case: &flow::log::Case| {
        let steps: Vec<_> =
            log.steps(case).iter().map(|step| log.names.text(step.activity).to_owned()).collect();
        format!("{}: {}", case.key, steps.join(" "))
    };
    log.cases().iter().map(case).collect()
}

fn notes(read: &Gathered) -> Vec<(u64, &str, Option<&str>, Done)> {
    read.report
        .notes
        .iter()
        .map(|note| (note.trouble.line, note.trouble.kind.code(), note.trouble.value.as_deref(), note.done))
        .collect()
}

#[test]
fn cells_are_read_as_written() {
    let text = "case;state;at\r\n\r\n1;\"new; \"\"urgent\"\"\r\nindeed\";2024-01-10 10:00\r\n2;new;2024-01-10 11:00\r1;done;2024-01-11 10:00";
    let read = read(text.as_bytes(), &mapping(&[])).unwrap();
    assert_eq!(shown(&read), ["1: new; \"urgent\"\r\nindeed done", "2: new"]);
    assert_eq!(read.sources.iter().map(|source| source.line).collect::<Vec<_>>(), [3, 6, 5]);
    // Moscow is three hours ahead.
    assert_eq!(read.log.cases()[1].opened, 1_704_873_600_000);
}

#[test]
fn the_delimiter_is_found() {
    for sign in [",", ";", "\t", "|"] {
        let text = "case,state,at\n1,new,2024-01-10\n".replace(',', sign);
        assert_eq!(shown(&read(text.as_bytes(), &mapping(&[])).unwrap()), ["1: new"], "{sign:?}");
    }
    let text = "sep=;\ncase;state;at\n1;new;2024-01-10\n";
    assert_eq!(shown(&read(text.as_bytes(), &mapping(&[])).unwrap()), ["1: new"]);
}

#[test]
fn windows_1251_and_marks_are_recognised() {
    let text = "case;state;at\n1;Зарегистрирована;2024-01-10\n1;Закрыта;2024-01-11\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
    assert_eq!(shown(&read(&bytes, &mapping(&[])).unwrap()), ["1: Зарегистрирована Закрыта"]);
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    assert_eq!(shown(&read(&marked, &mapping(&[])).unwrap()), ["1: Зарегистрирована Закрыта"]);
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(shown(&read(&wide, &mapping(&[])).unwrap()), ["1: Зарегистрирована Закрыта"]);
    // Far from the beginning, where nothing but ASCII came before.
    let many = "1;new;2024-01-10\n".repeat(10_000);
    let text = format!("case;state;at\n{many}2;Закрыта;2024-01-11\n");
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(&text);
    assert_eq!(shown(&read(&bytes, &mapping(&[])).unwrap())[1], "2: Закрыта");
}

#[test]
fn a_wrong_encoding_is_an_error_with_its_line() {
    let text = "case,state,at\n1,new,2024-01-10\n1,Caf\u{e9},2024-01-10\n";
    let bytes: Vec<u8> = text.chars().map(|sign| sign as u8).collect();
    let error = read(&bytes, &mapping(&[])).unwrap_err();
    assert_eq!(error.kind, TroubleKind::Encoding { assumed: "UTF-8" });
    let named = Mapping {
        file: format::FileHints { encoding: Some("windows-1252".to_owned()), ..Default::default() },
        ..mapping(&[])
    };
    assert_eq!(shown(&read(&bytes, &named).unwrap()), ["1: new Café"]);
    // Named as UTF-8, it is never taken for another.
    let named = Mapping {
        file: format::FileHints { encoding: Some("utf-8".to_owned()), ..Default::default() },
        ..mapping(&[])
    };
    assert_eq!(read(&bytes, &named).unwrap_err().line, 3);
}

#[test]
fn rows_that_cannot_be_used_are_named() {
    let text = "case,state,at\n1,new,2024-01-10\n1,work\n,work,2024-01-10\n1,,2024-01-10\n1,work,\n1,work,soon\n1,done,2024-01-12,,\n1,done,2024-01-12,x\n";
    let read = read(text.as_bytes(), &mapping(&[])).unwrap();
    assert_eq!(shown(&read), ["1: new done"]);
    let rejected = Done::RowRejected;
    assert_eq!(
        notes(&read),
        [
            (3, "ragged", None, rejected),
            (4, "no_case", None, rejected),
            (5, "no_activity", None, rejected),
            (6, "no_time", None, rejected),
            (7, "not_a_date", Some("soon"), rejected),
            (9, "ragged", None, rejected),
        ]
    );
    assert_eq!((read.report.rows, read.report.rejected), (8, 6));
}

#[test]
fn dates_in_several_ways_are_repaired_only_when_each_is_clear() {
    let text = "case,state,at\n1,new,13.02.2024 10:00\n1,work,2024-02-14 10:00\n1,done,02/15/2024 10:00\n";
    let clear = read(text.as_bytes(), &mapping(&["%d.%m.%Y %H:%M", "iso", "%m/%d/%Y %H:%M"])).unwrap();
    assert_eq!(shown(&clear), ["1: new work done"]);
    assert_eq!(clear.report.count(&TroubleKind::OtherPattern { pattern: String::new() }), 2);
    assert_eq!(notes(&clear)[1], (4, "other_pattern", Some("02/15/2024 10:00"), Done::Repaired));

    let text = "case,state,at\n1,new,13.02.2024 10:00\n1,work,02/03/2024 10:00\n";
    let both = ["%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"];
    let error = read(text.as_bytes(), &mapping(&both)).unwrap_err();
    assert_eq!(
        error.kind,
        TroubleKind::MixedDates { patterns: both[1..].iter().map(|p| (*p).to_owned()).collect() }
    );
    assert_eq!(
        (error.line, error.column.as_deref(), error.value.as_deref()),
        (3, Some("at"), Some("02/03/2024 10:00"))
    );
}

#[test]
fn a_day_where_the_month_should_be_stops_the_reading() {
    // The first two would be read as the second of March and the third of April, wrongly.
    let text = "case,state,at\n1,new,02/03/2024\n1,work,03/04/2024\n1,done,02/25/2024\n";
    let error = read(text.as_bytes(), &mapping(&["%d/%m/%Y"])).unwrap_err();
    assert!(matches!(error.kind, TroubleKind::MixedDates { .. }), "{error}");
    assert_eq!((error.line, error.value.as_deref()), (4, Some("02/25/2024")));
}

#[test]
fn times_that_clocks_skip_or_repeat_are_noted() {
    let mapping = Mapping { zone: Some("Europe/Berlin".to_owned()), ..mapping(&[]) };
    let text = "case,state,at\n1,new,2024-03-31 02:30\n1,done,2024-10-27 02:30\n1,closed,2024-10-27T02:30:00+01:00\n";
    let read = read(text.as_bytes(), &mapping).unwrap();
    assert_eq!(read.report.count(&TroubleKind::ClockChange), 2);
    let times = read.log.steps(&read.log.cases()[0]).at.to_vec();
    assert_eq!(times, [1_711_848_600_000, 1_729_989_000_000, 1_729_992_600_000]);
}

#[test]
fn times_outside_the_years_that_every_format_writes_are_none() {
    let of = |pattern: &str, date: &str| {
        let text = format!("case,state,at\n1,new,{date}\n");
        let read = read(text.as_bytes(), &mapping(&[pattern])).unwrap();
        read.log.cases().first().map(|case| case.opened)
    };
    for date in ["-9223372036854775808", "9223372036854775807", "-62167219200001", "253402207200000"] {
        assert_eq!(of("epoch_ms", date), None, "{date}");
        assert_eq!(of("epoch", date), None, "{date}");
    }
    assert_eq!(of("epoch_ms", "-62167219200000"), Some(-62_167_219_200_000));
    assert_eq!(of("epoch", "253402207199"), Some(253_402_207_199_000));
    assert_eq!(of("iso", "0000-01-01T01:00:00+01:00"), Some(-62_167_219_200_000));
    assert_eq!(of("iso", "0000-01-01T00:00:00+01:00"), None);
}

#[test]
fn order_is_that_of_the_source() {
    // By the column, where it rises with time.
    let text = "case,state,at,n\n1,done,2024-01-12,3\n1,new,2024-01-10,1\n1,work,2024-01-10,2\n";
    let numbered = with(mapping(&[]), Role::Order, "n");
    let by_column = read(text.as_bytes(), &numbered).unwrap();
    assert_eq!(shown(&by_column), ["1: new work done"]);
    assert_eq!(notes(&by_column), [(2, "out_of_order", None, Done::Repaired)]);
    // By rows, where the column is at odds with both rows and time.
    let text = "case,state,at,n\n1,new,2024-01-10,2\n1,work,2024-01-11,1\n1,done,2024-01-12,3\n";
    let by_rows = read(text.as_bytes(), &numbered).unwrap();
    assert_eq!(shown(&by_rows), ["1: new work done"]);
    assert_eq!(notes(&by_rows), [(2, "order_broken", None, Done::Kept)]);
    // The newest first.
    let text = "case,state,at\n1,done,2024-01-12\n1,work,2024-01-11\n1,new,2024-01-10\n";
    let turned = read(text.as_bytes(), &mapping(&[])).unwrap();
    assert_eq!(shown(&turned), ["1: new work done"]);
    assert_eq!(notes(&turned), [(2, "reversed", None, Done::Repaired)]);
    // Neither: the rows as they stand, and a note.
    let text = "case,state,at\n1,new,2024-01-10\n1,work,2024-01-13\n1,done,2024-01-12\n";
    let kept = read(text.as_bytes(), &mapping(&[])).unwrap();
    assert_eq!(shown(&kept), ["1: new work done"]);
    assert_eq!(notes(&kept), [(4, "out_of_order", None, Done::Kept)]);
    // By time, when the mapping says so.
    let by_time = read(text.as_bytes(), &with(mapping(&[]), Role::Order, "at")).unwrap();
    assert_eq!(shown(&by_time), ["1: new done work"]);
}

#[test]
fn duplicates_are_left_out_where_rows_can_be_told_apart() {
    let text = "case,state,at,n\n1,new,2024-01-10,1\n1,new,2024-01-10,1\n1,done,2024-01-11,2\n";
    let apart = read(text.as_bytes(), &with(mapping(&[]), Role::Order, "n")).unwrap();
    assert_eq!(shown(&apart), ["1: new done"]);
    assert_eq!(notes(&apart), [(3, "duplicate_row", None, Done::RowRejected)]);
    // Nothing tells two entries of the same minute from one written twice.
    let plain = read(text.as_bytes(), &mapping(&[])).unwrap();
    assert_eq!(shown(&plain), ["1: new new done"]);
    assert_eq!(notes(&plain), [(3, "duplicate_row", None, Done::Kept)]);
    assert_ne!(plain.sources[0].print, plain.sources[1].print);
    let text = "case,state,at,id\n1,new,2024-01-10,e1\n1,done,2024-01-11,e1\n2,new,2024-01-10,e2\n";
    let twice = read(text.as_bytes(), &with(mapping(&[]), Role::Event, "id")).unwrap();
    assert_eq!(shown(&twice), ["1: new", "2: new"]);
    assert_eq!(notes(&twice), [(3, "duplicate_id", Some("e1"), Done::RowRejected)]);
}

#[test]
fn a_longer_file_keeps_the_prints_of_the_shorter() {
    let short = "case,state,at\n1,new,2024-01-10\n2,new,2024-01-10\n";
    let long = format!("{short}1,done,2024-01-11\n3,new,2024-01-12\n");
    let prints = |text: &str| -> Vec<u128> {
        read(text.as_bytes(), &mapping(&[])).unwrap().sources.iter().map(|source| source.print).collect()
    };
    let (short, long) = (prints(short), prints(&long));
    assert!(short.iter().all(|print| long.contains(print)));
    assert_eq!(long.len(), 4);
}

#[test]
fn the_newest_row_has_the_last_word_on_a_case() {
    let text = "case,state,at,prio,solved,kept\n1,new,2024-01-10,high,,yes\n1,solved,2024-01-11,low,2024-01-11,yes\n1,work,2024-01-12,,,no\n";
    let full = [(Role::Priority, "prio"), (Role::Solved, "solved"), (Role::PromiseKept, "kept")];
    let mapping = full.into_iter().fold(mapping(&[]), |mapping, (role, column)| with(mapping, role, column));
    let given = read(text.as_bytes(), &mapping).unwrap();
    let case = &given.log.cases()[0];
    assert_eq!(given.log.names.text(case.priority), "low");
    assert!(case.solved.is_some());
    assert_eq!(case.promise_kept, Some(false));
    let snapshot = read(text.as_bytes(), &Mapping { snapshot: true, ..mapping }).unwrap();
    let case = &snapshot.log.cases()[0];
    assert!(!case.priority.given() && case.solved.is_none());
}

#[test]
fn states_tell_what_columns_do_not() {
    let meanings = [("Решена", Meaning::Solved), ("Закрыта", Meaning::Closed), ("Новая", Meaning::Queue)];
    let mapping = Mapping {
        meanings: meanings
            .map(|(state, meaning)| (state.to_owned(), meaning))
            .into_iter()
            .collect::<BTreeMap<_, _>>(),
        ..mapping(&[])
    };
    let text = "case,state,at\n1,Новая,2024-01-10T00:00:00Z\n1,Решена,2024-01-11T00:00:00Z\n1,Закрыта,2024-01-12T00:00:00Z\n2,Решена,2024-01-11\n2,Снова,2024-01-12\n";
    let read = read(text.as_bytes(), &mapping).unwrap();
    let [first, second] = read.log.cases() else { panic!("two cases") };
    let day = 86_400_000;
    assert_eq!((first.solved, first.closed), (Some(first.opened + day), Some(first.opened + 2 * day)));
    assert_eq!((second.solved, second.closed), (None, None));
}

#[test]
fn a_mapping_is_saved_and_read_again() {
    for mapping in [Mapping::servicenow(), Mapping::xes(), Mapping::ocel(), Mapping::csv()] {
        assert_eq!(Mapping::from_toml(&mapping.to_toml()).unwrap(), mapping);
    }
    let error = Mapping::from_toml("name = \"x\"\n[columns]\ncolour = \"red\"\n").unwrap_err();
    assert!(matches!(error.kind, TroubleKind::BadMapping { .. }));
    assert_eq!(error.line, 3);
    // Of a control character in a comment the parser of TOML gives the place alone.
    let error = Mapping::from_toml("name = \"x\"\n# \0\n").unwrap_err();
    assert_eq!(error.to_string(), "line 2: the mapping cannot be read: this is no TOML");
    let error =
        read(b"case,state,at\n1,a,2024-01-01\n", &with(mapping(&[]), Role::Time, "when")).unwrap_err();
    assert_eq!(error.kind, TroubleKind::NoColumn { role: Some(Role::Time) });
    let mut without = mapping(&[]);
    without.columns.remove(&Role::Case);
    assert_eq!(read(b"case\n1\n", &without).unwrap_err().kind, TroubleKind::NotMapped { role: Role::Case });
}

#[test]
fn a_russian_export_is_mapped_by_itself() {
    let text = "Номер;Статус;Дата изменения;Рабочая группа;Исполнитель;Заявитель;Услуга;Тема;Приоритет;Дата создания\n\
                1;Новая;03.04.2024 10:00;Первая линия;;Иванов;Почта;Не приходит;Высокий;03.04.2024 09:58\n\
                1;В работе;04.04.2024 11:30;Первая линия;Петров;Иванов;Почта;Не приходит;Высокий;03.04.2024 09:58\n\
                1;Ожидание заявителя;05.04.2024 11:30;Первая линия;Петров;Иванов;Почта;Не приходит;Высокий;03.04.2024 09:58\n\
                1;Закрыта;25.04.2024 18:00;Первая линия;Петров;Иванов;Почта;Не приходит;Высокий;03.04.2024 09:58\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
    let mut source = format::open(&bytes[..], &Options::default()).unwrap();
    let columns = source.columns().to_vec();
    let rows = source.preview(100).unwrap();
    let found = format::suggest(&columns, &rows);
    let column = |role| found.mapping.column(role).unwrap_or("-");
    use Role::{Activity, Case, CustomerPerson, Opened, Person, Priority, Service, Team, Time, Title};
    assert_eq!(
        [Case, Activity, Time, Team, Person, CustomerPerson, Service, Title, Priority, Opened].map(column),
        [
            "Номер",
            "Статус",
            "Дата изменения",
            "Рабочая группа",
            "Исполнитель",
            "Заявитель",
            "Услуга",
            "Тема",
            "Приоритет",
            "Дата создания"
        ]
    );
    assert_eq!(found.mapping.dates, ["%d.%m.%Y[ %H:%M[:%S]]"]);
    assert_eq!(found.doubts, [Doubt::ZoneNeeded, Doubt::MeaningsGuessed]);
    let meaning = |state: &str| found.mapping.meanings.get(state).copied();
    assert_eq!(meaning("Ожидание заявителя"), Some(Meaning::Customer));
    assert_eq!(meaning("Закрыта"), Some(Meaning::Closed));
    let mapping = Mapping { zone: Some("Europe/Moscow".to_owned()), ..found.mapping };
    assert_eq!(shown(&read(&bytes, &mapping).unwrap()), ["1: Новая В работе Ожидание заявителя Закрыта"]);
}

#[test]
fn the_order_of_day_and_month_is_asked_when_no_value_decides() {
    let guess = |dates: [&str; 2]| {
        let text = format!("case,state,time\n1,a,{}\n1,b,{}\n", dates[0], dates[1]);
        let mut source = format::open(text.as_bytes(), &Options::default()).unwrap();
        let columns = source.columns().to_vec();
        let rows = source.preview(10).unwrap();
        let found = format::suggest(&columns, &rows);
        (found.mapping.dates, found.doubts)
    };
    let [day, month] = ["%d/%m/%Y[ %H:%M[:%S]]", "%m/%d/%Y[ %H:%M[:%S]]"];
    assert_eq!(guess(["13/02/2024", "01/02/2024"]).0, [day]);
    assert_eq!(guess(["02/13/2024", "01/02/2024"]).0, [month]);
    let (dates, doubts) = guess(["03/02/2024", "01/02/2024"]);
    assert_eq!(dates, [day]);
    assert!(
        doubts.contains(&Doubt::DayOrMonth { patterns: vec![day.to_owned(), month.to_owned()] }),
        "{doubts:?}"
    );
    let (_, doubts) = guess(["13/02/2024", "02/13/2024"]);
    assert!(matches!(doubts[0], Doubt::MixedDates { .. }), "{doubts:?}");
}

#[test]
fn the_order_of_day_and_month_is_asked_among_several_ways_too() {
    let doubts = |slashed: &str| {
        let text = format!(
            "case,state,time\n1,new,13.02.2024 10:00\n1,work,2024-02-14 10:00\n1,done,{slashed} 10:00\n"
        );
        let mut source = format::open(text.as_bytes(), &Options::default()).unwrap();
        let columns = source.columns().to_vec();
        format::suggest(&columns, &source.preview(10).unwrap()).doubts
    };
    let asked = |doubts: &[Doubt]| doubts.iter().any(|doubt| matches!(doubt, Doubt::DayOrMonth { .. }));
    assert!(asked(&doubts("03/04/2024")));
    let clear = doubts("02/15/2024");
    assert!(!asked(&clear), "{clear:?}");
    assert!(clear.iter().any(|doubt| matches!(doubt, Doubt::SeveralPatterns { .. })), "{clear:?}");
}

#[test]
fn progress_is_told_in_bytes_of_the_packed_file() {
    let text = "case,state,at\n1,new,2024-01-10\n".to_owned();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let seen = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let into = seen.clone();
    let watch = move |progress: format::Progress| {
        into.store(progress.bytes, std::sync::atomic::Ordering::Relaxed);
        std::ops::ControlFlow::Continue(())
    };
    let options = Options { watch: Some(std::sync::Arc::new(watch)), ..Options::default() };
    let read = format::gather(&mut format::open(&packed[..], &options).unwrap(), &mapping(&[])).unwrap();
    assert_eq!(shown(&read), ["1: new"]);
    assert_eq!(seen.load(std::sync::atomic::Ordering::Relaxed), packed.len() as u64);
}

#[test]
fn logs_of_others_in_standard_formats_are_mapped_by_themselves() {
    let guess = |text: &str| {
        let mut source = format::open(text.as_bytes(), &Options::default()).unwrap();
        let rows = source.preview(10).unwrap();
        let found = format::suggest(source.columns(), &rows);
        let read =
            format::gather(&mut format::open(text.as_bytes(), &Options::default()).unwrap(), &found.mapping)
                .unwrap();
        (found, shown(&read))
    };
    let ocel = r#"{"objectTypes":[],"eventTypes":[],"objects":[
        {"id":"o1","type":"order","attributes":[{"name":"priority","value":"high","time":"1970-01-01T00:00:00Z"}],
            "relationships":[{"objectId":"c1","qualifier":"places"}]},{"id":"c1","type":"customer"}],
        "events":[{"id":"e1","type":"place order","time":"2024-01-01T10:00:00Z","relationships":[{"objectId":"o1","qualifier":""}]},
        {"id":"e2","type":"closed","time":"2024-01-02T10:00:00Z","relationships":[{"objectId":"o1","qualifier":""}]}]}"#;
    let (found, cases) = guess(ocel);
    assert_eq!(cases, ["o1: place order closed"]);
    assert_eq!(found.mapping.column(Role::Priority), Some("case:priority"));
    assert_eq!(found.mapping.column(Role::Event), Some("ocel:eid"));
    assert_eq!(found.mapping.meanings.get("closed"), Some(&Meaning::Closed));

    let xes = "<log><trace><string key=\"concept:name\" value=\"7\"/><string key=\"product\" value=\"Mail\"/><event>\
        <string key=\"concept:name\" value=\"Queued\"/><date key=\"time:timestamp\" value=\"2012-05-01T10:00:00.000+02:00\"/>\
        <string key=\"org:resource\" value=\"Ann\"/></event></trace></log>";
    let (found, cases) = guess(xes);
    assert_eq!(cases, ["7: Queued"]);
    assert_eq!(found.mapping.column(Role::Person), Some("org:resource"));
    assert_eq!(found.mapping.column(Role::Service), Some("case:product"));
}
