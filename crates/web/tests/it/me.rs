//! The person's own page.

use crate::support::world::{PASSWORD, World, begin, both, by, person};
use crate::support::{Browser, site};
use app::company::publish_metering_notice;
use domain::ids::PersonId;
use domain::localized::Language;
use testkit::Fixture;
use web::Site;
use web::server::Seat;

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
    let world = World::new(&f);
    let page = world.browser(Seat::Stranger).get("/go");
    assert!(page.says("href=\"/s/crm\"") && page.says("href=\"/u/it\"") && page.says("Доработка CRM"));
    assert!(!page.says("href=\"/admin\""));
    let mut administrator = world.browser(Seat::Administrator);
    assert!(administrator.get("/go").says("href=\"/admin\""));
    let request = axum::http::Request::get("/go").header("accept", "application/json");
    let list = administrator.ask(request.body(axum::body::Body::empty()).expect("a request"));
    let list: Vec<serde_json::Value> = serde_json::from_str(&list.body).expect("a list");
    assert!(list.iter().any(|place| place["href"] == "/s/crm" && place["title"] == "Доработка CRM"));
}

#[test]
fn all_that_is_known_is_shown_and_taken_along_but_no_words_of_what_may_not_be_read() {
    let (_f, world) = World::sqlite();
    let mut customer = world.browser(Seat::Customer);
    let page = customer.get(&web::routes::my_known());
    assert!(page.says("Нужно новое поле в CRM"), "{}", page.body);
    let file = customer.get(&web::routes::my_known_file());
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let all: serde_json::Value = serde_json::from_str(&file.body).unwrap();
    let number = world.number;
    let own = |of: &str| all[of].as_array().cloned().unwrap_or_default();
    assert!(
        own("requests").iter().any(|row| row["number"] == number && row["title"] == "Нужно новое поле в CRM")
    );
    assert!(own("steps").iter().any(|row| row["number"] == number), "{all}");
    assert!(own("words").iter().any(|row| row["text"].as_str().unwrap().contains("Нужно новое поле в CRM")));
    assert_eq!(own("account")[0]["login"], "customer");
    assert_eq!(own("sessions").len(), 1);
    assert!(!file.body.contains("argon2"), "no hash of a password");
    let again = customer.get(&web::routes::my_known_file());
    assert!(again.says("Файл выгружен"), "the taking is an act itself: {}", again.body);

    // Others have nothing of it.
    let mut stranger = world.browser(Seat::Stranger);
    assert!(!stranger.get(&web::routes::my_known_file()).body.contains("Нужно новое поле"));
}
