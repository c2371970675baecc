//! The site in a real browser: pages load under their own policy, with scripts and without.

use crate::common::{Served, words};
use crate::support::world::{PASSWORD, World};
use domain::localized::Language;
use testkit::browser::Look;
use web::server::Seat;

#[test]
fn a_person_signs_in_with_a_password_and_finds_home() {
    for script in [true, false] {
        let (_f, world) = World::sqlite();
        let served = Served::new(&world.site);
        let Some(browser) = served.browser(Look { script, ..Look::default() }) else { return };
        assert_eq!(browser.runs_scripts(), script);
        browser.go("/");
        browser.arrive("/sign-in");
        browser.fill("login", "customer");
        browser.fill("password", PASSWORD);
        browser.press(&words(Language::Ru, "sign-in-do"));
        browser.arrive("/");
        browser.see(&words(Language::Ru, "ask-title"));
        browser.see("Нужно новое поле в CRM");
    }
}

#[test]
fn the_box_finds_services_and_sends_what_was_typed() {
    for script in [true, false] {
        let (_f, world) = World::sqlite();
        let served = Served::new(&world.site);
        let Some(browser) = served.browser(Look { script, ..Look::default() }) else { return };
        served.sign_in(&browser, world.people[&Seat::Customer]);
        browser.go("/");
        browser.fill("text", "CRM не показывает скидку");
        if script {
            browser.see("Доработка CRM");
        } else {
            browser.press(&words(Language::Ru, "ask-more"));
            browser.arrive("/ask");
            browser.see("Доработка CRM");
        }
        browser.press(&words(Language::Ru, "ask-go"));
        browser.see(&words(Language::Ru, "notice-stated"));
        browser.see("CRM не показывает скидку");
        browser.assert_quiet();
    }
}

#[test]
fn nothing_moves_under_a_pointer_that_is_down() {
    let (_f, world) = World::sqlite();
    let served = Served::new(&world.site);
    let Some(browser) = served.browser(Look::default()) else { return };
    served.sign_in(&browser, world.people[&Seat::Customer]);
    browser.go("/");
    let pointer = |kind: &str| {
        let body = "document.body.dispatchEvent(new PointerEvent(arguments[0], {bubbles: true}));";
        browser.script(body, vec![kind.into()]);
    };
    pointer("pointerdown");
    browser.fill("text", "CRM не показывает скидку");
    std::thread::sleep(std::time::Duration::from_millis(600));
    assert!(!browser.says("Доработка CRM"), "{}", browser.text());
    assert!(
        browser.script("return document.getElementById('found').ariaBusy === 'true';", Vec::new()) == true
    );
    pointer("pointerup");
    browser.see("Доработка CRM");
    assert!(browser.script("return document.getElementById('found').ariaBusy === null;", Vec::new()) == true);
}

#[test]
fn a_page_that_breaks_its_policy_is_noticed() {
    let (_f, world) = World::sqlite();
    let served = Served::new(&world.site);
    let Some(browser) = served.browser(Look::default()) else { return };
    served.sign_in(&browser, world.people[&Seat::Customer]);
    browser.go("/");
    assert!(browser.console().is_empty());
    browser.script(
        "const s = document.createElement('script'); s.textContent = 'window.broken = 1'; document.body.append(s);",
        Vec::new(),
    );
    let said = browser.console();
    assert!(said.iter().any(|line| line.contains("Content Security Policy")), "{said:?}");
    assert!(browser.script("return window.broken === undefined;", Vec::new()) == true);
}

#[test]
fn a_session_of_somebody_else_starts_clean() {
    let (_f, world) = World::sqlite();
    let served = Served::new(&world.site);
    let Some(browser) = served.browser(Look { language: "en", ..Look::default() }) else { return };
    for seat in [Seat::Customer, Seat::Handler] {
        served.sign_in(&browser, world.people[&seat]);
        browser.go("/me");
        let login = format!("{seat:?}").to_lowercase();
        browser.see(&format!("Анна <{login}>"));
    }
    browser.forget();
    browser.go("/me");
    browser.arrive("/sign-in");
    let label = browser.script("return document.documentElement.lang;", Vec::new());
    assert_eq!(label.as_str().unwrap(), "en", "the browser asked for English");
}
