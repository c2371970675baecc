//! Drawing boxes and the arrows between them, in layers from the top down.
//!
//! Arrows to the next layer run between the two; those that skip layers run outside the boxes, downwards on the right and back on the
//! left, each in a lane of its own, so that none crosses a box.

use std::collections::BTreeMap;

use super::{
    layers::layers,
    svg::{At, Svg, put, shortened},
};

/// Width and height of a box, and the gaps beside and below it.
const BOX: (f64, f64) = (188.0, 58.0);
const GAP: (f64, f64) = (104.0, 100.0);
/// The width of a lane: a label fits.
const LANE: f64 = 92.0;

/// A box.
pub(super) struct Node {
    /// What it is, in its first line.
    pub label: String,
    /// The second line.
    pub line: String,
    /// Its class beside `node`.
    pub class: &'static str,
    /// All of it in words.
    pub told: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// An arrow.
pub(super) struct Edge {
    pub from: usize,
    pub to: usize,
    /// How heavy it is, for its place in the layout.
    pub weight: f64,
    /// How thick, 0 to 1.
    pub thick: f64,
    /// What stands beside it, in one or two lines.
    pub lines: Vec<String>,
    /// Its class beside `edge`.
    pub class: &'static str,
    /// All of it in words.
    pub told: String,
    /// Where it leads.
    pub href: Option<String>,
    /// Whether it is drawn; those that are not keep their say in the layout.
    pub drawn: bool,
}

/// How an arrow runs.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Loop,
    /// In the gap between two layers, or below one layer.
    Near,
    /// In a lane, counted from the inside.
    Lane {
        right: bool,
        lane: usize,
    },
}

/// Draws all; `shown` says which boxes. The last three are for [`Svg::begin`].
pub(super) fn draw(
    nodes: &[Node],
    shown: &[bool],
    edges: &[Edge],
    head: (&str, &str, &str),
    class: &str,
) -> String {
    let arrows: Vec<_> = edges.iter().map(|edge| (edge.from, edge.to, edge.weight)).collect();
    let layers = layers(nodes.len(), &arrows);
    let spots = spots(nodes.len(), &layers, shown);
    let drawn: Vec<&Edge> =
        edges.iter().filter(|edge| edge.drawn && shown[edge.from] && shown[edge.to]).collect();
    let ways = ways(&drawn, &spots);
    let (most_left, most_right) = (spots.iter().zip(shown).filter(|(_, shown)| **shown))
        .fold((0.0_f64, 0.0_f64), |(left, right), (spot, _)| (left.min(spot.x), right.max(spot.x)));
    // Room for loops and their labels beside the boxes.
    let inner = (most_left - BOX.0 / 2.0 - 24.0, most_right + BOX.0 / 2.0 + 84.0);
    let lanes = |side: bool| {
        let of_side = |way: &Way| match *way {
            Way::Lane { right, lane } if right == side => lane + 1,
            _ => 0,
        };
        ways.iter().map(of_side).max().unwrap_or(0) as f64
    };
    let (left, right) = (inner.0 - lanes(false) * LANE, inner.1 + lanes(true) * LANE);
    let bottom = spots.iter().map(|spot| spot.y).fold(0.0, f64::max) + BOX.1 / 2.0 + GAP.1 / 2.0;
    let top = -BOX.1 / 2.0 - GAP.1 / 2.0;
    let (id, title, description) = head;
    let mut svg = Svg::begin(id, class, [left, top, right - left, bottom - top], title, description);
    put!(svg, "<g role=\"list\">");
    for layer in &layers {
        for &node in layer.iter().filter(|&&node| shown[node]) {
            draw_node(&mut svg, &nodes[node], spots[node]);
        }
    }
    put!(svg, "</g><g role=\"list\">");
    let ports = Ports::new(&drawn, &ways, &spots);
    let routes: Vec<Route> =
        (0..drawn.len()).map(|n| route(drawn[n], ways[n], &spots, ports.0[n], inner)).collect();
    let boxes =
        (0..nodes.len()).filter(|&node| shown[node]).map(|node| Area::around(spots[node], BOX)).collect();
    let labels = labels(&drawn, &routes, boxes);
    for ((edge, route), label) in drawn.iter().zip(&routes).zip(labels) {
        svg.open(&format!("edge {}", edge.class), &edge.told, edge.href.as_deref());
        let (path, width) = (&route.path, 1.0 + 5.0 * edge.thick.clamp(0.0, 1.0));
        // A wide unseen line under the thin one, to be hit by a pointer.
        put!(
            svg,
            "<path class=\"hit\" d=\"{path}\"/><path class=\"line\" d=\"{path}\" stroke-width=\"{}\"/>",
            At(width)
        );
        draw_tip(&mut svg, &route.tip);
        if let Some(middle) = label {
            let first = middle.1 - 7.5 * (edge.lines.len() as f64 - 1.0) + 4.5;
            for (line, text) in edge.lines.iter().enumerate() {
                svg.text("m", middle.0, first + 15.0 * line as f64, text);
            }
        }
        svg.close(edge.href.as_deref());
    }
    put!(svg, "</g>");
    svg.end()
}

