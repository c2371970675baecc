//! The history of another system through HTTP: the way from a file to its report, files that are made to do harm, and what the door
//! keeps out.
#![expect(clippy::unwrap_used, reason = "these are tests")]

mod support;

use std::io::Write as _;
use std::time::{Duration, Instant};

use app::logs::Told;
use axum::body::Body;
use axum::http::Request;
use flate2::Compression;
use flate2::write::GzEncoder;
use store::blobs::BlobName;
use store::repo::import_batch::{self, ImportState};
use support::world::World;
use support::{Answer, Browser, wait};
use testkit::{Fixture, each_db};
use web::server::Seat;

const LOGS: &str = "/admin/import-log";

/// A document that would unfold to billions of words.
const LAUGHS: &str = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
    <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><log><trace><string key=\"x\" value=\"&c;\"/></trace></log>";

/// A log of so many requests.
fn log(requests: usize) -> String {
    let mut text = String::from("number,state,date,team,caller\n");
    for n in 0..requests {
        text.push_str(&format!("A-{n},New,2026-02-01 09:00,First line,Caller {}\n", n % 3));
        text.push_str(&format!("A-{n},Closed,2026-02-02 10:30,Second line,Caller {}\n", n % 3));
    }
    text
}

fn gzip(parts: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    parts.for_each(|part| encoder.write_all(&part).unwrap());
    encoder.finish().unwrap()
}

/// Sends a form with a file.
fn send(browser: &mut Browser, action: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.bytes());
    }
    let (field, name, bytes) = file;
    let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n");
    body.extend(head.bytes());
    body.extend(b"Content-Type: application/octet-stream\r\n\r\n");
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let request = Request::post(action)
        .header("content-type", "multipart/form-data; boundary=edge")
        .header("sec-fetch-site", "same-origin");
    browser.ask(request.body(Body::from(body)).unwrap())
}

fn upload(world: &World, browser: &mut Browser, name: &str, bytes: &[u8]) -> Answer {
    let page = browser.get(LOGS);
    let (csrf, unit) = (page.hidden("csrf").unwrap(), world.providers.to_string());
    let fields = [("csrf", csrf.as_str()), ("unit", &unit), ("source", "Old")];
    send(browser, LOGS, &fields, ("file", name, bytes))
}

/// The fields of the mapping form of a page as a browser would send them.
fn fields(page: &str) -> Vec<(String, String)> {
    let html = scraper::Html::parse_document(page);
    let of = |selector: &str| scraper::Selector::parse(selector).unwrap();
    let mut all = Vec::new();
    let form = html.select(&of("form#map")).next().unwrap();
    for control in form.select(&of("input, select, textarea")) {
        let element = control.value();
        let Some(name) = element.attr("name") else { continue };
        let value = match element.name() {
            "select" => control
                .select(&of("option[selected]"))
                .next()
                .or_else(|| control.select(&of("option")).next())
                .and_then(|option| option.attr("value"))
                .unwrap_or_default()
                .to_owned(),
            "textarea" => control.text().collect::<String>().trim_start_matches('\n').to_owned(),
            _ if element.attr("type") == Some("checkbox") => match element.attr("checked") {
                Some(_) => element.attr("value").unwrap_or("on").to_owned(),
                None => continue,
            },
            _ => element.attr("value").unwrap_or_default().to_owned(),
        };
        all.push((name.to_owned(), value));
    }
    all
}

/// Sends the mapping form of a page as it stands, with some fields changed.
fn map(browser: &mut Browser, path: &str, act: &str, changed: &[(&str, &str)]) -> Answer {
    let page = browser.get(path);
    assert_eq!(page.status, 200, "{}", page.body);
    let mut all = fields(&page.body);
    for (name, value) in changed {
        all.retain(|(known, _)| known != name);
        all.push(((*name).to_owned(), (*value).to_owned()));
    }
    all.push(("act".to_owned(), act.to_owned()));
    let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &all)
}

