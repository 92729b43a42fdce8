//! The errors of use cases.

use sigillo_contract::holder::MailboxHolder;
use sigillo_contract::import::ImportChoices;
use sigillo_domain::mailbox::Refusal;
use sigillo_domain::restore::RestoreError;
use sigillo_domain::{Code, Fault, FaultCode};
use sigillo_storage::StorageError;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum AppError {
    #[error("{}", .0.title())]
    Problem(Code),
    /// A problem that belongs to one field of the form.
    #[error("{}: {}", .0.title(), .1.pointer)]
    AtField(Code, Fault),
    /// A problem whose title needs a detail.
    #[error("{}: {}", .0.title(), .1)]
    Detailed(Code, String),
    /// The file of an import leaves a choice to the person.
    #[error("{} has to be chosen", .0.pointer)]
    ChoiceRequired(Fault, ImportChoices),
    /// Holders have variants of the tax code, and the request does not say that the person is another one.
    #[error("{} has to be confirmed", .0.pointer)]
    VariantExists(Fault, Vec<MailboxHolder>),
    #[error("some fields were refused")]
    Invalid(Vec<Fault>),
    /// A value that is not the right one, of which only so many more may be tried.
    #[error("{} was wrong", .0.pointer)]
    WrongTry(Fault, i64),
    #[error("too many attempts, retry after {retry_after_seconds} s")]
    TooManyRequests { retry_after_seconds: i64 },
    #[error(transparent)]
    Storage(StorageError),
}

impl AppError {
    pub fn code(&self) -> Code {
        match self {
            AppError::Problem(code) | AppError::AtField(code, _) | AppError::Detailed(code, _) => {
                *code
            }
            AppError::Invalid(_)
            | AppError::WrongTry(..)
            | AppError::Storage(StorageError::InvalidPosition) => Code::Validation,
            AppError::ChoiceRequired(..) => Code::ImportChoiceRequired,
            AppError::VariantExists(..) => Code::HolderVariantExists,
            AppError::TooManyRequests { .. } => Code::TooManyRequests,
            AppError::Storage(StorageError::Stale) => Code::Stale,
            AppError::Storage(StorageError::TakenOver) => Code::RequestInProgress,
            AppError::Storage(StorageError::Unavailable(_)) => Code::Unavailable,
            AppError::Storage(
                StorageError::Taken | StorageError::TooOld { .. } | StorageError::Broken(_),
            ) => Code::Internal,
        }
    }

    pub(crate) fn fault(pointer: &str, code: FaultCode) -> Self {
        AppError::Invalid(vec![Fault::new(pointer, code)])
    }

    /// The error for a value that is not the right one.
    pub(crate) fn wrong_try(pointer: &str, tries_left: i64) -> Self {
        AppError::WrongTry(Fault::new(pointer, FaultCode::Differs), tries_left)
    }

    /// The error for a field that names something that does not exist or is out of the caller's
    /// scope.
    pub(crate) fn not_found_at(pointer: &str) -> Self {
        AppError::AtField(Code::NotFound, Fault::new(pointer, FaultCode::Unknown))
    }

    /// Turns the storage's "taken" into a fault of a field, which only the caller of the statement
    /// knows.
    pub(crate) fn taken(pointer: &'static str) -> impl FnOnce(StorageError) -> Self {
        move |error| match error {
            StorageError::Taken => {
                AppError::AtField(Code::NameTaken, Fault::new(pointer, FaultCode::Taken))
            }
            other => AppError::Storage(other),
        }
    }
}

impl From<StorageError> for AppError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::InvalidPosition => AppError::fault("cursor", FaultCode::InvalidCursor),
            other => AppError::Storage(other),
        }
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Cancelled => AppError::Problem(Code::MailboxCancelled),
            Refusal::Invalid(faults) => AppError::Invalid(faults),
        }
    }
}

impl From<RestoreError> for AppError {
    fn from(error: RestoreError) -> Self {
        match error {
            RestoreError::CannotBeUndone(reason) => {
                AppError::Detailed(Code::CannotBeUndone, reason.explanation().to_owned())
            }
            RestoreError::ChangedSince(_) => AppError::Problem(Code::ChangedSince),
        }
    }
}

impl From<Vec<Fault>> for AppError {
    fn from(faults: Vec<Fault>) -> Self {
        AppError::Invalid(faults)
    }
}

/// The versions that a caller has seen, any of which may be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedVersions(pub Vec<i64>);

/// Refuses a change to a version that the caller has not seen.
pub(crate) fn check_version(
    expected: Option<ExpectedVersions>,
    present: i64,
) -> Result<(), AppError> {
    let as_expected = expected.is_none_or(|expected| expected.0.contains(&present));
    if as_expected { Ok(()) } else { Err(AppError::Problem(Code::Stale)) }
}

pub(crate) const NOT_FOUND: AppError = AppError::Problem(Code::NotFound);
