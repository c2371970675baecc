//! From a file to its report, and what is said where it is wrong.

use store::repo::import_batch::ImportState;
use testkit::each_db;
use web::server::Seat;

use crate::logs::form::*;
use crate::support::world::World;

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
        let shown = map(&mut browser, sent.location(), "show", &[("state_0_meaning", "queue")]);
        assert_eq!(shown.status, 303, "{}", shown.body);
        let saved = map(&mut browser, shown.location(), "save", &[("name", "Старая система")]);
        assert_eq!(saved.status, 303, "{}", saved.body);
        let toml = browser.get("/admin/import-log/mapping.toml?name=%D0%A1%D1%82%D0%B0%D1%80%D0%B0%D1%8F%20%D1%81%D0%B8%D1%81%D1%82%D0%B5%D0%BC%D0%B0");
        assert!(toml.says("activity = \"state\"") && toml.says("New = \"queue\""), "{}", toml.body);
        let page = browser.get(sent.location());
        let csrf = page.hidden("csrf").unwrap();
        let from_file = format!("{}/file", sent.location());
        let from_file =
            browser.send_file(&from_file, &[("csrf", &csrf)], ("mapping", "m.toml", BYTES, toml.body.as_bytes()));
        assert_eq!(from_file.status, 303, "{}", from_file.body);
        let broken = format!("{}/file", sent.location());
        let broken = browser.send_file(&broken, &[("csrf", &csrf)], ("mapping", "m.toml", BYTES, b"columns = 1"));
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
    let (_f, world) = World::sqlite();
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
    let (_f, world) = World::sqlite();
    let mut browser = world.browser(Seat::UnitHead);
    let sent = upload(&world, &mut browser, "log.csv", log(3).as_bytes());
    let path = sent.location().to_owned();
    for (changed, words) in [
        (vec![("zone", "Mars/Olympus")], "Такого часового пояса нет"),
        (vec![("dates", "%H")], "Такой вид даты прочитать нельзя"),
        (vec![("column_3_role", "case")], "уже у другого столбца"),
        (vec![("column_0_role", "")], "Выберите столбец «Номер заявки»"),
    ] {
        let answer = map(&mut browser, &path, "try", &changed);
        assert_eq!(answer.status, 422, "{changed:?}");
        assert!(answer.says(words), "{changed:?}: {}", answer.body);
    }
    // Another unit is nobody's to bring in but its own.
    let page = browser.get(LOGS);
    let (csrf, other) = (page.hidden("csrf").unwrap(), world.others.to_string());
    let fields = [("csrf", csrf.as_str()), ("unit", &other), ("source", "Old")];
    let answer = browser.send_file(LOGS, &fields, ("file", "log.csv", BYTES, log(1).as_bytes()));
    assert_eq!(answer.status, 422);
    // A column that the mapping names and the file lacks, found when the whole file is read.
    let tried = map(&mut browser, &path, "try", &[("column_1_name", "nowhere")]);
    let answer = browser.get(tried.location());
    assert_eq!(answer.status, 422);
    assert!(answer.says("нет столбца «nowhere»"), "{}", answer.body);
}

#[test]
fn rows_that_are_wrong_are_told_with_line_value_and_what_was_done() {
    let (_f, world) = World::sqlite();
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