/// Waits for an import to end.
fn ended(world: &World, path: &str) -> (ImportState, Told) {
    let id = uuid::Uuid::try_parse(path.rsplit('/').next().unwrap()).unwrap();
    let began = Instant::now();
    loop {
        let batch = wait(world.site.read(move |tx| Ok(import_batch::by_id(tx, id)?))).unwrap().unwrap();
        if !batch.state.is_running() {
            return (batch.state, Told::read(&batch));
        }
        assert!(began.elapsed() < Duration::from_secs(60), "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

each_db! {
    fn from_a_file_to_its_report(f) {
        let world = World::new(f);
        let mut browser = world.browser(Seat::UnitHead);
        assert!(browser.get("/u/it").says("/admin/import-log?unit=it"));
        let sent = upload(&world, &mut browser, "журнал.csv.gz", &gzip(std::iter::once(log(30).into_bytes())));
        assert_eq!(sent.status, 303, "{}", sent.body);
        let page = browser.get(sent.location());
        assert!(page.says("журнал.csv.gz") && page.says("Europe/Moscow") && page.says("Closed"), "{}", page.body);
        // Shown again, saved, loaded, downloaded, brought as a file.
        let shown = map(&mut browser, sent.location(), "show", &[("meaning.0", "queue")]);
        assert_eq!(shown.status, 303, "{}", shown.body);
        let saved = map(&mut browser, shown.location(), "save", &[("name", "Старая система")]);
        assert_eq!(saved.status, 303, "{}", saved.body);
        let toml = browser.get("/admin/import-log/mapping.toml?name=%D0%A1%D1%82%D0%B0%D1%80%D0%B0%D1%8F%20%D1%81%D0%B8%D1%81%D1%82%D0%B5%D0%BC%D0%B0");
        assert!(toml.says("activity = \"state\"") && toml.says("New = \"queue\""), "{}", toml.body);
        let page = browser.get(sent.location());
        let csrf = page.hidden("csrf").unwrap();
        let from_file = format!("{}/file", sent.location());
        let from_file =
            send(&mut browser, &from_file, &[("csrf", &csrf)], ("mapping", "m.toml", toml.body.as_bytes()));
        assert_eq!(from_file.status, 303, "{}", from_file.body);
        let broken = format!("{}/file", sent.location());
        let broken = send(&mut browser, &broken, &[("csrf", &csrf)], ("mapping", "m.toml", b"columns = 1"));
        assert_eq!(broken.status, 422);
        let tried = map(&mut browser, from_file.location(), "try", &[]);
        assert_eq!(tried.status, 303, "{}", tried.body);
        let before = world.recorded();
        let page = browser.get(tried.location());
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.says("30 заявок") && page.says("2 новых подразделения"), "{}", page.body);
        assert_eq!(world.recorded(), before, "nothing is written yet");
        // A double click is one import.
        let (csrf, command) = (page.hidden("csrf").unwrap(), page.hidden("command").unwrap());
        let twice = [("csrf", csrf.as_str()), ("command", command.as_str())];
        let first = browser.post(tried.location(), &twice);
        let second = browser.post(tried.location(), &twice);
        assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303), "{}", second.body);
        assert_eq!(first.location(), second.location());
        let (state, told) = ended(&world, first.location());
        assert_eq!((state, told.new, told.units), (ImportState::Done, 30, 2), "{told:?}");
        let page = browser.get(first.location());
        assert!(page.says("Готово") && page.says("/u/it/flow"), "{}", page.body);
        assert!(browser.get(LOGS).says("новых: 30"));
        // The same file again has nothing to bring.
        let page = browser.get(tried.location());
        assert!(page.says("Загружать нечего"), "{}", page.body);
    }
}

