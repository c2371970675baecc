//! Imports of files: how far each came, and the mappings that people saved.

use domain::ids::{CommandId, PersonId};
use domain::time::Instant;
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::{codes, select};
use crate::table::table;
use crate::tx::Tx;
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

select! {
    /// That an import is taken back, or was.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct TakenBack {
        /// The command.
        pub command: CommandId = "taken_back",
        /// Who takes it back; none on the command line.
        pub by: Option<PersonId> = "taken_back_by",
        /// When it last moved on.
        pub moved_at: Instant = "taken_back_moved_at",
        /// When it was done; none while it goes on and nobody sees anything of it.
        pub at: Option<Instant> = "taken_back_at",
    }
}

select! {
    /// One import.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ImportBatch from "import_batch" {
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
        pub taken_back: Option<TakenBack> = TakenBack,
    }
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

codes! { ImportState }

table! {
    /// Imports, and how far each came. Whether somebody asked to stop one, and that it is taken back, stays as it is.
    IMPORT_BATCH: Operational "import_batch";
    fn values(batch: &ImportBatch)
    with back = batch.taken_back; {
        key id = batch.id,
        once source = &batch.source,
        once file = &batch.file,
        once person = batch.person,
        set state = batch.state,
        once asked_to_stop = batch.asked_to_stop,
        set done = batch.done,
        set total = batch.total,
        set report = &batch.report,
        once started_at = batch.started_at,
        set changed_at = batch.changed_at,
        once taken_back = back.map(|back| back.command),
        once taken_back_by = back.and_then(|back| back.by),
        once taken_back_moved_at = back.map(|back| back.moved_at),
        once taken_back_at = back.and_then(|back| back.at),
    }
}

/// Writes an import down, or how far it came. Whether somebody asked to stop it stays as it is.
pub fn save(tx: &mut dyn Tx, batch: &ImportBatch) -> Result<(), StoreError> {
    tx.execute_one(sql!(upsert IMPORT_BATCH), &values(batch))
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
    tx.opt(sql!(ImportBatch, "WHERE id = $1"), params![id])
}

/// The latest imports, newest first.
pub fn latest(tx: &mut dyn Tx, limit: i64) -> Result<Vec<ImportBatch>, StoreError> {
    tx.all(sql!(ImportBatch, "ORDER BY id DESC LIMIT $1"), params![limit])
}

/// Imports that still go on, or were cut short by the end of their program.
pub fn running(tx: &mut dyn Tx) -> Result<Vec<ImportBatch>, StoreError> {
    tx.all(sql!(ImportBatch, "WHERE state IN ('reading', 'staging')"), &[])
}

/// Imports that are being taken back now.
pub fn going_back(tx: &mut dyn Tx) -> Result<Vec<ImportBatch>, StoreError> {
    tx.all(sql!(ImportBatch, "WHERE taken_back IS NOT NULL AND taken_back_at IS NULL"), &[])
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

table! {
    /// Mappings that people saved.
    IMPORT_MAPPING: Operational "import_mapping";
    fn mapping_values(name: &str, body: &str, now: Instant) {
        key name = name,
        set body = body,
        set saved_at = now,
    }
}

/// Saves a mapping under its name.
pub fn save_mapping(tx: &mut dyn Tx, name: &str, body: &str, now: Instant) -> Result<(), StoreError> {
    tx.execute_one(sql!(upsert IMPORT_MAPPING), &mapping_values(name, body, now))
}

/// Every saved mapping: name and text.
pub fn mappings(tx: &mut dyn Tx) -> Result<Vec<(String, String)>, StoreError> {
    tx.all(sql!("SELECT name, body FROM import_mapping ORDER BY name"), &[])
}
