//! Three units of a company, and requests between them that only the rules move.

use std::collections::{BTreeMap, BTreeSet};

use app::error::Answer;
use app::ledger::{Books, apply, funding, issue_budget};
use app::{AppError, Cx};
use domain::actor::{Actor, Channel};
use domain::aggregate::Folded as _;
use domain::content::ContentRef;
use domain::ids::*;
use domain::ledger::{BudgetMode, BudgetRow, Period, Purse};
use domain::money::{Currency, Minor};
use domain::permission::{Role, Viewer};
use domain::request::{Cx as Context, *};
use domain::time::Instant;
use store::repo::{event, ledger, request as rows};
use store::{StoreError, Tx, params, sql};
use testkit::Fixture;
use uuid::Uuid;

pub const MARKETING: UnitId = UnitId(Uuid::from_u128(0x100));
pub const IT: UnitId = UnitId(Uuid::from_u128(0x200));
pub const LEGAL: UnitId = UnitId(Uuid::from_u128(0x300));
pub const VENDOR: UnitId = UnitId(Uuid::from_u128(0x400));
pub const UNITS: [UnitId; 4] = [MARKETING, IT, LEGAL, VENDOR];
pub const CUSTOMER: PersonId = PersonId(Uuid::from_u128(10));
pub const HANDLER: PersonId = PersonId(Uuid::from_u128(20));
pub const JUDGE: PersonId = PersonId(Uuid::from_u128(30));
pub const FINANCE: PersonId = PersonId(Uuid::from_u128(40));

pub fn line(n: u128) -> LineId {
    LineId(Uuid::from_u128(0x2000 + n))
}

pub fn item(n: u128) -> ItemId {
    ItemId(Uuid::from_u128(0x3000 + n))
}

/// The only service of a unit.
pub fn service(unit: UnitId) -> ServiceRef {
    ServiceRef {
        service: ServiceId(Uuid::from_u128(unit.0.as_u128() + 1)),
        version: ServiceVersionId(Uuid::from_u128(unit.0.as_u128() + 2)),
    }
}

pub fn words(n: u128) -> ContentRef {
    ContentRef { id: ContentId(Uuid::from_u128(n)), hash: format!("{n:064x}") }
}

/// An offer of these lines (kind, price, criteria), numbered from 1 after `first`; the criteria of the brief are 1 to 3.
pub fn lines(first: u128, lines: &[(LineKind, Minor, &[u128])]) -> Vec<Line> {
    let line = |(n, (kind, price, criteria)): (u128, &(LineKind, Minor, &[u128]))| Line {
        id: line(n),
        kind: *kind,
        text: words(1),
        quantity: 1000,
        unit_price: *price,
        criteria: criteria.iter().map(|n| item(*n)).collect(),
    };
    (first + 1..).zip(lines).map(line).collect()
}

pub fn verdicts(refused: &[u128]) -> Command {
    let verdict = |n| {
        let accepted = !refused.contains(&n);
        Verdict { criterion: item(n), accepted, comment: (!accepted).then(|| words(1)) }
    };
    Command::Judge { verdicts: (1..=3).map(verdict).collect() }
}

pub fn deliver(actuals: &[(u128, Minor)]) -> Command {
    let actuals = actuals.iter().map(|(n, amount)| LineAmount { line: line(*n), amount: *amount });
    Command::Deliver { note: words(1), files: Vec::new(), actuals: actuals.collect() }
}

pub fn resolve(resolution: Resolution) -> Command {
    Command::Resolve { resolution, text: words(1) }
}

/// One command to one request, by one side.
pub type Step = (RequestId, Command, Side);

pub struct World<'a> {
    pub f: &'a Fixture,
    pub requests: BTreeMap<RequestId, Request>,
}

/// Everybody who may do anything with money.
pub fn finance() -> Viewer {
    let grants = BTreeSet::from([(Role::Finance, None), (Role::Auditor, None)]);
    Viewer { actor: Actor::Person(FINANCE), grants, ..Viewer::nobody() }
}

pub fn cx(f: &Fixture, viewer: Viewer) -> Cx {
    let mut secret = [0; 32];
    secret[..10].copy_from_slice(&f.entropy.bytes());
    Cx::new(viewer, f.now(), Channel::Web, None, secret)
}

pub fn books() -> Books {
    Books {
        currency: Currency::RUB,
        zone: jiff::tz::TimeZoneDatabase::bundled().get("Europe/Moscow").unwrap(),
    }
}

