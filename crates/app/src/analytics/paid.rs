//! What units paid each other, beside their flow.

use std::collections::HashMap;

use domain::ids::UnitId;
use domain::money::{Currency, Minor};
use domain::permission::{Action, Resource, can};
use flow::log::Name;
use store::Tx;
use store::repo::ledger;

use super::read::{Flow, Window};
use crate::Cx;
use crate::error::Answer;
use crate::ledger::Books;

/// What a customer paid to a provider, in each currency.
pub type Paid = HashMap<(Name, Name), Vec<(Currency, Minor)>>;

/// What the units of a log paid each other on the days of a window, by customer and provider. Only what the viewer may read in the
/// account of the one who paid.
pub fn paid(tx: &mut dyn Tx, cx: &Cx, of: &Flow, window: Window) -> Answer<Paid> {
    let books = Books::load(tx)?;
    let days = [window.from, window.to.plus_seconds(-1)].map(|at| books.day(at));
    let names: HashMap<UnitId, Name> = of.units.iter().map(|(name, unit)| (*unit, *name)).collect();
    let mut found = Paid::new();
    for (name, unit) in &of.units {
        if !can(&cx.viewer, Action::ReadAccount, Resource::Unit(*unit)) {
            continue;
        }
        for (provider, currency, amount) in ledger::paid(tx, *unit, (days[0], days[1]))? {
            if let Some(provider) = names.get(&provider).filter(|_| amount != 0) {
                found.entry((*name, *provider)).or_default().push((currency, amount));
            }
        }
    }
    for sums in found.values_mut() {
        sums.sort_by_key(|(currency, _)| currency.code().to_owned());
    }
    Ok(found)
}
