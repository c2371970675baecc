//! Why a use case did not do what was asked. The edge gives each its status, its words in both languages and what to do.

use domain::ledger::{Insufficient, LedgerError};
use domain::request::Refusal;
use store::StoreError;

/// One field of a form or file that is not right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Its name in the form.
    pub field: String,
    /// Message key of what is wrong; see `errors.ftl`.
    pub problem: &'static str,
    /// The bound that was crossed, for messages that name it.
    pub limit: Option<i64>,
}

impl FieldError {
    /// A field and what is wrong with it.
    pub fn new(field: impl Into<String>, problem: &'static str) -> Self {
        Self { field: field.into(), problem, limit: None }
    }

    /// The same with the bound.
    #[must_use]
    pub const fn limit(mut self, limit: i64) -> Self {
        self.limit = Some(limit);
        self
    }
}

/// Nothing was changed; this is why.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AppError {
    /// The database's.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The rules'.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The ledger's.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The budget's.
    #[error(transparent)]
    Budget(#[from] Insufficient),
    /// It does not exist, or not for this viewer: the two look alike on purpose.
    #[error("no such {0}")]
    Missing(&'static str),
    /// It exists and the viewer knows it, but may not do this.
    #[error("not allowed")]
    Forbidden,
    /// Somebody changed it after it was read.
    #[error("it changed meanwhile: version {seen} was read, {now} is there")]
    Changed {
        /// The version that was read.
        seen: i64,
        /// The version that is there.
        now: i64,
    },
    /// Fields that are not right, all of them at once.
    #[error("{} fields are not right", .0.len())]
    Invalid(Vec<FieldError>),
}

impl AppError {
    /// One field that is not right.
    pub fn field(field: impl Into<String>, problem: &'static str) -> Self {
        Self::Invalid(vec![FieldError::new(field, problem)])
    }
}

/// The answer of a use case.
pub type Answer<T> = Result<T, AppError>;
