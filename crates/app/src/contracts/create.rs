//! Another contract for a mailbox whose last one ended.

use sigillo_contract::contract::{Contract as Shown, ContractCreate};
use sigillo_contract::operations::CreateContract;
use sigillo_domain::FaultCode;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_storage::{Tx, contracts};

use super::{WRONG_STATE, check_handling, issue, shown};
use crate::caller::Identity;
use crate::error::{AppError, NOT_FOUND};
use crate::mailboxes::{self, Found};
use crate::{App, Grant};

const POINTER: &str = "/mailbox_id";

pub async fn create(
    app: &App,
    grant: &Grant<CreateContract>,
    request: &ContractCreate,
) -> Result<Shown, AppError> {
    if request.mailbox_id == MailboxId::NIL {
        return Err(AppError::fault(POINTER, FaultCode::Required));
    }
    let mut tx = app.db.begin().await?;
    let found = mailboxes::find_to_change(&mut tx, grant, request.mailbox_id).await;
    let Found { mailbox, domain, permissions } = found.map_err(|error| match error {
        AppError::Problem(sigillo_domain::Code::NotFound) => AppError::not_found_at(POINTER),
        other => other,
    })?;
    check_handling(permissions)?;
    if !can_have_another(&mut tx, &mailbox).await? {
        return Err(WRONG_STATE);
    }
    let contract = issue(app, &mut tx, grant.caller().actor(), &mailbox, &domain).await?;
    let named = contracts::find(&mut tx, contract.id).await?.ok_or(NOT_FOUND)?;
    tx.commit().await?;
    Ok(shown(named))
}

/// Whether a mailbox waits for its contract, or has passed to a holder who has not signed the last one.
async fn can_have_another(tx: &mut Tx, mailbox: &Mailbox) -> Result<bool, AppError> {
    let Some(held) = mailbox.holder else { return Ok(false) };
    Ok(match mailbox.state {
        MailboxState::PendingActivation => true,
        MailboxState::Cancelled => false,
        MailboxState::Active | MailboxState::Disabled | MailboxState::Suppressed => {
            let newest = contracts::newest_of_mailbox(tx, mailbox.id).await?;
            newest.is_some_and(|named| named.contract.holder_id == held.holder_id)
        }
    })
}
