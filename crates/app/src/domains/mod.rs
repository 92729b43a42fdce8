//! Domains: each account sees those in its scope, and operators change them (B19).

mod create;
mod list;
mod restore;
mod update;

pub use create::create;
pub use list::list;
pub use restore::restore;
pub use update::update;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sigillo_contract::Operation;
use sigillo_contract::domain::Domain;
use sigillo_contract::history::{HistoryQuery, HistoryRecord};
use sigillo_contract::operations::{GetDomain, GetDomainHistory};
use sigillo_contract::page::Page;
use sigillo_domain::id::DomainId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::permission::PermissionSet;
use sigillo_storage::domains::OwnedDomain;
use sigillo_storage::{Connection, StorageError, Tx, domains};

use crate::caller::{Caller, Identity};
use crate::error::{AppError, NOT_FOUND};
use crate::record::record_edit;
use crate::reference_names::References;
use crate::restore::UndoneRecord;
use crate::scope::InScope;
use crate::subject_history::HistoryPage;
use crate::{App, Grant, view};

pub async fn get(app: &App, grant: &Grant<GetDomain>, id: DomainId) -> Result<Domain, AppError> {
    let mut on = app.db.read().await?;
    let owned = domains::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    let permissions = grant.permissions_on(&owned.domain)?;
    Ok(shown(&mut on, owned, permissions).await?)
}

/// The domain as the API shows it, with its plans.
async fn shown(
    on: &mut impl Connection,
    owned: OwnedDomain,
    permissions: PermissionSet,
) -> Result<Domain, StorageError> {
    let references = References::of_plans(on, owned.domain.plans.iter().copied()).await?;
    Ok(view::domain(owned, permissions, &references))
}

pub async fn history(
    app: &App,
    grant: &Grant<GetDomainHistory>,
    id: DomainId,
    query: &HistoryQuery,
) -> Result<Page<HistoryRecord>, AppError> {
    let page = HistoryPage::requested(query)?;
    let mut on = app.db.read().await?;
    let owned = domains::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    InScope::new(grant, owned.domain)?;
    page.read(&app.db, &mut on, id.subject()).await
}

/// Locks a domain, and returns it with the name of its organisation.
async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: DomainId,
) -> Result<(InScope<MailDomain>, String), AppError> {
    let found = domains::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?;
    Ok((InScope::new(grant, found.domain)?, found.organization_name))
}

/// The fields whose changes are recorded in the history.
pub(crate) fn audited_fields(domain: &MailDomain) -> Vec<(&'static str, Value)> {
    vec![
        ("name", json!(domain.name)),
        ("organization_id", json!(domain.organization_id)),
        ("onboarding", json!(domain.onboarding)),
        ("preservation_available", json!(domain.preservation_available)),
        ("default_quota_mb", json!(domain.default_quota_mb)),
        ("mailbox_term_months", json!(domain.mailbox_term_months)),
        ("password_lifetime_days", json!(domain.password_lifetime_days)),
        ("language", json!(domain.language)),
        ("plans", json!(domain.plans)),
        ("default_plan", json!(domain.default_plan)),
        ("client_servers", json!(domain.client_servers)),
    ]
}

async fn record(
    tx: &mut Tx,
    caller: &Caller,
    before: Option<&InScope<MailDomain>>,
    after: &InScope<MailDomain>,
    undone: Option<&UndoneRecord>,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let fields = (before.map(|before| audited_fields(before)), audited_fields(after));
    record_edit(tx, caller.actor(), at, after.subject(), fields, undone).await
}
