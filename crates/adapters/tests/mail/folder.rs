//! Messages written to a folder.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use sigillo_adapters::mail::{FolderMailer, Writer};
use sigillo_app::Mailer;
use sigillo_domain::message::{Language, MessageKind};

use crate::sample::{FROM, PUBLIC_URL, message};

fn writer() -> Writer {
    Writer::new(FROM, PUBLIC_URL).unwrap()
}

#[tokio::test]
async fn a_message_is_a_file_that_only_its_owner_may_read() {
    let data = tempfile::tempdir().unwrap();
    let outbox = data.path().join("data/outbox");
    let mailer = FolderMailer::new(writer(), &outbox);
    let message = message(MessageKind::SetPassword, Language::It);
    let accepted = mailer.send(&message).await.unwrap();
    let name = format!("{}.eml", message.id);
    assert_eq!((accepted.server.as_str(), &accepted.reply), ("outbox folder", &name));
    let files: Vec<_> = fs::read_dir(&outbox).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(files, [name.as_str()], "no temporary file may be left");
    let expected = writer().message(&message).unwrap().formatted();
    assert_eq!(fs::read(outbox.join(&name)).unwrap(), expected);
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(outbox.clone()), mode(outbox.join(&name))), (0o700, 0o600));
    mailer.send(&message).await.unwrap();
}

#[tokio::test]
async fn a_folder_that_cannot_be_created_is_tried_again() {
    let data = tempfile::tempdir().unwrap();
    fs::write(data.path().join("outbox"), "a file").unwrap();
    let mailer = FolderMailer::new(writer(), data.path().join("outbox"));
    let refused = mailer.send(&message(MessageKind::SetPassword, Language::It)).await.unwrap_err();
    assert!(!refused.is_final && !refused.reply.is_empty(), "{refused:?}");
}
