//! Changes of the holders of mailboxes (C10): requested with a signed document, approved by somebody else.
//!
//! A change is in the scope of whoever has its mailbox in scope. Holders are locked before their mailboxes, in the
//! order of their ids, then the mailbox, then the change, then the document.

mod approve;
mod audit;
mod create;
mod end;
mod follow;
mod get;
mod list;

pub use approve::approve;
pub(crate) use audit::current_fields;
pub use create::create;
pub(crate) use end::close_with_mailbox;
pub use end::{reject, withdraw};
pub(crate) use follow::{Replaced, erase_of_holder, give_to};
pub use get::get;
pub(crate) use get::{count_to_decide, summary_of_mailbox};
pub use list::list;
pub(crate) use list::scope;

use sigillo_contract::Operation;
use sigillo_contract::document::Document;
use sigillo_contract::holder_change::HolderChange as Shown;
use sigillo_contract::operations::ApproveHolderChange;
use sigillo_domain::Code;
use sigillo_domain::holder_change::{HolderChange, HolderChangeState};
use sigillo_domain::id::{HolderChangeId, HolderId};
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::holder_changes::{self, NamedHolderChange};
use sigillo_storage::{Connection, Tx, holders};

use crate::Grant;
use crate::caller::{Caller, Identity};
use crate::error::{AppError, NOT_FOUND};
use crate::mailboxes::{self, Found};
use crate::scope::InScope;

/// The act that rests on the document of a change.
const ACT: &str = "holder_change";

/// A change with its mailbox, which the caller has in scope.
struct FoundChange {
    named: NamedHolderChange,
    mailbox: InScope<Mailbox>,
    domain: InScope<MailDomain>,
}

/// Finds a change for reading; out of scope is `not_found`.
async fn find<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    id: HolderChangeId,
) -> Result<NamedHolderChange, AppError> {
    let named = holder_changes::find(on, id).await?.ok_or(NOT_FOUND)?;
    mailboxes::find(on, grant, named.change.mailbox_id).await?;
    Ok(named)
}

/// Finds a change, and locks it and its mailbox.
async fn find_to_change<O: Operation>(
    tx: &mut Tx,
    grant: &Grant<O>,
    id: HolderChangeId,
) -> Result<FoundChange, AppError> {
    let named = find(tx, grant, id).await?;
    let Found { mailbox, domain, .. } =
        mailboxes::find_to_change(tx, grant, named.change.mailbox_id).await?;
    let named = holder_changes::find_to_change(tx, id).await?.ok_or(NOT_FOUND)?;
    Ok(FoundChange { named, mailbox, domain })
}

/// Locks holders, so that none of them is merged or erased meanwhile.
async fn lock_holders(
    tx: &mut Tx,
    ids: impl IntoIterator<Item = HolderId>,
) -> Result<(), AppError> {
    let mut ids: Vec<_> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        holders::find_to_change(tx, id).await?;
    }
    Ok(())
}

/// Four eyes: refuses whoever has asked for the change.
fn check_decider(change: &HolderChange, caller: &Caller) -> Result<(), AppError> {
    if change.may_be_decided_by(caller.account_id()) {
        Ok(())
    } else {
        Err(AppError::Problem(Code::OwnRequest))
    }
}

/// The change as the API shows it.
fn shown(named: NamedHolderChange, caller: &Caller, document: Option<Document>) -> Shown {
    let NamedHolderChange { change, mailbox_address, old_holder, new_holder } = named;
    let may_decide = change.state == HolderChangeState::Pending
        && caller.may(ApproveHolderChange::SPEC.access)
        && change.may_be_decided_by(caller.account_id());
    Shown {
        id: change.id,
        organization_id: change.organization_id,
        mailbox_id: change.mailbox_id,
        mailbox_address,
        state: change.state,
        old_holder_id: change.old_holder_id,
        old_holder_name: old_holder.map(full_name),
        new_holder_id: change.new_holder_id,
        new_holder_name: full_name(new_holder),
        communication_email: change.communication_email,
        document_id: change.document_id,
        document_sha256: change.document_sha256,
        document,
        requested_at: change.requested_at,
        requested_by: change.requested_by,
        requested_by_id: change.requested_by_id,
        decided_at: change.decided_at,
        decided_by: change.decided_by,
        reason: change.reason,
        may_decide,
        version: change.version,
    }
}

fn full_name((family_name, given_name): (String, String)) -> String {
    format!("{family_name} {given_name}").trim().to_owned()
}
