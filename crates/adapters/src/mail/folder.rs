//! Messages written to a folder, when no mail server is configured.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use sigillo_app::{Accepted, Mailer, OutgoingMessage, Undelivered};

use super::Writer;

/// The name that is recorded in place of a mail server.
const SERVER: &str = sigillo_contract::message::OUTBOX_FOLDER;

/// Writes each message to its own file, which any mail program opens.
pub struct FolderMailer {
    writer: Writer,
    folder: PathBuf,
}

impl FolderMailer {
    /// The folder is created when the first message is written.
    pub fn new(writer: Writer, folder: impl Into<PathBuf>) -> Self {
        Self { writer, folder: folder.into() }
    }
}

#[async_trait]
impl Mailer for FolderMailer {
    async fn send(&self, message: &OutgoingMessage) -> Result<Accepted, Undelivered> {
        let undelivered =
            |reply: String, is_final| Undelivered { server: SERVER.to_owned(), reply, is_final };
        let email =
            self.writer.message(message).map_err(|error| undelivered(error.to_string(), true))?;
        let name = format!("{}.eml", message.id);
        let (folder, file) = (self.folder.clone(), name.clone());
        let written =
            tokio::task::spawn_blocking(move || write(&folder, &file, &email.formatted())).await;
        match written {
            Ok(Ok(())) => Ok(Accepted { server: SERVER.to_owned(), reply: name }),
            Ok(Err(error)) => Err(undelivered(error.to_string(), false)),
            Err(error) => Err(undelivered(error.to_string(), false)),
        }
    }
}

/// Writes a temporary file and renames it, so that nobody reads an incomplete message. The links in
/// it open mailboxes, so only the owner may read it.
fn write(folder: &Path, name: &str, message: &[u8]) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let aside = folder.join(format!(".{name}.part"));
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
    file.write_all(message)?;
    file.sync_all()?;
    fs::rename(&aside, folder.join(name))
}
