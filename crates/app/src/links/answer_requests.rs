//! Processing the requests for a link.

use sigillo_domain::link::LinkPurpose;
use sigillo_storage::{Tx, domains, link_requests, links, mailboxes};

use super::{Earlier, send_requested_link};
use crate::error::AppError;
use crate::scope::InScope;
use crate::{App, SystemCaller, own_receipts};

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

/// The most links that set one mailbox's password at a time when the further one was requested by
/// somebody who is not known: the one that is there, which stays valid, and one more.
const MAX_OPEN_LINKS: i64 = 2;

/// Sends the link, if the mailbox exists and may have a password.
async fn answer(app: &App, tx: &mut Tx, address: &str) -> Result<(), AppError> {
    let Some(found) = mailboxes::find_by_address(tx, address).await? else { return Ok(()) };
    // The requester is not authenticated, so the system is recorded as the actor.
    let worker = SystemCaller::new("forgotten password");
    let Some(mailbox) = InScope::of_system(tx, &worker, found.id).await? else { return Ok(()) };
    let Some(owned) = domains::find(tx, mailbox.domain_id).await? else { return Ok(()) };
    if !own_receipts::may_have_password(tx, &mailbox).await? {
        return Ok(());
    }
    let purpose = LinkPurpose::SetPassword;
    let open = links::count_open(tx, mailbox.subject(), purpose, app.now()).await?;
    if open < MAX_OPEN_LINKS {
        let (domain, actor) = (&owned.domain, worker.actor());
        send_requested_link(app, tx, &mailbox, domain, actor, Earlier::Stay).await?;
    }
    Ok(())
}
