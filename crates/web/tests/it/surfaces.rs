//! Words that were planted in a request, looked for on every page that can be opened by somebody who may not open that request: after
//! units declined, links ended, people moved, left or handed over. A new page is walked as soon as its route is declared.

use std::sync::Arc;

use crate::support::world::{World, as_viewer, by, gathered};
use crate::support::{Answer, Browser, wait};
use app::company::*;
use app::logs::{Order, take};
use app::requests::outside::{self, NewLink};
use app::requests::{
    BriefInput, FileInput, Input, ItemInput, NewStatement, OfferInput, Target, act, load, state,
};
use app::{identity, work};
use axum::http::Method;
use domain::actor::Channel;
use domain::ids::PersonId;
use domain::localized::Language;
use domain::permission::{Role, Viewer};
use domain::request::{Class, Distance, Estimate, Solved, WouldPay};
use store::repo::content::NewFile;
use store::repo::request::by_number;
use web::routes::pattern;
use web::server::{Seat, routes};

/// Stands in the statement, the brief, a message and the name of a file.
pub const PLANTED: &str = "Зимородок";
/// Stands beside it, to be searched for.
const BESIDE: &str = "прилетел";

fn browser_of(world: &World, person: PersonId) -> Browser {
    let mut browser = Browser::new(&world.site);
    let secret = world.site.secret();
    let kept = secret.clone();
    as_viewer(&world.site, &Viewer::nobody(), move |tx, cx| {
        identity::open(tx, cx, person, &kept, "Test", domain::access::Way::Password)
    });
    browser.cookies.insert("session".to_owned(), secret.to_text());
    browser
}

/// Somebody of the vendor; `outside` when they are no employee.
fn vendor_person(world: &World, name: &'static str, outside: bool, role: Option<Role>) -> PersonId {
    let (admin, unit) = (world.people[&Seat::Administrator], world.vendor);
    let registered = by(&world.site, admin, move |tx, cx| {
        let person = NewPerson { name: name.to_owned(), ..NewPerson::default() };
        let new = RegisterPerson { person, language: Language::Ru, outside, identities: Vec::new() };
        register_person(tx, cx, new)
    });
    by(&world.site, admin, move |tx, cx| {
        start_membership(tx, cx, StartMembership { person: registered, unit, manager: None, from: None })
    });
    if let Some(role) = role {
        by(&world.site, admin, move |tx, cx| grant_role(tx, cx, registered, role, Some(unit)));
    }
    registered
}

/// A request of this class with the planted words, whose brief is agreed; the handler works on it, the stranger takes part.
pub fn planted(world: &World, class: Class) -> i64 {
    let number = by(&world.site, world.people[&Seat::Customer], move |tx, cx| {
        let service = store::repo::service::by_code(tx, "crm")?.unwrap().id;
        let new = NewStatement {
            text: "Зимородок прилетел и не даёт работать".to_owned(),
            target: Target::Service(service),
            beneficiary: None,
            files: Vec::new(),
            parent: None,
            class: Some(class),
        };
        state(tx, cx, None, new)
    })
    .number;
    let handler = world.people[&Seat::Handler];
    if class == Class::Confidential {
        world.act(Seat::UnitHead, number, Input::Claim);
        world.act(Seat::UnitHead, number, Input::Assign { to: handler });
    } else {
        world.act(Seat::Handler, number, Input::Claim);
    }
    let blob = world.site.blobs().put(b"kingfisher", world.site.now()).unwrap().to_string();
    let file = NewFile { media_type: "text/plain".to_owned(), size: 10, blob };
    by(&world.site, world.people[&Seat::Customer], move |tx, cx| {
        let files = vec![FileInput { name: "Зимородок.txt".to_owned(), file: file.clone() }];
        act(tx, cx, number, None, None, Input::Message { text: "Зимородок снова тут".to_owned(), files })
    });
    world.act(
        Seat::Handler,
        number,
        Input::SendBrief(BriefInput {
            title: "Зимородок прилетел".to_owned(),
            problem: "Зимородок шумит".to_owned(),
            outcome: "Зимородок улетел".to_owned(),
            criteria: vec![ItemInput { id: None, text: "Зимородка нет".to_owned() }],
            assumptions: Vec::new(),
            distance: Distance::Other,
        }),
    );
    world.act(Seat::Customer, number, Input::ConfirmBrief { version: 1 });
    // A confidential request takes in nobody of a third unit.
    if class != Class::Confidential {
        let person = world.people[&Seat::Stranger];
        world.act(Seat::Customer, number, Input::AddParticipant { person });
    }
    number
}

