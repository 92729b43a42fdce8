//! The signature of a contract by its holder (B14), with the link of a message.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::contract::{CodeChannel, ContractFile, ContractState};
use sigillo_domain::contract_text::{ConsentItem, ContractText};
use sigillo_domain::message::Language;

use crate::operation::ReplyBody;

/// Opens a contract.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningOpen {
    /// The token of the link.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub token: String,
    /// The holder's codice fiscale, which no message contains. After five wrong ones the link ends.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub tax_code: String,
}

/// A contract, as its holder sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningContract {
    /// The token of the further requests. It is valid for an hour.
    pub token: String,
    pub organization_name: String,
    pub mailbox_address: String,
    pub holder_name: String,
    pub language: Language,
    pub state: ContractState,
    pub text: ContractText,
    /// What has to be accepted, in this order.
    pub consents: Vec<ConsentItem>,
    /// SHA-256 of the PDF document, in hexadecimal digits.
    pub sha256: String,
    /// SHA-256 of the sealed document.
    pub sealed_sha256: Option<String>,
    /// How a code would be sent, and where to, masked.
    pub code_channel: CodeChannel,
    pub code_recipient: String,
    pub expires_at: DateTime<Utc>,
    pub signed_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
}

impl ReplyBody for SigningContract {}

/// Gives every consent, and asks for a code.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningCode {
    /// The token of the opened contract.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub token: String,
    /// The SHA-256 of each text that is accepted. All are needed.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, max_items = 100))]
    pub consents: Vec<String>,
}

/// A code that was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningCodeSent {
    pub channel: CodeChannel,
    /// Where it was sent, masked.
    pub recipient: String,
    pub expires_at: DateTime<Utc>,
}

impl ReplyBody for SigningCodeSent {}

/// Signs with a code.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningSign {
    /// The token of the opened contract.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub token: String,
    /// Six digits. After five wrong ones another code has to be asked for.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub code: String,
}

/// Declines a contract.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningDecline {
    /// The token of the opened contract.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub token: String,
    /// Why, in at most 500 characters; may be empty.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub reason: String,
}

/// Asks for a document.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningFile {
    /// The token of the opened contract.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub token: String,
    /// The document that is signed, by default, or the sealed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub which: Option<ContractFile>,
}

/// Where a contract stands after a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningState {
    pub state: ContractState,
}

impl ReplyBody for SigningState {}
