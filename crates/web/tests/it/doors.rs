//! Who comes in and who waits: hosts, proxies, people in a hurry, a database that is away.

use std::net::{IpAddr, SocketAddr};

use crate::support::world::{PASSWORD, begin, by, person};
use crate::support::{Answer, Browser, TestChance, blobs, config, site_with, wait};
use app::{Origin, identity};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use domain::actor::Channel;
use domain::ids::PersonId;
use domain::localized::Language;
use domain::permission::Viewer;
use serde_json::Value;
use store::{Db, DbOptions};
use testkit::{Fixture, OwnCluster, each_db};
use web::Site;
use web::site::{Config, Parts};

const NOBODY_KNOWS: fn() -> Config = || Config { public_url: None, ..config() };

/// Asks for a page of a host, as somebody from an address.
fn asked(browser: &mut Browser, path: &str, host: &str, from: [u8; 4], more: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path).header("host", host);
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    let mut request = request.body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(IpAddr::from(from), 9)));
    browser.ask(request)
}

/// A browser in which somebody is signed in.
fn signed_in(site: &Site, person: PersonId) -> Browser {
    let secret = site.secret();
    let kept = secret.clone();
    let cx = site.cx(&Viewer::nobody(), Channel::Web, None);
    wait(site.write(&cx, move |tx, cx| {
        identity::open(tx, cx, person, &kept, "Test", domain::access::Way::Password)
    }))
    .unwrap();
    let mut browser = Browser::new(site);
    browser.cookies.insert("session".to_owned(), secret.to_text());
    browser
}

const FAR: [u8; 4] = [203, 0, 113, 9];
const HERE: [u8; 4] = [127, 0, 0, 1];

each_db! {
    fn a_host_that_is_not_the_company_s_is_refused(f) {
        let site = site_with(f, NOBODY_KNOWS());
        let admin = begin(&site, false).administrator;
        let mut browser = Browser::new(&site);
        let status = |browser: &mut Browser, host: &str| {
            asked(browser, "/sign-in", host, FAR, &[]).status.as_u16()
        };
        assert_eq!(status(&mut browser, "anything.example"), 200, "nobody said which is right");
        by(&site, admin, |tx, cx| app::company::say_address(tx, cx, " https://Vitrina.example.com/ "));
        assert_eq!(status(&mut browser, "vitrina.example.com"), 200);
        assert_eq!(status(&mut browser, "vitrina.example.com:443"), 200);
        assert_eq!(status(&mut browser, "localhost:8080"), 200, "the machine itself");
        let refused = asked(&mut browser, "/sign-in", "evil.example", FAR, &[]);
        assert_eq!(refused.status, 421);
        assert!(refused.says("По этому адресу сайт не отвечает") && !refused.body.contains("evil.example"));
        assert_eq!(asked(&mut browser, "/health", "10.0.0.7:8080", FAR, &[]).status, 200, "whoever watches it");
        // The settings win over what was said.
        let named = Config { public_url: Origin::parse("https://desk.example"), ..config() };
        let mut other = Browser::new(&site_with(f, named));
        assert_eq!(status(&mut other, "desk.example"), 200);
        assert_eq!(status(&mut other, "vitrina.example.com"), 421);
    }

    fn no_link_is_made_of_what_a_browser_says(f) {
        let site = site_with(f, NOBODY_KNOWS());
        let admin = begin(&site, false).administrator;
        let anna = person(&site, admin, "anna", Language::Ru);
        let mut browser = signed_in(&site, admin);
        assert!(browser.get("/admin").says("Никто не сказал, по какому адресу"));
        let path = format!("/admin/people/{anna}");
        let link = |browser: &mut Browser| browser.send(&path, &format!("{path}/link"), &[("login", "anna")]);
        let refused = link(&mut browser);
        assert_eq!(refused.status, 422);
        assert!(refused.says("ссылка никуда не приведёт"), "{}", refused.body);
        let wrong = browser.send("/admin/company", "/admin/company/address", &[("address", "vitrina")]);
        assert!(wrong.status == 422 && wrong.says("Наберите адрес целиком"), "{}", wrong.body);
        let said = browser.send("/admin/company", "/admin/company/address", &[("address", "https://vitrina.example.com")]);
        assert_eq!(said.location(), "/admin/company");
        let made = link(&mut browser);
        assert!(made.body.contains("https://vitrina.example.com/set-password/"), "{}", made.body);
        assert!(!browser.get("/admin").says("Никто не сказал"));
    }
}

