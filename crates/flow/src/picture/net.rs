//! Drawing boxes and the arrows between them, in layers from the top down.

use super::{
    labels::{Area, labels},
    layers::layers,
    routes::{BOX, GAP, LANE, Ports, Route, Spot, Tip, Towards, Way, route, spots, ways},
    svg::{At, Svg, put, shortened, wrapped},
};

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
    let beside = if ways.contains(&Way::Loop) { 84.0 } else { 24.0 };
    let inner = (most_left - BOX.0 / 2.0 - 24.0, most_right + BOX.0 / 2.0 + beside);
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
    put!(svg, "</g>");
    if drawn.is_empty() {
        return svg.end();
    }
    put!(svg, "<g role=\"list\">");
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
            // Words stand on a ground of their own, or the line would run through them.
            let longest = edge.lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
            let (width, height) = (7.0 * longest as f64 + 6.0, 15.0 * edge.lines.len() as f64 + 2.0);
            put!(
                svg,
                "<rect class=\"plate\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\"/>",
                At(middle.0 - width / 2.0),
                At(middle.1 - height / 2.0),
                At(width),
                At(height)
            );
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
        // What is cut stands in the title.
        let lines = wrapped(&node.label, 18, 2);
        let first = spot.y - 7.0 - 8.5 * (lines.len() as f64 - 1.0);
        for (n, line) in (0..).zip(&lines) {
            svg.text("hi", left + 16.0, first + 17.0 * f64::from(n), line);
        }
        svg.text("lo", left + 16.0, first + 17.0 * lines.len() as f64 + 4.0, &shortened(&node.line, 24));
    }
    svg.close(node.href.as_deref());
}
