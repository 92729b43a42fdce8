//! Creating an import of identifications.

use sigillo_contract::import::{ImportFile, ImportQuery};
use sigillo_contract::job::Job as JobView;
use sigillo_contract::operations::CreateIdentificationImport;
use sigillo_domain::import::ImportKind;
use sigillo_domain::job::JobKind;

use super::super::super::request::Request;
use super::super::super::scope;
use super::super::create::find_domain;
use super::super::file::{FileChoices, ReadFile};
use super::super::read::suggest_mapping_of_identifications;
use super::IdentificationImportRequest;
use crate::error::AppError;
use crate::ports::table::Table;
use crate::{App, Grant};

pub async fn create(
    app: &App,
    grant: &Grant<CreateIdentificationImport>,
    query: &ImportQuery,
    table: Table,
) -> Result<JobView, AppError> {
    let choices = FileChoices::of(query, ImportKind::Identifications);
    choices.check_name()?;
    scope::account_of(grant.caller())?;
    let domain = find_domain(app, grant, &query.domain).await?;
    let suggest = |table: &Table| suggest_mapping_of_identifications(table, &domain.name);
    let read = ReadFile::new(choices, table, suggest)?;
    let file = ImportFile { domain: Some(domain.name.clone()), ..read.description() };
    let request = IdentificationImportRequest { domain_id: domain.id, file };
    let request = (JobKind::IdentificationImport, Request::IdentificationImport(request));
    read.store(app, grant.caller(), request, (domain.organization_id, Some(domain.id))).await
}
