//! The use cases of mailboxes.

mod add_note;
mod availability;
pub(crate) mod cancel;
mod create;
mod create_many;
mod effects;
mod export;
mod export_selection;
mod further_filters;
mod gather_counts;
mod get;
mod history;
pub(crate) mod holder_of_new;
mod holders;
mod list;
mod messages;
mod notes;
mod notify;
pub(crate) mod references;
pub(crate) mod restore;
pub(crate) mod select;
mod send_activation_data;
pub(crate) mod send_password_reset;
mod table;
pub(crate) mod update;
mod usage;

pub use add_note::add_note;
pub use availability::availability;
pub use cancel::cancel;
pub use create::create;
pub(crate) use create_many::create_many;
pub use effects::effects;
pub use export::{MailboxExport, PreparedExport, export};
pub use export_selection::export_selection;
pub use gather_counts::gather_counts;
pub use get::get;
pub use history::history;
pub use list::list;
pub(crate) use list::{count_in_scope, selection};
pub use messages::messages;
pub use notes::notes;
pub(crate) use notify::{
    notify_both_addresses, notify_email_changed, notify_soft_limit, notify_state_changed, trigger,
};
pub use restore::restore;
pub use send_activation_data::send_activation_data;
pub use send_password_reset::send_password_reset;
pub(crate) use table::state_name;
pub use table::{MailboxTable, write_mailbox};
pub use update::update;
pub use usage::usage;

use sigillo_contract::Operation;
use sigillo_contract::mailbox::Mailbox as Shown;
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::permission::PermissionSet;
use sigillo_storage::{Connection, StorageError, Tx, domains, mailboxes, preservation_periods};

use crate::display_names;
use crate::error::{AppError, NOT_FOUND};
use crate::grant::Grant;
use crate::record::HistoryEntry;
use crate::reference_names::References;
use crate::scope::InScope;
use crate::{contracts, holder_changes, identification, service};

/// A mailbox in the caller's scope, its domain, and what the caller may do there.
pub(crate) struct Found {
    pub mailbox: InScope<Mailbox>,
    pub domain: InScope<MailDomain>,
    pub permissions: PermissionSet,
}

impl Found {
    /// Checks that a mailbox is in the caller's scope, by its domain.
    pub fn new<O: Operation>(
        grant: &Grant<O>,
        mailbox: Mailbox,
        domain: MailDomain,
    ) -> Result<Self, AppError> {
        let permissions = grant.permissions_on(&domain)?;
        let domain = InScope::new(grant, domain)?;
        Ok(Self { mailbox: domain.mailbox(mailbox)?, domain, permissions })
    }
}

async fn in_scope<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    mailbox: Option<Mailbox>,
) -> Result<Found, AppError> {
    let mailbox = mailbox.ok_or(NOT_FOUND)?;
    let domain = domains::find(on, mailbox.domain_id).await?.ok_or(NOT_FOUND)?.domain;
    Found::new(grant, mailbox, domain)
}

/// Finds a mailbox for reading; out of scope is `not_found`.
pub(crate) async fn find<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    id: MailboxId,
) -> Result<Found, AppError> {
    let mailbox = mailboxes::find(on, id).await?;
    in_scope(on, grant, mailbox).await
}

/// Finds a mailbox and locks it for a change; out of scope is `not_found`.
pub(crate) async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: MailboxId,
) -> Result<Found, AppError> {
    let mailbox = mailboxes::find_to_change(tx, id).await?;
    in_scope(tx, grant, mailbox).await
}

/// The mailbox as the API shows it, with its holder and the name of whoever created it.
pub(crate) async fn shown(
    on: &mut impl Connection,
    mailbox: InScope<Mailbox>,
) -> Result<Shown, StorageError> {
    let mailbox = mailbox.into_row();
    let held = mailbox.holder;
    let identified = mailbox.identification.clone();
    let request_document = mailbox.service.document_id;
    let references = References::of_mailboxes(on, std::slice::from_ref(&mailbox)).await?;
    let mut shown = holders::with_holders(on, vec![mailbox], &references).await?.remove(0);
    holders::add_address(on, &mut shown, held).await?;
    display_names::fill(on, std::slice::from_mut(&mut shown)).await?;
    shown.identification = identified.map(identification::shown);
    if let Some(id) = request_document {
        shown.request_document = service::shown_request_document(on, id).await?;
    }
    shown.contract = contracts::summary_of_mailbox(on, shown.id).await?;
    shown.holder_change = holder_changes::summary_of_mailbox(on, shown.id).await?;
    Ok(shown)
}

/// Saves a changed mailbox if the row still has the previous version.
pub(crate) async fn save(tx: &mut Tx, after: &InScope<Mailbox>) -> Result<(), AppError> {
    Ok(mailboxes::update(tx, after).await?)
}

/// Records a change in the mailbox's history, in the transaction of the change.
pub(crate) async fn record(
    tx: &mut Tx,
    actor: &Actor,
    action: Action,
    before: Option<&InScope<Mailbox>>,
    after: &InScope<Mailbox>,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<(), AppError> {
    record_with(tx, actor, action, before, after, at, vec![]).await
}

/// Like [`record`], with changes of what is not in the mailbox's row: its password, its folder on the mail
/// host.
pub(crate) async fn record_with(
    tx: &mut Tx,
    actor: &Actor,
    action: Action,
    before: Option<&InScope<Mailbox>>,
    after: &InScope<Mailbox>,
    at: chrono::DateTime<chrono::Utc>,
    further: Vec<FieldChange>,
) -> Result<(), AppError> {
    let key = tx.history_key()?;
    let mut changes = after.recorded_changes(before.map(|before| &**before), &key);
    changes.extend(further);
    match (before.is_some_and(|before| before.preservation), after.preservation) {
        (false, true) => preservation_periods::begin(tx, &[after.id], at).await?,
        (true, false) => preservation_periods::end(tx, after.id, at).await?,
        _ => {}
    }
    let entry = HistoryEntry { subject: after.subject(), action, changes: &changes };
    crate::record::record(tx, actor, at, entry).await
}
