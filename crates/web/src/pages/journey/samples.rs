//! Requests in every state, made of events, for the samples of the journey's pages and their tests.

use std::collections::{BTreeSet, HashMap};

use app::requests::page::{BudgetNow, RequestPage, Sight};
use domain::actor::{Actor, Channel};
use domain::aggregate::fold;
use domain::company::{UnitKind, UnitTexts};
use domain::content::ContentRef;
use domain::history::{Envelope, Recorded};
use domain::ids::*;
use domain::ledger::BudgetMode;
use domain::localized::Localized;
use domain::money::Currency;
use domain::request::*;
use domain::time::Instant;
use store::repo::unit::UnitView;
use uuid::Uuid;

use crate::samples::{BIDI, HOSTILE, LONG, at, now};

/// How far a sample request has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stop {
    New,
    Formulating,
    Confirming,
    Estimating,
    Choosing,
    Working,
    Accepting,
    Disputed,
    Reviewing,
    Cancelled,
}

pub(super) const fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

const CUSTOMER: PersonId = PersonId(id(1));
const PROVIDER: PersonId = PersonId(id(2));
pub(super) const VENDOR_PERSON: PersonId = PersonId(id(3));
pub(super) const MARKETING: UnitId = UnitId(id(11));
const IT: UnitId = UnitId(id(12));
pub(super) const VENDOR: UnitId = UnitId(id(13));
const OWN_OFFER: OfferId = OfferId(id(41));
pub(super) const VENDOR_OFFER: OfferId = OfferId(id(42));
const PASS: LineId = LineId(id(52));
const TASK: TaskId = TaskId(id(61));

struct World {
    texts: HashMap<ContentId, String>,
    events: Vec<Recorded<Event>>,
    next: u128,
    at: Instant,
    hostile: bool,
}

impl World {
    fn text(&mut self, text: &str) -> ContentRef {
        self.next += 1;
        let id = ContentId(id(self.next));
        let text = if self.hostile { format!("{HOSTILE} {LONG} {BIDI}") } else { text.to_owned() };
        self.texts.insert(id, text);
        ContentRef { id, hash: String::new() }
    }

    fn happens(&mut self, by: PersonId, event: Event) {
        self.at = self.at.plus_seconds(1800);
        self.events.push(Recorded {
            stream: StreamId(id(100)),
            seq: i64::try_from(self.events.len()).unwrap() + 1,
            envelope: Envelope {
                actor: Actor::Person(by),
                on_behalf_of: None,
                channel: Channel::Web,
                command: CommandId(id(0)),
                correlation: id(100),
                occurred_at: self.at,
                recorded_at: self.at,
            },
            event,
        });
    }

    fn items(&mut self, first: u128, texts: &[&str]) -> Vec<Item> {
        let mut items = Vec::new();
        for (n, text) in (0..).zip(texts) {
            items.push(Item { id: ItemId(id(first + n)), text: self.text(text) });
        }
        items
    }

    fn brief(&mut self, version: u32, problem: &str, criteria: &[&str]) -> Brief {
        Brief {
            version,
            title: self.text("Видеть, какая кампания привела сделку"),
            problem: self.text(problem),
            outcome: self.text("К совету в январе видно, какие кампании привели сделки."),
            criteria: self.items(31, criteria),
            assumptions: self.items(36, &["Метки ставят все кампании"]),
            distance: if version == 1 { Distance::Narrower } else { Distance::Other },
            by: PROVIDER,
            sent_at: self.at,
            confirmed_at: None,
            corrected_at: None,
        }
    }

    fn offer(&mut self, offer: OfferId, unit: UnitId, by: PersonId, price: i64) -> Offer {
        let all: BTreeSet<ItemId> = (31..34).map(|n| ItemId(id(n))).collect();
        let outside = unit == VENDOR;
        let line = |line, kind, text, quantity, unit_price| Line {
            id: line,
            kind,
            text,
            quantity,
            unit_price,
            criteria: all.iter().copied().take(1).collect(),
        };
        let (work, licence) = (self.text("Метки и справочник кампаний"), self.text("Лицензия, по факту"));
        let lines = vec![
            line(LineId(id(51)), LineKind::Labour, work, 24_500, price),
            line(PASS, LineKind::PassThrough, licence, 1_000, 3_000_000),
        ];
        Offer {
            id: offer,
            unit,
            outside,
            by: Some(by),
            brief: 2,
            lines,
            estimate: Estimate { optimistic: 57_600, likely: 88_200, pessimistic: 144_000 },
            client_seconds: 5_400,
            ready_by: at("2026-12-11T18:00:00+03:00"),
            probability: 85,
            criteria: if outside { all.iter().copied().take(2).collect() } else { all },
            risk: Some(self.text("Команда занята закрытием года.")),
            own_answer: (!outside).then_some(WouldPay::Less),
            valid_until: at("2026-12-01T23:59:00+03:00"),
            sent_at: self.at,
            withdrawn_at: None,
        }
    }

