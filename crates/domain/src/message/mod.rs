//! The messages that are sent to people by e-mail.

mod contract;
mod mailbox;
mod organization;
mod report;
mod saved_view;
mod ticket;

use chrono::TimeDelta;

pub use self::contract::ContractMessage;
pub use self::mailbox::MailboxMessage;
pub use self::organization::OrganizationMessage;
pub use self::report::ReportMessage;
pub use self::saved_view::SavedViewMessage;
pub use self::ticket::{TicketNews, TicketNotice};
use crate::link::LinkPurpose;
use crate::subject::SubjectKind;

text_enum! {
    /// The kind of a message: the reason why it is sent.
    pub enum MessageKind {
        /// A new mailbox: its user sets the first password (A9).
        SetPassword = "set_password",
        /// A new password was requested (A16).
        ResetPassword = "reset_password",
        /// The user gave another communication e-mail, which has yet to be confirmed.
        ConfirmCommunicationEmail = "confirm_communication_email",
        /// A confirmation to the new e-mail, the old one and the mailbox (A15).
        CommunicationEmailChanged = "communication_email_changed",
        /// Space is about to run out (A14).
        SoftLimitReached = "soft_limit_reached",
        /// The password expires in so many days (A19).
        PasswordExpiring20 = "password_expiring_20",
        PasswordExpiring10 = "password_expiring_10",
        PasswordExpiring5 = "password_expiring_5",
        /// The password has expired: access is blocked (A19).
        PasswordExpired = "password_expired",
        PasswordChanged = "password_changed",
        /// A new password was requested shortly after the communication e-mail had changed: a notice to
        /// the previous address, with a link that stops it.
        PasswordResetNotice = "password_reset_notice",
        MailboxDisabled = "mailbox_disabled",
        MailboxEnabled = "mailbox_enabled",
        MailboxCancelled = "mailbox_cancelled",
        /// A checkpoint of the history, once a day, to the address of the configuration.
        HistoryCheckpoint = "history_checkpoint",
        /// A saved view has more rows than its owner wants to be told of.
        ViewAlert = "view_alert",
        /// A contract to sign, with its link (B14).
        ContractToSign = "contract_to_sign",
        /// The contract has not been signed yet. With another link to it.
        ContractReminder = "contract_reminder",
        /// The code with which the holder signs.
        ContractCode = "contract_code",
        /// The sealed contract, for the holder.
        ContractSealed = "contract_sealed",
        /// The mailbox is active: a link to set the password, and the parameters of mail programs (B14, B15).
        Welcome = "welcome",
        /// For the holder: the administration has withdrawn the contract.
        ContractWithdrawn = "contract_withdrawn",
        /// For the administration: the holder has declined.
        ContractDeclined = "contract_declined",
        /// For the administration: the contract could not be delivered.
        ContractUndeliverable = "contract_undeliverable",
        /// For the administration: the holder has signed with their own signature, and somebody has to decide.
        ContractCopyUndecided = "contract_copy_undecided",
        /// For the administration: wrong codici fiscali have ended the link to the contract.
        ContractLinkBlocked = "contract_link_blocked",
        /// The service of the mailbox ends in 60 days.
        ServiceEnding60 = "service_ending_60",
        ServiceEnding30 = "service_ending_30",
        ServiceEnding15 = "service_ending_15",
        ServiceEnding5 = "service_ending_5",
        /// The service has ended: there is no access and no delivery.
        ServiceEnded = "service_ended",
        /// The service goes on: it was renewed, or its termination was taken back.
        ServiceContinues = "service_continues",
        /// The service will end on a day for good.
        ServiceTerminating = "service_terminating",
        /// For the new holder of a mailbox: a link to set the password, and the parameters of mail programs (C10).
        NewHolder = "new_holder",
        /// For the former holder of a mailbox: it has another one.
        FormerHolder = "former_holder",
        /// For the administration, on Mondays: the mailboxes whose service ends or has ended.
        ServiceDigest = "service_digest",
        /// For the requester of a ticket: somebody works on it (B20).
        TicketTaken = "ticket_taken",
        /// For the requester of a ticket: the support asks for information.
        TicketAsked = "ticket_asked",
        /// For the requester of a ticket: the support asks for an approval.
        TicketApprovalAsked = "ticket_approval_asked",
        /// For the requester of a ticket: the support has answered.
        TicketAnswered = "ticket_answered",
        /// For the requester of a ticket: it is closed, with problem, action and solution.
        TicketClosed = "ticket_closed",
        /// A report that somebody has sent by e-mail, week after week or month after month.
        ReportReady = "report_ready",
    }
}

