//! The end of the service of mailboxes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sigillo_domain::id::DocumentId;
use sigillo_domain::signature_verdict::Verdict;

/// A renewal of the service of a mailbox.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxRenewal {
    /// The last day of the service, in Rome. By default the term of the domain is added to the present end, or to
    /// today where that has passed, up to the end of the month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// The document in which the renewal was requested: one of the mailbox, of the kind `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub document_id: Option<DocumentId>,
}

/// A termination of the service of a mailbox.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxTermination {
    /// The last day of the service, in Rome: today at the earliest, and not after the present end. A mailbox that is
    /// suppressed already stays so, whatever the day.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub at: Option<NaiveDate>,
    /// The document in which the termination was requested: one of the mailbox, of the kind `closure`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub document_id: Option<DocumentId>,
}

/// The document in which a renewal or a termination was requested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestDocument {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: DocumentId,
    pub name: String,
    pub verdict: Verdict,
}
