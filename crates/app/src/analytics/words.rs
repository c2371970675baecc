//! Titles of the requests of a list, where the viewer may read them.

use std::collections::HashMap;

use domain::ids::RequestId;
use domain::permission::{Action, Resource, can};
use store::Tx;
use store::repo::flow_titles;

use crate::Cx;
use crate::error::Answer;

/// How many requests [`titles`] tells of.
pub const PAGE: usize = flow_titles::MOST;

/// The titles that the viewer may read, of at most the first [`PAGE`] requests made here and as many of other systems. What stands in
/// a request of another system is read by those who serve its unit: company roles see figures, never words.
pub fn titles(
    tx: &mut dyn Tx,
    cx: &Cx,
    own: &[RequestId],
    imported: &[RequestId],
) -> Answer<HashMap<RequestId, String>> {
    let mut titles = HashMap::new();
    for (id, seen) in flow_titles::own(tx, cx.viewer.person(), own)? {
        if can(&cx.viewer, Action::ReadRequest, Resource::Request(&seen.facts)) {
            titles.insert(id, seen.title);
        }
    }
    for (id, unit, title) in flow_titles::imported(tx, imported)? {
        if let Some(title) = title.filter(|_| cx.viewer.serves(unit)) {
            titles.insert(id, title);
        }
    }
    Ok(titles)
}
