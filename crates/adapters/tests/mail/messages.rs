//! The contents of messages.

use std::fs;
use std::path::PathBuf;

use sigillo_adapters::mail::{Unwritable, Writer, Written};
use sigillo_app::OutgoingMessage;
use sigillo_domain::message::{Language, MailboxMessage, MessageKind};

use crate::sample::{CHECKPOINT, FROM, MAILBOX, PUBLIC_URL, TOKEN, at, message};

fn write(message: &OutgoingMessage) -> Written {
    Writer::new(FROM, PUBLIC_URL).unwrap().write(message).unwrap()
}

fn each(mut check: impl FnMut(MessageKind, Language, Written)) {
    for kind in MessageKind::ALL {
        for language in Language::ALL {
            check(kind, language, write(&message(kind, language)));
        }
    }
}

/// With `UPDATE_SNAPSHOTS` set the snapshots are written anew; review the changes in the diff.
#[test]
fn every_message_matches_its_snapshot() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mail/snapshots"));
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    if update {
        fs::create_dir_all(&folder).unwrap();
    }
    let mut differ = vec![];
    let mut count = 0;
    each(|kind, language, written| {
        let text = format!("Subject: {}\n\n{}", written.subject, written.text);
        for (extension, now) in [("txt", text), ("html", written.html)] {
            let name = format!("{}.{}.{extension}", kind.as_str(), language.as_str());
            count += 1;
            if update {
                fs::write(folder.join(&name), &now).unwrap();
            }
            if fs::read_to_string(folder.join(&name)).ok().as_deref() != Some(now.as_str()) {
                differ.push(name);
            }
        }
    });
    assert!(differ.is_empty(), "run again with UPDATE_SNAPSHOTS=1 and review: {differ:#?}");
    assert_eq!(fs::read_dir(folder).unwrap().count(), count, "a snapshot without a message");
}

#[test]
fn the_mailbox_is_masked_only_in_messages_with_a_link() {
    each(|kind, _, Written { subject, text, html }| {
        // These are about no mailbox.
        let names_no_mailbox = matches!(
            kind,
            MessageKind::HistoryCheckpoint
                | MessageKind::ViewAlert
                | MessageKind::ReportReady
                | MessageKind::ServiceDigest
                | MessageKind::TicketTaken
                | MessageKind::TicketAsked
                | MessageKind::TicketApprovalAsked
                | MessageKind::TicketAnswered
                | MessageKind::TicketClosed
        );
        if names_no_mailbox {
            return;
        }
        // What leads to a contract, or says that it is withdrawn, names neither the mailbox nor the holder, not
        // even masked.
        let leads_to_contract = matches!(
            kind,
            MessageKind::ContractToSign
                | MessageKind::ContractReminder
                | MessageKind::ContractCode
                | MessageKind::ContractWithdrawn
        );
        if leads_to_contract {
            for part in [subject, text, html] {
                assert!(!part.contains("pec.example.it") && !part.contains("Verdi"), "{part}");
            }
            return;
        }
        let masked = "pro*****@pec.example.it";
        // The address may be broken over two lines.
        let text = text.replace('\n', " ");
        for part in [subject, text, html] {
            assert_eq!(part.contains(MAILBOX), kind.link_purpose().is_none(), "{kind:?}: {part}");
            assert_eq!(part.contains(masked), kind.link_purpose().is_some(), "{kind:?}: {part}");
        }
    });
}

#[test]
fn a_link_is_once_in_the_text_and_twice_in_html() {
    each(|kind, _, Written { subject, text, html }| {
        let page = match kind {
            MessageKind::SetPassword
            | MessageKind::ResetPassword
            | MessageKind::Welcome
            | MessageKind::NewHolder => "imposta-password",
            MessageKind::ContractToSign | MessageKind::ContractReminder => "contratto",
            MessageKind::ConfirmCommunicationEmail => "conferma-email",
            MessageKind::PasswordResetNotice => "annulla-richiesta",
            MessageKind::ViewAlert => "annulla-avviso",
            _ => {
                assert!(![subject, text, html].iter().any(|part| part.contains(TOKEN)));
                return;
            }
        };
        let link = format!("https://pannello.example.it/mia-casella/{page}#{TOKEN}");
        assert_eq!(text.lines().filter(|line| *line == link).count(), 1, "{text}");
        assert_eq!(html.matches(&format!("href=\"{link}\"")).count(), 1, "{html}");
        assert_eq!(html.matches(&format!(">{link}<")).count(), 1, "{html}");
        let times = [&subject, &text, &html].map(|part| part.matches(TOKEN).count());
        assert_eq!(times, [0, 1, 2], "{kind:?}");
    });
}

