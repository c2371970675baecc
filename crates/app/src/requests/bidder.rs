//! The page of a request as whoever may offer on it gets it. It is built of what they may see, every field by its name: a new field of
//! a request or of its page is decided here before it compiles.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::content::ContentRef;
use domain::ids::{ContentId, PersonId, UnitId};
use domain::permission::{Action, Resource, Viewer, can};
use domain::request::{Brief, Choice, Event, Funding, Offer, Request, Waiting};
use uuid::Uuid;

use super::shown::{RequestPage, Sight};

/// Words that a bidder does not get.
fn hidden() -> ContentRef {
    ContentRef { id: ContentId(Uuid::nil()), hash: String::new() }
}

/// What of a request the unit `own` gets: the agreed brief, its own invitation and offers, whether one of those was chosen. Whoever has
/// a link is not told even whose problem it is.
fn request_for(request: &Request, own: Option<UnitId>, viewer: &Viewer) -> Request {
    let is_own = |unit: UnitId| Some(unit) == own;
    let brief: Option<&Brief> = request.confirmed_brief();
    let customer = if viewer.person().is_some() { request.customer } else { PersonId(Uuid::nil()) };
    let service = request.service.filter(|_| can(viewer, Action::BrowseServices, Resource::Company));
    let chosen = request.chosen().filter(|offer| is_own(offer.unit)).and(request.choice.as_ref());
    Request {
        id: request.id,
        number: request.number,
        seq: request.seq,
        stated_at: request.since,
        parent: None,
        root: request.id,
        root_at: request.since,
        class: request.class,
        author: customer,
        customer,
        customer_unit: request.customer_unit,
        beneficiary: None,
        payer_unit: request.customer_unit,
        participants: BTreeSet::new(),
        helpers: BTreeSet::new(),
        entrusted: None,
        unit: request.unit,
        past_units: Vec::new(),
        service,
        handler: None,
        handlers: BTreeSet::new(),
        statement: hidden(),
        title: brief.map_or_else(hidden, |brief| brief.title.clone()),
        state: request.state,
        since: request.since,
        questions: Vec::new(),
        interviews: Vec::new(),
        briefs: brief.cloned().into_iter().collect(),
        invitations: request
            .invitations
            .iter()
            .filter(|invitation| is_own(invitation.unit))
            .cloned()
            .collect(),
        offers: request.offers.iter().filter(|offer| is_own(offer.unit)).cloned().collect(),
        choice: chosen.map(|choice| Choice {
            offer: choice.offer,
            by: customer,
            reason: None,
            funding: Funding::Nothing,
            at: choice.at,
        }),
        tasks: Vec::new(),
        effort: 0,
        children: Vec::new(),
        deliveries: Vec::new(),
        verdicts: BTreeMap::new(),
        paid: BTreeMap::new(),
        reserved: BTreeMap::new(),
        refunded: 0,
        disputes: Vec::new(),
        review: None,
        reopened: 0,
        clocks: Vec::new(),
        client_seconds: 0,
        nudges: 0,
        reminded_at: None,
    }
}

fn words_of(brief: &Brief) -> impl Iterator<Item = ContentId> + '_ {
    let items = brief.criteria.iter().chain(&brief.assumptions).map(|item| item.text.id);
    items.chain([brief.title.id, brief.problem.id, brief.outcome.id])
}

fn words_of_offer(offer: &Offer) -> impl Iterator<Item = ContentId> + '_ {
    offer.lines.iter().map(|line| line.text.id).chain(offer.risk.as_ref().map(|risk| risk.id))
}

/// The whole page `from`, as a bidder gets it.
pub(super) fn page_for(from: &RequestPage, viewer: &Viewer) -> RequestPage {
    let own = from.bidder;
    let request = request_for(&from.request, own, viewer);
    let mut words: BTreeSet<ContentId> = request.briefs.iter().flat_map(words_of).collect();
    words.extend(request.offers.iter().flat_map(words_of_offer));
    let mut people: BTreeSet<PersonId> = request.offers.iter().filter_map(|offer| offer.by).collect();
    // What was said with the unit, and nothing else that happened.
    let mut events = Vec::new();
    for recorded in &from.events {
        if let Event::OutsideSaid { unit, by, text, .. } = &recorded.event
            && Some(*unit) == own
        {
            words.insert(text.id);
            people.extend(*by);
            events.push(recorded.clone());
        }
    }
    // Whoever has a link knows of the company only who writes to them.
    let linked = viewer.person().is_none();
    let mut units: BTreeSet<UnitId> = own.into_iter().chain(from.bids_for.iter().copied()).collect();
    if !linked {
        people.insert(request.customer);
        units.extend([request.unit, request.customer_unit]);
    }
    let among = |id: &UnitId| Some((*id, from.units.get(id)?.clone()));
    RequestPage {
        openings: Vec::new(),
        in_place_of_customer: false,
        sight: Sight::Brief,
        events,
        texts: words.iter().filter_map(|id| Some((*id, from.texts.get(id)?.clone()))).collect(),
        files: HashMap::new(),
        names: people.iter().filter_map(|id| Some((*id, from.names.get(id)?.clone()))).collect(),
        units: units.iter().filter_map(among).collect(),
        service: request.service.and(from.service.clone()),
        clocks: Vec::new(),
        promises: HashMap::new(),
        calendars: HashMap::new(),
        timeout: None,
        waiting: Waiting::default(),
        parent: None,
        children: Vec::new(),
        budget: None,
        colleagues: Vec::new(),
        sides: from.sides.clone(),
        bidder: own,
        bids_for: from.bids_for.clone(),
        available: from.available.clone(),
        currency: from.currency,
        now: from.now,
        request,
    }
}
