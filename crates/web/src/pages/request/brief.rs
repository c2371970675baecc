//! The brief: what was asked, what was found out, what is accepted.

use domain::request::{Brief as Version, CommandKind, Distance, Event, Item};

use super::look::Look;
use crate::i18n::Html;
use crate::parts::{Mark, State};

/// The section of the brief.
#[derive(Debug)]
pub(crate) struct Brief {
    pub title: String,
    pub version: u32,
    /// Confirmed by whom and when, or what it waits for.
    pub state: State,
    /// «Просили»; none for those who offer.
    pub asked: Option<Html>,
    pub problem: Html,
    pub outcome: Html,
    /// How far the real problem is from the stated one.
    pub distance: String,
    pub criteria: Vec<BriefLine>,
    pub assumptions: Vec<BriefLine>,
    /// The words of the link to what changed since the version before.
    pub diff: Option<String>,
    /// The reader may confirm or correct it.
    pub confirm: bool,
}

/// A criterion or assumption.
#[derive(Debug)]
pub(crate) struct BriefLine {
    pub text: String,
    /// What this version did to it, in words.
    pub new: Option<String>,
}

/// The section, once there is a brief.
pub(super) fn brief(look: Look<'_>) -> Option<Brief> {
    let request = look.request();
    let brief = request.brief()?;
    // The version before is known only to those who see the whole request.
    let before = request.briefs.iter().rev().nth(1);
    let ready = request.choice.as_ref().is_some_and(|choice| choice.reason.is_none());
    Some(Brief {
        title: look.c.count("request-brief", brief.version),
        version: brief.version,
        state: state(look, brief, ready),
        asked: look.whole().then(|| look.words(&request.statement)),
        problem: look.words(&brief.problem),
        outcome: look.words(&brief.outcome),
        distance: if ready { String::new() } else { distance(look, brief.distance) },
        criteria: lines(look, brief, &brief.criteria, before.map(|before| before.criteria.as_slice())),
        assumptions: lines(
            look,
            brief,
            &brief.assumptions,
            before.map(|before| before.assumptions.as_slice()),
        ),
        diff: before.filter(|_| look.whole()).map(|before| look.c.count("request-diff", before.version)),
        confirm: look.can(CommandKind::ConfirmBrief),
    })
}

fn state(look: Look<'_>, brief: &Version, ready: bool) -> State {
    let c = look.c;
    if ready {
        return State::new(Mark::Done, look.t("request-brief-ready"));
    }
    if let Some(at) = brief.corrected_at {
        return State::new(Mark::Soon, c.ta("request-brief-corrected", &[("when", c.day(at).into())]));
    }
    let Some(at) = brief.confirmed_at else {
        return State::new(Mark::Wait, look.t("request-brief-waits"));
    };
    let by = look.page.events.iter().rev().find_map(|recorded| match recorded.event {
        Event::BriefConfirmed { version } if version == brief.version => recorded.envelope.actor.person(),
        _ => None,
    });
    let who = by.map_or_else(String::new, |by| look.name(by));
    let me = if by.is_some() { look.who(by) } else { "nobody" };
    let args = [("me", me.into()), ("who", who.into()), ("when", c.day(at).into())];
    State::new(Mark::Done, c.ta("request-brief-confirmed", &args))
}

fn distance(look: Look<'_>, distance: Distance) -> String {
    look.t(match distance {
        Distance::Same => "request-distance-same",
        Distance::Narrower => "request-distance-narrower",
        Distance::Other => "request-distance-other",
    })
}

fn lines(look: Look<'_>, brief: &Version, items: &[Item], before: Option<&[Item]>) -> Vec<BriefLine> {
    let changed = |item: &Item| {
        let known = before?.iter().find(|known| known.id == item.id);
        let version = i64::from(brief.version);
        match known {
            None => Some(look.c.ta("request-item-new", &[("version", version.into())])),
            Some(known) if look.page.text(&known.text) != look.page.text(&item.text) => {
                Some(look.c.ta("request-item-changed", &[("version", version.into())]))
            }
            Some(_) => None,
        }
    };
    items.iter().map(|item| BriefLine { text: look.line(&item.text), new: changed(item) }).collect()
}
