//! Nobody is told what is not theirs: what a page holds, what a notice, a review, a list names, what can be ordered.

use std::collections::BTreeSet;

use app::company::*;
use app::error::Answer;
use app::requests::*;
use app::{AppError, Cx, home, news, search, shop, work};
use domain::company::{Pricing, ServiceStage};
use domain::ids::*;
use domain::localized::Localized;
use domain::notice::NoticeKind;
use domain::permission::{Role, Viewer};
use domain::request::*;
use domain::time::Clock;
use store::Tx;
use testkit::each_db;

use crate::journey::crm::Crm;
use crate::world::{both, cx, viewer};

const TITLE: &str = "Видеть, какая кампания привела сделку";

fn agreed(s: &Crm<'_>) -> i64 {
    let no = s.state(s.anna, s.w.it, "Нужно новое поле в CRM", None);
    s.act(s.ilya, no, Input::Claim);
    let brief = s.brief(no, &["работает"]);
    s.act(s.ilya, no, brief);
    s.act(s.anna, no, Input::ConfirmBrief { version: 1 });
    no
}

/// A live service of IT, ready and free.
fn service(s: &Crm<'_>, code: &'static str, class: Class, audience: BTreeSet<UnitId>) -> ServiceId {
    let (it, promise) = (s.w.it, s.w.started.promise);
    let id = s.w.as_admin(move |tx, cx| create_service(tx, cx, it, code)).unwrap();
    let new = PublishServiceVersion {
        service: id,
        name: both("Пропуск на склад"),
        lead: Localized::default(),
        for_whom: Localized::default(),
        problem: Localized::default(),
        outcome: both("Пропуск выдан"),
        included: Localized::default(),
        excluded: Localized::default(),
        criteria: vec![CriterionInput { id: None, text: both("Дверь открывается") }],
        pricing: Pricing::Fixed { price: 0 },
        client_seconds: 60,
        ready: true,
        obligatory: false,
        class,
        promise: Some(promise),
        delivery_days: Some(100),
        audience,
        seen: None,
    };
    s.w.as_admin(move |tx, cx| publish_service_version(tx, cx, new.clone())).unwrap();
    s.w.as_admin(move |tx, cx| change_stage(tx, cx, id, ServiceStage::Live)).unwrap();
    id
}

fn ordered(service: ServiceId) -> NewStatement {
    NewStatement {
        text: "Нужен пропуск".into(),
        target: Target::Service(service),
        beneficiary: None,
        files: Vec::new(),
        parent: None,
        class: None,
    }
}

fn as_reader<T: Send + 'static>(
    s: &Crm<'_>,
    who: Viewer,
    work: impl Fn(&mut dyn Tx, &Cx) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let context = cx(s.w.f, who);
    s.w.f.db.read_blocking(move |tx| work(tx, &context))
}

