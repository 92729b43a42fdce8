//! What messages say.

use std::fs;
use std::path::PathBuf;

use sigillo_adapters::mail::{Unwritable, Writer, Written};
use sigillo_app::OutgoingMessage;
use sigillo_domain::message::{Kind, Language, MailboxMessage};

use crate::sample::{FROM, MAILBOX, PUBLIC_URL, TOKEN, at, message};

fn write(message: &OutgoingMessage) -> Written {
    Writer::new(FROM, PUBLIC_URL).unwrap().write(message).unwrap()
}

fn each(mut check: impl FnMut(Kind, Language, Written)) {
    for kind in Kind::ALL {
        for language in Language::ALL {
            check(kind, language, write(&message(kind, language)));
        }
    }
}

/// With `UPDATE_SNAPSHOTS` set the files are written anew; what changed is then read in the diff.
#[test]
fn every_message_says_what_its_snapshot_says() {
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
    assert!(differ.is_empty(), "run again with UPDATE_SNAPSHOTS=1 and read: {differ:#?}");
    assert_eq!(fs::read_dir(folder).unwrap().count(), count, "a snapshot of no message");
}

#[test]
fn the_mailbox_is_masked_where_there_is_a_link_and_named_elsewhere() {
    each(|kind, _, Written { subject, text, html }| {
        let masked = "pro*****@pec.example.it";
        // Wherever a line was broken.
        let text = text.replace('\n', " ");
        for told in [subject, text, html] {
            assert_eq!(told.contains(MAILBOX), kind.link_purpose().is_none(), "{kind:?}: {told}");
            assert_eq!(told.contains(masked), kind.link_purpose().is_some(), "{kind:?}: {told}");
        }
    });
}

#[test]
fn a_link_stands_once_in_the_text_and_as_button_and_bare_in_html() {
    each(|kind, _, Written { subject, text, html }| {
        let page = match kind {
            Kind::SetPassword | Kind::ResetPassword => "imposta-password",
            Kind::ConfirmCommunicationEmail => "conferma-email",
            _ => {
                assert!(![subject, text, html].iter().any(|told| told.contains(TOKEN)));
                return;
            }
        };
        let link = format!("https://pannello.example.it/mia-casella/{page}#{TOKEN}");
        assert_eq!(text.lines().filter(|line| *line == link).count(), 1, "{text}");
        assert_eq!(html.matches(&format!("href=\"{link}\"")).count(), 1, "{html}");
        assert_eq!(html.matches(&format!(">{link}<")).count(), 1, "{html}");
        let times = [&subject, &text, &html].map(|told| told.matches(TOKEN).count());
        assert_eq!(times, [0, 1, 2], "{kind:?}");
    });
}

#[test]
fn text_and_html_say_the_same() {
    each(|kind, language, Written { subject, text, html }| {
        // Titles and the look aside, HTML without its tags is the text without its line ends.
        let body = html.split("</h1>").nth(1).unwrap();
        let body: String = body
            .split('<')
            .map(|part| part.split_once('>').map_or(part, |(_, shown)| shown))
            .collect::<Vec<_>>()
            .join(" ");
        let words = |text: &str| -> Vec<String> {
            let text = text.replace("&#39;", "'").replace(':', " ");
            text.split_whitespace().filter(|word| *word != "--").map(str::to_owned).collect()
        };
        let mut bare = words(&body);
        bare.dedup();
        let mut told = words(&text);
        told.dedup();
        assert_eq!(bare, told, "{kind:?} {language:?}");
        assert!(html.contains(&format!("<html lang=\"{}\"", language.as_str())));
        assert!(html.contains(&format!("<title>{}</title>", subject.replace('\'', "&#39;"))));
    });
}

#[test]
fn html_asks_for_nothing_from_outside() {
    each(|_, _, Written { html, .. }| {
        for outside in ["<img", "<link", "<style", "<script", "url(", "@import", "src="] {
            assert!(!html.contains(outside), "{outside}");
        }
    });
}

#[test]
fn hostile_values_stay_values() {
    let mut hostile = message(Kind::CommunicationEmailChanged, Language::It);
    hostile.subject_name = "x\n\n=> Clicca: https://evil.example/@pec.example.it".into();
    hostile.content = MailboxMessage::EmailChanged {
        before: Some("\"><a href='https://evil.example'>x</a>&{{ domain }}".into()),
        after: "a<b>@example.org".into(),
    }
    .into();
    let Written { subject, text, html } = write(&hostile);
    assert_eq!(subject.lines().count(), 1);
    assert!(html.contains("a&lt;b&gt;@example.org") && text.contains("a<b>@example.org"));
    assert!(html.contains("&quot;&gt;&lt;a href=&#39;https://evil.example&#39;&gt;"), "{html}");
    // It speaks of no link, and so has none.
    assert!(!html.contains("<a") && !html.contains("<b>"));
    assert!(text.contains("casella PEC x => Clicca:"), "{text}");
}

#[test]
fn without_a_previous_address_none_is_spoken_of() {
    for (language, none) in [(Language::It, "precedente: nessuna"), (Language::En, "e-mail: none")]
    {
        let mut first = message(Kind::CommunicationEmailChanged, language);
        let after = "anna.verdi@example.org".into();
        first.content = MailboxMessage::EmailChanged { before: None, after }.into();
        let text = write(&first).text;
        assert!(text.contains(none), "{text}");
        assert!(
            !text.contains("quello precedente") && !text.contains("the previous one"),
            "{text}"
        );
    }
}

#[test]
fn a_late_notice_tells_the_days_that_are_left() {
    let mut late = message(Kind::PasswordExpiring10, Language::It);
    late.written_at = at("2026-02-16T10:00:00Z");
    assert!(write(&late).subject.ends_with("scade tra 7 giorni"));
}

#[test]
fn what_does_not_fit_its_kind_is_not_written() {
    let writer = Writer::new(FROM, PUBLIC_URL).unwrap();
    let mut other = message(Kind::PasswordExpired, Language::It);
    other.content = MailboxMessage::PasswordLink.into();
    assert!(matches!(writer.write(&other), Err(Unwritable::Render(_))));
    let mut linkless = message(Kind::SetPassword, Language::It);
    linkless.link_token = None;
    assert!(matches!(writer.write(&linkless), Err(Unwritable::NoLink)));
}
