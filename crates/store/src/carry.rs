//! Which rows come along when a company moves to another place, and which do not.

use crate::tables::{Table, TableClass};

/// Why the rows of a table do not come along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stays {
    /// The migrations make them: the schema and its words. Numbers of requests go on after the last one that is told beside the rows.
    Schema,
    /// The full-text index is spelt for each engine; it is made again from what came.
    Index,
    /// Where the bytes of files are is the engine's own business; files come beside the rows.
    File,
    /// It holds for a moment and for the place where it was given: who works in the background, who is signed in. A session that was
    /// ended after the rows were taken must not live again.
    Passing,
}

/// Tables whose class does not say it. Everything else comes along: history and content, which nothing can make again; state and
/// projections, which are compared with the history afterwards; and what is kept beside it, such as passwords, notices and links.
const BY_NAME: &[(&str, Stays)] = &[
    ("account_kind_code", Stays::Schema),
    ("blob_chunk", Stays::File),
    ("blob_file", Stays::File),
    ("channel_code", Stays::Schema),
    ("lease", Stays::Passing),
    ("request_number", Stays::Schema),
    ("role_code", Stays::Schema),
    ("schema_version", Stays::Schema),
    ("session", Stays::Passing),
    ("sign_in_step", Stays::Passing),
    ("stage_code", Stays::Schema),
    ("state_code", Stays::Schema),
    ("unit_kind_code", Stays::Schema),
];

/// Why a table's rows do not come along; none when they do.
pub fn stays(table: &Table) -> Option<Stays> {
    if table.class == TableClass::Index {
        return Some(Stays::Index);
    }
    BY_NAME.iter().find(|(name, _)| *name == table.name).map(|(_, why)| *why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::all;

    #[test]
    fn what_stays_is_a_table_and_what_cannot_be_made_again_never_stays() {
        for (name, _) in BY_NAME {
            assert!(all().iter().any(|table| table.name == *name), "{name}");
        }
        for table in all() {
            let made = matches!(table.class, TableClass::Index | TableClass::Operational);
            let files = stays(table) == Some(Stays::File);
            assert!(made || files || stays(table).is_none(), "{}", table.name);
        }
    }
}
