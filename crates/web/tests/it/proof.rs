//! The password before what gives power to somebody: roles, links that set a password, budgets.

use crate::support::Browser;
use crate::support::wait;
use crate::support::world::{PASSWORD, World, as_viewer, by, give_password};
use app::company::{NewPerson, RegisterPerson, grant_role, register_person};
use app::identity::{self, PROOF_SECONDS};
use axum::body::Body;
use axum::http::Request;
use domain::access::Way;
use domain::ids::PersonId;
use domain::localized::Language;
use domain::permission::{Role, Viewer};
use domain::time::Instant;
use web::routes;
use web::server::Seat;

/// Whether somebody is an auditor now.
fn audits(world: &World, person: PersonId) -> bool {
    let found = wait(world.site.read(move |tx| app::company::viewer_of(tx, person))).unwrap();
    found.unwrap().viewer.has(Role::Auditor, None)
}

fn failures(world: &World) -> i64 {
    let (from, to) = (Instant::from_millis(0), Instant::from_millis(i64::MAX));
    let found = wait(world.site.read(move |tx| Ok(store::repo::act::failed(tx, from, to, 100)?))).unwrap();
    found.iter().map(|failed| failed.count).sum()
}

#[test]
fn a_browser_that_was_left_open_gives_no_power_without_the_password() {
    let (f, world) = World::sqlite();
    let (admin, whom) = (world.people[&Seat::Administrator], world.people[&Seat::Stranger]);
    give_password(&world.site, admin, "olga");
    let mut browser = world.browser(Seat::Administrator);
    let person = routes::admin_person(whom);
    let (grant, revoke) = (routes::admin_grant(whom), routes::admin_revoke(whom));
    let role = [("role", "auditor")];

    // Right after signing in nothing is asked.
    assert_eq!(browser.send(&person, &grant, &role).status, 303);
    assert!(audits(&world, whom));
    f.clock.advance_seconds(PROOF_SECONDS);
    let asked = browser.send(&person, &revoke, &role);
    assert_eq!(asked.status, 403, "{}", asked.body);
    assert!(asked.says("Это вы?") && asked.hidden("role").as_deref() == Some("auditor"), "{}", asked.body);
    assert!(audits(&world, whom), "nothing was done");

    // What was sent goes on with the password, as the command that it was.
    let (csrf, command) = (asked.hidden("csrf").unwrap(), asked.hidden("command").unwrap());
    let mut again = |password: &str| {
        let fields =
            [("csrf", &*csrf), ("command", &*command), ("role", "auditor"), ("proof_password", password)];
        browser.post(&revoke, &fields)
    };
    let wrong = again("синий кит утонул");
    assert!(wrong.status == 422 && wrong.says("Нынешний пароль не подходит"), "{}", wrong.body);
    assert!(!wrong.body.contains("утонул") && audits(&world, whom));
    assert_eq!(failures(&world), 1, "it is counted with the others");
    assert_eq!(again(PASSWORD).status, 303);
    assert!(!audits(&world, whom));
    f.clock.advance_seconds(PROOF_SECONDS - 1);
    assert_eq!(browser.send(&person, &grant, &role).status, 303, "ten minutes are not over");

    // The other places that give power ask too; what gives none does not.
    f.clock.advance_seconds(1);
    for (page, action) in [
        (person.clone(), routes::admin_link(whom)),
        (routes::admin_unit("crm"), routes::admin_unit_budget("crm")),
        (routes::admin_holds(), routes::admin_holds()),
    ] {
        assert!(browser.send(&page, &action, &[]).says("Это вы?"), "{action}");
    }
    let profile = [("name", "Пётр Странников")];
    assert_eq!(browser.send(&person, &routes::admin_profile(whom), &profile).status, 303);
    let mut finance = world.browser(Seat::Finance);
    f.clock.advance_seconds(PROOF_SECONDS);
    let budget = finance.send(&routes::account("crm"), &routes::budget("crm"), &[("amount", "100")]);
    assert!(budget.says("Это вы?"), "{}", budget.body);

    // No other way of sending a form goes past the door: its parts one by one, its token in a header.
    let token = browser.get(&person).hidden("csrf").unwrap();
    let parts = browser.send_file(&grant, &[("csrf", &token), ("role", "auditor")], ("x", "", "", b""));
    assert!(parts.status.is_client_error(), "{}", parts.body);
    let headed = Request::post(&grant)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("x-csrf-token", &token);
    f.clock.advance_seconds(PROOF_SECONDS);
    by(&world.site, admin, move |tx, cx| app::company::revoke_role(tx, cx, whom, Role::Auditor, None));
    for sent in [parts.status, browser.ask(headed.body(Body::from("role=auditor")).unwrap()).status] {
        assert!(sent.is_client_error(), "{sent}");
    }
    assert!(!audits(&world, whom));

    // A form of another site tries no password, and too many tries are refused.
    let before = failures(&world);
    assert_eq!(browser.post(&grant, &[("role", "auditor"), ("proof_password", "x")]).status, 403);
    assert_eq!(failures(&world), before);
    let mut last = String::new();
    for _ in 0..6 {
        last = browser.send(&person, &grant, &[("role", "auditor"), ("proof_password", "x")]).body;
    }
    assert!(last.contains("Слишком много"), "{last}");
    assert_eq!(by(&world.site, admin, |tx, cx| identity::sessions(tx, cx)).len(), 1, "the session goes on");
}

#[test]
fn whoever_has_no_password_has_none_to_type() {
    let (f, world) = World::sqlite();
    let admin = world.people[&Seat::Administrator];
    let second = by(&world.site, admin, |tx, cx| {
        let person =
            NewPerson { name: "Вторая Администратор".to_owned(), ..NewPerson::default() };
        let new = RegisterPerson { person, language: Language::Ru, outside: false, identities: Vec::new() };
        register_person(tx, cx, new)
    });
    by(&world.site, admin, move |tx, cx| grant_role(tx, cx, second, Role::Administrator, None));
    let secret = world.site.secret();
    let kept = secret.clone();
    as_viewer(&world.site, &Viewer::nobody(), move |tx, cx| {
        identity::open(tx, cx, second, &kept, "Test", Way::Persona)
    });
    let mut browser = Browser::new(&world.site);
    browser.cookies.insert("session".to_owned(), secret.to_text());
    f.clock.advance_seconds(PROOF_SECONDS);
    let whom = world.people[&Seat::Stranger];
    let (person, grant) = (routes::admin_person(whom), routes::admin_grant(whom));
    assert_eq!(browser.send(&person, &grant, &[("role", "auditor")]).status, 303);
    assert!(audits(&world, whom));
}
