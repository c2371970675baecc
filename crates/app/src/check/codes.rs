//! Code tables against the enums of the program.

use domain::actor::Channel;
use domain::company::{ServiceStage, UnitKind};
use domain::ledger::AccountKind;
use domain::permission::Role;
use domain::request::RequestState;
use store::{Tx, Value, audit, tables};

use super::Checked;
use super::compare::compare;
use crate::error::Answer;

pub(super) fn check(tx: &mut dyn Tx, checked: &mut Checked) -> Answer<()> {
    one(tx, checked, "state_code", &RequestState::ALL.map(RequestState::code))?;
    one(tx, checked, "channel_code", &Channel::ALL.map(Channel::code))?;
    one(tx, checked, "role_code", &Role::ALL.map(Role::code))?;
    one(tx, checked, "unit_kind_code", &UnitKind::ALL.map(UnitKind::code))?;
    one(tx, checked, "stage_code", &ServiceStage::ALL.map(ServiceStage::code))?;
    one(tx, checked, "account_kind_code", &AccountKind::ALL.map(AccountKind::code))
}

fn one(tx: &mut dyn Tx, checked: &mut Checked, table: &'static str, codes: &[&str]) -> Answer<()> {
    let table = tables::codes(table);
    let found = audit::whole(tx, &table)?;
    let expected = codes.iter().zip(1_i64..).map(|(code, place)| vec![Value::from(*code), place.into()]);
    compare(&table, expected, &found, checked);
    Ok(())
}
