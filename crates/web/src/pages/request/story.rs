//! Requests for the samples: made by commands alone, as the rules decide them, with the words of one company.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use app::requests::page::{BudgetNow, RequestPage, Sight};
use domain::actor::{Actor, Channel};
use domain::aggregate::Folded as _;
use domain::calendar::{Calendar, Definition, Exception, Hours, Week};
use domain::company::{UnitKind, UnitTexts};
use domain::content::ContentRef;
use domain::history::{Envelope, Recorded};
use domain::ids::*;
use domain::ledger::BudgetMode;
use domain::localized::{Language, Localized};
use domain::money::Currency;
use domain::permission::{Action, RequestFacts, Resource, Role, Viewer, can, sides};
use domain::promise::{Amount, Promise, PromiseKind};
use domain::request::*;
use domain::time::Instant;
use store::repo::content::File;
use store::repo::opening::Opened;
use store::repo::request::Listed;
use store::repo::unit::UnitView;
use uuid::Uuid;

use crate::samples::{BIDI, HOSTILE, LONG, at, now};

/// Somebody of the sample company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Customer,
    Colleague,
    Handler,
    Provider,
    Bidder,
    Administrator,
    Timer,
}

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
}

pub(super) const MARKETING: UnitId = UnitId(id(1));
pub(super) const CRM: UnitId = UnitId(id(2));
pub(super) const VENDOR: UnitId = UnitId(id(3));
pub(super) const FINANCE: UnitId = UnitId(id(4));
const CALENDAR: CalendarId = CalendarId(id(10));
const PROMISE: PromiseId = PromiseId(id(11));

impl Who {
    pub fn person(self) -> PersonId {
        PersonId(id(100 + self as u128))
    }

    pub fn viewer(self) -> Viewer {
        let (unit, roles): (UnitId, &[(Role, Option<UnitId>)]) = match self {
            Self::Customer | Self::Colleague => (MARKETING, &[]),
            Self::Handler => (CRM, &[(Role::Provider, Some(CRM))]),
            Self::Provider => (CRM, &[(Role::UnitHead, Some(CRM))]),
            Self::Bidder => (VENDOR, &[(Role::Provider, Some(VENDOR))]),
            Self::Administrator => (FINANCE, &[(Role::Administrator, None)]),
            Self::Timer => return Viewer::timer(),
        };
        Viewer {
            actor: Actor::Person(self.person()),
            units: [unit].into(),
            grants: roles.iter().copied().collect(),
            ..Viewer::nobody()
        }
    }
}

/// One request as it goes on.
pub(super) struct Story {
    language: Language,
    /// Every word is hostile: markup, directions, no spaces.
    hostile: bool,
    ids: Ids,
    texts: HashMap<ContentId, String>,
    files: HashMap<ContentId, File>,
    events: Vec<Recorded<Event>>,
    request: Option<Request>,
    pub children: Vec<Listed>,
    pub parent: Option<Listed>,
    pub budget: BudgetNow,
    /// Auditors who opened it.
    pub openings: Vec<Opened>,
}

impl Story {
    pub fn new(language: Language, hostile: bool) -> Self {
        Self {
            language,
            hostile,
            ids: Ids::new(at("2026-11-16T10:12:00+03:00"), [3; 10]),
            texts: HashMap::new(),
            files: HashMap::new(),
            events: Vec::new(),
            request: None,
            children: Vec::new(),
            parent: None,
            budget: BudgetNow { mode: BudgetMode::Soft, free: Some(64_000_000) },
            openings: Vec::new(),
        }
    }

    pub fn request(&self) -> &Request {
        self.request.as_ref().unwrap()
    }

    pub fn item(&mut self, ru: &str, en: &str) -> Item {
        Item { id: ItemId(self.ids.next()), text: self.text(ru, en) }
    }

    pub fn line_id(&mut self) -> LineId {
        LineId(self.ids.next())
    }

    pub fn fresh(&mut self) -> Uuid {
        self.ids.next()
    }

    pub fn pick(&self, ru: &str, en: &str) -> String {
        if self.hostile {
            return format!("{HOSTILE} {LONG}\n\n{BIDI}");
        }
        if self.language == Language::Ru { ru } else { en }.to_owned()
    }

    /// Words, kept; empty ones are erased ones.
    pub fn text(&mut self, ru: &str, en: &str) -> ContentRef {
        let id = ContentId(self.ids.next());
        if !ru.is_empty() {
            self.texts.insert(id, self.pick(ru, en));
        }
        ContentRef { id, hash: String::new() }
    }

