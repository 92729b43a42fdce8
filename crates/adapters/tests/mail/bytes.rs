//! The bytes of messages as they are sent.

use mailparse::{MailHeaderMap, ParsedMail, parse_mail};
use sigillo_adapters::mail::Writer;
use sigillo_app::OutgoingMessage;
use sigillo_domain::message::{Language, MessageKind};

use crate::sample::{FROM, PUBLIC_URL, REPLY_TO, TOKEN, message};

fn formatted(from: &str, message: &OutgoingMessage) -> Vec<u8> {
    Writer::new(from, PUBLIC_URL).unwrap().message(message).unwrap().formatted()
}

fn header(mail: &ParsedMail, name: &str) -> String {
    let values = mail.headers.get_all_values(name);
    assert_eq!(values.len(), 1, "{name}");
    values[0].clone()
}

#[test]
fn headers_have_sender_date_and_auto_submitted() {
    let message = message(MessageKind::PasswordExpired, Language::It);
    let bytes = formatted(FROM, &message);
    let mail = parse_mail(&bytes).unwrap();
    for (name, value) in [
        ("From", "Sigillo <sigillo@pannello.example.it>"),
        ("To", "anna.verdi@example.org"),
        ("Date", "Mon, 23 Feb 2026 08:05:12 +0000"),
        ("Message-ID", "<01989f2e-7c00-7000-8000-000000000001@pannello.example.it>"),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", "it"),
        ("MIME-Version", "1.0"),
        ("Subject", "La password della casella PEC protocollo.generale@pec.example.it è scaduta"),
    ] {
        assert_eq!(header(&mail, name), value);
    }
    assert_eq!(mail.ctype.mimetype, "multipart/alternative");
    assert_eq!(bytes, formatted(FROM, &message), "every attempt must send the same bytes");
}

#[test]
fn only_an_alert_says_where_to_unsubscribe() {
    for kind in MessageKind::ALL {
        let bytes = formatted(FROM, &message(kind, Language::It));
        let mail = parse_mail(&bytes).unwrap();
        let values = mail.headers.get_all_values("List-Unsubscribe");
        if kind == MessageKind::ViewAlert {
            let page = format!("https://pannello.example.it/mia-casella/annulla-avviso#{TOKEN}");
            assert_eq!(values, [format!("<{page}>")]);
        } else {
            assert!(values.is_empty(), "{kind:?}");
        }
    }
}

#[test]
fn parsed_messages_equal_what_was_written() {
    let writer = Writer::new(FROM, PUBLIC_URL).unwrap();
    for kind in MessageKind::ALL {
        for language in Language::ALL {
            let message = message(kind, language);
            let written = writer.write(&message).unwrap();
            let bytes = writer.message(&message).unwrap().formatted();
            let mail = parse_mail(&bytes).unwrap();
            assert_eq!(header(&mail, "Subject"), written.subject);
            // Beside a document the two parts are one level deeper.
            let body = if message.attachment.is_some() { &mail.subparts[0] } else { &mail };
            let [text, html] = &body.subparts[..] else { panic!("not two parts") };
            for (part, mimetype, expected) in
                [(text, "text/plain", written.text), (html, "text/html", written.html)]
            {
                assert_eq!(
                    (part.ctype.mimetype.as_str(), &*part.ctype.charset),
                    (mimetype, "utf-8")
                );
                let body = part.get_body().unwrap().replace("\r\n", "\n");
                assert_eq!(body.trim_end(), expected.trim_end());
            }
        }
    }
}

#[test]
fn lines_are_short_ascii_and_end_in_crlf() {
    let from = format!("Città di Forlì, già «{}» <{}@example.it>", "è".repeat(120), "f".repeat(64));
    for kind in MessageKind::ALL {
        let mut long = message(kind, Language::It);
        let host = [63, 63, 52].map(|length| "d".repeat(length)).join(".");
        long.recipient = format!("{}@{host}.example.it", "r".repeat(64));
        long.subject_name = format!("{}@{host}.example.it", "m".repeat(64));
        for bytes in [formatted(&from, &long), formatted(FROM, &message(kind, Language::En))] {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.is_ascii());
            assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
            // RFC 5322, 2.1.1 allows 998 characters; a line cannot be shorter than an address,
            // which cannot be folded.
            for line in text.split("\r\n") {
                assert!(line.len() <= 320, "{} in {kind:?}: {line}", line.len());
            }
        }
        let bytes = formatted(&from, &long);
        let mail = parse_mail(&bytes).unwrap();
        assert!(header(&mail, "From").starts_with("Città di Forlì, già «èèè"));
        assert_eq!(header(&mail, "To"), long.recipient);
    }
}

#[test]
fn an_invalid_address_is_refused() {
    let mut nowhere = message(MessageKind::PasswordChanged, Language::It);
    nowhere.recipient = "a<b>@example.org".into();
    let writer = Writer::new(FROM, PUBLIC_URL).unwrap();
    let error = writer.message(&nowhere).unwrap_err().to_string();
    assert!(error.starts_with("the recipient's address cannot be written to"), "{error}");
}

#[test]
fn a_notice_of_a_ticket_can_be_answered_where_answers_are_read() {
    let notice = message(MessageKind::TicketAsked, Language::It);
    let bytes = formatted(FROM, &notice);
    let mail = parse_mail(&bytes).unwrap();
    assert_eq!(header(&mail, "Reply-To"), format!("Sigillo <{REPLY_TO}>"));
    let thread = format!("<ticket.{}@pannello.example.it>", notice.subject.id);
    assert_eq!(header(&mail, "References"), thread);
    let writer = Writer::new(FROM, PUBLIC_URL).unwrap();
    assert!(writer.write(&notice).unwrap().text.contains("Puoi anche rispondere"));
    let unread = OutgoingMessage { reply_to: None, ..notice };
    let text = writer.write(&unread).unwrap().text.replace('\n', " ");
    assert!(text.contains("non occorre rispondere") && !text.contains("Puoi anche"), "{text}");
    let bytes = formatted(FROM, &unread);
    assert!(parse_mail(&bytes).unwrap().headers.get_all_values("Reply-To").is_empty());
}
