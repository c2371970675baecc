//! Every route of a request, asked by people in the situations in which a request finds them: each may do what one table says, whatever
//! they send, and nothing is recorded of what they may not. A route that the table does not know fails the test.

use crate::support::world::{World, by};
use crate::support::{Answer, Browser, wait};
use app::company::{
    SetFrontDoor, StartMembership, end_membership, set_front_door, start_membership, switch, unit_by_code,
};
use app::requests::page::{RequestPage, page};
use app::requests::{BriefInput, FileInput, Input, ItemInput, NewStatement, OfferInput, Target, state};
use axum::http::Method;
use domain::ids::{CalendarId, OfferId, PersonId, PromiseId, UnitId};
use domain::request::{Class, Distance, Estimate, WouldPay};
use store::repo::content::NewFile;
use testkit::Fixture;
use web::server::{Route, Seat, routes};

use Group::*;

/// Routes of a request that are for the same people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    /// Its page, as much of it as they may read.
    Page,
    /// What is read of the whole request alone: its files.
    Whole,
    /// The unit's work.
    Serve,
    /// Words.
    Speak,
    /// What is done for the customer alone.
    Act,
    /// Entrusting, which is the customer's own.
    Trust,
    /// The customer's check of the work, which nobody makes of their own.
    Judge,
    /// What is done for the customer, and by the unit.
    ActOrServe,
    /// Words to a unit that was asked.
    Say,
    /// An offer, by the unit itself or by one that was asked.
    Offer,
    /// Declining, by a unit that was asked.
    Decline,
    /// The end of a dispute.
    Resolve,
}

/// Which group a route under `/r/{no}` is of; none for a route that nobody has classified.
fn group(route: &Route) -> Option<Group> {
    Some(match route.path.strip_prefix("/r/{no}")?.trim_start_matches('/') {
        "" | "brief/diff" => Page,
        "files/{file}" => Whole,
        "claim" | "pass-on" | "assign" | "withdraw-question" | "interview" | "brief" | "task"
        | "task/done" | "effort" | "order" | "deliver" | "repeat" => Serve,
        "message" => Speak,
        "confirm" | "correct" | "choose" | "refuse" | "review" | "reopen" | "invite" | "share/end" => Act,
        "entrust" | "end-trust" => Trust,
        // Either side sees to whom it was shown.
        "share" if route.method == Method::GET => ActOrServe,
        "share" => Act,
        "judge" => {
            if route.method == Method::GET {
                Act
            } else {
                Judge
            }
        }
        "participant" | "dispute" | "cancel" | "remind" => ActOrServe,
        "say" => Say,
        "offer" | "withdraw-offer" => Offer,
        "decline" => Decline,
        "resolve" => Resolve,
        _ => return None,
    })
}

/// What the customer may do.
const CUSTOMER: &[Group] = &[Page, Whole, Speak, Act, Trust, Judge, ActOrServe, Say];
/// What whom they entrust and the head of the unit that pays may.
const FOR_CUSTOMER: &[Group] = &[Page, Whole, Speak, Act, Judge, ActOrServe, Say];
/// What whoever serves the unit may.
const UNIT: &[Group] = &[Page, Whole, Serve, Speak, ActOrServe, Say, Offer];
/// What whoever serves a unit that was asked may.
const ASKED: &[Group] = &[Page, Say, Offer, Decline];
/// What whoever reads the whole and has no part in it may.
const READER: &[Group] = &[Page, Whole];
/// What whoever takes part in it beside the customer may.
const TAKES_PART: &[Group] = &[Page, Whole, Speak, Say];
/// Nothing: it is not there for them.
const NOTHING: &[Group] = &[];

/// The world, and what went otherwise than it should.
struct Stage {
    world: World,
    wrong: Vec<String>,
}

/// What somebody met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    Inside,
    Refused,
}

fn met(route: &Route, answer: &Answer) -> Met {
    let status = answer.status.as_u16();
    assert!(status < 500, "{} {}: {status}: {}", route.method, route.path, answer.body);
    match status {
        401 | 403 | 404 | 410 => Met::Refused,
        303 if answer.location().starts_with("/sign-in") => Met::Refused,
        _ => Met::Inside,
    }
}

