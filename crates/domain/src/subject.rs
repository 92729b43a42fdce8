//! The things that the shared services are about. History, notes, messages, links and the rows of jobs
//! all point at one by its kind and its id.

use uuid::Uuid;

text_enum! {
    /// The kind of a subject. A new kind is a line here: each service handles the kinds in an exhaustive
    /// `match`, so the compiler names every place that has to follow.
    pub enum SubjectKind {
        Mailbox = "mailbox",
        Domain = "domain",
        Organization = "organization",
        Account = "account",
        SavedView = "saved_view",
        Holder = "holder",
        Company = "company",
        Plan = "plan",
        Reseller = "reseller",
        ContractTemplate = "contract_template",
        Contract = "contract",
        Ticket = "ticket",
        SlaPeriod = "sla_period",
        ReportSchedule = "report_schedule",
    }
}

impl SubjectKind {
    /// The subject of this kind that has this id.
    pub const fn with_id(self, id: Uuid) -> SubjectRef {
        SubjectRef { kind: self, id }
    }
}

/// A reference to a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SubjectRef {
    pub kind: SubjectKind,
    pub id: Uuid,
}

impl SubjectRef {
    /// The id, if the subject is of the kind that has such ids.
    pub fn id_of<I: SubjectId>(self) -> Option<I> {
        (self.kind == I::KIND).then_some(I::from(self.id))
    }
}

/// The id type of a kind of subjects (see [`crate::id`]).
pub trait SubjectId: From<Uuid> {
    const KIND: SubjectKind;
}
