//! The second factor, as its owner meets it.

use crate::support::Browser;
use crate::support::world::{PASSWORD, World, give_password};
use testkit::code_at;
use web::routes;
use web::server::Seat;

/// What stands between two texts of a page, the first time.
fn between<'a>(body: &'a str, before: &str, after: &str) -> &'a str {
    let rest = body.split_once(before).unwrap_or_else(|| panic!("no {before}: {body}")).1;
    rest.split_once(after).unwrap().0
}

/// The recovery codes of a page.
fn codes(body: &str) -> Vec<String> {
    let list = between(body, "<ul class=\"codes\">", "</ul>");
    list.split("<code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

#[test]
fn a_role_that_asks_for_a_factor_opens_nothing_before_there_is_one() {
    for (language, owed, wrong, required, removed) in [
        (
            "ru",
            "Ваша роль требует второго фактора",
            "Код не подошёл",
            "требует второго фактора",
            "Второй фактор снят",
        ),
        (
            "en",
            "A role of yours asks for a second factor",
            "That code is not right",
            "asks for a second factor",
            "Second factor taken away",
        ),
    ] {
        let (f, world) = World::sqlite();
        let whom = world.people[&Seat::Auditor];
        give_password(&world.site, whom, "audit");
        let mut admin = world.browser(Seat::Administrator);
        let company = routes::admin_company();
        assert_eq!(admin.send(&company, &routes::admin_factors(), &[("auditor", "yes")]).status, 303);
        assert!(
            admin.get(&company).body.contains("name=\"auditor\" type=\"checkbox\" value=\"yes\" checked")
        );

        let mut browser = Browser::new(&world.site);
        browser.cookies.insert("lang".to_owned(), language.to_owned());
        assert_eq!(browser.sign_in("audit", PASSWORD).location(), "/");
        let own = routes::my_factor();
        for path in [routes::home(), routes::admin_audit(), routes::me()] {
            assert_eq!(browser.get(&path).location(), own, "{path}");
        }
        assert_eq!(browser.send(&own, &routes::notices_read(), &[]).status, 403);
        let page = browser.get(&own);
        assert!(page.says(owed) && page.body.contains("class=\"qr\""), "{}", page.body);
        let typed = between(&page.body, "<p class=\"sm\">", "</p>");
        let typed = between(typed, "<code>", "</code>").replace(' ', "");
        let begun = page.hidden("begun").unwrap();
        let again = browser.send(&own, &own, &[("begun", &begun), ("code", "000000")]);
        assert!(again.status == 422 && again.says(wrong), "{}", again.body);
        assert!(again.body.replace(' ', "").contains(&typed), "the device has it already");
        let code = code_at(&typed, world.site.now());
        let added = browser.send(&own, &own, &[("begun", &begun), ("code", &code)]);
        let kept = codes(&added.body);
        assert_eq!((added.status.as_u16(), kept.len()), (200, 10), "{}", added.body);
        assert!(!browser.get(&own).body.contains(&kept[0]), "shown once");
        assert_eq!(browser.get(&routes::admin_audit()).status, 200);
        let off = browser.send(&own, &routes::my_factor_off(), &[]);
        assert!(off.status == 422 && off.says(required), "{}", off.body);

        // The next time the code is asked for, and the page that was wanted opens afterwards.
        f.clock.advance_seconds(60);
        let mut browser = Browser::new(&world.site);
        browser.cookies.insert("lang".to_owned(), language.to_owned());
        let ask = routes::sign_in_code();
        assert!(browser.get(&ask).location().starts_with("/sign-in"), "not before the password");
        let fields = [("login", "audit"), ("password", PASSWORD), ("next", "/notices")];
        let step = browser.send("/sign-in", "/sign-in", &fields);
        assert_eq!(step.location(), "/sign-in/code?next=%2Fnotices");
        assert!(
            browser.get("/notices").location().starts_with("/sign-in"),
            "the password alone opens nothing"
        );
        let refused = browser.send(step.location(), &ask, &[("next", "/notices"), ("code", "000000")]);
        assert!(refused.status == 422 && refused.says(wrong), "{}", refused.body);
        let code = code_at(&typed, world.site.now());
        let entered = browser.send(step.location(), &ask, &[("next", "/notices"), ("code", &code)]);
        assert_eq!(entered.location(), "/notices", "{}", entered.body);
        assert_eq!(browser.get("/notices").status, 200);
        assert!(!browser.cookies.contains_key("step"));

        // Recovery codes are made anew; those before are over.
        let fresh = codes(&browser.send(&own, &routes::my_codes(), &[]).body);
        assert!(fresh.len() == 10 && !fresh.contains(&kept[0]));

        // An administrator takes the factor away: sessions end, the owner reads of it once they have another.
        let person = routes::admin_person(whom);
        assert_eq!(admin.send(&person, &routes::admin_factor(whom), &[]).status, 303);
        assert!(browser.get("/notices").location().starts_with("/sign-in"));
        assert_eq!(browser.sign_in("audit", PASSWORD).location(), "/");
        assert_eq!(browser.get("/").location(), own);
        let page = browser.get(&own);
        let typed =
            between(between(&page.body, "<p class=\"sm\">", "</p>"), "<code>", "</code>").replace(' ', "");
        let (begun, code) = (page.hidden("begun").unwrap(), code_at(&typed, world.site.now()));
        assert_eq!(browser.send(&own, &own, &[("begun", &begun), ("code", &code)]).status, 200);
        assert!(browser.get(&routes::me()).says(removed));
    }
}