/// An object-centric log: two orders, of which one has two parcels and the other one.
const OBJECTS: &str = r#"{"objectTypes": [{"name": "order", "attributes": []}, {"name": "parcel", "attributes": []}],
"eventTypes": [{"name": "Placed", "attributes": []}, {"name": "Packed", "attributes": []}, {"name": "Closed", "attributes": []}],
"objects": [{"id": "o1", "type": "order"}, {"id": "o2", "type": "order"}, {"id": "p1", "type": "parcel"},
  {"id": "p2", "type": "parcel"}, {"id": "p3", "type": "parcel"}],
"events": [
  {"id": "e1", "type": "Placed", "time": "2026-02-01T09:00:00Z", "relationships": [{"objectId": "o1", "qualifier": "of"},
    {"objectId": "p1", "qualifier": "in"}, {"objectId": "p2", "qualifier": "in"}]},
  {"id": "e2", "type": "Packed", "time": "2026-02-01T10:00:00Z", "relationships": [{"objectId": "o1", "qualifier": "of"},
    {"objectId": "p1", "qualifier": "in"}]},
  {"id": "e3", "type": "Closed", "time": "2026-02-02T09:00:00Z", "relationships": [{"objectId": "o1", "qualifier": "of"},
    {"objectId": "p1", "qualifier": "in"}, {"objectId": "p2", "qualifier": "in"}]},
  {"id": "e4", "type": "Placed", "time": "2026-02-03T09:00:00Z", "relationships": [{"objectId": "o2", "qualifier": "of"},
    {"objectId": "p3", "qualifier": "in"}]},
  {"id": "e5", "type": "Closed", "time": "2026-02-04T09:00:00Z", "relationships": [{"objectId": "o2", "qualifier": "of"},
    {"objectId": "p3", "qualifier": "in"}]}]}"#;

#[test]
fn the_objects_that_become_requests_are_chosen() {
    let f = Fixture::sqlite();
    let world = World::new(&f);
    let mut browser = world.browser(Seat::UnitHead);
    let sent = upload(&world, &mut browser, "orders.jsonocel", OBJECTS.as_bytes());
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().to_owned();
    let page = browser.get(&path);
    let html = scraper::Html::parse_document(&page.body);
    let options = scraper::Selector::parse("select[name=case_type] option").unwrap();
    let offered: Vec<_> = html.select(&options).filter_map(|option| option.attr("value")).collect();
    assert!(offered.contains(&"order") && offered.contains(&"parcel"), "{offered:?}");
    // Shown again with the choice kept, then what each choice would bring: as many requests as there are such objects.
    for (kind, cases, first) in [("order", 2, "o1"), ("parcel", 3, "p1")] {
        let shown = map(&mut browser, &path, "show", &[("case_type", kind)]);
        assert_eq!(shown.status, 303, "{}", shown.body);
        let page = browser.get(shown.location());
        let chosen = fields(&page.body).into_iter().find(|(name, _)| name == "case_type").unwrap();
        assert_eq!(chosen.1, kind);
        assert!(page.says(first), "the rows are those of its objects: {}", page.body);
        let tried = map(&mut browser, shown.location(), "try", &[]);
        assert_eq!(tried.status, 303, "{}", tried.body);
        let page = browser.get(tried.location());
        assert!(page.says(&format!("{cases} заявки")), "{kind}: {}", page.body);
    }
    let parcels = map(&mut browser, &path, "show", &[("case_type", "parcel")]);
    let tried = map(&mut browser, parcels.location(), "try", &[]);
    let page = browser.get(tried.location());
    let (csrf, command) = (page.hidden("csrf").unwrap(), page.hidden("command").unwrap());
    let begun = browser.post(tried.location(), &[("csrf", &csrf), ("command", &command)]);
    let (state, told) = ended(&world, begun.location());
    assert_eq!((state, told.new), (ImportState::Done, 3), "{told:?}");
    // A type that the file does not have.
    let none = map(&mut browser, &path, "show", &[("case_type", "invoice")]);
    let answer = if none.status == 303 { browser.get(none.location()) } else { none };
    assert!(answer.status == 422 && answer.says("invoice"), "{}: {}", answer.status, answer.body);
}

