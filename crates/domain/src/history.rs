//! The history: append-only records, each sealed with the hash of the one before it, so that it can be
//! used as evidence.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::history_key::HistoryKey;
use crate::subject::SubjectRef;

/// What a keyed seal begins with. An unkeyed one, of a record from before there was a key, is bare hex.
pub const KEYED_SEAL: &str = "v2:";
/// How the name of a field ends whose value is a digest (see [`HistoryKey::digest`]). Such fields are kept
/// for verification only and never shown.
const DIGEST_SUFFIX: &str = "_digest";

/// The change of one field. `before` is null when the subject was created, `after` when a value was
/// removed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: String,
    pub before: Value,
    pub after: Value,
}

impl FieldChange {
    pub fn new(field: &str, before: Value, after: Value) -> Self {
        Self { field: field.to_owned(), before, after }
    }

    /// Whether the values are digests, which nobody is shown.
    pub fn is_hidden(&self) -> bool {
        self.field.ends_with(DIGEST_SUFFIX)
    }

    /// The fields that differ, in the order of the lists; all of them when there is no `before`.
    pub fn between(
        before: Option<Vec<(&'static str, Value)>>,
        after: Vec<(&'static str, Value)>,
    ) -> Vec<Self> {
        let Some(before) = before else {
            return after.into_iter().map(|(f, value)| Self::new(f, Value::Null, value)).collect();
        };
        before
            .into_iter()
            .zip(after)
            .filter(|((_, was), (_, is))| was != is)
            .map(|((field, was), (_, is))| Self::new(field, was, is))
            .collect()
    }
}

text_enum! {
    /// Who did it: the role of an account, the user of the mailbox, or the system itself (the command line, a worker).
    pub enum ActorKind {
        Operator = "operator",
        Postmaster = "postmaster",
        Assistant = "assistant",
        /// The mailbox's own user.
        MailboxUser = "mailbox_user",
        /// The holder of a mailbox, who signs its contract.
        Holder = "holder",
        System = "system",
    }
}

impl From<crate::account::Role> for ActorKind {
    fn from(role: crate::account::Role) -> Self {
        match role {
            crate::account::Role::Operator => ActorKind::Operator,
            crate::account::Role::Postmaster => ActorKind::Postmaster,
            crate::account::Role::Assistant => ActorKind::Assistant,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub kind: ActorKind,
    /// The account or the mailbox, None for the system.
    pub id: Option<Uuid>,
    /// User name or address at the time.
    pub name: String,
}

text_enum! {
    /// What was done.
    pub enum Action {
        Created = "created",
        Updated = "updated",
        Disabled = "disabled",
        Enabled = "enabled",
        Cancelled = "cancelled",
        /// The subject is there no more.
        Deleted = "deleted",
        /// Two holders became one: this one ended in the other, or the other in this one.
        Merged = "merged",
        /// The personal data of the holder were erased.
        Erased = "erased",
        NoteAdded = "note_added",
        /// Something was written in a ticket.
        MessageAdded = "message_added",
        /// The support wrote a note for itself in a ticket.
        InternalNoteAdded = "internal_note_added",
        /// A link to set the password was sent.
        PasswordLinkSent = "password_link_sent",
        /// The link that sets a password was stopped, from the notice to a previous address.
        PasswordResetStopped = "password_reset_stopped",
        PasswordSet = "password_set",
        PasswordExpired = "password_expired",
        /// The user gave another communication e-mail, to be confirmed from there.
        EmailChangeRequested = "email_change_requested",
        /// A list of mailboxes was taken away as a file.
        Exported = "exported",
        /// The upgrade to keyed seals sealed what the earlier records do not cover.
        Sealed = "sealed",
        /// A contract was opened by its holder.
        Opened = "opened",
        /// The holder of a contract gave a wrong codice fiscale.
        TaxCodeRefused = "tax_code_refused",
        /// The holder accepted the texts of a contract.
        Consented = "consented",
        /// A code to sign a contract was sent.
        CodeSent = "code_sent",
        /// A wrong code was given.
        CodeRefused = "code_refused",
        /// The holder uploaded a contract that they have signed with their own signature.
        CopyUploaded = "copy_uploaded",
        /// Such a copy was refused.
        CopyRefused = "copy_refused",
        /// Not everything about such a copy could be checked, so that the administration has to decide.
        CopyUndecided = "copy_undecided",
        /// The administration accepted such a copy, by which the contract is signed.
        CopyAccepted = "copy_accepted",
        /// The holder signed a contract.
        Signed = "signed",
        /// A signed contract was sealed.
        DocumentSealed = "document_sealed",
        /// The holder declined a contract.
        Declined = "declined",
        /// A contract was not signed in time.
        Expired = "expired",
        /// A contract was withdrawn.
        Withdrawn = "withdrawn",
        /// A contract could not be delivered.
        Undeliverable = "undeliverable",
        /// The link of a contract was sent again.
        Resent = "resent",
        /// The holder of a contract was reminded.
        Reminded = "reminded",
        /// A mailbox became active by its contract.
        Activated = "activated",
        /// The service of a mailbox was renewed.
        Renewed = "renewed",
        /// The end of the service of a mailbox was set for good.
        TerminationRequested = "termination_requested",
        /// The termination of a mailbox's service was taken back.
        TerminationWithdrawn = "termination_withdrawn",
        /// A notice that the service of a mailbox ends was sent.
        EndAnnounced = "end_announced",
        /// The service of a mailbox ended: there is no access and no delivery any more.
        ServiceEnded = "service_ended",
        /// Another holder for the mailbox was asked for.
        HolderChangeRequested = "holder_change_requested",
        /// The mailbox has got another holder.
        HolderChanged = "holder_changed",
        /// A change of holder was rejected.
        HolderChangeRejected = "holder_change_rejected",
        /// A change of holder was taken back.
        HolderChangeWithdrawn = "holder_change_withdrawn",
        /// A change of holder ended without a decision.
        HolderChangeClosed = "holder_change_closed",
        /// A contract ended since the mailbox got another holder.
        Superseded = "superseded",
        /// How the holder of a mailbox was identified was entered.
        Identified = "identified",
        /// The identification of the holder of a mailbox was taken away.
        IdentificationWithdrawn = "identification_withdrawn",
        /// A document was added.
        DocumentUploaded = "document_uploaded",
        /// A document was not taken, since a program against viruses calls it infected.
        DocumentRefused = "document_refused",
        /// The signatures of a document were verified.
        DocumentVerified = "document_verified",
        /// A document was deleted.
        DocumentDeleted = "document_deleted",
        /// What was measured of the service was corrected.
        ServiceCorrected = "service_corrected",
        /// Maintenance of the service was announced.
        MaintenanceAnnounced = "maintenance_announced",
        /// An announced maintenance was taken back.
        MaintenanceWithdrawn = "maintenance_withdrawn",
        /// The figures of a period were frozen.
        PeriodClosed = "period_closed",
        /// A package of the archive of receipts was closed.
        PackageClosed = "package_closed",
        /// It was proposed to discard receipts that are past their retention.
        DisposalProposed = "disposal_proposed",
        /// Receipts past their retention were discarded.
        DisposalApproved = "disposal_approved",
        DisposalRejected = "disposal_rejected",
        /// The proposal to discard receipts was taken back.
        DisposalWithdrawn = "disposal_withdrawn",
    }
}

impl Action {
    /// Whether the changes of such a record are changes of the subject's own fields, so that a replay
    /// applies them. The others describe what was done, in names that a field of the subject may have too:
    /// the `state` of an export is a filter of its list.
    pub const fn changes_fields(self) -> bool {
        match self {
            Action::Created
            | Action::Updated
            | Action::Disabled
            | Action::Enabled
            | Action::Cancelled
            | Action::Deleted
            | Action::Merged
            | Action::Erased
            | Action::PasswordSet
            | Action::PasswordExpired
            | Action::Opened
            | Action::Consented
            | Action::CopyAccepted
            | Action::Signed
            | Action::DocumentSealed
            | Action::Declined
            | Action::Expired
            | Action::Withdrawn
            | Action::Undeliverable
            | Action::Resent
            | Action::Activated
            | Action::Renewed
            | Action::TerminationRequested
            | Action::TerminationWithdrawn
            | Action::EndAnnounced
            | Action::ServiceEnded
            | Action::HolderChangeRequested
            | Action::HolderChanged
            | Action::HolderChangeRejected
            | Action::HolderChangeWithdrawn
            | Action::HolderChangeClosed
            | Action::Superseded
            | Action::Identified
            | Action::IdentificationWithdrawn
            | Action::MessageAdded
            | Action::InternalNoteAdded
            | Action::DocumentUploaded
            | Action::DocumentVerified
            | Action::DocumentDeleted
            | Action::ServiceCorrected
            | Action::MaintenanceAnnounced
            | Action::MaintenanceWithdrawn
            | Action::PeriodClosed
            | Action::PackageClosed
            | Action::DisposalProposed
            | Action::DisposalApproved
            | Action::DisposalRejected
            | Action::DisposalWithdrawn
            | Action::Sealed => true,
            Action::NoteAdded
            | Action::TaxCodeRefused
            | Action::CodeSent
            | Action::CodeRefused
            | Action::CopyUploaded
            | Action::CopyRefused
            | Action::CopyUndecided
            | Action::Reminded
            | Action::DocumentRefused
            | Action::PasswordLinkSent
            | Action::PasswordResetStopped
            | Action::EmailChangeRequested
            | Action::Exported => false,
        }
    }
}

/// A record before it is sealed. The changes are kept as the text that is stored, so that what is
/// hashed is byte for byte what is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub subject: SubjectRef,
    /// Place in the subject's chain, from 1.
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub actor: Actor,
    pub action: Action,
    /// JSON text of a list of [`FieldChange`].
    pub changes: String,
}

impl Record {
    /// The seal: [`KEYED_SEAL`] and the lowercase hex HMAC-SHA256 over the previous record's seal (empty for
    /// the first) and every field of this one, as a JSON array, whose quoting leaves no two readings.
    pub fn seal(&self, previous: &str, key: &HistoryKey) -> String {
        format!("{KEYED_SEAL}{}", key.record_tag(&self.sealed_text(previous)))
    }

    /// The seal of records from before there was a key: lowercase hex SHA-256 over the same text. Anybody
    /// can make one, so only the keyed records that follow it in the chain prove it.
    pub fn unkeyed_seal(&self, previous: &str) -> String {
        hex::encode(Sha256::digest(self.sealed_text(previous).as_bytes()))
    }

    fn sealed_text(&self, previous: &str) -> String {
        let sealed = json!([
            previous,
            self.subject.kind.as_str(),
            self.subject.id,
            self.seq,
            self.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            self.actor.kind.as_str(),
            self.actor.id,
            self.actor.name,
            self.action.as_str(),
            self.changes,
        ]);
        sealed.to_string()
    }
}

/// Whether a seal has the form of a keyed one.
pub fn is_keyed(seal: &str) -> bool {
    seal.starts_with(KEYED_SEAL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::SubjectKind;

    fn key() -> HistoryKey {
        HistoryKey::derive(&[7; 32])
    }

    fn record() -> Record {
        Record {
            subject: SubjectKind::Mailbox.with_id(Uuid::from_u128(1)),
            seq: 1,
            at: DateTime::UNIX_EPOCH,
            actor: Actor { kind: ActorKind::Postmaster, id: None, name: "anna".into() },
            action: Action::Created,
            changes: "[]".into(),
        }
    }

    #[test]
    fn every_field_is_under_the_seal() {
        let altered = [
            Record { subject: SubjectKind::Account.with_id(record().subject.id), ..record() },
            Record { subject: SubjectKind::Mailbox.with_id(Uuid::from_u128(2)), ..record() },
            Record { seq: 2, ..record() },
            Record { at: DateTime::from_timestamp_micros(1).unwrap(), ..record() },
            Record { actor: Actor { name: "rosa".into(), ..record().actor }, ..record() },
            Record { action: Action::Updated, ..record() },
            Record { changes: "[ ]".into(), ..record() },
        ];
        let unkeyed = |record: &Record, previous: &str| record.unkeyed_seal(previous);
        let keyed = |record: &Record, previous: &str| record.seal(previous, &key());
        for altered in &altered {
            assert_ne!(unkeyed(altered, ""), unkeyed(&record(), ""));
            assert_ne!(keyed(altered, ""), keyed(&record(), ""));
        }
        assert_ne!(unkeyed(&record(), "0"), unkeyed(&record(), ""));
        assert_ne!(keyed(&record(), "0"), keyed(&record(), ""));
    }

    #[test]
    fn a_seal_depends_on_the_key() {
        let sealed = record().seal("", &key());
        assert!(is_keyed(&sealed));
        assert_ne!(sealed, record().seal("", &HistoryKey::derive(&[8; 32])));
    }

    #[test]
    fn the_seals_do_not_change_between_releases() {
        let unkeyed = record().unkeyed_seal("");
        assert_eq!(unkeyed, "deaecb1f9c69efd8c09404a6ecff550261afbea91265c52d7adf31e0d44d9ab9");
        assert!(!is_keyed(&unkeyed));
        assert_eq!(
            record().seal("", &key()),
            "v2:cd84ead2b65335aaf948622fd1ad406fb729d7003ece0daffd490fcf5b95bdd8",
        );
    }
}
