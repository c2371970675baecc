//! Transfers against their own rules, totals against the postings of each unit.

use store::audit::{self, FIRST};
use store::repo::ledger::{
    OPEN_RESERVE, OfRequest, Rebuilt, TOTALS, Trade, childless, each_of_unit, each_transfer, verify,
};
use store::tables::Table;
use store::{StoreError, Tx};

use super::Checked;
use super::compare::compare;
use crate::error::{Answer, AppError};
use crate::ledger::Books;

/// Totals that belong to a unit; open reserves are compared with their requests.
fn totals_of_units() -> impl Iterator<Item = &'static Table> {
    TOTALS.into_iter().filter(|table| **table != OPEN_RESERVE)
}

pub(super) fn check(tx: &mut dyn Tx, checked: &mut Checked) -> Answer<()> {
    let books = match Books::load(tx) {
        Ok(books) => books,
        // Without a company there is nothing to book.
        Err(AppError::Missing(_)) => return Ok(()),
        Err(error) => return checked.unreadable(error),
    };
    let read = each_transfer(tx, &mut |kept| {
        checked.transfers += 1;
        if let Err(wrong) = verify(&kept, |at| books.day(at)) {
            checked.differs(wrong.table, wrong.transfer, wrong.column, "what keeps the rules", wrong.detail);
        }
        Ok(())
    });
    if let Err(error) = read {
        checked.unreadable(error.into())?;
    }
    for transfer in childless(tx)? {
        checked.differs("posting", transfer, "*", "postings", "none");
    }
    let tables: Vec<&'static str> =
        ["posting"].into_iter().chain(totals_of_units().map(|table| table.name)).collect();
    let mut after = FIRST.to_vec();
    while let Some(unit) = audit::next_id(tx, &tables, "unit", &after)? {
        totals(tx, &unit, checked)?;
        after = unit;
    }
    Ok(())
}

/// Compares the totals of one unit with its postings.
fn totals(tx: &mut dyn Tx, unit: &[u8], checked: &mut Checked) -> Answer<()> {
    let mut rebuilt = Rebuilt::default();
    let overflow = |error: domain::ledger::LedgerError| {
        StoreError::inconsistent("posting", "amount", "of a unit", error.to_string())
    };
    let read = each_of_unit(tx, unit, &mut |head, posting, service| {
        rebuilt.posting(&head, &posting, service).map_err(overflow)?;
        if let (Some(request), Some(trade)) = (posting.request, Trade::of(posting.account.kind)) {
            rebuilt.order(OfRequest {
                request,
                unit: posting.unit(),
                trade,
                counterparty: posting.counterparty,
                service,
                effective: head.effective,
            });
        }
        Ok(())
    });
    if let Err(error) = read {
        return checked.unreadable(error.into());
    }
    for table in totals_of_units() {
        let found = audit::of(tx, table, "unit", unit)?;
        compare(table, rebuilt.rows(table), &found, checked);
    }
    Ok(())
}