#[test]
fn what_is_wrong_in_a_form_is_said_at_its_field() {
    let f = Fixture::sqlite();
    let world = World::new(&f);
    let mut browser = world.browser(Seat::UnitHead);
    let sent = upload(&world, &mut browser, "log.csv", log(3).as_bytes());
    let path = sent.location().to_owned();
    for (changed, words) in [
        (vec![("zone", "Mars/Olympus")], "Такого часового пояса нет"),
        (vec![("dates", "%H")], "Такой вид даты прочитать нельзя"),
        (vec![("role.3", "case")], "уже у другого столбца"),
        (vec![("role.0", "")], "Выберите столбец «Номер заявки»"),
    ] {
        let answer = map(&mut browser, &path, "try", &changed);
        assert_eq!(answer.status, 422, "{changed:?}");
        assert!(answer.says(words), "{changed:?}: {}", answer.body);
    }
    // Another unit is nobody's to bring in but its own.
    let page = browser.get(LOGS);
    let (csrf, other) = (page.hidden("csrf").unwrap(), world.others.to_string());
    let fields = [("csrf", csrf.as_str()), ("unit", &other), ("source", "Old")];
    let answer = send(&mut browser, LOGS, &fields, ("file", "log.csv", log(1).as_bytes()));
    assert_eq!(answer.status, 422);
    // A column that the mapping names and the file lacks, found when the whole file is read.
    let tried = map(&mut browser, &path, "try", &[("column.1", "nowhere")]);
    let answer = browser.get(tried.location());
    assert_eq!(answer.status, 422);
    assert!(answer.says("нет столбца «nowhere»"), "{}", answer.body);
}

#[test]
fn rows_that_are_wrong_are_told_with_line_value_and_what_was_done() {
    let f = Fixture::sqlite();
    let world = World::new(&f);
    let mut browser = world.browser(Seat::Administrator);
    let text = format!("{}A-9,New,тогда,First line,=cmd()\n,New,2026-02-01 09:00,First line,x\n", log(3));
    let sent = upload(&world, &mut browser, "log.csv", text.as_bytes());
    let tried = map(&mut browser, sent.location(), "try", &[]);
    let page = browser.get(tried.location());
    assert!(
        page.says("тогда") && page.says("Это не дата") && page.says("нет номера заявки"),
        "{}",
        page.body
    );
    let table = browser.get(&format!("{}/notes.csv", tried.location()));
    assert_eq!(table.status, 200);
    assert!(table.body.starts_with('\u{feff}'));
    assert!(table.says("8,date,тогда,"), "{}", table.body);
    assert!(table.says("Строка пропущена"), "{}", table.body);
}

#[test]
fn hostile_files_are_refused_with_words_and_cost_little() {
    let f = Fixture::sqlite();
    let world = World::new(&f);
    let mut browser = world.browser(Seat::UnitHead);
    let million: String = (0..1_000_000).map(|n| format!("c{n},")).collect();
    let bomb = gzip((0..100).map(|_| vec![b'a'; 1 << 20]));
    assert!(bomb.len() < 1 << 20);
    let long = gzip((0..8).map(|n| match n {
        0 => b"number,state,date\n1,\"".to_vec(),
        _ => vec![b'a'; 1 << 20],
    }));
    let mut cut = gzip(std::iter::once(log(50).into_bytes()));
    cut.truncate(cut.len() / 2);
    let before = resident();
    for (name, bytes, words) in [
        ("empty.csv", Vec::new(), "ни одной строки данных"),
        ("columns.csv", million.into_bytes(), "число столбцов"),
        ("bomb.csv.gz", bomb, "Слишком велико"),
        ("long.csv.gz", long, "Слишком велико"),
        ("cut.csv.gz", cut, "обрывается"),
        ("nul.csv", b"number,state,date\n1,\0,2026-01-01\n".to_vec(), "нулевой байт"),
        ("broken.xes", b"<log><trace><event></trace></log>".to_vec(), "XML повреждён"),
        ("laughs.xes", LAUGHS.as_bytes().to_vec(), "DOCTYPE"),
        ("half.json", b"{\"objectTypes\": [".to_vec(), "обрывается"),
        ("table.xlsx", b"PK\x03\x04nothing of the kind".to_vec(), "Таблицу прочитать нельзя"),
        ("bytes.csv", b"number,state\n\xff\xfe\xfd\x80\x81".to_vec(), "кодировке"),
    ] {
        let began = Instant::now();
        let answer = upload(&world, &mut browser, name, &bytes);
        assert_eq!(answer.status, 422, "{name}: {}", answer.body);
        assert!(answer.says(words), "{name}: {}", answer.body);
        assert!(began.elapsed() < Duration::from_secs(20), "{name}: {:?}", began.elapsed());
    }
    let grown = resident().saturating_sub(before);
    assert!(grown < 300 << 20, "{} MB", grown >> 20);
}