/// The middle of a box, and its layer.
#[derive(Clone, Copy, Default)]
struct Spot {
    x: f64,
    y: f64,
    layer: usize,
}

/// Layers in which no box is shown take no room; hidden boxes keep theirs beside the others.
fn spots(count: usize, layers: &[Vec<usize>], shown: &[bool]) -> Vec<Spot> {
    let mut spots = vec![Spot::default(); count];
    let mut depth = 0;
    for layer in layers {
        for (n, &node) in layer.iter().enumerate() {
            let x = (n as f64 - (layer.len() as f64 - 1.0) / 2.0) * (BOX.0 + GAP.0);
            spots[node] = Spot { x, y: depth as f64 * (BOX.1 + GAP.1), layer: depth };
        }
        depth += usize::from(layer.iter().any(|&node| shown[node]));
    }
    spots
}

/// Lanes are given out from the inside, short ways first; two that do not overlap share one.
fn ways(edges: &[&Edge], spots: &[Spot]) -> Vec<Way> {
    let reach = |edge: &Edge| {
        let (from, to) = (spots[edge.from].layer, spots[edge.to].layer);
        (from.min(to), from.max(to), to > from)
    };
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by_key(|&n| {
        let (low, high, _) = reach(edges[n]);
        (high - low, low, n)
    });
    let mut taken: [Vec<Vec<(usize, usize)>>; 2] = [Vec::new(), Vec::new()];
    let mut ways = vec![Way::Near; edges.len()];
    for n in order {
        let (low, high, right) = reach(edges[n]);
        if edges[n].from == edges[n].to {
            ways[n] = Way::Loop;
        } else if high - low >= 2 {
            let side = &mut taken[usize::from(right)];
            let free = |lane: &Vec<(usize, usize)>| lane.iter().all(|&(from, to)| high <= from || to <= low);
            let lane = side.iter().position(free).unwrap_or(side.len());
            if lane == side.len() {
                side.push(Vec::new());
            }
            side[lane].push((low, high));
            ways[n] = Way::Lane { right, lane };
        }
    }
    ways
}

type Port = (f64, usize, bool);

/// Where arrows touch a box: side by side along its upper or lower edge, in the order of where they come from.
struct Ports(Vec<(f64, f64)>);

