//! An outside reading of what is exported: pm4py must count the same cases, events, variants, successions and durations as we do.
//!
//! It is installed once into `target/`. Without Python, pip or the network one line says that the check is skipped;
//! `VITRINA_TEST_PM4PY=required` makes a failure of it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use flow::filter::View;
use flow::format::{self, Export, Mapping, Options};
use flow::graph::graph;
use flow::log::{Log, NewCase};
use flow::times::RoundTheClock;
use flow::variants::variants;
use serde_json::{Value, json};

/// The version whose answers are compared.
const VERSION: &str = "2.7.23";

fn run(command: &mut Command) -> Result<Vec<u8>, String> {
    let done = command.output().map_err(|e| format!("{command:?}: {e}"))?;
    if done.status.success() {
        return Ok(done.stdout);
    }
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let end: Vec<&str> = said.trim().lines().rev().take(12).collect();
    Err(format!("{:?}: {}", command.get_program(), end.into_iter().rev().collect::<Vec<_>>().join("\n")))
}

/// A Python that has pm4py, made once.
fn python() -> Result<PathBuf, String> {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pm4py-{VERSION}"));
    let python = home.join("bin/python");
    if !home.join("ready").exists() {
        drop(std::fs::remove_dir_all(&home));
        run(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
        let package = format!("pm4py=={VERSION}");
        run(Command::new(&python).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            &package,
        ]))?;
        File::create(home.join("ready")).map_err(|e| e.to_string())?;
    }
    Ok(python)
}

fn required() -> bool {
    std::env::var("VITRINA_TEST_PM4PY").is_ok_and(|value| value == "required")
}

/// What we count, in the words of the script.
fn figures(log: &Log) -> Value {
    let view = View::whole(log);
    let name = |name| log.names.text(name);
    let (variants, graph) = (variants(&view), graph(&view, &RoundTheClock));
    let spelled =
        |states: &[flow::log::Name]| states.iter().map(|state| name(*state)).collect::<Vec<_>>().join(" > ");
    let mut top: Vec<(u64, String)> =
        variants.list.iter().map(|one| (one.count, spelled(one.states))).collect();
    top.sort();
    let mut follows: Vec<_> =
        graph.edges.iter().map(|edge| (name(edge.from), name(edge.to), edge.count)).collect();
    follows.sort_unstable();
    let mut starts: Vec<_> = graph.nodes.iter().map(|node| (name(node.state), node.starts)).collect();
    let mut ends: Vec<_> = graph.nodes.iter().map(|node| (name(node.state), node.ends)).collect();
    for list in [&mut starts, &mut ends] {
        list.retain(|(_, count)| *count > 0);
        list.sort_unstable();
    }
    let mut spans: Vec<i64> = log.cases().iter().map(|case| span(log.steps(case).at)).collect();
    spans.sort_unstable();
    let middle = spans.len() / 2;
    let median = (spans[middle] + spans[(spans.len() - 1) / 2]) as f64 / 2_000.0;
    json!({
        "cases": log.cases().len(),
        "events": log.events(),
        "variants": variants.list.len(),
        "top": top[top.len().saturating_sub(5)..],
        "follows": follows,
        "starts": starts,
        "ends": ends,
        "seconds": spans.iter().sum::<i64>() as f64 / 1_000.0,
        "median": median,
    })
}

fn span(at: &[i64]) -> i64 {
    at[at.len() - 1] - at[0]
}

