//! The desk: a unit's queue by whose move it is, as a list or a board, with keys for whoever works here all day.

mod claim;
mod rows;
#[cfg(test)]
mod samples;

use app::requests::desk::{self, Asked, Desk};
use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::ids::RequestId;
use domain::request::RequestState;
use domain::time::Instant;
use serde::Deserialize;
use store::repo::request::{DeskGroup, DeskPlace, DeskShare};

use crate::auth::{SignedIn, Visit};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::i18n::Html;
use crate::page::Page;
use crate::parts::table::{Table, TablePart};
use crate::parts::{State, Tag};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::DESK, Reach::SIGNED_IN, show),
        Route::post(pattern::DESK_CLAIM, Reach::PROVIDERS, claim::claim),
    ]
}

/// A link of a row of tabs.
#[derive(Debug, Clone)]
pub(crate) struct Tab {
    pub label: String,
    pub href: String,
    pub here: bool,
}

/// A request of the queue.
#[derive(Debug, Clone)]
pub(crate) struct DeskLine {
    pub number: i64,
    pub href: String,
    /// Where it is answered.
    pub reply: String,
    pub title: String,
    pub state: State,
    /// The customer, unless it is a brief that is only bid on, and their unit.
    pub whose: Html,
    /// Which stage it is in.
    pub stage: &'static str,
    pub due: Due,
    /// How long it has been going on.
    pub age: String,
    pub tag: Tag,
}

/// What is left until the promised moment.
#[derive(Debug, Clone)]
pub(crate) enum Due {
    /// Soon or late: a word with a shape.
    Marked(State),
    /// The moment.
    At(Html),
    /// Nothing is promised now.
    Waits(String),
}

/// A column of the board.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub id: String,
    pub name: String,
    pub count: String,
    pub lines: Vec<DeskLine>,
}

/// What is shown of the queue.
#[derive(Debug, Clone)]
pub(crate) enum Shown {
    /// The table.
    List(Table),
    /// The board; the address is that of the list when not everything fits.
    Board(Vec<Column>, Option<String>),
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "desk/desk.html")]
pub(crate) struct DeskView {
    pub c: Chrome,
    pub unit: Html,
    pub storefront: String,
    pub units: Vec<Tab>,
    pub shares: Vec<Tab>,
    pub list: Tab,
    pub board: Tab,
    pub code: String,
    /// What is searched for.
    pub words: String,
    pub share: &'static str,
    pub shown: Shown,
    /// Why some ticked requests were not claimed.
    pub refused: Vec<(i64, String)>,
    pub keys: Vec<(String, String)>,
}

/// The page of somebody who serves no unit.
#[derive(Debug, Template)]
#[template(path = "desk/none.html")]
pub(crate) struct NoDeskView {
    pub c: Chrome,
}

/// What the address of a desk says.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Wanted {
    /// The code of the unit.
    #[serde(default)]
    pub unit: String,
    /// `mine`, `unclaimed`, or nothing for all.
    #[serde(default)]
    pub show: String,
    /// `board`, or nothing for the list.
    #[serde(default)]
    pub view: String,
    /// Words to find.
    #[serde(default)]
    pub q: String,
    /// The part to go on with.
    #[serde(default)]
    pub group: String,
    /// Where the part goes on: due moment in milliseconds or `-`, then the id; the id alone among requests to offer on.
    #[serde(default)]
    pub after: String,
}

impl Wanted {
    fn share(&self) -> DeskShare {
        DeskShare::from_code(&self.show).unwrap_or_default()
    }

    fn is_board(&self) -> bool {
        self.view == "board"
    }

    fn asked(&self) -> Asked {
        let group = DeskGroup::from_code(&self.group);
        Asked {
            unit: self.unit.clone(),
            share: self.share(),
            part: group.map(|group| (group, place(&self.after))),
            bids_after: RequestId::parse(&self.after).filter(|_| self.group == BIDS),
            words: self.q.clone(),
        }
    }

    /// The address with these values; `unit` is the code of the desk's unit.
    fn href(unit: &str, share: DeskShare, board: bool) -> String {
        let view = if board { "board" } else { "" };
        routes::with(&routes::desk(), &[("unit", unit), ("show", share.code()), ("view", view)])
    }
}

