//! Reading an e-mail as somebody has sent it.

use async_trait::async_trait;
use mail_parser::decoders::html::html_to_text;
use mail_parser::{
    Address, HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};
use sigillo_app::{IncomingFile, IncomingMail, MailReader, MailSigns};

/// The most tags of an HTML document that is laid out as text: the time grows with the square of their depth.
const TAGS_MAX: usize = 10_000;
/// Lines of this many characters are not broken: the page breaks them.
const WIDTH: usize = 10_000;
/// Other headers in which servers say whom they have delivered an e-mail for.
const DELIVERED: [&str; 3] = ["Delivered-To", "X-Original-To", "Envelope-To"];
/// Headers of programs that answer automatically.
const AUTOMATIC: [&str; 4] = ["X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Autoresponse"];
const AUTOMATIC_PRECEDENCES: [&str; 4] = ["bulk", "junk", "list", "auto_reply"];
/// Headers of certified mail: of a receipt, and of the envelope of a message.
const CERTIFIED: [&str; 2] = ["X-Ricevuta", "X-Trasporto"];

/// Reads e-mails.
pub struct MailParser;

#[async_trait]
impl MailReader for MailParser {
    async fn read(&self, raw: Vec<u8>) -> Option<IncomingMail> {
        // An e-mail may be large. What breaks a parser is an e-mail that cannot be read.
        let reading = tokio::task::spawn_blocking(move || read(&raw));
        reading.await.unwrap_or_default()
    }
}

fn read(raw: &[u8]) -> Option<IncomingMail> {
    let message = MessageParser::default().parse(raw)?;
    if message.root_part().headers.is_empty() {
        return None;
    }
    Some(IncomingMail {
        message_id: message.message_id().map(str::to_owned).filter(|id| !id.is_empty()),
        answers: answers(&message),
        sender: sender(&message),
        recipients: recipients(&message),
        subject: message.subject().unwrap_or_default().to_owned(),
        signs: signs(&message),
        text: text(&message),
        files: files(&message),
    })
}

/// What it answers, and what that has answered.
fn answers(message: &Message<'_>) -> Vec<String> {
    let list = |header: &mail_parser::HeaderValue<'_>| match header.as_text_list() {
        Some(list) => list.iter().map(ToString::to_string).collect::<Vec<_>>(),
        None => vec![],
    };
    let mut answers = list(message.in_reply_to());
    answers.extend(list(message.references()).into_iter().rev());
    answers
}

/// The address that it is from, if it is one.
fn sender(message: &Message<'_>) -> Option<String> {
    let mut froms = message.header_values(HeaderName::From);
    let (Some(from), None) = (froms.next(), froms.next()) else { return None };
    let mut addresses = from.as_address()?.iter();
    let (Some(only), None) = (addresses.next(), addresses.next()) else { return None };
    only.address.as_ref().map(|address| address.trim().to_owned())
}

fn recipients(message: &Message<'_>) -> Vec<String> {
    let named = message.all_to().chain(message.all_cc()).flat_map(Address::iter);
    let named = named.filter_map(|address| address.address.as_ref()).map(|it| it.trim().to_owned());
    let delivered = message
        .headers_raw()
        .filter(|(name, _)| DELIVERED.iter().any(|header| header.eq_ignore_ascii_case(name)));
    let delivered = delivered.map(|(_, value)| value.trim().trim_matches(['<', '>']).to_owned());
    named.chain(delivered).collect()
}

fn signs(message: &Message<'_>) -> MailSigns {
    let value = |header: &str| {
        let mut all = message.headers_raw();
        let found = all.find(|(name, _)| name.eq_ignore_ascii_case(header));
        found.map(|(_, value)| value.trim().to_ascii_lowercase())
    };
    let has = |header: &&str| value(header).is_some();
    let is_report = || {
        let content_type = message.root_part().content_type();
        let is_multipart =
            content_type.is_some_and(|it| it.ctype().eq_ignore_ascii_case("multipart"));
        let subtype = content_type.and_then(|it| it.subtype());
        is_multipart && subtype.is_some_and(|it| it.eq_ignore_ascii_case("report"))
    };
    let precedence = value("Precedence");
    MailSigns {
        // RFC 3834, 5.
        automatic: value("Auto-Submitted").is_some_and(|value| !value.starts_with("no"))
            || AUTOMATIC.iter().any(has)
            || precedence.is_some_and(|it| AUTOMATIC_PRECEDENCES.contains(&it.as_str())),
        certified: CERTIFIED.iter().any(has),
        report: value("Return-Path").is_some_and(|value| value == "<>")
            || value("X-Failed-Recipients").is_some()
            || is_report(),
    }
}