impl Ports {
    fn new(edges: &[&Edge], ways: &[Way], spots: &[Spot]) -> Self {
        let mut ports = vec![(0.0, 0.0); edges.len()];
        // By box and side (below or not): where the other end lies, the arrow, whether it leaves.
        let mut sides: BTreeMap<(usize, bool), Vec<Port>> = BTreeMap::new();
        for (n, edge) in edges.iter().enumerate().filter(|(n, _)| ways[*n] != Way::Loop) {
            let (from, to) = (spots[edge.from], spots[edge.to]);
            let far = |other: Spot| match ways[n] {
                Way::Lane { right, lane } => {
                    if right {
                        1e6 + lane as f64
                    } else {
                        -1e6 - lane as f64
                    }
                }
                _ => other.x,
            };
            let down = to.layer >= from.layer;
            sides.entry((edge.from, down)).or_default().push((far(to), n, true));
            // Within one layer an arrow leaves below and arrives below.
            sides.entry((edge.to, to.layer <= from.layer)).or_default().push((far(from), n, false));
        }
        for ((node, _), mut side) in sides {
            side.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
            let step = BOX.0 * 0.8 / side.len() as f64;
            for (place, &(_, n, leaves)) in side.iter().enumerate() {
                let x = spots[node].x + (place as f64 - (side.len() as f64 - 1.0) / 2.0) * step.min(44.0);
                if leaves { ports[n].0 = x } else { ports[n].1 = x }
            }
        }
        Self(ports)
    }
}

/// The tip of an arrow: where, and which way it points.
struct Tip {
    x: f64,
    y: f64,
    towards: Towards,
}

#[derive(Clone, Copy)]
enum Towards {
    Down,
    Up,
    Left,
}

/// How an arrow is drawn.
struct Route {
    path: String,
    /// Where its label may stand, the best first.
    spots: Vec<(f64, f64)>,
    tip: Tip,
}

/// Along which parts of an arrow its label is tried.
const PARTS: [f64; 7] = [0.5, 0.38, 0.62, 0.27, 0.73, 0.18, 0.82];

fn route(edge: &Edge, way: Way, spots: &[Spot], (x, end): (f64, f64), inner: (f64, f64)) -> Route {
    let (from, to) = (spots[edge.from], spots[edge.to]);
    let down = to.layer > from.layer;
    let same = to.layer == from.layer;
    let (y, stop, towards) = match () {
        () if down => (from.y + BOX.1 / 2.0, to.y - BOX.1 / 2.0 - 7.0, Towards::Down),
        () if same => (from.y + BOX.1 / 2.0, to.y + BOX.1 / 2.0 + 7.0, Towards::Up),
        () => (from.y - BOX.1 / 2.0, to.y + BOX.1 / 2.0 + 7.0, Towards::Up),
    };
    match way {
        Way::Loop => {
            let (right, y) = (from.x + BOX.0 / 2.0, from.y);
            let path = format!("M{} {}c26 -8 26 22 7 20", At(right), At(y - 12.0));
            let tip = Tip { x: right + 7.0, y: y + 8.0, towards: Towards::Left };
            Route { path, spots: vec![(right + 52.0, y)], tip }
        }
        Way::Near => {
            let (pull, pull_end) =
                if same { (y + 46.0, stop + 46.0) } else { (f64::midpoint(y, stop), f64::midpoint(y, stop)) };
            let path = format!(
                "M{} {}C{} {} {} {} {} {}",
                At(x),
                At(y),
                At(x),
                At(pull),
                At(end),
                At(pull_end),
                At(end),
                At(stop)
            );
            let at = |part| curve((x, y), (x, pull), (end, pull_end), (end, stop), part);
            Route { path, spots: PARTS.map(at).to_vec(), tip: Tip { x: end, y: stop, towards } }
        }
        Way::Lane { right, lane } => {
            let along = LANE * (lane as f64 + 0.5);
            let beside = if right { inner.1 + along } else { inner.0 - along };
            let bend = 18.0 + 6.0 * (lane % 6) as f64;
            let (turn, turn_end) = if down { (y + bend, stop - bend) } else { (y - bend, stop + bend) };
            let path = format!(
                "M{} {}V{}H{}V{}H{}V{}",
                At(x),
                At(y),
                At(turn),
                At(beside),
                At(turn_end),
                At(end),
                At(stop)
            );
            let at = |part| (beside, turn + (turn_end - turn) * part);
            Route { path, spots: PARTS.map(at).to_vec(), tip: Tip { x: end, y: stop, towards } }
        }
    }
}

