//! Pictures of flow, each with the table behind it.

use domain::time::Instant;
use flow::ageing::{DAY, ageing as age};
use flow::arrivals::{arrivals as came, every};
use flow::cumulative::cumulative as stand;
use flow::filter::{Filter, Moment, Request, View};
use flow::gaps::stretches;
use flow::graph::{graph, time_in_states};
use flow::log::Millis;
use flow::pairs::pairs;
use flow::picture::Words as _;
use flow::picture::{
    Detail, Frame, Picture, Supply, Target, ageing, arrivals, chain, chain_drawn, cumulative, map, scatter,
};
use flow::times::RoundTheClock;

use super::Tab;
use super::asked::{Of, day_of, reference, start_of};
use super::ground::Ground;
use crate::i18n::Html;
use crate::parts::table::{Cell, Table};
use crate::routes;

/// A kind of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PictureKind {
    Map,
    Chain,
    Scatter,
    Cumulative,
    Ageing,
    Arrivals,
}

impl PictureKind {
    pub(super) const ALL: [Self; 6] =
        [Self::Map, Self::Chain, Self::Scatter, Self::Cumulative, Self::Ageing, Self::Arrivals];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Chain => "chain",
            Self::Scatter => "scatter",
            Self::Cumulative => "cumulative",
            Self::Ageing => "ageing",
            Self::Arrivals => "arrivals",
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Map => "flow-map",
            Self::Chain => "flow-chain",
            Self::Scatter => "flow-scatter",
            Self::Cumulative => "flow-cumulative",
            Self::Ageing => "flow-ageing",
            Self::Arrivals => "flow-arrivals",
        }
    }

    const fn note(self) -> &'static str {
        match self {
            Self::Map => "flow-map-note",
            Self::Chain => "flow-chain-note",
            Self::Scatter => "flow-scatter-note",
            Self::Cumulative => "flow-cumulative-note",
            Self::Ageing => "flow-ageing-note",
            Self::Arrivals => "flow-arrivals-note",
        }
    }

    /// The picture of a code, where it is drawn: the chain is the company's.
    pub(super) fn of(code: &str, of: &Of) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code && kind.is_for(of))
    }

    pub(super) fn is_for(self, of: &Of) -> bool {
        self != Self::Chain || *of == Of::Company
    }
}

/// A picture on a page.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    pub title: String,
    pub note: String,
    /// What stands in the table alone, in words.
    pub beyond: Option<String>,
    pub svg: Html,
    /// The same for a narrow page; without it the drawing may be wider than the page.
    pub narrow: Option<Html>,
    pub table: Table,
    /// The table is longer than what is shown.
    pub cut: bool,
    pub svg_file: String,
    pub csv_file: String,
    /// The name of the picture as an image.
    pub png_name: String,
    /// How much of the map is drawn, in percent.
    pub detail: Option<i64>,
    /// What the arrows of the value chain may be as thick as.
    pub weighs: Vec<Tab>,
}

/// The most rows of the table behind a picture that stand on its page.
const ROWS: usize = 100;
/// Spaces of a picture over time.
const SPACES: u32 = 60;
const MOMENTS: u32 = 120;

/// How much of the map is drawn, in percent.
fn detail(ground: &Ground) -> i64 {
    ground.asked.detail.parse::<i64>().map_or(80, |percent| percent.clamp(10, 100))
}

/// Draws a picture.
pub(super) fn draw(ground: &Ground, kind: PictureKind) -> Picture {
    let title = ground.told.c.t(kind.word()).into_owned();
    let log = &ground.flow.log;
    let link = |target: Target| link(ground, target);
    let frame = Frame { id: "picture", title: &title, words: &ground.told, link: &link };
    let (from, until) = ground.bounds();
    match kind {
        PictureKind::Map => {
            let view = ground.view();
            let visits = time_in_states(&view, ground.now, &RoundTheClock);
            let detail = Detail(detail(ground) as f64 / 100.0);
            map(log, &graph(&view, &RoundTheClock), &visits, detail, &frame)
        }
        PictureKind::Chain => chain(log, &supplies(ground), &frame),
        PictureKind::Scatter => scatter(&closed(ground), &RoundTheClock, &frame),
        PictureKind::Cumulative => {
            let standing = ground.standing();
            let changes = |one: &Request<'_>| one.steps.at.to_vec();
            let moments = bounds(ground, &standing, changes, DAY, MOMENTS);
            cumulative(&stand(&standing, &moments), &frame)
        }
        PictureKind::Ageing => ageing(&age(&ground.standing(), ground.now, &RoundTheClock), &frame),
        PictureKind::Arrivals => {
            let step = if until - from > 45 * DAY { 7 * DAY } else { DAY };
            let standing = ground.standing();
            arrivals(&came(&standing, &bounds(ground, &standing, |_| Vec::new(), step, SPACES)), &frame)
        }
    }
}

