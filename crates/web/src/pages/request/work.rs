//! Handing over, judging, quarrelling, and what it was worth in the end.

use domain::request::{CommandKind, Delivery, Offer, RequestState, Resolution, Solved, WouldPay};

use super::look::Look;
use crate::form::Choice;
use crate::i18n::Html;
use crate::labels;
use crate::parts::{FileLink, Mark, State};
use crate::routes;

/// The section of what was handed over.
#[derive(Debug)]
pub(crate) struct Work {
    /// The last hand-over.
    pub by: String,
    pub when: Html,
    pub note: Html,
    pub files: Vec<FileLink>,
    /// What lines that settle at their actual came to.
    pub actuals: Vec<(String, String)>,
    pub criteria: Vec<Criterion>,
    /// The reader judges now.
    pub judge: bool,
    /// Why they may not, when only that stands in the way.
    pub own_work: bool,
    /// What is paid, now and later.
    pub money: Vec<String>,
    pub verdicts: Vec<Choice>,
}

/// A criterion that the chosen offer promised to meet.
#[derive(Debug)]
pub(crate) struct Criterion {
    /// Names of its fields.
    pub verdict_field: String,
    pub comment_field: String,
    pub comment_label: String,
    pub text: String,
    /// The last judgement.
    pub verdict: Option<State>,
    pub comment: Option<Html>,
}

/// The section, once something was handed over.
pub(super) fn work(look: Look<'_>) -> Option<Work> {
    let request = look.request();
    let delivery = request.deliveries.last()?;
    let offer = request.chosen()?;
    let judges = look.can(CommandKind::Judge);
    Some(Work {
        by: look.name(delivery.by),
        when: look.c.time_moment(delivery.at),
        note: look.words(&delivery.note),
        files: files(look, &delivery.files),
        actuals: actuals(look, offer, delivery),
        criteria: criteria(look, offer),
        judge: judges && !look.own_work(),
        own_work: judges && look.own_work(),
        money: money(look, offer),
        verdicts: vec![
            Choice::new("accepted", look.t("request-verdict-yes")),
            Choice::new("refused", look.t("request-verdict-no")),
        ],
    })
}

/// Files as links.
pub(super) fn files(look: Look<'_>, files: &[domain::content::ContentRef]) -> Vec<FileLink> {
    let links = files.iter().filter_map(|reference| {
        let file = look.page.files.get(&reference.id)?;
        Some(FileLink {
            name: crate::format::bidi_safe(&file.name),
            size: look.c.bytes(file.size),
            href: routes::file(look.request().number, reference.id),
        })
    });
    links.collect()
}

fn actuals(look: Look<'_>, offer: &Offer, delivery: &Delivery) -> Vec<(String, String)> {
    let lines = delivery.actuals.iter().filter_map(|actual| {
        let line = offer.lines.iter().find(|line| line.id == actual.line)?;
        Some((look.line(&line.text), look.c.price(actual.amount)))
    });
    lines.collect()
}

fn criteria(look: Look<'_>, offer: &Offer) -> Vec<Criterion> {
    let items = look.brief_of(offer).map(|brief| brief.criteria.as_slice()).unwrap_or_default();
    let agreed = items.iter().filter(|item| offer.criteria.contains(&item.id));
    agreed
        .enumerate()
        .map(|(n, item)| {
            let verdict = look.request().verdicts.get(&item.id);
            Criterion {
                verdict_field: format!("verdict_{}", item.id),
                comment_field: format!("comment_{}", item.id),
                comment_label: look.c.count("request-verdict-comment", n + 1),
                text: look.line(&item.text),
                verdict: verdict.map(|verdict| {
                    if verdict.accepted {
                        State::new(Mark::Done, look.t("request-criterion-met"))
                    } else {
                        State::new(Mark::Soon, look.t("request-criterion-missed"))
                    }
                }),
                comment: verdict.and_then(|verdict| verdict.comment.as_ref()).map(|text| look.words(text)),
            }
        })
        .collect()
}

/// What acceptance is going to pay, in words.
fn money(look: Look<'_>, offer: &Offer) -> Vec<String> {
    let (c, request) = (look.c, look.request());
    if request.state != RequestState::Accepting || offer.total() == 0 {
        return Vec::new();
    }
    let reserved = request.reserved_total();
    let left = if reserved == 0 { offer.total() - request.paid_total() } else { reserved };
    let pays = request.pays_if_accepted().unwrap_or(left);
    let mut lines = vec![c.ta("request-pays-all", &[("sum", c.money(pays).into())])];
    if reserved > pays {
        lines.push(c.ta("request-pays-back", &[("sum", c.money(reserved - pays).into())]));
    }
    let parts = offer.lines.iter().filter(|line| !line.criteria.is_empty()).count();
    if offer.criteria.len() > 1 {
        lines.push(look.t(if parts > 0 { "request-pays-part" } else { "request-pays-none" }));
    }
    lines
}

