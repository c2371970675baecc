//! What can go wrong while the demonstration is made.

use app::AppError;
use store::StoreError;

/// A place in the content that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct Fault {
    /// The file, below `content`.
    pub file: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

/// Why there is no demonstration; nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The database's.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The content cannot be read.
    #[error(transparent)]
    Content(#[from] Fault),
    /// A step of a story was refused.
    #[error("{place}: {refusal}")]
    Refused {
        /// The story with the line of the step, or what of the company was being made.
        place: String,
        /// Why.
        refusal: AppError,
    },
    /// The history of the other system cannot be taken in.
    #[error("the log: {0}")]
    Log(String),
    /// The database holds a real company.
    #[error("the database holds a real company; the demonstration needs a database of its own")]
    RealCompany,
}

impl DemoError {
    /// A refusal of something.
    pub(crate) fn at(place: impl Into<String>) -> impl FnOnce(AppError) -> Self {
        let place = place.into();
        move |refusal| match refusal {
            // A conflict with another writer is not the story's fault: the transaction runs again.
            AppError::Store(error) => Self::Store(error),
            refusal => Self::Refused { place, refusal },
        }
    }
}
