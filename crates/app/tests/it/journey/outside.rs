//! Links for somebody outside: who makes them, what their holders read and do, and when they stop.

use app::AppError;
use app::identity::Secret;
use app::requests::outside::{self, NewLink};
use app::requests::*;
use domain::actor::Actor;
use domain::ids::{LinkId, PersonId, UnitId};
use domain::permission::{LinkScope, Viewer};
use domain::request::*;
use domain::time::Clock;
use store::repo::outside_link::{self, SentLink};
use testkit::{Fixture, each_db};

use crate::journey::crm::Crm;
use crate::world::{cx, read, viewer};

const SECRET: fn() -> Secret = || Secret::new([7; 32]);

/// A request whose brief both sides agreed on.
fn agreed(s: &Crm<'_>) -> i64 {
    let no = s.state(s.anna, s.w.it, "Тайное первое слово", None);
    s.act(s.ilya, no, Input::Claim);
    s.act(s.ilya, no, Input::Message { text: "Внутреннее".into(), files: Vec::new() });
    let brief = s.brief(no, &["работает"]);
    s.act(s.ilya, no, brief);
    s.act(s.anna, no, Input::ConfirmBrief { version: 1 });
    no
}

fn try_share(s: &Crm<'_>, who: PersonId, no: i64, unit: UnitId, days: i64) -> Result<SentLink, AppError> {
    let until = s.w.f.clock.now().plus_seconds(days * 86_400);
    let made = s.w.by(who, move |tx, cx| outside::share(tx, cx, no, NewLink { unit, until }, &SECRET()));
    made.map(|made| made.expect("a new command makes a link"))
}

/// Whoever holds the link, as its address finds them; none when it opens nothing.
fn holder(s: &Crm<'_>) -> Option<Viewer> {
    let now = s.w.f.clock.now();
    let found = read(s.w.f, move |tx| Ok(outside_link::by_secret(tx, &SECRET().hash(), now)?));
    found.filter(|link| link.works).map(|link| Viewer {
        actor: Actor::Link(link.id.0),
        link: Some(link.scope),
        ..Viewer::nobody()
    })
}

fn opened(f: &Fixture, who: Viewer) -> Result<page::RequestPage, AppError> {
    let context = cx(f, who);
    f.db.read_blocking(move |tx| outside::page(tx, &context))
}

fn does(f: &Fixture, who: &Viewer, no: i64, input: Input) -> Result<Acted, AppError> {
    let context = cx(f, who.clone());
    f.db.write_blocking(move |tx| act(tx, &mut context.clone(), no, None, None, input.clone()))
}

