//! A message of every kind.

use chrono::{DateTime, Utc};
use sigillo_app::{Attachment, OutgoingMessage};
use sigillo_domain::client_servers::{ClientServers, MailServer, ServerSecurity};
use sigillo_domain::id::{
    ContractId, MailboxId, MessageId, OrganizationId, ReportScheduleId, SavedViewId, TicketId,
};
use sigillo_domain::message::{
    Content, ContractMessage, Language, MailboxMessage, MessageKind, OrganizationMessage,
    ReportMessage, SavedViewMessage, TicketNews, TicketNotice,
};
use sigillo_domain::report::ReportName;
use sigillo_domain::saved_view::ViewList;
use sigillo_domain::subject::SubjectRef;

pub const FROM: &str = "Sigillo <sigillo@pannello.example.it>";
pub const PUBLIC_URL: &str = "https://pannello.example.it/";
pub const TOKEN: &str = "Yq3vT0bW7nL2xK9sD4fG6hJ8mP1rC5aE-uZ_iQoVtXw";
pub const VIEW: &str = "Da attivare";
pub const ORGANIZATION: &str = "Comune di Esempio";
pub const TICKET: &str = "SIG-2026-000123";
pub const REPLY_TO: &str = "supporto+mfrggzdfmztwq2lk@pannello.example.it";
pub const CODE: &str = "048213";
pub const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\r\n.\r\n%%EOF\n";
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
        subject: subject(kind),
        subject_name: subject_name(kind).into(),
        content: content(kind),
        link_token: has_token(kind).then(|| TOKEN.into()),
        code: (kind == MessageKind::ContractCode).then(|| CODE.into()),
        reply_to: matches!(content(kind), Content::Ticket(_)).then(|| REPLY_TO.into()),
        attachment: (kind == MessageKind::ContractSealed).then(|| Attachment {
            name: "contratto-01989f2e-firmato.pdf".into(),
            media_type: "application/pdf",
            content: PDF.into(),
        }),
    }
}

fn subject(kind: MessageKind) -> SubjectRef {
    const ID: u128 = 0x0198_9f2e_7c00_7000_8000_0000_0000_0002;
    match content(kind) {
        Content::Mailbox(_) => MailboxId::from_u128(ID).into(),
        Content::Organization(_) => OrganizationId::from_u128(ID).into(),
        Content::SavedView(_) => SavedViewId::from_u128(ID).into(),
        Content::Contract(_) => ContractId::from_u128(ID).into(),
        Content::Ticket(_) => TicketId::from_u128(ID).into(),
        Content::Report(_) => ReportScheduleId::from_u128(ID).into(),
    }
}

fn subject_name(kind: MessageKind) -> &'static str {
    match content(kind) {
        Content::SavedView(_) => VIEW,
        Content::Contract(_) => ORGANIZATION,
        Content::Ticket(_) => TICKET,
        Content::Report(_) => "Spazio",
        Content::Organization(_) if kind == MessageKind::ServiceDigest => ORGANIZATION,
        Content::Mailbox(_) | Content::Organization(_) => MAILBOX,
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
        MessageKind::PasswordExpiring5 | MessageKind::ServiceEnding5 => "2026-02-18T08:05:12Z",
        MessageKind::ServiceEnding60 => "2025-12-25T22:59:59Z",
        MessageKind::ServiceEnding30 => "2026-01-24T22:59:59Z",
        MessageKind::ServiceEnding15 => "2026-02-08T22:59:59Z",
        _ => "2026-02-23T08:05:12Z",
    })
}

