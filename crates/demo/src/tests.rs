//! The demonstration on both databases.

use std::collections::{BTreeMap, BTreeSet};

use app::requests::{Loaded, load, outside, page};
use app::{company, identity, ledger};
use domain::actor::Channel;
use domain::ledger::Period;
use domain::localized::Language;
use domain::permission::Viewer;
use domain::request::*;
use store::blobs::{DatabaseBlobs, DirectoryBlobs};
use store::dump::dump_text;
use store::{StoreError, Tx, params, repo, sql};
use testkit::{Fixture, each_db};

use super::*;
use crate::story::What;

/// The day that the stories were first told for: a Monday afternoon in Moscow.
const MONDAY: &str = "2026-11-23T16:06:00+03:00";

fn moment(text: &str) -> Instant {
    Instant::from_timestamp(text.parse().unwrap())
}

fn blobs(f: &Fixture) -> Box<dyn Blobs> {
    match f.directory() {
        Some(directory) => Box::new(DirectoryBlobs::open(&directory.join("files")).unwrap()),
        None => Box::new(DatabaseBlobs::new(f.db.clone())),
    }
}

fn filled(f: &Fixture, now: &str) {
    fill(&f.db, blobs(f).as_ref(), moment(now)).unwrap_or_else(|error| panic!("at {now}: {error}"));
}

/// Reads with the eyes of somebody, by a word of their mail address.
fn as_person(tx: &mut dyn Tx, key: &str, now: Instant) -> app::Cx {
    let personas = repo::credential::personas(tx).unwrap();
    let content = Content::read().unwrap();
    let name = &content.people.iter().find(|person| person.key == key).unwrap().name;
    let person = personas.iter().find(|persona| persona.name == *name).unwrap().person;
    let viewer = company::viewer_of(tx, person).unwrap().unwrap().viewer;
    app::Cx::new(viewer, now, Channel::Web, None, [0; 32])
}

/// Every request, by number.
fn loaded(f: &Fixture) -> Vec<Loaded> {
    let all = f.db.read_blocking(|tx| -> Result<_, StoreError> {
        let ids = (1..2_000).filter_map(|number| repo::request::by_number(tx, number).unwrap());
        let ids: Vec<_> = ids.collect();
        Ok(ids.into_iter().map(|id| load(tx, id).unwrap()).collect())
    });
    all.unwrap()
}

fn requests(f: &Fixture) -> Vec<Request> {
    loaded(f).into_iter().map(|loaded| loaded.request).collect()
}

each_db! {
    fn the_company_has_work_in_every_state_and_balances(f) {
        filled(f, MONDAY);
        let all = loaded(f);
        assert_eq!(all.len(), Content::read().unwrap().stories.len());
        for side in [Side::Customer, Side::Provider, Side::Resolver, Side::Timer] {
            let mut events = all.iter().flat_map(|loaded| &loaded.events).map(|recorded| &recorded.event);
            let stopped = |event: &Event| matches!(event, Event::Cancelled { side: by, .. } if *by == side);
            assert!(events.any(stopped), "nothing was stopped by {side:?}");
        }
        pages(f, &all);
        states(&all.into_iter().map(|loaded| loaded.request).collect::<Vec<_>>());
        everybody_may_be(f);
        crm(f);
        money(f);
        statements(f);
    }

    fn a_demonstration_is_kept_and_a_real_company_never_touched(f) {
        let (db, blobs) = (&f.db, blobs(f));
        let start = |demonstration| company::StartCompany {
            name: "Своя".to_owned(),
            currency: domain::money::Currency::RUB,
            zone: "Europe/Moscow".to_owned(),
            language: Language::Ru,
            address: None,
            demonstration,
            administrator: company::NewPerson { name: "Хозяйка".to_owned(), ..Default::default() },
        };
        let new = start(false);
        let begun = db.write_blocking(move |tx| {
            let mut cx = app::Cx::new(Viewer::nobody(), moment(MONDAY), Channel::Cli, None, [1; 32]);
            company::start_company(tx, &mut cx, new.clone())
        });
        begun.unwrap();
        assert!(matches!(ensure(db, blobs.as_ref(), moment(MONDAY)), Err(DemoError::RealCompany)));
        assert!(matches!(fill(db, blobs.as_ref(), moment(MONDAY)), Err(DemoError::Refused { .. })));
        assert_eq!(db.read_blocking(identity::demonstration).unwrap(), Some(false));
        assert_eq!(requests(f).len(), 0);
    }
}

