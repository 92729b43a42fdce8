//! The end of the service of mailboxes: renewal, termination, and what happens by itself (C1, C9).

mod advance;
mod digest;
mod notify;
mod renew;
mod request_document;
mod terminate;
mod withdraw_termination;

pub use advance::advance;
pub use digest::send_digests;
pub use renew::renew;
pub(crate) use renew::{apply as apply_renewal, renewed};
pub(crate) use request_document::shown as shown_request_document;
pub use terminate::terminate;
pub(crate) use terminate::{apply as apply_termination, terminated};
pub use withdraw_termination::withdraw_termination;

use chrono::{DateTime, NaiveDate, Utc};
use sigillo_domain::FaultCode;
use sigillo_domain::history::{Action, Actor};
use sigillo_domain::mail_domain::MailDomain;
use sigillo_domain::mail_host::Effect;
use sigillo_domain::mailbox::{Mailbox, MailboxState};
use sigillo_domain::mailbox_service::ServiceRefusal;
use sigillo_domain::service_term::{MAX_YEARS_AHEAD, end_of_day, end_of_term};
use sigillo_storage::{Tx, documents};
use uuid::Uuid;

use crate::error::AppError;
use crate::local_time::end_of_local_time;
use crate::mailboxes::{record, save};
use crate::scope::InScope;
use crate::{App, local_time, mail_host};

/// The mailbox with the term of its domain, which begins now; unchanged unless it is active.
pub(crate) fn started(mailbox: Mailbox, term_months: i64, now: DateTime<Utc>) -> Mailbox {
    match term_end(now, term_months) {
        Some(ends_at) if mailbox.state == MailboxState::Active => {
            mailbox.with_service_until(ends_at, now)
        }
        _ => mailbox,
    }
}

/// When a term that starts at a moment ends.
fn term_end(starts_at: DateTime<Utc>, term_months: i64) -> Option<DateTime<Utc>> {
    end_of_term(local_time(starts_at).date(), term_months).and_then(end_of_local_time)
}

/// The last moment of a day that somebody has chosen.
fn last_moment(day: NaiveDate, now: DateTime<Utc>) -> Result<DateTime<Utc>, FaultCode> {
    let limit =
        local_time(now).date().checked_add_months(chrono::Months::new(12 * MAX_YEARS_AHEAD));
    if limit.is_none_or(|limit| day > limit) {
        return Err(FaultCode::TooLate);
    }
    end_of_day(day).and_then(end_of_local_time).ok_or(FaultCode::TooEarly)
}

/// The error for a refused change of the service. `pointer` is the field with the day.
fn refused(refusal: ServiceRefusal, pointer: &str) -> AppError {
    match refusal {
        ServiceRefusal::State(code) => AppError::Problem(code),
        ServiceRefusal::Day(fault) => AppError::fault(pointer, fault),
    }
}

/// A change of the service of a mailbox.
struct Change<'a> {
    actor: &'a Actor,
    action: Action,
    before: &'a InScope<Mailbox>,
    after: Mailbox,
    /// Unique to the change, so that its messages are sent once.
    event_id: Uuid,
    /// What the holder and the mailbox are told; None for nothing.
    message: Option<notify::Message>,
}

/// Saves the change with its record, its effect on the mail host and its messages.
async fn carry_out(
    app: &App,
    tx: &mut Tx,
    change: Change<'_>,
    domain: &MailDomain,
) -> Result<InScope<Mailbox>, AppError> {
    let Change { actor, action, before, after, event_id, message } = change;
    let after = before.changed(Mailbox { version: before.version + 1, ..after });
    save(tx, &after).await?;
    let document_id =
        after.service.document_id.filter(|id| before.service.document_id != Some(*id));
    if let Some(document_id) = document_id {
        documents::add_use(tx, document_id, request_document::ACT, event_id).await?;
    }
    record(tx, actor, action, Some(before), &after, app.now()).await?;
    if let Some(effect) = effect(before, &after) {
        mail_host::request(app, tx, &after, effect).await?;
    }
    if let Some(message) = message {
        notify::notify(app, tx, &after, domain, event_id, message).await?;
    }
    Ok(after)
}

/// What the mail host has to do about a change of the state.
fn effect(before: &Mailbox, after: &Mailbox) -> Option<Effect> {
    match after.state {
        state if state == before.state => None,
        MailboxState::Suppressed => Some(Effect::ServiceEnded),
        MailboxState::Active => Some(Effect::Enabled),
        MailboxState::Disabled => Some(Effect::Disabled),
        MailboxState::PendingActivation | MailboxState::Cancelled => None,
    }
}
