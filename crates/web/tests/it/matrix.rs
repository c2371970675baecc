//! Every route, asked by everybody: who may come in comes in, nobody else does. What each route expects is declared beside
//! it ([`web::server::Reach`]); a new route is tested as soon as it is declared.

use std::collections::BTreeSet;

use crate::support::world::World;
use crate::support::{Answer, Browser};
use app::identity::Secret;
use axum::http::Method;
use domain::permission::Viewer;
use web::server::{Door, Route, Seat, routes};

/// What somebody met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    /// The route itself, whatever it said of what was typed.
    Inside,
    /// To sign in first.
    SignIn,
    /// No: it may not be, or is said not to exist.
    Refused,
}

fn expected(route: &Route, seat: Seat) -> Met {
    match (route.reach.allows(seat), route.reach.door) {
        (true, _) => Met::Inside,
        (false, Door::Session) if !seat.is_person() => Met::SignIn,
        (false, _) => Met::Refused,
    }
}

fn met(route: &Route, answer: &Answer) -> Met {
    let status = answer.status.as_u16();
    assert!(status < 500, "{} {}: {status}: {}", route.method, route.path, answer.body);
    match status {
        401 => Met::SignIn,
        303 if route.reach.door == Door::Session && answer.location().starts_with("/sign-in") => Met::SignIn,
        403 | 404 | 410 => Met::Refused,
        _ => Met::Inside,
    }
}