each_db! {
    fn a_link_opens_the_brief_and_nothing_else(f) {
        let s = Crm::new(f);
        let no = agreed(&s);
        s.act(s.ilya, no, s.offer(no, &[(LineKind::Fixed, 100, &[])], 10));
        let link = try_share(&s, s.anna, no, s.integra, 14).unwrap();
        let who = holder(&s).unwrap();
        assert_eq!(who.actor, Actor::Link(link.id.0));
        let page = opened(f, who.clone()).unwrap();
        assert_eq!((page.sight, page.bidder), (page::Sight::Brief, Some(s.integra)));
        assert_eq!(page.request.confirmed_brief().unwrap().criteria.len(), 1);
        assert!(page.request.offers.is_empty() && page.events.is_empty() && page.names.is_empty());
        assert_eq!(page.units.keys().collect::<Vec<_>>(), [&s.integra]);
        assert!(page.texts.values().all(|text| !text.contains("Тайное") && !text.contains("Внутреннее")));
        // By its number the request opens to nobody else's link, and by this one no other request does.
        let other = agreed(&s);
        let context = cx(f, who);
        let foreign = f.db.read_blocking(move |tx| page::page(tx, &context, other));
        assert!(matches!(foreign, Err(AppError::Missing("request"))));
        assert_eq!(s.request(no).invitations[0].unit, s.integra, "who is shown the brief is asked to offer");
    }

    fn the_unit_asks_and_is_answered_apart_from_everything_else(f) {
        let s = Crm::new(f);
        let no = agreed(&s);
        try_share(&s, s.anna, no, s.integra, 7).unwrap();
        let who = holder(&s).unwrap();
        s.act(s.anna, no, Input::Invite { unit: s.legal });
        let other = does(f, &who, no, Input::SayOutside { unit: s.legal, text: "Когда начинать?".into() });
        assert!(matches!(other, Err(AppError::Invalid(_))), "for another unit");
        does(f, &who, no, Input::SayOutside { unit: s.integra, text: "Когда начинать?".into() }).unwrap();
        s.act(s.anna, no, Input::SayOutside { unit: s.integra, text: "В декабре".into() });
        let page = opened(f, who.clone()).unwrap();
        let said: Vec<_> = page.events.iter().map(|event| match &event.event {
            Event::OutsideSaid { side, by, text, unit } => (*side, *by, *unit, page.text(text)),
            other => panic!("{other:?}"),
        }).collect();
        assert_eq!(said, [
            (Side::Bidder, None, s.integra, "Когда начинать?"),
            (Side::Customer, Some(s.anna), s.integra, "В декабре"),
        ]);
        assert_eq!(page.names.keys().collect::<Vec<_>>(), [&s.anna], "who writes to them has a name");
        assert!(s.page(s.lena, no).events.is_empty(), "others who were asked read nothing of it");
        let told = s.page(s.ilya, no).events;
        assert!(told.iter().any(|event| event.envelope.actor == who.actor), "the history names the link");
    }

    fn an_offer_by_a_link_is_the_units_and_can_be_chosen(f) {
        let s = Crm::new(f);
        let no = agreed(&s);
        try_share(&s, s.anna, no, s.integra, 14).unwrap();
        let who = holder(&s).unwrap();
        does(f, &who, no, s.offer(no, &[(LineKind::Fixed, 5_000, &[])], 10)).unwrap();
        let offer = s.request(no).offers[0].clone();
        assert_eq!((offer.unit, offer.by, offer.outside), (s.integra, None, true));
        s.act(s.anna, no, Input::Choose { offer: offer.id, reason: "Дешевле".into() });
        let after = s.request(no);
        assert_eq!((after.unit, after.handler, after.state), (s.integra, None, RequestState::Working));
        let page = opened(f, who.clone()).unwrap();
        assert_eq!(page.request.chosen().map(|chosen| chosen.id), Some(offer.id));
        s.act(s.pavel, no, Input::Claim);
        assert_eq!(s.request(no).handler, Some(s.pavel), "somebody of the unit takes what it won");
        for refused in [
            Input::Claim,
            Input::Message { text: "Я тут".into(), files: Vec::new() },
            Input::Deliver { note: "Готово".into(), files: Vec::new(), actuals: Vec::new() },
            Input::Cancel { reason: "Нет".into() },
        ] {
            assert!(does(f, &who, no, refused).is_err(), "a link does no more than bid and speak");
        }
    }

    fn a_link_that_ended_opens_nothing(f) {
        let s = Crm::new(f);
        let no = agreed(&s);
        let link = try_share(&s, s.anna, no, s.integra, 7).unwrap();
        s.pass_hours(7 * 24);
        assert_eq!(holder(&s), None, "its time is over");
        let id = link.id;
        let by_provider = s.w.by(s.ilya, move |tx, cx| outside::end(tx, cx, no, id));
        assert!(matches!(by_provider, Err(AppError::Refused(Refusal::NotYours))));
        s.by(s.anna, move |tx, cx| outside::end(tx, cx, no, id));
        let again = s.w.by(s.anna, move |tx, cx| outside::end(tx, cx, no, id));
        assert!(matches!(again, Err(AppError::Refused(Refusal::Already))));
        let context = cx(f, viewer(f, s.anna));
        let links = read(f, move |tx| outside::links(tx, &context, no));
        assert!(links.len() == 1 && links[0].revoked_at.is_some() && links[0].made_by == s.anna);
        let unknown = LinkId(uuid::Uuid::from_u128(1));
        let missing = s.w.by(s.anna, move |tx, cx| outside::end(tx, cx, no, unknown));
        assert!(matches!(missing, Err(AppError::Missing("link"))));
    }

    fn declining_closes_the_link_and_a_new_invitation_opens_it(f) {
        let s = Crm::new(f);
        let no = agreed(&s);
        try_share(&s, s.anna, no, s.integra, 30).unwrap();
        let who = holder(&s).unwrap();
        does(f, &who, no, Input::DeclineInvitation { reason: "Нет людей".into() }).unwrap();
        assert!(matches!(opened(f, who.clone()), Err(AppError::Missing(_))));
        s.act(s.anna, no, Input::Invite { unit: s.integra });
        assert!(opened(f, who).is_ok());
    }

    fn only_the_two_sides_make_links_and_only_to_units_outside(f) {
        let s = Crm::new(f);
        let no = agreed(&s);
        let missing = try_share(&s, s.finance, no, s.integra, 7);
        assert!(matches!(missing, Err(AppError::Missing("request"))));
        // The vendor's own people bid; they open the brief to nobody.
        s.act(s.anna, no, Input::Invite { unit: s.integra });
        let bidder = try_share(&s, s.pavel, no, s.integra, 7);
        assert!(matches!(bidder, Err(AppError::Refused(Refusal::NotYours))));
        assert!(matches!(try_share(&s, s.anna, no, s.legal, 7), Err(AppError::Invalid(_))), "a department");
        for days in [0, LINK_DAYS + 1] {
            assert!(try_share(&s, s.anna, no, s.integra, days).is_err(), "{days} days");
        }
        let early = s.state(s.anna, s.w.it, "Ещё одно", None);
        let early = try_share(&s, s.anna, early, s.integra, 7);
        assert!(matches!(early, Err(AppError::Refused(Refusal::WrongState { .. }))), "nothing is agreed yet");
        assert_eq!(holder(&s), None, "nothing was kept");
        s.act(s.anna, no, Input::Cancel { reason: "Не нужно".into() });
        assert!(try_share(&s, s.anna, no, s.integra, 7).is_err(), "the request has ended");
    }

    fn a_confidential_request_has_no_links(f) {
        let s = Crm::new(f);
        let new = NewStatement {
            text: "Тайное".into(),
            target: Target::Unit(s.w.it),
            beneficiary: None,
            files: Vec::new(),
            parent: None,
            class: Some(Class::Confidential),
        };
        let no = s.by(s.anna, move |tx, cx| state(tx, cx, None, new.clone())).number;
        let made = try_share(&s, s.anna, no, s.integra, 7);
        assert!(made.is_err());
        let id = s.request(no).id;
        let forged = Viewer {
            actor: Actor::Link(uuid::Uuid::from_u128(5)),
            link: Some(LinkScope { request: id, unit: s.integra }),
            ..Viewer::nobody()
        };
        assert!(matches!(opened(f, forged), Err(AppError::Missing(_))));
    }

    fn the_same_command_makes_one_link(f) {
        let s = Crm::new(f);
        let no = agreed(&s);
        let (context, unit) = (cx(f, viewer(f, s.anna)), s.integra);
        let until = s.w.f.clock.now().plus_seconds(86_400);
        let once = |secret: u8| {
            let context = context.clone();
            f.db.write_blocking(move |tx| {
                let new = NewLink { unit, until };
                outside::share(tx, &mut context.clone(), no, new, &Secret::new([secret; 32]))
            })
        };
        assert!(once(1).unwrap().is_some());
        assert!(once(2).unwrap().is_none(), "the second address would open nothing");
        let context = cx(f, viewer(f, s.ilya));
        assert_eq!(read(f, move |tx| outside::links(tx, &context, no)).len(), 1);
    }
}
