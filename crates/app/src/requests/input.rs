//! What forms and programs send, as plain values; words become content and the whole becomes a command of the domain.

use domain::content::limits::{ITEMS, LINE, PAGE, PARAGRAPH};
use domain::ids::*;
use domain::money::{Minor, Seconds};
use domain::request::*;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use store::Tx;
use store::repo::content::NewFile;

use super::standing::{belonging, readable};
use super::{funding, world};
use crate::Cx;
use crate::company;
use crate::error::{Answer, AppError};
use crate::words::Words;

/// A file whose bytes lie in the blobs.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct FileInput {
    /// Its name.
    pub name: String,
    /// Type, size, blob.
    pub file: NewFile,
}

/// A criterion or assumption; `id` when it lived in an earlier version.
#[derive(Debug, Clone, Deserialize)]
pub struct ItemInput {
    /// Its id in the version before.
    pub id: Option<ItemId>,
    /// Its words; an empty line is left out.
    pub text: String,
}

/// A brief as it is typed.
#[derive(Debug, Clone, Deserialize)]
pub struct BriefInput {
    /// The problem in one line.
    pub title: String,
    /// What was found out.
    pub problem: String,
    /// What will be different.
    pub outcome: String,
    /// Accepted if.
    pub criteria: Vec<ItemInput>,
    /// Taken for granted.
    pub assumptions: Vec<ItemInput>,
    /// How far from the stated problem.
    pub distance: Distance,
}

/// A line of an offer as it is typed.
#[derive(Debug, Clone, Deserialize)]
pub struct LineInput {
    /// What it charges for.
    pub kind: LineKind,
    /// In words.
    pub text: String,
    /// Thousandths.
    pub quantity: i64,
    /// Smallest units.
    pub unit_price: Minor,
    /// Criteria that it pays for.
    pub criteria: Vec<ItemId>,
}

/// An offer as it is typed.
#[derive(Debug, Clone, Deserialize)]
pub struct OfferInput {
    /// What is charged; none for nothing.
    pub lines: Vec<LineInput>,
    /// The provider's work.
    pub estimate: Estimate,
    /// The customer's time.
    pub client_seconds: Seconds,
    /// When it will be ready.
    pub ready_by: Instant,
    /// Per cent.
    pub probability: u8,
    /// Criteria that it meets.
    pub criteria: Vec<ItemId>,
    /// What the customer risks.
    pub risk: String,
    /// The provider's own answer.
    pub own_answer: Option<WouldPay>,
    /// Until when it can be chosen.
    pub valid_until: Instant,
}

/// One step of somebody on an existing request. In JSON: `{"kind": "choose", "data": {…}}`, the kind being that of the command.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each variant is the command of the same name in domain::request, with plain words"
)]
pub enum Input {
    PassOn {
        to: UnitId,
        service: Option<ServiceId>,
        note: String,
        share_history: bool,
    },
    Claim,
    Assign {
        to: PersonId,
    },
    Message {
        text: String,
        files: Vec<FileInput>,
    },
    Ask {
        text: String,
    },
    WithdrawQuestion,
    RecordInterview {
        seconds: Seconds,
        happened_at: Instant,
        notes: Vec<(String, String)>,
        quotes: Vec<(String, String)>,
    },
    SendBrief(BriefInput),
    ConfirmBrief {
        version: u32,
    },
    CorrectBrief {
        version: u32,
        comment: String,
    },
    Invite {
        unit: UnitId,
    },
    DeclineInvitation {
        reason: String,
    },
    SayOutside {
        unit: UnitId,
        text: String,
    },
    SendOffer(OfferInput),
    WithdrawOffer {
        offer: OfferId,
        reason: String,
    },
    Choose {
        offer: OfferId,
        reason: String,
    },
    RefuseOffers {
        reason: String,
    },
    AddTask {
        text: String,
    },
    FinishTask {
        task: TaskId,
    },
    LogEffort {
        task: Option<TaskId>,
        seconds: Seconds,
    },
    Deliver {
        note: String,
        files: Vec<FileInput>,
        actuals: Vec<LineAmount>,
    },
    Judge {
        verdicts: Vec<(ItemId, bool, String)>,
    },
    OpenDispute {
        text: String,
    },
    Resolve {
        resolution: Resolution,
        text: String,
    },
    Review {
        solved: Solved,
        seconds: Option<Seconds>,
        would_pay: WouldPay,
        comment: String,
    },
    Reopen {
        reason: String,
    },
    Cancel {
        reason: String,
    },
    AddParticipant {
        person: PersonId,
    },
    Entrust {
        to: PersonId,
    },
    EndTrust,
    /// Remind the other side.
    Remind,
    JudgeRepeat {
        number: i64,
        repeats: bool,
    },
}