/// A page or a form that somebody asks for in their browser. Signing in is recorded, so it comes first.
fn ask(
    world: &World,
    browser: &mut Browser,
    route: &Route,
    seat: Seat,
    fields: &[(&'static str, String)],
) -> Answer {
    let path = world.address(route.path, seat);
    if route.method == Method::GET {
        return browser.get(&path);
    }
    // The token of any page of this caller; a link's own page gives the token of its forms.
    let page = match (seat, route.reach.door) {
        (Seat::Link, Door::Link) => world.address("/p/{token}", seat),
        _ if seat.is_person() => "/me".to_owned(),
        _ => "/sign-in".to_owned(),
    };
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.send(&page, &path, &fields)
}

/// What every answer says to browsers, whatever it is.
fn is_secured(route: &Route, answer: &Answer) {
    let header = |name: &str| answer.headers.get(name).map_or("", |value| value.to_str().unwrap());
    let place = format!("{} {}", route.method, route.path);
    assert!(header("content-security-policy").contains("default-src 'none'"), "{place}");
    assert!(header("content-security-policy").contains("frame-ancestors 'none'"), "{place}");
    assert_eq!(header("x-content-type-options"), "nosniff", "{place}");
    assert!(["no-store", "private, no-cache"].contains(&header("cache-control")), "{place}");
    for cookie in answer.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{place}: {cookie}");
    }
}

#[test]
fn everybody_meets_what_each_route_declares() {
    let (_f, world) = World::sqlite();
    let mut wrong = Vec::new();
    for route in routes() {
        for seat in Seat::ALL {
            let answer = ask(&world, &mut world.browser(seat), &route, seat, &[]);
            is_secured(&route, &answer);
            let (expected, met) = (expected(&route, seat), met(&route, &answer));
            if expected != met {
                wrong.push(format!(
                    "{} {} as {seat:?}: {met:?} ({}), not {expected:?}",
                    route.method, route.path, answer.status
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_form_that_is_right_is_refused_all_the_same_and_records_nothing() {
    let (_f, world) = World::sqlite();
    let mut wrong = Vec::new();
    for route in routes().into_iter().filter(|route| route.method == Method::POST) {
        let fields = world.fields(route.path);
        for seat in Seat::ALL.into_iter().filter(|seat| !route.reach.allows(*seat)) {
            let mut browser = world.browser(seat);
            let before = world.recorded();
            let answer = ask(&world, &mut browser, &route, seat, &fields);
            let (expected, met) = (expected(&route, seat), met(&route, &answer));
            if expected != met || before != world.recorded() {
                wrong.push(format!(
                    "{} as {seat:?}: {met:?} ({}), not {expected:?}",
                    route.path, answer.status
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_asked_of_the_company_is_asked_by_the_door() {
    let (_f, world) = World::sqlite();
    let mut doors = 0;
    for route in routes().into_iter().filter(|route| route.reach.asks()) {
        doors += 1;
        let shut: Vec<_> = Seat::ALL
            .into_iter()
            .filter(|seat| seat.is_person() && !route.reach.admits(&seat.viewer()))
            .collect();
        assert!(!shut.is_empty(), "{} asks for what everybody may", route.path);
        for seat in shut {
            // Nothing is read of what was sent, not even its token, and nothing is looked for.
            let mut browser = world.browser(seat);
            let path = world.address(route.path, seat).replace("/it/", "/no-such-unit/");
            let answer = match route.method {
                Method::GET => browser.get(&path),
                _ => browser.post(&path, &[("csrf", "0-0")]),
            };
            assert!(matches!(answer.status.as_u16(), 403 | 404), "{path} as {seat:?}: {}", answer.status);
            assert!(!answer.says("Форма устарела"), "{path} as {seat:?}");
        }
    }
    assert!(doors > 30, "{doors}");
}

#[test]
fn a_confidential_request_exists_for_those_named_on_it_alone() {
    let (_f, world) = World::sqlite();
    for seat in Seat::ALL.into_iter().filter(|seat| seat.is_person()) {
        // The head of the unit claimed it and so handled it.
        let named = matches!(seat, Seat::Customer | Seat::Handler | Seat::UnitHead);
        let mut browser = world.browser(seat);
        for path in ["", "/message", "/share"] {
            let answer = browser.get(&format!("/r/{}{path}", world.secret));
            let hidden = answer.status == 404;
            assert!(hidden || named, "{path} as {seat:?}: {}", answer.status);
            assert_eq!(answer.says("Совсем тайное"), named && !hidden, "{path} as {seat:?}");
        }
        let sent = browser.send("/me", &format!("/r/{}/message", world.secret), &[("text", "Слова")]);
        assert_eq!(sent.status, if named { 303 } else { 404 }, "{seat:?}");
        assert!(named || !browser.get("/mine").says("Совсем тайное"), "{seat:?}");
    }
}

#[test]
fn a_link_opens_its_own_page_and_links_that_are_over_look_alike() {
    let (_f, world) = World::sqlite();
    let mut browser = world.browser(Seat::Link);
    let header = |answer: &Answer, name: &str| answer.headers[name].to_str().unwrap().to_owned();
    let private = |answer: &Answer| {
        assert_eq!(header(answer, "referrer-policy"), "no-referrer");
        assert_eq!(header(answer, "cache-control"), "no-store");
        assert!(header(answer, "x-robots-tag").contains("noindex"));
        assert_eq!(answer.headers.get_all("referrer-policy").iter().count(), 1);
        assert!(!answer.body.contains("href=\"/\""), "nothing leads to the rest of the company");
    };
    let own = browser.get(&format!("/p/{}", world.link.to_text()));
    assert_eq!(own.status, 200, "{}", own.body);
    private(&own);
    assert!(own.says("Видеть, какая кампания привела сделку") && !own.says("Тайное первое слово"));
    let never = Secret::new([0; 32]).to_text();
    for token in [world.revoked.to_text(), never, "x".to_owned(), world.setup.to_text()] {
        for step in ["", "/offer", "/say", "/decline", "/withdraw-offer"] {
            let answer = browser.get(&format!("/p/{token}{step}"));
            assert_eq!(answer.status, 410, "{step}");
            assert!(answer.says("Эта ссылка ничего не открывает"), "{}", answer.body);
            private(&answer);
        }
    }
    // The token of one link's forms is nothing under the address of another, nor is one's own under a link that is over.
    let (csrf, no) = (own.hidden("csrf").unwrap(), world.asked);
    let before = world.recorded();
    for (token, status) in [(&world.revoked, 410), (&world.link, 403)] {
        let csrf = if status == 403 { "0-0" } else { csrf.as_str() };
        let path = format!("/p/{}/say", token.to_text());
        let unit = world.vendor.to_string();
        let answer = browser.post(&path, &[("csrf", csrf), ("unit", &unit), ("text", "Слова")]);
        assert_eq!(answer.status, status);
    }
    assert_eq!(world.recorded(), before);
    // A session beside it opens no more, and the link opens none of the pages of people.
    let mut signed = world.browser(Seat::Stranger);
    assert_eq!(signed.get(&format!("/p/{}", world.link.to_text())).status, 200);
    assert_eq!(signed.get(&format!("/r/{no}")).status, 404);
}

#[test]
fn every_form_of_a_page_without_its_token_is_refused() {
    let (_f, world) = World::sqlite();
    for route in routes().iter().filter(|route| route.method == Method::POST) {
        let seat = *Seat::ALL
            .iter()
            .find(|seat| seat.is_person() && route.reach.allows(**seat))
            .unwrap_or(if route.reach.door == Door::Link { &Seat::Link } else { &Seat::Stranger });
        let path = world.address(route.path, seat);
        let mut browser: Browser = world.browser(seat);
        let answer = browser.post(&path, &[("csrf", "0-0")]);
        assert_eq!(answer.status, 403, "{}", route.path);
        assert!(answer.says("Форма устарела"), "{}: {}", route.path, answer.body);
    }
}

#[test]
fn routes_are_declared_once() {
    let mut seen = BTreeSet::new();
    for route in routes() {
        assert!(seen.insert((route.method.to_string(), route.path)), "{} {}", route.method, route.path);
        assert!([Method::GET, Method::POST].contains(&route.method), "{}", route.path);
    }
}

#[test]
fn every_seat_but_nobody_and_the_link_is_somebody() {
    let (_f, world) = World::sqlite();
    for seat in Seat::ALL {
        assert_eq!(world.people.contains_key(&seat), seat.is_person(), "{seat:?}");
    }
    // Who comes in is foretold by what a seat is: it must be what the person of the seat is.
    for seat in Seat::ALL.into_iter().filter(|seat| seat.is_person()) {
        let (told, is) = (seat.viewer(), world.cx(seat).viewer);
        let roles = |viewer: &Viewer| viewer.grants.iter().map(|(role, _)| *role).collect::<Vec<_>>();
        assert_eq!((told.outside, told.units.len()), (is.outside, is.units.len()), "{seat:?}");
        assert_eq!((roles(&told), told.served().len()), (roles(&is), is.served().len()), "{seat:?}");
        assert_eq!(is.serves(world.providers), seat.serves(), "{seat:?}");
    }
    let people: BTreeSet<_> = world.people.values().collect();
    assert_eq!(people.len(), world.people.len(), "each seat is another person");
}
