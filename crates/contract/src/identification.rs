//! The identity register of mailboxes.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::identification::{
    AssuranceLevel, HolderCapacity, IdentificationMethod, IdentityDocumentKind,
};

/// How the holder of a mailbox was identified.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Identification {
    pub method: IdentificationMethod,
    pub level: AssuranceLevel,
    pub identified_on: NaiveDate,
    /// Who carried it out: a person or an office.
    pub identified_by: String,
    /// Null if the holder has shown none.
    pub document: Option<IdentityDocument>,
    pub capacity: HolderCapacity,
    pub recorded_at: DateTime<Utc>,
    /// User name of who entered it.
    pub recorded_by: String,
}

/// The identity document that a holder has shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentityDocument {
    pub kind: IdentityDocumentKind,
    pub number: String,
    /// Its last day.
    pub expires_on: NaiveDate,
}

/// An identification to enter. It replaces the one that is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentificationRecord {
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, nullable = false))]
    pub method: Option<IdentificationMethod>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, nullable = false))]
    pub level: Option<AssuranceLevel>,
    /// Today in Rome at the latest.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, nullable = false))]
    pub identified_on: Option<NaiveDate>,
    /// Who carried it out: a person or an office.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 120))]
    pub identified_by: String,
    /// The document is given whole or not at all. It is required where somebody has looked at it: with `in_person` and
    /// `video`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_kind: Option<IdentityDocumentKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub document_number: Option<String>,
    /// Its last day, not before the identification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_expires_on: Option<NaiveDate>,
    /// `legal_representative` only of a mailbox that is held for a company.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, nullable = false))]
    pub capacity: Option<HolderCapacity>,
}
