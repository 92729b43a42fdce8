//! Signed documents of mailboxes and holders (B16).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::document::{DocumentFormat, DocumentKind};
use sigillo_domain::id::{DocumentId, HolderId, MailboxId, OrganizationId};
use sigillo_domain::signature_verdict::{CheckOutcome, SignatureCheck, SignatureFinding, Verdict};

use crate::operation::ReplyBody;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: DocumentId,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub organization_id: OrganizationId,
    /// `mailbox:ID` or `holder:ID`.
    pub subject: String,
    /// The mailbox that it is of; null for a document of a holder.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub mailbox_id: Option<MailboxId>,
    pub mailbox_address: Option<String>,
    /// The holder that it is of or, for a document of a mailbox, that the mailbox had when it was uploaded.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub holder_id: Option<HolderId>,
    /// Family name and given name.
    pub holder_name: Option<String>,
    pub kind: DocumentKind,
    pub format: DocumentFormat,
    /// The name of the file.
    pub name: String,
    pub bytes: i64,
    /// Of the content, in hexadecimal digits.
    pub sha256: String,
    pub verdict: Verdict,
    /// When the signatures were verified; null while the verdict is pending.
    pub verified_at: Option<DateTime<Utc>>,
    /// What was found of the file as a whole, such as why it has no signature that could be verified.
    #[serde(default)]
    pub finding: Option<SignatureFinding>,
    /// The finding as a sentence.
    #[serde(default)]
    pub detail: Option<String>,
    /// Empty in lists, and while the verdict is pending.
    pub signatures: Vec<DocumentSignature>,
    /// Whether a signer has the holder's codice fiscale. It says nothing about the signature, which the verdict
    /// does; null while the verdict is pending, and where no signer or no holder is known.
    pub signer_is_holder: Option<bool>,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    pub version: i64,
}

impl ReplyBody for Document {
    const VERSION: Option<fn(&Self) -> i64> = Some(|document| document.version);
}

/// A signature of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentSignature {
    /// The signer, as the certificate names them; null if it names nobody.
    #[serde(default)]
    pub signer_name: Option<String>,
    /// The signer's codice fiscale.
    #[serde(default)]
    pub signer_tax_code: Option<String>,
    pub verdict: Verdict,
    /// The name of the authority that issued the certificate.
    #[serde(default)]
    pub issuer: Option<String>,
    /// Serial number of the certificate, in hexadecimal digits.
    #[serde(default)]
    pub serial: Option<String>,
    /// When the signer says that it was signed, which nothing proves.
    #[serde(default)]
    pub signed_at: Option<DateTime<Utc>>,
    /// When a trusted timestamp proves that the signature existed.
    #[serde(default)]
    pub proven_at: Option<DateTime<Utc>>,
    /// One line for each check.
    #[serde(default)]
    pub lines: Vec<SignatureLine>,
}

/// One check of a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignatureLine {
    pub check: SignatureCheck,
    pub outcome: CheckOutcome,
    pub finding: SignatureFinding,
    /// The finding as a sentence.
    #[serde(default)]
    pub detail: String,
    /// What the finding speaks of: a name, a date, a number of bytes.
    #[serde(default)]
    pub value: Option<String>,
}

/// Which documents, in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct DocumentQuery {
    /// Part of the document's name, of the mailbox's address or of the holder's name, whatever its case and accents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only the documents of a mailbox or of a holder: `mailbox:ID` or `holder:ID`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^(mailbox|holder):[0-9a-fA-F-]{36}$"))]
    pub subject: Option<String>,
    /// Kinds, separated by commas; every kind by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<DocumentKind>>))]
    pub kind: Option<String>,
    /// Verdicts, separated by commas; every verdict by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<Verdict>>))]
    pub verdict: Option<String>,
    /// Only the documents of the mailboxes of this domain, by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(created_at|name)$", default = "-created_at")
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

crate::page::list_query!(DocumentQuery);

/// What is said of a file that is uploaded.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct DocumentUpload {
    /// The mailbox or the holder that the document is of: `mailbox:ID` or `holder:ID`.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        param(required, pattern = "^(mailbox|holder):[0-9a-fA-F-]{36}$")
    )]
    pub subject: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(required, value_type = DocumentKind))]
    pub kind: String,
    /// The name of the file.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(required, min_length = 1, max_length = 255))]
    pub name: String,
}
