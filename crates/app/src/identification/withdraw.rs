//! Taking the identification of a holder away, such as one that was entered for the wrong mailbox.

use sigillo_contract::mailbox::Mailbox as Shown;
use sigillo_contract::operations::WithdrawIdentification;
use sigillo_domain::Code;
use sigillo_domain::history::Action;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::{Mailbox, MailboxState};

use super::save;
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::mailboxes::{find_to_change, shown};
use crate::{App, Grant};

/// Where there is none, nothing changes: the answer to a first request may have been lost.
pub async fn withdraw(
    app: &App,
    grant: &Grant<WithdrawIdentification>,
    id: MailboxId,
    expected_version: Option<ExpectedVersions>,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let before = find_to_change(&mut tx, grant, id).await?.mailbox;
    if before.state == MailboxState::Cancelled {
        return Err(AppError::Problem(Code::MailboxCancelled));
    }
    if before.identification.is_none() {
        return Ok(shown(&mut tx, before).await?);
    }
    check_version(expected_version, before.version)?;
    let after = Mailbox { identification: None, ..Mailbox::clone(&before) };
    let (actor, action) = (grant.caller().actor(), Action::IdentificationWithdrawn);
    let after = save(app, &mut tx, actor, action, &before, after).await?;
    let withdrawn = shown(&mut tx, after).await?;
    tx.commit().await?;
    Ok(withdrawn)
}