/// Asks a route, with the token of a page; what went otherwise than it should. What is right for it is sent by whoever may not, and
/// nothing by whoever may: so the situation stays what it is.
fn ask(
    world: &World,
    browser: &mut Browser,
    page: &Answer,
    (route, path): (&Route, &str),
    (what, expected): (&str, Met),
) -> Option<String> {
    let before = world.recorded();
    let answer = if route.method == Method::GET {
        browser.get(path)
    } else {
        let mut fields: Vec<_> =
            ["csrf", "command"].map(|name| (name, page.hidden(name).unwrap_or_default())).into();
        if expected == Met::Refused {
            fields.extend(world.fields(route.path));
        }
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post(path, &fields)
    };
    assert!(!answer.says("Форма устарела"), "{what}: {path}: its token is no reason to refuse");
    let (met, recorded) = (met(route, &answer), world.recorded() - before);
    let (method, path, status) = (&route.method, route.path, answer.status);
    (met != expected || recorded != 0)
        .then(|| format!("{what}: {method} {path}: {met:?} ({status}), not {expected:?}; {recorded} events"))
}

impl Stage {
    fn person(&self, seat: Seat) -> PersonId {
        self.world.people[&seat]
    }

    /// A file that the customer sends with words.
    fn file(&self, number: i64) -> String {
        let site = &self.world.site;
        let blob = site.blobs().put(b"Source;Deals", site.now()).unwrap().to_string();
        by(site, self.person(Seat::Customer), move |tx, cx| {
            let file = NewFile { media_type: "text/csv".to_owned(), size: 12, blob: blob.clone() };
            let files = vec![FileInput { name: "Сделки.csv".to_owned(), file }];
            app::requests::act(tx, cx, number, None, None, Input::Message { text: String::new(), files })
        });
        self.page(number).files.keys().next().unwrap().to_string()
    }

    fn page(&self, number: i64) -> RequestPage {
        let cx = self.world.cx(Seat::Customer);
        wait(self.world.site.read(move |tx| page(tx, &cx, number))).unwrap()
    }

    /// A request whose brief is agreed, on which the third unit is asked to offer.
    fn asked(&self, text: &'static str) -> i64 {
        let number = self.world.stated(text, None);
        let criteria = vec![ItemInput { id: None, text: "Источник указан".to_owned() }];
        let brief = BriefInput {
            title: text.to_owned(),
            problem: "Поле не заполняют.".to_owned(),
            outcome: "Видно, куда ушли деньги.".to_owned(),
            criteria,
            assumptions: Vec::new(),
            distance: Distance::Other,
        };
        self.world.act(Seat::Handler, number, Input::Claim);
        self.world.act(Seat::Handler, number, Input::SendBrief(brief));
        self.world.act(Seat::Customer, number, Input::ConfirmBrief { version: 1 });
        self.world.act(Seat::Customer, number, Input::Invite { unit: self.world.others });
        number
    }

    /// A request that somebody of the third unit is served by.
    fn served(&self) -> i64 {
        let (unit, beneficiary) = (self.world.providers, Some(self.person(Seat::Stranger)));
        by(&self.world.site, self.person(Seat::Customer), move |tx, cx| {
            let new = NewStatement {
                text: "Для коллеги".to_owned(),
                target: Target::Unit(unit),
                beneficiary,
                files: Vec::new(),
                parent: None,
                class: None,
            };
            state(tx, cx, None, new)
        })
        .number
    }

    /// A request whose work is handed over and disputed.
    fn disputed(&self) -> i64 {
        let (number, now) = (self.asked("Спорная работа"), self.world.site.now());
        let criteria =
            self.page(number).request.brief().unwrap().criteria.iter().map(|item| item.id).collect();
        let offer = OfferInput {
            lines: Vec::new(),
            estimate: Estimate { optimistic: 3_600, likely: 7_200, pessimistic: 10_800 },
            client_seconds: 600,
            ready_by: now.plus_seconds(9 * 86_400),
            probability: 80,
            criteria,
            risk: "Закрытие года".to_owned(),
            own_answer: Some(WouldPay::Yes),
            valid_until: now.plus_seconds(5 * 86_400),
        };
        self.world.act(Seat::Handler, number, Input::SendOffer(offer));
        let offer: OfferId = self.page(number).request.offers[0].id;
        self.world.act(Seat::Customer, number, Input::Choose { offer, reason: "Подходит".to_owned() });
        let (note, files, actuals) = ("Готово".to_owned(), Vec::new(), Vec::new());
        self.world.act(Seat::Handler, number, Input::Deliver { note, files, actuals });
        self.world.act(Seat::Customer, number, Input::OpenDispute { text: "Не то".to_owned() });
        number
    }

    /// Somebody who signs in now asks every route of a request.
    fn case(&mut self, what: &str, (number, file): (i64, &str), seat: Seat, inside: &[Group]) {
        let browser = self.world.browser(seat);
        self.walk(what, (number, file), browser, inside);
    }