impl MessageKind {
    /// The purpose of the link in it, if there is one. A message with a link must not name its subject in
    /// full (A16).
    pub const fn link_purpose(self) -> Option<LinkPurpose> {
        match self {
            MessageKind::SetPassword
            | MessageKind::ResetPassword
            | MessageKind::Welcome
            | MessageKind::NewHolder => Some(LinkPurpose::SetPassword),
            MessageKind::ContractToSign | MessageKind::ContractReminder => {
                Some(LinkPurpose::SignContract)
            }
            MessageKind::ConfirmCommunicationEmail => Some(LinkPurpose::ConfirmCommunicationEmail),
            MessageKind::PasswordResetNotice => Some(LinkPurpose::StopPasswordReset),
            MessageKind::CommunicationEmailChanged
            | MessageKind::SoftLimitReached
            | MessageKind::PasswordExpiring20
            | MessageKind::PasswordExpiring10
            | MessageKind::PasswordExpiring5
            | MessageKind::PasswordExpired
            | MessageKind::PasswordChanged
            | MessageKind::MailboxDisabled
            | MessageKind::MailboxEnabled
            | MessageKind::MailboxCancelled
            | MessageKind::HistoryCheckpoint
            | MessageKind::ViewAlert
            | MessageKind::ContractCode
            | MessageKind::ContractSealed
            | MessageKind::ContractWithdrawn
            | MessageKind::ContractDeclined
            | MessageKind::ContractUndeliverable
            | MessageKind::ContractCopyUndecided
            | MessageKind::ContractLinkBlocked
            | MessageKind::ServiceEnding60
            | MessageKind::ServiceEnding30
            | MessageKind::ServiceEnding15
            | MessageKind::ServiceEnding5
            | MessageKind::ServiceEnded
            | MessageKind::ServiceContinues
            | MessageKind::ServiceTerminating
            | MessageKind::FormerHolder
            | MessageKind::ServiceDigest
            | MessageKind::TicketTaken
            | MessageKind::TicketAsked
            | MessageKind::TicketApprovalAsked
            | MessageKind::TicketAnswered
            | MessageKind::TicketClosed
            | MessageKind::ReportReady => None,
        }
    }

    /// Whether it is sent to the communication e-mail only, so that nobody receives it when there is none.
    /// The other messages are sent to the mailbox as well.
    pub const fn needs_communication_email(self) -> bool {
        match self {
            MessageKind::SetPassword
            | MessageKind::ResetPassword
            | MessageKind::Welcome
            | MessageKind::NewHolder
            | MessageKind::MailboxDisabled
            | MessageKind::MailboxEnabled
            | MessageKind::MailboxCancelled => true,
            MessageKind::ConfirmCommunicationEmail
            | MessageKind::CommunicationEmailChanged
            | MessageKind::SoftLimitReached
            | MessageKind::PasswordExpiring20
            | MessageKind::PasswordExpiring10
            | MessageKind::PasswordExpiring5
            | MessageKind::PasswordExpired
            | MessageKind::PasswordResetNotice
            | MessageKind::PasswordChanged
            | MessageKind::HistoryCheckpoint
            | MessageKind::ViewAlert
            | MessageKind::ContractToSign
            | MessageKind::ContractReminder
            | MessageKind::ContractCode
            | MessageKind::ContractSealed
            | MessageKind::ContractWithdrawn
            | MessageKind::ContractDeclined
            | MessageKind::ContractUndeliverable
            | MessageKind::ContractCopyUndecided
            | MessageKind::ContractLinkBlocked
            | MessageKind::ServiceEnding60
            | MessageKind::ServiceEnding30
            | MessageKind::ServiceEnding15
            | MessageKind::ServiceEnding5
            | MessageKind::ServiceEnded
            | MessageKind::ServiceContinues
            | MessageKind::ServiceTerminating
            | MessageKind::FormerHolder
            | MessageKind::ServiceDigest
            | MessageKind::TicketTaken
            | MessageKind::TicketAsked
            | MessageKind::TicketApprovalAsked
            | MessageKind::TicketAnswered
            | MessageKind::TicketClosed
            | MessageKind::ReportReady => false,
        }
    }
}

text_enum! {
    /// The language of a domain's messages, and of files.
    #[derive(Default)]
    pub enum Language {
        #[default]
        It = "it",
        En = "en",
    }
}

impl Language {
    /// The text in this language.
    pub const fn choose(self, it: &'static str, en: &'static str) -> &'static str {
        match self {
            Language::It => it,
            Language::En => en,
        }
    }
}