each_db! {
    fn a_bidder_gets_the_brief_and_nothing_of_the_work(f) {
        let s = Crm::new(f);
        let no = agreed(&s);
        s.act(s.ilya, no, s.offer(no, &[(LineKind::Fixed, 100, &[])], 10));
        s.act(s.anna, no, Input::Invite { unit: s.integra });
        s.act(s.anna, no, Input::Invite { unit: s.legal });
        for bidder in [s.pavel, s.lena] {
            let page = s.page(bidder, no);
            let whole = s.request(no);
            assert!(whole.client_seconds > 0 && !whole.clocks.is_empty());
            assert_eq!(page.sight, page::Sight::Brief);
            let request = &page.request;
            assert_eq!((request.effort, request.client_seconds), (0, 0), "how long it took");
            assert_eq!((request.handler, request.handlers.len()), (None, 0), "who works on it");
            assert!(request.clocks.is_empty() && request.participants.is_empty() && request.offers.is_empty());
            assert_ne!(request.statement, whole.statement, "nor where the first words are");
            assert!(page.promises.is_empty() && page.calendars.is_empty() && page.clocks.is_empty());
            let own = page.bidder.unwrap();
            let named: BTreeSet<UnitId> = page.units.keys().copied().collect();
            assert_eq!(named, BTreeSet::from([own, s.w.it, s.marketing]), "no rival, no other department");
            assert_eq!(page.text(&request.title), TITLE);
            assert_eq!(page.names.keys().copied().collect::<Vec<_>>(), [s.anna]);
        }
    }

    fn a_notice_tells_the_title_while_the_brief_is_theirs(f) {
        let s = Crm::new(f);
        let no = agreed(&s);
        s.act(s.anna, no, Input::Invite { unit: s.legal });
        let now = f.clock.now();
        work::turn(&f.db, uuid::Uuid::from_u128(9), now, || [3; 32]).unwrap();
        let told = |s: &Crm<'_>, who| {
            let found = as_reader(s, viewer(s.w.f, who), |tx, cx| news::list(tx, cx, None, 50)).unwrap();
            found.into_iter().find(|news| news.kind == Some(NoticeKind::Invited)).map(|news| news.title)
        };
        assert_eq!(told(&s, s.lena), Some(Some(TITLE.to_owned())));
        s.act(s.lena, no, Input::DeclineInvitation { reason: "Некогда".into() });
        assert_eq!(told(&s, s.lena), Some(None), "who declined reads it no more");
    }

    fn words_of_a_review_are_for_those_who_read_the_request(f) {
        let s = Crm::new(f);
        for (class, code) in [(Class::UnitOnly, "for-few"), (Class::Open, "for-all")] {
            let id = service(&s, code, class, BTreeSet::new());
            let no = s.by(s.anna, move |tx, cx| state(tx, cx, None, ordered(id))).number;
            s.act(s.ilya, no, Input::Claim);
            let done = Input::Deliver { note: "Готово".into(), files: Vec::new(), actuals: Vec::new() };
            s.act(s.ilya, no, done);
            let verdicts = s.request(no).confirmed_brief().unwrap().criteria.clone();
            let verdicts = verdicts.iter().map(|item| (item.id, true, String::new())).collect();
            s.act(s.anna, no, Input::Judge { verdicts });
            s.act(s.anna, no, Input::Review {
                solved: Solved::Yes,
                seconds: None,
                would_pay: WouldPay::Yes,
                comment: "Тайное слово".into(),
            });
            let told = |who| {
                let page = as_reader(&s, viewer(f, who), move |tx, cx| shop::service(tx, cx, code)).unwrap();
                page.reviews.into_iter().map(|review| review.comment).collect::<Vec<_>>()
            };
            let open = class == Class::Open;
            assert_eq!(told(s.anna), ["Тайное слово"]);
            assert_eq!(told(s.ilya), ["Тайное слово"]);
            assert_eq!(told(s.lena), [if open { "Тайное слово" } else { "" }], "counted, not told");
        }
    }

    fn a_service_for_one_department_is_that_departments(f) {
        let s = Crm::new(f);
        let id = service(&s, "pass", Class::Open, BTreeSet::from([s.marketing]));
        let sees = |who| {
            let who = viewer(f, who);
            let page = as_reader(&s, who.clone(), |tx, cx| shop::service(tx, cx, "pass")).is_ok();
            let found = as_reader(&s, who.clone(), |tx, cx| search::find(tx, cx, "пропуск на склад"));
            let shelf = as_reader(&s, who.clone(), |tx, cx| storefront(tx, cx, "it")).unwrap();
            let chosen = as_reader(&s, who.clone(), |tx, cx| known_services(tx, &cx.viewer)).unwrap();
            let home = as_reader(&s, who, |tx, cx| home::home(tx, cx, "")).unwrap();
            let shelves = home.shelves.iter().any(|shelf| shelf.unit.code == "it");
            (page, !found.unwrap().services.is_empty(), !shelf.services.is_empty(), !chosen.is_empty(), shelves)
        };
        assert_eq!(sees(s.anna), (true, true, true, true, true));
        assert_eq!(sees(s.lena), (false, false, false, false, false));
        let refused = s.w.by(s.lena, move |tx, cx| state(tx, cx, None, ordered(id)));
        assert!(matches!(refused, Err(AppError::Invalid(_))));
        s.by(s.anna, move |tx, cx| state(tx, cx, None, ordered(id)));
        let nowhere = UnitId(uuid::Uuid::from_u128(77));
        let it = s.w.it;
        let other = s.w.as_admin(move |tx, cx| create_service(tx, cx, it, "other")).unwrap();
        let wrong = s.w.as_admin(move |tx, cx| {
            let old = service_to_edit(tx, &cx.viewer, "pass")?.offered.unwrap();
            publish_service_version(tx, cx, PublishServiceVersion {
                service: other,
                name: old.texts.name,
                lead: Localized::default(),
                for_whom: Localized::default(),
                problem: Localized::default(),
                outcome: old.texts.outcome,
                included: Localized::default(),
                excluded: Localized::default(),
                criteria: Vec::new(),
                pricing: Pricing::Estimated,
                client_seconds: 0,
                ready: false,
                obligatory: false,
                class: Class::Open,
                promise: Some(old.version.promise),
                delivery_days: None,
                audience: BTreeSet::from([nowhere]),
                seen: None,
            })
        });
        assert!(matches!(wrong, Err(AppError::Invalid(fields)) if fields[0].field == "audience"));
    }

    fn a_request_is_passed_on_to_a_service_that_its_customer_may_order(f) {
        let s = Crm::new(f);
        let [theirs, others] = [("pass", s.marketing), ("court", s.legal)]
            .map(|(code, unit)| service(&s, code, Class::Open, BTreeSet::from([unit])));
        let no = s.state(s.anna, s.w.hr, "Нужен пропуск", None);
        let passer = s.w.member("Зоя Кадрова", s.w.hr, Some(Role::Provider));
        let pass = |service| Input::PassOn {
            to: s.w.it,
            service: Some(service),
            note: "Это к вам".into(),
            share_history: true,
        };
        // Whoever serves both knows both services; the customer may order one of them.
        let knows = s.w.member("Тамара Зимина", s.w.it, Some(Role::Provider));
        let offered = as_reader(&s, viewer(f, knows), {
            let anna = s.anna;
            move |tx, cx| choices::services(tx, cx, Some(anna))
        });
        assert_eq!(offered.unwrap().iter().map(|service| service.id).collect::<Vec<_>>(), [theirs]);
        let refused = s.try_act(passer, no, pass(others));
        assert!(matches!(refused, Err(AppError::Invalid(fields)) if fields[0].field == "service"));
        s.act(passer, no, pass(theirs));
        assert_eq!(s.request(no).service.unwrap().service, theirs);
    }

    fn what_may_not_be_read_and_what_is_not_there_are_refused_by_the_same_statements(f) {
        let s = Crm::new(f);
        let no = s.state(s.anna, s.w.it, "Нужно поле", None);
        s.act(s.ilya, no, Input::Claim);
        let brief = s.brief(no, &["работает"]);
        s.act(s.ilya, no, brief);
        let stranger = s.w.member("Ян Чужой", s.w.hr, Some(Role::Provider));
        let head = s.w.member("Глеб Чужой", s.w.hr, Some(Role::UnitHead));
        let administrator = s.w.member("Вера Чужая", s.w.hr, Some(Role::Administrator));
        let asked = |who, number: i64| {
            as_reader(&s, viewer(f, who), move |tx, cx| {
                tx.trace();
                let before = tx.statements();
                let refused = page::page(tx, cx, number).unwrap_err();
                let texts: Vec<_> = tx.traced().into_iter().map(|traced| traced.text).collect();
                Ok((refused.to_string(), tx.statements() - before, texts))
            })
            .unwrap()
        };
        for who in [stranger, head, administrator] {
            assert_eq!(asked(who, no), asked(who, 9_999));
        }
        // An order from the price list is nobody's work either.
        let pass = service(&s, "pass", Class::Open, BTreeSet::new());
        let no = s.by(s.anna, move |tx, cx| state(tx, cx, None, ordered(pass))).number;
        for who in [head, administrator] {
            assert_eq!(asked(who, no), asked(who, 9_999));
        }
        // Nor does calling one request a repeat of another tell which are there.
        let own = s.state(s.anna, s.w.hr, "Нужен пропуск", None);
        let repeats = |of: i64| {
            let judged = s.try_act(stranger, own, Input::JudgeRepeat { number: of, repeats: true });
            format!("{:?}", judged.unwrap_err())
        };
        assert_eq!(repeats(no), repeats(9_999));
    }

    fn somebody_from_outside_is_told_of_their_own_unit_and_of_what_they_read(f) {
        let s = Crm::new(f);
        service(&s, "pass", Class::Open, BTreeSet::new());
        let no = agreed(&s);
        let who = Viewer { outside: true, ..viewer(f, s.pavel) };
        let home = as_reader(&s, who.clone(), |tx, cx| home::home(tx, cx, "пропуск")).unwrap();
        assert_eq!(home.units.keys().copied().collect::<Vec<_>>(), [s.integra]);
        assert!(home.shelves.is_empty() && home.found.services.is_empty());
        assert!(as_reader(&s, who.clone(), |tx, cx| known_services(tx, &cx.viewer)).unwrap().is_empty());
        s.act(s.anna, no, Input::AddParticipant { person: s.pavel });
        let home = as_reader(&s, who.clone(), |tx, cx| home::home(tx, cx, "")).unwrap();
        let named: BTreeSet<UnitId> = home.units.keys().copied().collect();
        assert_eq!(named, BTreeSet::from([s.integra, s.w.it, s.marketing]));
        let whole = as_reader(&s, who, move |tx, cx| page::page(tx, cx, no)).unwrap();
        assert_eq!(whole.sight, page::Sight::Whole);
        let named: BTreeSet<UnitId> = whole.units.keys().copied().collect();
        assert_eq!(named, BTreeSet::from([s.integra, s.w.it, s.marketing]));
    }

    fn a_sub_request_is_named_to_those_who_may_read_it(f) {
        let s = Crm::new(f);
        let no = agreed(&s);
        let child = s.state(s.ilya, s.legal, "Можно ли хранить метки", Some((no, None)));
        let title = |who| s.page(who, no).children[0].title.clone();
        assert_eq!(title(s.ilya), "Можно ли хранить метки");
        assert_eq!(title(s.anna), "", "the customer reads what was asked of them, not what it took");
        let left = s.w.member("Третья", s.w.hr, None);
        s.act(s.ilya, child, Input::AddParticipant { person: left });
        s.act(s.anna, no, Input::AddParticipant { person: left });
        assert_eq!(title(left), "Можно ли хранить метки", "a participant reads it");
    }
}
