//! The templates, embedded into the program from their folder.

use sigillo_domain::message::{Language, MessageKind};

macro_rules! template {
    ($name:expr) => {
        include_str!(concat!("../../templates/messages/", $name))
    };
}

/// Defines [`message`] and [`footer`]. A kind of message without a line, a language without a
/// column and a file that is missing do not compile.
macro_rules! templates {
    ($($kind:ident => $name:literal,)*) => {
        /// The template for a kind of message.
        pub(super) const fn message(kind: MessageKind, language: Language) -> &'static str {
            match (kind, language) {
                $(
                    (MessageKind::$kind, Language::It) => template!(concat!($name, ".it.txt")),
                    (MessageKind::$kind, Language::En) => template!(concat!($name, ".en.txt")),
                )*
            }
        }

        #[cfg(test)]
        const NAMES: &[&str] = &[$($name),*];
    };
}

templates! {
    SetPassword => "set_password",
    ResetPassword => "reset_password",
    ConfirmCommunicationEmail => "confirm_communication_email",
    CommunicationEmailChanged => "communication_email_changed",
    SoftLimitReached => "soft_limit_reached",
    // The three notices differ only in the number of days, so they share a template.
    PasswordExpiring20 => "password_expiring",
    PasswordExpiring10 => "password_expiring",
    PasswordExpiring5 => "password_expiring",
    PasswordExpired => "password_expired",
    PasswordChanged => "password_changed",
    PasswordResetNotice => "password_reset_notice",
    MailboxDisabled => "mailbox_disabled",
    MailboxEnabled => "mailbox_enabled",
    MailboxCancelled => "mailbox_cancelled",
    HistoryCheckpoint => "history_checkpoint",
    ViewAlert => "view_alert",
    ReportReady => "report_ready",
    ContractToSign => "contract_to_sign",
    ContractReminder => "contract_reminder",
    ContractCode => "contract_code",
    ContractSealed => "contract_sealed",
    Welcome => "welcome",
    ContractWithdrawn => "contract_withdrawn",
    ContractDeclined => "contract_declined",
    ContractUndeliverable => "contract_undeliverable",
    ContractCopyUndecided => "contract_copy_undecided",
    ContractLinkBlocked => "contract_link_blocked",
    // The four notices differ only in the number of days, too.
    ServiceEnding60 => "service_ending",
    ServiceEnding30 => "service_ending",
    ServiceEnding15 => "service_ending",
    ServiceEnding5 => "service_ending",
    ServiceEnded => "service_ended",
    ServiceContinues => "service_continues",
    ServiceTerminating => "service_terminating",
    NewHolder => "new_holder",
    FormerHolder => "former_holder",
    ServiceDigest => "service_digest",
    TicketTaken => "ticket_taken",
    TicketAsked => "ticket_asked",
    TicketApprovalAsked => "ticket_approval_asked",
    TicketAnswered => "ticket_answered",
    TicketClosed => "ticket_closed",
}

pub(super) const fn footer(language: Language) -> &'static str {
    match language {
        Language::It => template!("footer.it.txt"),
        Language::En => template!("footer.en.txt"),
    }
}

pub(super) const fn layout_html() -> &'static str {
    template!("layout.html")
}

pub(super) const fn layout_text() -> &'static str {
    template!("layout.txt")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::mail::block;

    #[test]
    fn every_file_of_the_folder_is_used() {
        let mut used: BTreeSet<String> = ["layout.html".into(), "layout.txt".into()].into();
        for language in Language::ALL {
            used.extend(
                NAMES.iter().chain(&["footer"]).map(|name| format!("{name}.{language}.txt")),
            );
        }
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/messages");
        let files = std::fs::read_dir(folder).unwrap();
        let files: BTreeSet<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(files, used);
    }

    #[test]
    fn every_template_has_a_subject_and_blocks() {
        for language in Language::ALL {
            for kind in MessageKind::ALL {
                let (subject, rest) = block::subject(message(kind, language)).unwrap();
                assert!(!subject.is_empty());
                assert!(block::blocks(rest).is_some_and(|b| b.len() > 2), "{kind:?} {language:?}");
            }
            assert!(block::blocks(footer(language)).is_some_and(|blocks| blocks.len() == 1));
        }
    }

    /// Messages speak to people as the pages do, with "tu".
    #[test]
    fn no_message_in_italian_says_lei() {
        const FORMAL: [&str; 8] =
            ["lei", "acceda", "chieda", "elimini", "ignori", "inoltri", "rivolga", "verifichi"];
        let texts = MessageKind::ALL.iter().map(|kind| message(*kind, Language::It));
        for text in texts.chain([footer(Language::It)]) {
            let words = text.split(|c: char| !c.is_alphabetic()).collect::<Vec<_>>().join(" ");
            let words = format!(" {} ", words.to_lowercase());
            let said = FORMAL.iter().find(|word| words.contains(&format!(" {word} ")));
            assert_eq!(said, None, "{text}");
        }
    }
}
