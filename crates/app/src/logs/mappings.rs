//! Mappings under a name: written once, used for every further file of a system.

use flow::format::Mapping;
use store::Tx;
use store::repo::import_batch;

use super::imports;
use crate::Cx;
use crate::error::{Answer, AppError};

/// A name is not longer, in characters.
const NAME: usize = 60;

/// Every saved mapping by name. What cannot be read any more is left out.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever brings in nothing.
pub fn mappings(tx: &mut dyn Tx, cx: &Cx) -> Answer<Vec<(String, Mapping)>> {
    if !imports(&cx.viewer) {
        return Err(AppError::Forbidden);
    }
    let all = import_batch::mappings(tx)?.into_iter();
    Ok(all.filter_map(|(name, text)| Some((name, Mapping::from_toml(&text).ok()?))).collect())
}

/// Saves a mapping under its name; one that was saved under it goes.
///
/// # Errors
/// [`AppError::Invalid`] for the field `name`; [`AppError::Forbidden`] for whoever brings in nothing.
pub fn save_mapping(tx: &mut dyn Tx, cx: &Cx, mapping: &Mapping) -> Answer<()> {
    if !imports(&cx.viewer) {
        return Err(AppError::Forbidden);
    }
    let name = mapping.name.trim();
    if name.is_empty() {
        return Err(AppError::field("name", "field-required"));
    }
    if name.chars().count() > NAME {
        return Err(AppError::Invalid(vec![
            crate::error::FieldError::new("name", "field-too-long").limit(NAME as i64),
        ]));
    }
    Ok(import_batch::save_mapping(tx, name, &mapping.to_toml(), cx.now)?)
}