    pub fn file(&mut self, name: &str) -> ContentRef {
        let reference = self.text(name, name);
        let stream = StreamId(id(99));
        let name = if self.hostile { HOSTILE } else { name }.to_owned();
        let file = File { stream, name, media_type: "text/plain".into(), size: 348_160, blob: String::new() };
        self.files.insert(reference.id, file);
        reference
    }

    /// A statement on Monday, 16 November, at 10:12.
    pub fn state(&mut self, class: Class, ready: Option<ReadyTerms>) -> &mut Self {
        let title = self.text("Нужно новое поле в CRM", "We need a new CRM field");
        let statement = self.text(
            "Нужно новое поле в CRM\nИсточник сделки, обязательное. Можно к концу месяца?",
            "We need a new CRM field\nThe source of a deal, required. Could it be there by the end of the month?",
        );
        let new = NewRequest {
            id: RequestId(id(99)),
            number: 1482,
            parent: None,
            class,
            customer: Who::Customer.person(),
            customer_unit: MARKETING,
            beneficiary: None,
            payer_unit: MARKETING,
            unit: CRM,
            service: None,
            title,
            statement,
            files: vec![self.file("карточка сделки.png")],
            promise: PROMISE,
            calendar: CALENDAR,
            ready: ready.map(Box::new),
            channel: Channel::Web,
        };
        let at = at("2026-11-16T10:12:00+03:00");
        let cx = self.cx(Who::Customer, at);
        let events = state_request(&new, &cx).unwrap();
        self.record(Who::Customer, at, events);
        self
    }

    /// One step of somebody at a moment of November 2026, `16 10:41`.
    pub fn act(&mut self, who: Who, when: &str, command: Command) -> &mut Self {
        let (day, hour) = when.split_once(' ').unwrap();
        let at = at(&format!("2026-11-{day}T{hour}:00+03:00"));
        let cx = self.cx(who, at);
        let code = command.kind().code();
        let events = decide(self.request(), &command, &cx)
            .unwrap_or_else(|refusal| panic!("{code} by {who:?} at {when}: {refusal}"));
        self.record(who, at, events);
        self
    }

    fn cx(&self, who: Who, now: Instant) -> Cx {
        let viewer = who.viewer();
        let (sides, unit) = match &self.request {
            Some(request) => {
                let (mut sides, unit) = sides(&viewer, &RequestFacts::from(request));
                sides.extend(acting(&viewer, request, false));
                (sides, unit)
            }
            None => (BTreeSet::from([Side::Customer]), None),
        };
        Cx { actor: viewer.actor, sides, unit, now }
    }

    fn record(&mut self, who: Who, at: Instant, events: Vec<Event>) {
        for event in events {
            self.request = Some(Request::evolve(self.request.take(), &event, at).unwrap());
            let envelope = Envelope {
                actor: who.viewer().actor,
                on_behalf_of: None,
                channel: Channel::Web,
                command: CommandId(id(50)),
                correlation: id(99),
                occurred_at: at,
                recorded_at: at,
            };
            let seq = i64::try_from(self.events.len()).unwrap() + 1;
            self.events.push(Recorded { stream: StreamId(id(99)), seq, envelope, event });
        }
    }

    fn calendar(&self) -> Arc<Calendar> {
        let hours = [Hours::new("09:00", "18:00")];
        let holiday = Exception {
            date: "2026-11-20".parse().unwrap(),
            hours: vec![],
            name: Localized::both("День отдела", "Team day"),
        };
        let definition = Definition {
            id: CALENDAR,
            version: 2026,
            name: Localized::both(
                self.pick("ИТ, пн–пт, 9:00–18:00", ""),
                self.pick("", "IT, Mon–Fri, 9:00–18:00"),
            ),
            zone: "Europe/Moscow".into(),
            week: Week::five_days(&hours),
            exceptions: vec![holiday],
        };
        Arc::new(Calendar::new(definition).unwrap())
    }

    fn unit(&self, unit: UnitId) -> UnitView {
        let (code, kind, ru, en) = match unit {
            MARKETING => ("marketing", UnitKind::Internal, "Маркетинг", "Marketing"),
            CRM => ("crm", UnitKind::Internal, "ИТ, команда CRM", "IT, CRM team"),
            VENDOR => ("integra", UnitKind::Vendor, "«Интегра Софт»", "Integra Soft"),
            _ => ("finance", UnitKind::Internal, "Финансы", "Finance"),
        };
        let name = Localized::both(self.pick(ru, ru), self.pick(en, en));
        UnitView {
            id: unit,
            code: code.into(),
            kind,
            parent: None,
            texts: UnitTexts { name, ..UnitTexts::default() },
            owner: None,
            owner_name: String::new(),
            promise: None,
            calendar: None,
            budget_mode: BudgetMode::Soft,
            closed_at: None,
        }
    }

