//! Answers by e-mail (B20): what the mailbox of the support has becomes an entry of its ticket, or is refused.
//!
//! An e-mail is recorded in the transaction of its entry, and put away afterwards: whoever is killed in between finds
//! it recorded. Who wrote it is proven by the address that it was written to, which only the recipient of a notice has
//! been sent, or by the `Message-ID` of a notice that it answers.

mod files;
mod list;
mod mailbox;
mod sender;

pub use list::refused_mail;
pub use mailbox::{forget_mail, read_mailbox};
pub(crate) use sender::ProvenSender;

use sha2::{Digest, Sha256};
use sigillo_domain::Code;
use sigillo_domain::id::TicketId;
use sigillo_domain::message::Language;
use sigillo_domain::ticket::{
    MailRefusal, TicketEvent, TicketStatus, fitted, mail_text, split_quoted,
};
use sigillo_storage::ticket_mail::{self, MailOutcome, MailPlace, TicketMail};
use sigillo_storage::tickets::NamedTicket;

use self::files::ReceivedFiles;
use super::enter::{Entry, enter};
use crate::App;
use crate::error::AppError;
use crate::ports::{IncomingMail, MailSigns};
use crate::scope::InScope;

/// The largest e-mail that is read: its largest file in base64, and some text.
pub const MAX_MAIL_BYTES: u64 = 44 << 20;
/// How much of a sender's name or of a subject the list of refusals keeps, in characters.
const KEPT: usize = 254;

/// What was read from the mailbox.
pub struct Received {
    pub place: MailPlace,
    pub raw: Vec<u8>,
    /// Whether it is whole, or too large to be read beyond its headers.
    pub is_whole: bool,
}

/// What became of an e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenIn {
    Answered(TicketId),
    Refused(MailRefusal),
    /// It was taken or refused before.
    Known,
}

/// Why an e-mail is refused, and the ticket that it names.
type Refused = (MailRefusal, Option<TicketId>);

/// Takes an e-mail into the ticket that it answers.
pub async fn take_in(app: &App, received: Received) -> Result<TakenIn, AppError> {
    let Received { place, raw, is_whole } = received;
    let digest = hex::encode(Sha256::digest(&raw));
    let read = app.mail_reader.read(raw).await;
    let mail = record_of(app, place, read.as_ref(), digest);
    let mut on = app.db.read().await?;
    if ticket_mail::is_known_by(&mut on, &mail.fingerprint).await? {
        return Ok(TakenIn::Known);
    }
    drop(on);
    let judged = match read {
        None => Err((MailRefusal::Unreadable, None)),
        Some(read) => match by_signs(read.signs, is_whole) {
            Some(refusal) => Err((refusal, None)),
            None => sender::prove(app, &read).await?.map(|sender| (read, sender)),
        },
    };
    match judged {
        Ok((read, sender)) => answer(app, mail, read, &sender).await,
        Err(refused) => refuse(app, mail, refused).await,
    }
}

/// What the headers alone say, whoever has written it.
fn by_signs(signs: MailSigns, is_whole: bool) -> Option<MailRefusal> {
    match signs {
        MailSigns { certified: true, .. } => Some(MailRefusal::CertifiedReceipt),
        MailSigns { report: true, .. } => Some(MailRefusal::Bounce),
        MailSigns { automatic: true, .. } => Some(MailRefusal::AutomaticReply),
        _ if !is_whole => Some(MailRefusal::TooLarge),
        _ => None,
    }
}

/// The record of an e-mail, which is unreadable as long as nothing else is known of it.
fn record_of(
    app: &App,
    place: MailPlace,
    read: Option<&IncomingMail>,
    digest: String,
) -> TicketMail {
    let sender = read.and_then(|read| read.sender.as_deref()).unwrap_or_default();
    // Somebody else's Message-ID is no reason to pass over an e-mail.
    let fingerprint = match read.and_then(|read| read.message_id.as_deref()) {
        Some(id) => hex::encode(Sha256::digest(format!("{sender}\n{id}"))),
        None => digest,
    };
    let kept = |text: &str| {
        let line = mail_text(text).replace(['\n', '\t'], " ");
        line.chars().take(KEPT).collect::<String>()
    };
    TicketMail {
        id: app.new_id(),
        place,
        fingerprint,
        received_at: app.now(),
        sender: kept(sender),
        subject: kept(read.map_or("", |read| &read.subject)),
        outcome: MailOutcome::Refused(MailRefusal::Unreadable, None),
    }
}

async fn answer(
    app: &App,
    mail: TicketMail,
    read: IncomingMail,
    sender: &ProvenSender,
) -> Result<TakenIn, AppError> {
    let ticket_id = sender.ticket_id();
    let text = mail_text(&read.text);
    if text.is_empty() && read.files.is_empty() {
        return refuse(app, mail, (MailRefusal::Empty, Some(ticket_id))).await;
    }
    let mut files = ReceivedFiles::of(app, read.files).await?;
    let (own, quoted) = split_quoted(&text);
    let (_, is_cut) = fitted(own, files::NOTE_MAX);
    if is_cut {
        files.add_text(app, sender.language(), &text).await?;
    }
    let whole = if is_cut || quoted.is_empty() { own } else { text.as_str() };

    let mut tx = app.db.begin().await?;
    let Some(found) = InScope::<NamedTicket>::of_sender(&mut tx, sender).await? else {
        drop(tx);
        return refuse(app, mail, (MailRefusal::NoTicket, None)).await;
    };
    let author = match sender.author(&mut tx, &found).await? {
        Ok(author) => author,
        Err(refusal) => {
            drop(tx);
            return refuse(app, mail, (refusal, Some(ticket_id))).await;
        }
    };
    let keeping = files.fit(&mut tx, ticket_id).await?;
    let note = keeping.note(sender.language());
    let event = match found.ticket.status {
        TicketStatus::Closed => TicketEvent::Reopen,
        _ => TicketEvent::Answer,
    };
    let text = with_note(whole, &note, sender.language());
    let entry = Entry { event, text, closure: None, by_mail: true };
    let message = match enter(app, &mut tx, &found, &author, entry).await {
        Err(AppError::Problem(Code::LimitReached)) => {
            drop(tx);
            return refuse(app, mail, (MailRefusal::LimitReached, Some(ticket_id))).await;
        }
        entered => entered?,
    };
    keeping.save(app, &mut tx, &found, &message, &author.actor).await?;
    let mail = TicketMail { outcome: MailOutcome::Taken(ticket_id, message.id), ..mail };
    // Another server may have been here meanwhile: then nothing of this is kept.
    if !ticket_mail::insert(&mut tx, &mail).await? {
        return Ok(TakenIn::Known);
    }
    tx.commit().await?;
    Ok(TakenIn::Answered(ticket_id))
}

fn with_note(text: &str, note: &str, language: Language) -> String {
    let text = match text {
        "" => language.choose("(senza testo)", "(no text)"),
        text => text,
    };
    let (text, _) = fitted(text, files::NOTE_MAX);
    if note.is_empty() { text } else { format!("{text}\n\n{note}") }
}

async fn refuse(
    app: &App,
    mail: TicketMail,
    (refusal, ticket_id): Refused,
) -> Result<TakenIn, AppError> {
    let mail = TicketMail { outcome: MailOutcome::Refused(refusal, ticket_id), ..mail };
    let mut tx = app.db.begin().await?;
    let is_new = ticket_mail::insert(&mut tx, &mail).await?;
    tx.commit().await?;
    Ok(if is_new { TakenIn::Refused(refusal) } else { TakenIn::Known })
}
