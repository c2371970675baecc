//! An import taken back through its pages, in both languages; and the administrator's list of imports in units of others.

use std::time::{Duration, Instant};

use app::company::grant_role;
use domain::localized::Language;
use domain::permission::Role;
use store::repo::import_batch::{self, ImportState};
use store::{StoreError, params, sql};
use testkit::each_db;
use web::server::Seat;

use crate::logs::form::*;
use crate::support::world::{PASSWORD, World, by, person};
use crate::support::{Browser, wait};

/// Brings a log of so many requests; the address of the import.
fn brought(world: &World, browser: &mut Browser, requests: usize) -> String {
    let sent = upload(world, browser, "log.csv", log(requests).as_bytes());
    let tried = map(browser, sent.location(), "try", &[]);
    let page = browser.get(tried.location());
    let (csrf, command) = (page.hidden("csrf").unwrap(), page.hidden("command").unwrap());
    let begun = browser.post(tried.location(), &[("csrf", &csrf), ("command", &command)]);
    assert_eq!(ended(world, begun.location()).0, ImportState::Done);
    begun.location().to_owned()
}

fn id_of(path: &str) -> uuid::Uuid {
    uuid::Uuid::try_parse(path.rsplit('/').next().unwrap()).unwrap()
}

/// Waits until an import was taken back.
fn gone(world: &World, path: &str) {
    let (id, began) = (id_of(path), Instant::now());
    loop {
        let batch = wait(world.site.read(move |tx| Ok(import_batch::by_id(tx, id)?))).unwrap().unwrap();
        if batch.is_taken_back() {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Puts the requests of an import into another unit, as imports did before it was asked whose it is.
fn astray(world: &World, path: &str) {
    let (id, unit) = (id_of(path), world.others);
    let moved = world.site.db().write(move |tx| -> Result<(), StoreError> {
        tx.execute(sql!("UPDATE imported SET unit = $2 WHERE batch = $1"), params![id, unit])?;
        Ok(())
    });
    wait(moved).unwrap();
}

each_db! {
    fn an_import_is_taken_back(f) {
        let world = World::new(f);
        let (admin, unit) = (world.people[&Seat::Administrator], world.providers);
        let english = person(&world.site, admin, "english", Language::En);
        by(&world.site, admin, move |tx, cx| grant_role(tx, cx, english, Role::UnitHead, Some(unit)));
        let mut reads_english = Browser::new(&world.site);
        reads_english.sign_in("english", PASSWORD);
        for (mut browser, words) in [
            (
                world.browser(Seat::UnitHead),
                [
                    "Отозвать загрузку", "Исчезнет заявок", "Темы заявок и имена сотрём навсегда",
                    "Загрузка отозвана", "Сначала отзовите более позднюю", "уже отозвана",
                ],
            ),
            (
                reads_english,
                [
                    "Take the import back", "Requests that vanish", "names are erased for good",
                    "The import was taken back", "First take back the later import", "was taken back already",
                ],
            ),
        ] {
            let [button, vanish, erased, was, later, already] = words;
            let first = brought(&world, &mut browser, 4);
            assert!(browser.get(&first).says(button));
            let back = format!("{first}/back");
            let page = browser.get(&back);
            assert!(page.says(vanish) && page.says(erased) && page.says(">4<"), "{}", page.body);
            assert!(page.says(">2<") && page.says(">3<"), "two teams and three people: {}", page.body);
            // The page was opened before another import went on with the same requests.
            let (csrf, command) = (page.hidden("csrf").unwrap(), page.hidden("command").unwrap());
            let text = format!("{}A-0,New,2026-03-01 09:00,First line,Caller 0\n", log(1));
            let sent = upload(&world, &mut browser, "longer.csv", text.as_bytes());
            let tried = map(&mut browser, sent.location(), "try", &[]);
            let page = browser.get(tried.location());
            let (token, key) = (page.hidden("csrf").unwrap(), page.hidden("command").unwrap());
            let longer = browser.post(tried.location(), &[("csrf", &token), ("command", &key)]);
            assert_eq!(ended(&world, longer.location()).1.longer, 1);
            let refused = browser.post(&back, &[("csrf", &csrf), ("command", &command)]);
            assert_eq!(refused.status, 422);
            assert!(refused.says(later) && refused.says(longer.location()), "{}", refused.body);
            // The later one first, then this one; a double click is one command.
            for path in [longer.location(), &first] {
                let back = format!("{path}/back");
                let page = browser.get(&back);
                let (csrf, command) = (page.hidden("csrf").unwrap(), page.hidden("command").unwrap());
                for _ in 0..2 {
                    let begun = browser.post(&back, &[("csrf", &csrf), ("command", &command)]);
                    assert_eq!((begun.status.as_u16(), begun.location()), (303, path), "{}", begun.body);
                }
                gone(&world, path);
            }
            let page = browser.get(&first);
            assert!(page.says(was) && !page.says("id=\"to-back\""), "{}", page.body);
            assert!(browser.get(&back).says(already));
            assert!(!browser.get("/u/it/flow?period=all").says("Caller"));
        }
    }

    fn imports_in_units_of_others_are_told_to_administrators(f) {
        let world = World::new(f);
        let english = person(&world.site, world.people[&Seat::Administrator], "english", Language::En);
        let admin = world.people[&Seat::Administrator];
        by(&world.site, admin, move |tx, cx| grant_role(tx, cx, english, Role::Administrator, None));
        let mut head = world.browser(Seat::UnitHead);
        let path = brought(&world, &mut head, 4);
        let mut reads_english = Browser::new(&world.site);
        reads_english.sign_in("english", PASSWORD);
        let mut readers = [
            (world.browser(Seat::Administrator), "Загрузки в чужих подразделениях"),
            (reads_english, "Imports in units of others"),
        ];
        for (browser, title) in &mut readers {
            assert!(!browser.get(LOGS).says(title));
        }
        astray(&world, &path);
        let back = format!("{path}/back");
        for (browser, title) in &mut readers {
            let page = browser.get(LOGS);
            assert!(page.says(title) && page.says(&back), "{}", page.body);
        }
        // Whoever brought it is not told, and may not take back what lies with others.
        assert!(!head.get(LOGS).says(readers[0].1));
        assert!(!head.get(&path).says("id=\"to-back\""));
        assert_eq!(head.get(&back).status, 404);
        let (browser, title) = &mut readers[0];
        let page = browser.get(&back);
        let (csrf, command) = (page.hidden("csrf").unwrap(), page.hidden("command").unwrap());
        assert_eq!(browser.post(&back, &[("csrf", &csrf), ("command", &command)]).status, 303);
        gone(&world, &path);
        assert!(!browser.get(LOGS).says(title));
    }
}