/// The objects and relations that an object-centric log of this must have.
fn objects(log: &Log) -> Value {
    use std::collections::{BTreeMap, BTreeSet};
    let (mut seen, mut relations, mut between) = (BTreeSet::new(), BTreeMap::new(), BTreeMap::new());
    for case in log.cases() {
        for (kind, qualifier, name) in
            [("service", "of", case.service), ("unit", "serves", case.unit), ("unit", "asks", case.customer)]
        {
            if name.given() {
                seen.insert((kind, name));
                *between.entry(qualifier).or_insert(0_u64) += 1;
                // Told by the first event of each request.
                *relations.entry((kind, qualifier)).or_insert(0_u64) += 1;
            }
        }
        for step in log.steps(case).iter() {
            *relations.entry(("request", "of")).or_insert(0_u64) += 1;
            for (kind, name) in [("team", step.team), ("person", step.person)] {
                if name.given() {
                    seen.insert((kind, name));
                    *relations.entry((kind, "with")).or_insert(0) += 1;
                }
            }
        }
    }
    let mut counts = BTreeMap::from([("request", log.cases().len() as u64)]);
    for (kind, _) in &seen {
        *counts.entry(kind).or_insert(0) += 1;
    }
    let relations: Vec<_> =
        relations.into_iter().map(|((kind, qualifier), count)| json!([kind, qualifier, count])).collect();
    json!({
        "objects": counts.into_iter().collect::<Vec<_>>(),
        "relations": relations,
        "between": between.into_iter().collect::<Vec<_>>(),
    })
}

/// Every so-manieth case of a log. Names stay as they are.
fn part(log: &Log, each: usize) -> Log {
    let mut part = Log::default();
    part.names = log.names.clone();
    for case in log.cases().iter().step_by(each) {
        let whole = case.clone();
        let new = NewCase {
            id: whole.id,
            key: whole.key,
            opened: whole.opened,
            solved: whole.solved,
            closed: whole.closed,
            answered: whole.answered,
            promise_kept: whole.promise_kept,
            service: whole.service,
            unit: whole.unit,
            customer: whole.customer,
            priority: whole.priority,
        };
        part.push(new, log.steps(case).iter());
    }
    part
}

/// Compares all that we count with what was counted elsewhere; sums of seconds to the second.
fn compare(form: &str, ours: &Value, theirs: &Value) {
    for (key, value) in ours.as_object().unwrap() {
        let other = &theirs[form][key];
        match (value.as_f64(), other.as_f64()) {
            (Some(a), Some(b)) => assert!((a - b).abs() < 1.0, "{form} {key}: {a} {b}"),
            _ => assert_eq!(value, other, "{form} {key}"),
        }
    }
}

#[test]
fn pm4py_counts_the_same() {
    let python = match python() {
        Ok(python) => python,
        Err(why) if required() => panic!("pm4py {VERSION} cannot be installed: {why}"),
        Err(why) => {
            let why = why.lines().last().unwrap_or_default().to_owned();
            eprintln!("flow: the check with pm4py is skipped: {why}");
            return;
        }
    };
    let file =
        File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/uci_incident_event_log.csv.gz")).unwrap();
    let mapping = Mapping { zone: Some("UTC".to_owned()), ..Mapping::servicenow() };
    let read = format::gather(&mut format::open(file, &Options::default()).unwrap(), &mapping).unwrap();
    // XES whole; object-centric forms, over which pm4py takes its time, for a tenth of the cases.
    let tenth = part(&read.log, 10);
    let directory = tempfile::tempdir().unwrap();
    for (form, log) in [
        (Export::Xes, &read.log),
        (Export::OcelJson, &tenth),
        (Export::OcelXml, &tenth),
        (Export::OcelSqlite, &tenth),
    ] {
        let path = directory.path().join(format!("log.{}", form.extension()));
        let mut out = std::io::BufWriter::new(File::create(path).unwrap());
        format::write(form, log, &[], &mut out).unwrap();
        std::io::Write::flush(&mut out).unwrap();
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/pm4py_check.py");
    let said = run(Command::new(python).arg(script).arg(directory.path())).unwrap();
    let theirs: Value = serde_json::from_slice(&said).unwrap();
    assert_eq!(theirs["version"], VERSION);
    compare("xes", &figures(&read.log), &theirs);
    assert_eq!(theirs["xes"]["variants"], 2_079);
    for form in ["jsonocel", "xmlocel", "sqlite"] {
        compare(form, &figures(&tenth), &theirs);
        compare(form, &objects(&tenth), &theirs);
    }
}
