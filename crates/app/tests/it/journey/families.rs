//! A family of events of its own in a request's stream, with a machine of its own: each reads what is its own, places count all.

use app::AppError;
use app::check::rows;
use app::requests::*;
use domain::actor::{Actor, Channel};
use domain::aggregate::{Folded, fold};
use domain::history::{Envelope, Events};
use domain::ids::{CommandId, PersonId, StreamId};
use domain::request::{Request, RequestState};
use domain::time::{Clock, Instant};
use serde::{Deserialize, Serialize};
use store::repo::event;
use testkit::each_db;
use uuid::Uuid;

use crate::journey::crm::Crm;
use crate::journey::desk::clean;
use crate::world::read;

/// Somebody is asked to agree, and answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
enum Event {
    Asked { whom: PersonId },
    Agreed,
}

impl Events for Event {
    const PREFIX: &'static str = "probe.";
    const VERSION: i64 = 1;
}

/// What the family's machine knows.
#[derive(Debug, Clone, PartialEq)]
struct Probe {
    whom: PersonId,
    agreed_at: Option<Instant>,
}

impl Folded for Probe {
    type Event = Event;

    fn evolve(before: Option<Self>, event: &Event, at: Instant) -> Result<Self, &'static str> {
        match (before, event) {
            (None, Event::Asked { whom }) => Ok(Self { whom: *whom, agreed_at: None }),
            (Some(probe), Event::Agreed) if probe.agreed_at.is_none() => {
                Ok(Self { agreed_at: Some(at), ..probe })
            }
            _ => Err("nobody is asked"),
        }
    }
}

/// Appends events of the family to the stream of a request; gives their last place.
fn tell(s: &Crm<'_>, number: i64, events: Vec<Event>) -> i64 {
    let now = s.w.f.clock.now();
    s.by(s.anna, move |tx, cx| {
        let id = store::repo::request::by_number(tx, number)?.unwrap();
        let envelope = Envelope {
            actor: Actor::Person(cx.viewer.person().unwrap()),
            on_behalf_of: None,
            channel: Channel::Web,
            command: CommandId(Uuid::from_u128(78)),
            correlation: id.0,
            occurred_at: now,
            recorded_at: now,
        };
        let stream = StreamId::from(id);
        let tip = event::tip(tx, stream)?;
        Ok(event::append(tx, stream, tip, &envelope, &events, Vec::new())?.seq())
    })
}

each_db! {
    fn two_families_share_a_stream_and_leave_each_other_alone(f) {
        let s = Crm::new(f);
        let no = s.state(s.anna, s.w.it, "Нужно поле", None);
        s.act(s.ilya, no, Input::Claim);
        let before = s.request(no);
        let asked = tell(&s, no, vec![Event::Asked { whom: s.lena }]);
        assert_eq!(asked, before.seq + 1);

        // The request is what it was, and knows how far its stream has come.
        let beside = s.request(no);
        assert_eq!(beside, Request { seq: asked, ..before.clone() });
        assert_eq!(s.page(s.ilya, no).request.seq, asked);

        // Whoever saw the page before is told that something happened; whoever saw it since goes on.
        let brief = s.brief(no, &["работает"]);
        let (late, seen) = (before.seq, brief.clone());
        let refused = s.w.by(s.ilya, move |tx, cx| act(tx, cx, no, Some(late), None, seen.clone()));
        match refused {
            Err(AppError::Changed { seen, now }) => assert_eq!((seen, now), (before.seq, asked)),
            other => panic!("{other:?}"),
        }
        let acted = s.w.by(s.ilya, move |tx, cx| act(tx, cx, no, Some(asked), None, brief.clone())).unwrap();
        assert!(acted.seq > asked);
        let agreed = tell(&s, no, vec![Event::Agreed]);
        assert_eq!(agreed, acted.seq + 1);

        // Each machine reads its own events at their places in the stream.
        let id = before.id;
        let (own, theirs) = read(f, move |tx| {
            Ok((event::stream::<domain::request::Event>(tx, id.into())?, event::stream::<Event>(tx, id.into())?))
        });
        assert_eq!((own.tip.seq(), theirs.tip.seq()), (agreed, agreed));
        assert_eq!(theirs.events.iter().map(|one| one.seq).collect::<Vec<_>>(), [asked, agreed]);
        let places: Vec<i64> = own.events.iter().map(|one| one.seq).collect();
        assert_eq!(places, (1..agreed).filter(|place| *place != asked).collect::<Vec<_>>());
        let told = theirs.events.iter().map(|one| (&one.event, one.envelope.occurred_at));
        let probe = fold::<Probe>(told).unwrap().unwrap();
        assert_eq!((probe.whom, probe.agreed_at), (s.lena, Some(f.clock.now())));
        let shown: Vec<i64> = s.page(s.anna, no).events.iter().map(|one| one.seq).collect();
        assert_eq!(shown, places, "the page tells the request's own story");

        // The journey goes on over it.
        s.act(s.anna, no, Input::ConfirmBrief { version: 1 });
        assert_eq!(s.request(no).state, RequestState::Estimating);
    }

    fn a_family_that_nobody_folds_is_named_and_breaks_nothing_else(f) {
        let s = Crm::new(f);
        let no = s.state(s.anna, s.w.it, "Нужно поле", None);
        s.act(s.ilya, no, Input::Claim);
        clean(f);
        let asked = tell(&s, no, vec![Event::Asked { whom: s.lena }, Event::Agreed]);
        let brief = s.brief(no, &["работает"]);
        s.act(s.ilya, no, brief);
        let id = s.request(no).id;
        let checked = f.db.read_blocking(|tx| rows(tx)).unwrap();
        let named: Vec<_> = checked
            .differences
            .iter()
            .map(|one| (one.table.as_str(), one.row.clone(), one.column.as_str(), one.found.as_str()))
            .collect();
        let place = |seq: i64| format!("{id} {seq}");
        assert_eq!(
            named,
            [
                ("event", place(asked - 1), "kind", "probe.asked"),
                ("event", place(asked), "kind", "probe.agreed"),
            ]
        );
    }
}
