//! Accounts that others reset and requests that an auditor opens: who sees what, and who hears of it, in both languages.

use crate::support::world::{World, by};
use crate::support::{Browser, wait};
use crate::surfaces::{PLANTED, leaks, planted};
use app::{AppError, identity};
use domain::actor::Channel;
use domain::ids::PersonId;
use domain::permission::{Role, Viewer};
use domain::request::Class;
use web::server::Seat;

/// Lets somebody choose a password by a link that an administrator makes, and gives the browser that did.
fn reset(world: &World, whose: PersonId, language: &str) -> Browser {
    let site = &world.site;
    let (link, secret) = (site.secret(), site.secret());
    let given = link.clone();
    by(site, world.people[&Seat::Administrator], move |tx, cx| {
        identity::issue_setup(tx, cx, whose, Some("customer"), &given)
    });
    let cx = site.cx(&Viewer::nobody(), Channel::Web, None);
    let (password, salt) = ("синий кит плывёт домой".to_owned(), site.salt());
    let kept = secret.clone();
    let set =
        identity::finish_setup(site.db(), site.passwords(), &cx, link, password, salt, kept, String::new());
    wait(set).unwrap();
    let mut browser = Browser::new(site);
    browser.cookies.insert("session".to_owned(), secret.to_text());
    browser.cookies.insert("lang".to_owned(), language.to_owned());
    browser
}