#[test]
fn a_proxy_that_nobody_named_is_told_of() {
    let f = Fixture::sqlite();
    let site = site_with(&f, config());
    let admin = begin(&site, false).administrator;
    let mut browser = signed_in(&site, admin);
    assert!(!browser.get("/admin").says("через прокси"));
    let line = [("x-forwarded-for", "198.51.100.7")];
    asked(&mut Browser::new(&site), "/sign-in", "vitrina.example", [10, 0, 0, 1], &line);
    assert!(browser.get("/admin").says("через прокси"));
    f.clock.advance_seconds(3_600);
    assert!(!browser.get("/admin").says("через прокси"), "it is gone");
}

#[test]
fn an_empty_company_is_begun_by_whoever_reads_its_code() {
    let f = Fixture::sqlite();
    let site = site_with(&f, NOBODY_KNOWS());
    let shown = |host, from, more: &[(&str, &str)]| {
        let page = asked(&mut Browser::new(&site), "/first-run", host, from, more);
        assert_eq!(page.status, 200);
        (page.says("Код установки"), page)
    };
    assert!(!shown("localhost:8080", HERE, &[]).0, "who sits at the machine needs none");
    assert!(shown("localhost:8080", FAR, &[]).0);
    assert!(shown("vitrina.example.com", HERE, &[]).0, "a proxy on the machine");
    assert!(shown("localhost:8080", HERE, &[("x-forwarded-for", "203.0.113.9")]).0);
    let (_, page) = shown("vitrina.example.com", FAR, &[]);
    assert!(page.body.contains("value=\"http://vitrina.example.com\""), "the address to begin with");
}

#[test]
fn people_in_a_hurry_wait_each_for_themselves() {
    let f = Fixture::sqlite();
    let site = site_with(&f, Config { writes: 3, ..config() });
    let admin = begin(&site, false).administrator;
    person(&site, admin, "anna", Language::Ru);
    let (mut anna, mut boss) = (Browser::new(&site), signed_in(&site, admin));
    anna.sign_in("anna", PASSWORD);
    let read = |browser: &mut Browser| browser.send("/notices", "/notices/read", &[]);
    for _ in 0..3 {
        assert_eq!(read(&mut anna).status, 303);
    }
    let refused = read(&mut anna);
    assert_eq!((refused.status.as_u16(), refused.headers["retry-after"].to_str().unwrap()), (429, "60"));
    assert!(refused.says("За минуту от вас пришло больше 3 форм"), "{}", refused.body);
    assert_eq!(anna.get("/notices").status, 200, "reading is not counted");
    assert_eq!(read(&mut boss).status, 303, "nor are others");
    f.clock.advance_seconds(20);
    assert_eq!(read(&mut anna).status, 303);
}

#[test]
fn nobody_is_locked_out_by_those_who_guess_beside_them() {
    let f = Fixture::sqlite();
    let site = site_with(&f, Config { anonymous_posts: 1_000, ..config() });
    let admin = begin(&site, false).administrator;
    for login in ["anna", "ilya"] {
        person(&site, admin, login, Language::Ru);
    }
    let mut known = Browser::new(&site);
    assert_eq!(known.sign_in("anna", PASSWORD).status, 303);
    let out = |browser: &mut Browser| browser.cookies.remove("session");
    out(&mut known);
    assert!(known.cookies["known"].len() >= 128);
    // Fifty wrong passwords and more, of one login and of many, all from this network.
    for n in 0..60 {
        Browser::new(&site).sign_in(&format!("guess{n}"), "не тот пароль");
        Browser::new(&site).sign_in("anna", "не тот пароль");
    }
    assert_eq!(Browser::new(&site).sign_in("ilya", PASSWORD).status, 303, "the office works");
    assert_eq!(
        Browser::new(&site).sign_in("anna", PASSWORD).status,
        429,
        "the guessed login waits elsewhere"
    );
    assert_eq!(known.sign_in("anna", PASSWORD).status, 303, "and not in the browser that knows its owner");
    out(&mut known);
    let cookie = known.cookies["known"].clone();
    // What was not signed here helps nobody, and what was signed for one helps no other.
    let mut forger = Browser::new(&site);
    forger.cookies.insert(
        "known".into(),
        cookie.replace(&cookie[..1], if cookie.starts_with('0') { "1" } else { "0" }),
    );
    assert_eq!(forger.sign_in("anna", PASSWORD).status, 429);
    let mut other = Browser::new(&site);
    assert_eq!(other.sign_in("ilya", PASSWORD).status, 303);
    out(&mut other);
    assert_eq!(other.sign_in("anna", PASSWORD).status, 429);
}

