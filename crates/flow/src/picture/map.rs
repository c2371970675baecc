//! The process map: states and what follows what, with numbers and times, in more detail or less.

use super::{
    Cell, Frame, Picture, Table, Target, Word, inside,
    net::{Edge, Node, draw},
    plot::nothing,
};
use crate::{
    graph::Graph,
    log::{Log, Meaning, Name},
    quantile::Spread,
};

/// How much of the map is drawn: the share, 0 to 1, of all steps from one state to the next that the drawn arrows cover. The most
/// frequent come first, and every state that is drawn keeps its most frequent way in and way out. 1 draws everything.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detail(pub f64);

impl Default for Detail {
    fn default() -> Self {
        Self(0.8)
    }
}

/// The most states that are drawn; the table has all.
const MOST: usize = 60;

/// The most arrows that are drawn by frequency; what keeps a state connected comes on top.
const ARROWS: usize = 300;

/// The map of a graph. `visits` are the times in the states, from [`crate::graph::time_in_states`]. The places of the states depend on
/// the graph alone, not on the detail: moving the slider adds and takes away, it does not rearrange.
#[must_use]
pub fn map(
    log: &Log,
    graph: &Graph,
    visits: &[(Name, Spread)],
    detail: Detail,
    frame: &Frame<'_>,
) -> Picture {
    let words = frame.words;
    let states = &graph.nodes[..graph.nodes.len().min(MOST)];
    let place = |state: Name| states.iter().position(|node| node.state == state).map(|place| place + 1);
    let last = states.len() + 1;
    let label = |state: Name| words.label(log.names.text(state));
    let spent = |state: Name| visits.iter().find(|(name, _)| *name == state).map(|(_, spread)| *spread);

    let mut nodes = vec![point(words.word(Word::Start))];
    for node in states {
        let meaning = log.meaning(node.state);
        let time = spent(node.state).map(|spread| words.span(spread.median));
        let time = time.map(|time| inside(words, Word::MedianTime, &time));
        let told = [
            Some(label(node.state)),
            Some(words.meaning(meaning)),
            Some(words.times(node.count)),
            Some(words.requests(node.cases)),
            time,
        ];
        nodes.push(Node {
            label: label(node.state),
            line: format!("{} · {}", words.count(node.count), words.meaning(meaning)),
            class: class(meaning),
            told: told.into_iter().flatten().collect::<Vec<_>>().join(", "),
            href: (frame.link)(Target::State(node.state)),
        });
    }
    nodes.push(point(words.word(Word::End)));

    let mut edges = Vec::new();
    for edge in &graph.edges {
        let (Some(from), Some(to)) = (place(edge.from), place(edge.to)) else { continue };
        let time = words.span(edge.hours.median);
        edges.push(Edge {
            from,
            to,
            weight: edge.count as f64,
            thick: 0.0,
            lines: vec![words.count(edge.count), time.clone()],
            class: "",
            told: format!(
                "{} → {}: {}, {}, {}",
                label(edge.from),
                label(edge.to),
                words.times(edge.count),
                words.requests(edge.cases),
                inside(words, Word::MedianTime, &time)
            ),
            href: (frame.link)(Target::Follows(edge.from, edge.to)),
            drawn: false,
        });
    }
    for (n, node) in states.iter().enumerate() {
        for (count, from, to, target) in [
            (node.starts, 0, n + 1, Target::Begun(node.state)),
            (node.ends, n + 1, last, Target::Ended(node.state)),
        ] {
            if count > 0 {
                edges.push(Edge {
                    from,
                    to,
                    weight: count as f64,
                    thick: 0.0,
                    lines: vec![words.count(count)],
                    class: "outer",
                    told: format!("{} → {}: {}", nodes[from].label, nodes[to].label, words.requests(count)),
                    href: (frame.link)(target),
                    drawn: false,
                });
            }
        }
    }
    let shown = choose(nodes.len(), &mut edges, detail);
    if states.is_empty() {
        return nothing(frame, table(log, graph, frame));
    }
    let described = {
        let most = graph.edges.iter().find(|edge| edge.from != edge.to);
        let most = most
            .map(|edge| format!("{} → {}: {}", label(edge.from), label(edge.to), words.times(edge.count)));
        let begun = graph.nodes.iter().map(|node| node.starts).sum();
        [Some(words.requests(begun)), most].into_iter().flatten().collect::<Vec<_>>().join(". ")
    };
    Picture {
        svg: draw(&nodes, &shown, &edges, (frame.id, frame.title, &described), "pic-map"),
        narrow: None,
        table: table(log, graph, frame),
    }
}

