//! The remarks on a row: why it failed, or warnings about it.

use serde::{Deserialize, Serialize};
use sigillo_contract::job::JobRow as Shown;
use sigillo_contract::problem::FieldProblem;
use sigillo_domain::history::FieldChange;
use sigillo_domain::holder::HolderWarning;
use sigillo_domain::id::HolderId;
use sigillo_domain::import::HolderPart;
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
    /// Whether the holder that an import gives a mailbox is a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_new_holder: Option<bool>,
    /// What the row of an import of holders adds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adds: Vec<HolderPart>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holder_warnings: Vec<HolderWarning>,
    /// The registered holder whose tax code is a variant of that of the row's new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resembles: Option<HolderId>,
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
    let remarks = Remarks::read(row.remarks.as_deref())?;
    let values = preview.map(|preview| preview.values(&row, &remarks)).transpose()?.flatten();
    let holder = preview.map(|preview| preview.holder(&row, &remarks)).transpose()?.flatten();
    let cells = preview.map(|_| Preview::cells(&row)).transpose()?;
    let is_of_holders = matches!(preview, Some(Preview::Holders(_)));
    Ok(Shown {
        seq: row.seq,
        line: row.line,
        address: row.subject_name.filter(|_| !is_of_holders),
        mailbox_id: row.subject.and_then(SubjectRef::id_of),
        outcome: row.outcome,
        code: remarks.code,
        errors: remarks.faults.into_iter().map(FieldProblem::from).collect(),
        warnings: remarks.warnings,
        values,
        holder,
        cells,
        changes: remarks.changes.into_iter().map(view::change).collect(),
    })
}