/// The word of addresses for requests on which the unit was asked to offer.
const BIDS: &str = "bids";

fn place(text: &str) -> Option<DeskPlace> {
    let (due, id) = text.split_once('.')?;
    let due_at = if due == "-" { None } else { Some(Instant::from_millis(due.parse().ok()?)) };
    Some(DeskPlace { due_at, id: RequestId::parse(id)? })
}

fn place_text(place: DeskPlace) -> String {
    let due = place.due_at.map_or_else(|| "-".to_owned(), |due| due.millis().to_string());
    format!("{due}.{}", place.id)
}

/// Columns of the board: a key and the states in it.
const COLUMNS: [(&str, &str, &[RequestState]); 6] = [
    ("new", "desk-column-new", &[RequestState::New]),
    ("brief", "desk-column-brief", &[RequestState::Formulating, RequestState::Confirming]),
    ("offers", "desk-column-offers", &[RequestState::Estimating, RequestState::Choosing]),
    ("work", "desk-column-work", &[RequestState::Working]),
    ("accept", "desk-column-accept", &[RequestState::Accepting, RequestState::Disputed]),
    ("review", "desk-column-review", &[RequestState::Reviewing]),
];

fn group_name(c: &Chrome, group: DeskGroup) -> String {
    c.t(match group {
        DeskGroup::Move => "desk-group-move",
        DeskGroup::Work => "desk-group-work",
        DeskGroup::Customer => "desk-group-customer",
        DeskGroup::Resolver => "desk-group-resolver",
    })
    .into_owned()
}

fn list(c: &Chrome, visit: &Visit, desk: &Desk, share: DeskShare) -> Table {
    let me = visit.viewer.person();
    let line = |row| rows::row(c, rows::line(c, desk, me, row), true);
    let mut queue = rows::queue(c);
    if let Some(found) = &desk.found {
        let rows: Vec<_> = found.iter().map(line).collect();
        let name = c.t("desk-found").into_owned();
        let count = Some(rows.len().to_string());
        queue.parts.push(TablePart { id: "found".into(), name, count, rows, next: None });
        return queue;
    }
    let counted = |group: DeskGroup| {
        let count = desk.counts.as_ref()?.iter().find(|count| count.group == group)?;
        Some(match share {
            DeskShare::All => count.all,
            DeskShare::Mine => count.mine,
            DeskShare::Unclaimed => count.unclaimed,
        })
    };
    queue.parts.extend(desk.parts.iter().filter(|part| !part.rows.is_empty()).map(|part| TablePart {
        id: part.group.code().to_owned(),
        name: group_name(c, part.group),
        count: counted(part.group).map(|count| c.number(count)),
        rows: part.rows.iter().map(line).collect(),
        next: part.next.map(|next| {
            let href = Wanted::href(&desk.unit.code, share, false);
            routes::with(&href, &[("group", part.group.code()), ("after", &place_text(next))])
        }),
    }));
    if !desk.bids.is_empty() && share == DeskShare::All {
        // What asks for a step of ours comes first.
        let (ours, theirs): (Vec<_>, Vec<_>) = desk.bids.iter().partition(|bid| rows::asks(c, bid));
        let bid = |bid| rows::row(c, rows::bid(c, desk, bid), false);
        let rows = ours.into_iter().chain(theirs).map(bid).collect();
        let (id, name) = (BIDS.to_owned(), c.t("desk-group-bids").into_owned());
        let next = desk.next_bid.map(|after| {
            let href = Wanted::href(&desk.unit.code, share, false);
            routes::with(&href, &[("group", BIDS), ("after", &after.to_string())])
        });
        queue.parts.push(TablePart { id, name, count: None, rows, next });
    }
    queue
}

