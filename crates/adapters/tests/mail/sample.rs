//! A message of every kind.

use chrono::{DateTime, Utc};
use sigillo_app::OutgoingMessage;
use sigillo_domain::id::MessageId;
use sigillo_domain::message::{
    Content, HistoryMessage, Language, MailboxMessage, MessageKind, SavedViewMessage,
};
use sigillo_domain::saved_view::ViewList;

pub const FROM: &str = "Sigillo <sigillo@pannello.example.it>";
pub const PUBLIC_URL: &str = "https://pannello.example.it/";
pub const TOKEN: &str = "Yq3vT0bW7nL2xK9sD4fG6hJ8mP1rC5aE-uZ_iQoVtXw";
pub const VIEW: &str = "Da attivare";
pub const MAILBOX: &str = "protocollo.generale@pec.example.it";

pub const CHECKPOINT: &str = concat!(
    r#"{"log":"0f4b1a6c-8f3e-4b53-9a61-2f2f6f0c7d11","position":12345,"#,
    r#""block":"5b1f0d8f1c2b3a495867768594a3b2c1d0e0f5b1f0d8f1c2b3a495867768594a","#,
    r#""at":"2026-02-23T08:05:12.123456Z","#,
    r#""public_key":"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a","#,
    r#""signature":"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"#,
    r#"5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"}"#,
);

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn message(kind: MessageKind, language: Language) -> OutgoingMessage {
    OutgoingMessage {
        id: MessageId::from_u128(0x0198_9f2e_7c00_7000_8000_0000_0000_0001),
        written_at: written_at(kind),
        recipient: "anna.verdi@example.org".into(),
        language,
        kind,
        subject_name: if kind == MessageKind::ViewAlert { VIEW } else { MAILBOX }.into(),
        content: content(kind),
        link_token: has_token(kind).then(|| TOKEN.into()),
    }
}

fn has_token(kind: MessageKind) -> bool {
    kind.link_purpose().is_some() || kind == MessageKind::ViewAlert
}

/// The notices are about the same expiry, each written at its due time.
fn written_at(kind: MessageKind) -> DateTime<Utc> {
    at(match kind {
        MessageKind::PasswordExpiring20 => "2026-02-03T08:05:12Z",
        MessageKind::PasswordExpiring10 => "2026-02-13T08:05:12Z",
        MessageKind::PasswordExpiring5 => "2026-02-18T08:05:12Z",
        _ => "2026-02-23T08:05:12Z",
    })
}

fn content(kind: MessageKind) -> Content {
    match kind {
        MessageKind::HistoryCheckpoint => HistoryMessage::Checkpoint {
            at: at("2026-02-23T08:05:12Z"),
            position: 12_345,
            line: CHECKPOINT.into(),
        }
        .into(),
        MessageKind::ViewAlert => SavedViewMessage::Alert {
            alert_id: MessageId::from_u128(5).uuid(),
            list: ViewList::Mailboxes,
            query: r#"{"domain":"pec.example.it","state":"pending_activation"}"#.into(),
            sort: Some("-created_at".into()),
            count: 12,
            above: 10,
            set_by: "Rosa Neri".into(),
        }
        .into(),
        about_mailbox => of_mailbox(about_mailbox).into(),
    }
}

fn of_mailbox(kind: MessageKind) -> MailboxMessage {
    let now = at("2026-02-23T08:05:12Z");
    let expiring = |days| MailboxMessage::Expiring { days, expires_at: now };
    match kind {
        MessageKind::SetPassword | MessageKind::ResetPassword => MailboxMessage::PasswordLink,
        MessageKind::ConfirmCommunicationEmail => {
            MailboxMessage::EmailLink { communication_email: "anna.verdi@example.org".into() }
        }
        MessageKind::CommunicationEmailChanged => MailboxMessage::EmailChanged {
            before: Some("ufficio.protocollo@example.org".into()),
            after: "anna.verdi@example.org".into(),
        },
        MessageKind::SoftLimitReached => MailboxMessage::SoftLimit {
            used_bytes: 1_720_004_444,
            quota_mb: 2000,
            soft_limit_mb: 1600,
        },
        MessageKind::PasswordExpiring20 => expiring(20),
        MessageKind::PasswordExpiring10 => expiring(10),
        MessageKind::PasswordExpiring5 => expiring(5),
        MessageKind::PasswordExpired => MailboxMessage::Expired { expired_at: now },
        MessageKind::PasswordChanged => MailboxMessage::PasswordChanged { at: now },
        MessageKind::PasswordResetNotice => MailboxMessage::PasswordResetNotice { at: now },
        MessageKind::MailboxDisabled
        | MessageKind::MailboxEnabled
        | MessageKind::MailboxCancelled => MailboxMessage::StateChanged { at: now },
        MessageKind::HistoryCheckpoint | MessageKind::ViewAlert => {
            unreachable!("it is not about a mailbox")
        }
    }
}
