//! Creating hundreds of mailboxes at once: the same as [`super::create`], but in a few statements
//! for all.

use std::collections::HashSet;

use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::history::{self, NewRecord};
use sigillo_storage::{Tx, mailboxes, preservation_periods};

use crate::error::AppError;
use crate::scope::InScope;
use crate::{App, contracts, links};

/// Creates the mailboxes whose address is free, and returns their ids.
pub(crate) async fn create_many(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    domain: &InScope<MailDomain>,
    new: Vec<Mailbox>,
) -> Result<HashSet<MailboxId>, AppError> {
    let key = tx.history_key()?;
    let new: Vec<_> = new.into_iter().map(|mailbox| (mailbox, app.new_storage_key())).collect();
    let created =
        mailboxes::insert_all(tx, new.iter().map(|(mailbox, key)| (mailbox, key))).await?;
    let new: Vec<_> =
        new.into_iter().filter(|(mailbox, _)| created.contains(&mailbox.id)).collect();
    let changes: Vec<_> = new
        .iter()
        .map(|(mailbox, storage_key)| {
            let mut changes = mailbox.recorded_changes(None, &key);
            let digest = mailbox.storage_key_digest(storage_key, &key);
            changes.extend(FieldChange::between(None, vec![digest]));
            changes
        })
        .collect();
    let new = new.into_iter().map(|(mailbox, _)| domain.mailbox(mailbox));
    let new: Vec<_> = new.collect::<Result<_, _>>()?;
    let record = |(mailbox, changes)| {
        let mailbox: &InScope<Mailbox> = mailbox;
        let changes: &Vec<_> = changes;
        NewRecord {
            subject: mailbox.subject(),
            at: mailbox.created_at,
            actor,
            action: Action::Created,
            changes,
        }
    };
    let records: Vec<_> = new.iter().zip(&changes).map(record).collect();
    history::begin(tx, &records).await?;
    let preserved = new.iter().filter(|mailbox| mailbox.preservation).map(|mailbox| mailbox.id);
    preservation_periods::begin(tx, &preserved.collect::<Vec<_>>(), app.now()).await?;
    let recipients: Vec<_> = new.iter().filter(|mailbox| mailbox.may_have_password()).collect();
    links::send_first_password_links(app, tx, &recipients, domain).await?;
    for mailbox in new.iter().filter(|mailbox| !mailbox.may_have_password()) {
        contracts::issue(app, tx, actor, mailbox, domain).await?;
    }
    Ok(created)
}
