//! The company's tables and the documents of its services.

use store::tables::DOCUMENT;
use store::{Tx, audit};

use super::Checked;
use super::compare::compare;
use crate::company::{KIND, Replay};
use crate::error::Answer;

/// Compares what the company's events come to with its rows.
pub(super) fn check(tx: &mut dyn Tx, replay: Replay, checked: &mut Checked) -> Answer<()> {
    for rows in replay.tables() {
        let found = audit::whole(tx, rows.table)?;
        compare(rows.table, rows.rows.into_values(), &found, checked);
    }
    let documents = replay.indexed_services().map(|service| vec![service.id.into(), KIND.into()]);
    let found = audit::other_documents(tx)?;
    compare(&DOCUMENT, documents, &found, checked);
    for document in audit::documents_without_terms(tx)? {
        checked.differs("search_doc", document, "docid", "terms", "none");
    }
    let (documents, terms) = audit::index_counts(tx)?;
    if documents != terms {
        checked.differs("search_text", "all", "rowid", format!("{documents} documents"), terms);
    }
    Ok(())
}
