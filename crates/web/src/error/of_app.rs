//! What use cases answer, as lines of the table.

use app::error::AppError;
use domain::request::Refusal;
use store::StoreError;

use super::{Code, Error, Said, Value};

impl From<AppError> for Error {
    fn from(error: AppError) -> Self {
        let cause = error.to_string();
        match error {
            AppError::Store(error) => error.into(),
            AppError::Refused(refusal) => refusal.into(),
            AppError::Ledger(_) => Self::from(Code::Internal).because(cause),
            AppError::Budget(budget) => Self::from(Code::Conflict).saying(
                Said::new("refused-budget")
                    .with("free", Value::Money(budget.free))
                    .with("needed", Value::Money(budget.needed)),
            ),
            AppError::Missing(_) => Self::from(Code::NotFound).because(cause),
            AppError::Forbidden => Code::Forbidden.into(),
            AppError::Changed { .. } => Self::from(Code::Conflict).saying(Said::new("refused-changed")),
            AppError::Invalid(_) => Self::from(Code::Invalid).because(cause),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Busy => Code::Busy,
            StoreError::Timeout => Code::Timeout,
            StoreError::Conflict => Code::Busy,
            // What was in work when it went is told apart by the key of the command: the same form again is the same command.
            StoreError::Unreachable(_) | StoreError::OutcomeUnknown(_) => Code::Away,
            StoreError::Unwritable(_) => Code::Unwritable,
            StoreError::Nul { .. } => Code::Invalid,
            _ => Code::Internal,
        };
        Self::from(code).because(error.to_string())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let count = |n: usize| Value::Number(i64::try_from(n).unwrap_or(i64::MAX));
        let (code, said) = match &refusal {
            Refusal::WrongState { .. } => (Code::Conflict, Said::new("refused-state")),
            Refusal::NotYours => (Code::Forbidden, Said::new("refused-not-yours")),
            Refusal::OwnUnit => (Code::Forbidden, Said::new("refused-own-unit")),
            Refusal::NotEntrusted => (Code::Forbidden, Said::new("refused-not-entrusted")),
            Refusal::OwnWork => (Code::Forbidden, Said::new("refused-own-work")),
            Refusal::OldVersion { .. } => (Code::Conflict, Said::new("refused-changed")),
            Refusal::Field { .. } => return Self::from(Code::Invalid).because(refusal.to_string()),
            Refusal::Missing(_) => return Self::from(Code::NotFound).because(refusal.to_string()),
            Refusal::OfferGone => (Code::Conflict, Said::new("refused-offer-gone")),
            Refusal::LineExhausted { free, needed } => (
                Code::Conflict,
                Said::new("refused-line")
                    .with("free", Value::Money(*free))
                    .with("needed", Value::Money(*needed)),
            ),
            Refusal::ChildrenOpen(open) => {
                (Code::Conflict, Said::new("refused-children").with("count", count(*open)))
            }
            Refusal::MoreThanPaid { paid } => {
                (Code::Conflict, Said::new("refused-paid").with("paid", Value::Money(*paid)))
            }
            Refusal::Already => (Code::Conflict, Said::new("refused-already")),
            Refusal::TooLate { days } => {
                (Code::Conflict, Said::new("refused-too-late").with("count", Value::Number(*days)))
            }
        };
        Self::from(code).saying(said).because(refusal.to_string())
    }
}
