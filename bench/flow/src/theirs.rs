//! With the process_mining crate: its own log in memory, its own graph and variants. It has no function for the durations of cases, so
//! they are taken from the times of the first and the last event in its log, and told by the same quantiles.

use flow::quantile::Spread;
use process_mining::{
    EventLog, Importable, attributes,
    core::{
        chrono::{DateTime, FixedOffset},
        event_data::case_centric::{
            Event, Trace, XESEditableAttribute,
            utils::activity_projection::{EventLogActivityProjection, get_variants},
        },
    },
    discovery::case_centric::dfg::discover_dfg,
};

use crate::{Found, events, generate, peak, timed};

pub fn run(source: &str) {
    let begun = std::time::Instant::now();
    let log = events(source).map_or_else(|| EventLog::import_from_path(source).expect("a log"), build);
    let load = begun.elapsed().as_secs_f64();
    let loaded_mb = peak();
    let (graph, dfg) = timed(|| {
        let dfg = discover_dfg(&log);
        (
            dfg.directly_follows_relations.len(),
            dfg.directly_follows_relations.values().map(|&count| u64::from(count)).sum(),
        )
    });
    let (variants, ways) = timed(|| get_variants(&EventLogActivityProjection::from(&log)).len());
    let time = |event: &Event| -> Option<DateTime<FixedOffset>> {
        event.attributes.get_by_key("time:timestamp")?.value.try_as_date().copied()
    };
    let (durations, spread) = timed(|| {
        let span = |trace: &Trace| {
            let (first, last) = (time(trace.events.first()?)?, time(trace.events.last()?)?);
            Some((last - first).num_milliseconds())
        };
        Spread::hours(log.traces.iter().filter_map(span)).expect("cases")
    });
    Found {
        tool: "process_mining 0.6",
        load,
        graph,
        variants,
        durations,
        cases: log.traces.len(),
        events: log.traces.iter().map(|trace| trace.events.len()).sum(),
        ways,
        pairs: dfg.0,
        follows: dfg.1,
        mean_hours: spread.mean,
        loaded_mb,
    }
    .print();
}

fn build(events: usize) -> EventLog {
    let mut log = EventLog::new();
    generate::each(events, |case, rows| {
        let mut trace = Trace::new();
        trace.attributes = attributes!("concept:name" => format!("R{case}"));
        trace.events = rows
            .iter()
            .map(|row| Event {
                attributes: attributes!(
                    "concept:name" => generate::STATES[row.state].to_owned(),
                    "time:timestamp" => DateTime::from_timestamp_millis(row.at).expect("a time").fixed_offset(),
                    "org:group" => format!("Team {}", row.team),
                    "org:resource" => format!("Person {}", row.person),
                ),
            })
            .collect();
        log.traces.push(trace);
    });
    log
}
