//! Processing the requests for a link.

use sigillo_storage::{Tx, domains, link_requests, mailboxes};

use super::send_requested_link;
use crate::error::AppError;
use crate::scope::InScope;
use crate::{App, SystemCaller};

/// Processes the requests that wait, each in its own transaction, and returns how many there were.
pub async fn answer_requests(app: &App) -> Result<usize, AppError> {
    let mut answered = 0;
    loop {
        let mut on = app.db.read().await?;
        let Some(id) = link_requests::oldest(&mut on).await? else { return Ok(answered) };
        drop(on);
        let mut tx = app.db.begin().await?;
        if let Some(address) = link_requests::take(&mut tx, id).await? {
            answer(app, &mut tx, &address).await?;
            answered += 1;
        }
        tx.commit().await?;
    }
}

/// Sends the link, if the mailbox exists and may have a password.
async fn answer(app: &App, tx: &mut Tx, address: &str) -> Result<(), AppError> {
    let Some(found) = mailboxes::find_by_address(tx, address).await? else { return Ok(()) };
    // The requester is not authenticated, so the system is recorded as the actor.
    let worker = SystemCaller::new("forgotten password");
    let Some(mailbox) = InScope::of_system(tx, &worker, found.id).await? else { return Ok(()) };
    let Some(owned) = domains::find(tx, mailbox.domain_id).await? else { return Ok(()) };
    if mailbox.may_have_password() {
        send_requested_link(app, tx, &mailbox, &owned.domain, worker.actor()).await?;
    }
    Ok(())
}
