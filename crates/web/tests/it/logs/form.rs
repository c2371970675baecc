//! The forms of an import, filled as a browser fills them.

use std::io::Write as _;
use std::time::{Duration, Instant};

use app::logs::Told;
use flate2::Compression;
use flate2::write::GzEncoder;
use store::repo::import_batch::{self, ImportState};

use crate::support::world::World;
use crate::support::{Answer, Browser, wait};

/// Where logs are taken in.
pub const LOGS: &str = "/admin/import-log";

/// What a file calls itself that says nothing of itself.
pub const BYTES: &str = "application/octet-stream";

/// A log of so many requests.
pub fn log(requests: usize) -> String {
    let mut text = String::from("number,state,date,team,caller\n");
    for n in 0..requests {
        text.push_str(&format!("A-{n},New,2026-02-01 09:00,First line,Caller {}\n", n % 3));
        text.push_str(&format!("A-{n},Closed,2026-02-02 10:30,Second line,Caller {}\n", n % 3));
    }
    text
}

/// Packed, piece by piece.
pub fn gzip(parts: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    parts.for_each(|part| encoder.write_all(&part).unwrap());
    encoder.finish().unwrap()
}

/// Sends a file to be taken in.
pub fn upload(world: &World, browser: &mut Browser, name: &str, bytes: &[u8]) -> Answer {
    let page = browser.get(LOGS);
    let (csrf, unit) = (page.hidden("csrf").unwrap(), world.providers.to_string());
    let fields = [("csrf", csrf.as_str()), ("unit", &unit), ("source", "Old")];
    browser.send_file(LOGS, &fields, ("file", name, BYTES, bytes))
}

/// The fields of the mapping form of a page as a browser would send them.
pub fn fields(page: &str) -> Vec<(String, String)> {
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
pub fn map(browser: &mut Browser, path: &str, act: &str, changed: &[(&str, &str)]) -> Answer {
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
pub fn ended(world: &World, path: &str) -> (ImportState, Told) {
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