fn point(label: String) -> Node {
    Node { told: label.clone(), label, line: String::new(), class: "point", href: None }
}

/// The class of a meaning in the style sheet.
pub(super) fn class(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Queue => "m-queue",
        Meaning::Work => "m-work",
        Meaning::Customer => "m-customer",
        Meaning::Vendor => "m-vendor",
        Meaning::Other => "m-other",
        Meaning::Solved => "m-solved",
        Meaning::Closed => "m-closed",
    }
}

/// Marks what is drawn, and how thick; says which nodes are.
fn choose(nodes: usize, edges: &mut [Edge], detail: Detail) -> Vec<bool> {
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by(|&one, &other| edges[other].weight.total_cmp(&edges[one].weight).then(one.cmp(&other)));
    let all: f64 = edges.iter().map(|edge| edge.weight).sum();
    let wanted = detail.0.clamp(0.0, 1.0) * all;
    let mut covered = 0.0;
    let mut shown = vec![false; nodes];
    for &n in order.iter().take(ARROWS) {
        if covered >= wanted {
            break;
        }
        covered += edges[n].weight;
        edges[n].drawn = true;
        shown[edges[n].from] = true;
        shown[edges[n].to] = true;
    }
    // A state that is drawn must be reached and left. What that brings in must be, too; each round draws at least one more arrow.
    loop {
        let lacking = |node: usize, into: bool| {
            let of = |edge: &&usize| {
                let edge = &edges[**edge];
                edge.from != edge.to && (if into { edge.to } else { edge.from }) == node
            };
            let mut mine = order.iter().filter(of);
            let heaviest = mine.next().copied()?;
            (!edges[heaviest].drawn && !mine.any(|&n| edges[n].drawn)).then_some(heaviest)
        };
        let more: Vec<usize> = (0..nodes)
            .filter(|&node| shown[node])
            .flat_map(|node| [lacking(node, true), lacking(node, false)])
            .flatten()
            .collect();
        if more.is_empty() {
            break;
        }
        for n in more {
            edges[n].drawn = true;
            shown[edges[n].from] = true;
            shown[edges[n].to] = true;
        }
    }
    let most = edges.iter().map(|edge| edge.weight).fold(0.0, f64::max);
    for edge in edges {
        edge.thick = if most > 0.0 { (edge.weight / most).sqrt() } else { 0.0 };
    }
    shown
}

fn table(log: &Log, graph: &Graph, frame: &Frame<'_>) -> Table {
    let words = frame.words;
    let label = |state: Name| Cell::Text(words.label(log.names.text(state)));
    let heads = [
        Word::From,
        Word::To,
        Word::Times,
        Word::Requests,
        Word::MedianTime,
        Word::MeanTime,
        Word::P85,
        Word::P95,
    ];
    let (mut rows, mut targets) = (Vec::new(), Vec::new());
    for edge in &graph.edges {
        targets.push(Some(Target::Follows(edge.from, edge.to)));
        rows.push(vec![
            label(edge.from),
            label(edge.to),
            Cell::Count(edge.count),
            Cell::Count(edge.cases),
            Cell::Hours(edge.hours.median),
            Cell::Hours(edge.hours.mean),
            Cell::Hours(edge.hours.p85),
            Cell::Hours(edge.hours.p95),
        ]);
    }
    let outer = |from: Cell, to: Cell, count: u64| {
        let mut row = vec![from, to, Cell::Count(count), Cell::Count(count)];
        row.resize(heads.len(), Cell::Empty);
        row
    };
    for node in graph.nodes.iter().filter(|node| node.starts > 0) {
        rows.push(outer(Cell::Text(words.word(Word::Start)), label(node.state), node.starts));
        targets.push(Some(Target::Begun(node.state)));
    }
    for node in graph.nodes.iter().filter(|node| node.ends > 0) {
        rows.push(outer(label(node.state), Cell::Text(words.word(Word::End)), node.ends));
        targets.push(Some(Target::Ended(node.state)));
    }
    Table { head: heads.map(|word| words.word(word)).to_vec(), rows, targets }
}