fn set_up(tx: &mut dyn Tx) -> Result<(), StoreError> {
    let content = |tx: &mut dyn Tx, id: u128, body: String| {
        tx.execute_one(
            sql!(
                "INSERT INTO content (id, kind, salt, body, stream, author, created_at, erased_at)
                 VALUES ($1, 'text', $1, $2, $1, NULL, 0, NULL)"
            ),
            params![Uuid::from_u128(id), body],
        )
    };
    content(tx, 1, "Новое поле в CRM".into())?;
    tx.execute_one(
        sql!(
            "INSERT INTO company (id, name, currency, zone, language, demonstration)
             VALUES (1, $1, 'RUB', 'Europe/Moscow', 'ru', 0)"
        ),
        params![Uuid::from_u128(1)],
    )?;
    for (unit, code) in UNITS.into_iter().zip(["marketing", "it", "legal", "vendor"]) {
        let own = unit.0.as_u128();
        content(tx, own + 3, format!(r#"{{"name":{{"en":"{code}"}},"purpose":{{}}}}"#))?;
        let kind = if unit == VENDOR { "vendor" } else { "internal" };
        tx.execute_one(
            sql!(
                "INSERT INTO unit (id, kind, code, texts, budget_mode, created_at) VALUES ($1, $2, $3, $4, 'hard', 0)"
            ),
            params![unit, kind, code, Uuid::from_u128(own + 3)],
        )?;
        let ServiceRef { service, version } = service(unit);
        let texts = serde_json::to_string(&domain::company::ServiceTexts::default()).unwrap();
        content(tx, own + 4, texts)?;
        tx.execute_one(
            sql!(
                "INSERT INTO service (id, unit, code, stage, version, created_at) VALUES ($1, $2, $3, 'live', $4, 0)"
            ),
            params![service, unit, code, version],
        )?;
        tx.execute_one(
            sql!(
                "INSERT INTO service_version (id, service, number, texts, facts, valid_from)
                 VALUES ($1, $2, 1, $3, '{}', 0)"
            ),
            params![version, service, Uuid::from_u128(own + 4)],
        )?;
    }
    Ok(())
}

impl<'a> World<'a> {
    pub fn new(f: &'a Fixture) -> Self {
        f.db.write_blocking(set_up).unwrap();
        Self { f, requests: BTreeMap::new() }
    }

    pub fn issue(&self, unit: UnitId, period: &str, amount: Minor) {
        let (cx, period): (_, Period) = (cx(self.f, finance()), period.parse().unwrap());
        let issued =
            self.f.db.write_blocking(move |tx| issue_budget(tx, &mut cx.clone(), unit, period, amount));
        issued.unwrap();
    }

    pub fn funding(&self, unit: UnitId, mode: BudgetMode, total: Minor) -> Answer<Funding> {
        let now = self.f.now();
        self.f.db.read_blocking(move |tx| funding(tx, &books(), unit, mode, total, now))
    }

    pub fn row(&self, unit: UnitId, period: &str) -> BudgetRow {
        let purse = Purse { unit, period: period.parse().unwrap(), currency: Currency::RUB };
        self.f.db.read_blocking(move |tx| ledger::budget(tx, purse)).unwrap().unwrap_or(BudgetRow::new(purse))
    }

    /// (issued, reserved, spent, free)
    pub fn sums(&self, unit: UnitId, period: &str) -> (Minor, Minor, Minor, Minor) {
        let row = self.row(unit, period);
        (row.issued, row.reserved, row.spent, row.free().unwrap())
    }

    fn decision(&self, step: &Step) -> Context {
        let (_, _, side) = step;
        let person = match side {
            Side::Customer => CUSTOMER,
            Side::Resolver => JUDGE,
            _ => HANDLER,
        };
        Context {
            actor: Actor::Person(person),
            sides: BTreeSet::from([*side]),
            unit: None,
            now: self.f.now(),
        }
    }

    /// States a request that `customer` orders from `provider`, and takes it to the choice between offers of these lines.
    pub fn ask(
        &mut self,
        n: u128,
        customer: UnitId,
        provider: UnitId,
        parent: Option<(RequestId, LineId)>,
        lines: Vec<Line>,
    ) -> RequestId {
        let id = RequestId(Uuid::from_u128(0x1000 + n));
        let now = self.f.now();
        let parent = parent.map(|(request, line)| {
            let known = &self.requests[&request];
            (Parent { request, line: Some(line) }, known.root, known.root_at)
        });
        let new = NewRequest {
            id,
            number: i64::try_from(n).unwrap(),
            parent,
            class: Class::Open,
            customer: CUSTOMER,
            customer_unit: customer,
            beneficiary: None,
            payer_unit: customer,
            unit: provider,
            service: Some(service(provider)),
            title: words(1),
            statement: words(1),
            files: Vec::new(),
            promise: PromiseId(Uuid::from_u128(5)),
            calendar: CalendarId(Uuid::from_u128(6)),
            ready: None,
            channel: Channel::Web,
        };
        let criterion = |n| Item { id: item(n), text: words(1) };
        let brief = Brief {
            version: 1,
            title: words(1),
            problem: words(1),
            outcome: words(1),
            criteria: (1..=3).map(criterion).collect(),
            assumptions: Vec::new(),
            distance: Distance::Same,
            by: HANDLER,
            sent_at: now,
            confirmed_at: None,
            corrected_at: None,
        };
        let offer = Offer {
            id: OfferId(id.0),
            unit: provider,
            outside: provider == VENDOR,
            by: Some(HANDLER),
            brief: 1,
            lines,
            estimate: Estimate { optimistic: 3600, likely: 7200, pessimistic: 18_000 },
            client_seconds: 5400,
            ready_by: now.plus_seconds(86_400),
            probability: 85,
            criteria: (1..=3).map(item).collect(),
            risk: None,
            own_answer: Some(WouldPay::Yes),
            valid_until: now.plus_seconds(400 * 86_400),
            sent_at: now,
            withdrawn_at: None,
        };
        let by = (id, Command::Claim, Side::Customer);
        let events = state_request(&new, &self.decision(&by)).unwrap();
        self.keep(vec![(id, events)]).unwrap();
        if let Some((parent, ..)) = new.parent {
            let command = Command::ChildStated { child: id, unit: provider, line: parent.line };
            self.run([(parent.request, command, Side::Provider)]).unwrap();
        }
        for step in [
            (id, Command::Claim, Side::Provider),
            (id, Command::SendBrief { brief }, Side::Provider),
            (id, Command::ConfirmBrief { version: 1 }, Side::Customer),
            (id, Command::SendOffer { offer }, Side::Provider),
        ] {
            self.run([step]).unwrap();
        }
        id
    }

    /// The customer chooses the only offer.
    pub fn choose(&mut self, id: RequestId, funding: Funding) -> Answer<()> {
        let choose = Command::Choose { offer: OfferId(id.0), reason: words(1), funding: funding.clone() };
        let mut steps = vec![(id, choose, Side::Customer)];
        if let Funding::ParentLine { request, .. } = funding {
            let amount = self.requests[&id].offers[0].total();
            steps.push((request, Command::ChildAgreed { child: id, amount }, Side::Provider));
        }
        self.run(steps)
    }

    /// What a command would yield.
    pub fn decided(&self, step: &Step) -> Result<Vec<Event>, Refusal> {
        let (id, command, _) = step;
        decide(&self.requests[id], command, &self.decision(step))
    }

    /// Carries out commands in one transaction, or none of them.
    pub fn run(&mut self, steps: impl IntoIterator<Item = Step>) -> Answer<()> {
        let mut decided: Vec<(RequestId, Vec<Event>)> = Vec::new();
        let mut requests = self.requests.clone();
        for step in steps {
            let (id, command, _) = &step;
            let events = decide(&requests[id], command, &self.decision(&step))?;
            for event in &events {
                let request = requests.remove(id);
                requests.insert(*id, Request::evolve(request, event, self.f.now()).unwrap());
            }
            decided.push((*id, events));
        }
        self.keep(decided)
    }

    fn keep(&mut self, decided: Vec<(RequestId, Vec<Event>)>) -> Answer<()> {
        let mut steps = Vec::new();
        let mut requests = self.requests.clone();
        for (id, events) in decided {
            let before = requests.get(&id).cloned();
            let mut after = before.clone();
            let seq = before.as_ref().map_or(0, |before| before.seq);
            let events: Vec<_> = (seq + 1..).zip(events).collect();
            for (_, event) in &events {
                after = Some(Request::evolve(after, event, self.f.now()).unwrap());
            }
            let after = after.unwrap();
            requests.insert(id, after.clone());
            steps.push((before, after, events));
        }
        let cx = cx(self.f, Viewer { actor: Actor::Person(CUSTOMER), ..Viewer::nobody() });
        self.f.db.write_blocking(move |tx| -> Result<(), AppError> {
            let mut cx = cx.clone();
            for (before, after, events) in &steps {
                let plain: Vec<_> = events.iter().map(|(_, event)| event.clone()).collect();
                let moved = apply(tx, &mut cx, &books(), before.as_ref(), after, events)?;
                let tip = event::tip(tx, after.id.into())?;
                assert_eq!(tip.seq(), before.as_ref().map_or(0, |before| before.seq));
                event::append(tx, after.id.into(), tip, &cx.envelope(after.root.0), &plain, moved)?;
                rows::save(tx, before.as_ref(), after, rows::Cached::default())?;
            }
            Ok(())
        })?;
        self.requests = requests;
        // A step takes a second, so that ids of later steps are later.
        self.f.clock.advance_seconds(1);
        Ok(())
    }

    /// What acceptance of a sub-request pays is told to its parent in the same transaction.
    pub fn accept_child(&mut self, child: RequestId, parent: RequestId) -> Answer<()> {
        let amount = self.requests[&child].reserved_total();
        self.run([
            (child, verdicts(&[]), Side::Customer),
            (parent, Command::ChildPaid { child, amount }, Side::Provider),
        ])
    }

    pub fn set_now(&self, text: &str) {
        let timestamp: jiff::Timestamp = text.parse().unwrap();
        self.f.clock.set(Instant::from_timestamp(timestamp));
    }
}
