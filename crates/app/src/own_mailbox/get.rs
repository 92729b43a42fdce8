//! A mailbox as its own user sees it.

use chrono::{DateTime, Utc};
use sigillo_contract::own_mailbox::{OwnChange, OwnMailbox};
use sigillo_domain::history::Action;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::history::Filter;
use sigillo_storage::{Connection, domains, history, links, preserved_totals};

use super::Owner;
use crate::error::AppError;
use crate::own_receipts::shown_figures;
use crate::{App, reference_names, view};

/// The number of recent changes that are shown.
const LAST: i64 = 10;

/// By whom the mailbox was sold, and to whom it belongs in the registry, is no concern of its user.
const HIDDEN: [&str; 5] =
    ["reseller", "managed_by", "holder_id", "holder_address_id", "holder_company_id"];

pub async fn get(app: &App, owner: &Owner) -> Result<OwnMailbox, AppError> {
    let mut on = app.db.read().await?;
    shown(&mut on, owner.mailbox.clone(), app.now()).await
}

pub(super) async fn shown(
    on: &mut impl Connection,
    mailbox: Mailbox,
    now: DateTime<Utc>,
) -> Result<OwnMailbox, AppError> {
    let mut last_changes = vec![];
    let subject = mailbox.subject();
    let filter = Filter { without: Some(Action::NoteAdded), ..Filter::default() };
    for sealed in history::list(on, subject, &filter, None, LAST).await? {
        let mut record = view::record(sealed)?;
        let recorded = record.changes.len();
        record.changes.retain(|change| !HIDDEN.contains(&change.field.as_str()));
        if record.changes.is_empty() && recorded > 0 {
            continue;
        }
        reference_names::fill(on, record.changes.iter_mut()).await?;
        last_changes.push(OwnChange {
            at: record.at,
            by: record.actor.kind,
            action: record.action,
            changes: record.changes,
        });
    }
    let preserved = preserved_totals::of_mailbox(on, mailbox.id).await?;
    let domain = domains::find(on, mailbox.domain_id).await?;
    let purpose = LinkPurpose::ConfirmCommunicationEmail;
    let unconfirmed_email = links::unconfirmed_email(on, subject, purpose, now).await?;
    Ok(OwnMailbox {
        state: mailbox.state,
        password_state: mailbox.password.state_at(now),
        password_set_at: mailbox.password.set_at,
        password_expires_at: mailbox.password.expires_at,
        unconfirmed_email,
        address: mailbox.address,
        communication_email: mailbox.communication_email,
        quota_mb: mailbox.quota_mb,
        soft_limit_mb: mailbox.soft_limit_mb,
        used_bytes: mailbox.used_bytes,
        preservation: mailbox.preservation,
        preserved: shown_figures(preserved),
        client_servers: domain.map(|found| found.domain.client_servers).unwrap_or_default(),
        created_at: mailbox.created_at,
        last_changes,
    })
}
