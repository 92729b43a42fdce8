//! The preserved receipts of a mailbox, as its own user finds them again.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::id::{CertifiedMessageId, DistributionPackageId, ReceiptId};
use sigillo_domain::message::Language;
#[cfg(feature = "openapi")]
use sigillo_domain::receipt::MessageProgress;
use sigillo_domain::receipt::{
    Confirmation, DistributionPackageState, ReceiptDefect, ReceiptError, ReceiptForm, ReceiptKind,
    ReceiptOutcome, ReceiptSource, SignatureOutcome,
};

use crate::operation::ReplyBody;

/// A preserved receipt or notice of certified mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreservedReceipt {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: ReceiptId,
    /// The message that it is about.
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub certified_message_id: CertifiedMessageId,
    pub kind: ReceiptKind,
    pub outcome: ReceiptOutcome,
    pub error: ReceiptError,
    /// The moment that it certifies, or else the one at which it came.
    pub happened_at: DateTime<Utc>,
    /// Who has sent the message.
    pub sender: Option<String>,
    /// The one recipient that it is about; null where it is about all.
    pub recipient: Option<String>,
    /// The subject of the message.
    pub subject: Option<String>,
    /// The provider that has issued it.
    pub provider: Option<String>,
    /// What was found of its signature when it was stored.
    pub signature: SignatureOutcome,
    /// What was odd about it. It is kept as it came.
    pub defects: Vec<ReceiptDefect>,
    /// Its size as an e-mail.
    pub bytes: i64,
}

/// Everything that was read of a preserved receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreservedReceiptDetail {
    #[serde(flatten)]
    pub receipt: PreservedReceipt,
    /// The error in the provider's own words.
    pub error_text: Option<String>,
    pub form: Option<ReceiptForm>,
    /// What the provider calls the message.
    pub identifier: Option<String>,
    /// The Message-ID of the receipt.
    pub message_id: Option<String>,
    /// The Message-ID of the message that it is about.
    pub reference: String,
    /// The moment that it certifies; null where it names none.
    pub certified_at: Option<DateTime<Utc>>,
    /// When it came into the mailbox.
    pub arrived_at: DateTime<Utc>,
    pub stored_at: DateTime<Utc>,
    pub source: ReceiptSource,
    /// The SHA-256 of the e-mail, byte for byte.
    pub sha256: String,
    /// The SHA-256 of the part that its provider has signed.
    pub signed_sha256: String,
    pub verification: ReceiptVerification,
    /// The beginning of its text.
    pub text: String,
}

impl ReplyBody for PreservedReceiptDetail {}

/// What was found of a receipt's signature when it was stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptVerification {
    pub outcome: SignatureOutcome,
    /// What was found wrong or missing.
    pub detail: Option<String>,
    pub signer: Option<String>,
    pub issuer: Option<String>,
    /// The serial number of the certificate, in hexadecimal digits.
    pub serial: Option<String>,
    /// The e-mail address in the certificate.
    pub signer_address: Option<String>,
    pub valid_from: Option<DateTime<Utc>>,
    pub valid_until: Option<DateTime<Utc>>,
    /// The hash algorithm of the signature.
    pub digest: Option<String>,
    pub verified_at: DateTime<Utc>,
}

/// Which receipts a search finds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptSelection {
    /// On this day in Rome or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// On this day in Rome or before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Kinds, separated by commas; every kind by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Outcomes, separated by commas; every outcome by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Outcomes of the verification, separated by commas; every one by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// Part of the address of who has sent the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// Part of the address of a recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Part of the subject, whatever its case and accents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The whole Message-ID of the receipt or of the message, or the provider's identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// Only those about this message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub certified_message: Option<CertifiedMessageId>,
}

