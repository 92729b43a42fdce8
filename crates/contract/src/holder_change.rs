//! Changes of the holders of mailboxes (C10).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::holder_change::HolderChangeState;
use sigillo_domain::id::{
    AccountId, DocumentId, HolderChangeId, HolderId, MailboxId, OrganizationId,
};

use crate::document::Document;
use crate::holder::{AddressChoice, CompanyChoice, HolderChoice};
use crate::operation::ReplyBody;

/// A change of holder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderChange {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: HolderChangeId,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub organization_id: OrganizationId,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub mailbox_id: MailboxId,
    pub mailbox_address: String,
    pub state: HolderChangeState,
    /// Null if the mailbox had no holder.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub old_holder_id: Option<HolderId>,
    /// Family name and given name.
    pub old_holder_name: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub new_holder_id: HolderId,
    pub new_holder_name: String,
    /// What the mailbox's communication e-mail becomes; empty once the new holder was erased.
    pub communication_email: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub document_id: DocumentId,
    /// Of the document's content, in hexadecimal digits. It stays when the document goes.
    pub document_sha256: String,
    /// The signed document. Null in lists, and once it was deleted.
    #[serde(default)]
    pub document: Option<Document>,
    pub requested_at: DateTime<Utc>,
    pub requested_by: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub requested_by_id: Option<AccountId>,
    /// When it was approved, rejected, withdrawn or closed.
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<String>,
    /// Why it was rejected, or approved although the signatures could not be judged.
    pub reason: Option<String>,
    /// Whether the caller may approve or reject it: a postmaster or an operator who has not asked for it.
    pub may_decide: bool,
    pub version: i64,
}

impl ReplyBody for HolderChange {
    const VERSION: Option<fn(&Self) -> i64> = Some(|change| change.version);
}

/// A change of holder that waits for a decision, as its mailbox has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderChangeSummary {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: HolderChangeId,
    pub new_holder_name: String,
    pub requested_at: DateTime<Utc>,
    pub requested_by: String,
}

/// The request to give a mailbox to another holder.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderChangeCreate {
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = Uuid))]
    pub mailbox_id: MailboxId,
    /// A document of the mailbox, of the kind `change_of_holder`, on which no other act rests.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = Uuid))]
    pub document_id: DocumentId,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub new_holder: HolderChoice,
    /// The address of the new holder that the mailbox takes. Required in a domain with contracts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressChoice>,
    /// The company that the new holder has the mailbox for; none by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyChoice>,
    /// What the mailbox's communication e-mail becomes: the new holder gets the link for the password there.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, max_length = 254))]
    pub communication_email: String,
}

/// The approval of a change of holder.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderChangeApproval {
    /// Why, in at most 500 characters; required if the verdict on the document is `undetermined`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub reason: Option<String>,
}

/// The rejection of a change of holder.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderChangeRejection {
    /// Why, in at most 500 characters. Whoever has asked reads it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 500))]
    pub reason: String,
}

/// Which changes of holder, in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct HolderChangeQuery {
    /// Part of the mailbox's address or of a holder's name, whatever its case and accents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// States, separated by commas; every state by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<HolderChangeState>>))]
    pub state: Option<String>,
    /// Only the changes for the mailboxes of this domain, by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Only the changes for this mailbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub mailbox: Option<MailboxId>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(requested_at)$", default = "-requested_at")
    )]
    pub sort: Option<String>,
    /// `next_cursor` of the previous page. Valid only with the same filters and order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// `exact` adds `total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::Count>))]
    pub count: Option<String>,
}

crate::page::list_query!(HolderChangeQuery);
