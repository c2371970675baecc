//! A step of a story as what a form would send.

use app::AppError;
use app::requests::{BriefInput, Input, ItemInput, LineInput, OfferInput};
use domain::ids::ItemId;
use domain::request::{Brief, Estimate, Item, LineAmount, Request};
use domain::time::Instant;

use crate::error::DemoError;
use crate::maker::Maker;
use crate::play::{Files, attached, line_of};
use crate::story::{BriefText, OfferText, Step, What};

/// How long an offer stands when the story does not tell.
const VALID_SECONDS: i64 = 10 * 86_400;

/// What the player remembers of a story's words, to know an item again in the next version of the brief.
#[derive(Debug, Default)]
pub(crate) struct Known {
    criteria: Vec<String>,
    assumptions: Vec<String>,
}

/// What the person sends: one command, or one for each task.
pub(crate) fn inputs(
    maker: &Maker<'_>,
    files: &Files,
    known: &mut Known,
    request: &Request,
    step: &Step,
    at: Instant,
) -> Result<Vec<Input>, DemoError> {
    let missing = |what| DemoError::at(format!("line {}", step.line))(AppError::Missing(what));
    let criterion = |place: usize| criterion(request, place).ok_or_else(|| missing("criterion"));
    let version = || request.brief().map(|brief| brief.version).ok_or_else(|| missing("brief"));
    let live = |unit| request.live_offers(at).find(|offer| offer.unit == unit).map(|offer| offer.id);
    Ok(vec![match &step.what {
        What::Ask { .. } | What::Share { .. } => return Ok(Vec::new()),
        What::Tell { unit, text } => Input::SayOutside { unit: maker.unit(unit)?, text: text.clone() },
        What::Claim => Input::Claim,
        What::Assign(to) => Input::Assign { to: maker.person(to)? },
        What::Pass { to, service, history, note } => Input::PassOn {
            to: maker.unit(to)?,
            service: service.as_deref().map(|code| maker.service(code)).transpose()?,
            note: note.clone(),
            share_history: *history,
        },
        What::Say(said) => Input::Message { text: said.text.clone(), files: attached(files, &said.files)? },
        What::Question(text) => Input::Ask { text: text.clone() },
        What::Interview { at: time, minutes, notes, quotes } => Input::RecordInterview {
            seconds: minutes * 60,
            happened_at: maker.days.same_day(at, *time)?,
            notes: notes.clone(),
            quotes: quotes.clone(),
        },
        What::Brief(text) => Input::SendBrief(brief(known, request.brief(), text)),
        What::Confirm => Input::ConfirmBrief { version: version()? },
        What::Correct(comment) => Input::CorrectBrief { version: version()?, comment: comment.clone() },
        What::Invite(unit) => Input::Invite { unit: maker.unit(unit)? },
        What::Decline(reason) => Input::DeclineInvitation { reason: reason.clone() },
        What::Offer(text) => Input::SendOffer(offer(maker, request, text, at, criterion)?),
        What::Withdraw(reason) => {
            let person = maker.person(&step.who)?;
            let own = request.live_offers(at).find(|offer| offer.by == Some(person));
            let offer = own.ok_or_else(|| missing("offer"))?.id;
            Input::WithdrawOffer { offer, reason: reason.clone() }
        }
        What::Choose { unit, reason } => {
            let offer = live(maker.unit(unit)?).ok_or_else(|| missing("offer"))?;
            Input::Choose { offer, reason: reason.clone() }
        }
        What::Refuse(reason) => Input::RefuseOffers { reason: reason.clone() },
        What::Plan(tasks) => {
            return Ok(tasks.iter().map(|text| Input::AddTask { text: text.clone() }).collect());
        }
        What::Finish(place) => {
            Input::FinishTask { task: task(request, *place).ok_or_else(|| missing("task"))? }
        }
        What::Log { minutes, task: place } => {
            let found = place.map(|place| task(request, place).ok_or_else(|| missing("task")));
            Input::LogEffort { task: found.transpose()?, seconds: minutes * 60 }
        }
        What::Deliver { said, actuals } => Input::Deliver {
            note: said.text.clone(),
            files: attached(files, &said.files)?,
            actuals: actuals
                .iter()
                .map(|(place, amount)| {
                    let line =
                        line_of(request, *place).map_err(DemoError::at(format!("line {}", step.line)))?;
                    Ok(LineAmount { line, amount: *amount })
                })
                .collect::<Result<_, DemoError>>()?,
        },
        What::Judge(refused) => {
            let promised = request.chosen().map(|offer| offer.criteria.clone()).unwrap_or_default();
            let refused = refused
                .iter()
                .map(|(place, text)| Ok((criterion(*place)?, text.clone())))
                .collect::<Result<Vec<_>, DemoError>>()?;
            let verdict = |id: ItemId| match refused.iter().find(|(refused, _)| *refused == id) {
                Some((_, text)) => (id, false, text.clone()),
                None => (id, true, String::new()),
            };
            Input::Judge { verdicts: promised.into_iter().map(verdict).collect() }
        }
        What::Dispute(text) => Input::OpenDispute { text: text.clone() },
        What::Resolve(resolution, text) => Input::Resolve { resolution: *resolution, text: text.clone() },
        What::Review { solved, would_pay, minutes, comment } => Input::Review {
            solved: *solved,
            seconds: minutes.map(|minutes| minutes * 60),
            would_pay: *would_pay,
            comment: comment.clone(),
        },
        What::Reopen(reason) => Input::Reopen { reason: reason.clone() },
        What::Cancel(reason) => Input::Cancel { reason: reason.clone() },
        What::Add(person) => Input::AddParticipant { person: maker.person(person)? },
        What::Entrust(to) => Input::Entrust { to: maker.person(to)? },
    }])
}

