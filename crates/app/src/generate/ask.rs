//! How requests begin: whose problem, for whom, in which words, on which terms.

use std::collections::BTreeSet;

use domain::actor::Channel;
use domain::ids::*;
use domain::ledger::{BudgetMode, Period, PeriodLength};
use domain::money::Minor;
use domain::request::{
    Brief, Class, Distance, Estimate, Funding, Item, Line, LineKind, NewRequest, Offer, Parent, ReadyTerms,
    ServiceRef,
};
use domain::time::Instant;

use super::pen::Pen;
use super::phrases::{DETAILS, OPENINGS};
use super::scene::{Live, Scene, Stop};
use super::world::{Asking, Service, said};
use crate::words::first_line;

/// The request that a sub-request serves.
pub(super) struct For {
    pub(super) parent: Parent,
    pub(super) root: RequestId,
    pub(super) root_at: Instant,
}

/// Who asks whom for what.
pub(super) struct Asked {
    pub(super) id: RequestId,
    pub(super) number: i64,
    pub(super) customer: PersonId,
    /// The customer's unit, which pays.
    pub(super) from: UnitId,
    /// A place in the list of services; none for a department's front door.
    pub(super) service: Option<usize>,
    /// The unit, as a place.
    pub(super) to: usize,
    /// What it is about.
    pub(super) what: Asking,
    pub(super) parent: Option<For>,
}

impl Scene<'_> {
    /// States a problem, to a ready service on the terms of its price list.
    pub(super) fn ask(&mut self, asked: &Asked, pen: Pen) -> Result<Live, Stop> {
        let world = self.world;
        let unit = &world.units[asked.to];
        let service = asked.service.map(|place| &world.services[place]);
        let mut pen = pen;
        let opening = self.say(OPENINGS);
        let (verb, thing) = (said(asked.what.verb, self.language), said(asked.what.thing, self.language));
        let mut statement = format!("{opening} {verb} {thing}.");
        for _ in 0..=self.rng.below(2) {
            statement = format!("{statement} {}", self.say(DETAILS));
        }
        let title = first_line(&statement);
        let calendar = world.calendars[unit.calendar].calendar.id();
        let beneficiary = asked.parent.is_none() && self.rng.chance(3);
        let new = NewRequest {
            id: asked.id,
            number: asked.number,
            parent: asked.parent.as_ref().map(|of| (of.parent, of.root, of.root_at)),
            class: service.map_or(Class::Open, |service| service.version.class),
            customer: asked.customer,
            customer_unit: asked.from,
            beneficiary: beneficiary
                .then(|| self.rng.pick(&world.people).id)
                .filter(|id| *id != asked.customer),
            payer_unit: asked.from,
            unit: unit.id,
            service: service.map(|service| ServiceRef { service: service.id, version: service.version.id }),
            statement: pen.write("statement", statement.as_str()),
            title: pen.write("title", title.as_str()),
            files: Vec::new(),
            promise: unit.promise,
            calendar,
            ready: None,
            channel: Channel::Web,
        };
        let ready = match service {
            Some(service) if service.version.ready => {
                Some(Box::new(self.terms(&mut pen, &new, service, asked)))
            }
            _ => None,
        };
        self.state(&NewRequest { ready, ..new }, pen, (title, statement))
    }

    /// The brief and the offer of a ready service.
    fn terms(&self, pen: &mut Pen, new: &NewRequest, service: &Service, asked: &Asked) -> ReadyTerms {
        let unit = &self.world.units[service.unit];
        let price = service.price();
        let working = &self.world.calendars[unit.calendar];
        let days = i64::from(service.version.delivery_days.unwrap_or(500));
        let work = working.calendar.full_day_seconds() * days / 100;
        let criteria = service.version.criteria.iter().zip(&service.criteria);
        let brief = Brief {
            version: 1,
            title: new.title.clone(),
            problem: new.statement.clone(),
            outcome: pen.write("brief", said(service.outcome, self.language)),
            criteria: criteria
                .map(|(id, text)| Item { id: *id, text: pen.write("criterion", said(*text, self.language)) })
                .collect(),
            assumptions: Vec::new(),
            distance: Distance::Same,
            by: unit.owner,
            sent_at: self.at,
            confirmed_at: None,
            corrected_at: None,
        };
        let line = (price > 0).then(|| Line {
            id: LineId(pen.ids.next()),
            kind: LineKind::Fixed,
            text: pen.write("offer_line", service.texts.name.text(self.language)),
            quantity: 1000,
            unit_price: price,
            criteria: BTreeSet::new(),
        });
        let ready_by = working.after(self.at, work);
        let offer = Offer {
            id: OfferId(pen.ids.next()),
            unit: unit.id,
            outside: unit.outside,
            by: Some(unit.owner),
            brief: 1,
            lines: line.into_iter().collect(),
            estimate: Estimate { optimistic: 0, likely: work, pessimistic: work },
            client_seconds: service.version.client_seconds,
            ready_by,
            probability: 85,
            criteria: brief.criteria.iter().map(|item| item.id).collect(),
            risk: None,
            own_answer: None,
            valid_until: ready_by,
            sent_at: self.at,
            withdrawn_at: None,
        };
        let of = asked.parent.as_ref().map(|of| of.parent);
        let funding = self.funding(new.payer_unit, of, price, service.version.obligatory);
        ReadyTerms { offer, brief, funding }
    }

    /// From where an order of this total is paid: the quarter's budget, as strictly as the unit keeps it.
    pub(super) fn funding(
        &self,
        payer: UnitId,
        parent: Option<Parent>,
        total: Minor,
        obligatory: bool,
    ) -> Funding {
        if total == 0 {
            return Funding::Nothing;
        }
        if let Some(Parent { request, line: Some(line) }) = parent {
            return Funding::ParentLine { request, line };
        }
        let mode = self.world.units[self.world.place(payer)].mode;
        let mode = if obligatory { BudgetMode::Shadow } else { mode };
        match Period::containing(self.world.books.day(self.at), PeriodLength::Quarter) {
            Some(period) => Funding::Budget { unit: payer, period, mode, over: false },
            None => Funding::Nothing,
        }
    }
}