/// The request is offered on, done, accepted and reviewed, each with the planted words.
fn finished(world: &World, number: i64) {
    let (site, now) = (&world.site, world.site.now());
    let loaded = || {
        let found = site.read(move |tx| {
            let id = by_number(tx, number)?.unwrap();
            load(tx, id)
        });
        wait(found).unwrap().request
    };
    let criteria: Vec<_> = loaded().confirmed_brief().unwrap().criteria.iter().map(|item| item.id).collect();
    let offer = OfferInput {
        lines: Vec::new(),
        estimate: Estimate { optimistic: 3_600, likely: 7_200, pessimistic: 10_800 },
        client_seconds: 600,
        ready_by: now.plus_seconds(9 * 86_400),
        probability: 80,
        criteria: criteria.clone(),
        risk: "Зимородок вернётся".to_owned(),
        own_answer: Some(WouldPay::Yes),
        valid_until: now.plus_seconds(5 * 86_400),
    };
    world.act(Seat::UnitHead, number, Input::SendOffer(offer));
    let offer = loaded().offers[0].id;
    world.act(Seat::Customer, number, Input::Choose { offer, reason: "Зимородок надоел".to_owned() });
    let (note, files, actuals) = ("Зимородок пойман".to_owned(), Vec::new(), Vec::new());
    world.act(Seat::UnitHead, number, Input::Deliver { note, files, actuals });
    let verdicts = criteria.into_iter().map(|criterion| (criterion, true, String::new())).collect();
    world.act(Seat::Customer, number, Input::Judge { verdicts });
    let comment = "Зимородок больше не прилетел".to_owned();
    let review = Input::Review { solved: Solved::Yes, seconds: None, would_pay: WouldPay::Yes, comment };
    world.act(Seat::Customer, number, review);
    hears(world);
}

/// A log that the providers brought: the planted words stand in a title, and in a cell that could not be read.
fn brought(world: &mut World) {
    let log = "number,title,state,date\nK-1,Зимородок у окна,New,2026-02-01 10:00\n\
               K-1,Зимородок у окна,Closed,2026-02-02 10:00\nK-2,Тихо,New,2026-02-03 10:00\n\
               K-2,Тихо,Closed,Зимородок\n";
    let cx = world.site.cx(&Viewer::console(), Channel::Cli, None);
    let order = Order { source: "old".to_owned(), file: "log.csv".to_owned(), unit: world.providers };
    let now = world.site.now();
    take(world.site.db(), &cx, &order, &Arc::new(gathered(log)), &|| now, &mut |_| {}).unwrap();
    world.import = cx.command.0;
    let known = wait(world.site.read(|tx| {
        let mut found = None;
        store::repo::imported::known(tx, "old", &mut |key, known| {
            if key == "K-1" {
                found = Some(known.id);
            }
        })?;
        Ok(found)
    }));
    world.imported = known.unwrap().unwrap().to_string();
    let report = world.browser(Seat::Administrator).get(&web::routes::log(world.import));
    assert!(report.says(PLANTED), "the report tells administrators of the cell: {}", report.body);
}

fn hears(world: &World) {
    let holder = uuid::Uuid::from_u128(9);
    work::turn(world.site.db(), holder, world.site.now(), || world.site.chance()).unwrap();
}

