//! Resending a failed message.

use sigillo_contract::message::Message;
use sigillo_contract::operations::ResendMessage;
use sigillo_domain::Code;
use sigillo_domain::id::MessageId;
use sigillo_domain::message::{GIVE_UP_AFTER, MessageState};
use sigillo_domain::subject::SubjectKind;
use sigillo_storage::{links, messages};

use crate::error::{AppError, NOT_FOUND};
use crate::{App, Grant, mailboxes, view};

pub async fn resend(
    app: &App,
    grant: &Grant<ResendMessage>,
    id: MessageId,
) -> Result<Message, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let message = messages::find(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    let subject = message.subject;
    match subject.kind {
        SubjectKind::Mailbox => {
            mailboxes::find_to_change(&mut tx, grant, subject.id.into()).await?;
        }
        // These kinds of subject have no messages, or none that is sent again by a person.
        SubjectKind::Domain
        | SubjectKind::Organization
        | SubjectKind::Account
        | SubjectKind::SavedView
        | SubjectKind::Holder
        | SubjectKind::Company
        | SubjectKind::Plan
        | SubjectKind::Reseller
        | SubjectKind::ContractTemplate
        // The page of a ticket says what its messages do.
        | SubjectKind::Ticket
        | SubjectKind::SlaPeriod
        | SubjectKind::ReportSchedule
        // A contract is sent again as a whole, with another link.
        | SubjectKind::Contract => {
            return Err(NOT_FOUND);
        }
    }
    // A used or replaced link no longer works, so its message is not sent again.
    let open = match message.link_id {
        Some(link_id) => links::is_open(&mut tx, link_id).await?,
        None => true,
    };
    let failed = message.state == MessageState::Failed;
    if !failed || !open || !messages::requeue(&mut tx, id, now, now + GIVE_UP_AFTER).await? {
        return Err(AppError::Problem(Code::NotInThisState));
    }
    let message = messages::find(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    tx.commit().await?;
    Ok(view::message(message))
}
