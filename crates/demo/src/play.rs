//! Playing the stories: every step by the use case that its page calls, in the order of time, with the reminders and
//! time-outs that came in between.

use std::collections::HashMap;

use app::identity::Secret;
use app::requests::outside::{self, NewLink};
use app::requests::{FileInput, NewStatement, Target, act, act_as_timer, load, state};
use app::{AppError, Cx};
use domain::actor::Channel;
use domain::ids::{LineId, RequestId, UnitId};
use domain::permission::Viewer;
use domain::request::Request;
use domain::time::Instant;
use sha2::{Digest, Sha256};
use store::Tx;
use store::repo::content::NewFile;
use store::repo::{notice, timer};

use crate::content::Content;
use crate::error::DemoError;
use crate::maker::Maker;
use crate::step::{Known, inputs};
use crate::story::{Said, Step, Story, What};

/// The number of the first request: the company asked and answered before anybody counted it here.
const FIRST_NUMBER: i64 = 1391;

/// The files of the stories by name, as they lie in the blobs.
pub(crate) type Files = HashMap<String, NewFile>;

/// Plays all stories up to `now`.
pub(crate) fn play(
    tx: &mut dyn Tx,
    maker: &mut Maker<'_>,
    content: &Content,
    files: &Files,
    now: Instant,
) -> Result<(), DemoError> {
    let order = in_order(maker, &content.stories)?;
    let mut player = Player { maker, files, played: HashMap::new(), number: 0 };
    player.skip_to(tx, FIRST_NUMBER)?;
    for (at, story, step) in order {
        player.time_outs(tx, at)?;
        player.step(tx, story, step, at)?;
    }
    player.time_outs(tx, now)
}

/// Every step with its moment, earliest first; within a story the order of the text is kept.
fn in_order<'a>(
    maker: &Maker<'_>,
    stories: &'a [Story],
) -> Result<Vec<(Instant, &'a Story, &'a Step)>, DemoError> {
    let mut all = Vec::new();
    for story in stories {
        let mut last = None;
        for step in &story.steps {
            let at = maker.days.past(step.at)?;
            last = last.max(Some(at));
            all.push((last.unwrap_or(at), story, step));
        }
    }
    all.sort_by_key(|(at, ..)| *at);
    Ok(all)
}

/// A story on its way.
struct Played {
    number: i64,
    id: RequestId,
    known: Known,
}

struct Player<'a, 'b> {
    maker: &'a mut Maker<'b>,
    files: &'a Files,
    played: HashMap<String, Played>,
    /// The last number that was given.
    number: i64,
}