    fn begin(&mut self) {
        let title = self.text("Нужно новое поле в CRM");
        let statement = self.text("Нужно новое поле в CRM: источник сделки.\nМожно к концу месяца?");
        let stated = Event::Stated {
            id: RequestId(id(100)),
            number: 1482,
            parent: None,
            root: RequestId(id(100)),
            root_at: self.at,
            class: Class::Open,
            author: CUSTOMER,
            customer: CUSTOMER,
            customer_unit: MARKETING,
            beneficiary: None,
            payer_unit: MARKETING,
            unit: IT,
            service: None,
            title,
            statement,
            files: Vec::new(),
            clocks: Vec::new(),
        };
        self.happens(CUSTOMER, stated);
    }

    /// What was said with the vendor, whose link was made and ended.
    fn talk(&mut self) {
        let (link, unit) = (LinkId(id(81)), VENDOR);
        self.happens(CUSTOMER, Event::LinkMade { link, unit, expires_at: at("2026-12-04T10:30:00+03:00") });
        let said = [
            (Side::Bidder, None, "Метки кампаний есть и в письмах?"),
            (Side::Customer, Some(CUSTOMER), "Да, во всех с октября."),
            (Side::Bidder, Some(VENDOR_PERSON), "Тогда хватит двух недель."),
        ];
        for (side, by, words) in said {
            let text = self.text(words);
            self.happens(CUSTOMER, Event::OutsideSaid { unit, side, by, text });
        }
        self.happens(CUSTOMER, Event::LinkEnded { link, unit });
    }

    fn formulate(&mut self) {
        let text = self.text("Для чего нужно поле? Хватит 20 минут.");
        self.happens(PROVIDER, Event::Claimed { by: PROVIDER });
        let by = PROVIDER;
        self.happens(by, Event::MessagePosted { by, side: Side::Provider, text, files: Vec::new() });
        let note = Note {
            prompt: "last_time".into(), text: self.text("На совете не смогли ответить.")
        };
        let quote = Quote {
            id: ItemId(id(39)),
            text: self.text("У половины сделок нет источника."),
            insight: Some(self.text("Нужно не поле, а ответ, какая кампания окупилась")),
        };
        let interview =
            Interview { by, happened_at: self.at, seconds: 1320, notes: vec![note], quotes: vec![quote] };
        self.happens(by, Event::InterviewRecorded { interview });
        let brief =
            self.brief(1, "Поле есть, но его заполняют в 48 % сделок.", &["Источник указан в 95 % сделок"]);
        self.happens(by, Event::BriefSent { brief });
        let comment = self.text("Всё верно, не хватает партнёров.");
        self.happens(CUSTOMER, Event::BriefCorrected { version: 1, comment });
        let (question, text) = (QuestionId(id(71)), self.text("Сколько сделок приводят партнёры?"));
        self.happens(by, Event::QuestionAsked { question, by, text });
    }

    fn agree(&mut self) {
        self.happens(CUSTOMER, Event::QuestionClosed { question: QuestionId(id(71)), answered: true });
        let brief = self.brief(
            2,
            "Поле есть, но его заполняют только в 48 % сделок: менеджер не знает, откуда клиент.",
            &[
                "Источник указан не меньше чем в 95 % сделок",
                "Менеджер ничего не вводит",
                "Партнёры видны отдельно",
            ],
        );
        self.happens(PROVIDER, Event::BriefSent { brief });
    }

    fn work(&mut self) {
        let reason = self.text("Данные остаются у нас");
        let funding = Funding::Budget {
            unit: MARKETING,
            period: domain::ledger::Period::containing(
                jiff::civil::date(2026, 11, 23),
                domain::ledger::PeriodLength::ALL[0],
            )
            .unwrap(),
            mode: BudgetMode::Hard,
            over: false,
        };
        let reserved = [(LineId(id(51)), 15_600_000), (PASS, 3_000_000)];
        let reserved = reserved.map(|(line, amount)| LineAmount { line, amount }).to_vec();
        let (offer, by) = (OWN_OFFER, CUSTOMER);
        let chosen = Event::OfferChosen { offer, by, reason: Some(reason), funding, reserved, to: None };
        self.happens(CUSTOMER, chosen);
        let text = self.text("Справочник кампаний");
        self.happens(PROVIDER, Event::TaskAdded { task: TASK, text });
    }

    fn deliver(&mut self) {
        let delivery = Delivery {
            by: PROVIDER,
            note: self.text("Справочник готов, отчёт сходится."),
            files: Vec::new(),
            actuals: vec![LineAmount { line: PASS, amount: 2_750_050 }],
            at: self.at,
        };
        self.happens(PROVIDER, Event::Delivered { delivery });
    }

    fn accept(&mut self) {
        let verdicts =
            (31..34).map(|n| Verdict { criterion: ItemId(id(n)), accepted: true, comment: None }).collect();
        self.happens(CUSTOMER, Event::Judged { by: CUSTOMER, verdicts });
        let payments = vec![LineAmount { line: LineId(id(51)), amount: 15_600_000 }];
        self.happens(CUSTOMER, Event::Accepted { payments, released: Vec::new(), whole: true });
        self.happens(CUSTOMER, Event::ClientTimeMeasured { seconds: 2_460, source: TimeSource::Estimate });
    }
}

