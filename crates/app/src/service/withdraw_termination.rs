//! Withdrawing the termination of a mailbox's service before it takes effect.

use sigillo_contract::mailbox::Mailbox as Shown;
use sigillo_contract::operations::WithdrawMailboxTermination;
use sigillo_domain::history::Action;
use sigillo_domain::id::MailboxId;

use super::{Change, carry_out, notify, refused};
use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, check_version};
use crate::mailboxes::{Found, find_to_change, shown};
use crate::{App, Grant};

pub async fn withdraw_termination(
    app: &App,
    grant: &Grant<WithdrawMailboxTermination>,
    id: MailboxId,
    expected_version: Option<ExpectedVersions>,
) -> Result<Shown, AppError> {
    let mut tx = app.db.begin().await?;
    let Found { mailbox: before, domain, .. } = find_to_change(&mut tx, grant, id).await?;
    check_version(expected_version, before.version)?;
    let after = before.termination_withdrawn(app.now()).map_err(|refusal| refused(refusal, ""))?;
    let change = Change {
        actor: grant.caller().actor(),
        action: Action::TerminationWithdrawn,
        before: &before,
        message: Some(notify::continues(&after)),
        after,
        event_id: app.new_id(),
    };
    let after = carry_out(app, &mut tx, change, &domain).await?;
    let kept = shown(&mut tx, after).await?;
    tx.commit().await?;
    Ok(kept)
}