impl Player<'_, '_> {
    fn step(&mut self, tx: &mut dyn Tx, story: &Story, step: &Step, at: Instant) -> Result<(), DemoError> {
        let place = format!("story {}, line {}", story.key, step.line);
        let opened = at.plus_seconds(-step.minutes.map_or_else(|| attention(step), |minutes| minutes * 60));
        match &step.what {
            What::Ask { to, said } => self.ask(tx, story, step, to, said, at, opened)?,
            _ => {
                let played = self.played.get(&story.key).ok_or(AppError::Missing("request"));
                let played = played.map_err(DemoError::at(place.clone()))?;
                let (number, id) = (played.number, played.id);
                let request = load(tx, id).map_err(DemoError::at(place.clone()))?.request;
                let known = self.played.get_mut(&story.key).map(|played| &mut played.known);
                let known =
                    known.ok_or(AppError::Missing("request")).map_err(DemoError::at(place.clone()))?;
                if let What::Share { unit, days } = &step.what {
                    let cx = self.maker.cx_of(tx, &step.who, at)?;
                    let unit = self.maker.unit(unit)?;
                    share(tx, cx, number, unit, *days).map_err(DemoError::at(place.clone()))?;
                }
                let inputs = inputs(self.maker, self.files, known, &request, step, at)?;
                for input in inputs {
                    let mut cx = self.maker.cx_of(tx, &step.who, at)?;
                    act(tx, &mut cx, number, None, Some(opened), input)
                        .map_err(DemoError::at(place.clone()))?;
                }
            }
        }
        // Whoever acts has seen what they were told.
        notice::mark_read(tx, self.maker.person(&step.who)?, at)?;
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one step")]
    fn ask(
        &mut self,
        tx: &mut dyn Tx,
        story: &Story,
        step: &Step,
        to: &str,
        said: &Said,
        at: Instant,
        opened: Instant,
    ) -> Result<(), DemoError> {
        let place = format!("story {}, line {}", story.key, step.line);
        if let Some(number) = story.number {
            self.skip_to(tx, number)?;
        }
        let target = match (to, self.maker.services.get(to)) {
            ("front-desk", _) => Target::FrontDesk,
            (_, Some(service)) => Target::Service(*service),
            (unit, None) => Target::Unit(self.maker.unit(unit)?),
        };
        let new = NewStatement {
            text: said.text.clone(),
            target,
            beneficiary: None,
            files: attached(self.files, &said.files)?,
            parent: self.parent(tx, story).map_err(DemoError::at(place.clone()))?,
            class: None,
        };
        let mut cx = self.maker.cx_of(tx, &step.who, at)?;
        let stated = state(tx, &mut cx, Some(opened), new).map_err(DemoError::at(place))?;
        self.number = stated.number;
        let played = Played { number: stated.number, id: stated.id, known: Known::default() };
        self.played.insert(story.key.clone(), played);
        Ok(())
    }

    /// The number of the request that the story serves, and the line that pays.
    fn parent(&self, tx: &mut dyn Tx, story: &Story) -> Result<Option<(i64, Option<LineId>)>, AppError> {
        let Some((key, line)) = &story.parent else { return Ok(None) };
        let parent = self.played.get(key).ok_or(AppError::Missing("parent"))?;
        let line = match line {
            Some(place) => Some(line_of(&load(tx, parent.id)?.request, *place)?),
            None => None,
        };
        Ok(Some((parent.number, line)))
    }

    /// Lets numbers pass until the next one is `number`.
    fn skip_to(&mut self, tx: &mut dyn Tx, number: i64) -> Result<(), DemoError> {
        while self.number + 1 < number {
            self.number = tx.next_number()?;
        }
        Ok(())
    }

    /// Reminders and time-outs that came until a moment, each at its own.
    fn time_outs(&mut self, tx: &mut dyn Tx, until: Instant) -> Result<(), DemoError> {
        while let Some((due, request, nudge)) = timer::first(tx)?.filter(|(due, ..)| *due <= until) {
            let mut cx = self.maker.cx(Viewer::timer(), due, Channel::Timer);
            act_as_timer(tx, &mut cx, request, nudge)
                .map_err(DemoError::at(format!("a time-out of {request}")))?;
        }
        Ok(())
    }
}

/// A link whose address nobody is shown: whoever wants one makes another on the page of the request.
fn share(tx: &mut dyn Tx, mut cx: Cx, number: i64, unit: UnitId, days: i64) -> Result<(), AppError> {
    let until = cx.now.plus_seconds(days * 86_400);
    let secret = Secret::new(Sha256::digest(cx.salt(cx.command.0)).into());
    outside::share(tx, &mut cx, number, NewLink { unit, until }, &secret).map(|_| ())
}

/// The line of the chosen offer at a place, from 1.
pub(crate) fn line_of(request: &Request, place: usize) -> Result<LineId, AppError> {
    let lines = request.chosen().map(|offer| &offer.lines);
    let line = lines.and_then(|lines| lines.get(place.checked_sub(1)?));
    line.map(|line| line.id).ok_or(AppError::Missing("line"))
}

/// Files by name.
pub(crate) fn attached(files: &Files, names: &[String]) -> Result<Vec<FileInput>, DemoError> {
    names
        .iter()
        .map(|name| {
            let file = files.get(name).cloned().ok_or(AppError::Missing("file"));
            let file = file.map_err(DemoError::at(format!("file {name:?}")))?;
            Ok(FileInput { name: name.clone(), file })
        })
        .collect()
}

/// Seconds on the page where the story does not tell them: longer for judgements than for answers, never round.
fn attention(step: &Step) -> i64 {
    let base = match &step.what {
        What::Ask { .. } => 150,
        What::Confirm | What::Judge(_) => 190,
        What::Choose { .. } | What::Refuse(_) => 260,
        What::Correct(_) | What::Dispute(_) => 320,
        _ => 45,
    };
    base + i64::try_from(step.line * 17 % 60).unwrap_or_default()
}