#[test]
fn a_take_over_is_seen_by_its_owner_and_opens_nothing_confidential() {
    for (language, told, held, heard) in [
        (
            "ru",
            "Пароль сброшен другим человеком",
            "конфиденциальные обращения закрыты",
            "участнику сменили пароль",
        ),
        (
            "en",
            "Password reset by somebody else",
            "confidential requests stay closed",
            "the password of somebody",
        ),
    ] {
        let (_f, mut world) = World::sqlite();
        world.number = planted(&world, Class::Confidential);
        let page = web::routes::request(world.number);
        let customer = world.people[&Seat::Customer];
        assert!(world.browser(Seat::Customer).get(&page).says(PLANTED));
        let mut browser = reset(&world, customer, language);
        let (opens, wrong) = leaks(&world, "whoever took it over", &browser);
        assert!(!opens && wrong.is_empty(), "{}", wrong.join("\n"));
        let own = browser.get(&web::routes::me());
        assert!(own.says(told) && own.says(held), "{}", own.body);
        for all in [web::routes::my_known(), web::routes::my_known_file()] {
            let all = browser.get(&all);
            assert!(all.status == 200 && !all.says(PLANTED) && !all.says("Зимородка"), "{}", all.body);
        }
        let mut handler = world.browser(Seat::Handler);
        handler.cookies.insert("lang".to_owned(), language.to_owned());
        assert!(handler.get(&web::routes::notices()).says(heard));

        // Neither the owner nor whoever made the link confirms it; the head of the unit does.
        let fields = [("person", customer.to_string())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let holds = web::routes::admin_holds();
        assert_eq!(world.browser(Seat::Administrator).send(&holds, &holds, &fields).status, 404);
        assert_eq!(world.browser(Seat::OtherHead).send(&holds, &holds, &fields).status, 404);
        assert!(!browser.get(&page).says(PLANTED));
        let confirmed = world.browser(Seat::CustomerHead).send(&holds, &holds, &fields);
        assert_eq!(confirmed.status, 303, "{}", confirmed.body);
        assert!(browser.get(&page).says(PLANTED));
        let again = world.browser(Seat::CustomerHead).send(&holds, &holds, &fields);
        assert_eq!(again.status, 404, "there is nothing more to confirm");
    }
}

#[test]
fn an_auditor_opens_one_request_for_an_hour_and_those_whose_it_is_hear_of_it_at_once() {
    for (language, heard, told, why) in [
        ("ru", "аудитор открыл обращение на час", "Аудитор открыл обращение", "Жалоба на утечку"),
        (
            "en",
            "an auditor opened the request for an hour",
            "An auditor opened a request",
            "A leak was reported",
        ),
    ] {
        let (f, mut world) = World::sqlite();
        world.number = planted(&world, Class::Confidential);
        let (page, open) = (web::routes::request(world.number), web::routes::admin_open(world.number));
        let reading = |seat: Seat| {
            let mut browser = world.browser(seat);
            browser.cookies.insert("lang".to_owned(), language.to_owned());
            browser
        };
        let mut auditor = reading(Seat::Auditor);
        let (opens, wrong) = leaks(&world, "an auditor", &auditor);
        assert!(!opens && wrong.is_empty(), "{}", wrong.join("\n"));

        // The way there begins in the history of acts; nobody else has it, and nothing opens without a reason.
        let steps = web::routes::with(&web::routes::admin_audit(), &[("request", &world.number.to_string())]);
        assert!(auditor.get(&steps).body.contains(&open));
        assert!(!reading(Seat::Administrator).get(&steps).body.contains(&open));
        for seat in [Seat::Administrator, Seat::UnitHead, Seat::Finance] {
            assert_eq!(reading(seat).send("/", &open, &[("reason", why)]).status, 404, "{seat:?}");
        }
        assert_eq!(auditor.send(&open, &open, &[("reason", " ")]).status, 422);
        assert!(!auditor.get(&page).says(PLANTED));
        let nowhere = web::routes::admin_open(999_999);
        assert_eq!(auditor.send(&nowhere, &nowhere, &[("reason", why)]).status, 404);
        let opened = auditor.send(&open, &open, &[("reason", why)]);
        assert!(opened.status == 303 && opened.location() == page, "{}", opened.body);

        assert!(auditor.get(&page).says(PLANTED));
        assert_eq!(auditor.send(&open, &open, &[("reason", why)]).status, 422, "it is open already");
        assert!(!reading(Seat::Administrator).get(&page).says(PLANTED), "it opens for nobody else");
        let silent = leaks(&world, "an auditor elsewhere", &reading(Seat::Stranger));
        assert!(silent.1.is_empty());
        for seat in [Seat::Customer, Seat::Handler] {
            let mut whose = reading(seat);
            assert!(whose.get(&web::routes::notices()).says(heard), "{seat:?}");
            let shown = whose.get(&page);
            assert!(shown.says(why) && shown.says(PLANTED), "{seat:?}");
        }
        let own = reading(Seat::Customer).get(&web::routes::me());
        assert!(own.says(told) && own.says(why), "{}", own.body);
        let history = |seat| reading(seat).get(&web::routes::admin_audit());
        assert!(history(Seat::Auditor).says(why));
        let watched = history(Seat::Administrator);
        assert!(watched.says(told) && !watched.says(why), "the words are for those whose request it is");

        f.clock.advance_seconds(3_599);
        assert!(auditor.get(&page).says(PLANTED));
        f.clock.advance_seconds(1);
        assert_eq!(auditor.get(&page).status, 404, "the hour is over");
        let checked = wait(world.site.read(|tx| app::check::rows(tx))).unwrap();
        assert!(checked.is_clean(), "{checked:?}");
    }
}

#[test]
fn who_lost_a_role_since_they_came_acts_without_it() {
    let (_f, world) = World::sqlite();
    let (site, admin, whom) =
        (&world.site, world.people[&Seat::Administrator], world.people[&Seat::Stranger]);
    let found = wait(site.read(move |tx| app::company::viewer_of(tx, admin))).unwrap().unwrap();
    let before = site.cx(&found.viewer, Channel::Web, None);
    by(site, admin, move |tx, cx| app::company::grant_role(tx, cx, whom, Role::Administrator, None));
    by(site, whom, move |tx, cx| app::company::revoke_role(tx, cx, admin, Role::Administrator, None));
    let given =
        wait(site.write(&before, move |tx, cx| app::company::grant_role(tx, cx, whom, Role::Auditor, None)));
    assert!(matches!(given, Err(AppError::Forbidden)), "{given:?}");
}