    fn name(&self, who: Who) -> String {
        let (ru, en) = match who {
            Who::Customer => ("Анна Белова", "Anna Belova"),
            Who::Colleague => ("Мария Ким", "Maria Kim"),
            Who::Handler => ("Илья Громов", "Ilya Gromov"),
            Who::Provider => ("Олег Панин", "Oleg Panin"),
            Who::Bidder => ("Павел Стороженко", "Pavel Storozhenko"),
            _ => ("Вера Лисина", "Vera Lisina"),
        };
        if self.hostile { format!("{BIDI} {HOSTILE}") } else { self.pick(ru, en) }
    }

    /// Another request that belongs to this one.
    pub fn listed(&mut self, number: i64, state: RequestState, class: Class) -> Listed {
        Listed {
            id: RequestId(self.ids.next()),
            number,
            title: self.pick("Выгрузка рекламных расходов", "Export of advertising costs"),
            state,
            whose: if state.is_open() { Whose::Provider } else { Whose::Nobody },
            what: TurnWhat::Deliver,
            since: at("2026-11-19T12:00:00+03:00"),
            class,
            customer: Who::Handler.person(),
            customer_name: String::new(),
            customer_unit: CRM,
            unit: FINANCE,
            service: None,
            handler: None,
            handler_name: String::new(),
            stated_at: at("2026-11-19T12:00:00+03:00"),
            due_at: None,
            price: Some(1_200_000),
            client_seconds: 0,
        }
    }

    /// The page as somebody sees it on Monday, 23 November, at 10:30.
    pub fn page(&self, who: Who) -> (RequestPage, Viewer) {
        let (viewer, now, request) = (who.viewer(), now(), self.request().clone());
        let facts = RequestFacts::from(&request);
        let (mut sides, bidder) = sides(&viewer, &facts);
        sides.extend(acting(&viewer, &request, false));
        let whole = can(&viewer, Action::ReadRequest, Resource::Request(&facts));
        let calendar = self.calendar();
        let promise = Promise {
            id: PROMISE,
            version: 2,
            kind: PromiseKind::FirstAnswer,
            amount: Amount::WorkingSeconds(7_200),
            calendar: CALENDAR,
        };
        let clocks = request.clocks.iter().map(|clock| {
            let story = read_clock(&request, clock, &promise, |_| Some(&*calendar), now).unwrap();
            (clock.clone(), story)
        });
        let timeout = request.next_timeout().and_then(|(nudge, step)| {
            let seconds = calendar.full_day_seconds() * i64::from(step.after) / 100;
            Some((calendar.add_working_seconds(nudge.since, seconds)?, step.action))
        });
        let waited = self.events.iter().map(|event| (&event.event, event.envelope.occurred_at));
        let everybody =
            [Who::Customer, Who::Colleague, Who::Handler, Who::Provider, Who::Bidder, Who::Administrator];
        let chooses = sides.contains(&Side::Customer);
        let mut page = RequestPage {
            openings: self.openings.clone(),
            sight: if whole { Sight::Whole } else { Sight::Brief },
            events: self.events.clone(),
            texts: self.texts.clone(),
            files: self.files.clone(),
            names: everybody.map(|who| (who.person(), self.name(who))).into(),
            units: [MARKETING, CRM, VENDOR, FINANCE].map(|unit| (unit, self.unit(unit))).into(),
            service: None,
            clocks: clocks.collect(),
            promises: [(PROMISE, Arc::new(promise.clone()))].into(),
            calendars: [(CALENDAR, Arc::clone(&calendar))].into(),
            timeout,
            waiting: waiting(waited, now).unwrap(),
            parent: self.parent.clone(),
            children: self.children.clone(),
            budget: chooses.then_some(self.budget),
            colleagues: [Who::Handler, Who::Provider].map(|who| (who.person(), self.name(who))).into(),
            in_place_of_customer: false,
            available: available(&request, &sides),
            sides,
            bidder,
            bids_for: bidder.into_iter().collect(),
            currency: Currency::RUB,
            now,
            request,
        };
        if !whole {
            conceal(&mut page);
        }
        (page, viewer)
    }
}

/// What the page of somebody who only offers does not hold.
fn conceal(page: &mut RequestPage) {
    let own = page.bidder;
    page.request.offers.retain(|offer| Some(offer.unit) == own);
    if page.request.chosen().is_none() {
        page.request.choice = None;
    }
    page.events.clear();
    page.clocks.clear();
    page.timeout = None;
    page.budget = None;
    page.waiting = Waiting::default();
    page.texts.remove(&page.request.statement.id);
}