/// A rectangle that is taken.
#[derive(Clone, Copy)]
struct Area {
    middle: (f64, f64),
    size: (f64, f64),
}

impl Area {
    fn around(spot: Spot, size: (f64, f64)) -> Self {
        Self { middle: (spot.x, spot.y), size }
    }

    fn meets(&self, other: &Self) -> bool {
        (self.middle.0 - other.middle.0).abs() < (self.size.0 + other.size.0) / 2.0
            && (self.middle.1 - other.middle.1).abs() < (self.size.1 + other.size.1) / 2.0
    }
}

/// Where each label stands: the heaviest arrows choose first, and no label covers another or a box. An arrow whose label finds no room
/// keeps it for those who point at it, reach it by keyboard or hear it.
fn labels(edges: &[&Edge], routes: &[Route], mut taken: Vec<Area>) -> Vec<Option<(f64, f64)>> {
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by(|&one, &other| edges[other].weight.total_cmp(&edges[one].weight).then(one.cmp(&other)));
    let mut found = vec![None; edges.len()];
    for n in order {
        let longest = edges[n].lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        let size = (7.4 * longest as f64 + 4.0, 15.0 * edges[n].lines.len() as f64);
        let free = routes[n]
            .spots
            .iter()
            .map(|&middle| Area { middle, size })
            .find(|area| !taken.iter().any(|other| other.meets(area)));
        if let Some(area) = free {
            taken.push(area);
            found[n] = Some(area.middle);
        }
    }
    found
}

/// A point of a cubic curve.
fn curve(a: (f64, f64), b: (f64, f64), c: (f64, f64), d: (f64, f64), part: f64) -> (f64, f64) {
    let rest = 1.0 - part;
    let (wa, wb) = (rest.powi(3), 3.0 * rest.powi(2) * part);
    let (wc, wd) = (3.0 * rest * part.powi(2), part.powi(3));
    (wa * a.0 + wb * b.0 + wc * c.0 + wd * d.0, wa * a.1 + wb * b.1 + wc * c.1 + wd * d.1)
}

fn draw_tip(svg: &mut Svg, tip: &Tip) {
    let shape = match tip.towards {
        Towards::Down => "l-5 -2l5 9l5 -9z",
        Towards::Up => "l-5 2l5 -9l5 9z",
        Towards::Left => "l2 -5l-9 5l9 5z",
    };
    put!(svg, "<path class=\"tip\" d=\"M{} {}{shape}\"/>", At(tip.x), At(tip.y));
}

fn draw_node(svg: &mut Svg, node: &Node, spot: Spot) {
    svg.open(&format!("node {}", node.class), &node.told, node.href.as_deref());
    let (left, top) = (spot.x - BOX.0 / 2.0, spot.y - BOX.1 / 2.0);
    let round = if node.line.is_empty() { BOX.1 / 2.0 } else { 3.0 };
    let (width, height) = BOX;
    put!(
        svg,
        "<rect class=\"box\" x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\" rx=\"{}\"/>",
        At(left),
        At(top),
        At(round)
    );
    if node.line.is_empty() {
        svg.text("m hi", spot.x, spot.y + 5.0, &shortened(&node.label, 23));
    } else {
        put!(svg, "<path class=\"mark\" d=\"M{} {}h6v{height}h-6z\"/>", At(left), At(top));
        svg.text("hi", left + 16.0, spot.y - 6.0, &shortened(&node.label, 23));
        svg.text("lo", left + 16.0, spot.y + 15.0, &shortened(&node.line, 27));
    }
    svg.close(node.href.as_deref());
}
