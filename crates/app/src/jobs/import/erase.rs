//! What the imports of an organisation still hold of a holder whose data are erased: the rows of their files, and
//! the cells that are shown beside the headings. A row that is to be run later must not enter the person again.

use sigillo_domain::holder::Holder;
use sigillo_domain::id::OrganizationId;
use sigillo_domain::job::JobKind;
use sigillo_storage::jobs::{self, Job};
use sigillo_storage::{StorageError, Tx, job_rows};

use super::super::request::Request;
use crate::error::AppError;

/// The imports of an organisation that still have their rows. Nobody goes on with them until the transaction
/// ends. They are locked before any holder is, as a step of an import does.
pub async fn imports_to_change(
    tx: &mut Tx,
    organization_id: OrganizationId,
) -> Result<Vec<Job>, StorageError> {
    jobs::imports_to_change(tx, organization_id).await
}

/// Blanks the rows that name holders.
pub async fn blank_rows(tx: &mut Tx, imports: &[Job], holders: &[&Holder]) -> Result<(), AppError> {
    let named: Vec<_> =
        holders.iter().map(|holder| (holder.id, holder.tax_code.as_str())).collect();
    for job in imports {
        let by_code = job.kind == JobKind::HolderImport;
        if job_rows::blank(tx, job.id, &named, by_code).await? > 0 {
            forget_samples(tx, job).await?;
        }
    }
    Ok(())
}

/// Takes the cells of an import away that are shown beside the headings.
pub async fn forget_samples(tx: &mut Tx, job: &Job) -> Result<(), AppError> {
    let mut request = Request::of(job)?;
    let Some(file) = request.file_mut() else { return Ok(()) };
    for column in &mut file.columns {
        column.samples.clear();
    }
    Ok(jobs::set_request(tx, job.id, &request.text()?).await?)
}