/// Every page that can be asked for, with this request as its sample, and what is found by words beside the planted ones.
fn surfaces(world: &World, seat: Seat) -> Vec<String> {
    let mut paths: Vec<String> = routes()
        .iter()
        .filter(|route| route.method == Method::GET)
        .map(|route| world.address(route.path, seat))
        .collect();
    for path in [pattern::HOME, pattern::SUGGEST, pattern::ASK] {
        paths.push(web::routes::with(path, &[("q", BESIDE)]));
    }
    paths.push(web::routes::with(pattern::MINE, &[("ended", "1")]));
    paths
}

/// Where the planted words stand although the request does not open.
pub fn leaks(world: &World, who: &str, browser: &Browser) -> (bool, Vec<String>) {
    let page = web::routes::request(world.number);
    let own = browser.clone().get(&page);
    if own.status == 200 {
        return (true, Vec::new());
    }
    let mut wrong = Vec::new();
    let missing = browser.clone().get(&web::routes::request(999_999));
    // What the page says; around it stand tokens, which are new with every answer.
    let said = |answer: &Answer| answer.body.split("<main").nth(1).map(str::to_owned);
    let says = said(&own).map(|body| body.replace(&page, &web::routes::request(999_999)));
    if own.status != missing.status || says != said(&missing) {
        wrong.push(format!("{who}: {page} is told from one that is not there"));
    }
    for path in surfaces(world, Seat::Nobody) {
        let answer = browser.clone().get(&path);
        if answer.says(PLANTED) || answer.says("Зимородка") {
            wrong.push(format!("{who}: {path} ({})", answer.status));
        }
    }
    (false, wrong)
}