    /// Somebody who signed in asks every route of a request.
    fn walk(&mut self, what: &str, (number, file): (i64, &str), mut browser: Browser, inside: &[Group]) {
        let page = browser.get("/me");
        for route in routes().into_iter().filter(|route| route.path.starts_with("/r/{no}")) {
            let group = group(&route);
            let group = group.unwrap_or_else(|| panic!("{} is in no group of the table", route.path));
            let expected = if inside.contains(&group) { Met::Inside } else { Met::Refused };
            let path = route.path.replace("{no}", &number.to_string()).replace("{file}", file);
            self.wrong.extend(ask(&self.world, &mut browser, &page, (&route, &path), (what, expected)));
        }
    }

    /// Lets the third unit be asked.
    fn front_door(&self) {
        let (site, unit) = (&self.world.site, self.world.others);
        let known = wait(site.read(|tx| unit_by_code(tx, "it"))).unwrap();
        let (promise, calendar): (PromiseId, CalendarId) = (known.promise.unwrap(), known.calendar.unwrap());
        by(site, self.person(Seat::Administrator), move |tx, cx| {
            set_front_door(tx, cx, SetFrontDoor { unit, owner: None, promise, calendar, seen: None })
        });
    }

    fn leaves(&self, seat: Seat, from: UnitId, to: Option<UnitId>) {
        let (site, admin, person) = (&self.world.site, self.person(Seat::Administrator), self.person(seat));
        by(site, admin, move |tx, cx| end_membership(tx, cx, person, from, None));
        if let Some(unit) = to {
            let joins = StartMembership { person, unit, manager: None, from: None };
            by(site, admin, move |tx, cx| start_membership(tx, cx, joins));
        }
    }
}

#[test]
fn everybody_may_do_on_a_request_what_their_situation_says() {
    let f = Fixture::sqlite();
    let mut stage = Stage { world: World::new(&f), wrong: Vec::new() };
    stage.front_door();
    let (customers, providers, others) = (stage.world.customers, stage.world.providers, stage.world.others);

    let asked = stage.asked("Источники сделок");
    let file = stage.file(asked);
    stage.case("the customer", (asked, &file), Seat::Customer, CUSTOMER);
    stage.case("who handles it", (asked, &file), Seat::Handler, UNIT);
    stage.case("another of the unit", (asked, &file), Seat::Provider, UNIT);
    stage.case("a colleague of the customer", (asked, &file), Seat::Colleague, READER);
    stage.case("of a unit that was asked", (asked, &file), Seat::OtherProvider, ASKED);
    stage.case("head of the unit that pays", (asked, &file), Seat::CustomerHead, FOR_CUSTOMER);
    stage.case("of no side", (asked, &file), Seat::Administrator, NOTHING);
    stage.case("of another organisation", (asked, &file), Seat::Outsider, NOTHING);

    // Their unit was not asked: nobody of a bidder's is let in.
    let joined = stage.world.stated("Вместе", None);
    let person = stage.person(Seat::Stranger);
    stage.world.act(Seat::Customer, joined, Input::AddParticipant { person });
    let file = stage.file(joined);
    stage.case("who takes part", (joined, &file), Seat::Stranger, TAKES_PART);

    let trusted = stage.asked("По доверию");
    let to = stage.person(Seat::Colleague);
    stage.world.act(Seat::Customer, trusted, Input::Entrust { to });
    let file = stage.file(trusted);
    stage.case("whom the customer entrusts", (trusted, &file), Seat::Colleague, FOR_CUSTOMER);
    stage.world.act(Seat::Customer, trusted, Input::EndTrust);
    stage.case("who was entrusted before", (trusted, &file), Seat::Colleague, READER);

    let declined = stage.asked("Без них");
    stage.world.act(Seat::OtherProvider, declined, Input::DeclineInvitation { reason: "Заняты".to_owned() });
    let file = stage.file(declined);
    stage.case("of a unit that declined", (declined, &file), Seat::OtherProvider, NOTHING);

    let given = stage.asked("Другому исполнителю");
    let to = stage.person(Seat::Provider);
    stage.world.act(Seat::Handler, given, Input::Assign { to });
    let file = stage.file(given);
    stage.case("who handled it and still serves the unit", (given, &file), Seat::Handler, UNIT);

    let passed = stage.world.stated("Это не к нам", None);
    stage.world.act(Seat::Handler, passed, Input::Claim);
    let note = "Это к ним".to_owned();
    stage.world.act(
        Seat::Handler,
        passed,
        Input::PassOn { to: others, service: None, note, share_history: true },
    );
    let file = stage.file(passed);
    stage.case("who handled it before it was passed on", (passed, &file), Seat::Handler, READER);
    let person = stage.person(Seat::Handler);
    stage.world.act(Seat::Customer, passed, Input::AddParticipant { person });
    stage.case("who handled it before and takes part", (passed, &file), Seat::Handler, TAKES_PART);
    stage.case("of the unit that passed it on", (passed, &file), Seat::Provider, NOTHING);
    stage.case("head of the unit that passed it on", (passed, &file), Seat::UnitHead, NOTHING);

    let served = stage.served();
    let file = stage.file(served);
    stage.case("who is served by it", (served, &file), Seat::Stranger, TAKES_PART);

    let secret = stage.world.stated("Совсем тайное дело", Some(Class::Confidential));
    stage.world.act(Seat::UnitHead, secret, Input::Claim);
    let to = stage.person(Seat::Handler);
    stage.world.act(Seat::UnitHead, secret, Input::Assign { to });
    let file = stage.file(secret);
    stage.case("who handles the confidential", (secret, &file), Seat::Handler, UNIT);
    for (what, seat) in [
        ("confidential: another of the unit", Seat::Provider),
        ("confidential: runs services of the unit", Seat::ServiceOwner),
        ("confidential: a colleague of the customer", Seat::Colleague),
        ("confidential: the customer's head", Seat::CustomerHead),
        ("confidential: an administrator", Seat::Administrator),
        ("confidential: finance", Seat::Finance),
        ("confidential: an auditor", Seat::Auditor),
    ] {
        stage.case(what, (secret, &file), seat, NOTHING);
    }

    let disputed = stage.disputed();
    let file = stage.file(disputed);
    stage.case("who resolves", (disputed, &file), Seat::Administrator, &[Page, Whole, Resolve]);
    stage.case("the customer who disagrees", (disputed, &file), Seat::Customer, CUSTOMER);
    stage.case("who is disagreed with", (disputed, &file), Seat::Handler, UNIT);
    stage.case("an auditor beside a dispute", (disputed, &file), Seat::Auditor, NOTHING);

    // They signed in before, and their sessions go on.
    let file = stage.file(asked);
    for (what, seat, from, to) in [
        ("a colleague who moved to another unit", Seat::Colleague, customers, Some(others)),
        ("who belongs to no unit any more", Seat::CustomerHead, customers, None),
        ("who served the unit and moved", Seat::ServiceOwner, providers, Some(customers)),
        ("who was asked and moved", Seat::OtherProvider, others, None),
    ] {
        let browser = stage.world.browser(seat);
        stage.leaves(seat, from, to);
        // Colleagues of the customer read what is open: whoever moved to them does.
        let inside = if to == Some(customers) { READER } else { NOTHING };
        stage.walk(what, (asked, &file), browser, inside);
    }
    let browser = stage.world.browser(Seat::Handler);
    stage.leaves(Seat::Handler, providers, Some(others));
    stage.walk("who handled it and moved, to a unit that was asked", (asked, &file), browser, READER);
    let (admin, left) = (stage.person(Seat::Administrator), stage.person(Seat::Provider));
    let browser = stage.world.browser(Seat::Provider);
    by(&stage.world.site, admin, move |tx, cx| switch(tx, cx, left, false));
    stage.walk("who left the company", (asked, &file), browser, NOTHING);
    assert!(stage.wrong.is_empty(), "{}", stage.wrong.join("\n"));
}

