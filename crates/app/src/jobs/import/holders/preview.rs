//! What an import of holders would enter, or has entered, row by row.

use sigillo_contract::import::RowHolder;
use sigillo_domain::holder_address::AddressFields;
use sigillo_domain::import::{Everything, Mapping, read_holder_alone};
use sigillo_domain::job::Outcome;
use sigillo_domain::subject::SubjectRef;
use sigillo_storage::job_rows::JobRow;

use super::super::super::remarks::Remarks;
use super::super::{cells_of, company_name, texts};
use super::HolderImportRequest;
use crate::error::AppError;

/// Shows the rows of an import of holders.
pub(in super::super::super) struct HolderPreview {
    mapping: Mapping,
}

impl HolderPreview {
    pub fn new(request: &HolderImportRequest) -> Self {
        Self { mapping: request.file.mapping() }
    }

    /// The holder that a row names; None if it failed or was not checked yet.
    pub fn holder(&self, row: &JobRow, remarks: &Remarks) -> Result<Option<RowHolder>, AppError> {
        if matches!(row.outcome, Outcome::Pending | Outcome::Failed) {
            return Ok(None);
        }
        let read = read_holder_alone(&self.mapping, &texts(&cells_of(row)?), &Everything);
        Ok(read.ok().map(|holder| RowHolder {
            id: row.subject.and_then(SubjectRef::id_of),
            given_name: holder.given_name.unwrap_or_default(),
            family_name: holder.family_name.unwrap_or_default(),
            tax_code: holder.tax_code.to_string(),
            adds: remarks.adds.clone(),
            address: holder.address.as_ref().map(one_line).unwrap_or_default(),
            company: company_name(holder.company),
            warnings: remarks.holder_warnings.clone(),
            resembles: remarks.resembles,
        }))
    }
}

/// An address as it is written on one line. The country stands for itself where there is no province.
fn one_line(address: &AddressFields) -> String {
    let street = [&*address.street, &*address.number];
    let place = [&*address.postal_code, &*address.locality, &*address.province];
    let country = if address.province.is_empty() { &*address.country } else { "" };
    let parts = [joined(&street), joined(&place), country.to_owned()];
    let filled: Vec<&str> = parts.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    filled.join(", ")
}

fn joined(parts: &[&str]) -> String {
    let filled: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    filled.join(" ")
}
