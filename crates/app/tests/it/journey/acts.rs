//! What people may not do for the customer is found in the past too; what a resolver gets is what the dispute is about.

use app::AppError;
use app::check::acts;
use app::company::revoke_role;
use app::requests::*;
use domain::actor::{Actor, Channel};
use domain::history::Envelope;
use domain::ids::{CommandId, PersonId, StreamId};
use domain::permission::Role;
use domain::request::*;
use domain::time::Clock;
use store::repo::event;
use testkit::each_db;
use uuid::Uuid;

use crate::journey::crm::{Crm, play};
use crate::world::{cx, viewer};

/// Writes what an earlier release let somebody do.
fn wrote(s: &Crm<'_>, by: PersonId, number: i64, event: Event) {
    let now = s.w.f.clock.now();
    s.by(by, move |tx, _| {
        let id = store::repo::request::by_number(tx, number)?.unwrap();
        let envelope = Envelope {
            actor: Actor::Person(by),
            on_behalf_of: None,
            channel: Channel::Web,
            command: CommandId(Uuid::from_u128(77)),
            correlation: id.0,
            occurred_at: now,
            recorded_at: now,
        };
        let stream = StreamId::from(id);
        let tip = event::tip(tx, stream)?;
        Ok(event::append(tx, stream, tip, &envelope, std::slice::from_ref(&event), Vec::new())?)
    });
}

each_db! {
    fn acts_of_the_past_are_judged_by_the_directory_as_it_was(f) {
        let s = Crm::new(f);
        play(&s);
        assert_eq!(acts(&f.db).unwrap(), [], "the story breaks no rule");

        let no = s.state(s.anna, s.w.it, "Нужно поле", None);
        s.act(s.ilya, no, Input::Claim);
        let brief = s.brief(no, &["работает"]);
        s.act(s.ilya, no, brief);
        let oleg = s.w.member("Олег Сосед", s.w.it, Some(Role::Provider));
        wrote(&s, s.ilya, no, Event::ParticipantAdded { person: oleg, side: Side::Customer });
        wrote(&s, oleg, no, Event::BriefConfirmed { version: 1 });
        wrote(&s, s.ilya, no, Event::Invited { unit: s.marketing });
        s.pass_hours(1);
        // They left the unit meanwhile: what they did before stays what it was.
        let it = s.w.it;
        s.w.as_admin(move |tx, cx| revoke_role(tx, cx, oleg, Role::Provider, Some(it))).unwrap();
        let found = acts(&f.db).unwrap();
        let told: Vec<_> = found.iter().map(|act| (act.number, act.what.as_str(), act.person, &act.why)).collect();
        assert_eq!(
            told,
            [
                (no, "participant_added", s.ilya, &Refusal::NotYours),
                (no, "brief_confirmed", oleg, &Refusal::NotYours),
                (no, "invited", s.ilya, &Refusal::Field { field: "unit", problem: "field-own-unit" }),
            ]
        );
        assert_eq!(found[1].name, "Олег Сосед");
    }

    fn whoever_resolves_a_dispute_gets_what_it_is_about_and_no_more(f) {
        let s = Crm::new(f);
        let (no, _) = play(&s);
        s.act(s.anna, no, Input::Reopen { reason: "Отчёт разошёлся".into() });
        s.act(s.ilya, no, Input::LogEffort { task: None, seconds: 3600 });
        s.act(s.ilya, no, Input::AddTask { text: "Перебрать метки".into() });
        s.act(s.anna, no, Input::SayOutside { unit: s.integra, text: "Остаёмся на вашей цене".into() });
        let admin = cx(f, viewer(f, s.w.admin));
        let page = |admin: &app::Cx| {
            let admin = admin.clone();
            f.db.read_blocking(move |tx| page::page(tx, &admin, no))
        };
        assert!(matches!(page(&admin), Err(AppError::Missing(_))), "nobody disagrees yet");
        s.act(s.anna, no, Input::OpenDispute { text: "Отчёт не сходится".into() });
        let whole = s.page(s.anna, no);
        assert!(whole.texts.values().any(|text| text == "Остаёмся на вашей цене"));
        let seen = page(&admin).unwrap();
        assert_eq!(seen.sight, page::Sight::Dispute);
        assert!(seen.available.contains(&CommandKind::Resolve));
        let request = &seen.request;
        assert_eq!(request.offers.iter().map(|offer| offer.unit).collect::<Vec<_>>(), [s.w.it]);
        assert_eq!((request.effort, request.client_seconds, request.children.len()), (0, 0, 0));
        assert_eq!((seen.children.len(), seen.colleagues.len(), seen.budget), (0, 0, None));
        let said: Vec<&str> = seen.texts.values().map(String::as_str).collect();
        for shown in ["Отчёт сходится", "Для чего поле? Хватит 20 минут", "Отчёт не сходится", "Данные остаются внутри"] {
            assert!(said.contains(&shown), "{shown}: {said:?}");
        }
        for kept in ["Остаёмся на вашей цене", "Перебрать метки"] {
            assert!(!said.contains(&kept), "{kept}");
        }
        assert!(!seen.units.contains_key(&s.integra) && !seen.names.contains_key(&s.pavel));
        s.act(s.w.admin, no, Input::Resolve { resolution: Resolution::Rework, text: "Пересчитать".into() });
        assert!(matches!(page(&admin), Err(AppError::Missing(_))), "and nobody any more");
    }
}
