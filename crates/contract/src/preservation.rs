//! The archive of preserved receipts (A18), in counts and volumes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::id::{AccountId, DisposalId, OrganizationId, PackageId};
use sigillo_domain::preservation::{DisposalState, PreservationProblem, PreservationStanding};

use crate::operation::ReplyBody;

/// How an organisation preserves its receipts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreservationSettings {
    /// The organisation's own code: `VATIT-` with a partita IVA, or `TINIT-` with a codice fiscale; empty if it has none.
    pub producer_code: String,
    /// The responsabile della conservazione; empty if nobody is named.
    pub responsible_name: String,
    pub responsible_code: String,
    /// The manual of preservation: its address, or its title and date; empty if there is none.
    pub manual: String,
    pub retention_years: i64,
    /// Whether the certificate of the present seal is self-signed; null if there is no seal.
    pub seal_is_self_signed: Option<bool>,
    pub standing: PreservationStanding,
    /// 0 until they are changed for the first time.
    pub version: i64,
}

impl ReplyBody for PreservationSettings {
    const VERSION: Option<fn(&Self) -> i64> = Some(|settings| settings.version);
}

/// A field that is missing or null stays as it is; an empty text says that there is none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreservationSettingsPatch {
    /// `VATIT-` and eleven digits, or `TINIT-` and a codice fiscale. Their form alone is judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub producer_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 120))]
    pub responsible_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub manual: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 10, maximum = 100))]
    pub retention_years: Option<i64>,
}

/// The archives that the caller sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreservationStatus {
    /// By the names of their organisations.
    pub archives: Vec<PreservationArchive>,
    /// The objects that nothing needs any more and the store refuses to give up; for operators alone.
    pub locked_objects: Option<i64>,
}

impl ReplyBody for PreservationStatus {}

/// The archive of an organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreservationArchive {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub organization_id: OrganizationId,
    pub organization_name: String,
    /// What may be said of packages that are closed now.
    pub standing: PreservationStanding,
    pub has_responsible: bool,
    pub has_manual: bool,
    pub seal_is_self_signed: Option<bool>,
    pub retention_years: i64,
    pub packages: i64,
    /// Packages without a seal.
    pub unsealed: i64,
    /// Receipts in packages that are not discarded, and their size.
    pub receipts: i64,
    pub bytes: i64,
    /// Receipts that are in no package yet.
    pub waiting: i64,
    pub discarded: i64,
    pub past_retention: i64,
    /// What the last verification has found.
    pub verification: Option<PreservationOutcome>,
}

/// What a verification of an archive has found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreservationOutcome {
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    pub packages: i64,
    pub unsealed: i64,
    pub receipts: i64,
    /// What was read.
    pub bytes: i64,
    pub problems: i64,
    /// The first 200 of them.
    pub report: Vec<PreservationProblem>,
}

/// A package of receipts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptPackage {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: PackageId,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub organization_id: OrganizationId,
    /// From 1, without gaps within its organisation.
    pub sequence: i64,
    pub closed_at: DateTime<Utc>,
    pub receipts: i64,
    pub bytes: i64,
    /// Receipts whose content was lost or altered when it was closed.
    pub refused: i64,
    /// Of its index, in hexadecimal digits.
    pub index_sha256: String,
    /// Null until it has a seal.
    pub sealed_at: Option<DateTime<Utc>>,
    pub sealed_by: Option<String>,
    /// The time that a timestamp service has confirmed.
    pub timestamp_at: Option<DateTime<Utc>>,
    pub standing: PreservationStanding,
}

impl ReplyBody for ReceiptPackage {}

/// Which packages.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ReceiptPackageQuery {
    /// Only those of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^-?(closed_at)$", default = "-closed_at"))]
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

crate::page::list_query!(ReceiptPackageQuery);

/// The disposal (scarto) of receipts whose retention is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptDisposal {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: DisposalId,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub organization_id: OrganizationId,
    pub state: DisposalState,
    /// What was stored before this is past its retention.
    pub stored_before: DateTime<Utc>,
    pub receipts: i64,
    pub bytes: i64,
    /// Of the list of what goes, in hexadecimal digits.
    pub list_sha256: String,
    pub proposed_at: DateTime<Utc>,
    pub proposed_by: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub proposed_by_id: Option<AccountId>,
    pub reason: String,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<String>,
    /// Why it was rejected.
    pub decision_reason: Option<String>,
    /// Whether the caller may approve or reject it: not whoever has proposed it.
    pub may_decide: bool,
    pub version: i64,
}

impl ReplyBody for ReceiptDisposal {
    const VERSION: Option<fn(&Self) -> i64> = Some(|disposal| disposal.version);
}

/// The proposal to discard what is past its retention.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptDisposalCreate {
    /// The caller's own organisation by default; operators name one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    /// Why, in at most 500 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 500))]
    pub reason: String,
}

/// The rejection of a disposal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptDisposalRejection {
    /// Why, in at most 500 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 500))]
    pub reason: String,
}

/// Which disposals.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ReceiptDisposalQuery {
    /// Only those of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    /// States, separated by commas; every state by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<DisposalState>>))]
    pub state: Option<String>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(proposed_at)$", default = "-proposed_at")
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

crate::page::list_query!(ReceiptDisposalQuery);
