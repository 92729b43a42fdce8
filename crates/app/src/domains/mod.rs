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
use sigillo_contract::domain::Domain;
use sigillo_contract::history::{HistoryQuery, HistoryRecord};
use sigillo_contract::operations::{GetDomain, GetDomainHistory};
use sigillo_contract::page::Page;
use sigillo_domain::history::FieldChange;
use sigillo_domain::id::DomainId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_storage::{Tx, domains};

use crate::caller::{Caller, Identity};
use crate::error::{AppError, NOT_FOUND};
use crate::record::{HistoryEntry, created_or_updated};
use crate::restore::UndoneRecord;
use crate::scope::InScope;
use crate::subject_history::HistoryPage;
use crate::{App, Grant, view};

pub async fn get(app: &App, grant: &Grant<GetDomain>, id: DomainId) -> Result<Domain, AppError> {
    let mut on = app.db.read().await?;
    let owned = domains::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    let permissions = grant.permissions_on(&owned.domain)?;
    Ok(view::domain(owned, permissions))
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
    page.read(&mut on, id.subject()).await
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
    let fields_before = before.map(|before| audited_fields(before));
    let mut changes = FieldChange::between(fields_before, audited_fields(after));
    changes.extend(undone.map(UndoneRecord::reference));
    let action = created_or_updated(before);
    let entry = HistoryEntry { subject: after.subject(), action, changes: &changes };
    crate::record::record(tx, caller.actor(), at, entry).await
}
