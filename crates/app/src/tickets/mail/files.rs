//! The files of an e-mail, by the rules of uploads.

use bytes::Bytes;
use serde_json::{Value, json};
use sigillo_domain::Code;
use sigillo_domain::document::parse_name;
use sigillo_domain::history::{Action, Actor, FieldChange};
use sigillo_domain::id::TicketId;
use sigillo_domain::message::Language;
use sigillo_domain::ticket::{AttachmentFormat, MAX_ATTACHMENTS, TicketAttachment, TicketMessage};
use sigillo_storage::tickets::NamedTicket;
use sigillo_storage::{Tx, ticket_parts};

use crate::App;
use crate::documents::{FileUpload, ReceivedFile};
use crate::error::AppError;
use crate::objects::Claimed;
use crate::ports::IncomingFile;
use crate::scope::InScope;
use crate::tickets::audit::{record_attachment, write};

/// The longest note about files that were not taken, in characters.
pub(super) const NOTE_MAX: usize = 600;
/// The most files of one e-mail.
const MAX_FILES: usize = 20;

/// Why a file was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Refusal {
    TooLarge,
    Infected { sha256: String, finding: String },
    TooMany,
}

/// The files of an e-mail, in the store of objects.
pub(super) struct ReceivedFiles {
    clean: Vec<(String, AttachmentFormat, Claimed)>,
    refused: Vec<(String, Refusal)>,
}

impl ReceivedFiles {
    /// Keeps the files until a row names them. Empty ones are passed over.
    pub async fn of(app: &App, files: Vec<IncomingFile>) -> Result<Self, AppError> {
        let mut received = Self { clean: vec![], refused: vec![] };
        for file in files.into_iter().filter(|file| !file.content.is_empty()) {
            received.add(app, file).await?;
        }
        Ok(received)
    }

    /// Adds a text that is too long for an entry as a file.
    pub async fn add_text(
        &mut self,
        app: &App,
        language: Language,
        text: &str,
    ) -> Result<(), AppError> {
        let name = language.choose("messaggio.txt", "message.txt").to_owned();
        self.add(app, IncomingFile { name, content: text.as_bytes().to_vec() }).await
    }

    async fn add(&mut self, app: &App, file: IncomingFile) -> Result<(), AppError> {
        let name = name(&file.name, self.clean.len() + self.refused.len() + 1);
        if self.clean.len() == MAX_FILES {
            self.refused.push((name, Refusal::TooMany));
            return Ok(());
        }
        let mut upload = FileUpload::<AttachmentFormat>::begin(app).await?;
        match upload.write(Bytes::from(file.content)).await {
            Ok(()) => {}
            Err(AppError::Problem(Code::PayloadTooLarge)) => {
                upload.abort().await;
                self.refused.push((name, Refusal::TooLarge));
                return Ok(());
            }
            Err(error) => {
                upload.abort().await;
                return Err(error);
            }
        }
        match upload.finish(app).await? {
            ReceivedFile::Clean(format, claimed) => self.clean.push((name, format, claimed)),
            ReceivedFile::Infected { sha256, finding } => {
                self.refused.push((name, Refusal::Infected { sha256, finding }));
            }
        }
        Ok(())
    }

    /// Leaves out what the ticket has no room for.
    pub async fn fit(mut self, tx: &mut Tx, ticket_id: TicketId) -> Result<Self, AppError> {
        let room = MAX_ATTACHMENTS - ticket_parts::count_attachments(tx, ticket_id).await?;
        let room = usize::try_from(room).unwrap_or_default();
        if self.clean.len() > room {
            let left_out = self.clean.split_off(room).into_iter();
            self.refused.extend(left_out.map(|(name, ..)| (name, Refusal::TooMany)));
        }
        Ok(self)
    }

    /// What the entry says of files that were not taken; empty if all were.
    pub fn note(&self, language: Language) -> String {
        if self.refused.is_empty() {
            return String::new();
        }
        let named = self.refused.iter().map(|(name, refusal)| {
            let why = match refusal {
                Refusal::TooLarge => language.choose("troppo grande", "too large"),
                Refusal::Infected { .. } => language.choose("contiene un virus", "has a virus"),
                Refusal::TooMany => language.choose("troppi allegati", "too many files"),
            };
            format!("{name} ({why})")
        });
        let label = language.choose("Allegati non accolti: ", "Files that were not taken: ");
        let note = format!("{label}{}", named.collect::<Vec<_>>().join(", "));
        match note.char_indices().nth(NOTE_MAX - 3) {
            Some((end, _)) => format!("{}…", &note[..end]),
            None => note,
        }
    }

    /// Adds the files to an entry.
    pub async fn save(
        self,
        app: &App,
        tx: &mut Tx,
        found: &InScope<NamedTicket>,
        message: &TicketMessage,
        actor: &Actor,
    ) -> Result<(), AppError> {
        let ticket = &found.ticket;
        for (name, format, claimed) in self.clean {
            claimed.lock(tx).await?;
            let attachment = TicketAttachment {
                id: app.new_id(),
                ticket_id: ticket.id,
                message_id: Some(message.id),
                name,
                format,
                bytes: claimed.bytes,
                sha256: claimed.sha256,
                internal: false,
                created_at: message.at,
                created_by: message.author.clone(),
            };
            ticket_parts::insert_attachment(tx, &attachment).await?;
            record_attachment(app, tx, actor, ticket, &attachment).await?;
        }
        for (_, refusal) in self.refused {
            if let Refusal::Infected { sha256, finding } = refusal {
                let new = |field, value: Value| FieldChange::new(field, Value::Null, value);
                let changes =
                    [new("document_sha256", json!(sha256)), new("finding", json!(finding))];
                write(app, tx, actor, Action::DocumentRefused, ticket, &changes).await?;
            }
        }
        Ok(())
    }
}

/// A name that a file can have, whatever the e-mail calls it.
fn name(given: &str, place: usize) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    parse_name(last).unwrap_or_else(|_| format!("allegato-{place}"))
}
