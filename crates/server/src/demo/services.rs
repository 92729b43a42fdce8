//! The end of some services: renewed, terminated, about to end.

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use sigillo_adapters::clock::ManualClock;
use sigillo_app::{App, Grant, local_time, service};
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::mailbox_service::{MailboxRenewal, MailboxTermination};

use super::People;

/// The term of the region's mailboxes, in months: the oldest ones end within weeks of today.
pub const TERM_MONTHS: i64 = 18;

/// Number of services whose steps are taken at a time.
const LOAD: i64 = 50;

/// What is requested of the service of a mailbox.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Request {
    Renewal,
    /// To the end of the day that many days before or after today.
    Termination(i64),
}

impl Request {
    const fn of(place: usize) -> Option<Self> {
        match place {
            1 | 6 => Some(Request::Renewal),
            9 => Some(Request::Termination(20)),
            124 => Some(Request::Termination(-1)),
            _ => None,
        }
    }
}

/// Requests renewals and terminations of the region's mailboxes, in the days before today, and takes every step
/// that is due today.
pub async fn request(
    app: &App,
    clock: &ManualClock,
    people: &People,
    mailboxes: &[Mailbox],
    today: DateTime<Utc>,
) -> Result<()> {
    clock.set(today - TimeDelta::days(3));
    for (place, mailbox) in mailboxes.iter().enumerate() {
        match Request::of(place) {
            Some(Request::Renewal) => {
                let grant = Grant::to(people.assistant.clone())?;
                service::renew(app, &grant, mailbox.id, None, &MailboxRenewal::default()).await?;
            }
            Some(Request::Termination(days)) => {
                let grant = Grant::to(people.postmaster.clone())?;
                let at = Some(local_time(today + TimeDelta::days(days)).date());
                service::terminate(
                    app,
                    &grant,
                    mailbox.id,
                    None,
                    &MailboxTermination { at, document_id: None },
                )
                .await?;
            }
            None => {}
        }
    }
    clock.set(today);
    while service::advance(app, LOAD).await? > 0 {}
    Ok(())
}