/// The content of a message, by the kind of its subject. Each kind that has messages has an enum and a file
/// of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Mailbox(MailboxMessage),
    /// About an organisation, or about the history of the installation, since each message has a subject.
    Organization(OrganizationMessage),
    SavedView(SavedViewMessage),
    Contract(ContractMessage),
    Ticket(TicketNotice),
    Report(ReportMessage),
}

impl Content {
    /// As it is stored. The kind of the subject is stored beside it.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        match self {
            Content::Mailbox(content) => serde_json::to_string(content),
            Content::Organization(content) => serde_json::to_string(content),
            Content::SavedView(content) => serde_json::to_string(content),
            Content::Contract(content) => serde_json::to_string(content),
            Content::Ticket(content) => serde_json::to_string(content),
            Content::Report(content) => serde_json::to_string(content),
        }
    }

    /// Reads what is stored for a subject of a kind; None for a kind that has no messages.
    pub fn from_json(kind: SubjectKind, json: &str) -> Result<Option<Self>, serde_json::Error> {
        match kind {
            SubjectKind::Mailbox => serde_json::from_str(json).map(Self::Mailbox).map(Some),
            SubjectKind::SavedView => serde_json::from_str(json).map(Self::SavedView).map(Some),
            SubjectKind::Organization => {
                serde_json::from_str(json).map(Self::Organization).map(Some)
            }
            SubjectKind::Contract => serde_json::from_str(json).map(Self::Contract).map(Some),
            SubjectKind::Ticket => serde_json::from_str(json).map(Self::Ticket).map(Some),
            SubjectKind::Domain
            | SubjectKind::Account
            | SubjectKind::Holder
            | SubjectKind::Company
            | SubjectKind::Plan
            | SubjectKind::Reseller
            | SubjectKind::ContractTemplate
            | SubjectKind::SlaPeriod => Ok(None),
            SubjectKind::ReportSchedule => serde_json::from_str(json).map(Self::Report).map(Some),
        }
    }
}

impl From<OrganizationMessage> for Content {
    fn from(content: OrganizationMessage) -> Self {
        Self::Organization(content)
    }
}

impl From<MailboxMessage> for Content {
    fn from(content: MailboxMessage) -> Self {
        Self::Mailbox(content)
    }
}

impl From<ContractMessage> for Content {
    fn from(content: ContractMessage) -> Self {
        Self::Contract(content)
    }
}

impl From<TicketNotice> for Content {
    fn from(content: TicketNotice) -> Self {
        Self::Ticket(content)
    }
}

impl From<ReportMessage> for Content {
    fn from(content: ReportMessage) -> Self {
        Self::Report(content)
    }
}

impl From<SavedViewMessage> for Content {
    fn from(content: SavedViewMessage) -> Self {
        Self::SavedView(content)
    }
}

text_enum! {
    /// The state of a message.
    pub enum MessageState {
        /// Waiting for an attempt, the first or a later one.
        Queued = "queued",
        /// Accepted by a mail server.
        Sent = "sent",
        /// Refused permanently, or not accepted within [`GIVE_UP_AFTER`].
        Failed = "failed",
        /// Not sent: its link was used or replaced before.
        Dropped = "dropped",
    }
}

/// How long a message is retried before it fails.
pub const GIVE_UP_AFTER: TimeDelta = TimeDelta::hours(48);
const FIRST_RETRY_DELAY: TimeDelta = TimeDelta::seconds(30);
const MAX_RETRY_DELAY: TimeDelta = TimeDelta::hours(2);

/// The delay after the failed attempt of this number (from 1): half a minute, which doubles up to two
/// hours.
pub fn retry_delay(attempt: i64) -> TimeDelta {
    let doublings = u32::try_from((attempt - 1).clamp(0, 8)).unwrap_or(8);
    (FIRST_RETRY_DELAY * 2_i32.pow(doublings)).min(MAX_RETRY_DELAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        for kind in MessageKind::ALL {
            assert_eq!(MessageKind::parse(kind.as_str()), Some(kind));
            let travels = serde_json::to_value(kind).unwrap();
            assert_eq!(travels, serde_json::json!(kind.as_str()));
        }
    }

    #[test]
    fn retry_delays_grow_from_half_a_minute_to_two_hours() {
        let seconds = |attempt| retry_delay(attempt).num_seconds();
        assert_eq!((seconds(1), seconds(2), seconds(3)), (30, 60, 120));
        assert_eq!((seconds(8), seconds(9), seconds(5000)), (3840, 7200, 7200));
    }
}