#[test]
fn a_known_browser_has_forms_of_its_own_where_strangers_used_up_theirs() {
    let f = Fixture::sqlite();
    let site = site_with(&f, Config { anonymous_posts: 3, ..config() });
    let admin = begin(&site, false).administrator;
    person(&site, admin, "anna", Language::Ru);
    let mut known = Browser::new(&site);
    assert_eq!(known.sign_in("anna", PASSWORD).status, 303);
    known.cookies.remove("session");
    let mut stranger = Browser::new(&site);
    for _ in 0..2 {
        stranger.sign_in("nobody", "не тот пароль");
    }
    assert_eq!(stranger.sign_in("nobody", "не тот пароль").status, 429);
    assert_eq!(known.sign_in("anna", PASSWORD).status, 303);
}

#[test]
fn an_administrator_confirms_a_clock_that_jumped() {
    let f = Fixture::sqlite();
    let site = site_with(&f, config());
    let admin = begin(&site, false).administrator;
    let steady = std::time::Duration::from_secs;
    assert!(site.watch().observe(f.now(), steady(1)));
    f.clock.advance_seconds(400 * 86_400);
    assert!(!site.watch().observe(f.now(), steady(2)));
    let mut browser = signed_in(&site, admin);
    let page = browser.get("/admin");
    assert!(page.says("Часы машины прыгнули") && page.says("Часы верны"), "{}", page.body);
    assert_eq!(browser.send("/admin", "/admin/clock", &[]).location(), "/admin");
    assert!(!browser.get("/admin").says("Часы машины прыгнули"));
    assert!(site.watch().observe(f.now(), steady(3)));
}

fn ready(browser: &mut Browser) -> (u16, Value) {
    let answer = browser.get("/ready");
    (answer.status.as_u16(), serde_json::from_str(&answer.body).unwrap())
}

#[test]
fn readiness_tells_the_age_of_the_last_write_and_writes_nothing() {
    let f = Fixture::sqlite();
    let site = site_with(&f, config());
    let mut browser = Browser::new(&site);
    let (status, told) = ready(&mut browser);
    assert_eq!((status, &told["last_write_seconds"]), (200, &Value::Null), "a fresh company");
    let fresh = site_with(&f, config());
    let holder = uuid::Uuid::from_u128(1);
    app::work::turn(site.db(), holder, f.now(), || [1; 32]).unwrap();
    f.clock.advance_seconds(7);
    let mut browser = Browser::new(&fresh);
    let (status, told) = ready(&mut browser);
    assert_eq!((status, &told["last_write_seconds"]), (200, &Value::from(7)));
    f.clock.advance_seconds(600);
    let (status, told) = ready(&mut browser);
    assert_eq!((status, &told["ready"], &told["database"]), (503, &false.into(), &true.into()));
}

/// A site over a server that the test may stop.
fn over(server: &OwnCluster, f: &Fixture) -> Site {
    let db = Db::open_postgres(&server.url(), &DbOptions { readers: 1, writers: 1, ..DbOptions::default() });
    Site::new(Parts {
        db: db.unwrap(),
        blobs: blobs(f),
        clock: std::sync::Arc::new(f.clock.clone()),
        entropy: std::sync::Arc::new(TestChance::default()),
        passwords: identity::Passwords::start(1, 64, identity::Cost::TEST).unwrap(),
        vault: std::sync::Arc::new(identity::Vault::new(|| Ok([7; 32]))),
        config: config(),
    })
}

#[test]
fn a_database_that_is_away_is_said_to_be_and_comes_back_by_itself() {
    let f = Fixture::sqlite();
    let Some(server) = OwnCluster::start() else { return };
    let site = over(&server, &f);
    let admin = begin(&site, false).administrator;
    let mut browser = signed_in(&site, admin);
    server.crash();
    let away = browser.get("/admin");
    assert_eq!((away.status.as_u16(), away.headers["retry-after"].to_str().unwrap()), (503, "5"));
    assert!(away.says("База данных недоступна"), "{}", away.body);
    let form = browser.post("/notices/read", &[]);
    assert_eq!(form.status, 503);
    assert_eq!(browser.get("/health").status, 200, "the program lives");
    assert_eq!(ready(&mut browser).0, 503);
    server.start_again();
    assert_eq!(browser.get("/admin").status, 200);
}
