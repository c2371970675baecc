//! What is to be taken in and how: kept among the files between the steps, so that each step has an address and can be left.

use std::io::Read;

use domain::ids::{PersonId, UnitId};
use domain::permission::{Action, Resource, Viewer, can};
use domain::time::Instant;
use flow::format::Mapping;
use serde::{Deserialize, Serialize};
use store::blobs::{BlobName, Blobs, Opened};

use super::{Order, brings, source_of};
use crate::error::{Answer, AppError};

/// What tells a plan from other files.
const KIND: &str = "plan of an import, 1";
/// A plan is not larger: its mapping names at most some thousand columns and states.
const BYTES: u64 = 4 << 20;

/// A file on its way in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    kind: String,
    /// Who brought the file.
    pub by: Option<PersonId>,
    /// The file among the files that are kept.
    pub blob: String,
    /// Its name.
    pub file: String,
    /// The unit that served, where the file names none.
    pub unit: UnitId,
    /// The other system, as people call it.
    pub source: String,
    /// What its columns mean; none before anybody said so.
    pub mapping: Option<Mapping>,
}

impl Plan {
    /// A file that was just brought.
    pub fn new(by: Option<PersonId>, blob: String, file: String, unit: UnitId, source: String) -> Self {
        Self { kind: KIND.to_owned(), by, blob, file, unit, source, mapping: None }
    }

    /// Keeps the plan; its name. It stays as long as the file: a day.
    ///
    /// # Errors
    /// The files'.
    pub fn keep(&self, blobs: &dyn Blobs, now: Instant) -> Answer<BlobName> {
        let text = serde_json::to_vec(self).map_err(|error| {
            store::StoreError::inconsistent("blobs", "plan", &self.file, error.to_string())
        })?;
        Ok(blobs.put(&text, now)?)
    }

    /// The plan of this name, for whoever made it and for those who administer the company.
    ///
    /// # Errors
    /// [`AppError::Missing`] when there is none for this viewer.
    pub fn load(blobs: &dyn Blobs, name: &str, viewer: &Viewer) -> Answer<Self> {
        let missing = || AppError::Missing("import");
        let name = BlobName::parse(name).ok_or_else(missing)?;
        let (file, size) = blobs.open(name)?.ok_or_else(missing)?;
        if size > BYTES {
            return Err(missing());
        }
        let mut text = Vec::new();
        file.take(BYTES).read_to_end(&mut text).map_err(store::StoreError::from)?;
        let plan: Self = serde_json::from_slice(&text).map_err(|_| missing())?;
        let own = plan.by.is_some() && plan.by == viewer.person();
        let may = brings(viewer, plan.unit);
        let all = can(viewer, Action::Administer, Resource::Company);
        if plan.kind != KIND || !may || !(own || all) {
            return Err(missing());
        }
        Ok(plan)
    }

    /// Where the requests belong.
    pub fn order(&self) -> Order {
        Order { source: source_of(&self.source), file: self.file.clone(), unit: self.unit }
    }

    /// The file and its size.
    ///
    /// # Errors
    /// [`AppError::Missing`] when it is kept no more.
    pub fn open(&self, blobs: &dyn Blobs) -> Answer<Opened> {
        let missing = || AppError::Missing("file");
        let name = BlobName::parse(&self.blob).ok_or_else(missing)?;
        blobs.open(name)?.ok_or_else(missing)
    }
}
