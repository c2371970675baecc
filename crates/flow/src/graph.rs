//! The directly-follows graph: which state comes after which, how often and after how long.
//!
//! W. van der Aalst, "A practitioner's guide to process mining: limitations of the directly-follows graph", Procedia Computer Science 164
//! (2019): read it with its warning, a path through the graph need not be the way of any request.

use std::collections::HashMap;

use crate::{
    filter::View,
    log::{Millis, Name},
    quantile::Spread,
    stays::visits,
    times::WorkingTime,
};

/// One state.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The state.
    pub state: Name,
    /// How many steps came into it.
    pub count: u64,
    /// How many requests were ever in it.
    pub cases: u64,
    /// How many requests began in it.
    pub starts: u64,
    /// How many requests have it as their last.
    pub ends: u64,
}

/// One state directly after another.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The state before.
    pub from: Name,
    /// The state after; the same when a step changed something else.
    pub to: Name,
    /// How often.
    pub count: u64,
    /// How many requests.
    pub cases: u64,
    /// How long from one to the other, in hours. A step dated before its forerunner counts as none.
    pub hours: Spread,
}

/// Who follows whom.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Graph {
    /// The states, the most frequent first; of equals the one that the log named first.
    pub nodes: Vec<Node>,
    /// What follows what, the most frequent first, of equals the one that the log named first.
    pub edges: Vec<Edge>,
}

impl Graph {
    /// The node of a state.
    #[must_use]
    pub fn node(&self, state: Name) -> Option<&Node> {
        self.nodes.iter().find(|node| node.state == state)
    }

    /// The edge between two states.
    #[must_use]
    pub fn edge(&self, from: Name, to: Name) -> Option<&Edge> {
        self.edges.iter().find(|edge| (edge.from, edge.to) == (from, to))
    }
}

/// What was found of a state or of a pair while counting.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    count: u64,
    cases: u64,
    /// The number of the last request that had it, plus one.
    last: u32,
}

impl Seen {
    fn again(&mut self, request: u32) {
        self.count += 1;
        if self.last != request {
            self.last = request;
            self.cases += 1;
        }
    }
}

/// The graph of a view, its times measured by a calendar.
#[must_use]
pub fn graph(view: &View<'_>, calendar: &impl WorkingTime) -> Graph {
    let mut places = Places::default();
    let mut nodes: Vec<(Seen, u64, u64)> = Vec::new();
    let mut edges: Vec<Seen> = Vec::new();
    // The pair of each step and its forerunner, and the time between them, in the order of the log.
    let mut followed: Vec<(u32, Millis)> = Vec::with_capacity(view.events().saturating_sub(view.len()));
    for (number, one) in (1..).zip(view.iter()) {
        let mut before: Option<(u32, Millis)> = None;
        for (&state, &at) in one.steps.activity.iter().zip(one.steps.at) {
            let node = places.node(state, &mut nodes);
            nodes[node as usize].0.again(number);
            match before {
                None => nodes[node as usize].1 += 1,
                Some((from, since)) => {
                    let edge = places.edge(from, node, &mut edges);
                    edges[edge as usize].again(number);
                    followed.push((edge, calendar.between(since, at.max(since))));
                }
            }
            before = Some((node, at));
        }
        if let Some((node, _)) = before {
            nodes[node as usize].2 += 1;
        }
    }
    places.finish(&nodes, &edges, &followed)
}

/// Where states and pairs stand while counting: dense numbers, by name and by pair.
#[derive(Default)]
struct Places {
    /// By the number of a name: the number of the state, plus one.
    nodes: Vec<u32>,
    states: Vec<Name>,
    /// By states before and after, while there are few states: the number of the pair, plus one.
    square: Vec<u32>,
    /// The same for states past the square.
    far: HashMap<(u32, u32), u32>,
    pairs: Vec<(u32, u32)>,
}

/// How many states the square holds each way: 256 KB.
const SIDE: u32 = 256;

impl Places {
    fn node(&mut self, state: Name, nodes: &mut Vec<(Seen, u64, u64)>) -> u32 {
        let place = state.0 as usize;
        if self.nodes.len() <= place {
            self.nodes.resize(place + 1, 0);
        }
        if self.nodes[place] == 0 {
            self.states.push(state);
            nodes.push(Default::default());
            self.nodes[place] = self.states.len() as u32;
        }
        self.nodes[place] - 1
    }

    fn edge(&mut self, from: u32, to: u32, edges: &mut Vec<Seen>) -> u32 {
        let slot = if from < SIDE && to < SIDE {
            if self.square.is_empty() {
                self.square.resize((SIDE * SIDE) as usize, 0);
            }
            &mut self.square[(from * SIDE + to) as usize]
        } else {
            self.far.entry((from, to)).or_insert(0)
        };
        if *slot == 0 {
            self.pairs.push((from, to));
            edges.push(Seen::default());
            *slot = self.pairs.len() as u32;
        }
        *slot - 1
    }

    /// Puts the times of each pair together and sorts all.
    fn finish(&self, nodes: &[(Seen, u64, u64)], edges: &[Seen], followed: &[(u32, Millis)]) -> Graph {
        let mut times: Vec<Vec<Millis>> =
            edges.iter().map(|edge| Vec::with_capacity(edge.count as usize)).collect();
        for &(edge, span) in followed {
            times[edge as usize].push(span);
        }
        let state = |place: u32| self.states[place as usize];
        let mut graph = Graph {
            nodes: (0..)
                .zip(nodes)
                .map(|(place, &(seen, starts, ends))| Node {
                    state: state(place),
                    count: seen.count,
                    cases: seen.cases,
                    starts,
                    ends,
                })
                .collect(),
            edges: self
                .pairs
                .iter()
                .zip(edges)
                .zip(times)
                .filter_map(|((&(from, to), seen), times)| {
                    Some(Edge {
                        from: state(from),
                        to: state(to),
                        count: seen.count,
                        cases: seen.cases,
                        hours: Spread::hours(times)?,
                    })
                })
                .collect(),
        };
        graph.nodes.sort_by_key(|node| (std::cmp::Reverse(node.count), node.state));
        graph.edges.sort_by_key(|edge| (std::cmp::Reverse(edge.count), edge.from, edge.to));
        graph
    }
}

/// How long each visit to a state lasted, neighbours of one state joined, in hours; the states in the order of their names. Open
/// requests count until `now`. The time before the first step stands under [`Name::NONE`].
#[must_use]
pub fn time_in_states(view: &View<'_>, now: Millis, calendar: &impl WorkingTime) -> Vec<(Name, Spread)> {
    let mut spans: HashMap<Name, Vec<Millis>> = HashMap::new();
    for one in view.iter() {
        for visit in visits(view.log(), one, now) {
            spans.entry(visit.state).or_default().push(calendar.between(visit.from, visit.to));
        }
    }
    let mut list: Vec<(Name, Spread)> =
        spans.into_iter().filter_map(|(state, spans)| Some((state, Spread::hours(spans)?))).collect();
    list.sort_by_key(|(state, _)| *state);
    list
}

/// The requests that were ever in a state, by their places in the log.
#[must_use]
pub fn through(view: &View<'_>, state: Name) -> Vec<u32> {
    view.iter().filter(|one| one.steps.activity.contains(&state)).map(|one| one.place).collect()
}

/// The requests in which one state came directly after another, by their places in the log.
#[must_use]
pub fn along(view: &View<'_>, from: Name, to: Name) -> Vec<u32> {
    let has = |states: &[Name]| states.windows(2).any(|pair| pair == [from, to]);
    view.iter().filter(|one| has(one.steps.activity)).map(|one| one.place).collect()
}
