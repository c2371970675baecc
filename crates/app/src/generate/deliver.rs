//! The end of a journey: work, sub-requests, hand-over, acceptance, disputes, review.

use domain::ids::*;
use domain::request::{
    Command, LineAmount, LineKind, Parent, RequestState, Resolution, Side, Solved, Verdict, WouldPay, free_on,
};

use super::ask::{Asked, For};
use super::phrases::*;
use super::scene::{Doer, Live, Scene, Step, Stop};

const HOUR: i64 = 3600;

impl Scene<'_> {
    /// Tasks and time spent on them.
    pub(super) fn work(&mut self, live: &mut Live) -> Step {
        for _ in 0..self.rng.below(3) {
            let mut pen = self.pen();
            let task = TaskId(pen.ids.next());
            let text = pen.write("task", self.say(TASKS));
            self.tell(live, self.handler(live), pen, &Command::AddTask { task, text })?;
            let effort = self.rng.span(4 * HOUR).min(8 * HOUR);
            self.wait(live, effort * 2)?;
            self.act(live, self.handler(live), &Command::LogEffort { task: Some(task), seconds: effort })?;
            self.act(live, self.handler(live), &Command::FinishTask { task })?;
        }
        Ok(())
    }

    /// A part of the work is ordered from another unit, paid from the line that was reserved for it.
    pub(super) fn order(&mut self, live: &mut Live, number: i64) -> Result<Option<Live>, Stop> {
        let chosen = live.request.chosen();
        let line =
            chosen.and_then(|offer| offer.lines.iter().find(|line| line.kind == LineKind::PassThrough));
        let Some(line) = line.map(|line| line.id) else { return Ok(None) };
        let free = free_on(&live.request, line)?;
        let affordable = |place: usize| {
            let service = &self.world.services[place];
            (1..=free).contains(&service.price()) && self.world.units[service.unit].id != live.request.unit
        };
        let all = self.world.services.len();
        let from = self.rng.favourite(all);
        let Some(service) = (from..all).chain(0..from).find(|place| affordable(*place)) else {
            return Ok(None);
        };
        let by = self.handler(live);
        let Some(person) = by.actor.person() else { return Ok(None) };
        let to = self.world.services[service].unit;
        let mut pen = self.pen();
        let child = RequestId(pen.ids.next());
        let asked = Asked {
            id: child,
            number,
            customer: person,
            from: live.request.unit,
            service: Some(service),
            to,
            what: self.world.services[service].what,
            parent: Some(For {
                parent: Parent { request: live.request.id, line: Some(line) },
                root: live.request.root,
                root_at: live.request.root_at,
            }),
        };
        // The parent hears of its sub-request first: what the child reserves is set aside from the parent's line.
        let own = pen.beside(self.at, &mut self.rng);
        let aside = pen.beside(self.at, &mut self.rng);
        let unit = self.world.units[to].id;
        let amount = self.world.services[service].price();
        self.tell(live, by, pen, &Command::ChildStated { child, unit, line: Some(line) })?;
        self.consequence(live, by.actor, aside, &Command::ChildAgreed { child, amount })?;
        self.ask(&asked, own).map(Some)
    }

    /// The sub-request is done, accepted and paid; its parent hears of it.
    pub(super) fn serve(&mut self, parent: &mut Live, child: &mut Live) -> Step {
        self.claim(child, 4 * HOUR)?;
        self.deliver(child, 10 * HOUR)?;
        let reading = self.rng.span(6 * HOUR);
        self.wait(child, reading)?;
        let by = Self::customer(child).actor;
        self.judge(child, false)?;
        let amount = child.request.paid_total();
        let id = child.request.id;
        for command in [Command::ChildPaid { child: id, amount }, Command::ChildEnded { child: id }] {
            let pen = self.pen();
            self.consequence(parent, by, pen, &command)?;
        }
        match self.review(child) {
            Err(Stop::Ended) => Ok(()),
            other => other,
        }
    }

    /// Work is handed over, as often as it takes.
    pub(super) fn deliver(&mut self, live: &mut Live, typical: i64) -> Step {
        // Some work waits for months: for a supplier, for a decision, for somebody who is ill.
        let stuck = if self.rng.chance(7) { self.rng.between(30, 140) * 8 * HOUR } else { 0 };
        let working = self.rng.span(typical) + stuck;
        self.wait(live, working)?;
        let by = match live.request.handler {
            Some(_) => self.handler(live),
            None => {
                let unit = self.world.place(live.request.unit);
                Doer::new(self.world.helper(unit, &mut self.rng, live.request.customer), Side::Provider)
            }
        };
        let settles = |line: &&domain::request::Line| {
            line.settles_at_actual()
                && live.request.reserved.contains_key(&line.id)
                && live.request.children.iter().all(|child| child.line != Some(line.id))
        };
        let lines = live.request.chosen().map_or(&[][..], |offer| &offer.lines);
        let actuals = lines
            .iter()
            .filter(settles)
            .map(|line| LineAmount { line: line.id, amount: line.amount().unwrap_or(0) / 2 })
            .collect();
        let mut pen = self.pen();
        let note = pen.write("delivery", self.say(DELIVERIES));
        self.tell(live, by, pen, &Command::Deliver { note, files: Vec::new(), actuals })
    }

    /// From the first hand-over to the end.
    pub(super) fn finish(&mut self, live: &mut Live) -> Step {
        if self.rng.rarely(4) {
            self.dispute(live)?;
            if live.request.state == RequestState::Working {
                self.deliver(live, 8 * HOUR)?;
            }
        }
        let mut first = true;
        while live.request.state == RequestState::Accepting {
            let reading = self.rng.span(7 * HOUR);
            self.wait(live, reading)?;
            let refused = first && self.rng.chance(6);
            first = false;
            self.judge(live, refused)?;
            if live.request.state == RequestState::Working {
                self.deliver(live, 10 * HOUR)?;
            }
        }
        if live.request.state == RequestState::Reviewing {
            self.review(live)?;
        }
        Ok(())
    }

    pub(super) fn judge(&mut self, live: &mut Live, refused: bool) -> Step {
        let Some(offer) = live.request.chosen() else { return Ok(()) };
        let criteria: Vec<ItemId> = offer.criteria.iter().copied().collect();
        let bad = if refused { self.rng.below(criteria.len()) } else { usize::MAX };
        let mut pen = self.pen();
        let mut verdicts = Vec::new();
        for (place, criterion) in criteria.into_iter().enumerate() {
            let comment = (place == bad).then(|| pen.write("verdict", self.say(SHORTCOMINGS)));
            verdicts.push(Verdict { criterion, accepted: place != bad, comment });
        }
        self.tell(live, Self::customer(live), pen, &Command::Judge { verdicts })
    }

    fn review(&mut self, live: &mut Live) -> Step {
        // Whoever does not answer in time is not asked again: the wait ends the request.
        let until = if self.rng.chance(60) { self.rng.span(12 * HOUR) } else { 80 * HOUR };
        self.wait(live, until)?;
        let mut pen = self.pen();
        let comment = self.rng.chance(35).then(|| pen.write("review", self.say(REVIEWS)));
        let command = Command::Review {
            solved: if self.rng.chance(85) { Solved::Yes } else { *self.rng.pick(&Solved::ALL) },
            seconds: self.rng.chance(20).then_some(600),
            would_pay: if self.rng.chance(70) { WouldPay::Yes } else { *self.rng.pick(&WouldPay::ALL) },
            comment,
        };
        self.tell(live, Self::customer(live), pen, &command)
    }

    /// The customer disagrees, somebody else decides.
    fn dispute(&mut self, live: &mut Live) -> Step {
        let mut pen = self.pen();
        let dispute = DisputeId(pen.ids.next());
        let text = pen.write("dispute", self.say(SHORTCOMINGS));
        self.tell(live, Self::customer(live), pen, &Command::OpenDispute { dispute, text })?;
        let deciding = self.rng.span(16 * HOUR);
        self.wait(live, deciding)?;
        let before = [Resolution::Rework, Resolution::Accept, Resolution::Release];
        let paid = live.request.paid_total();
        let after = live.request.open_dispute().is_some_and(domain::request::Dispute::after_acceptance);
        let resolution = match after {
            true if paid > 1 => Resolution::Refund { amount: paid / 2 },
            true => Resolution::Dismiss,
            false => *self.rng.pick(&before),
        };
        let mut pen = self.pen();
        let text = pen.write("resolution", self.say(REASONS));
        let resolver = Doer::new(self.world.resolver, Side::Resolver);
        self.tell(live, resolver, pen, &Command::Resolve { resolution, text })
    }

    /// After the end: opened again, or disputed.
    pub(super) fn afterwards(&mut self, live: &mut Live) -> Step {
        if live.request.state != RequestState::Closed {
            return Ok(());
        }
        if self.rng.rarely(4) {
            self.at = self.world.working(self.world.place(live.request.unit)).after(self.at, 20 * HOUR);
            if self.at > self.world.until {
                return Err(Stop::Present);
            }
            return self.dispute(live);
        }
        if self.rng.rarely(4) {
            self.at = self.world.working(self.world.place(live.request.unit)).after(self.at, 30 * HOUR);
            if self.at > self.world.until {
                return Err(Stop::Present);
            }
            let mut pen = self.pen();
            let reason = pen.write("reason", self.say(SHORTCOMINGS));
            self.tell(live, Self::customer(live), pen, &Command::Reopen { reason })?;
            self.deliver(live, 10 * HOUR)?;
            return self.finish(live);
        }
        Ok(())
    }
}
