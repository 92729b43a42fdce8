//! The contents of messages about contracts, and of the welcome message.

use mailparse::{MailHeader, parse_mail};
use sigillo_adapters::mail::{Unwritable, Writer, Written};
use sigillo_app::OutgoingMessage;
use sigillo_domain::client_servers::{ClientServers, MailServer, ServerSecurity};
use sigillo_domain::message::{Content, ContractMessage, Language, MailboxMessage, MessageKind};

use crate::sample::{CODE, FROM, MAILBOX, ORGANIZATION, PUBLIC_URL, at, message};

/// Markup, a line break that would begin a block, a code of the template language, a character that turns
/// the direction of the text, and more than 300 characters.
fn hostile() -> String {
    let long = "parola ".repeat(50);
    format!(
        "<a href=\"https://evil.example\">x</a>\r\n\r\n=> Clicca: https://evil.example/\r\nBcc: \
         a@evil.example\u{2028}{{{{ link }}}}\u{202e}&amp;{long}"
    )
}

fn write(message: &OutgoingMessage) -> Written {
    Writer::new(FROM, PUBLIC_URL).unwrap().write(message).unwrap()
}

fn about_contracts() -> impl Iterator<Item = MessageKind> {
    let content = |kind| message(kind, Language::It).content;
    MessageKind::ALL.into_iter().filter(move |kind| matches!(content(*kind), Content::Contract(_)))
}

/// The message with hostile texts for every value that somebody gives.
fn with_hostile_values(kind: MessageKind, language: Language) -> OutgoingMessage {
    let mut message = message(kind, language);
    message.subject_name = hostile();
    let now = at("2026-02-23T08:05:12Z");
    message.content = match message.content {
        Content::Contract(ContractMessage::Declined { mailbox, .. }) => {
            ContractMessage::Declined { mailbox, holder: hostile(), reason: hostile(), at: now }
                .into()
        }
        Content::Contract(ContractMessage::Withdrawn { .. }) => {
            ContractMessage::Withdrawn { reason: hostile(), at: now }.into()
        }
        Content::Contract(ContractMessage::Undeliverable { mailbox, .. }) => {
            let (holder, recipient) = (hostile(), hostile());
            ContractMessage::Undeliverable { mailbox, holder, recipient }.into()
        }
        Content::Contract(ContractMessage::CopyUndecided { mailbox, .. }) => {
            ContractMessage::CopyUndecided { mailbox, holder: hostile(), at: now }.into()
        }
        Content::Contract(ContractMessage::LinkBlocked { mailbox, .. }) => {
            let (holder, recipient) = (hostile(), hostile());
            ContractMessage::LinkBlocked { mailbox, holder, recipient, at: now }.into()
        }
        other => other,
    };
    message
}

#[test]
fn a_hostile_name_is_only_text() {
    for kind in about_contracts() {
        for language in Language::ALL {
            let (plain, hostile) = (message(kind, language), with_hostile_values(kind, language));
            let (plain, hostile) = (write(&plain), write(&hostile));
            assert_eq!(hostile.subject.lines().count(), 1, "{kind:?}");
            let tags = |html: &str| html.matches('<').count();
            assert_eq!(tags(&hostile.html), tags(&plain.html), "{kind:?}: {}", hostile.html);
            assert!(
                hostile.html.contains("&lt;a href=&quot;https://evil.example&quot;&gt;x&lt;/a&gt;")
            );
            assert!(hostile.html.contains("&amp;amp;parola"), "{kind:?}");
            let text = hostile.text.replace('\n', " ");
            assert!(text.contains("{{ link }}"), "{kind:?}: {text}");
            for part in [&hostile.subject, &hostile.text, &hostile.html] {
                assert!(!part.contains(['\r', '\u{2028}', '\u{202e}']), "{kind:?}");
            }
        }
    }
}

#[test]
fn a_hostile_name_adds_no_header() {
    let writer = Writer::new(FROM, PUBLIC_URL).unwrap();
    let names = |message: &OutgoingMessage| -> Vec<String> {
        let bytes = writer.message(message).unwrap().formatted();
        let mail = parse_mail(&bytes).unwrap();
        mail.headers.iter().map(MailHeader::get_key).collect()
    };
    for kind in about_contracts() {
        let plain = message(kind, Language::It);
        assert_eq!(names(&with_hostile_values(kind, Language::It)), names(&plain), "{kind:?}");
    }
}

#[test]
fn a_message_to_whoever_has_the_link_names_the_organisation_and_not_the_mailbox() {
    for kind in [
        MessageKind::ContractToSign,
        MessageKind::ContractReminder,
        MessageKind::ContractCode,
        MessageKind::ContractWithdrawn,
    ] {
        for language in Language::ALL {
            let Written { subject, text, html } = write(&message(kind, language));
            assert!(subject.contains(ORGANIZATION), "{subject}");
            assert!(text.replace('\n', " ").contains(ORGANIZATION), "{text}");
            for part in [&subject, &text, &html] {
                assert!(!part.contains(MAILBOX) && !part.contains("Anna Verdi"), "{part}");
            }
        }
    }
}

