//! Second factors, the codes that stand in for them, and whoever gave the password and owes the code.

use domain::ids::PersonId;
use domain::time::Instant;

use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, params, sql};

select! {
    /// A second factor.
    #[derive(Clone, PartialEq, Eq)]
    pub struct Factor from "factor" {
        /// Whose.
        pub person: PersonId = "person",
        /// What its codes are made of, sealed.
        pub secret: Vec<u8> = "secret",
        /// Since when.
        pub made_at: Instant = "made_at",
        /// The latest time step whose code was taken: it is not taken again, nor is an earlier one.
        pub last_step: i64 = "last_step",
    }
}

/// Never shows the secret, sealed as it is.
impl std::fmt::Debug for Factor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Factor")
            .field("person", &self.person)
            .field("made_at", &self.made_at)
            .finish_non_exhaustive()
    }
}

table! {
    /// Second factors.
    FACTOR: Operational "factor";
    fn values(factor: &Factor) {
        key person = factor.person,
        once secret = factor.secret.as_slice(),
        once made_at = factor.made_at,
        once last_step = factor.last_step,
    }
}

/// The second factor of somebody.
pub fn of_person(tx: &mut dyn Tx, person: PersonId) -> Result<Option<Factor>, StoreError> {
    tx.opt(hot_sql!(Factor, "WHERE person = $1"), params![person])
}

/// Some factor: to see with which key others are sealed.
pub fn any(tx: &mut dyn Tx) -> Result<Option<Factor>, StoreError> {
    tx.opt(sql!(Factor, "ORDER BY person LIMIT 1"), &[])
}

/// Keeps one.
pub fn insert(tx: &mut dyn Tx, factor: &Factor) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(insert FACTOR), &values(factor))
}

/// Notes that the code of a time step was taken; false when that one, or a later one, was taken before.
pub fn take_step(tx: &mut dyn Tx, person: PersonId, step: i64) -> Result<bool, StoreError> {
    tx.execute(
        hot_sql!("UPDATE factor SET last_step = $2 WHERE person = $1 AND last_step < $2"),
        params![person, step],
    )
    .map(|rows| rows == 1)
}

/// Takes a factor away, with its recovery codes; false when there was none.
pub fn remove(tx: &mut dyn Tx, person: PersonId) -> Result<bool, StoreError> {
    forget_codes(tx, person)?;
    tx.execute(hot_sql!("DELETE FROM factor WHERE person = $1"), params![person]).map(|rows| rows == 1)
}

table! {
    /// Hashes of recovery codes that were not used.
    RECOVERY_CODE: Operational "recovery_code";
    fn code_values(person: PersonId, code: &str) {
        key person = person,
        key code = code,
    }
}

/// Keeps the hash of a recovery code.
pub fn insert_code(tx: &mut dyn Tx, person: PersonId, code: &str) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(insert RECOVERY_CODE), &code_values(person, code))
}

/// Uses a recovery code up; false when there is none such.
pub fn take_code(tx: &mut dyn Tx, person: PersonId, code: &str) -> Result<bool, StoreError> {
    tx.execute(hot_sql!("DELETE FROM recovery_code WHERE person = $1 AND code = $2"), params![person, code])
        .map(|rows| rows == 1)
}

/// How many recovery codes somebody has left.
pub fn codes_left(tx: &mut dyn Tx, person: PersonId) -> Result<i64, StoreError> {
    tx.one(hot_sql!("SELECT count(*) FROM recovery_code WHERE person = $1"), params![person])
}

/// Takes all recovery codes of somebody away.
pub fn forget_codes(tx: &mut dyn Tx, person: PersonId) -> Result<(), StoreError> {
    tx.execute(hot_sql!("DELETE FROM recovery_code WHERE person = $1"), params![person]).map(|_| ())
}

select! {
    /// Somebody who gave the password and owes the code.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SignInStep from "sign_in_step s" {
        /// The hash of its secret.
        pub secret: String = "s.secret",
        /// Who.
        pub person: PersonId = "s.person",
        /// Browser and system, in words.
        pub device: String = "s.device",
        /// Until when the code may come.
        pub expires_at: Instant = "s.expires_at",
    }
}

table! {
    /// Whoever gave the password and owes the code.
    SIGN_IN_STEP: Operational "sign_in_step";
    fn step_values(step: &SignInStep) {
        key secret = &step.secret,
        once person = step.person,
        once device = &step.device,
        once expires_at = step.expires_at,
    }
}

/// Keeps a step.
pub fn insert_step(tx: &mut dyn Tx, step: &SignInStep) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(insert SIGN_IN_STEP), &step_values(step))
}

/// The step with this hash, if it lasts at `now` and its person is active.
pub fn step(tx: &mut dyn Tx, secret: &str, now: Instant) -> Result<Option<SignInStep>, StoreError> {
    let found = hot_sql!(
        SignInStep,
        "JOIN person p ON p.id = s.person WHERE s.secret = $1 AND s.expires_at > $2 AND p.active = 1"
    );
    tx.opt(found, params![secret, now])
}

/// Ends a step; false when it was over.
pub fn end_step(tx: &mut dyn Tx, secret: &str) -> Result<bool, StoreError> {
    tx.execute(hot_sql!("DELETE FROM sign_in_step WHERE secret = $1"), params![secret]).map(|rows| rows == 1)
}

/// Ends every step of somebody.
pub fn end_steps(tx: &mut dyn Tx, person: PersonId) -> Result<(), StoreError> {
    tx.execute(sql!("DELETE FROM sign_in_step WHERE person = $1"), params![person]).map(|_| ())
}

/// Removes steps that are over; how many.
pub fn sweep(tx: &mut dyn Tx, now: Instant) -> Result<u64, StoreError> {
    tx.execute(sql!("DELETE FROM sign_in_step WHERE expires_at <= $1"), params![now])
}
