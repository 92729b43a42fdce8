//! Companies (attività) that holders act for, shared by the holders of an organisation.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::id::{CompanyId, OrganizationId};

use crate::operation::ReplyBody;

/// A company. A field that is not known is an empty text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Company {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: CompanyId,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub organization_id: OrganizationId,
    /// Ragione sociale.
    pub legal_name: String,
    /// Forma giuridica.
    pub legal_form: String,
    /// Partita IVA: 11 digits. Unique in the organisation.
    pub vat_number: String,
    /// 11 digits, or the 16 characters of a sole trader.
    pub tax_code: String,
    /// Province and number, such as `PZ-123456`.
    pub rea: String,
    /// Codice destinatario: 6 or 7 letters and digits.
    pub recipient_code: String,
    pub recipient_pec: String,
    pub administrative_reference: String,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl ReplyBody for Company {
    const VERSION: Option<fn(&Self) -> i64> = Some(|company| company.version);
}

/// A field that is missing or null stays as it is; an empty text empties it. What changes, changes for every
/// holder of the company.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompanyPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub legal_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 80))]
    pub legal_form: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 11))]
    pub vat_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 16))]
    pub tax_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub rea: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 7))]
    pub recipient_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub recipient_pec: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub administrative_reference: Option<String>,
}

/// Which companies, in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CompanyQuery {
    /// Part of the legal name, or of the VAT number or tax code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub q: Option<String>,
    /// Only companies of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(legal_name|created_at)$", default = "legal_name")
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

crate::page::list_query!(CompanyQuery);