fn walk(class: Class) {
    let (_f, mut world) = World::sqlite();
    let declined = vendor_person(&world, "Пётр Отказов", false, Some(Role::UnitHead));
    let outsider = vendor_person(&world, "Олег Внешний", true, None);
    let number = planted(&world, class);
    world.number = number;
    let mut link = None;
    if class != Class::Confidential {
        let (secret, unit) = (world.site.secret(), world.vendor);
        let (kept, until) = (secret.clone(), world.site.now().plus_seconds(3_600));
        let made = by(&world.site, world.people[&Seat::Customer], move |tx, cx| {
            outside::share(tx, cx, number, NewLink { unit, until }, &kept)
        });
        hears(&world);
        // While the vendor is asked, its people read the brief.
        assert!(browser_of(&world, declined).get(&web::routes::request(number)).says(PLANTED));
        assert!(browser_of(&world, declined).get(&web::routes::notices()).says(PLANTED));
        let id = made.unwrap().id;
        by(&world.site, declined, move |tx, cx| {
            act(tx, cx, number, None, None, Input::DeclineInvitation { reason: "Заняты".to_owned() })
        });
        by(&world.site, world.people[&Seat::Customer], move |tx, cx| outside::end(tx, cx, number, id));
        link = Some(secret);
    }
    hears(&world);

    let mut readers: Vec<(&str, Browser, Option<bool>)> = vec![
        ("the customer", world.browser(Seat::Customer), Some(true)),
        ("a participant", world.browser(Seat::Stranger), Some(class != Class::Confidential)),
        ("a vendor who declined", browser_of(&world, declined), Some(false)),
        ("an outsider", browser_of(&world, outsider), Some(false)),
        ("a provider of a third unit", world.browser(Seat::OtherProvider), Some(false)),
        ("the head of a third unit", world.browser(Seat::OtherHead), Some(false)),
        ("a colleague of the customer", world.browser(Seat::Colleague), Some(false)),
        ("finance", world.browser(Seat::Finance), Some(false)),
        ("an auditor", world.browser(Seat::Auditor), Some(false)),
        ("nobody", Browser::new(&world.site), Some(false)),
    ];
    // Sides change: one moves to another unit, one leaves the unit, one leaves the company, one hands the request over.
    let (site, admin) = (world.site.clone(), world.people[&Seat::Administrator]);
    let (customers, providers, others) = (world.customers, world.providers, world.others);
    let moved = world.people[&Seat::CustomerHead];
    by(&site, admin, move |tx, cx| revoke_role(tx, cx, moved, Role::UnitHead, Some(customers)));
    by(&site, admin, move |tx, cx| end_membership(tx, cx, moved, customers, None));
    by(&site, admin, move |tx, cx| {
        start_membership(tx, cx, StartMembership { person: moved, unit: others, manager: None, from: None })
    });
    readers.push(("a head who moved", world.browser(Seat::CustomerHead), Some(false)));
    let former = world.people[&Seat::Provider];
    by(&site, admin, move |tx, cx| revoke_role(tx, cx, former, Role::Provider, Some(providers)));
    by(&site, admin, move |tx, cx| end_membership(tx, cx, former, providers, None));
    readers.push(("a provider who moved", world.browser(Seat::Provider), Some(false)));
    let left = world.browser(Seat::ServiceOwner);
    let gone = world.people[&Seat::ServiceOwner];
    by(&site, admin, move |tx, cx| switch(tx, cx, gone, false));
    readers.push(("somebody who left", left, Some(false)));
    let head = world.people[&Seat::UnitHead];
    world.act(Seat::UnitHead, number, Input::Assign { to: head });
    // Whether a former handler reads on is a rule of its own; no page may say more than that rule.
    readers.push(("a former handler", world.browser(Seat::Handler), None));

    let mut wrong = Vec::new();
    let mut look = |world: &World, when: &str| {
        for (who, browser, expected) in &readers {
            let (opens, leaked) = leaks(world, who, browser);
            if expected.is_some_and(|expected| expected != opens) {
                wrong.push(format!("{who}, {when}: opens the request: {opens}"));
            }
            wrong.extend(leaked.into_iter().map(|leaked| format!("{when}: {leaked}")));
        }
    };
    look(&world, "at work");
    finished(&world, number);
    look(&world, "reviewed");
    brought(&mut world);
    look(&world, "beside a history of another system");
    if let Some(secret) = link {
        for step in ["", "/offer", "/say", "/decline"] {
            let answer = Browser::new(&world.site).get(&format!("/p/{}{step}", secret.to_text()));
            assert!(answer.status == 410 && !answer.says(PLANTED), "{step}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let customer = &mut readers[0].1;
    assert!(customer.get(&web::routes::request(number)).says(PLANTED));
    assert!(customer.get(&web::routes::with(pattern::SUGGEST, &[("q", BESIDE)])).says(PLANTED));
}

#[test]
fn words_of_a_request_for_two_units_stay_with_them() {
    walk(Class::UnitOnly);
}

#[test]
fn words_of_a_confidential_request_stay_with_those_named_on_it() {
    walk(Class::Confidential);
}

#[test]
fn somebody_from_outside_is_told_of_no_rival_and_of_no_service() {
    let (_f, world) = World::sqlite();
    let outsider = vendor_person(&world, "Олег Внешний", true, Some(Role::Provider));
    let browser = browser_of(&world, outsider);
    let admin = world.people[&Seat::Administrator];
    by(&world.site, admin, |tx, cx| {
        let (name, purpose) = (crate::support::world::both("Соперник"), crate::support::world::both("x"));
        let kind = domain::company::UnitKind::Vendor;
        create_unit(tx, cx, CreateUnit { code: "rival".to_owned(), kind, parent: None, name, purpose })
    });
    let mut wrong = Vec::new();
    for path in surfaces(&world, Seat::Nobody) {
        let answer = browser.clone().get(&path);
        for name in ["Соперник", "Доработка CRM"] {
            if answer.says(name) {
                wrong.push(format!("{path}: {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
