//! Finance gives a unit a budget and takes back what is unused of it, by the forms of its account.

use crate::support::wait;
use crate::support::world::{World, by};
use app::ledger::FigureKey;
use domain::ledger::FigureOf;
use testkit::each_db;
use web::server::Seat;

const ACCOUNT: &str = "/u/marketing/account?period=2026-12";

each_db! {
    fn a_budget_is_issued_and_its_unused_part_taken_back(f) {
        let world = World::new(f);
        let mut finance = world.browser(Seat::Finance);
        assert!(!finance.get(ACCOUNT).says("Забрать неиспользованное"), "nothing is free yet");
        let (issue, back) = ("/u/marketing/account/budget", "/u/marketing/account/budget/back");
        let issued = finance.send(ACCOUNT, issue, &[("period", "2026-12"), ("amount", "600 000")]);
        assert_eq!((issued.status.as_u16(), issued.location()), (303, ACCOUNT), "{}", issued.body);
        let page = finance.get(ACCOUNT);
        assert!(page.says("Бюджет выдан") && page.says("Не больше того, что свободно: 600 000 ₽"), "{}", page.body);
        for (amount, words) in [("600 000,01", "Свободно только 600 000 ₽"), ("", "Напишите сумму больше нуля")] {
            let refused = finance.send(ACCOUNT, back, &[("period", "2026-12"), ("amount", amount)]);
            assert_eq!(refused.status, 422);
            assert!(refused.says(words), "{}", refused.body);
        }
        let taken = finance.send(ACCOUNT, back, &[("period", "2026-12"), ("amount", "250 000")]);
        assert_eq!((taken.status.as_u16(), taken.location()), (303, ACCOUNT), "{}", taken.body);
        let page = finance.get(ACCOUNT);
        assert!(page.says("Бюджет уменьшен") && page.says("свободно: 350 000 ₽"), "{}", page.body);
        let issued = web::routes::postings("marketing", "2026-12", FigureKey::all(FigureOf::Issued));
        let postings = finance.get(&issued);
        assert!(postings.says("бюджет уменьшен") && postings.says("350 000 ₽"), "{}", postings.body);
        let mut head = world.browser(Seat::UnitHead);
        let before = world.recorded();
        let refused = head.send("/me", "/u/it/account/budget/back", &[("period", "2026-12"), ("amount", "1")]);
        assert_eq!((refused.status.as_u16(), world.recorded()), (403, before), "the head reads it and no more");
    }
}

#[test]
fn an_auditor_finds_who_changed_a_budget() {
    for (language, kind, month) in [("ru", "Бюджет выдан", "ноябрь"), ("en", "Budget issued", "November")]
    {
        let (_f, world) = World::sqlite();
        let unit = world.site.clone();
        let crm = wait(unit.read(|tx| app::company::unit_by_code(tx, "marketing"))).unwrap().id;
        let finance = world.people[&Seat::Finance];
        by(&world.site, finance, move |tx, cx| {
            app::ledger::issue_budget(tx, cx, crm, "2026-11".parse().unwrap(), 77_700_000)
        });
        let mut auditor = world.browser(Seat::Auditor);
        auditor.cookies.insert("lang".to_owned(), language.to_owned());
        let wanted = [("kind", "company.budget_issued"), ("from", "2026-01-01"), ("to", "2027-12-31")];
        let page = auditor.get(&web::routes::with(&web::routes::admin_audit(), &wanted));
        let row = page
            .body
            .split("<tr")
            .find(|row| row.replace('\u{a0}', " ").contains("777"))
            .expect("the budget");
        let row = row.replace(['\u{a0}', '\u{202f}'], " ");
        let name =
            wait(world.site.read(move |tx| app::company::viewer_of(tx, finance))).unwrap().unwrap().me.name;
        let name = name.replace('<', "&#60;").replace('>', "&#62;");
        for told in [kind, month, name.as_str()] {
            assert!(row.to_lowercase().contains(&told.to_lowercase()), "{told}: {row}");
        }
        let file = auditor.get(&web::routes::with(&web::routes::admin_audit_file(), &wanted));
        assert!(file.says(kind) && file.says("777"), "{}", file.body);
    }
}
