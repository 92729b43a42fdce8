//! Messages with a document.

use std::fs;

use mailparse::{DispositionType, MailHeaderMap, parse_mail};
use sigillo_adapters::mail::{FolderMailer, SmtpMailer, Writer};
use sigillo_app::{Attachment, Mailer, OutgoingMessage};
use sigillo_domain::message::{Language, MessageKind};

use crate::sample::{FROM, PDF, PUBLIC_URL, message};
use crate::server::Server;

fn writer() -> Writer {
    Writer::new(FROM, PUBLIC_URL).unwrap()
}

fn sealed() -> OutgoingMessage {
    message(MessageKind::ContractSealed, Language::It)
}

/// The name and the content of the document in the bytes of a message.
fn document(bytes: &[u8]) -> (String, Vec<u8>) {
    let mail = parse_mail(bytes).unwrap();
    assert_eq!(mail.ctype.mimetype, "multipart/mixed");
    let [body, document] = &mail.subparts[..] else { panic!("not two parts") };
    assert_eq!(body.ctype.mimetype, "multipart/alternative");
    assert_eq!(document.ctype.mimetype, "application/pdf");
    let disposition = document.get_content_disposition();
    assert_eq!(disposition.disposition, DispositionType::Attachment);
    (disposition.params["filename"].clone(), document.get_body_raw().unwrap())
}

#[test]
fn a_document_is_attached_beside_the_text() {
    let message = sealed();
    let bytes = writer().message(&message).unwrap().formatted();
    assert_eq!(document(&bytes), ("contratto-01989f2e-firmato.pdf".into(), PDF.into()));
    assert_eq!(bytes, writer().message(&message).unwrap().formatted());
    let mail = parse_mail(&bytes).unwrap();
    assert_eq!(mail.headers.get_all_values("Auto-Submitted"), ["auto-generated"]);
    let written = writer().write(&message).unwrap();
    for (part, expected) in mail.subparts[0].subparts.iter().zip([written.text, written.html]) {
        assert_eq!(part.get_body().unwrap().replace("\r\n", "\n").trim_end(), expected.trim_end());
    }
}

/// Apart from the document and what surrounds it, a message is the same with and without one.
#[test]
fn a_document_changes_nothing_else() {
    let mut without = message(MessageKind::PasswordChanged, Language::It);
    let plain = writer().message(&without).unwrap().formatted();
    assert_eq!(parse_mail(&plain).unwrap().ctype.mimetype, "multipart/alternative");
    without.attachment = sealed().attachment;
    let with = writer().message(&without).unwrap().formatted();
    let body = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        text[text.find("Content-Type: multipart/alternative").unwrap()..].to_owned()
    };
    assert!(body(&with).starts_with(&body(&plain)), "{}", body(&with));
}

#[tokio::test]
async fn a_document_arrives_in_the_folder_and_at_a_server() {
    let data = tempfile::tempdir().unwrap();
    let mut message = sealed();
    // A megabyte with every byte, lines that begin with a dot included.
    let content: Vec<u8> =
        (0..1_048_576_u32).map(|n| n.wrapping_mul(31).to_le_bytes()[1]).collect();
    let attachment = Attachment {
        name: "contratto.pdf".into(),
        media_type: "application/pdf",
        content: content.clone(),
    };
    message.attachment = Some(attachment);
    let accepted = FolderMailer::new(writer(), data.path()).send(&message).await.unwrap();
    let file = fs::read(data.path().join(accepted.reply)).unwrap();
    assert!(document(&file).1 == content);

    let server = Server::start(|_| None).await;
    let mailer = SmtpMailer::new(writer(), &server.url()).unwrap();
    mailer.send(&message).await.unwrap();
    let received = server.log(|log| log.messages[0].clone());
    assert!(document(received.as_bytes()).1 == content);
    assert_eq!(received.trim_end(), String::from_utf8(file).unwrap().trim_end());
}

#[test]
fn the_name_of_a_document_cannot_add_headers() {
    let mut hostile = sealed();
    let name = format!("Società \"x\"\r\nBcc: a@evil.example\r\n\r\n{}.pdf", "n".repeat(300));
    hostile.attachment =
        Some(Attachment { name, media_type: "application/pdf", content: PDF.into() });
    let bytes = writer().message(&hostile).unwrap().formatted();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.is_ascii());
    assert!(text.lines().all(|line| line.len() <= 998 && !line.starts_with("Bcc:")), "{text}");
    let (name, content) = document(&bytes);
    assert!(name.starts_with("Società \"x\"") && name.ends_with("n.pdf"), "{name}");
    assert_eq!(content, PDF);
}
