//! Every state as each side sees it.

use domain::localized::Language;
use domain::request::*;

use super::crm::{Crm, ready};
use super::story::*;
use super::timeline::Only;
use super::view::{RequestView, view};
use crate::chrome::Chrome;
use crate::samples::{Samples, at};

fn show(all: &mut Vec<RequestView>, c: &Chrome, story: &Story, readers: &[Who]) {
    for who in readers {
        let (page, viewer) = story.page(*who);
        all.push(view(c.clone(), &page, &viewer, Only::All));
    }
}

impl Samples for RequestView {
    fn samples(c: &Chrome) -> Vec<Self> {
        use Who::{Administrator, Bidder, Colleague, Customer, Handler, Provider};
        let mut all = Vec::new();
        // At its worst everything is hostile: names, words, files.
        let hostile = c.demo;
        let mut tell = |make: &dyn Fn(&mut Crm), readers: &[Who]| {
            let mut crm = Crm::new(c.language(), hostile);
            make(&mut crm);
            show(&mut all, c, &crm.0, readers);
        };
        tell(
            &|s| {
                s.offers();
            },
            &[Customer, Handler, Bidder, Colleague],
        );
        if c.person.is_none() {
            // Whoever is not signed in is never shown this page; its frame is the same.
            return all;
        }
        tell(&|_| {}, &[Customer, Provider, Colleague]);
        tell(
            &|s| {
                s.timed_out(3);
            },
            &[Customer, Provider],
        );
        tell(
            &|s| {
                s.claimed();
            },
            &[Customer, Handler, Provider],
        );
        tell(
            &|s| {
                s.claimed().asked();
            },
            &[Customer, Handler],
        );
        tell(
            &|s| {
                s.claimed().asked().answered().interviewed();
            },
            &[Handler],
        );
        tell(
            &|s| {
                s.claimed().interviewed().brief("18 14:30");
            },
            &[Customer, Handler],
        );
        tell(
            &|s| {
                s.claimed().brief("18 14:30").corrected();
            },
            &[Customer, Handler],
        );
        tell(
            &|s| {
                s.agreed().invited();
            },
            &[Customer, Handler, Bidder],
        );
        tell(
            &|s| {
                s.agreed().offer(Handler, "19 14:00", at("2026-11-20T18:00:00+03:00"));
                let reason = s.0.text("Пересчитаем", "We will count again");
                let offer = s.0.request().offers[0].id;
                s.0.act(Handler, "19 15:00", Command::WithdrawOffer { offer, reason });
                s.offer(Handler, "19 16:00", at("2026-11-20T18:00:00+03:00"));
            },
            &[Customer, Handler],
        );
        tell(
            &|s| {
                s.offers();
                let reason = s.0.text("Дорого", "Too dear");
                s.0.act(Customer, "20 10:00", Command::RefuseOffers { reason });
            },
            &[Handler, Customer, Bidder],
        );
        tell(
            &|s| {
                s.at_work();
            },
            &[Customer, Handler, Colleague, Bidder],
        );
        tell(
            &|s| {
                s.chosen(true);
            },
            &[Customer, Bidder],
        );
        tell(
            &|s| {
                s.at_work().delivered("20 17:30");
            },
            &[Customer, Handler],
        );
        tell(
            &|s| {
                s.at_work().delivered("20 17:30").judged("20 17:50", false);
            },
            &[Handler],
        );
        tell(
            &|s| {
                s.at_work().delivered("20 17:30").judged("20 17:50", false).delivered("23 09:30");
            },
            &[Customer],
        );
        tell(
            &|s| {
                s.at_work().delivered("20 17:30").disputed("20 18:00");
            },
            &[Customer, Handler, Administrator],
        );
        tell(
            &|s| {
                s.at_work().delivered("20 17:30").judged("20 17:50", true);
            },
            &[Customer, Handler],
        );
        tell(
            &|s| {
                let refund = Resolution::Refund { amount: 500_000 };
                s.at_work().delivered("20 17:30").judged("20 17:50", true).disputed("20 18:00");
                s.resolved("23 09:00", refund)
                    .disputed("23 09:30")
                    .resolved("23 10:00", Resolution::Dismiss)
                    .reviewed();
            },
            &[Customer, Handler],
        );
        tell(
            &|s| {
                s.at_work()
                    .delivered("20 17:30")
                    .disputed("20 18:00")
                    .resolved("23 10:00", Resolution::Release);
            },
            &[Customer],
        );
        tell(
            &|s| {
                s.claimed().cancelled(Customer);
            },
            &[Customer, Handler],
        );
        all.extend(rest(c, hostile));
        if hostile {
            // Hostile words go through the same places whatever the state; a third of the pages has them all.
            all = all.into_iter().step_by(3).collect();
        }
        all
    }
}