fn content(kind: MessageKind) -> Content {
    match kind {
        MessageKind::HistoryCheckpoint => OrganizationMessage::Checkpoint {
            at: at("2026-02-23T08:05:12Z"),
            position: 12_345,
            line: CHECKPOINT.into(),
        }
        .into(),
        MessageKind::ServiceDigest => OrganizationMessage::ServiceDigest {
            day: at("2026-02-23T08:05:12Z").date_naive(),
            ending: 1_214,
            terminating: 3,
            suppressed: 12,
            to_cancel: 2,
        }
        .into(),
        MessageKind::ReportReady => ReportMessage::Ready {
            report: ReportName::Space,
            to: at("2026-02-22T08:05:12Z").date_naive(),
            domain: Some("pec.example.it".into()),
            set_by: "Rosa Neri".into(),
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
        MessageKind::ContractToSign
        | MessageKind::ContractReminder
        | MessageKind::ContractCode
        | MessageKind::ContractSealed
        | MessageKind::ContractWithdrawn
        | MessageKind::ContractDeclined
        | MessageKind::ContractUndeliverable
        | MessageKind::ContractCopyUndecided
        | MessageKind::ContractLinkBlocked => of_contract(kind).into(),
        MessageKind::TicketTaken
        | MessageKind::TicketAsked
        | MessageKind::TicketApprovalAsked
        | MessageKind::TicketAnswered
        | MessageKind::TicketClosed => of_ticket(kind).into(),
        about_mailbox => of_mailbox(about_mailbox).into(),
    }
}

fn of_ticket(kind: MessageKind) -> TicketNotice {
    let text = |text: &str| text.to_owned();
    let tells = match kind {
        MessageKind::TicketTaken => TicketNews::Taken,
        MessageKind::TicketAsked => {
            TicketNews::Asked { text: text("Da quale indirizzo scrive il mittente?\nE quando?") }
        }
        MessageKind::TicketApprovalAsked => {
            TicketNews::ApprovalAsked { text: text("Ampliamo la casella a 2 GB?") }
        }
        MessageKind::TicketAnswered => {
            TicketNews::Answered { text: text("La casella riceve di nuovo: puoi provare?") }
        }
        MessageKind::TicketClosed => TicketNews::Closed {
            problem: text("Spazio esaurito."),
            action: text("Quota ampliata a 2 GB."),
            solution: text("La casella riceve di nuovo."),
        },
        _ => unreachable!("it is not about a ticket"),
    };
    TicketNotice { summary: "La casella non riceve messaggi".into(), tells }
}

fn of_contract(kind: MessageKind) -> ContractMessage {
    let now = at("2026-02-23T08:05:12Z");
    // The end of a day in Rome.
    let expires_at = at("2026-03-25T22:59:59Z");
    let (mailbox, holder) = (MAILBOX.to_owned(), "Anna Verdi".to_owned());
    match kind {
        MessageKind::ContractToSign => ContractMessage::ToSign { expires_at, is_in_use: false },
        MessageKind::ContractReminder => ContractMessage::Reminder { expires_at },
        MessageKind::ContractCode => ContractMessage::Code { minutes: 10 },
        MessageKind::ContractSealed => ContractMessage::Sealed { mailbox, at: now },
        MessageKind::ContractWithdrawn => ContractMessage::Withdrawn {
            reason: "La casella è stata richiesta due volte: vale l'altra.".into(),
            at: now,
        },
        MessageKind::ContractDeclined => ContractMessage::Declined {
            mailbox,
            holder,
            reason: "La casella non mi serve più".into(),
            at: now,
        },
        MessageKind::ContractUndeliverable => ContractMessage::Undeliverable {
            mailbox,
            holder,
            recipient: "anna.verdi@example.org".into(),
        },
        MessageKind::ContractCopyUndecided => {
            ContractMessage::CopyUndecided { mailbox, holder, at: now }
        }
        MessageKind::ContractLinkBlocked => ContractMessage::LinkBlocked {
            mailbox,
            holder,
            recipient: "anna.verdi@example.org".into(),
            at: now,
        },
        _ => unreachable!("it is not about a contract"),
    }
}

fn servers() -> ClientServers {
    let server = |host: &str, port, security| MailServer { host: host.into(), port, security };
    ClientServers {
        webmail_url: "https://webmail.pec.example.it/".into(),
        imap: server("imap.pec.example.it", 993, ServerSecurity::Tls),
        pop: server("pop.pec.example.it", 995, ServerSecurity::Tls),
        smtp: server("smtp.pec.example.it", 587, ServerSecurity::StartTls),
    }
}

fn of_mailbox(kind: MessageKind) -> MailboxMessage {
    let now = at("2026-02-23T08:05:12Z");
    let ends = |is_termination| MailboxMessage::ServiceEnds {
        at: at("2026-02-23T22:59:59Z"),
        is_termination,
    };
    let expiring = |days| MailboxMessage::Expiring { days, expires_at: now };
    match kind {
        MessageKind::SetPassword | MessageKind::ResetPassword => MailboxMessage::PasswordLink,
        MessageKind::ConfirmCommunicationEmail => {
            MailboxMessage::EmailLink { communication_email: "anna.verdi@example.org".into() }
        }
        MessageKind::CommunicationEmailChanged => MailboxMessage::EmailChanged {
            before: Some("ufficio.protocollo@example.org".into()),
            after: "anna.verdi@example.org".into(),
            mailbox_is_told: true,
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
        | MessageKind::MailboxCancelled => {
            MailboxMessage::StateChanged { at: now, was_never_active: false }
        }
        MessageKind::ServiceEnding60
        | MessageKind::ServiceEnding30
        | MessageKind::ServiceEnding5
        | MessageKind::ServiceEnded => ends(false),
        MessageKind::ServiceEnding15 | MessageKind::ServiceTerminating => ends(true),
        MessageKind::ServiceContinues => {
            MailboxMessage::ServiceContinues { until: Some(at("2028-02-29T22:59:59Z")) }
        }
        MessageKind::Welcome => MailboxMessage::Welcome { servers: servers() },
        MessageKind::NewHolder => MailboxMessage::NewHolder { servers: servers() },
        MessageKind::FormerHolder => MailboxMessage::HolderChanged { at: now },
        _ => unreachable!("it is not about a mailbox"),
    }
}
