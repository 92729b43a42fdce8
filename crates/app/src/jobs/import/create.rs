//! Creating an import of mailboxes.

use sigillo_contract::Operation;
use sigillo_contract::import::{ImportFile, ImportQuery};
use sigillo_contract::job::Job as JobView;
use sigillo_contract::operations::CreateImport;
use sigillo_domain::Code;
use sigillo_domain::job::JobKind;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_storage::domains;

use super::super::request::Request;
use super::super::scope;
use super::ImportRequest;
use super::file::{FileChoices, ReadFile};
use super::read::suggest_mapping;
use crate::error::AppError;
use crate::ports::table::Table;
use crate::scope::InScope;
use crate::{App, Grant};

pub async fn create(
    app: &App,
    grant: &Grant<CreateImport>,
    query: &ImportQuery,
    table: Table,
) -> Result<JobView, AppError> {
    let choices = FileChoices::from(query);
    choices.check_name()?;
    scope::account_of(grant.caller())?;
    let domain = find_domain(app, grant, &query.domain).await?;
    let read = ReadFile::new(choices, table, |table| suggest_mapping(table, Some(&domain.name)))?;
    let file = ImportFile { domain: Some(domain.name.clone()), ..read.description() };
    let request = Request::Import(ImportRequest { domain_id: domain.id, file });
    let place = (domain.organization_id, Some(domain.id));
    read.store(app, grant.caller(), (JobKind::Import, request), place).await
}

/// The domain that a request names, if the caller may use this operation there.
pub(super) async fn find_domain<O: Operation>(
    app: &App,
    grant: &Grant<O>,
    name: &str,
) -> Result<InScope<MailDomain>, AppError> {
    let mut on = app.db.read().await?;
    let found = domains::find_by_name(&mut on, name.trim()).await?;
    let domain = found.ok_or_else(|| AppError::not_found_at("domain"))?.domain;
    InScope::new(grant, domain).map_err(|error| match error.code() {
        Code::NotFound => AppError::not_found_at("domain"),
        _ => error,
    })
}