fn unit(unit: UnitId, name: &str, kind: UnitKind) -> (UnitId, UnitView) {
    let texts = UnitTexts { name: Localized::both(name, name), ..UnitTexts::default() };
    let view = UnitView {
        id: unit,
        code: "u".into(),
        kind,
        parent: None,
        texts,
        owner: None,
        owner_name: String::new(),
        promise: Some(PromiseId(id(81))),
        calendar: Some(CalendarId(id(82))),
        budget_mode: BudgetMode::Hard,
        closed_at: None,
    };
    (unit, view)
}

/// Requests as the holder of the vendor's link sees them: asked, offering, another chosen, itself chosen, ended.
pub(in crate::pages) fn outside_pages(hostile: bool) -> Vec<RequestPage> {
    let stops = [Stop::Estimating, Stop::Choosing, Stop::Working, Stop::Working, Stop::Cancelled];
    let mut pages: Vec<_> = stops
        .into_iter()
        .map(|stop| {
            let mut page = page(stop, hostile);
            page.sight = Sight::Brief;
            page.sides = [Side::Bidder].into();
            page.bidder = Some(VENDOR);
            page.available = available(&page.request, &page.sides);
            page.request.offers.retain(|offer| offer.unit == VENDOR);
            page.request.choice = None;
            page
        })
        .collect();
    pages[3].request.choice = Some(Choice {
        offer: VENDOR_OFFER,
        by: CUSTOMER,
        reason: None,
        funding: Funding::Nothing,
        at: now(),
    });
    pages
}

/// A request that has come so far, as somebody on all sides sees it.
pub(super) fn page(stop: Stop, hostile: bool) -> RequestPage {
    let mut world = World {
        texts: HashMap::new(),
        events: Vec::new(),
        next: 1_000,
        at: at("2026-11-20T10:00:00+03:00"),
        hostile,
    };
    world.begin();
    if stop >= Stop::Formulating {
        world.formulate();
    }
    if stop >= Stop::Confirming {
        world.agree();
    }
    if stop >= Stop::Estimating {
        world.happens(CUSTOMER, Event::BriefConfirmed { version: 2 });
        world.happens(CUSTOMER, Event::Invited { unit: VENDOR });
        world.talk();
    }
    if stop >= Stop::Choosing {
        let offer = world.offer(OWN_OFFER, IT, PROVIDER, 640_000);
        world.happens(PROVIDER, Event::OfferSent { offer });
        let offer = world.offer(VENDOR_OFFER, VENDOR, VENDOR_PERSON, 480_000);
        world.happens(VENDOR_PERSON, Event::OfferSent { offer });
    }
    if stop >= Stop::Working {
        world.work();
    }
    if stop >= Stop::Accepting && stop != Stop::Cancelled {
        world.deliver();
    }
    if stop >= Stop::Reviewing && stop != Stop::Cancelled {
        world.accept();
    }
    if stop == Stop::Disputed {
        let (dispute, text) = (DisputeId(id(72)), world.text("Отчёт не сходится с выручкой."));
        world.happens(CUSTOMER, Event::DisputeOpened { dispute, by: CUSTOMER, text });
    }
    if stop == Stop::Cancelled {
        let reason = Some(world.text("Передумали"));
        world.happens(CUSTOMER, Event::Cancelled { side: Side::Customer, reason, released: Vec::new() });
    }
    let World { texts, events, .. } = world;
    let request = fold(events.iter().map(|recorded| (&recorded.event, recorded.envelope.occurred_at)));
    let request: Request = request.unwrap().unwrap();
    let name =
        |person, name: &str| (person, if hostile { format!("{BIDI}{HOSTILE}") } else { name.to_owned() });
    let names = [name(CUSTOMER, "Анна Белова"), name(PROVIDER, "Илья Громов"), name(VENDOR_PERSON, "Павел")];
    let unit_name = |name: &'static str| if hostile { HOSTILE } else { name };
    let sides: BTreeSet<Side> = [Side::Customer, Side::Participant, Side::Provider, Side::Resolver].into();
    RequestPage {
        openings: Vec::new(),
        in_place_of_customer: false,
        available: available(&request, &sides),
        request,
        sight: Sight::Whole,
        events,
        texts,
        names: names.clone().into(),
        units: [
            unit(MARKETING, unit_name("Маркетинг"), UnitKind::Internal),
            unit(IT, unit_name("ИТ, команда CRM"), UnitKind::Internal),
            unit(VENDOR, unit_name("«Интегра Софт»"), UnitKind::Vendor),
        ]
        .into(),
        budget: Some(BudgetNow { mode: BudgetMode::Hard, free: Some(64_000_000) }),
        colleagues: names.to_vec(),
        sides,
        currency: Currency::RUB,
        now: now(),
        files: HashMap::new(),
        service: None,
        clocks: Vec::new(),
        promises: HashMap::new(),
        calendars: HashMap::new(),
        timeout: None,
        waiting: Waiting::default(),
        parent: None,
        children: Vec::new(),
        bidder: None,
        bids_for: BTreeSet::new(),
    }
}
