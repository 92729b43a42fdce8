//! The lifetime of passwords (A19): notices before the end, then expiry.

use sigillo_domain::history::Action;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mail_host::Effect;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::message::{MailboxMessage, MessageKind};
use sigillo_domain::password_term::{Step, Term};
use sigillo_storage::{Tx, domains, mailbox_passwords, mailboxes};

use crate::error::AppError;
use crate::mailboxes::{notify_both_addresses, record, save};
use crate::scope::InScope;
use crate::{App, SystemCaller, mail_host};

/// Number of mailboxes processed at a time.
const BATCH: i64 = 500;

/// Takes every step that is due, each in a transaction of its own, and returns their number. Any
/// number of servers may run it at any interval: each step is recorded in the row and taken once.
pub async fn advance(app: &App) -> Result<usize, AppError> {
    let mut taken = 0;
    loop {
        let mut on = app.db.read().await?;
        let due = mailboxes::with_due_password(&mut on, app.now(), BATCH).await?;
        drop(on);
        if due.is_empty() {
            return Ok(taken);
        }
        for id in due {
            let mut tx = app.db.begin().await?;
            taken += usize::from(step(app, &mut tx, id).await?);
            tx.commit().await?;
        }
    }
}

async fn step(app: &App, tx: &mut Tx, id: MailboxId) -> Result<bool, AppError> {
    let now = app.now();
    let worker = SystemCaller::new("password expiry");
    let Some(mailbox) = InScope::of_system(tx, &worker, id).await? else { return Ok(false) };
    // Another server may have taken the step since the row was found due.
    if mailbox.password.next_step_at.is_none_or(|at| at > now) {
        return Ok(false);
    }
    let due = mailbox.password.due(now);
    let password = mailbox_passwords::in_use(tx, id).await?;
    let owned = domains::find(tx, mailbox.domain_id).await?;
    let (Some((step, term)), Some(expires_at), Some(password), Some(owned)) =
        (due, mailbox.password.expires_at, password, owned)
    else {
        // The row was altered outside of the application. If it stayed due, it would be found again
        // for ever.
        mailboxes::set_password_step(tx, id, None).await?;
        return Ok(false);
    };
    let message = match step {
        Step::Notice(notice) => {
            mailboxes::set_password_step(tx, id, term.next_step_at).await?;
            (notice.into(), MailboxMessage::Expiring { days: notice.days(), expires_at })
        }
        Step::Expire => {
            expire(tx, &worker, &mailbox, term, now).await?;
            if mailbox.has_store() {
                mail_host::request(app, tx, &mailbox, Effect::PasswordExpired).await?;
            }
            (MessageKind::PasswordExpired, MailboxMessage::Expired { expired_at: expires_at })
        }
    };
    notify_both_addresses(app, tx, &mailbox, owned.domain.language, password.id.uuid(), message)
        .await?;
    Ok(true)
}

async fn expire(
    tx: &mut Tx,
    worker: &SystemCaller,
    before: &InScope<Mailbox>,
    password: Term,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), AppError> {
    let after = Mailbox { password, version: before.version + 1, ..(**before).clone() };
    let after = before.changed(after);
    save(tx, &after).await?;
    record(tx, worker.actor(), Action::PasswordExpired, Some(before), &after, now).await
}
