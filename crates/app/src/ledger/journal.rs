//! The whole ledger as a plain-text journal, for hledger and its kin to check independently.

use std::collections::BTreeMap;

use domain::company::COMPANY_UNIT;
use domain::ids::UnitId;
use domain::ledger::{journal_entries, journal_head};
use domain::money::Currency;
use domain::permission::{Action, Resource, can};
use store::repo::ledger::{each_transfer, unit_names, verify};
use store::{StoreError, Tx};

use super::Books;
use crate::Cx;
use crate::error::{Answer, AppError};

/// Writes every transfer, oldest first, in pieces of bounded size. Units go by their codes. An error of `write` stops it and is returned.
///
/// # Errors
/// [`AppError::Forbidden`] for others than finance and auditors; [`StoreError::Inconsistent`] when rows are no transfer.
pub fn journal(
    tx: &mut dyn Tx,
    cx: &Cx,
    write: &mut dyn FnMut(&str) -> Result<(), StoreError>,
) -> Answer<()> {
    let may = |action| can(&cx.viewer, action, Resource::Company);
    if !may(Action::IssueBudget) && !may(Action::Audit) {
        return Err(AppError::Forbidden);
    }
    let books = Books::load(tx)?;
    let names = names(unit_names(tx)?.into_iter().map(|(id, code, _)| (id, code)));
    write(&journal_head([books.currency, Currency::SECONDS]))?;
    each_transfer(tx, &mut |kept| {
        let (transfer, _) = verify(&kept, |at| books.day(at)).map_err(|wrong| {
            StoreError::inconsistent(wrong.table, wrong.column, wrong.transfer, wrong.detail)
        })?;
        write(&journal_entries(&[transfer], |unit| names.get(&unit).cloned()))
    })?;
    Ok(())
}

/// Names that stay unique whatever the journal's format makes of them: a code it would change is left out, and the unit goes by its id.
fn names(codes: impl Iterator<Item = (UnitId, String)>) -> BTreeMap<UnitId, String> {
    let plain = |code: &str| {
        !code.is_empty()
            && code.split('-').all(|part| {
                !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '_')
            })
    };
    let mut names: BTreeMap<_, _> = codes.filter(|(_, code)| plain(code)).collect();
    if names.values().all(|code| code != "company") {
        names.insert(COMPANY_UNIT, "company".to_owned());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn codes_that_the_format_would_change_are_left_out() {
        let unit = |n| UnitId(Uuid::from_u128(n));
        let codes = ["it", "hr-ru", "a b", "a--b", "", "кадры", "x:y"];
        let names = names((2..).map(unit).zip(codes.map(str::to_owned)));
        let kept: Vec<_> = names.values().map(String::as_str).collect();
        assert_eq!(kept, ["company", "it", "hr-ru", "кадры"]);
        let taken = super::names([(unit(9), "company".to_owned())].into_iter());
        assert_eq!(taken.into_keys().collect::<Vec<_>>(), [unit(9)]);
    }
}