#[test]
fn dates_in_three_styles_are_refused_where_they_could_mean_two_days() {
    let f = Fixture::sqlite();
    let world = World::new(&f);
    let mut browser = world.browser(Seat::UnitHead);
    let text = "number,state,date\n1,New,01/02/2026 10:00\n1,Work,2026-02-03 10:00\n1,Work,25/02/2026 10:00\n\
                1,Closed,02/25/2026 10:00\n";
    let sent = upload(&world, &mut browser, "log.csv", text.as_bytes());
    assert_eq!(sent.status, 303, "{}", sent.body);
    let page = browser.get(sent.location());
    assert!(page.says("день и месяц не различить"), "{}", page.body);
    let answer = map(&mut browser, sent.location(), "try", &[]);
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(answer.says("может значить два разных дня"), "{}", answer.body);
    // With one of them named, a date that contradicts it refuses the whole file.
    let tried = map(&mut browser, sent.location(), "try", &[("date", "%d/%m/%Y[ %H:%M]"), ("dates", "iso")]);
    assert_eq!(tried.status, 303, "{}", tried.body);
    let answer = browser.get(tried.location());
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(answer.says("может значить два разных дня") && answer.says("Строка 5"), "{}", answer.body);
}

#[test]
fn a_file_beyond_the_limit_is_refused_and_nothing_of_it_is_kept() {
    let f = Fixture::sqlite();
    let world = World::new(&f);
    let mut browser = world.browser(Seat::UnitHead);
    let kept = world.site.blobs().names().unwrap().len();
    let answer = upload(&world, &mut browser, "log.csv", &vec![b'a'; (64 << 20) + 1]);
    assert_eq!(answer.status, 413);
    assert!(answer.says("64 МБ"), "{}", answer.body);
    assert_eq!(world.site.blobs().names().unwrap().len(), kept);
    // Whoever brings nothing in is turned away before the file is read.
    let mut stranger = world.browser(Seat::Customer);
    let csrf = stranger.get("/me").hidden("csrf").unwrap();
    let answer = send(&mut stranger, LOGS, &[("csrf", &csrf)], ("file", "log.csv", log(9).as_bytes()));
    assert_eq!(answer.status, 404);
    assert_eq!(world.site.blobs().names().unwrap().len(), kept);
}

each_db! {
    fn files_of_imports_go_after_a_day_and_those_of_requests_stay(f) {
        let world = World::new(f);
        let plan = BlobName::parse(&world.plan).unwrap();
        let kept = BlobName::of(b"Source;Deals");
        let sweep = |now| app::work::sweep_files(world.site.db(), &**world.site.blobs(), now).unwrap();
        let there = |name| world.site.blobs().exists(name).unwrap();
        assert_eq!(sweep(world.site.now()), 0);
        assert!(there(plan) && there(kept));
        let tomorrow = f.clock.advance_seconds(25 * 3_600);
        assert_eq!(sweep(tomorrow), 2, "the plan and its log");
        assert!(!there(plan) && there(kept));
    }
}

/// What this program holds in memory, in bytes.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split_whitespace().nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}