#[test]
fn text_and_html_have_the_same_words() {
    each(|kind, language, Written { subject, text, html }| {
        // Apart from title and layout, the HTML without its tags equals the text without its line
        // ends.
        let body = html.split("</h1>").nth(1).unwrap();
        let body: String = body
            .split('<')
            .map(|part| part.split_once('>').map_or(part, |(_, shown)| shown))
            .collect::<Vec<_>>()
            .join(" ");
        let words = |text: &str| -> Vec<String> {
            let plain = [("&#39;", "'"), ("&quot;", "\""), ("&amp;", "&"), (":", " ")];
            let text = plain.iter().fold(text.to_owned(), |text, (of, to)| text.replace(of, to));
            text.split_whitespace().filter(|word| *word != "--").map(str::to_owned).collect()
        };
        let mut bare = words(&body);
        bare.dedup();
        let mut part = words(&text);
        part.dedup();
        assert_eq!(bare, part, "{kind:?} {language:?}");
        assert!(html.contains(&format!("<html lang=\"{}\"", language.as_str())));
        assert!(html.contains(&format!("<title>{}</title>", subject.replace('\'', "&#39;"))));
    });
}

#[test]
fn the_line_of_a_checkpoint_is_not_broken() {
    for language in Language::ALL {
        let written = write(&message(MessageKind::HistoryCheckpoint, language));
        assert_eq!(written.text.lines().filter(|line| *line == CHECKPOINT).count(), 1);
    }
}

#[test]
fn html_loads_no_external_resources() {
    each(|_, _, Written { html, .. }| {
        for outside in ["<img", "<link", "<style", "<script", "url(", "@import", "src="] {
            assert!(!html.contains(outside), "{outside}");
        }
    });
}

#[test]
fn values_cannot_inject_html_or_blocks() {
    let mut hostile = message(MessageKind::CommunicationEmailChanged, Language::It);
    hostile.subject_name = "x\n\n=> Clicca: https://evil.example/@pec.example.it".into();
    hostile.content = MailboxMessage::EmailChanged {
        before: Some("\"><a href='https://evil.example'>x</a>&{{ domain }}".into()),
        after: "a<b>@example.org".into(),
        mailbox_is_told: true,
    }
    .into();
    let Written { subject, text, html } = write(&hostile);
    assert_eq!(subject.lines().count(), 1);
    assert!(html.contains("a&lt;b&gt;@example.org") && text.contains("a<b>@example.org"));
    assert!(html.contains("&quot;&gt;&lt;a href=&#39;https://evil.example&#39;&gt;"), "{html}");
    // This kind of message has no link, so the HTML must not have one either.
    assert!(!html.contains("<a") && !html.contains("<b>"));
    assert!(text.contains("casella PEC x => Clicca:"), "{text}");
}

#[test]
fn a_missing_previous_address_is_not_mentioned() {
    for (language, none) in [(Language::It, "precedente: nessuna"), (Language::En, "e-mail: none")]
    {
        let mut first = message(MessageKind::CommunicationEmailChanged, language);
        let after = "anna.verdi@example.org".into();
        first.content =
            MailboxMessage::EmailChanged { before: None, after, mailbox_is_told: true }.into();
        let text = write(&first).text;
        assert!(text.contains(none), "{text}");
        assert!(
            !text.contains("quello precedente") && !text.contains("the previous one"),
            "{text}"
        );
    }
}

#[test]
fn a_mailbox_that_is_not_active_yet_is_not_said_to_be_told() {
    for (language, all, both) in [
        (Language::It, "e alla casella PEC", "inviato al nuovo indirizzo e a quello precedente."),
        (Language::En, "to the certified mailbox", "to the new address and to the previous one."),
    ] {
        let mut changed = message(MessageKind::CommunicationEmailChanged, language);
        let (before, after) = (Some("ada@example.org".into()), "anna.verdi@example.org".into());
        changed.content =
            MailboxMessage::EmailChanged { before, after, mailbox_is_told: false }.into();
        let text = write(&changed).text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(both) && !text.contains(all), "{text}");
    }
}

#[test]
fn a_cancelled_mailbox_that_was_never_active_had_no_messages() {
    for (language, never, lost) in [
        (Language::It, "non era ancora attiva", "sono stati eliminati"),
        (Language::En, "was not in use yet", "have been destroyed"),
    ] {
        let mut cancelled = message(MessageKind::MailboxCancelled, language);
        let at = cancelled.written_at;
        cancelled.content = MailboxMessage::StateChanged { at, was_never_active: true }.into();
        let text = write(&cancelled).text;
        assert!(text.contains(never) && !text.contains(lost), "{text}");
    }
}

#[test]
fn a_late_notice_states_the_remaining_days() {
    let mut late = message(MessageKind::PasswordExpiring10, Language::It);
    late.written_at = at("2026-02-16T10:00:00Z");
    assert!(write(&late).subject.ends_with("scade tra 7 giorni"));
}

#[test]
fn a_message_that_does_not_fit_its_kind_is_refused() {
    let writer = Writer::new(FROM, PUBLIC_URL).unwrap();
    let mut other = message(MessageKind::PasswordExpired, Language::It);
    other.content = MailboxMessage::PasswordLink.into();
    assert!(matches!(writer.write(&other), Err(Unwritable::Render(_))));
    let mut linkless = message(MessageKind::SetPassword, Language::It);
    linkless.link_token = None;
    assert!(matches!(writer.write(&linkless), Err(Unwritable::NoLink)));
}
