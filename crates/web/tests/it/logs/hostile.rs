//! Files that are made to do harm, and what the door keeps out.

use std::time::{Duration, Instant};

use store::blobs::BlobName;
use testkit::each_db;
use web::server::Seat;

use crate::logs::form::*;
use crate::support::world::World;

/// A document that would unfold to billions of words.
const LAUGHS: &str = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
    <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><log><trace><string key=\"x\" value=\"&c;\"/></trace></log>";

#[test]
fn hostile_files_are_refused_with_words_and_cost_little() {
    let (_f, world) = World::sqlite();
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
    let (_f, world) = World::sqlite();
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
    let (_f, world) = World::sqlite();
    let mut browser = world.browser(Seat::UnitHead);
    let kept = world.site.blobs().names().unwrap().len();
    let answer = upload(&world, &mut browser, "log.csv", &vec![b'a'; (64 << 20) + 1]);
    assert_eq!(answer.status, 413);
    assert!(answer.says("64 МБ"), "{}", answer.body);
    assert_eq!(world.site.blobs().names().unwrap().len(), kept);
    // Whoever brings nothing in is turned away before the file is read.
    let mut stranger = world.browser(Seat::Customer);
    let csrf = stranger.get("/me").hidden("csrf").unwrap();
    let answer = stranger.send_file(LOGS, &[("csrf", &csrf)], ("file", "log.csv", BYTES, log(9).as_bytes()));
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