/// Bounds of spaces of one length, in the times in which something happened: years of nothing are one space. `more` is what
/// happened to a request beside its opening and closing. The last bound is the end of the period: nothing comes from the future.
fn bounds(
    ground: &Ground,
    standing: &View<'_>,
    more: impl Fn(&Request<'_>) -> Vec<Millis>,
    step: Millis,
    most: u32,
) -> Vec<Millis> {
    let (from, until) = ground.bounds();
    let moments = standing.iter().flat_map(|one| {
        let ends = [Some(one.case.opened), one.case.closed].into_iter().flatten();
        ends.chain(more(&one)).map(|at| (at, at))
    });
    let parts = stretches(from, until, moments);
    let length: Millis = parts.iter().map(|(from, until)| until - from).sum();
    let wide = step * ((length - 1).max(0) / step / Millis::from(most) + 1);
    let mut found: Vec<Millis> = Vec::new();
    for (n, &(begin, end)) in parts.iter().enumerate() {
        let begin = if n == 0 { begin } else { start_of_day(ground, begin).max(parts[n - 1].1) };
        found.push(begin);
        found.extend(every(begin, end, wide, u32::MAX).into_iter().skip(1).map(|at| at.min(end)));
    }
    found.push(until.max(from + 1));
    found.dedup();
    found
}

fn start_of_day(ground: &Ground, at: Millis) -> Millis {
    let day = day_of(Instant::from_millis(at), &ground.zone);
    start_of(day, &ground.zone).millis()
}

/// What was closed in the period.
fn closed(ground: &Ground) -> View<'_> {
    let filter = ground.asked.filter(&ground.flow, ground.window, true);
    let view = View::of(&ground.flow.log, &Filter { by: Moment::Completed, ..filter });
    view.only(|one| one.case.closed.is_some())
}

/// What the arrows of the value chain are as thick as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weigh {
    Requests,
    Money,
    Minutes,
}

impl Weigh {
    /// With the code of the address and the word.
    const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Requests, "", "flow-weigh-requests"),
        (Self::Money, "money", "flow-word-money"),
        (Self::Minutes, "minutes", "flow-word-minutes"),
    ];
}

fn weigh(ground: &Ground) -> Weigh {
    let asked = Weigh::ALL.into_iter().find(|(_, code, _)| *code == ground.asked.weigh);
    asked.map_or(Weigh::Requests, |(weigh, _, _)| weigh)
}

/// What the arrows may be as thick as: what there is.
fn weighs(ground: &Ground) -> Vec<Tab> {
    let here = weigh(ground);
    let minutes = ground.flow.client_seconds.iter().any(Option::is_some);
    let there = |weigh| match weigh {
        Weigh::Requests => true,
        Weigh::Money => !ground.paid.is_empty(),
        Weigh::Minutes => minutes,
    };
    let tabs = Weigh::ALL.into_iter().filter(|(weigh, _, _)| there(*weigh) || *weigh == here);
    let tab = |(weigh, code, word): (Weigh, &'static str, &'static str)| Tab {
        label: ground.told.c.t(word).into_owned(),
        href: ground.with(&[("view", PictureKind::Chain.code()), ("weigh", code)]),
        here: weigh == here,
    };
    let tabs: Vec<Tab> = tabs.map(tab).collect();
    if tabs.len() > 1 { tabs } else { Vec::new() }
}

fn supplies(ground: &Ground) -> Vec<Supply> {
    let c = &ground.told.c;
    let all = pairs(&ground.view(), ground.now, &RoundTheClock);
    let weigh = weigh(ground);
    let supply = |pair: flow::pairs::Pair| {
        let of = |place: &u32| ground.flow.client_seconds.get(*place as usize).copied().flatten();
        let seconds: i64 = pair.places.iter().filter_map(of).sum();
        let minutes = (seconds > 0).then(|| c.span(seconds));
        let sums = ground.paid.get(&(pair.customer, pair.unit)).map_or(&[][..], Vec::as_slice);
        let told: Vec<String> = sums.iter().map(|(of, minor)| c.money_in(*minor, *of)).collect();
        let money = (!told.is_empty()).then(|| told.join(" + "));
        // Sums of other currencies stand in the table and in what the arrow says.
        let own = sums.iter().filter(|(of, _)| *of == c.currency).map(|(_, minor)| *minor).sum::<i64>();
        let (weight, label) = match weigh {
            Weigh::Requests => (pair.requests() as f64, ground.told.count(pair.requests())),
            Weigh::Money => (own as f64, money.clone().unwrap_or_default()),
            Weigh::Minutes => (seconds as f64, minutes.clone().unwrap_or_default()),
        };
        Supply { weight, label, money, minutes, pair }
    };
    all.into_iter().map(supply).collect()
}

