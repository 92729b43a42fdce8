//! Domains: each account sees those in its scope, and operators change them (B19).

mod create;
mod list;
mod update;

pub use create::create;
pub use list::list;
pub use update::update;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sigillo_contract::domain::Domain;
use sigillo_contract::operations::GetDomain;
use sigillo_domain::history::FieldChange;
use sigillo_domain::id::DomainId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_storage::{Tx, domains};

use crate::caller::{Caller, Identity};
use crate::error::{AppError, NOT_FOUND};
use crate::record::{HistoryEntry, created_or_updated};
use crate::scope::InScope;
use crate::{App, Grant, view};

pub async fn get(app: &App, grant: &Grant<GetDomain>, id: DomainId) -> Result<Domain, AppError> {
    let mut on = app.db.read().await?;
    let owned = domains::find(&mut on, id).await?.ok_or(NOT_FOUND)?;
    let permissions = grant.permissions_on(&owned.domain)?;
    Ok(view::domain(owned, permissions))
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
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let entry = HistoryEntry {
        subject: after.subject(),
        action: created_or_updated(before),
        changes: &FieldChange::between(
            before.map(|before| audited_fields(before)),
            audited_fields(after),
        ),
    };
    crate::record::record(tx, caller.actor(), at, entry).await
}
