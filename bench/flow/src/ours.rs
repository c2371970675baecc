//! With the flow crate.

use std::fs::File;

use flow::{
    filter::View,
    format::{self, Mapping},
    graph::graph,
    log::{Log, NewCase, Step},
    quantile::Spread,
    times::RoundTheClock,
    variants::variants,
};

use crate::{Found, events, generate, peak, timed};

pub fn run(source: &str) {
    let begun = std::time::Instant::now();
    let log = events(source).map_or_else(|| read(source), build);
    let load = begun.elapsed().as_secs_f64();
    let loaded_mb = peak();
    let view = View::whole(&log);
    let (graph_s, graph) = timed(|| graph(&view, &RoundTheClock));
    let (variants_s, ways) = timed(|| variants(&view).list.len());
    let (durations_s, spread) = timed(|| {
        let spans = view.iter().filter_map(|one| Some(one.steps.at.last()? - one.steps.at.first()?));
        Spread::hours(spans).expect("requests")
    });
    Found {
        tool: "vitrina flow",
        load,
        graph: graph_s,
        variants: variants_s,
        durations: durations_s,
        cases: view.len(),
        events: view.events(),
        ways,
        pairs: graph.edges.len(),
        follows: graph.edges.iter().map(|edge| edge.count).sum(),
        mean_hours: spread.mean,
        loaded_mb,
    }
    .print();
}

/// Reads a file of XES, as the product does for an import: with ids, sources of steps and a report.
fn read(path: &str) -> Log {
    let mapping = Mapping::xes();
    let file = File::open(path).expect("a file");
    let mut source = format::open(file, &mapping.options()).expect("a log");
    format::gather(&mut source, &mapping).expect("a log that can be read").log
}

fn build(events: usize) -> Log {
    let mut log = Log::default();
    let states = generate::STATES.map(|state| log.names.intern(state));
    let mut text = String::new();
    let mut numbered = |log: &mut Log, what: &str, number: u32| {
        use std::fmt::Write;
        text.clear();
        write!(text, "{what} {number}").expect("a string can be written");
        log.names.intern(&text)
    };
    generate::each(events, |case, rows| {
        let steps: Vec<Step> = rows
            .iter()
            .map(|row| Step {
                activity: states[row.state],
                team: numbered(&mut log, "Team", row.team),
                person: numbered(&mut log, "Person", row.person),
                at: row.at,
            })
            .collect();
        let new = NewCase {
            id: case as u128,
            key: format!("R{case}").into(),
            opened: rows[0].at,
            closed: rows.last().map(|row| row.at),
            ..NewCase::default()
        };
        log.push(new, steps);
    });
    log
}
