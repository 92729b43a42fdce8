//! A message of every kind.

use chrono::{DateTime, Utc};
use sigillo_app::OutgoingMessage;
use sigillo_domain::message::{Kind, Language, MailboxMessage};
use uuid::Uuid;

pub const FROM: &str = "Sigillo <sigillo@pannello.example.it>";
pub const PUBLIC_URL: &str = "https://pannello.example.it/";
pub const TOKEN: &str = "Yq3vT0bW7nL2xK9sD4fG6hJ8mP1rC5aE-uZ_iQoVtXw";
pub const MAILBOX: &str = "protocollo.generale@pec.example.it";

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn message(kind: Kind, language: Language) -> OutgoingMessage {
    OutgoingMessage {
        id: Uuid::from_u128(0x0198_9f2e_7c00_7000_8000_0000_0000_0001),
        written_at: written_at(kind),
        recipient: "anna.verdi@example.org".into(),
        language,
        kind,
        subject_name: MAILBOX.into(),
        content: content(kind).into(),
        link_token: kind.link_purpose().map(|_| TOKEN.into()),
    }
}

/// The notices are about the same expiry, each written at its due time.
fn written_at(kind: Kind) -> DateTime<Utc> {
    at(match kind {
        Kind::PasswordExpiring20 => "2026-02-03T08:05:12Z",
        Kind::PasswordExpiring10 => "2026-02-13T08:05:12Z",
        Kind::PasswordExpiring5 => "2026-02-18T08:05:12Z",
        _ => "2026-02-23T08:05:12Z",
    })
}

fn content(kind: Kind) -> MailboxMessage {
    let now = at("2026-02-23T08:05:12Z");
    let expiring = |days| MailboxMessage::Expiring { days, expires_at: now };
    match kind {
        Kind::SetPassword | Kind::ResetPassword => MailboxMessage::PasswordLink,
        Kind::ConfirmCommunicationEmail => {
            MailboxMessage::EmailLink { communication_email: "anna.verdi@example.org".into() }
        }
        Kind::CommunicationEmailChanged => MailboxMessage::EmailChanged {
            before: Some("ufficio.protocollo@example.org".into()),
            after: "anna.verdi@example.org".into(),
        },
        Kind::SoftLimitReached => MailboxMessage::SoftLimit {
            used_bytes: 1_720_004_444,
            quota_mb: 2000,
            soft_limit_mb: 1600,
        },
        Kind::PasswordExpiring20 => expiring(20),
        Kind::PasswordExpiring10 => expiring(10),
        Kind::PasswordExpiring5 => expiring(5),
        Kind::PasswordExpired => MailboxMessage::Expired { expired_at: now },
        Kind::PasswordChanged => MailboxMessage::PasswordChanged { at: now },
        Kind::PasswordResetNotice => MailboxMessage::PasswordResetNotice { at: now },
        Kind::MailboxDisabled | Kind::MailboxEnabled | Kind::MailboxCancelled => {
            MailboxMessage::StateChanged { at: now }
        }
    }
}
