//! Times a directly-follows graph, variants and durations on a generated log, with the flow crate or with the process_mining crate, and
//! prints one line of JSON. Each runs in a process of its own, so that its peak memory is its own; `run.py` runs them in turn.
//!
//! ```sh
//! flow-bench write 1000000 log.xes     # the same log as a file, for tools that read one
//! flow-bench ours log.xes              # or: theirs; instead of a file also a number of steps, made in memory
//! ```

mod generate;
mod ours;
mod theirs;

use std::{hint::black_box, time::Instant};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let words: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    let events = |text: &str| text.replace('_', "").parse::<usize>().expect("a number of events");
    match words[..] {
        ["write", count, path] => {
            generate::write_xes(events(count), path).expect("a file that can be written")
        }
        ["ours", source] => ours::run(source),
        ["theirs", source] => theirs::run(source),
        _ => {
            eprintln!("flow-bench write EVENTS FILE | ours FILE | theirs FILE | ours EVENTS | theirs EVENTS")
        }
    }
}

/// A number of steps, if it is one and not the name of a file.
fn events(text: &str) -> Option<usize> {
    text.replace('_', "").parse().ok()
}

/// The median of five timings in seconds, and what the last run gave.
fn timed<T>(mut work: impl FnMut() -> T) -> (f64, T) {
    let mut seconds = Vec::new();
    let mut last = None;
    for _ in 0..5 {
        let begun = Instant::now();
        let result = black_box(work());
        seconds.push(begun.elapsed().as_secs_f64());
        last = Some(result);
    }
    seconds.sort_unstable_by(f64::total_cmp);
    (seconds[2], last.expect("five runs"))
}

/// The most memory that this process ever held, in MiB.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        line.and_then(|line| line.trim().strip_suffix(" kB")).and_then(|text| text.trim().parse().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

/// What one tool found, and what it cost.
struct Found {
    tool: &'static str,
    load: f64,
    graph: f64,
    variants: f64,
    durations: f64,
    cases: usize,
    events: usize,
    ways: usize,
    pairs: usize,
    follows: u64,
    mean_hours: f64,
    loaded_mb: f64,
}

impl Found {
    fn print(&self) {
        let Self {
            tool,
            load,
            graph,
            variants,
            durations,
            cases,
            events,
            ways,
            pairs,
            follows,
            mean_hours,
            loaded_mb,
        } = self;
        let line = serde_json::json!({
            "tool": tool, "load_s": load, "graph_s": graph, "variants_s": variants, "durations_s": durations,
            "cases": cases, "events": events, "variants": ways, "pairs": pairs, "follows": follows,
            "mean_hours": mean_hours, "loaded_mb": loaded_mb, "peak_mb": peak(),
        });
        println!("{line}");
    }
}
