//! Finance gives a unit a budget and takes back what is unused of it, by the forms of its account.

use crate::support::world::World;
use app::ledger::FigureKey;
use domain::ledger::Side;
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
        let issued = web::routes::postings("marketing", "2026-12", FigureKey::all(Side::Issued));
        let postings = finance.get(&issued);
        assert!(postings.says("бюджет уменьшен") && postings.says("350 000 ₽"), "{}", postings.body);
        let mut head = world.browser(Seat::UnitHead);
        let before = world.recorded();
        let refused = head.send("/me", "/u/it/account/budget/back", &[("period", "2026-12"), ("amount", "1")]);
        assert_eq!((refused.status.as_u16(), world.recorded()), (403, before), "the head reads it and no more");
    }
}
