//! What a file says of other units stays outside, and the pages say so in both languages.

use app::company::{
    NewPerson, RegisterPerson, StartMembership, grant_role, register_person, start_membership,
};
use domain::localized::Language;
use domain::permission::Role;
use store::repo::import_batch::ImportState;
use testkit::each_db;
use web::server::Seat;

use crate::logs::form::*;
use crate::support::Browser;
use crate::support::world::{PASSWORD, World, by, give_password, person};

fn text() -> String {
    format!("{}A-8,New,2026-02-01 09:00,hr,Caller 1\nA-8,Closed,2026-02-02 09:00,hr,Caller 1\n", log(4))
}

each_db! {
    fn rows_of_other_units_are_told_before_and_after(f) {
        let world = World::new(f);
        let english = person(&world.site, world.people[&Seat::Administrator], "english", Language::En);
        let (admin, unit) = (world.people[&Seat::Administrator], world.providers);
        by(&world.site, admin, move |tx, cx| grant_role(tx, cx, english, Role::UnitHead, Some(unit)));
        let mut reads_english = Browser::new(&world.site);
        reads_english.sign_in("english", PASSWORD);
        for (mut browser, title, why, rest) in [
            (world.browser(Seat::UnitHead), "Не взято: чужие подразделения", "Нужно распоряжение администратора", "Не загружаем 1 заявку"),
            (reads_english, "Left out: units of others", "An administrator’s order is needed", "1 request is not imported"),
        ] {
            let sent = upload(&world, &mut browser, "log.csv", text().as_bytes());
            let tried = map(&mut browser, sent.location(), "try", &[]);
            let page = browser.get(tried.location());
            assert!(page.says(title) && page.says(why) && page.says("10, 11") && page.says(rest), "{}", page.body);
            let (csrf, command) = (page.hidden("csrf").unwrap(), page.hidden("command").unwrap());
            let begun = browser.post(tried.location(), &[("csrf", &csrf), ("command", &command)]);
            let (state, told) = ended(&world, begun.location());
            assert_eq!((state, told.foreign, told.foreign_units.len()), (ImportState::Done, 1, 1), "{told:?}");
            let page = browser.get(begun.location());
            assert!(page.says(title) && page.says(why) && page.says("10, 11"), "{}", page.body);
        }
    }

    fn people_of_other_organisations_find_no_import(f) {
        let world = World::new(f);
        let (admin, unit) = (world.people[&Seat::Administrator], world.vendor);
        let outsider = by(&world.site, admin, move |tx, cx| {
            let person = NewPerson { name: "Подрядчик".to_owned(), ..NewPerson::default() };
            let new = RegisterPerson { person, language: Language::Ru, outside: true, identities: Vec::new() };
            register_person(tx, cx, new)
        });
        give_password(&world.site, outsider, "vendor");
        by(&world.site, admin, move |tx, cx| {
            let member = StartMembership { person: outsider, unit, manager: None, from: None };
            start_membership(tx, cx, member)
        });
        by(&world.site, admin, move |tx, cx| grant_role(tx, cx, outsider, Role::ServiceOwner, Some(unit)));
        let mut browser = Browser::new(&world.site);
        browser.sign_in("vendor", PASSWORD);
        assert_eq!(browser.get(LOGS).status, 404);
        assert!(!browser.get("/u/vendor").says(LOGS));
        let csrf = browser.get("/me").hidden("csrf").unwrap();
        let (before, unit) = (world.recorded(), unit.to_string());
        let fields = [("csrf", csrf.as_str()), ("unit", unit.as_str()), ("source", "Old")];
        let answer = browser.send_file(LOGS, &fields, ("file", "log.csv", BYTES, text().as_bytes()));
        assert_eq!(answer.status, 404);
        assert_eq!(world.recorded(), before);
    }
}
