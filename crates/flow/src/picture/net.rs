//! Drawing boxes and the arrows between them, in layers from the top down.
//!
//! Arrows to the next layer run between the two; those that skip layers run outside the boxes, downwards on the right and back on the
//! left, each in a lane of its own, so that none crosses a box.

use super::{
    layers::layers,
    svg::{At, Svg, put, shortened},
};

/// Width and height of a box, and the gaps beside and below it.
const BOX: (f64, f64) = (188.0, 58.0);
const GAP: (f64, f64) = (36.0, 92.0);
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
    let half = (spots.iter().zip(shown).filter(|(_, shown)| **shown))
        .map(|(spot, _)| spot.x.abs())
        .fold(0.0, f64::max)
        + BOX.0 / 2.0;
    // Room for loops and their labels beside the boxes.
    let inner = half + 76.0;
    let lanes = |side: bool| {
        let of_side = |way: &Way| match *way {
            Way::Lane { right, lane } if right == side => lane + 1,
            _ => 0,
        };
        ways.iter().map(of_side).max().unwrap_or(0) as f64
    };
    let (left, right) = (-inner - lanes(false) * LANE, inner + lanes(true) * LANE);
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
    for (n, (edge, way)) in drawn.iter().zip(&ways).enumerate() {
        svg.open(&format!("edge {}", edge.class), &edge.told, edge.href.as_deref());
        let (path, label, tip) = route(edge, *way, &spots, &ports, n, inner);
        let width = 1.0 + 5.0 * edge.thick.clamp(0.0, 1.0);
        // A wide unseen line under the thin one, to be hit by a pointer.
        put!(
            svg,
            "<path class=\"hit\" d=\"{path}\"/><path class=\"line\" d=\"{path}\" stroke-width=\"{}\"/>",
            At(width)
        );
        draw_tip(&mut svg, tip);
        let first = label.1 - 7.0 * (edge.lines.len() as f64 - 1.0) + 4.0;
        for (line, text) in edge.lines.iter().enumerate() {
            svg.text("m", label.0, first + 15.0 * line as f64, text);
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

/// Where arrows touch a box: side by side along its upper or lower edge, in the order of where they come from.
struct Ports(Vec<(f64, f64)>);

impl Ports {
    fn new(edges: &[&Edge], ways: &[Way], spots: &[Spot]) -> Self {
        let mut ports = vec![(0.0, 0.0); edges.len()];
        let mut sides: std::collections::BTreeMap<(usize, bool), Vec<(f64, usize, bool)>> =
            Default::default();
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

/// The path of an arrow, the middle of its label, its tip.
fn route(
    edge: &Edge,
    way: Way,
    spots: &[Spot],
    ports: &Ports,
    n: usize,
    inner: f64,
) -> (String, (f64, f64), Tip) {
    let (from, to) = (spots[edge.from], spots[edge.to]);
    let (x, end) = ports.0[n];
    let down = to.layer > from.layer;
    let (y, stop, towards) = match () {
        () if down => (from.y + BOX.1 / 2.0, to.y - BOX.1 / 2.0 - 7.0, Towards::Down),
        () if to.layer == from.layer => (from.y + BOX.1 / 2.0, to.y + BOX.1 / 2.0 + 7.0, Towards::Up),
        () => (from.y - BOX.1 / 2.0, to.y + BOX.1 / 2.0 + 7.0, Towards::Up),
    };
    match way {
        Way::Loop => {
            let (right, y) = (from.x + BOX.0 / 2.0, from.y);
            let path = format!("M{} {}c26 -8 26 22 7 20", At(right), At(y - 12.0));
            (path, (right + 48.0, y), Tip { x: right + 7.0, y: y + 8.0, towards: Towards::Left })
        }
        Way::Near => {
            let same = to.layer == from.layer;
            let (pull, pull_end) = if same {
                (y + 40.0, stop + 40.0)
            } else {
                let middle = f64::midpoint(y, stop);
                (middle, middle)
            };
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
            // Labels of neighbours stand at different heights.
            let part = [0.5, 0.32, 0.68][n % 3];
            let label = if same {
                (f64::midpoint(x, end), y + 32.0)
            } else {
                curve((x, y), (x, pull), (end, pull_end), (end, stop), part)
            };
            (path, label, Tip { x: end, y: stop, towards })
        }
        Way::Lane { right, lane } => {
            let side = if right { 1.0 } else { -1.0 };
            let beside = side * (inner + LANE * (lane as f64 + 0.5));
            let bend = 18.0 + 5.0 * (lane % 6) as f64;
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
            (path, (beside, f64::midpoint(turn, turn_end)), Tip { x: end, y: stop, towards })
        }
    }
}

/// A point of a cubic curve.
fn curve(a: (f64, f64), b: (f64, f64), c: (f64, f64), d: (f64, f64), part: f64) -> (f64, f64) {
    let rest = 1.0 - part;
    let (wa, wb) = (rest.powi(3), 3.0 * rest.powi(2) * part);
    let (wc, wd) = (3.0 * rest * part.powi(2), part.powi(3));
    (wa * a.0 + wb * b.0 + wc * c.0 + wd * d.0, wa * a.1 + wb * b.1 + wc * c.1 + wd * d.1)
}

fn draw_tip(svg: &mut Svg, tip: Tip) {
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
    put!(
        svg,
        "<rect class=\"box\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\"/><rect class=\"mark\" x=\"{}\" y=\"{}\" width=\"5\" height=\"{}\"/>",
        At(left),
        At(top),
        BOX.0,
        BOX.1,
        At(left),
        At(top),
        BOX.1
    );
    svg.text("hi", left + 16.0, spot.y - 6.0, &shortened(&node.label, 23));
    svg.text("lo", left + 16.0, spot.y + 15.0, &shortened(&node.line, 27));
    svg.close(node.href.as_deref());
}
