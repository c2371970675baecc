//! Where boxes stand and how the arrows between them run, and where their labels find room.
//!
//! Arrows to the next layer run between the two; those that skip layers run outside the boxes, downwards on the right and back on the
//! left, each in a lane of its own, so that none crosses a box.

use std::collections::BTreeMap;

use super::{net::Edge, svg::At};

/// Width and height of a box, and the gaps beside and below it.
pub(super) const BOX: (f64, f64) = (188.0, 72.0);
pub(super) const GAP: (f64, f64) = (104.0, 96.0);
/// The gap beside the boxes of a layer with more than [`MANY`]: a wide drawing is shown smaller, until its words cannot be read.
const TIGHT: f64 = 24.0;
const MANY: usize = 4;
/// The width of a lane: a label fits.
pub(super) const LANE: f64 = 92.0;

/// How an arrow runs.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Way {
    Loop,
    /// In the gap between two layers, or below one layer.
    Near,
    /// In a lane, counted from the inside.
    Lane {
        right: bool,
        lane: usize,
    },
}

/// The middle of a box, and its layer.
#[derive(Clone, Copy, Default)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) layer: usize,
}

/// Layers in which no box is shown take no room; hidden boxes keep theirs beside the others.
pub(super) fn spots(count: usize, layers: &[Vec<usize>], shown: &[bool]) -> Vec<Spot> {
    let mut spots = vec![Spot::default(); count];
    let mut depth = 0;
    for layer in layers {
        let gap = if layer.len() > MANY { TIGHT } else { GAP.0 };
        for (n, &node) in layer.iter().enumerate() {
            let x = (n as f64 - (layer.len() as f64 - 1.0) / 2.0) * (BOX.0 + gap);
            spots[node] = Spot { x, y: depth as f64 * (BOX.1 + GAP.1), layer: depth };
        }
        depth += usize::from(layer.iter().any(|&node| shown[node]));
    }
    spots
}

/// Lanes are given out from the inside, short ways first; two that do not overlap share one.
pub(super) fn ways(edges: &[&Edge], spots: &[Spot]) -> Vec<Way> {
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
pub(super) struct Ports(pub(super) Vec<(f64, f64)>);

impl Ports {
    pub(super) fn new(edges: &[&Edge], ways: &[Way], spots: &[Spot]) -> Self {
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
pub(super) struct Tip {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) towards: Towards,
}

#[derive(Clone, Copy)]
pub(super) enum Towards {
    Down,
    Up,
    Left,
}

/// How an arrow is drawn.
pub(super) struct Route {
    pub(super) path: String,
    /// Where its label may stand, the best first.
    pub(super) spots: Vec<(f64, f64)>,
    pub(super) tip: Tip,
}

/// Along which parts of an arrow its label is tried.
const PARTS: [f64; 7] = [0.5, 0.38, 0.62, 0.27, 0.73, 0.18, 0.82];

pub(super) fn route(edge: &Edge, way: Way, spots: &[Spot], (x, end): (f64, f64), inner: (f64, f64)) -> Route {
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

/// A point of a cubic curve.
fn curve(a: (f64, f64), b: (f64, f64), c: (f64, f64), d: (f64, f64), part: f64) -> (f64, f64) {
    let rest = 1.0 - part;
    let (wa, wb) = (rest.powi(3), 3.0 * rest.powi(2) * part);
    let (wc, wd) = (3.0 * rest * part.powi(2), part.powi(3));
    (wa * a.0 + wb * b.0 + wc * c.0 + wd * d.0, wa * a.1 + wb * b.1 + wc * c.1 + wd * d.1)
}