impl Input {
    /// Turns the input into a command; its words are gathered in `words`.
    pub(super) fn into_command(
        self,
        tx: &mut dyn Tx,
        cx: &mut Cx,
        words: &mut Words,
        request: &Request,
        bidder: Option<UnitId>,
    ) -> Answer<Command> {
        let reason = |cx: &mut Cx, words: &mut Words, text: &str| {
            words.required(cx, "reason", "reason", text, PARAGRAPH)
        };
        Ok(match self {
            Self::PassOn { to, service, note, share_history } => {
                let door = world::door(tx, to)?;
                // The customer orders it, whoever passes the request on.
                let orders = request.customer;
                let service = service.map(|id| company::current_version(tx, orders, id)).transpose()?;
                if service.is_some_and(|(_, unit)| unit != to) {
                    return Err(AppError::field("service", "field-not-offered"));
                }
                Command::PassOn {
                    to,
                    service: service.map(|(service, _)| service),
                    note: words.required(cx, "note", "note", &note, PARAGRAPH),
                    share_history,
                    promise: door.promise,
                    calendar: door.calendar,
                }
            }
            Self::Claim => Command::Claim,
            Self::Assign { to } => {
                if !store::repo::person::serves(tx, to, request.unit)? {
                    return Err(AppError::field("to", "field-not-offered"));
                }
                Command::Assign { to }
            }
            Self::Message { text, files } => {
                let files = keep(cx, words, files);
                let text = if files.is_empty() {
                    words.required(cx, "text", "message", &text, PAGE)
                } else {
                    // A file may speak for itself.
                    let text = if text.trim().is_empty() { "—".to_owned() } else { text };
                    words.required(cx, "text", "message", &text, PAGE)
                };
                Command::Message { text, files }
            }
            Self::Ask { text } => Command::Ask {
                question: QuestionId(cx.ids.next()),
                text: words.required(cx, "text", "question", &text, PARAGRAPH),
            },
            Self::WithdrawQuestion => Command::WithdrawQuestion {
                question: request.open_question().ok_or(Refusal::Missing("question"))?.id,
            },
            Self::RecordInterview { seconds, happened_at, notes, quotes } => {
                let by = cx.viewer.person().ok_or(AppError::Forbidden)?;
                let notes = notes
                    .into_iter()
                    .filter(|(_, text)| !text.trim().is_empty())
                    .map(|(prompt, text)| Note {
                        text: words.required(cx, &format!("note_{prompt}"), "interview_note", &text, PAGE),
                        prompt,
                    })
                    .collect();
                let quotes = quotes
                    .into_iter()
                    .filter(|(text, _)| !text.trim().is_empty())
                    .take(ITEMS)
                    .map(|(text, insight)| Quote {
                        id: ItemId(cx.ids.next()),
                        text: words.required(cx, "quote", "quote", &text, PARAGRAPH),
                        insight: words.optional(cx, "insight", "insight", &insight, PARAGRAPH),
                    })
                    .collect();
                Command::RecordInterview { interview: Interview { by, happened_at, seconds, notes, quotes } }
            }
            Self::SendBrief(input) => Command::SendBrief { brief: brief(cx, words, request, input)? },
            Self::ConfirmBrief { version } => Command::ConfirmBrief { version },
            Self::CorrectBrief { version, comment } => Command::CorrectBrief {
                version,
                comment: words.required(cx, "comment", "correction", &comment, PARAGRAPH),
            },
            Self::Invite { unit } => {
                world::door(tx, unit)?;
                Command::Invite { unit }
            }
            Self::DeclineInvitation { reason: text } => {
                Command::DeclineInvitation { reason: reason(cx, words, &text) }
            }
            Self::SayOutside { unit, text } => {
                // Somebody outside speaks for their own unit alone.
                let theirs = cx.viewer.link.is_none_or(|link| link.unit == unit);
                let asked =
                    request.invitations.iter().any(|known| known.unit == unit && known.declined_at.is_none());
                if !theirs || !asked {
                    words.problem("unit", "field-not-offered");
                }
                Command::SayOutside { unit, text: words.required(cx, "text", "message", &text, PAGE) }
            }
            Self::SendOffer(input) => {
                let unit = bidder.unwrap_or(request.unit);
                let outside = company::unit(tx, unit)?.kind.is_outside();
                Command::SendOffer { offer: offer(cx, words, request, unit, outside, input)? }
            }
            Self::WithdrawOffer { offer, reason: text } => {
                Command::WithdrawOffer { offer, reason: reason(cx, words, &text) }
            }
            Self::Choose { offer, reason: text } => {
                let total = request.offer(offer).ok_or(Refusal::OfferGone)?.total();
                let funding = funding::for_choice(tx, cx, request, total)?;
                Command::Choose { offer, reason: reason(cx, words, &text), funding }
            }
            Self::RefuseOffers { reason: text } => Command::RefuseOffers { reason: reason(cx, words, &text) },
            Self::AddTask { text } => Command::AddTask {
                task: TaskId(cx.ids.next()),
                text: words.required(cx, "text", "task", &text, LINE),
            },
            Self::FinishTask { task } => Command::FinishTask { task },
            Self::LogEffort { task, seconds } => Command::LogEffort { task, seconds },
            Self::Deliver { note, files, actuals } => Command::Deliver {
                note: words.required(cx, "note", "delivery", &note, PAGE),
                files: keep(cx, words, files),
                actuals,
            },
            Self::Judge { verdicts } => Command::Judge {
                verdicts: verdicts
                    .into_iter()
                    .map(|(criterion, accepted, comment)| {
                        let field = format!("comment_{criterion}");
                        let comment = if accepted {
                            words.optional(cx, &field, "verdict", &comment, PARAGRAPH)
                        } else {
                            Some(words.required(cx, &field, "verdict", &comment, PARAGRAPH))
                        };
                        Verdict { criterion, accepted, comment }
                    })
                    .collect(),
            },
            Self::OpenDispute { text } => Command::OpenDispute {
                dispute: DisputeId(cx.ids.next()),
                text: words.required(cx, "text", "dispute", &text, PAGE),
            },
            Self::Resolve { resolution, text } => {
                Command::Resolve { resolution, text: words.required(cx, "text", "resolution", &text, PAGE) }
            }
            Self::Review { solved, seconds, would_pay, comment } => Command::Review {
                solved,
                seconds,
                would_pay,
                comment: words.optional(cx, "comment", "review", &comment, PARAGRAPH),
            },
            Self::Reopen { reason: text } => Command::Reopen { reason: reason(cx, words, &text) },
            Self::Cancel { reason: text } => Command::Cancel { reason: reason(cx, words, &text) },
            Self::AddParticipant { person } => {
                if !company::is_active(tx, person)? {
                    return Err(AppError::field("person", "field-not-offered"));
                }
                Command::AddParticipant { person, belongs: belonging(tx, person)? }
            }
            Self::Entrust { to } => Command::Entrust { to, belongs: belonging(tx, to)? },
            Self::EndTrust => Command::EndTrust,
            Self::Remind => Command::Remind,
            Self::JudgeRepeat { number, repeats } => {
                let of = match readable(tx, &cx.viewer, number) {
                    Ok((of, _)) => of.request.id,
                    Err(AppError::Missing(_)) => return Err(AppError::field("number", "field-not-found")),
                    Err(error) => return Err(error),
                };
                Command::JudgeRepeat { of, repeats }
            }
        })
    }
}