/// Everything that was written: the plain text where there is one, else that of the HTML.
fn text(message: &Message<'_>) -> String {
    let parts = message.text_bodies().map(|part| match &part.body {
        PartType::Text(text) => text.to_string(),
        PartType::Html(html) => text_of_html(html),
        _ => String::new(),
    });
    parts.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The text of an HTML document: scripts, styles and whatever is not shown are left out, and nothing of its markup
/// remains.
fn text_of_html(html: &str) -> String {
    if html.bytes().filter(|byte| *byte == b'<').count() > TAGS_MAX {
        return html_to_text(html);
    }
    let config = html2text::config::plain_no_decorate().no_link_wrapping().no_table_borders();
    let text = config.allow_width_overflow().string_from_read(html.as_bytes(), WIDTH);
    text.unwrap_or_default()
}

fn files(message: &Message<'_>) -> Vec<IncomingFile> {
    let parts = message.attachments().enumerate();
    parts.map(|(place, part)| file(part, place)).collect()
}

fn file(part: &MessagePart<'_>, place: usize) -> IncomingFile {
    let name = part.attachment_name().map_or_else(|| unnamed(part, place), str::to_owned);
    IncomingFile { name, content: part.contents().to_vec() }
}

/// A name for a file that has none.
fn unnamed(part: &MessagePart<'_>, place: usize) -> String {
    let subtype = part.content_type().and_then(|it| it.subtype()).unwrap_or_default();
    let subtype = subtype.to_ascii_lowercase();
    let extension = match (&part.body, subtype.as_str()) {
        (PartType::Message(_), _) => "eml",
        (_, "calendar") => "ics",
        (_, "jpeg") => "jpg",
        (_, known @ ("png" | "gif" | "webp" | "pdf" | "html")) => known,
        _ => "bin",
    };
    format!("allegato-{}.{extension}", place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(headers: &str, body: &str) -> IncomingMail {
        let raw = format!("From: Rosa <rosa@example.org>\r\n{headers}\r\n{body}");
        read(raw.replace("\r\n", "\n").replace('\n', "\r\n").as_bytes()).unwrap()
    }

    #[test]
    fn an_answer_is_read() {
        let read = mail(
            "To: Supporto <supporto+abc@assistenza.example.it>\r\nDelivered-To: altro@example.it\r\n\
             Message-ID: <a@example.org>\r\nIn-Reply-To: <3@example.it>\r\nReferences: <1@example.it>\r\n <2@example.it>\r\n\
             Subject: =?iso-8859-1?Q?Perch=E9?=\r\nContent-Type: text/plain; charset=windows-1252\r\n\
             Content-Transfer-Encoding: quoted-printable\r\n",
            "Perch=E9 =80 5",
        );
        assert_eq!(read.sender.as_deref(), Some("rosa@example.org"));
        assert_eq!(read.recipients, ["supporto+abc@assistenza.example.it", "altro@example.it"]);
        assert_eq!(read.message_id.as_deref(), Some("a@example.org"));
        assert_eq!(read.answers, ["3@example.it", "2@example.it", "1@example.it"]);
        assert_eq!((read.subject.as_str(), read.text.as_str()), ("Perché", "Perché € 5"));
        assert_eq!(read.signs, MailSigns::default());
    }

    #[test]
    fn of_html_the_text_alone_remains() {
        let html = "<html><head><style type='text/css'>p{color:red}</style><script src='x'>alert(1)</script></head>\
                    <body onload='alert(2)'><p>Ciao <b>a tutti</b> &amp; grazie</p><div>Riga<br>nuova</div>\
                    <script type=\"text/javascript\">alert(3)</script><blockquote>Prima</blockquote>\
                    <img src='https://example.org/p.png' alt=''></body></html>";
        let read = mail("Content-Type: text/html; charset=utf-8\r\n", html);
        for gone in ["alert", "color", "<", "onload", "example.org/p"] {
            assert!(!read.text.contains(gone), "{}", read.text);
        }
        let lines: Vec<_> = read.text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, ["Ciao a tutti & grazie", "Riga", "nuova", "> Prima"]);
    }

    #[test]
    fn who_has_written_it_shows_in_its_headers() {
        let automatic = MailSigns { automatic: true, ..MailSigns::default() };
        let certified = MailSigns { certified: true, ..MailSigns::default() };
        let report = MailSigns { report: true, ..MailSigns::default() };
        for (headers, signs) in [
            ("Auto-Submitted: auto-replied\r\n", automatic),
            ("Auto-Submitted: no\r\n", MailSigns::default()),
            ("Precedence: Bulk\r\n", automatic),
            ("X-Autoreply: yes\r\n", automatic),
            ("X-Ricevuta: accettazione\r\n", certified),
            ("X-Trasporto: posta-certificata\r\n", certified),
            ("Return-Path: <>\r\n", report),
            ("Return-Path: <rosa@example.org>\r\n", MailSigns::default()),
            ("Content-Type: multipart/report; boundary=b\r\n", report),
        ] {
            assert_eq!(mail(headers, "Ciao").signs, signs, "{headers}");
        }
        assert_eq!(mail("From: anna@example.org\r\n", "Ciao").sender, None);
    }

    #[test]
    fn an_invitation_and_a_picture_are_files() {
        let body = "--b\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n\
                    --a\r\nContent-Type: text/plain\r\n\r\nCi vediamo\r\n\
                    --a\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n--a--\r\n\
                    --b\r\nContent-Type: image/png\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n\
                    iVBORw==\r\n\
                    --b\r\nContent-Type: message/rfc822\r\n\r\nFrom: anna@example.org\r\nSubject: Prima\r\n\r\nTesto\r\n--b--\r\n";
        let read = mail("Content-Type: multipart/mixed; boundary=b\r\n", body);
        assert_eq!(read.text.trim(), "Ci vediamo");
        let names: Vec<_> = read.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["allegato-1.ics", "allegato-2.png", "allegato-3.eml"]);
        assert!(read.files[0].content.starts_with(b"BEGIN:VCALENDAR"));
        assert_eq!(read.files[1].content, [0x89, b'P', b'N', b'G']);
        assert!(read.files[2].content.starts_with(b"From: anna"));
    }

    #[test]
    fn what_is_wrong_is_read_as_far_as_it_goes() {
        let read = mail("Content-Type: text/plain; charset=klingon-8\r\n", "caff\u{e8}");
        assert!(read.text.starts_with("caff"));
        assert_eq!(super::read(b""), None);
        assert_eq!(super::read(b"\r\n\r\n"), None);
        let deep = "<div>".repeat(100_000);
        let read = mail("Content-Type: text/html\r\n", &deep);
        assert_eq!(read.text.trim(), "");
    }
}