/// Whoever asked and whoever handles can open the page of every request.
fn pages(f: &Fixture, all: &[Loaded]) {
    for Loaded { request, .. } in all {
        let number = request.number;
        for person in [Some(request.customer), request.handler].into_iter().flatten() {
            let page = f.db.read_blocking(move |tx| {
                let viewer = company::viewer_of(tx, person)?.unwrap().viewer;
                let cx = app::Cx::new(viewer, moment(MONDAY), Channel::Web, None, [0; 32]);
                page::page(tx, &cx, number)
            });
            assert!(!page.unwrap().texts.is_empty(), "№ {number}");
        }
    }
}

fn states(all: &[Request]) {
    let states: BTreeSet<RequestState> = all.iter().map(|request| request.state).collect();
    assert_eq!(states, RequestState::ALL.into_iter().collect());
    let some = |what: &str, test: &dyn Fn(&Request) -> bool| assert!(all.iter().any(test), "none is {what}");
    some("formulated with a question open", &|r| {
        r.state == RequestState::Formulating && r.open_question().is_some()
    });
    some("formulated without", &|r| r.state == RequestState::Formulating && r.open_question().is_none());
    some("at work with an open sub-request", &|r| {
        r.state == RequestState::Working && r.children.iter().any(|child| child.open)
    });
    some("paid for a sub-request from a line", &|r| r.children.iter().any(|child| child.paid > 0));
    some("accepted in part", &|r| {
        r.state == RequestState::Working
            && r.paid_total() > 0
            && r.verdicts.values().any(|verdict| !verdict.accepted)
    });
    some("disputed before acceptance", &|r| {
        r.open_dispute().is_some_and(|dispute| !dispute.after_acceptance())
    });
    some("disputed after", &|r| r.open_dispute().is_some_and(Dispute::after_acceptance));
    some("opened again", &|r| r.reopened > 0 && r.state == RequestState::Working);
    some("passed on", &|r| !r.past_units.is_empty() && r.choice.is_none());
    some("won by a vendor", &|r| {
        r.chosen().is_some_and(|offer| offer.outside && offer.brief == 1) && r.past_units.len() == 1
    });
    some("confidential", &|r| r.class == Class::Confidential);
    some("for the unit alone", &|r| r.class == Class::UnitOnly);
    some("closed without a review", &|r| r.state == RequestState::Closed && r.review.is_none());
    some("entrusted to a colleague", &|r| r.entrusted.is_some());
    some("declined by a bidder", &|r| {
        r.invitations.iter().any(|invitation| invitation.declined_at.is_some())
    });
    let reviews: Vec<&Review> = all.iter().filter_map(|request| request.review.as_ref()).collect();
    assert!(Solved::ALL.iter().all(|answer| reviews.iter().any(|review| review.solved == *answer)));
    assert!(WouldPay::ALL.iter().all(|answer| reviews.iter().any(|review| review.would_pay == *answer)));
    let ended = |test: fn(&Resolution) -> bool| {
        all.iter()
            .flat_map(|request| &request.disputes)
            .filter_map(|dispute| dispute.resolution.as_ref())
            .any(test)
    };
    assert!(ended(|resolution| matches!(resolution, Resolution::Rework)));
    assert!(ended(|resolution| matches!(resolution, Resolution::Release)));
    assert!(ended(|resolution| matches!(resolution, Resolution::Accept)));
    assert!(ended(|resolution| matches!(resolution, Resolution::Refund { .. })));
    assert!(ended(|resolution| matches!(resolution, Resolution::Dismiss)));
}

