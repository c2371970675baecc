//! Tokens of the audience in the full-text index: who may find what.

use domain::ids::{PersonId, UnitId};

/// Everybody who signed in.
pub const EVERYBODY: &str = "all";

/// One person.
pub fn person(person: PersonId) -> String {
    format!("p{}", person.0.simple())
}

/// Everybody who belongs to a unit.
pub fn member(unit: UnitId) -> String {
    format!("m{}", unit.0.simple())
}

/// Those who serve a unit.
pub fn unit(unit: UnitId) -> String {
    format!("u{}", unit.0.simple())
}
