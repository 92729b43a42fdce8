//! Rows that are proven to be in the scope of whoever works on them.
//!
//! What changes a row, records a change of it or writes to people about it takes an [`InScope`] and
//! no bare row. Only this module makes one: with [`InScope::new`], which judges the row by a
//! [`Grant`]; for a mailbox also through its domain, for its own user, and for the service itself.
//! Jobs take the same way for each row. A row that is out of scope is `not_found`.

use std::ops::Deref;

use sigillo_contract::Operation;
use sigillo_domain::domain::Domain;
use sigillo_domain::mailbox::Mailbox;
use sigillo_storage::accounts::{self, NamedAccount};
use sigillo_storage::{StorageError, Tx, mailboxes};
use uuid::Uuid;

use crate::Grant;
use crate::caller::{SessionCaller, SystemCaller};
use crate::error::{AppError, NOT_FOUND};

/// A kind of row, and the rule that says in whose scope it is.
pub(crate) trait Scoped {
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError>;
}

/// A row in the scope of whoever found it.
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
    /// The bare row, to be shown.
    pub fn into_row(self) -> T {
        self.row
    }
}

impl<T: Scoped> InScope<T> {
    /// Judges a row that was looked up, or one that was made or changed and is about to be saved.
    pub fn new<O: Operation>(grant: &Grant<O>, row: T) -> Result<Self, AppError> {
        row.check(grant)?;
        Ok(Self { row })
    }
}

impl Scoped for Domain {
    fn check<O: Operation>(&self, grant: &Grant<O>) -> Result<(), AppError> {
        grant.permissions_on(self).map(drop)
    }
}

impl InScope<Domain> {
    /// A mailbox is in scope where its domain is.
    pub fn mailbox(&self, mailbox: Mailbox) -> Result<InScope<Mailbox>, AppError> {
        if mailbox.domain_id == self.id { Ok(InScope { row: mailbox }) } else { Err(NOT_FOUND) }
    }
}

/// Who has proven to be the user of a mailbox: by a session, a password, or a link.
pub(crate) trait MailboxUser {
    fn mailbox_id(&self) -> Uuid;
}

impl InScope<Mailbox> {
    /// The user's own mailbox, to be changed.
    pub async fn of_user(
        tx: &mut Tx,
        user: &impl MailboxUser,
    ) -> Result<Option<Self>, StorageError> {
        let found = mailboxes::find_to_change(tx, user.mailbox_id()).await?;
        Ok(found.map(|row| Self { row }))
    }

    /// Any mailbox, to be changed by a worker of the service.
    pub async fn of_system(
        tx: &mut Tx,
        _worker: &SystemCaller,
        id: Uuid,
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
    /// The account of a session, to be changed.
    pub async fn of_session(
        tx: &mut Tx,
        session: &SessionCaller,
    ) -> Result<Option<Self>, StorageError> {
        let found = accounts::find_to_change(tx, session.account().id).await?;
        Ok(found.map(|row| Self { row }))
    }
}