/// The request of the first screens: its number, its two offers, its minutes, what Marketing has left.
fn crm(f: &Fixture) {
    let now = moment(MONDAY);
    let page = f.db.read_blocking(move |tx| {
        let cx = as_person(tx, "belova", now);
        page::page(tx, &cx, 1482)
    });
    let page = page.unwrap();
    let request = &page.request;
    assert_eq!(page.text(&request.title), "Видеть, какая кампания привела сделку");
    let turn = request.turn();
    assert_eq!((turn.whose, turn.what), (Whose::Customer, TurnWhat::Choose));
    let offers: Vec<_> = request.live_offers(now).collect();
    assert_eq!(offers.iter().map(|offer| offer.total()).collect::<Vec<_>>(), [18_600_000, 14_200_000]);
    assert_eq!(offers.iter().map(|offer| offer.criteria.len()).collect::<Vec<_>>(), [4, 3]);
    assert_eq!(offers.iter().map(|offer| offer.client_seconds / 60).collect::<Vec<_>>(), [90, 320]);
    assert_eq!(offers[0].ready_by, moment("2026-12-11T18:00:00+03:00"));
    assert_eq!(offers[1].ready_by, moment("2026-12-09T18:00:00+03:00"));
    assert_eq!(offers[0].sent_at, moment("2026-11-23T09:10:00+03:00"));
    assert_eq!(request.client_seconds, 41 * 60);
    let brief = request.brief().unwrap();
    assert_eq!((brief.version, brief.criteria.len(), brief.assumptions.len()), (2, 4, 3));
    let kept =
        brief.criteria.iter().filter(|item| request.briefs[0].criteria.iter().any(|old| old.id == item.id));
    assert_eq!(kept.count(), 3, "what stayed in the brief kept its id");
    assert!(
        page.available.contains(&CommandKind::Choose) && !page.available.contains(&CommandKind::SendOffer)
    );
    let vendor = f.db.read_blocking(move |tx| {
        let cx = as_person(tx, "storozhenko", now);
        page::page(tx, &cx, 1482)
    });
    let told = vendor.unwrap().events;
    let apart = told.iter().all(|told| matches!(told.event, Event::OutsideSaid { .. }));
    assert!(apart && told.len() == 2, "a bidder sees the brief and what was said with them, not the talk");
    let links = f.db.read_blocking(move |tx| {
        let cx = as_person(tx, "gromov", now);
        outside::links(tx, &cx, 1482)
    });
    let links = links.unwrap();
    assert!(links.len() == 1 && links[0].works(now), "the vendor has a link that works");
}

fn money(f: &Fixture) {
    let sums = f.db.read_blocking(|tx| {
        tx.all::<(String, i64, i64)>(
            sql!("SELECT currency, CAST(SUM(amount) AS BIGINT), COUNT(*) FROM posting GROUP BY currency"),
            params![],
        )
    });
    let sums = sums.unwrap();
    assert_eq!(sums.len(), 2, "money and time");
    for (_, sum, postings) in sums {
        assert_eq!(sum, 0);
        assert!(postings > 100);
    }
    let free = f.db.read_blocking(|tx| -> Result<_, StoreError> {
        let unit = company::unit_by_code(tx, "marketing").unwrap().id;
        let books = ledger::Books::load(tx).unwrap();
        Ok(ledger::current(tx, &books, unit, moment(MONDAY)).unwrap().free().unwrap())
    });
    assert_eq!(free.unwrap(), 64_000_000, "what the request's page says of Marketing's budget");
}

