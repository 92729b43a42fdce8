//! Rows that are proven to be in the caller's scope.
//!
//! Functions that change a row, record its change or write to people about it take an [`InScope`]
//! rather than a bare row. Only this module creates one: with [`InScope::new`], which checks the
//! row against a [`Grant`]; for a mailbox also through its domain, for its own user, and for the
//! service itself. Jobs check each row in the same way. A row that is out of scope is `not_found`.

use std::ops::Deref;

use sigillo_contract::Operation;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mailbox::Mailbox;
use sigillo_domain::permission::Permission;
use sigillo_storage::accounts::{self, NamedAccount};
use sigillo_storage::tickets::NamedTicket;
use sigillo_storage::{Connection, StorageError, Tx, domains, mailboxes};

use crate::Grant;
use crate::caller::{Identity, SessionCaller, SystemCaller};
use crate::error::{AppError, NOT_FOUND};
use crate::tickets::ProvenSender;

/// The domains for whose mailboxes the caller of an operation has a permission, by name.
pub(crate) async fn domains_with<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    permission: Permission,
) -> Result<Vec<MailDomain>, StorageError> {
    let all = domains::within_reach(on, grant.caller().reach()).await?.into_iter();
    let may = |domain: &MailDomain| {
        grant.permissions_on(domain).is_ok_and(|permissions| permissions.has(permission))
    };
    Ok(all.map(|owned| owned.domain).filter(may).collect())
}

/// A kind of row, with the rule that decides who has it in scope.
pub(crate) trait Scoped {
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError>;
}

/// A row that is in the scope of the caller who found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InScope<T> {
    row: T,
}

impl<T> Deref for InScope<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.row
    }
}

impl<T> InScope<T> {
    /// The bare row, for showing it.
    pub fn into_row(self) -> T {
        self.row
    }
}

impl<T: Scoped> InScope<T> {
    /// Checks a row that was looked up, or one that was created or changed and is about to be
    /// saved.
    pub fn new<O: Operation>(grant: &Grant<O>, row: T) -> Result<Self, AppError> {
        row.check(grant)?;
        Ok(Self { row })
    }
}

impl InScope<NamedTicket> {
    /// The ticket of whoever has proven to have been sent a notice of it.
    pub fn proven(row: NamedTicket, _sender: &ProvenSender) -> Self {
        Self { row }
    }
}

impl Scoped for MailDomain {
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError> {
        grant.permissions_on(self).map(drop)
    }
}

impl InScope<MailDomain> {
    /// A mailbox is in scope where its domain is.
    pub fn mailbox(&self, mailbox: Mailbox) -> Result<InScope<Mailbox>, AppError> {
        if mailbox.domain_id == self.id { Ok(InScope { row: mailbox }) } else { Err(NOT_FOUND) }
    }
}

/// Somebody who has proven to be the user of a mailbox by a session, a password, or a link.
pub(crate) trait MailboxUser {
    fn mailbox_id(&self) -> MailboxId;
}

impl InScope<Mailbox> {
    /// Finds the user's own mailbox and locks it for a change.
    pub async fn of_user(
        tx: &mut Tx,
        user: &impl MailboxUser,
    ) -> Result<Option<Self>, StorageError> {
        let found = mailboxes::find_to_change(tx, user.mailbox_id()).await?;
        Ok(found.map(|row| Self { row }))
    }

    /// Finds any mailbox and locks it for a change by a worker of the service.
    pub async fn of_system(
        tx: &mut Tx,
        _worker: &SystemCaller,
        id: MailboxId,
    ) -> Result<Option<Self>, StorageError> {
        let found = mailboxes::find_to_change(tx, id).await?;
        Ok(found.map(|row| Self { row }))
    }

    /// The same mailbox, after a change.
    pub fn changed(&self, after: Mailbox) -> Self {
        Self { row: Mailbox { id: self.id, domain_id: self.domain_id, ..after } }
    }
}

impl InScope<NamedAccount> {
    /// Finds the account of a session and locks it for a change.
    pub async fn of_session(
        tx: &mut Tx,
        session: &SessionCaller,
    ) -> Result<Option<Self>, StorageError> {
        let found = accounts::find_to_change(tx, session.account().id).await?;
        Ok(found.map(|row| Self { row }))
    }
}
