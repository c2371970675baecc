//! The middle of a journey: first answer, interview, brief, offers, choice.

use domain::ids::*;
use domain::request::{
    Brief, Command, Distance, Estimate, Interview, Item, Line, LineKind, Note, Offer, RequestState, Side,
    WouldPay,
};

use super::pen::Pen;
use super::phrases::*;
use super::scene::{Doer, Live, Scene, Step};

const HOUR: i64 = 3600;
/// In kopecks.
pub(super) const ROUBLE: i64 = 100;

impl Scene<'_> {
    /// Somebody of the unit takes the request.
    pub(super) fn claim(&mut self, live: &mut Live, within: i64) -> Step {
        let within = self.rng.span(within);
        self.wait(live, within)?;
        let unit = self.world.place(live.request.unit);
        let helper = self.world.helper(unit, &mut self.rng, live.request.customer);
        self.act(live, Doer::new(helper, Side::Provider), &Command::Claim)
    }

    /// Words that both sides see.
    pub(super) fn message(&mut self, live: &mut Live, by: Doer) -> Step {
        let words = if by.side == Side::Customer { self.say(REPLIES) } else { self.say(ANSWERS) };
        let mut pen = self.pen();
        let text = pen.write("message", words);
        self.tell(live, by, pen, &Command::Message { text, files: Vec::new() })
    }

    /// A question that stops the clocks, and its answer.
    pub(super) fn question(&mut self, live: &mut Live) -> Step {
        let mut pen = self.pen();
        let question = QuestionId(pen.ids.next());
        let text = pen.write("question", self.say(QUESTIONS));
        self.tell(live, self.handler(live), pen, &Command::Ask { question, text })?;
        let until = self.rng.span(8 * HOUR);
        self.wait(live, until)?;
        self.message(live, Self::customer(live))
    }

    /// Another unit turns out to be the right one.
    pub(super) fn pass_on(&mut self, live: &mut Live) -> Step {
        let to = *self.rng.pick(&self.world.providers);
        if self.world.units[to].id == live.request.unit {
            return Ok(());
        }
        let mut pen = self.pen();
        let note = pen.write("note", self.say(REASONS));
        let unit = &self.world.units[to];
        let command = Command::PassOn {
            to: unit.id,
            service: None,
            note,
            share_history: true,
            promise: unit.promise,
            calendar: self.world.calendars[unit.calendar].calendar.id(),
        };
        self.tell(live, self.handler(live), pen, &command)
    }

    /// A conversation about the problem.
    pub(super) fn interview(&mut self, live: &mut Live) -> Step {
        let by = self.handler(live);
        let person = live.request.handler.unwrap_or(live.request.customer);
        let mut pen = self.pen();
        let notes = ["stated", "outcome"].map(|prompt| Note {
            prompt: prompt.to_owned(),
            text: pen.write("interview_note", self.say(PROBLEMS)),
        });
        let seconds = self.rng.between(10, 50) * 60;
        let happened_at = self.at.plus_seconds(-seconds);
        let interview =
            Interview { by: person, happened_at, seconds, notes: notes.into(), quotes: Vec::new() };
        self.tell(live, by, pen, &Command::RecordInterview { interview })
    }

    /// A brief goes to the customer, who corrects it now and then and agrees in the end.
    pub(super) fn agree_on_brief(&mut self, live: &mut Live) -> Step {
        loop {
            let writing = self.rng.span(10 * HOUR);
            self.wait(live, writing)?;
            let brief = self.brief(live);
            let (pen, brief) = brief;
            let version = brief.version;
            self.tell(live, self.handler(live), pen, &Command::SendBrief { brief })?;
            let reading = self.rng.span(8 * HOUR);
            self.wait(live, reading)?;
            if version == 1 && self.rng.chance(15) {
                let mut pen = self.pen();
                let comment = pen.write("correction", self.say(CORRECTIONS));
                let command = Command::CorrectBrief { version, comment };
                self.tell(live, Self::customer(live), pen, &command)?;
                continue;
            }
            return self.act(live, Self::customer(live), &Command::ConfirmBrief { version });
        }
    }

    fn brief(&mut self, live: &mut Live) -> (Pen, Brief) {
        let mut pen = self.pen();
        let before = live.request.brief();
        let criteria = match before {
            Some(before) => before.criteria.clone(),
            None => (0..=self.rng.below(3))
                .map(|_| Item {
                    id: ItemId(pen.ids.next()),
                    text: pen.write("criterion", self.say(CRITERIA)),
                })
                .collect(),
        };
        let title = self.say(PROBLEMS);
        live.title = title.to_owned();
        let brief = Brief {
            version: before.map_or(1, |before| before.version + 1),
            title: pen.write("title", title),
            problem: pen.write("brief", self.say(PROBLEMS)),
            outcome: pen.write("brief", self.say(OUTCOMES)),
            criteria,
            assumptions: Vec::new(),
            distance: *self.rng.pick(&Distance::ALL),
            by: live.request.handler.unwrap_or(live.request.customer),
            sent_at: self.at,
            confirmed_at: None,
            corrected_at: None,
        };
        (pen, brief)
    }

    /// Offers, and the choice of one.
    pub(super) fn agree_on_offer(&mut self, live: &mut Live) -> Step {
        let invited = if self.rng.chance(10) { self.invite(live)? } else { None };
        let estimating = self.rng.span(10 * HOUR);
        self.wait(live, estimating)?;
        let own = self.world.place(live.request.unit);
        self.offer(live, self.handler(live), own)?;
        if let Some(unit) = invited {
            let estimating = self.rng.span(6 * HOUR);
            self.wait(live, estimating)?;
            self.bid(live, unit)?;
        } else if self.rng.chance(4) {
            let reading = self.rng.span(6 * HOUR);
            self.wait(live, reading)?;
            let mut pen = self.pen();
            let reason = pen.write("reason", self.say(REASONS));
            self.tell(live, Self::customer(live), pen, &Command::RefuseOffers { reason })?;
            let again = self.rng.span(8 * HOUR);
            self.wait(live, again)?;
            self.offer(live, self.handler(live), own)?;
        }
        let thinking = self.rng.span(14 * HOUR);
        self.wait(live, thinking)?;
        self.choose(live)
    }

    fn invite(&mut self, live: &mut Live) -> Result<Option<usize>, super::scene::Stop> {
        let outside = self.rng.chance(40);
        let from = if outside { &self.world.vendors } else { &self.world.providers };
        let unit = *self.rng.pick(from);
        let id = self.world.units[unit].id;
        let pays = [live.request.customer_unit, live.request.payer_unit].contains(&id);
        if id == live.request.unit || pays || live.request.class == domain::request::Class::Confidential {
            return Ok(None);
        }
        self.act(live, Self::customer(live), &Command::Invite { unit: id })?;
        Ok(Some(unit))
    }

    fn bid(&mut self, live: &mut Live, unit: usize) -> Step {
        let helper = self.world.helper(unit, &mut self.rng, live.request.customer);
        let id = self.world.units[unit].id;
        let bidder = Doer { unit: Some(id), ..Doer::new(helper, Side::Bidder) };
        if self.rng.chance(70) {
            return self.offer(live, bidder, unit);
        }
        let mut pen = self.pen();
        let reason = pen.write("reason", self.say(REASONS));
        self.tell(live, bidder, pen, &Command::DeclineInvitation { reason })
    }

    fn offer(&mut self, live: &mut Live, by: Doer, unit: usize) -> Step {
        let Some(brief) = live.request.confirmed_brief() else { return Ok(()) };
        let (version, criteria): (u32, Vec<ItemId>) =
            (brief.version, brief.criteria.iter().map(|item| item.id).collect());
        let unit = &self.world.units[unit];
        let mut pen = self.pen();
        let mut line = |scene: &mut Self, kind, hours: i64, rate: i64| Line {
            id: LineId(pen.ids.next()),
            kind,
            text: pen.write("offer_line", scene.say(LINES)),
            quantity: hours * 1000,
            unit_price: rate,
            criteria: Default::default(),
        };
        let hours = self.rng.span(16).max(1);
        let mut lines = Vec::new();
        if !self.rng.chance(25) {
            lines.push(line(self, LineKind::Labour, hours, 1_500 * ROUBLE));
            if self.rng.chance(30) {
                let price = self.rng.between(9, 60) * 100 * ROUBLE;
                let mut first = line(self, LineKind::Fixed, 1, price);
                first.criteria = criteria.first().copied().into_iter().collect();
                lines.push(first);
            }
            if self.rng.chance(20) {
                let limit = self.rng.between(20, 80) * 1_000 * ROUBLE;
                lines.push(line(self, LineKind::PassThrough, 1, limit));
            }
        }
        let work = hours * HOUR;
        let offer = Offer {
            id: OfferId(pen.ids.next()),
            unit: unit.id,
            outside: unit.outside,
            by: Some(by.actor.person().unwrap_or(unit.owner)),
            brief: version,
            lines,
            estimate: Estimate { optimistic: work / 2, likely: work, pessimistic: work * 3 },
            client_seconds: self.rng.between(1, 6) * 600,
            ready_by: self.world.calendars[unit.calendar].after(self.at, work * 3),
            probability: 80,
            criteria: criteria.into_iter().collect(),
            risk: None,
            own_answer: (!unit.outside).then(|| *self.rng.pick(&WouldPay::ALL)),
            valid_until: self.at.plus_seconds(400 * 86_400),
            sent_at: self.at,
            withdrawn_at: None,
        };
        self.tell(live, by, pen, &Command::SendOffer { offer })
    }

    fn choose(&mut self, live: &mut Live) -> Step {
        let offers: Vec<&Offer> = live.request.live_offers(self.at).collect();
        let Some(offer) = offers.get(self.rng.below(offers.len())) else { return Ok(()) };
        let (id, total) = (offer.id, offer.total());
        let funding = self.funding(live.request.payer_unit, live.request.parent, total, false);
        let mut pen = self.pen();
        let reason = pen.write("reason", self.say(REASONS));
        self.tell(live, Self::customer(live), pen, &Command::Choose { offer: id, reason, funding })?;
        debug_assert_eq!(live.request.state, RequestState::Working);
        Ok(())
    }
}
