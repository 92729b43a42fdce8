//! The ids of things. Each kind of thing has an id type of its own, so that the id of a mailbox
//! cannot be passed where that of a domain is expected.
//!
//! An id travels and is stored as the UUID in it. What is about any kind of thing (subjects, cursors)
//! uses the bare [`Uuid`].

use uuid::Uuid;

use crate::subject::{SubjectId, SubjectKind, SubjectRef};

/// Declares the id types. `as Kind` makes a type the id of subjects of that kind. The `$` before
/// them is for `for_each_id`: a macro that defines a macro cannot write one of its own.
macro_rules! ids {
    ($dollar:tt $($(#[$doc:meta])* $name:ident $(as $kind:ident)?,)*) => {
        $(
            $(#[$doc])*
            #[derive(
                Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash,
                serde::Serialize, serde::Deserialize,
            )]
            #[serde(transparent)]
            pub struct $name(Uuid);

            impl $name {
                /// The lowest id, which no row has.
                pub const NIL: Self = Self(Uuid::nil());
                /// The highest id, which no row has.
                pub const MAX: Self = Self(Uuid::max());

                pub const fn from_uuid(uuid: Uuid) -> Self {
                    Self(uuid)
                }

                /// The id with this number, for tests and examples.
                pub const fn from_u128(number: u128) -> Self {
                    Self(Uuid::from_u128(number))
                }

                pub const fn uuid(self) -> Uuid {
                    self.0
                }
            }

            impl From<Uuid> for $name {
                fn from(uuid: Uuid) -> Self {
                    Self(uuid)
                }
            }

            impl From<$name> for Uuid {
                fn from(id: $name) -> Self {
                    id.0
                }
            }

            impl std::str::FromStr for $name {
                type Err = uuid::Error;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    text.parse().map(Self)
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    std::fmt::Display::fmt(&self.0, f)
                }
            }

            impl std::fmt::Debug for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    write!(f, "{}({})", stringify!($name), self.0)
                }
            }

            $(
                impl $name {
                    /// The subject that has this id.
                    pub const fn subject(self) -> SubjectRef {
                        SubjectKind::$kind.with_id(self.0)
                    }
                }

                impl SubjectId for $name {
                    const KIND: SubjectKind = SubjectKind::$kind;
                }

                impl From<$name> for SubjectRef {
                    fn from(id: $name) -> Self {
                        id.subject()
                    }
                }
            )?
        )*

        /// Calls a macro with every id type, so that a crate can implement its own trait for all of
        /// them.
        #[macro_export]
        macro_rules! for_each_id {
            ($dollar each:ident) => {
                $dollar each! { $($crate::id::$name),* }
            };
        }
    };
}

ids! { $
    MailboxId as Mailbox,
    DomainId as Domain,
    OrganizationId as Organization,
    AccountId as Account,
    SavedViewId as SavedView,
    HolderId as Holder,
    CompanyId as Company,
    /// An address of a holder.
    AddressId,
    /// The tie between a holder and a company.
    CompanyTieId,
    /// A record of the access log.
    AccessId,
    PlanId as Plan,
    ResellerId as Reseller,
    ContractTemplateId as ContractTemplate,
    ContractId as Contract,
    ReportScheduleId as ReportSchedule,
    TicketId as Ticket,
    /// An entry in the exchange of a ticket.
    TicketMessageId,
    /// A file of a ticket.
    TicketAttachmentId,
    CannedAnswerId,
    /// An e-mail to the support.
    TicketMailId,
    /// A signed document of a mailbox or a holder.
    DocumentId,
    /// A change of a mailbox's holder.
    HolderChangeId,
    /// A session of an account of the panel.
    SessionId,
    JobId,
    /// The record of an exported list.
    ExportId,
    MessageId,
    NoteId,
    /// A link in a message.
    LinkId,
    /// A user's request for a link to set the password.
    LinkRequestId,
    /// A password of a mailbox, current or earlier.
    PasswordId,
    /// An effect of a change on the mail host.
    EffectId,
    /// A period of four months by which service levels are counted.
    SlaPeriodId as SlaPeriod,
    /// A correction of what was measured of the service.
    SlaCorrectionId,
    /// An announced maintenance of the service.
    MaintenanceId,
    /// A preserved receipt or notice of certified mail.
    ReceiptId,
    /// A certified message, of which receipts are preserved.
    CertifiedMessageId,
    /// A package of preserved receipts.
    PackageId,
    /// The disposal of preserved receipts.
    DisposalId,
    /// A package of receipts that the user of a mailbox has asked for.
    DistributionPackageId,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "01935a10-0000-7000-8000-000000000003";

    #[test]
    fn an_id_is_written_and_read_as_its_uuid() {
        let id: MailboxId = TEXT.parse().unwrap();
        assert_eq!(id.uuid(), TEXT.parse::<Uuid>().unwrap());
        assert_eq!(id.to_string(), TEXT);
        assert_eq!(format!("{id:?}"), format!("MailboxId({TEXT})"));
        let json = serde_json::to_value(id).unwrap();
        assert_eq!(json, serde_json::json!(TEXT));
        assert_eq!(serde_json::from_value::<MailboxId>(json).unwrap(), id);
        assert!("seven".parse::<MailboxId>().is_err());
    }

    #[test]
    fn ids_are_ordered_as_their_uuids() {
        assert!(NoteId::NIL < NoteId::from_u128(1));
        assert!(NoteId::from_u128(1) < NoteId::from_u128(2));
        assert!(NoteId::from_u128(2) < NoteId::MAX);
    }

    #[test]
    fn a_subject_gives_its_id_to_its_own_kind_alone() {
        let id = MailboxId::from_u128(7);
        assert_eq!(SubjectRef::from(id).id_of::<MailboxId>(), Some(id));
        assert_eq!(id.subject().id_of::<AccountId>(), None);
    }
}
