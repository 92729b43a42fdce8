//! What becomes due: the notices before the end of the service, and the end.

use sigillo_domain::history::Action;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::message::MessageKind;
use sigillo_domain::service_term::ServiceStep;
use sigillo_storage::{domains, mailboxes};
use uuid::Uuid;

use super::{Change, carry_out, notify};
use crate::error::AppError;
use crate::scope::InScope;
use crate::{App, SystemCaller, outbox};

/// The name in the history of what happens by itself.
const SERVICE: &str = "service term";

/// Takes the steps that are due of up to `limit` mailboxes, each in a transaction of its own, and returns how many
/// mailboxes there were. Any number of servers may do so: each step is taken once.
pub async fn advance(app: &App, limit: i64) -> Result<usize, AppError> {
    let mut on = app.db.read().await?;
    let due = mailboxes::with_due_service_step(&mut on, app.now(), limit).await?;
    drop(on);
    for id in &due {
        step(app, *id).await?;
    }
    Ok(due.len())
}

async fn step(app: &App, id: MailboxId) -> Result<(), AppError> {
    let now = app.now();
    let worker = SystemCaller::new(SERVICE);
    let mut tx = app.db.begin().await?;
    let Some(before) = InScope::of_system(&mut tx, &worker, id).await? else { return Ok(()) };
    // Another server may have taken the step since the mailbox was found.
    if before.service.next_step_at.is_none_or(|at| at > now) {
        return Ok(());
    }
    let owned = domains::find(&mut tx, before.domain_id).await?;
    match (before.service_step(now), owned) {
        (Some((step, after)), Some(owned)) => {
            let (action, kind) = match step {
                ServiceStep::Notice(notice) => (Action::EndAnnounced, notice.into()),
                ServiceStep::End => (Action::ServiceEnded, MessageKind::ServiceEnded),
            };
            let message = notify::ends(kind, &after);
            let event_id = event_id(&before, step);
            let actor = worker.actor();
            let change = Change { actor, action, before: &before, after, event_id, message };
            carry_out(app, &mut tx, change, &owned.domain).await?;
        }
        // The row was altered outside of the application: if the step stayed due, it would be found for ever.
        _ => mailboxes::stop_service_steps(&mut tx, id).await?,
    }
    Ok(tx.commit().await?)
}

/// Names a step of the present term, so that its messages are queued once.
fn event_id(mailbox: &Mailbox, step: ServiceStep) -> Uuid {
    let days = match step {
        ServiceStep::Notice(notice) => notice.days(),
        ServiceStep::End => 0,
    };
    let ends_at = mailbox.expires_at.map(|at| at.timestamp_micros()).unwrap_or_default();
    outbox::event_id(&format!("service of {}: {ends_at}, {days}", mailbox.id))
}
