//! Whose move it is: the band at the top.

use domain::request::{Child, CommandKind, REOPEN_DAYS, RequestState, Side, Turn as Move, TurnWhat, Whose};
use domain::time::Instant;

use super::look::Look;
use crate::i18n::{Html, escape};
use crate::parts::Turn;
use crate::routes::{desk, home, request, request_action};

/// Characters that a person reads and weighs in a minute. The minutes beside a move are the length of what there is to
/// read at this pace, and one more for each thing to decide.
const CHARACTERS_A_MINUTE: usize = 1_000;

/// The band, and whether its button takes the request (a form of its own).
pub(super) fn turn(look: Look<'_>) -> (Turn, bool) {
    if !look.whole() {
        return (bid(look), false);
    }
    let now = look.request().turn();
    let yours = is_yours(look, now);
    if yours && look.request().held_by().next().is_some() {
        return (held(look, now), false);
    }
    let claim = yours && now.what == TurnWhat::Claim && look.can(CommandKind::Claim);
    let turn = Turn {
        yours,
        ended: now.whose == Whose::Nobody,
        stopped: look.request().state == RequestState::Cancelled,
        who: who(look, now, yours),
        what: if yours { task(look, now.what) } else { wait(look, now.what) },
        detail: detail(look, now, yours),
        action: if claim {
            None
        } else if yours {
            action(look, now.what)
        } else {
            meanwhile(look, now.whose)
        },
    };
    (turn, claim)
}

/// What the reader can do while it is somebody else's move, or nobody's: open an ended request again or go on with the next thing,
/// else write to the other side.
fn meanwhile(look: Look<'_>, whose: Whose) -> Option<(String, String)> {
    if whose == Whose::Nobody {
        let way = request_action(look.request().number, "reopen");
        return Some(match again_until(look) {
            Some(_) => (look.t("request-reopen"), way),
            None if look.customer() => (look.t("request-go-new"), home()),
            None if look.provider() => (look.t("request-go-desk"), desk()),
            None => return None,
        });
    }
    // Somebody who reads it as the customer's colleague and serves an invited unit.
    let own = look.request().live_offers(look.page.now).any(|offer| Some(offer.unit) == look.page.bidder);
    if look.on(Side::Bidder) && look.can(CommandKind::SendOffer) && !own {
        let way = look.bids(&request_action(look.request().number, "offer"));
        return Some((look.t("request-go-estimate"), way));
    }
    if look.can(CommandKind::Remind) && look.request().reminds_from() <= look.page.now {
        return Some((look.t("remind-do"), request_action(look.request().number, "remind")));
    }
    super::reply::reply(look).map(|_| (look.t("request-go-write"), "#reply".to_owned()))
}

/// Until when the reader can open an ended request again; none when they cannot.
fn again_until(look: Look<'_>) -> Option<Instant> {
    let until = look.request().since.plus_seconds(REOPEN_DAYS * 86_400);
    (look.can(CommandKind::Reopen) && look.page.now < until).then_some(until)
}

