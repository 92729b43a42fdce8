//! Contracts of mailboxes (B14), as the administration sees them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::contract::{CodeChannel, ContractFile, ContractState, SignatureKind};
use sigillo_domain::contract_text::ContractText;
use sigillo_domain::id::{
    ContractId, ContractTemplateId, DocumentId, HolderId, MailboxId, OrganizationId,
};
use sigillo_domain::message::MessageState;

use crate::operation::ReplyBody;
use crate::signing::SignedCopy;

/// A contract. The link to it is never part of a reply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contract {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: ContractId,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub organization_id: OrganizationId,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub mailbox_id: MailboxId,
    pub mailbox_address: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub holder_id: HolderId,
    /// Family name and given name.
    pub holder_name: String,
    /// The version of the template; null for the example that the product ships.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub template_id: Option<ContractTemplateId>,
    pub state: ContractState,
    /// Whether five wrong codici fiscali have ended the link: it has to be sent again.
    pub link_is_blocked: bool,
    /// The state of the last message with the link; null in lists.
    pub delivery: Option<MessageState>,
    /// The address that the holder was written to; empty once the holder was erased.
    pub recipient: String,
    /// SHA-256 of the PDF document, in hexadecimal digits.
    pub sha256: String,
    /// SHA-256 of the sealed document.
    pub sealed_sha256: Option<String>,
    pub signature: Option<SignatureKind>,
    /// How the code of the signature was sent.
    pub channel: Option<CodeChannel>,
    /// When the link was sent last.
    pub sent_at: DateTime<Utc>,
    pub opened_at: Option<DateTime<Utc>>,
    pub consented_at: Option<DateTime<Utc>>,
    pub signed_at: Option<DateTime<Utc>>,
    pub sealed_at: Option<DateTime<Utc>>,
    /// When it was declined, withdrawn, or expired.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why the holder has declined.
    pub decline_reason: Option<String>,
    /// Why the administration has withdrawn it.
    pub withdraw_reason: Option<String>,
    /// The last moment at which it can be signed.
    pub expires_at: DateTime<Utc>,
    /// How many reminders were sent since the link was.
    pub reminders: i64,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    pub version: i64,
    /// What the holder accepts. Missing in lists, and once the holder was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<ContractText>,
    /// The copy that the holder has signed with a signature of their own and uploaded last. Missing in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<SignedCopy>,
}

impl ReplyBody for Contract {
    const VERSION: Option<fn(&Self) -> i64> = Some(|contract| contract.version);
}

/// A contract as its mailbox has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractSummary {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: ContractId,
    pub state: ContractState,
    /// Whether five wrong codici fiscali have ended the link: it has to be sent again.
    pub link_is_blocked: bool,
    pub sent_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// A new contract for a mailbox whose last one ended.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractCreate {
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = Uuid))]
    pub mailbox_id: MailboxId,
}

/// Accepts a signed copy about which not everything could be checked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CopyAcceptance {
    /// The copy that is meant: the holder may upload another one meanwhile.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = Uuid))]
    pub document_id: DocumentId,
    /// Why, in at most 500 characters. It becomes part of the evidence.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 500))]
    pub reason: String,
}

/// Withdraws a contract.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractWithdraw {
    /// Why, in at most 500 characters. The holder reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub reason: Option<String>,
}

/// Which contracts, in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ContractQuery {
    /// Part of the mailbox's address or of the holder's name, whatever its case and accents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// States, separated by commas; every state by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<ContractState>>))]
    pub state: Option<String>,
    /// Only contracts whose link is in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<sigillo_domain::contract::LinkFilter>))]
    pub link: Option<String>,
    /// Only the contracts of the mailboxes of this domain, by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Only the contracts of this mailbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub mailbox: Option<MailboxId>,
    /// Only the contracts of this holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub holder: Option<HolderId>,
    /// Only the contracts of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(sent_at|expires_at)$", default = "-sent_at")
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

crate::page::list_query!(ContractQuery);

/// Which document of a contract.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ContractFileQuery {
    /// The document that the holder signs, by default, or the sealed one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub which: Option<ContractFile>,
}

/// How an organisation handles its contracts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractSettings {
    /// The days in which a contract can be signed.
    pub term_days: i64,
    /// Where refusals, undeliverable messages and blocked links are reported; empty for nowhere.
    pub notice_email: String,
    pub version: i64,
}

impl ReplyBody for ContractSettings {
    const VERSION: Option<fn(&Self) -> i64> = Some(|settings| settings.version);
}

/// A field that is missing or null stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractSettingsPatch {
    /// From 1 to 365. Contracts that were sent keep their own term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 365))]
    pub term_days: Option<i64>,
    /// An empty text reports them nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub notice_email: Option<String>,
}