fn link(ground: &Ground, target: Target) -> Option<String> {
    let of = |name| reference(&ground.flow, name);
    Some(match target {
        Target::State(state) => ground.list("state", &of(state), ""),
        Target::Follows(from, to) => ground.list("follows", &of(from), &of(to)),
        Target::Request(place) => return ground.request(place),
        Target::Pair(customer, unit) => {
            ground.with(&[("customer", &of(customer)), ("unit", &of(unit)), ("view", "")])
        }
        Target::Unit(unit) => ground.asked.address(
            &routes::unit_flow(ground.flow.units.get(&unit)?),
            &[("unit", ""), ("customer", ""), ("service", "")],
        ),
        Target::Age(class) => ground.list("age", &class.to_string(), ""),
        Target::Within(period) => {
            ground.list("within", &period.from?.to_string(), &period.until?.to_string())
        }
        Target::Begun(state) => ground.list("begun", &of(state), ""),
        Target::Ended(state) => ground.list("ended", &of(state), ""),
        Target::Standing(at) => ground.list("standing", &at.to_string(), ""),
    })
}

/// A picture with its table and files.
pub(super) fn drawn(ground: &Ground, kind: PictureKind) -> Drawn {
    let c = &ground.told.c;
    let picture = draw(ground, kind);
    let mut table = Table::new("table", c.t("flow-table"));
    for (place, head) in picture.table.head.iter().enumerate() {
        let number =
            picture.table.rows.iter().any(|row| row.get(place).is_some_and(flow::picture::Cell::is_number));
        table = if number { table.numbers(head) } else { table.words(head) };
    }
    let targets = picture.table.targets.iter().copied().chain(std::iter::repeat(None));
    for (row, target) in picture.table.rows.iter().zip(targets).take(ROWS) {
        let item = |cell: &flow::picture::Cell| Cell::text(cell.shown(&ground.told));
        let mut items: Vec<Cell> = row.iter().map(item).collect();
        if let Some(first) = items.first_mut() {
            // Its number is for few others.
            if first.is_empty() {
                *first = Cell::text(c.t("flow-list-few"));
            }
            first.href = target.and_then(|target| link(ground, target));
        }
        table.push(items);
    }
    let file = |ext: &str| {
        let path = format!("{}/picture.{ext}", ground.of.address());
        ground.asked.address(
            &path,
            &[("view", kind.code()), ("detail", &ground.asked.detail), ("weigh", &ground.asked.weigh)],
        )
    };
    Drawn {
        title: c.t(kind.word()).into_owned(),
        note: c.t(kind.note()).into_owned(),
        cut: picture.table.rows.len() > ROWS,
        beyond: (kind == PictureKind::Chain).then(|| beyond(ground, picture.table.rows.len())).flatten(),
        svg: Html(picture.svg),
        narrow: picture.narrow.map(Html),
        table,
        svg_file: file("svg"),
        csv_file: file("csv"),
        png_name: format!("{}.png", file_name(ground, kind)),
        weighs: if kind == PictureKind::Chain { weighs(ground) } else { Vec::new() },
        detail: (kind == PictureKind::Map).then(|| detail(ground)),
    }
}

/// Says how many pairs of units are drawn, where there are more of them.
fn beyond(ground: &Ground, all: usize) -> Option<String> {
    let drawn = chain_drawn(&supplies(ground));
    let c = &ground.told.c;
    (0 < drawn && drawn < all)
        .then(|| c.ta("flow-chain-beyond", &[("drawn", drawn.into()), ("all", all.into())]))
}

/// The name of a file without its end: what it shows, of whom.
pub(super) fn file_name(ground: &Ground, kind: PictureKind) -> String {
    let of = match &ground.of {
        Of::Company => "company",
        Of::Unit(text) | Of::Service(text) => text,
    };
    let safe: String = of.chars().map(|sign| if sign.is_ascii_alphanumeric() { sign } else { '-' }).collect();
    format!("flow-{safe}-{}", kind.code())
}