fn criterion(request: &Request, place: usize) -> Option<ItemId> {
    Some(request.brief()?.criteria.get(place.checked_sub(1)?)?.id)
}

fn task(request: &Request, place: usize) -> Option<domain::ids::TaskId> {
    Some(request.tasks.get(place.checked_sub(1)?)?.id)
}

/// The brief; an item with the same words as before is the same item.
fn brief(known: &mut Known, before: Option<&Brief>, text: &BriefText) -> BriefInput {
    let items = |known: &[String], before: Option<&Vec<Item>>, texts: &[String]| -> Vec<ItemInput> {
        let id = |text: &String| {
            let place = known.iter().position(|words| words == text)?;
            Some(before?.get(place)?.id)
        };
        texts.iter().map(|text| ItemInput { id: id(text), text: text.clone() }).collect()
    };
    let input = BriefInput {
        title: text.title.clone(),
        problem: text.problem.clone(),
        outcome: text.outcome.clone(),
        criteria: items(&known.criteria, before.map(|brief| &brief.criteria), &text.criteria),
        assumptions: items(&known.assumptions, before.map(|brief| &brief.assumptions), &text.assumptions),
        distance: text.distance,
    };
    *known = Known { criteria: text.criteria.clone(), assumptions: text.assumptions.clone() };
    input
}

fn offer(
    maker: &Maker<'_>,
    request: &Request,
    text: &OfferText,
    at: Instant,
    criterion: impl Fn(usize) -> Result<ItemId, DemoError>,
) -> Result<OfferInput, DemoError> {
    let places =
        |places: &[usize]| places.iter().map(|place| criterion(*place)).collect::<Result<Vec<_>, _>>();
    let all = || request.brief().map(|brief| brief.criteria.iter().map(|item| item.id).collect());
    let [optimistic, likely, pessimistic] = text.work;
    Ok(OfferInput {
        lines: text
            .lines
            .iter()
            .map(|line| {
                Ok(LineInput {
                    kind: line.kind,
                    text: line.text.clone(),
                    quantity: line.quantity,
                    unit_price: line.price,
                    criteria: places(&line.criteria)?,
                })
            })
            .collect::<Result<_, DemoError>>()?,
        estimate: Estimate { optimistic, likely, pessimistic },
        client_seconds: text.client,
        ready_by: maker.days.at(text.ready)?,
        probability: text.probability,
        criteria: if text.meets.is_empty() { all().unwrap_or_default() } else { places(&text.meets)? },
        risk: text.risk.clone(),
        own_answer: text.own,
        valid_until: match text.valid {
            Some(valid) => maker.days.at(valid)?,
            None => at.plus_seconds(VALID_SECONDS),
        },
    })
}