/// Keeps the files that came with words.
pub(super) fn keep(
    cx: &mut Cx,
    words: &mut Words,
    files: Vec<FileInput>,
) -> Vec<domain::content::ContentRef> {
    if files.len() > 10 {
        words.problem("files", "field-too-many");
    }
    files.into_iter().map(|file| words.file(cx, &file.name, file.file)).collect()
}

fn items(
    cx: &mut Cx,
    words: &mut Words,
    field: &str,
    kind: &'static str,
    known: &[Item],
    inputs: Vec<ItemInput>,
) -> Vec<Item> {
    inputs
        .into_iter()
        .filter(|item| !item.text.trim().is_empty())
        .take(ITEMS + 1)
        .map(|item| Item {
            // An id that the version before does not know would let one item pass for another.
            id: item.id.filter(|id| known.iter().any(|item| item.id == *id)).unwrap_or(ItemId(cx.ids.next())),
            text: words.required(cx, field, kind, &item.text, LINE),
        })
        .collect()
}

fn brief(cx: &mut Cx, words: &mut Words, request: &Request, input: BriefInput) -> Answer<Brief> {
    let before = request.brief();
    let known = |items: fn(&Brief) -> &Vec<Item>| before.map(items).cloned().unwrap_or_default();
    let criteria = known(|brief| &brief.criteria);
    let assumptions = known(|brief| &brief.assumptions);
    Ok(Brief {
        version: before.map_or(1, |brief| brief.version + 1),
        title: words.required(cx, "title", "title", &input.title, LINE),
        problem: words.required(cx, "problem", "brief", &input.problem, PAGE),
        outcome: words.required(cx, "outcome", "brief", &input.outcome, PAGE),
        criteria: items(cx, words, "criteria", "criterion", &criteria, input.criteria),
        assumptions: items(cx, words, "assumptions", "assumption", &assumptions, input.assumptions),
        distance: input.distance,
        by: cx.viewer.person().ok_or(AppError::Forbidden)?,
        sent_at: cx.now,
        confirmed_at: None,
        corrected_at: None,
    })
}

fn offer(
    cx: &mut Cx,
    words: &mut Words,
    request: &Request,
    unit: UnitId,
    outside: bool,
    input: OfferInput,
) -> Answer<Offer> {
    let lines = input
        .lines
        .into_iter()
        .take(ITEMS + 1)
        .map(|line| Line {
            id: LineId(cx.ids.next()),
            kind: line.kind,
            text: words.required(cx, "line_text", "offer_line", &line.text, LINE),
            quantity: line.quantity,
            unit_price: line.unit_price,
            criteria: line.criteria.into_iter().collect(),
        })
        .collect();
    Ok(Offer {
        id: OfferId(cx.ids.next()),
        unit,
        outside,
        by: cx.viewer.person(),
        brief: request.confirmed_brief().map_or(0, |brief| brief.version),
        lines,
        estimate: input.estimate,
        client_seconds: input.client_seconds,
        ready_by: input.ready_by,
        probability: input.probability,
        criteria: input.criteria.into_iter().collect(),
        risk: words.optional(cx, "risk", "risk", &input.risk, PARAGRAPH),
        own_answer: input.own_answer,
        valid_until: input.valid_until,
        sent_at: cx.now,
        withdrawn_at: None,
    })
}
