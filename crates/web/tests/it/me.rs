//! The person's own page.

use crate::support::world::{PASSWORD, begin, both, by, person};
use crate::support::{Browser, site};
use app::company::publish_metering_notice;
use domain::ids::PersonId;
use domain::localized::Language;
use testkit::Fixture;
use web::Site;

fn company(f: &Fixture) -> (Site, PersonId, Browser) {
    let site = site(f);
    let admin = begin(&site, false).administrator;
    person(&site, admin, "anna", Language::Ru);
    let mut browser = Browser::new(&site);
    assert_eq!(browser.sign_in("anna", PASSWORD).status, 303);
    (site, admin, browser)
}

#[test]
fn the_language_is_the_person_s_and_goes_with_them() {
    let f = Fixture::sqlite();
    let (site, _, mut browser) = company(&f);
    assert_eq!(browser.send("/me", "/me/language", &[("language", "en")]).location(), "/me");
    assert!(browser.get("/me").says("<html lang=\"en\""));
    let mut elsewhere = Browser::new(&site);
    elsewhere.sign_in("anna", PASSWORD);
    assert!(elsewhere.get("/me").says("<html lang=\"en\""));
    assert_eq!(browser.send("/me", "/me/language", &[("language", "xx")]).status, 400);
}

#[test]
fn other_sessions_are_seen_and_ended() {
    let f = Fixture::sqlite();
    let (site, _, mut here) = company(&f);
    let mut there = Browser::new(&site);
    there.sign_in("anna", PASSWORD);
    let page = here.get("/me");
    assert!(page.says("Этот браузер") && page.says("Неизвестное устройство"), "{}", page.body);
    let other = page.hidden("session").expect("the other session");
    assert_eq!(here.send("/me", "/me/sessions/end", &[("session", &other)]).status, 303);
    assert!(there.get("/me").location().starts_with("/sign-in"), "ended");
    assert_eq!(here.get("/me").status, 200);

    there.sign_in("anna", PASSWORD);
    here.send("/me", "/me/sessions/end-others", &[]);
    assert!(there.get("/me").location().starts_with("/sign-in"));
    assert_eq!(here.send("/me", "/sign-out", &[]).location(), "/sign-in");
    assert!(here.get("/sign-in").says("Вы вышли"));
    assert_eq!(here.get("/me").location(), "/sign-in?next=%2Fme");
}

#[test]
fn the_password_is_changed_by_whoever_knows_it() {
    let f = Fixture::sqlite();
    let (site, _, mut browser) = company(&f);
    let mut other = browser.clone();
    let mut there = Browser::new(&site);
    there.sign_in("anna", PASSWORD);
    let mut change = |now: &str, new: &str, again: &str| {
        let fields = [("password-now", now), ("password-new", new), ("password-again", again)];
        browser.send("/me", "/me/password", &fields)
    };
    let new = "совсем новая фраза";
    assert!(change("не тот пароль", new, new).says("Нынешний пароль не подходит"));
    assert!(change(PASSWORD, "anna anna anna", "anna anna anna").says("Пароль не должен повторять логин"));
    assert!(change(PASSWORD, new, "другая фраза").says("Пароли не совпали"));
    assert_eq!(change(PASSWORD, new, new).location(), "/me");
    assert!(other.get("/me").location().starts_with("/sign-in"), "the secret of before opens nothing");
    assert_eq!(browser.get("/me").status, 200, "this browser got a new one");
    assert!(there.get("/me").location().starts_with("/sign-in"), "the others ended");
    assert_eq!(there.sign_in("anna", PASSWORD).status, 422);
    assert_eq!(there.sign_in("anna", new).status, 303);
}

#[test]
fn the_notice_of_metering_waits_until_it_is_read() {
    let f = Fixture::sqlite();
    let (site, admin, mut browser) = company(&f);
    assert!(browser.get("/me").says("не измеряется ничего"));
    by(&site, admin, |tx, cx| publish_metering_notice(tx, cx, &both("Измеряем минуты услуг")));
    let unread = browser.get("/me");
    assert!(unread.says("Измеряем минуты услуг") && unread.says("Понятно, прочитано"));
    assert_eq!(browser.send("/me", "/me/metering", &[]).location(), "/me");
    assert!(!browser.get("/me").says("Понятно, прочитано"));
}

#[test]
fn the_palette_lists_what_one_can_reach() {
    let f = Fixture::sqlite();
    let world = crate::support::world::World::new(&f);
    let page = world.browser(web::server::Seat::Stranger).get("/go");
    assert!(page.says("href=\"/s/crm\"") && page.says("href=\"/u/it\"") && page.says("Доработка CRM"));
    assert!(!page.says("href=\"/admin\""));
    let mut administrator = world.browser(web::server::Seat::Administrator);
    assert!(administrator.get("/go").says("href=\"/admin\""));
    let request = axum::http::Request::get("/go").header("accept", "application/json");
    let list = administrator.ask(request.body(axum::body::Body::empty()).expect("a request"));
    let list: Vec<serde_json::Value> = serde_json::from_str(&list.body).expect("a list");
    assert!(list.iter().any(|place| place["href"] == "/s/crm" && place["title"] == "Доработка CRM"));
}
