//! The real audit log of a company's incidents, taken in and measured.

use app::analytics::{Subject, Window, read as read_flow, working_clock};
use domain::localized::Language;
use flow::filter::View;
use flow::report::{Options, Report, report};
use std::fs::File;
use std::path::Path;

use super::*;
use crate::world::World;

fn close(found: f64, told: f64, within: f64) {
    assert!((found - told).abs() < within, "{found}, not {told}");
}

fn of_it(world: &World<'_>) -> Report {
    let (cx, it, now) = (world.cx(), world.it, world.f.clock.now());
    let whole = Window { from: Instant::from_millis(i64::MIN), to: Instant::from_millis(i64::MAX) };
    world
        .f
        .db
        .within(store::Lane::Read, std::time::Duration::from_secs(300), move |tx| -> app::error::Answer<_> {
            let flow = read_flow(tx, &cx, Subject::Unit(it), whole, Some("servicenow"), Language::En)?;
            let first = flow.log.cases().iter().map(|case| case.opened).min().unwrap_or(now.millis());
            let clock = working_clock(tx, Some(it), Instant::from_millis(first), now)?;
            Ok(report(&View::whole(&flow.log), now.millis(), &clock, &Options::default()))
        })
        .unwrap()
}

#[test]
fn the_whole_log_has_the_figures_that_are_known_of_it() {
    let f = Fixture::sqlite();
    let world = World::new(&f);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../flow/data/uci_incident_event_log.csv.gz");
    // The figures are of plain days, so no clock is put back or forward.
    let mapping = Mapping { zone: Some("UTC".to_owned()), ..Mapping::servicenow() };
    let began = std::time::Instant::now();
    let file = File::open(&path).unwrap();
    let size = file.metadata().unwrap().len();
    let gathered = Arc::new(read_log(file, size, &mapping, None).unwrap());
    println!("read in {:?}", began.elapsed());
    assert_eq!((gathered.log.cases().len(), gathered.log.events()), (24_918, 141_712));
    let order = Order { source: "servicenow".to_owned(), ..order(&world) };
    let clock = f.clock.clone();
    let began = std::time::Instant::now();
    let taken = take(&f.db, &importer(&world), &order, &gathered, &move || clock.now(), &mut |_| ()).unwrap();
    println!("taken in {:?}", began.elapsed());
    assert_eq!(taken.events, 141_712 + 2 * 24_918);
    let told = of_it(&world);
    assert_eq!((told.cases, told.events, told.variants), (24_918, 141_712, 2_079));
    assert_eq!((told.promise_given, told.promise_missed), (24_918, 9_115));
    close(told.promise_missed_share.unwrap() * 100.0, 36.58, 0.005);
    let lead = told.lead_time_hours.unwrap();
    close(lead.mean / 24.0, 13.139, 0.0005);
    close(lead.median / 24.0, 6.078, 0.0005);
    let solve = told.solve_time_hours.unwrap();
    close(solve.mean / 24.0, 7.424, 0.0005);
    close(solve.median / 24.0, 0.921, 0.0005);
    let top: Vec<u64> = told.top_variants.iter().take(3).map(|way| way.requests).collect();
    assert_eq!(top, [3_238, 3_099, 1_796]);
    let again = take(&f.db, &importer(&world), &order, &gathered, &|| f.clock.now(), &mut |_| ()).unwrap();
    assert_eq!(again.events, 0);
    let began = std::time::Instant::now();
    is_clean(&f);
    println!("checked in {:?}", began.elapsed());
}
