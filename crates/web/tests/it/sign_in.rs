//! Signing in, sessions and forms, through the whole site.

use crate::support::world::{PASSWORD, begin, by, person};
use crate::support::{Browser, config, site, site_with};
use app::identity;
use axum::body::Body;
use axum::http::Request;
use domain::ids::PersonId;
use domain::localized::{Language, Localized};
use store::repo::credential;
use testkit::Fixture;
use web::Site;
use web::server::{Reach, Route, router_of};
use web::site::Config;

/// A company whose Anna reads English; she and the administrator.
fn company(f: &Fixture, demonstration: bool) -> (Site, PersonId, PersonId) {
    let site = site(f);
    let admin = begin(&site, demonstration).administrator;
    let anna = person(&site, admin, "anna", Language::En);
    (site, anna, admin)
}

#[test]
fn the_right_password_opens_the_page_that_was_asked_for() {
    let f = Fixture::sqlite();
    let (site, ..) = company(&f, false);
    let mut browser = Browser::new(&site);
    let shown = browser.get("/sign-in?next=%2Fme");
    assert_eq!(shown.status, 200);
    assert!(shown.body.contains("Северный ветер") && shown.body.contains("<html lang=\"ru\""));
    assert_eq!(shown.hidden("next").as_deref(), Some("/me"));
    let fields = [("login", "ANNA "), ("password", PASSWORD), ("next", "/me")];
    let signed = browser.send("/sign-in?next=%2Fme", "/sign-in", &fields);
    assert_eq!((signed.status.as_u16(), signed.location()), (303, "/me"));
    assert!(browser.cookies.contains_key("session") && !browser.cookies.contains_key("visit"));
    assert_eq!(browser.cookies["lang"], "en", "the person's own language");
    assert_eq!(browser.get("/sign-in").location(), "/", "who is signed in goes on");
}

#[test]
fn a_wrong_password_brings_the_form_back_without_the_password() {
    let f = Fixture::sqlite();
    let (site, ..) = company(&f, false);
    let mut browser = Browser::new(&site);
    for login in ["anna", "nobody"] {
        let answer = browser.sign_in(login, "какой-то другой");
        assert_eq!(answer.status, 422);
        assert!(answer.says("Логин или пароль не подходит"), "{}", answer.body);
        assert!(answer.body.contains(&format!("value=\"{login}\"")) && !answer.body.contains("какой-то"));
    }
    assert!(!browser.cookies.contains_key("session"));
}

#[test]
fn guessing_is_told_when_to_try_again() {
    let f = Fixture::sqlite();
    let (site, ..) = company(&f, false);
    let mut browser = Browser::new(&site);
    for _ in 0..5 {
        assert_eq!(browser.sign_in("anna", "не тот пароль").status, 422);
    }
    let blocked = browser.sign_in("anna", PASSWORD);
    assert_eq!(blocked.status, 429);
    assert!(blocked.says("через 15 с"), "{}", blocked.body);
    f.clock.advance_seconds(15);
    assert_eq!(browser.sign_in("anna", PASSWORD).status, 303);
}

#[test]
fn forms_without_the_page_s_token_are_refused() {
    let f = Fixture::sqlite();
    let (site, ..) = company(&f, false);
    let mut browser = Browser::new(&site);
    let fields = [("login", "anna"), ("password", PASSWORD)];
    assert_eq!(browser.post("/sign-in", &fields).status, 403, "no token");
    let token = browser.get("/sign-in").hidden("csrf").unwrap();
    let with =
        |token: &str| [("csrf", token), fields[0], fields[1]].map(|(a, b)| (a.to_owned(), b.to_owned()));
    let send = |browser: &mut Browser, token: &str| {
        let all = with(token);
        let all: Vec<_> = all.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        browser.post("/sign-in", &all).status.as_u16()
    };
    assert_eq!(send(&mut Browser::new(&site), &token), 403, "the token of another browser");
    let mut late = browser.clone();
    f.clock.advance_seconds(web::auth::FORM_SECONDS + 1);
    assert_eq!(send(&mut late, &token), 403, "a page of the day before yesterday");
    f.clock.advance_seconds(-web::auth::FORM_SECONDS);
    let foreign = Request::post("/sign-in")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("csrf={token}&login=anna&password=x")))
        .unwrap();
    assert_eq!(browser.ask(foreign).status, 403, "another site");
    assert_eq!(send(&mut browser, &token), 303);
    assert_eq!(send(&mut browser, &token), 403, "signed in: the token of the visitor is over");
}

#[test]
fn a_session_ends_idle_signed_out_or_switched_off() {
    let f = Fixture::sqlite();
    let (site, anna, admin) = company(&f, false);
    let mut browser = Browser::new(&site);
    let is_in = |browser: &mut Browser| browser.get("/sign-in").status == 303;
    browser.sign_in("anna", PASSWORD);
    f.clock.advance_seconds(identity::IDLE_SECONDS - 1);
    assert!(is_in(&mut browser));
    f.clock.advance_seconds(identity::IDLE_SECONDS - 1);
    assert!(is_in(&mut browser), "it was used, so it lasts");
    f.clock.advance_seconds(identity::IDLE_SECONDS);
    assert!(!is_in(&mut browser));

    browser.sign_in("anna", PASSWORD);
    let token = browser.get("/nowhere-but-chrome").hidden("csrf");
    assert_eq!(token, None, "a page that no route declares knows nobody");
    let mut other = browser.clone();
    by(&site, admin, move |tx, cx| app::company::switch(tx, cx, anna, false));
    assert!(!is_in(&mut other));
}