fn statements(f: &Fixture) {
    let suppliers = [
        "hr",
        "it",
        "crm",
        "support",
        "data",
        "finance",
        "marketing",
        "procurement",
        "legal",
        "university",
        "integra",
        "hunter-lab",
    ];
    let buyers = ["hr", "crm", "data", "finance", "marketing", "procurement", "sales", "care", "channel"];
    let view = |code: &'static str| {
        let now = moment(MONDAY);
        f.db.read_blocking(move |tx| {
            let cx = as_person(tx, "lukin", now);
            let unit = company::unit_by_code(tx, code)?.id;
            let quarter: Period = "2026-Q4".parse().unwrap();
            ledger::statement(tx, &cx, unit, quarter)
        })
        .unwrap()
    };
    for code in suppliers {
        assert!(!view(code).supplied.rows.is_empty(), "{code} supplied nothing");
    }
    for code in buyers {
        assert!(view(code).ordered.total.orders > 0, "{code} ordered nothing");
    }
    assert_eq!(view("sales").supplied.rows, [], "Sales only buys");
    let hr = view("hr");
    assert!(hr.supplied.total.money > 10_000_000 && hr.ordered.total.money > 10_000_000);
    assert!(hr.supplied.total.seconds > 3_600 && hr.ordered.total.seconds > 3_600);
}

#[test]
fn the_same_moment_makes_the_same_rows_on_every_database() {
    let mut fixtures = Fixture::both();
    fixtures.push(Fixture::sqlite());
    // One directory of files for all: what differs between the databases' own places of files is not the question here.
    let files = DirectoryBlobs::open(&fixtures[0].directory().unwrap().join("files")).unwrap();
    let dumps: Vec<String> = fixtures
        .iter()
        .map(|f| {
            fill(&f.db, &files, moment(MONDAY)).unwrap();
            f.db.read_blocking(|tx| dump_text(tx)).unwrap()
        })
        .collect();
    for dump in &dumps[1..] {
        for (line, (one, other)) in dumps[0].lines().zip(dump.lines()).enumerate() {
            assert_eq!(one, other, "line {line}");
        }
        assert_eq!(dumps[0].len(), dump.len());
    }
}

#[test]
fn the_stories_can_be_told_at_any_moment() {
    // Before work, in the New Year holidays, on the first day of a quarter, beyond the known holidays.
    for now in [
        "2026-11-23T08:30:00+03:00",
        "2027-01-05T12:00:00+03:00",
        "2027-04-01T09:20:00+03:00",
        "2029-05-17T18:30:00+03:00",
    ] {
        let f = Fixture::sqlite();
        filled(&f, now);
        let all = requests(&f);
        let states: BTreeSet<RequestState> = all.iter().map(|request| request.state).collect();
        assert_eq!(states, RequestState::ALL.into_iter().collect(), "{now}");
        let crm = all.iter().find(|request| request.number == 1482).unwrap();
        assert_eq!((crm.state, crm.live_offers(moment(now)).count()), (RequestState::Choosing, 2), "{now}");
        assert!(all.iter().all(|request| request.since <= moment(now)), "{now}");
    }
}

/// The personas of the database are those that the crate tells.
fn everybody_may_be(f: &Fixture) {
    let told = personas().unwrap();
    let kept = f.db.read_blocking(identity::personas).unwrap();
    assert_eq!(told.len(), kept.len());
    for (told, kept) in told.iter().zip(&kept) {
        assert_eq!((&told.name, &told.hint), (&kept.name, &kept.hint));
        assert_eq!(Some(&told.unit), kept.unit.as_ref());
    }
}