/// One disagreement.
#[derive(Debug)]
pub(crate) struct Dispute {
    /// «Спор» with its number when there are several.
    pub title: String,
    pub state: State,
    pub by: String,
    pub when: Html,
    pub text: Html,
    /// How it ended, in words.
    pub outcome: Option<String>,
    pub why: Option<Html>,
    /// The reader decides it.
    pub resolve: bool,
}

/// Every disagreement, the latest first.
pub(super) fn disputes(look: Look<'_>) -> Vec<Dispute> {
    let request = look.request();
    let several = request.disputes.len() > 1;
    let all = request.disputes.iter().enumerate().rev().map(|(n, dispute)| Dispute {
        title: if several { look.c.count("request-dispute-n", n + 1) } else { look.t("request-dispute") },
        state: match dispute.resolution {
            None => State::new(Mark::Wait, look.t("request-dispute-open")),
            Some(_) => State::new(Mark::Done, look.t("request-dispute-decided")),
        },
        by: look.you_or(dispute.by),
        when: look.c.time_moment(dispute.opened_at),
        text: look.words(&dispute.text),
        outcome: dispute.resolution.map(|resolution| outcome(look, resolution)),
        why: look.page.events.iter().find_map(|recorded| match &recorded.event {
            domain::request::Event::DisputeResolved { dispute: id, text, .. } if *id == dispute.id => {
                Some(look.words(text))
            }
            _ => None,
        }),
        resolve: dispute.resolution.is_none() && look.can(CommandKind::Resolve),
    });
    all.collect()
}

/// How a dispute ended.
pub(super) fn outcome(look: Look<'_>, resolution: Resolution) -> String {
    match resolution {
        Resolution::Rework => look.t("request-outcome-rework"),
        Resolution::Release => look.t("request-outcome-release"),
        Resolution::Accept => look.t("request-outcome-accept"),
        Resolution::Refund { amount } => {
            look.c.ta("request-outcome-refund", &[("sum", look.c.money(amount).into())])
        }
        Resolution::Dismiss => look.t("request-outcome-dismiss"),
    }
}

/// The three questions at the end, or their answers.
#[derive(Debug)]
pub(crate) struct Review {
    /// The reader is asked now.
    pub ask: bool,
    pub own_work: bool,
    /// The price that they would have paid or not, in words.
    pub price: String,
    /// Measured time, in words.
    pub measured: String,
    pub solved: Vec<Choice>,
    pub would_pay: Vec<Choice>,
    /// Question and answer.
    pub given: Vec<(String, String)>,
    pub comment: Option<Html>,
    pub when: Option<Html>,
}

/// The section, when the work was accepted.
pub(super) fn review(look: Look<'_>) -> Option<Review> {
    let (c, request) = (look.c, look.request());
    let asked = look.can(CommandKind::Review);
    if request.review.is_none() && !asked {
        return None;
    }
    // The question is about what was really paid: a line with a limit may have come to less.
    let paid = request.review.as_ref().map_or_else(|| request.paid_total(), |review| review.paid);
    let total = if paid > 0 { paid } else { request.chosen().map_or(0, Offer::total) };
    let measured = look.c.tag_time(&crate::parts::Tag { money: None, seconds: Some(request.client_seconds) });
    let mut view = Review {
        ask: asked && !look.own_work(),
        own_work: asked && look.own_work(),
        price: if total == 0 {
            look.t("request-would-pay-free")
        } else {
            c.ta("request-would-pay", &[("sum", c.money(total).into())])
        },
        measured: c.ta("request-minutes-hint", &[("span", measured.unwrap_or_default().into())]),
        solved: Solved::ALL.map(|answer| Choice::new(answer.code(), look.t(labels::solved(answer)))).into(),
        would_pay: WouldPay::ALL
            .map(|answer| Choice::new(answer.code(), look.t(labels::would_pay(answer))))
            .into(),
        given: Vec::new(),
        comment: None,
        when: None,
    };
    if let Some(given) = &request.review {
        let time = given.seconds.unwrap_or(request.client_seconds);
        view.given = vec![
            (look.t("request-solved"), look.t(labels::solved(given.solved))),
            (look.t("request-minutes"), c.span(time)),
            (view.price.clone(), look.t(labels::would_pay(given.would_pay))),
        ];
        view.comment = given.comment.as_ref().map(|text| look.words(text));
        view.when = Some(c.time_moment(given.at));
    }
    Some(view)
}