#[test]
fn personas_are_shown_and_taken_in_a_demonstration_alone() {
    for demonstration in [true, false] {
        let f = Fixture::sqlite();
        let (site, anna, _) = company(&f, demonstration);
        f.db.write_blocking(move |tx| {
            credential::put_persona(tx, anna, 1, &Localized::both("Задать задачу", "Ask"))
        })
        .unwrap();
        let mut browser = Browser::new(&site);
        let shown = browser.get("/sign-in");
        assert_eq!(shown.says("Задать задачу"), demonstration);
        let id = anna.to_string();
        let taken = browser.send("/sign-in", "/sign-in/persona", &[("person", &id)]);
        assert_eq!(taken.status.as_u16(), if demonstration { 303 } else { 403 });
        assert_eq!(browser.cookies.contains_key("session"), demonstration);
    }
}

#[test]
fn strangers_in_a_hurry_wait_and_others_do_not() {
    let f = Fixture::sqlite();
    let (site, ..) = company(&f, false);
    let mut browser = Browser::new(&site_with(&f, Config { anonymous_posts: 2, ..config() }));
    assert_eq!(browser.post("/sign-in", &[]).status, 403);
    assert_eq!(browser.sign_in("anna", PASSWORD).status, 303);
    assert_eq!(Browser::new(&site).post("/sign-in", &[]).status, 403);
    let mut stranger = browser.clone();
    stranger.cookies.clear();
    let refused = stranger.post("/sign-in", &[]);
    assert_eq!((refused.status.as_u16(), refused.headers["retry-after"].to_str().unwrap()), (429, "60"));
    assert!(refused.body.contains("</html>"));
    assert_eq!(browser.post("/sign-in", &[]).status, 403, "who is signed in is not counted");
}

#[test]
fn more_than_fits_is_answered_busy_at_once() {
    let f = Fixture::sqlite();
    let _ = company(&f, false);
    let mut browser = Browser::new(&site_with(&f, Config { in_flight: 0, ..config() }));
    let answer = browser.get("/sign-in");
    assert_eq!((answer.status.as_u16(), answer.headers["retry-after"].to_str().unwrap()), (503, "1"));
    assert!(answer.body.contains("</html>"));
}

#[test]
fn before_the_company_begins_every_page_leads_to_the_first_run() {
    let f = Fixture::sqlite();
    let mut browser = Browser::new(&site(&f));
    assert_eq!(browser.get("/sign-in").location(), "/first-run");
    let health = browser.get("/health");
    assert_eq!(health.status, 200);
    let health: serde_json::Value = serde_json::from_str(&health.body).unwrap();
    assert_eq!(health["ok"], true);
    assert!(health["version"].as_str().unwrap().starts_with(char::is_numeric));
}

#[test]
fn a_link_lets_a_person_choose_a_password_once() {
    let f = Fixture::sqlite();
    let (site, anna, _) = company(&f, false);
    let link = identity::Secret::new([7; 32]);
    let (hash, now) = (link.hash(), f.now());
    f.db.write_blocking(move |tx| {
        let token = credential::SetupToken {
            secret: hash.clone(),
            person: anna,
            login: "anna".to_owned(),
            created_at: now,
            expires_at: now.plus_seconds(60),
        };
        credential::put_setup(tx, &token)
    })
    .unwrap();
    let mut browser = Browser::new(&site);
    let path = format!("/set-password/{}", link.to_text());
    assert!(browser.get(&path).says("anna"));
    let typed = |a, b| [("password", a), ("password-again", b)];
    let differs = browser.send(&path, &path, &typed("новая длинная фраза", "другая длинная фраза"));
    assert_eq!(differs.status, 422);
    assert!(differs.says("Пароли не совпали") && !differs.says("длинная фраза"));
    let weak = browser.send(&path, &path, &typed("anna anna anna", "anna anna anna"));
    assert!(weak.status == 422 && weak.says("Пароль не должен повторять логин"), "{}", weak.body);
    let set = browser.send(&path, &path, &typed("новая длинная фраза", "новая длинная фраза"));
    assert_eq!((set.status.as_u16(), set.location()), (303, "/"));
    assert_eq!(browser.get("/sign-in").status, 303, "signed in");
    assert_eq!(browser.get(&path).status, 410);
    let mut again = Browser::new(&site);
    assert_eq!(again.sign_in("anna", "новая длинная фраза").status, 303);
    assert_eq!(again.get("/set-password/nonsense").status, 410);
}

#[test]
fn what_takes_too_long_is_told() {
    let f = Fixture::sqlite();
    let site = site_with(&f, Config { patience: std::time::Duration::from_millis(20), ..config() });
    let slow = Route::get("/slow", Reach::BARE, async || {
        tokio::time::sleep(std::time::Duration::from_secs(60)).await;
    });
    let answer = Browser::before(router_of(site, vec![slow])).get("/slow");
    assert_eq!(answer.status, 504);
    assert!(answer.says("</html>"));
}

#[test]
fn by_https_cookies_are_bound_to_the_host_and_browsers_are_told_to_stay() {
    let f = Fixture::sqlite();
    let _ = company(&f, false);
    let mut browser = Browser::new(&site_with(&f, Config { secure: true, ..config() }));
    let shown = browser.get("/sign-in");
    assert!(
        shown.headers["strict-transport-security"].to_str().is_ok_and(|line| line.starts_with("max-age="))
    );
    assert_eq!(browser.sign_in("anna", PASSWORD).status, 303);
    assert!(browser.cookies.contains_key("__Host-session"));
    assert_eq!(browser.get("/me").status, 200);
    let secret = browser.cookies["__Host-session"].clone();
    let mut planted = Browser::new(&site_with(&f, Config { secure: true, ..config() }));
    planted.cookies.insert("session".to_owned(), secret);
    assert_eq!(planted.get("/me").status, 303, "the unprefixed name is not believed");
}
