//! A mailbox as its own user sees it.

use chrono::{DateTime, Utc};
use sigillo_contract::own_mailbox::{OwnChange, OwnMailbox};
use sigillo_domain::history::Action;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::history::Filter;
use sigillo_storage::{Connection, history, links};

use super::Owner;
use crate::error::AppError;
use crate::{App, view};

/// The number of recent changes that are shown.
const LAST: i64 = 10;

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
        let record = view::record(sealed)?;
        last_changes.push(OwnChange {
            at: record.at,
            by: record.actor.kind,
            action: record.action,
            changes: record.changes,
        });
    }
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
        created_at: mailbox.created_at,
        last_changes,
    })
}
