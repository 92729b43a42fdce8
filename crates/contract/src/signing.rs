//! The signature of a contract by its holder (B14), with the link of a message.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::contract::{CodeChannel, ContractFile, ContractState};
use sigillo_domain::contract_text::{ConsentItem, ContractText};
use sigillo_domain::id::DocumentId;
use sigillo_domain::message::Language;
use sigillo_domain::signature_verdict::SignatureFinding;
use sigillo_domain::signed_copy::{CopyOutcome, CopyRefusal};

use crate::document::DocumentSignature;
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
    /// The code that was sent last, while the contract can be signed with it.
    #[serde(default)]
    pub code: Option<SigningCodeSent>,
    pub expires_at: DateTime<Utc>,
    pub signed_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// The copy that the holder has signed with a signature of their own and uploaded last.
    #[serde(default)]
    pub copy: Option<SignedCopy>,
}

impl ReplyBody for SigningContract {}

/// A contract that its holder has signed with a signature of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedCopy {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub document_id: DocumentId,
    /// The name of the file.
    pub name: String,
    /// Of the file, in hexadecimal digits.
    pub sha256: String,
    pub uploaded_at: DateTime<Utc>,
    pub outcome: CopyOutcome,
    /// Why it was refused.
    pub refusal: Option<CopyRefusal>,
    /// What was found of the file as a whole.
    pub finding: Option<SignatureFinding>,
    /// The finding as a sentence.
    pub detail: Option<String>,
    /// Empty until it is verified.
    pub signatures: Vec<DocumentSignature>,
}

/// Gives every consent.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningConsent {
    /// The token of the opened contract.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub token: String,
    /// The SHA-256 of each text that is accepted. All are needed.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, max_items = 100))]
    pub consents: Vec<String>,
}

/// What is uploaded.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SigningUpload {
    /// The name of the file.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(required, min_length = 1, max_length = 255))]
    pub name: String,
}

/// Asks how an opened contract stands.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningVisit {
    /// The token of the opened contract.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub token: String,
}

/// How a contract and the signed copy of it stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningProgress {
    pub state: ContractState,
    /// The copy that was uploaded last.
    pub copy: Option<SignedCopy>,
}

impl ReplyBody for SigningProgress {}

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
