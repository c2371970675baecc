//! Rates of an hour for the findings of a log.

use domain::time::Instant;
use flow::findings::{Rate, Rates};
use store::Tx;

use super::Flow;
use crate::company::{self, HourRate, hour_rates};
use crate::error::Answer;

/// What an hour of the units of a log costs at a moment, to turn the hours of findings into money. Whoever reads the flow sees that
/// money and never the rate: it must not be shown as it is.
pub fn rates(tx: &mut dyn Tx, of: &Flow, at: Instant) -> Answer<Rates> {
    let known = hour_rates(tx, &of.units.values().copied().collect(), at)?;
    let rate = |rate: HourRate| match rate {
        HourRate::PerHour(minor) => Rate::PerHour(minor),
        HourRate::NotSet => Rate::NotSet,
        HourRate::FewPeople => Rate::FewPeople,
    };
    let by_team = of.units.iter().filter_map(|(name, unit)| Some((*name, rate(*known.get(unit)?))));
    Ok(Rates { currency: company::company(tx)?.currency.code().to_owned(), by_team: by_team.collect() })
}