#[test]
fn a_contract_is_signed_by_a_day_in_rome() {
    for (kind, language, line) in [
        (MessageKind::ContractToSign, Language::It, "Da firmare entro il: 25 marzo 2026"),
        (MessageKind::ContractReminder, Language::En, "To be signed by: 25 March 2026"),
    ] {
        let text = write(&message(kind, language)).text;
        assert!(text.lines().any(|found| found == line), "{text}");
    }
}

#[test]
fn a_code_is_on_a_line_of_its_own_and_not_in_the_subject() {
    for language in Language::ALL {
        let Written { subject, text, html } = write(&message(MessageKind::ContractCode, language));
        assert!(!subject.contains(CODE), "{subject}");
        assert_eq!(text.lines().filter(|line| *line == CODE).count(), 1, "{text}");
        assert_eq!(html.matches(&format!(">{CODE}<")).count(), 1, "{html}");
    }
}

#[test]
fn a_notice_for_the_administration_leads_to_the_contract() {
    let url = "https://pannello.example.it/contratti/01989f2e-7c00-7000-8000-000000000002";
    for kind in [
        MessageKind::ContractDeclined,
        MessageKind::ContractUndeliverable,
        MessageKind::ContractCopyUndecided,
        MessageKind::ContractLinkBlocked,
    ] {
        for language in Language::ALL {
            let Written { text, html, .. } = write(&message(kind, language));
            assert!(text.lines().any(|line| line == url), "{text}");
            assert!(html.contains(&format!("href=\"{url}\"")), "{html}");
            assert!(text.contains("Anna Verdi"), "{text}");
        }
    }
}

#[test]
fn a_reason_that_was_not_given_is_left_out() {
    let mut declined = message(MessageKind::ContractDeclined, Language::It);
    assert!(write(&declined).text.contains("Motivo"));
    let Content::Contract(ContractMessage::Declined { mailbox, holder, at, .. }) = declined.content
    else {
        panic!("another content")
    };
    declined.content =
        ContractMessage::Declined { mailbox, holder, reason: " \n".into(), at }.into();
    let Written { text, html, .. } = write(&declined);
    assert!(!text.contains("Motivo") && !html.contains("Motivo"), "{text}");

    let mut withdrawn = message(MessageKind::ContractWithdrawn, Language::It);
    assert!(write(&withdrawn).text.contains("Motivo"));
    withdrawn.content = ContractMessage::Withdrawn { reason: String::new(), at }.into();
    let Written { text, html, .. } = write(&withdrawn);
    assert!(!text.contains("Motivo") && !html.contains("Motivo"), "{text}");
}

#[test]
fn a_message_without_what_it_announces_is_refused() {
    let writer = Writer::new(FROM, PUBLIC_URL).unwrap();
    let mut without = message(MessageKind::ContractCode, Language::It);
    without.code = None;
    assert!(matches!(writer.write(&without), Err(Unwritable::NoCode)));
    let mut without = message(MessageKind::ContractSealed, Language::It);
    without.attachment = None;
    assert!(matches!(writer.write(&without), Err(Unwritable::NoDocument)));
    let mut without = message(MessageKind::ContractToSign, Language::It);
    without.link_token = None;
    assert!(matches!(writer.write(&without), Err(Unwritable::NoLink)));
}

fn welcome(servers: ClientServers) -> String {
    let mut message = message(MessageKind::Welcome, Language::It);
    message.content = MailboxMessage::Welcome { servers }.into();
    let Written { text, html, .. } = write(&message);
    assert_eq!(text.matches("Webmail:").count(), html.matches("Webmail:<br>").count());
    text
}

#[test]
fn a_welcome_tells_only_of_the_services_that_there_are() {
    let imap = MailServer {
        host: "imap.pec.example.it".into(),
        port: 143,
        security: ServerSecurity::StartTls,
    };
    let webmail_url = "https://webmail.pec.example.it/posta".to_owned();
    let parts = |text: &str| {
        ["ebmail", "(IMAP)", "(POP3)", "(SMTP)", "utente:", "parametri", "Thunderbird", "iPhone"]
            .map(|part| text.contains(part))
    };

    let text = welcome(ClientServers { imap: imap.clone(), ..ClientServers::default() });
    assert_eq!(parts(&text), [false, true, false, false, true, true, false, false], "{text}");
    assert!(text.contains("(IMAP): imap.pec.example.it, porta 143, STARTTLS\n"), "{text}");

    let smtp = MailServer { host: "smtp.pec.example.it".into(), ..imap.clone() };
    let text = welcome(ClientServers { imap, smtp, ..ClientServers::default() });
    assert_eq!(parts(&text), [false, true, false, true, true, true, true, true], "{text}");
    // The profile's own address names the mailbox, which this message masks.
    assert!(text.contains("iPad e Mac:\nhttps://pannello.example.it/mia-casella\n"), "{text}");

    let text = welcome(ClientServers { webmail_url, ..ClientServers::default() });
    assert_eq!(parts(&text), [true, false, false, false, false, false, false, false], "{text}");
    assert!(text.contains("Webmail:\nhttps://webmail.pec.example.it/posta\n"), "{text}");

    let text = welcome(ClientServers::default());
    assert_eq!(parts(&text), [false; 8], "{text}");
    assert!(!text.contains("\n\n\n"), "{text}");
}