fn is_russian(text: &str) -> bool {
    text.chars().any(|c| matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё'))
}

fn in_its_language(place: &str, ru: &str, en: &str) {
    assert!(is_russian(ru), "{place}: {ru}");
    assert!(!en.trim().is_empty() && !is_russian(en), "{place}: {en}");
}

fn words(canvas: &content::CanvasText) -> Vec<&str> {
    let lines = [&canvas.name, &canvas.lead, &canvas.for_whom, &canvas.problem, &canvas.outcome];
    let items = [&canvas.included, &canvas.excluded, &canvas.criteria].into_iter().flatten();
    lines.into_iter().chain(items).map(String::as_str).collect()
}

#[test]
fn every_authored_text_stands_in_both_languages() {
    let content = Content::read().unwrap();
    for unit in &content.units {
        in_its_language(&unit.code, &unit.ru.name, &unit.en.name);
        in_its_language(&unit.code, &unit.ru.purpose, &unit.en.purpose);
        for service in &unit.services {
            let (ru, en) = (&service.ru, &service.en);
            let lists = |canvas: &content::CanvasText| {
                [&canvas.included, &canvas.excluded, &canvas.criteria].map(Vec::len)
            };
            assert_eq!(lists(ru), lists(en), "{}", service.code);
            for (ru, en) in words(ru).into_iter().zip(words(en)) {
                in_its_language(&service.code, ru, en);
            }
        }
    }
    let company = &content.company;
    let texts = company.personas.iter().flat_map(|persona| [&persona.role, &persona.hint]);
    let texts = texts.chain(company.calendars.iter().map(|calendar| &calendar.name));
    for text in texts.chain([&company.metering_notice]) {
        in_its_language("company", &text.ru, &text.en);
    }
}

/// What people say in a step.
fn said(what: &What) -> Vec<&str> {
    match what {
        What::Ask { said, .. } | What::Say(said) | What::Deliver { said, .. } => vec![&said.text],
        What::Question(text)
        | What::Correct(text)
        | What::Decline(text)
        | What::Withdraw(text)
        | What::Refuse(text)
        | What::Dispute(text)
        | What::Resolve(_, text)
        | What::Reopen(text)
        | What::Cancel(text)
        | What::Pass { note: text, .. }
        | What::Choose { reason: text, .. }
        | What::Review { comment: text, .. } => vec![text],
        What::Interview { notes, quotes, .. } => notes
            .iter()
            .map(|(_, note)| note.as_str())
            .chain(quotes.iter().flat_map(|(quote, insight)| [quote.as_str(), insight.as_str()]))
            .collect(),
        What::Plan(tasks) => tasks.iter().map(String::as_str).collect(),
        What::Judge(refused) => refused.iter().map(|(_, text)| text.as_str()).collect(),
        What::Offer(offer) => {
            offer.lines.iter().map(|line| line.text.as_str()).chain([offer.risk.as_str()]).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn people_write_one_language_and_nobody_repeats_another() {
    let content = Content::read().unwrap();
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for story in &content.stories {
        for step in &story.steps {
            let briefs = match &step.what {
                What::Brief(brief) => {
                    let items = brief.criteria.iter().chain(&brief.assumptions);
                    [&brief.title, &brief.problem, &brief.outcome].into_iter().chain(items).collect()
                }
                _ => Vec::new(),
            };
            let texts = said(&step.what);
            for text in texts.iter().copied().chain(briefs.into_iter().map(String::as_str)) {
                let right = text.is_empty() || is_russian(text) == (story.language == Language::Ru);
                assert!(right, "{}, line {}: {text}", story.key, step.line);
            }
            for text in texts.into_iter().filter(|text| text.chars().count() > 24) {
                let first = known.entry(text).or_insert(&story.key);
                assert_eq!(*first, story.key, "line {}: {text}", step.line);
            }
        }
    }
    let english = content.stories.iter().filter(|story| story.language == Language::En).count();
    assert!((25..=40).contains(&(english * 100 / content.stories.len())), "{english}");
}

#[test]
fn the_company_is_as_large_as_it_should_be() {
    let content = Content::read().unwrap();
    assert!((60..=95).contains(&content.stories.len()));
    assert!((38..=45).contains(&content.people.len()));
    let keys: BTreeSet<&str> = content.people.iter().map(|person| person.key.as_str()).collect();
    assert_eq!(keys.len(), content.people.len());
    let keys: BTreeSet<&str> = content.stories.iter().map(|story| story.key.as_str()).collect();
    assert_eq!(keys.len(), content.stories.len());
    let used = |name: &str| {
        content.stories.iter().flat_map(|story| &story.steps).any(|step| match &step.what {
            What::Ask { said, .. } | What::Say(said) | What::Deliver { said, .. } => {
                said.files.iter().any(|file| file == name)
            }
            _ => false,
        })
    };
    for (path, _) in FILES {
        assert!(used(path.trim_start_matches("files/")), "{path} is attached nowhere");
    }
}
