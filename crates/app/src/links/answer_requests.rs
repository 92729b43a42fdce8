//! Looking into the requests for a link.

use sigillo_storage::{Tx, domains, link_requests, mailboxes};

use super::send_requested_link;
use crate::error::AppError;
use crate::scope::InScope;
use crate::{App, SystemCaller};

/// Answers the requests that wait, each in a transaction of its own; says how many there were.
pub async fn answer_requests(app: &App) -> Result<usize, AppError> {
    let mut answered = 0;
    loop {
        let mut on = app.db.read().await?;
        let Some(id) = link_requests::first(&mut on).await? else { return Ok(answered) };
        drop(on);
        let mut tx = app.db.begin().await?;
        if let Some(address) = link_requests::take(&mut tx, id).await? {
            answer(app, &mut tx, &address).await?;
            answered += 1;
        }
        tx.commit().await?;
    }
}

/// Sends the link, where there is a mailbox that may have one.
async fn answer(app: &App, tx: &mut Tx, address: &str) -> Result<(), AppError> {
    let Some(found) = mailboxes::find_by_address(tx, address).await? else { return Ok(()) };
    // Whoever asked has not shown who they are.
    let worker = SystemCaller::new("forgotten password");
    let Some(mailbox) = InScope::of_system(tx, &worker, found.id).await? else { return Ok(()) };
    let Some(owned) = domains::find(tx, mailbox.domain_id).await? else { return Ok(()) };
    if mailbox.may_have_password() {
        send_requested_link(app, tx, &mailbox, &owned.domain, worker.actor()).await?;
    }
    Ok(())
}
