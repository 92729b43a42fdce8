//! Creating an import of holders.

use sigillo_contract::import::{HolderImportQuery, ImportFile};
use sigillo_contract::job::Job as JobView;
use sigillo_contract::operations::CreateHolderImport;
use sigillo_domain::FaultCode;
use sigillo_domain::job::JobKind;
use sigillo_domain::organization::Organization;
use sigillo_storage::organizations;

use super::super::super::request::Request;
use super::super::super::scope;
use super::super::file::{FileChoices, ReadFile};
use super::super::read::suggest_mapping_of_holders;
use super::HolderImportRequest;
use crate::error::AppError;
use crate::holders::check_organization;
use crate::ports::table::Table;
use crate::{App, Grant};

/// The query key of the organisation.
const ORGANIZATION: &str = "organization_id";

pub async fn create(
    app: &App,
    grant: &Grant<CreateHolderImport>,
    query: &HolderImportQuery,
    table: Table,
) -> Result<JobView, AppError> {
    let choices = FileChoices::from(query);
    choices.check_name()?;
    scope::account_of(grant.caller())?;
    let organization = find_organization(app, grant, query).await?;
    let read = ReadFile::new(choices, table, suggest_mapping_of_holders)?;
    let file = ImportFile { organization: Some(organization.name), ..read.description() };
    let request = HolderImportRequest { organization_id: organization.id, file };
    let request = (JobKind::HolderImport, Request::HolderImport(request));
    read.store(app, grant.caller(), request, (organization.id, None)).await
}

/// The organisation that the holders enter: the caller's own, or the one that an operator names.
async fn find_organization(
    app: &App,
    grant: &Grant<CreateHolderImport>,
    query: &HolderImportQuery,
) -> Result<Organization, AppError> {
    let caller = grant.caller();
    let id = query.organization_id.or(caller.organization_id());
    let id = id.ok_or_else(|| AppError::fault(ORGANIZATION, FaultCode::Required))?;
    let unknown = || AppError::fault(ORGANIZATION, FaultCode::Unknown);
    check_organization(caller, id).map_err(|_| unknown())?;
    let mut on = app.db.read().await?;
    organizations::find(&mut on, id).await?.ok_or_else(unknown)
}