/// The reader's own work that waits for sub-requests: which ones, and the way to the first that they may open.
fn held(look: Look<'_>, now: Move) -> Turn {
    let c = look.c;
    let open = || look.request().held_by();
    let listed = |id| look.page.children.iter().find(|listed| listed.id == id);
    // Whoever was asked first may have passed it on.
    let unit_of = |child: &Child| look.unit(listed(child.request).map_or(child.unit, |listed| listed.unit));
    let named: Vec<_> = open()
        .map(|child| match listed(child.request) {
            Some(listed) => {
                let (number, unit) = (listed.number.to_string(), unit_of(child));
                c.ta("request-held-by", &[("number", number.into()), ("unit", unit.into())])
            }
            None => unit_of(child),
        })
        .collect();
    let mut units: Vec<_> = Vec::new();
    for unit in open().map(unit_of) {
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    // A request without a title is one that this reader may not open.
    let way = open().filter_map(|child| listed(child.request)).find(|listed| !listed.title.trim().is_empty());
    Turn {
        yours: false,
        ended: false,
        stopped: false,
        who: c.ta("request-turn-wait", &[("who", units.join(", ").into())]),
        what: c
            .ta("request-do-held", &[("count", named.len().into()), ("requests", named.join(", ").into())]),
        detail: detail(look, now, true),
        action: way.map(|listed| {
            (c.ta("request-go-held", &[("number", listed.number.to_string().into())]), request(listed.number))
        }),
    }
}

/// What an invited unit may do: offer or decline, or wait.
fn bid(look: Look<'_>) -> Turn {
    let request = look.request();
    let own = request.live_offers(look.page.now).any(|offer| Some(offer.unit) == look.page.bidder);
    let open = look.can(CommandKind::SendOffer);
    let (who, what) = match (open, own) {
        (true, false) => ("request-bid-yours", "request-bid-do"),
        (true, true) => ("request-bid-sent", "request-bid-wait"),
        (false, _) => ("request-bid-over", "request-bid-ended"),
    };
    let action = || (look.t("request-go-estimate"), look.bids(&request_action(request.number, "offer")));
    Turn {
        yours: open && !own,
        ended: !open,
        stopped: false,
        who: look.t(who),
        what: look.t(what),
        detail: None,
        action: match (open, own) {
            (true, false) => Some(action()),
            (true, true) => Some((look.t("request-go-own-offer"), "#offers".to_owned())),
            (false, _) => None,
        },
    }
}

/// The move is the reader's: of their side, and of nobody else by name.
pub(super) fn is_yours(look: Look<'_>, now: Move) -> bool {
    match now.whose {
        Whose::Customer => {
            let command = match now.what {
                TurnWhat::Confirm => CommandKind::ConfirmBrief,
                TurnWhat::Choose => CommandKind::Choose,
                TurnWhat::Accept => CommandKind::Judge,
                TurnWhat::Review => CommandKind::Review,
                _ => CommandKind::Message,
            };
            let theirs = look.page.in_place_of_customer || look.me(look.request().customer);
            let answers = now.what == TurnWhat::Answer && look.on(Side::Participant);
            look.can(command) && (theirs || answers)
        }
        Whose::Provider => look.provider() && look.request().handler.is_none_or(|handler| look.me(handler)),
        Whose::Resolver => look.can(CommandKind::Resolve),
        Whose::Nobody => false,
    }
}

fn who(look: Look<'_>, now: Move, yours: bool) -> String {
    let c = look.c;
    if yours {
        return look.t("request-turn-yours");
    }
    let request = look.request();
    let waited = match now.whose {
        // What somebody may not decide about an order from their own unit went to the head of the unit that pays.
        Whose::Customer if look.on(Side::Own) => return look.t("request-turn-payer"),
        Whose::Customer => look.name(request.customer),
        Whose::Provider => look.handler_or_unit(),
        Whose::Resolver => return look.t("request-turn-resolver"),
        Whose::Nobody if request.state == RequestState::Cancelled => return look.t("request-turn-cancelled"),
        Whose::Nobody => return look.t("request-turn-closed"),
    };
    c.ta("request-turn-wait", &[("who", waited.into())])
}

/// What the reader is to do.
fn task(look: Look<'_>, what: TurnWhat) -> String {
    let (c, request) = (look.c, look.request());
    let version = i64::from(request.brief().map_or(0, |brief| brief.version));
    match what {
        TurnWhat::Claim if request.state == RequestState::Working => look.t("request-do-claim-ready"),
        TurnWhat::Claim => look.t("request-do-claim"),
        TurnWhat::Formulate if version > 0 => look.t("request-do-formulate-again"),
        TurnWhat::Formulate => look.t("request-do-formulate"),
        TurnWhat::Answer => {
            let question = request.open_question().map(|question| look.short(&question.text, 160));
            c.ta("request-do-answer", &[("question", question.unwrap_or_default().into())])
        }
        TurnWhat::Confirm => c.ta("request-do-confirm", &[("version", version.into())]),
        TurnWhat::Estimate if request.offers.is_empty() => look.t("request-do-estimate"),
        TurnWhat::Estimate => look.t("request-do-estimate-again"),
        TurnWhat::Choose => match request.live_offers(look.page.now).count() {
            0 => look.t("request-do-choose-none"),
            count => c.count("request-do-choose", count),
        },
        TurnWhat::Deliver if !request.deliveries.is_empty() => look.t("request-do-deliver-again"),
        TurnWhat::Deliver => look.t("request-do-deliver"),
        TurnWhat::Accept => look.t("request-do-accept"),
        TurnWhat::Resolve => look.t("request-do-resolve"),
        TurnWhat::Review => look.t("request-do-review"),
        TurnWhat::Nothing => String::new(),
    }
}

/// What somebody else is doing.
fn wait(look: Look<'_>, what: TurnWhat) -> String {
    let (c, request) = (look.c, look.request());
    let version = i64::from(request.brief().map_or(0, |brief| brief.version));
    match what {
        TurnWhat::Claim => look.t("request-wait-claim"),
        TurnWhat::Formulate => look.t("request-wait-formulate"),
        TurnWhat::Answer => {
            let question = request.open_question().map(|question| look.short(&question.text, 160));
            c.ta("request-wait-answer", &[("question", question.unwrap_or_default().into())])
        }
        TurnWhat::Confirm => c.ta("request-wait-confirm", &[("version", version.into())]),
        TurnWhat::Estimate => look.t("request-wait-estimate"),
        TurnWhat::Choose => look.t("request-wait-choose"),
        TurnWhat::Deliver => look.t("request-wait-deliver"),
        TurnWhat::Accept => look.t("request-wait-accept"),
        TurnWhat::Resolve => look.t("request-wait-resolve"),
        TurnWhat::Review => look.t("request-wait-review"),
        TurnWhat::Nothing if request.state == RequestState::Cancelled => look.t("request-ended-cancelled"),
        TurnWhat::Nothing if request.review.is_some() => look.t("request-ended-reviewed"),
        TurnWhat::Nothing => look.t("request-ended"),
    }
}

/// Until when, how many minutes; for others since when.
fn detail(look: Look<'_>, now: Move, yours: bool) -> Option<Html> {
    let mut parts = Vec::new();
    if now.what == TurnWhat::Nothing {
        let since = look.request().since;
        let mut text = look.c.time(since, look.c.moment(since)).0;
        if let Some(until) = again_until(look) {
            let again = look.c.ta("request-turn-again", &[("when", look.c.day(until).into())]);
            text = format!("{text}. {}", look.c.time(until, again).0);
        }
        return Some(Html(text));
    }
    if !yours {
        parts.push(since(look, now.since));
    }
    if let Some((due, promised)) = due(look, now.what) {
        let late = due < look.page.now;
        let key = match (late, promised) {
            (true, _) => "request-turn-late",
            (false, true) => "request-turn-promised",
            (false, false) => "request-turn-until",
        };
        // Others need not know when the person will be reminded.
        if yours || promised || late {
            parts.push(look.c.time(due, look.c.ta(key, &[("when", look.c.moment(due).into())])).0);
        }
    }
    if yours && let Some(minutes) = minutes(look, now.what) {
        parts.push(escape(&look.c.count("request-turn-minutes", minutes)));
    }
    if yours && now.what == TurnWhat::Formulate && look.request().interviews.is_empty() {
        let href = request_action(look.request().number, "interview");
        parts.push(format!("<a href=\"{href}\">{}</a>", look.c.t("request-record-interview")));
    }
    (!parts.is_empty()).then(|| Html(parts.join(". ")))
}

fn since(look: Look<'_>, since: Instant) -> String {
    let waited = look.page.now.seconds_since(since);
    let text = if waited < 60 {
        look.t("request-turn-since-now")
    } else {
        look.c.ta("request-turn-since", &[("span", look.c.waited(waited).into())])
    };
    look.c.time(since, text).0
}

/// When the move is due, and whether that was promised to somebody; else it is when the product will remind.
pub(super) fn due(look: Look<'_>, what: TurnWhat) -> Option<(Instant, bool)> {
    let promised = match what {
        TurnWhat::Deliver => look.request().chosen().map(|offer| offer.ready_by),
        TurnWhat::Claim | TurnWhat::Formulate => look
            .page
            .clocks
            .iter()
            .find(|(clock, _)| clock.stopped_at.is_none())
            .and_then(|(_, story)| story.reading.due_at),
        _ => None,
    };
    promised.map(|due| (due, true)).or_else(|| look.page.timeout.map(|(due, _)| (due, false)))
}

/// The minutes that the customer's move is going to take.
fn minutes(look: Look<'_>, what: TurnWhat) -> Option<usize> {
    let request = look.request();
    let length = |text: &domain::content::ContentRef| look.page.text(text).chars().count();
    let (characters, decisions) = match what {
        TurnWhat::Confirm => {
            let brief = request.brief()?;
            let items = brief.criteria.iter().chain(&brief.assumptions);
            let items: usize = items.map(|item| length(&item.text)).sum();
            (length(&brief.problem) + length(&brief.outcome) + items, brief.criteria.len().div_ceil(2))
        }
        TurnWhat::Choose => {
            let offers: Vec<_> = request.live_offers(look.page.now).collect();
            let text = offers.iter().map(|offer| {
                let lines: usize = offer.lines.iter().map(|line| length(&line.text)).sum();
                lines + offer.risk.as_ref().map_or(0, length)
            });
            (text.sum(), offers.len() + 1)
        }
        TurnWhat::Accept => {
            let delivery = request.deliveries.last()?;
            (length(&delivery.note), request.chosen()?.criteria.len())
        }
        TurnWhat::Answer => (length(&request.open_question()?.text), 1),
        TurnWhat::Review => (0, 1),
        _ => return None,
    };
    Some((characters.div_ceil(CHARACTERS_A_MINUTE) + decisions).max(1))
}

/// The one next action: words and address.
fn action(look: Look<'_>, what: TurnWhat) -> Option<(String, String)> {
    let number = look.request().number;
    let page = |action: &'static str| request_action(number, action);
    let (key, href) = match what {
        TurnWhat::Formulate => ("request-go-formulate", page("brief")),
        TurnWhat::Answer => ("request-go-answer", "#reply".to_owned()),
        TurnWhat::Confirm => ("request-go-confirm", "#brief".to_owned()),
        TurnWhat::Estimate => ("request-go-estimate", page("offer")),
        TurnWhat::Choose => ("request-go-choose", "#offers".to_owned()),
        TurnWhat::Deliver => ("request-go-deliver", page("deliver")),
        TurnWhat::Accept => ("request-go-accept", "#judge".to_owned()),
        TurnWhat::Resolve => ("request-go-resolve", page("resolve")),
        TurnWhat::Review => ("request-go-review", "#review".to_owned()),
        TurnWhat::Claim | TurnWhat::Nothing => return None,
    };
    Some((look.t(key), href))
}