#[test]
fn a_link_opens_its_routes_while_it_works_and_the_unit_is_asked() {
    let (_f, world) = World::sqlite();
    let mut wrong = Vec::new();
    let of_links: Vec<_> =
        routes().into_iter().filter(|route| route.path.starts_with("/p/{token}")).collect();
    assert!(of_links.len() > 5, "{}", of_links.len());
    // The token of its forms is of the time when it worked.
    let mut holder = world.browser(Seat::Link);
    let base = format!("/p/{}", world.link.to_text());
    let page = holder.get(&base);
    let mut walk = |what: &str, token: String, expected: Met| {
        for route in &of_links {
            let (mut browser, path) = (world.browser(Seat::Link), route.path.replace("{token}", &token));
            wrong.extend(ask(&world, &mut browser, &page, (route, &path), (what, expected)));
        }
    };
    walk("a link that works", world.link.to_text(), Met::Inside);
    walk("a link that was taken back", world.revoked.to_text(), Met::Refused);
    // Its holder declines for the unit: the link opens nothing more.
    let declined = holder.send(&base, &format!("{base}/decline"), &[("reason", "Не хотим")]);
    assert!(declined.status.is_success() || declined.status.is_redirection(), "{}", declined.body);
    walk("a link of a unit that declined", world.link.to_text(), Met::Refused);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_route_is_without_its_row() {
    let all = routes().into_iter().filter(|route| route.path.starts_with("/r/"));
    let unknown: Vec<_> = all.filter(|route| group(route).is_none()).map(|route| route.path).collect();
    assert!(unknown.is_empty(), "give them a group: {unknown:?}");
}