/// Pages that the story of the samples does not come to.
fn rest(c: &Chrome, hostile: bool) -> Vec<RequestView> {
    let mut all = Vec::new();
    let mut order = Story::new(c.language(), hostile);
    let terms = ready(&mut order);
    order.state(Class::UnitOnly, Some(terms));
    show(&mut all, c, &order, &[Who::Customer, Who::Provider]);

    let mut secret = Story::new(c.language(), hostile);
    secret.state(Class::Confidential, None);
    let note = secret.text("", "");
    let clock = PassedTo { note };
    clock.pass(&mut secret);
    secret.parent = Some(secret.listed(1400, RequestState::Working, Class::Open));
    show(&mut all, c, &secret, &[Who::Customer]);

    let mut crm = Crm::new(c.language(), hostile);
    crm.at_work().delivered("20 17:30");
    let (page, viewer) = crm.0.page(Who::Customer);
    all.push(view(c.clone(), &page, &viewer, Only::Documents));
    all
}

/// Handing over to Finance.
struct PassedTo {
    note: domain::content::ContentRef,
}

impl PassedTo {
    fn pass(self, story: &mut Story) {
        let clock = story.request().clocks[0].clone();
        let command = Command::PassOn {
            to: FINANCE,
            service: None,
            note: self.note,
            share_history: false,
            promise: clock.promise,
            calendar: clock.calendar,
        };
        story.act(Who::Provider, "16 13:00", command);
    }
}

#[test]
fn a_bidder_is_shown_the_brief_and_nothing_of_the_conversation() {
    use askama::Template;
    let c = crate::samples::signed(Language::Ru);
    let mut crm = Crm::new(Language::Ru, false);
    crm.offers();
    let (page, viewer) = crm.0.page(Who::Bidder);
    let html = view(c, &page, &viewer, Only::All).render().unwrap().replace('\u{a0}', " ");
    assert!(html.contains("заявки от партнёров видны отдельно") && html.contains("142 000"));
    for hidden in ["186 000", "Добрый день", "куда ушли четыре", "Илья Громов", "640 000", "Нужно новое поле"]
    {
        assert!(!html.contains(hidden), "{hidden}");
    }
}

#[test]
fn minutes_of_a_person_are_told_to_that_person_alone() {
    use askama::Template;
    let mut crm = Crm::new(Language::Ru, false);
    crm.at_work();
    let told = |who: Who| {
        let (page, viewer) = crm.0.page(who);
        view(crate::samples::signed(Language::Ru), &page, &viewer, Only::All)
            .render()
            .unwrap()
            .replace('\u{a0}', " ")
    };
    let effort = "Вы учли 2 ч 30 мин своей работы";
    assert!(told(Who::Handler).contains(effort));
    assert!(!told(Who::Provider).contains("учли") && !told(Who::Customer).contains("учли"));
    // The handler wrote the interview down; its minutes are the customer's.
    let interview = "Учтено 22 мин вашего времени на интервью";
    assert!(told(Who::Customer).contains(interview));
    assert!(!told(Who::Handler).contains("на интервью"));
}

#[test]
fn work_that_waits_for_a_sub_request_is_not_handed_over_but_leads_to_it() {
    use askama::Template;
    let mut crm = Crm::new(Language::Ru, false);
    crm.at_work();
    let told = |crm: &Crm| {
        let (page, viewer) = crm.0.page(Who::Handler);
        let view = view(crate::samples::signed(Language::Ru), &page, &viewer, Only::All);
        (view.turn.clone(), view.render().unwrap())
    };
    let (turn, html) = told(&crm);
    assert!(!turn.yours && turn.who.contains("Финансы"), "{turn:?}");
    assert!(
        turn.what.contains("№\u{a0}1490 (Финансы)") || turn.what.contains("№ 1490 (Финансы)"),
        "{turn:?}"
    );
    assert_eq!(turn.action.as_ref().map(|(_, href)| href.as_str()), Some("/r/1490"));
    assert!(!html.contains("/r/1482/deliver"), "a step that would be refused is not offered");
    crm.ended();
    let (turn, html) = told(&crm);
    assert!(turn.yours && turn.action.is_some_and(|(_, href)| href == "/r/1482/deliver"));
    assert!(html.contains("/r/1482/deliver"));
}

#[test]
fn a_unit_without_a_front_door_is_not_invited() {
    use askama::Template;
    let mut crm = Crm::new(Language::Ru, false);
    crm.agreed();
    let (mut page, viewer) = crm.0.page(Who::Customer);
    let free = |unit: &store::repo::unit::UnitView, page: &app::requests::page::RequestPage| {
        ![page.request.unit, page.request.customer_unit].contains(&unit.id)
    };
    let other = page.units.values().find(|unit| free(unit, &page)).unwrap().id;
    let calendar = Some(domain::ids::CalendarId(other.0));
    for (name, promise) in [("Со входом", Some(domain::ids::PromiseId(other.0))), ("Без входа", None)]
    {
        let unit = page.units.get_mut(&other).unwrap();
        unit.texts.name = domain::localized::Localized::both(name, name);
        unit.promise = promise;
        unit.calendar = calendar;
        let text = view(crate::samples::signed(Language::Ru), &page, &viewer, Only::All).render().unwrap();
        let offered = text.contains(&format!(">{}</option>", name.replace(' ', "\u{a0}")))
            || text.contains(&format!(">{name}</option>"));
        assert_eq!(offered, promise.is_some(), "{name}");
    }
}