fn board(c: &Chrome, visit: &Visit, desk: &Desk, share: DeskShare) -> Shown {
    let me = visit.viewer.person();
    let mut all: Vec<_> = desk.parts.iter().flat_map(|part| &part.rows).collect();
    all.sort_by_key(|row| (row.due_at.map_or(i64::MAX, Instant::millis), row.id));
    let columns = COLUMNS
        .iter()
        .map(|(id, key, states)| {
            let rows = all.iter().filter(|row| states.contains(&row.state));
            let lines: Vec<_> = rows.map(|row| rows::line(c, desk, me, row)).collect();
            let (id, name) = ((*id).to_owned(), c.t(key).into_owned());
            Column { id, name, count: lines.len().to_string(), lines }
        })
        .collect();
    let more = desk.parts.iter().any(|part| part.next.is_some());
    Shown::Board(columns, more.then(|| Wanted::href(&desk.unit.code, share, false)))
}

fn tabs(c: &Chrome, desk: &Desk, share: DeskShare, board: bool) -> (Vec<Tab>, Vec<Tab>) {
    let units = desk
        .served
        .iter()
        .filter_map(|id| desk.units.get(id))
        .map(|unit| Tab {
            label: unit.texts.name.text(c.l.0).to_owned(),
            href: Wanted::href(&unit.code, share, board),
            here: unit.id == desk.unit.id,
        })
        .collect();
    let count = |of: DeskShare| {
        desk.counts.as_ref().map(|counts| {
            counts
                .iter()
                .map(|count| match of {
                    DeskShare::All => count.all,
                    DeskShare::Mine => count.mine,
                    DeskShare::Unclaimed => count.unclaimed,
                })
                .sum::<i64>()
        })
    };
    let shares = DeskShare::ALL
        .into_iter()
        .map(|of| {
            let name = c.t(match of {
                DeskShare::All => "desk-all",
                DeskShare::Mine => "desk-mine",
                DeskShare::Unclaimed => "desk-unclaimed",
            });
            let label = match count(of) {
                Some(count) => format!("{name} {}", c.number(count)),
                None => name.into_owned(),
            };
            Tab { label, href: Wanted::href(&desk.unit.code, of, board), here: of == share }
        })
        .collect();
    (units, shares)
}

/// The keys of the page: key, what it does.
fn keys(c: &Chrome) -> Vec<(String, String)> {
    [
        ("j", "desk-key-down"),
        ("k", "desk-key-up"),
        ("x", "desk-key-tick"),
        ("Enter", "desk-key-open"),
        ("c", "desk-key-claim"),
        ("r", "desk-key-reply"),
        ("b", "desk-key-board"),
        ("/", "desk-key-search"),
        ("?", "desk-key-help"),
    ]
    .map(|(key, text)| (key.to_owned(), c.t(text).into_owned()))
    .to_vec()
}

fn view(c: Chrome, visit: &Visit, wanted: &Wanted, desk: &Desk, refused: Vec<(i64, String)>) -> DeskView {
    let (share, is_board) = (wanted.share(), wanted.is_board() && desk.found.is_none());
    let (units, shares) = tabs(&c, desk, share, is_board);
    let seg = |key: &str, board: bool| Tab {
        label: c.t(key).into_owned(),
        href: Wanted::href(&desk.unit.code, share, board),
        here: board == is_board,
    };
    DeskView {
        unit: c.authored(&desk.unit.texts.name),
        storefront: routes::unit(&desk.unit.code),
        units,
        shares,
        list: seg("desk-list", false),
        board: seg("desk-board", true),
        code: desk.unit.code.clone(),
        words: wanted.q.clone(),
        share: share.code(),
        shown: if is_board {
            board(&c, visit, desk, share)
        } else {
            Shown::List(list(&c, visit, desk, share))
        },
        refused,
        keys: keys(&c),
        c,
    }
}

async fn show(visit: SignedIn, Query(wanted): Query<Wanted>) -> Reply<Response> {
    let (cx, asked) = (visit.cx(None), wanted.asked());
    let found = visit.site.read(move |tx| desk::desk(tx, &cx, &asked)).await?;
    let c = visit.chrome();
    let Some(desk) = found else { return Ok(Page::personal(&NoDeskView { c }).into_response()) };
    Ok(Page::personal(&view(c, &visit, &wanted, &desk, Vec::new())).into_response())
}
