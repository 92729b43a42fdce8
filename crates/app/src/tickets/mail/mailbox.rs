//! Reading the mailbox of the support.

use chrono::TimeDelta;
use sigillo_storage::ticket_mail;

use super::{MAX_MAIL_BYTES, Received, TakenIn, take_in};
use crate::App;
use crate::error::AppError;
use crate::ports::{InboxError, MailPart, OpenInbox, TicketInbox, WaitingMail};

/// The time between two readings.
const EVERY: TimeDelta = TimeDelta::seconds(20);
/// How long one server holds a reading. What two servers read at once is taken once all the same.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// The most e-mails of one reading.
const LOAD: usize = 50;
/// How long what was read is remembered, and shown if it was refused.
const REMEMBERED: TimeDelta = TimeDelta::days(90);

/// Takes in what waits in the mailbox, if it is to be read, on one server at a time. Returns how many e-mails there
/// were.
pub async fn read_mailbox(app: &App, inbox: &dyn TicketInbox) -> Result<usize, AppError> {
    let now = app.now();
    // Checking first is cheap and does not occupy SQLite's only writer.
    let mut on = app.db.read().await?;
    if !ticket_mail::reading_due(&mut on, now).await? {
        return Ok(0);
    }
    drop(on);
    let mut tx = app.db.begin().await?;
    let mine = ticket_mail::claim_reading(&mut tx, now, now + LEASE).await?;
    tx.commit().await?;
    if !mine {
        return Ok(0);
    }
    let read = match inbox.open().await {
        Ok(mut open) => {
            let read = read_all(app, &mut *open).await;
            open.close().await;
            read
        }
        Err(error) => Err(error.into()),
    };
    let more = matches!(read, Ok(LOAD));
    let mut tx = app.db.begin().await?;
    let next = if more { app.now() } else { app.now() + EVERY };
    ticket_mail::end_reading(&mut tx, next).await?;
    tx.commit().await?;
    match read {
        Err(ReadError::Inbox(error)) => {
            tracing::warn!(%error);
            Ok(0)
        }
        Err(ReadError::App(error)) => Err(error),
        Ok(read) => Ok(read),
    }
}

/// Forgets what was read long ago.
pub async fn forget_mail(app: &App) -> Result<usize, AppError> {
    let mut tx = app.db.begin().await?;
    ticket_mail::forget(&mut tx, app.now() - REMEMBERED).await?;
    tx.commit().await?;
    // All of it in one go, so there is no reason to run again at once.
    Ok(0)
}

enum ReadError {
    Inbox(InboxError),
    App(AppError),
}

impl From<InboxError> for ReadError {
    fn from(error: InboxError) -> Self {
        Self::Inbox(error)
    }
}

async fn read_all(app: &App, open: &mut dyn OpenInbox) -> Result<usize, ReadError> {
    let waiting = open.waiting().await?;
    let (mut read, mut failed) = (0, None);
    for mail in waiting.into_iter().take(LOAD) {
        // One that cannot be taken in now holds up no other, and stays where it is.
        match read_one(app, open, &mail).await {
            Ok(()) => read += 1,
            Err(ReadError::App(error)) => failed = Some(error),
            Err(error) => return Err(error),
        }
    }
    failed.map_or(Ok(read), |error| Err(ReadError::App(error)))
}

async fn read_one(
    app: &App,
    open: &mut dyn OpenInbox,
    mail: &WaitingMail,
) -> Result<(), ReadError> {
    let is_known = async {
        let mut on = app.db.read().await?;
        Ok(ticket_mail::is_known(&mut on, &mail.place).await?)
    };
    if !is_known.await.map_err(ReadError::App)? {
        let is_whole = mail.bytes <= MAX_MAIL_BYTES;
        let part = if is_whole { MailPart::Whole } else { MailPart::Headers };
        let Some(raw) = open.read(mail, part).await? else { return Ok(()) };
        let received = Received { place: mail.place.clone(), raw, is_whole };
        let taken = take_in(app, received).await.map_err(ReadError::App)?;
        if let TakenIn::Refused(refusal) = taken {
            tracing::info!(%refusal, uid = mail.place.uid, "an e-mail to the support was refused");
        }
    }
    Ok(open.put_away(mail).await?)
}
