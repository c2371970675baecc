//! Years that the demonstration's IT department brings from another system: a real log, anonymised by those who published it
//! (UCI Machine Learning Repository 498, DOI 10.24432/C57S4H, CC BY 4.0; see `crates/flow/data/README.md`).

use std::sync::Arc;

use app::Cx;
use app::logs::{Order, source_of, take};
use domain::actor::Channel;
use domain::permission::Viewer;
use domain::time::Instant;
use flow::format::{Mapping, Role, gather, open};
use store::Db;

use crate::error::DemoError;

const LOG: &[u8] = include_bytes!("../../flow/data/uci_incident_event_log.csv.gz");
/// The short name of the unit that it belongs to.
const UNIT: &str = "it";

/// Takes the log into the demonstration's IT department, unless it is there already. True when it was taken now.
pub fn ensure_history(db: &Db, now: &dyn Fn() -> Instant) -> Result<bool, DemoError> {
    let mut mapping = Mapping::servicenow();
    // Its places would be two hundred units that nobody knows; its customers stay people of the company.
    mapping.columns.remove(&Role::Customer);
    let (zone, unit, known) = db
        .read_blocking(|tx| -> app::error::Answer<_> {
            let mut known = false;
            store::repo::imported::known(tx, "servicenow", &mut |_, _| known = true)?;
            Ok((app::company::company(tx)?.zone, app::company::unit_by_code(tx, UNIT)?.id, known))
        })
        .map_err(DemoError::at("the department of the log"))?;
    if known {
        return Ok(false);
    }
    mapping.zone = Some(zone);
    let read = || {
        let mut source = open(LOG, &mapping.options())?;
        gather(&mut source, &mapping)
    };
    let gathered = Arc::new(read().map_err(|trouble| DemoError::Log(trouble.to_string()))?);
    let order =
        Order { source: source_of(&mapping.name), file: "uci_incident_event_log.csv.gz".to_owned(), unit };
    let mut secret = [0; 32];
    secret[..8].copy_from_slice(b"the log.");
    let cx = Cx::new(Viewer::console(), now(), Channel::Import, None, secret);
    take(db, &cx, &order, &gathered, now, &mut |_| {}).map_err(|error| DemoError::Log(error.to_string()))?;
    Ok(true)
}