/// A search of receipts, and which page of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ReceiptQuery {
    /// On this day in Rome or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// On this day in Rome or before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Kinds, separated by commas; every kind by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<ReceiptKind>>))]
    pub kind: Option<String>,
    /// Outcomes, separated by commas; every outcome by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<ReceiptOutcome>>))]
    pub outcome: Option<String>,
    /// Outcomes of the verification, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<SignatureOutcome>>))]
    pub signature: Option<String>,
    /// Part of the address of who has sent the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// Part of the address of a recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Part of the subject, whatever its case and accents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The whole Message-ID of the receipt or of the message, or the provider's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// Only those about this message.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub certified_message: Option<CertifiedMessageId>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(happened_at)$", default = "-happened_at")
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

crate::page::list_query!(ReceiptQuery);

impl ReceiptQuery {
    /// The search, without its page.
    pub fn selection(&self) -> ReceiptSelection {
        ReceiptSelection {
            from: self.from,
            to: self.to,
            kind: self.kind.clone(),
            outcome: self.outcome.clone(),
            signature: self.signature.clone(),
            sender: self.sender.clone(),
            recipient: self.recipient.clone(),
            subject: self.subject.clone(),
            message_id: self.message_id.clone(),
            certified_message: self.certified_message,
        }
    }
}

/// A certified message, as far as its preserved receipts tell of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CertifiedMessage {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: CertifiedMessageId,
    /// Its Message-ID.
    pub message_id: String,
    pub sender: String,
    pub subject: String,
    /// When the first and the last of its receipts were issued.
    pub first_at: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
    /// When the sender's provider has accepted it; null while its receipt of acceptance is missing.
    pub accepted_at: Option<DateTime<Utc>>,
    /// The number of its receipts.
    pub receipts: i64,
    /// The number of its certified recipients: the others confirm nothing.
    pub recipients: i64,
    /// Those that have it.
    pub delivered: i64,
    /// Those that will not have it.
    pub failed: i64,
    /// Those of which neither is known.
    pub awaited: i64,
}

impl ReplyBody for CertifiedMessage {}

/// A search of certified messages, and which page of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CertifiedMessageQuery {
    /// With a receipt on this day in Rome or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// With the last receipt on this day in Rome or before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// What is known of its recipients.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<MessageProgress>))]
    pub progress: Option<String>,
    /// Part of the address of who has sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// Part of the address of a recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Part of its subject, whatever its case and accents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Its whole Message-ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^-?(last_at)$", default = "-last_at"))]
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

crate::page::list_query!(CertifiedMessageQuery);

/// A recipient of a certified message, and what is known of the way to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageRecipient {
    pub address: String,
    /// Whether it is a certified mailbox. Others confirm nothing.
    pub is_certified: bool,
    /// Whether the message was addressed to it. A receipt may name another one.
    pub is_expected: bool,
    pub confirmation: Confirmation,
}

/// Which receipts go into a package: some, or all that a search finds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DistributionPackageCreate {
    /// At most 1,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Uuid>>, min_items = 1, max_items = 1_000))]
    pub receipts: Option<Vec<ReceiptId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<ReceiptSelection>,
    /// Of the explanations in the package; `it` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// A package of receipts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DistributionPackage {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: DistributionPackageId,
    pub asked_at: DateTime<Utc>,
    pub state: DistributionPackageState,
    /// The receipts that it will have, and those that are in it.
    pub total: i64,
    pub done: i64,
    pub finished_at: Option<DateTime<Utc>>,
    /// Until when its file is kept; null before there is one.
    pub expires_at: Option<DateTime<Utc>>,
    /// The size and the SHA-256 of its file; null while there is none.
    pub bytes: Option<i64>,
    pub sha256: Option<String>,
}

impl ReplyBody for DistributionPackage {}

/// How much of a mailbox is preserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreservedFigures {
    pub receipts: i64,
    pub bytes: i64,
    /// When the last one was stored.
    pub last_at: DateTime<Utc>,
}

/// How an attestation is written.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct AttestationQuery {
    /// `it` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Language>, default = "it"))]
    pub lang: Option<String>,
}
