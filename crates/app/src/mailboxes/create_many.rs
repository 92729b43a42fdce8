//! Creating hundreds of mailboxes at once: the same as [`super::create`], but in a few statements
//! for all.

use std::collections::HashSet;

use sigillo_domain::history::{Action, Actor};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::history::{self, NewRecord};
use sigillo_storage::{Tx, mailboxes};

use crate::error::AppError;
use crate::scope::InScope;
use crate::{App, links};

/// Creates the mailboxes whose address is free, and returns their ids.
pub(crate) async fn create_many(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    domain: &InScope<MailDomain>,
    new: Vec<Mailbox>,
) -> Result<HashSet<MailboxId>, AppError> {
    let new: Vec<_> = new.into_iter().map(|mailbox| (mailbox, app.new_storage_key())).collect();
    let created =
        mailboxes::insert_all(tx, new.iter().map(|(mailbox, key)| (mailbox, key))).await?;
    let new = new.into_iter().map(|(mailbox, _)| mailbox);
    let new = new.filter(|mailbox| created.contains(&mailbox.id));
    let new: Vec<_> = new.map(|mailbox| domain.mailbox(mailbox)).collect::<Result<_, _>>()?;
    let changes: Vec<_> = new.iter().map(|mailbox| mailbox.changes_since(None)).collect();
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
    let recipients: Vec<_> = new.iter().filter(|mailbox| mailbox.may_have_password()).collect();
    links::send_first_password_links(app, tx, &recipients, domain).await?;
    Ok(created)
}
