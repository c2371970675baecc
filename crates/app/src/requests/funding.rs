//! From where an agreement is paid.

use domain::ids::{LineId, RequestId, UnitId};
use domain::ledger::BudgetMode;
use domain::money::Minor;
use domain::request::{Funding, Request};
use store::Tx;

use crate::Cx;
use crate::company;
use crate::error::Answer;
use crate::ledger::{self, Books};

/// For a request that chooses an offer of this total.
///
/// # Errors
/// [`crate::AppError::Budget`] when a hard budget has not so much free.
pub(super) fn for_choice(tx: &mut dyn Tx, cx: &Cx, request: &Request, total: Minor) -> Answer<Funding> {
    let line = request.parent.and_then(|parent| Some((parent.request, parent.line?)));
    let obligatory = match request.service {
        Some(service) => company::service_version(tx, service.version)?.obligatory,
        None => false,
    };
    of(tx, cx, request.payer_unit, line, total, obligatory)
}

/// Nothing for nothing; a parent's line where one was named; else the payer's budget, as strictly as it is kept. What the
/// law requires is never blocked by a budget.
pub(super) fn of(
    tx: &mut dyn Tx,
    cx: &Cx,
    payer: UnitId,
    line: Option<(RequestId, LineId)>,
    total: Minor,
    obligatory: bool,
) -> Answer<Funding> {
    if total == 0 {
        return Ok(Funding::Nothing);
    }
    if let Some((request, line)) = line {
        return Ok(Funding::ParentLine { request, line });
    }
    let mode = if obligatory { BudgetMode::Shadow } else { company::unit(tx, payer)?.budget_mode };
    let books = Books::load(tx)?;
    ledger::funding(tx, &books, payer, mode, total, cx.now)
}
