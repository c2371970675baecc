//! Imports of files: how far each came, and the mappings that people saved.

use domain::ids::{CommandId, PersonId};
use domain::time::Instant;
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Row;
use crate::{params, sql};

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// The file is being read.
    Reading,
    /// Rows are being written, unseen.
    Staging,
    /// It can be seen.
    Done,
    /// It was stopped, and nothing of it is left.
    Cancelled,
    /// It could not go on, and nothing of it is left.
    Failed,
}

impl ImportState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Reading, Self::Staging, Self::Done, Self::Cancelled, Self::Failed];

    /// The word that the table keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Staging => "staging",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it still goes on.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Reading | Self::Staging)
    }
}

/// That an import is taken back, or was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenBack {
    /// The command.
    pub command: CommandId,
    /// Who takes it back; none on the command line.
    pub by: Option<PersonId>,
    /// When it last moved on.
    pub moved_at: Instant,
    /// When it was done; none while it goes on and nobody sees anything of it.
    pub at: Option<Instant>,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportBatch {
    /// Its id; also the command of its events.
    pub id: Uuid,
    /// The other system.
    pub source: String,
    /// The name of the file.
    pub file: String,
    /// Who began it; none on the command line.
    pub person: Option<PersonId>,
    /// Where it stands.
    pub state: ImportState,
    /// Somebody asked to stop it.
    pub asked_to_stop: bool,
    /// Rows written so far.
    pub done: i64,
    /// Rows in all, once that is known.
    pub total: i64,
    /// What came of it, as JSON.
    pub report: String,
    /// When it began.
    pub started_at: Instant,
    /// When it last moved on.
    pub changed_at: Instant,
    /// That it is taken back, or was. [`save`] leaves it as it is.
    pub taken_back: Option<TakenBack>,
}

impl ImportBatch {
    /// Whether it is being taken back now.
    pub fn goes_back(&self) -> bool {
        self.taken_back.is_some_and(|back| back.at.is_none())
    }

    /// Whether it was taken back.
    pub fn is_taken_back(&self) -> bool {
        self.taken_back.is_some_and(|back| back.at.is_some())
    }
}

macro_rules! select_sql {
    ($tail:literal) => {
        sql! { concat!(
            "SELECT id, source, file, person, state, asked_to_stop, done, total, report, started_at, changed_at,
               taken_back, taken_back_by, taken_back_moved_at, taken_back_at
             FROM import_batch ",
            $tail
        ) }
    };
}

fn from_row(row: &Row) -> Result<ImportBatch, StoreError> {
    Ok(ImportBatch {
        id: row.id(0)?,
        source: row.text(1)?.to_owned(),
        file: row.text(2)?.to_owned(),
        person: row.opt_id(3)?,
        state: row.code(4, ImportState::from_code)?,
        asked_to_stop: row.bool(5)?,
        done: row.int(6)?,
        total: row.int(7)?,
        report: row.text(8)?.to_owned(),
        started_at: row.instant(9)?,
        changed_at: row.instant(10)?,
        taken_back: match row.opt_id(11)? {
            Some(command) => Some(TakenBack {
                command,
                by: row.opt_id(12)?,
                moved_at: row.instant(13)?,
                at: row.opt_instant(14)?,
            }),
            None => None,
        },
    })
}

/// Writes an import down, or how far it came. Whether somebody asked to stop it stays as it is.
pub fn save(tx: &mut dyn Tx, batch: &ImportBatch) -> Result<(), StoreError> {
    tx.execute_one(
        sql!(
            "INSERT INTO import_batch (id, source, file, person, state, asked_to_stop, done, total, report, started_at,
               changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, done = excluded.done, total = excluded.total,
               report = excluded.report, changed_at = excluded.changed_at"
        ),
        params![
            batch.id,
            batch.source.as_str(),
            batch.file.as_str(),
            batch.person,
            batch.state.code(),
            batch.asked_to_stop,
            batch.done,
            batch.total,
            batch.report.as_str(),
            batch.started_at,
            batch.changed_at
        ],
    )
}

/// Asks a running import to stop; whether there was one.
pub fn ask_to_stop(tx: &mut dyn Tx, id: Uuid) -> Result<bool, StoreError> {
    let touched = tx.execute(
        sql!("UPDATE import_batch SET asked_to_stop = 1 WHERE id = $1 AND state IN ('reading', 'staging')"),
        params![id],
    )?;
    Ok(touched > 0)
}

/// One import.
pub fn by_id(tx: &mut dyn Tx, id: Uuid) -> Result<Option<ImportBatch>, StoreError> {
    let row = tx.query_opt(select_sql!("WHERE id = $1"), params![id])?;
    row.as_ref().map(from_row).transpose()
}

/// The latest imports, newest first.
pub fn latest(tx: &mut dyn Tx, limit: i64) -> Result<Vec<ImportBatch>, StoreError> {
    let rows = tx.query(select_sql!("ORDER BY id DESC LIMIT $1"), params![limit])?;
    rows.iter().map(from_row).collect()
}

/// Imports that still go on, or were cut short by the end of their program.
pub fn running(tx: &mut dyn Tx) -> Result<Vec<ImportBatch>, StoreError> {
    let rows = tx.query(select_sql!("WHERE state IN ('reading', 'staging')"), &[])?;
    rows.iter().map(from_row).collect()
}

/// Imports that are being taken back now.
pub fn going_back(tx: &mut dyn Tx) -> Result<Vec<ImportBatch>, StoreError> {
    let rows = tx.query(select_sql!("WHERE taken_back IS NOT NULL AND taken_back_at IS NULL"), &[])?;
    rows.iter().map(from_row).collect()
}

/// Writes down that an import is taken back, and how far that came; none when it was given up and left nothing.
pub fn take_back(tx: &mut dyn Tx, id: Uuid, back: Option<&TakenBack>) -> Result<(), StoreError> {
    tx.execute_one(
        sql!(
            "UPDATE import_batch SET taken_back = $2, taken_back_by = $3, taken_back_moved_at = $4, taken_back_at = $5
             WHERE id = $1"
        ),
        params![
            id,
            back.map(|back| back.command),
            back.and_then(|back| back.by),
            back.map(|back| back.moved_at),
            back.and_then(|back| back.at)
        ],
    )
}

/// Saves a mapping under its name.
pub fn save_mapping(tx: &mut dyn Tx, name: &str, body: &str, now: Instant) -> Result<(), StoreError> {
    tx.execute_one(
        sql!(
            "INSERT INTO import_mapping (name, body, saved_at) VALUES ($1, $2, $3)
             ON CONFLICT (name) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at"
        ),
        params![name, body, now],
    )
}

/// Every saved mapping: name and text.
pub fn mappings(tx: &mut dyn Tx) -> Result<Vec<(String, String)>, StoreError> {
    let rows = tx.query(sql!("SELECT name, body FROM import_mapping ORDER BY name"), &[])?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))).collect()
}
