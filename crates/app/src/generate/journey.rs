//! Whole journeys, from the statement to wherever they stand at the present moment.

use domain::ids::RequestId;
use domain::localized::Language;
use domain::request::{Command, RequestState};
use domain::time::Instant;

use super::ask::Asked;
use super::batch::Batch;
use super::phrases::REASONS;
use super::rng::Rng;
use super::scene::{Live, Scene, Step, Stop};
use super::shelf::Drawer;
use super::world::World;
use crate::error::Answer;

const HOUR: i64 = 3600;

/// Makes the request of a number, and perhaps the sub-request of the next one when there is room for it; how many were
/// made.
pub(super) fn journey(
    world: &World,
    seed: u64,
    number: i64,
    at: Instant,
    room: bool,
    out: &mut Batch,
) -> Answer<i64> {
    let rng = Rng::new(seed, number.unsigned_abs());
    let mut scene = Scene { world, rng, out, drawer: Drawer::default(), at, language: Language::Ru };
    let mut child = None;
    let (mut live, story) = match scene.begin(number) {
        Ok(begun) => begun,
        Err(Stop::Wrong(error)) => return Err(error),
        Err(Stop::Present | Stop::Ended) => return Ok(0),
    };
    let told = scene.tell_story(&mut live, story, room.then_some(number + 1), &mut child);
    if let Err(Stop::Wrong(error)) = told {
        return Err(error);
    }
    let mut versions = world.published.clone();
    let drawer = scene.drawer;
    out.finish(&live, &mut versions)?;
    let mut requests = vec![&live.request];
    if let Some(child) = &child {
        out.finish(child, &mut versions)?;
        requests.push(&child.request);
    }
    out.book(&drawer, &requests, &world.books)?;
    Ok(requests.len() as i64)
}

/// The kinds of journeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Story {
    /// Ordered from the price list.
    Ready,
    /// The whole way: brief, offer, choice.
    Whole,
    /// Answered, withdrawn or forgotten before anything was agreed.
    Short,
}

impl Scene<'_> {
    fn begin(&mut self, number: i64) -> Result<(Live, Story), Stop> {
        let world = self.world;
        let story = match self.rng.below(100) {
            0..56 => Story::Ready,
            56..66 => Story::Whole,
            _ => Story::Short,
        };
        // The first person resolves disputes and asks for nothing.
        let person = &world.people[1 + self.rng.below(world.people.len() - 1)];
        self.language = person.language;
        let from = world.units[person.unit].id;
        let all = world.services.len();
        let first = self.rng.favourite(all);
        let fits = |place: &usize| {
            let service = &world.services[*place];
            service.unit != person.unit && service.version.ready == (story == Story::Ready)
        };
        let service = (first..all).chain(0..first).find(fits).unwrap_or(first);
        // Some describe a problem to a department, some to nobody known: the front desk.
        let (to, named) = match self.rng.below(100) {
            _ if story == Story::Ready => (world.services[service].unit, Some(service)),
            0..35 => (world.services[service].unit, None),
            35..45 => (world.providers[0], None),
            _ => (world.services[service].unit, Some(service)),
        };
        let mut pen = self.pen();
        let id = RequestId(pen.ids.next());
        let what = world.services[service].what;
        let asked = Asked { id, number, customer: person.id, from, service: named, to, what, parent: None };
        Ok((self.ask(&asked, pen)?, story))
    }

    fn tell_story(
        &mut self,
        live: &mut Live,
        story: Story,
        next: Option<i64>,
        child: &mut Option<Live>,
    ) -> Step {
        match story {
            Story::Ready => self.ready(live)?,
            Story::Whole => self.whole(live, next, child)?,
            Story::Short => return self.short(live),
        }
        self.afterwards(live)
    }

    fn ready(&mut self, live: &mut Live) -> Step {
        if self.rng.chance(85) {
            self.claim(live, 2 * HOUR)?;
        }
        if self.rng.chance(30) && live.request.handler.is_some() {
            let reading = self.rng.span(2 * HOUR);
            self.wait(live, reading)?;
            self.message(live, self.handler(live))?;
        }
        if self.rng.chance(25) && live.request.handler.is_some() {
            let effort = self.rng.span(HOUR).min(8 * HOUR);
            self.wait(live, effort)?;
            self.act(live, self.handler(live), &Command::LogEffort { task: None, seconds: effort })?;
        }
        let typical = if self.rng.chance(50) { 20 * HOUR } else { 80 * HOUR };
        self.deliver(live, typical)?;
        self.finish(live)
    }

    fn whole(&mut self, live: &mut Live, next: Option<i64>, child: &mut Option<Live>) -> Step {
        if live.request.state == RequestState::New {
            if self.rng.chance(10) {
                let looking = self.rng.span(3 * HOUR);
                self.wait(live, looking)?;
                self.pass_on(live)?;
            }
            self.claim(live, 2 * HOUR)?;
        }
        if self.rng.chance(80) {
            let reading = self.rng.span(2 * HOUR);
            self.wait(live, reading)?;
            self.message(live, self.handler(live))?;
        }
        if self.rng.chance(25) {
            self.question(live)?;
        }
        if self.rng.chance(45) {
            let until = self.rng.span(6 * HOUR) + 2 * HOUR;
            self.wait(live, until)?;
            self.interview(live)?;
        }
        self.agree_on_brief(live)?;
        self.agree_on_offer(live)?;
        self.work(live)?;
        if let Some(number) = next.filter(|_| self.rng.chance(60)) {
            *child = self.order(live, number)?;
        }
        if let Some(child) = child {
            self.serve(live, child)?;
        }
        self.deliver(live, 160 * HOUR)?;
        self.finish(live)
    }

    fn short(&mut self, live: &mut Live) -> Step {
        // A ready service is at work at once, anything else waits for somebody.
        if live.request.handler.is_none() && self.rng.chance(85) {
            self.claim(live, 2 * HOUR)?;
            let reading = self.rng.span(3 * HOUR);
            self.wait(live, reading)?;
            self.message(live, self.handler(live))?;
        }
        let thinking = self.rng.span(10 * HOUR);
        self.wait(live, thinking)?;
        let by = if self.rng.chance(50) { Self::customer(live) } else { self.handler(live) };
        let mut pen = self.pen();
        let reason = pen.write("reason", self.say(REASONS));
        self.tell(live, by, pen, &Command::Cancel { reason })
    }
}
