//! The remarks on a row: why it failed, or warnings about it.

use serde::{Deserialize, Serialize};
use sigillo_contract::job::JobRow as Shown;
use sigillo_contract::problem::FieldProblem;
use sigillo_domain::history::FieldChange;
use sigillo_domain::mailbox::Warning;
use sigillo_domain::subject::SubjectRef;
use sigillo_domain::{Code, Fault};
use sigillo_storage::StorageError;
use sigillo_storage::job_rows::JobRow;

use super::import::Preview;
use crate::error::AppError;
use crate::view;

/// Remarks as they are stored.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Remarks {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// What a bulk change changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
}

impl Remarks {
    pub fn code(code: Code) -> Self {
        Self { code: Some(code), ..Self::default() }
    }

    pub fn faults(faults: Vec<Fault>) -> Self {
        Self { faults, ..Self::code(Code::Validation) }
    }

    /// The reason why a use case refused a row. Errors that do not concern the row alone are
    /// returned.
    pub fn of(error: AppError) -> Result<Self, AppError> {
        match error {
            AppError::Problem(code) | AppError::Detailed(code, _) => Ok(Self::code(code)),
            AppError::AtField(code, fault) => Ok(Self { faults: vec![fault], ..Self::code(code) }),
            AppError::Invalid(faults) => Ok(Self::faults(faults)),
            AppError::Storage(StorageError::Stale) => Ok(Self::code(Code::Stale)),
            other => Err(other),
        }
    }

    /// None if there are no remarks.
    pub fn text(&self) -> Option<String> {
        // Serialisation cannot fail, since the remarks consist of texts.
        (*self != Self::default()).then(|| serde_json::to_string(self).unwrap_or_default())
    }

    pub fn read(text: Option<&str>) -> Result<Self, AppError> {
        let read = |text| {
            serde_json::from_str(text)
                .map_err(|error| StorageError::Broken(format!("remarks on a row: {error}")).into())
        };
        text.map_or_else(|| Ok(Self::default()), read)
    }
}

/// A row as the API shows it; `preview` is of an import.
pub(super) fn view(row: JobRow, preview: Option<&Preview>) -> Result<Shown, AppError> {
    let values = preview.map(|preview| preview.values(&row)).transpose()?.flatten();
    let cells = preview.map(|_| Preview::cells(&row)).transpose()?;
    let remarks = Remarks::read(row.remarks.as_deref())?;
    Ok(Shown {
        seq: row.seq,
        line: row.line,
        address: row.subject_name,
        mailbox_id: row.subject.and_then(SubjectRef::id_of),
        outcome: row.outcome,
        code: remarks.code,
        errors: remarks.faults.into_iter().map(FieldProblem::from).collect(),
        warnings: remarks.warnings,
        values,
        cells,
        changes: remarks.changes.into_iter().map(view::change).collect(),
    })
}
