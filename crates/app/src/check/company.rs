//! The company's tables and the documents of its services.

use store::{Tx, audit};
use uuid::Uuid;

use super::Checked;
use super::compare::{Shape, compare};
use crate::company::{KIND, Replay};
use crate::error::Answer;

const DOCUMENTS: Shape = Shape { table: "search_doc", columns: &["id", "kind"], key: 1 };

/// Compares what the company's events come to with its rows.
pub(super) fn check(tx: &mut dyn Tx, replay: Replay, checked: &mut Checked) -> Answer<()> {
    for rows in replay.tables()? {
        let found = audit::whole(tx, rows.table, rows.columns)?;
        let shape = Shape { table: rows.table, columns: rows.columns, key: rows.key };
        compare(shape, rows.rows.into_values(), &found, checked)?;
    }
    let documents = replay.indexed_services().map(|service| vec![service.into(), KIND.into()]);
    let found = audit::other_documents(tx)?;
    compare(DOCUMENTS, documents, &found, checked)?;
    for row in audit::documents_without_terms(tx)? {
        checked.differs("search_doc", row.id::<Uuid>(0)?, "docid", "terms", "none");
    }
    let (documents, terms) = audit::index_counts(tx)?;
    if documents != terms {
        checked.differs("search_text", "all", "rowid", format!("{documents} documents"), terms);
    }
    Ok(())
}
