//! The values of messages about a mailbox.

use sigillo_app::OutgoingMessage;
use sigillo_contract::user_page::UserPage;
use sigillo_domain::client_servers::{ClientServers, MailServer, ServerSecurity};
use sigillo_domain::message::{Language, MailboxMessage};
use sigillo_domain::name::masked;
use sigillo_domain::quota::BYTES_PER_MB;

use super::super::words::{bytes, day, in_days, megabytes, time};
use super::Values;

pub(super) fn add(
    values: &mut Values,
    message: &OutgoingMessage,
    content: &MailboxMessage,
    public_url: &str,
) {
    let address = message.subject_name.as_str();
    let domain = address.split_once('@').map_or("", |(_, domain)| domain);
    // Somebody who gets hold of a link must not learn from the same message which mailbox it opens
    // (A16).
    let shown = match message.kind.link_purpose() {
        Some(_) => masked(address),
        None => address.to_owned(),
    };
    values.extend([
        ("domain", domain.into()),
        ("mailbox", shown.into()),
        ("own_page_url", format!("{public_url}{}", UserPage::Mailbox).into()),
        ("sign_in_url", format!("{public_url}{}", UserPage::SignIn).into()),
        ("forgotten_url", format!("{public_url}{}", UserPage::ForgottenPassword).into()),
    ]);
    values.extend(of_content(message, content));
}

fn of_content(message: &OutgoingMessage, content: &MailboxMessage) -> Values {
    let language = message.language;
    match content {
        MailboxMessage::PasswordLink => Values::new(),
        MailboxMessage::EmailLink { communication_email } => {
            Values::from([("communication_email", communication_email.as_str().into())])
        }
        MailboxMessage::EmailChanged { before, after, mailbox_is_told } => Values::from([
            ("before", before.as_deref().into()),
            ("after", after.as_str().into()),
            ("mailbox_is_told", (*mailbox_is_told).into()),
        ]),
        MailboxMessage::SoftLimit { used_bytes, quota_mb, soft_limit_mb } => Values::from([
            ("used", bytes(language, *used_bytes).into()),
            ("used_percent", (used_bytes * 100 / (quota_mb * BYTES_PER_MB).max(1)).into()),
            ("quota", megabytes(language, *quota_mb).into()),
            ("soft_limit", megabytes(language, *soft_limit_mb).into()),
        ]),
        // The days are computed from the time of writing, not taken from the kind of notice: a
        // notice that was due while the service was down is sent late and must state the days that
        // remain.
        MailboxMessage::Expiring { days: _, expires_at } => Values::from([
            ("expires_at", time(language, *expires_at).into()),
            ("in_days", in_days(language, message.written_at, *expires_at).into()),
        ]),
        MailboxMessage::Expired { expired_at } => {
            Values::from([("expired_at", time(language, *expired_at).into())])
        }
        MailboxMessage::Welcome { servers } | MailboxMessage::NewHolder { servers } => {
            of_servers(language, servers)
        }
        MailboxMessage::ServiceEnds { at, is_termination } => Values::from([
            ("ends_at", day(language, *at).into()),
            ("in_days", in_days(language, message.written_at, *at).into()),
            ("is_termination", (*is_termination).into()),
        ]),
        MailboxMessage::ServiceContinues { until } => Values::from([(
            "until",
            until.map_or_else(String::new, |until| day(language, until)).into(),
        )]),
        MailboxMessage::PasswordChanged { at }
        | MailboxMessage::PasswordResetNotice { at }
        | MailboxMessage::HolderChanged { at } => {
            Values::from([("at", time(language, *at).into())])
        }
        MailboxMessage::StateChanged { at, was_never_active } => Values::from([
            ("at", time(language, *at).into()),
            ("was_never_active", (*was_never_active).into()),
        ]),
    }
}

/// How webmail and mail programs reach the mailbox. What the domain does not offer is empty.
fn of_servers(language: Language, servers: &ClientServers) -> Values {
    let ClientServers { webmail_url, imap, pop, smtp } = servers;
    let has_servers = [imap, pop, smtp].into_iter().any(MailServer::is_offered);
    let shown = |of: &MailServer| server(language, of).into();
    Values::from([
        ("webmail_url", webmail_url.as_str().into()),
        ("has_servers", has_servers.into()),
        ("suit_mail_programs", servers.suit_mail_programs().into()),
        ("imap", shown(imap)),
        ("pop", shown(pop)),
        ("smtp", shown(smtp)),
    ])
}

fn server(language: Language, server: &MailServer) -> String {
    let MailServer { host, port, security } = server;
    if host.is_empty() {
        return String::new();
    }
    let security = match security {
        ServerSecurity::Tls => "SSL/TLS",
        ServerSecurity::StartTls => "STARTTLS",
    };
    format!("{host}, {} {port}, {security}", language.choose("porta", "port"))
}
