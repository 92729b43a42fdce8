//! Templates of contracts (B14).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::id::{ContractTemplateId, OrganizationId};
use sigillo_domain::message::Language;

use crate::operation::ReplyBody;

/// A version of a template. Its text never changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractTemplate {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: ContractTemplateId,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub organization_id: OrganizationId,
    pub organization_name: String,
    /// Versions of the same template have the same name.
    pub name: String,
    /// The number of the version, from 1.
    pub number: i64,
    pub language: Language,
    /// Whether new contracts are made from it. At most one version of an organisation is in use.
    pub in_use: bool,
    /// Missing in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    pub version: i64,
}

impl ReplyBody for ContractTemplate {
    const VERSION: Option<fn(&Self) -> i64> = Some(|template| template.version);
}

/// A new template, or a new version of one that has this name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractTemplateCreate {
    /// The caller's own organisation by default; operators must give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 100))]
    pub name: String,
    /// The language of the document; Italian by default.
    #[serde(default)]
    pub language: Language,
    /// Headings of three levels, paragraphs, lists of one level, `**bold**`, `*italic*` and placeholders
    /// such as `{{titolare.nome_completo}}` or `{{holder.full_name}}`. It begins with `# title`; each `##`
    /// begins a section, with `{approvazione specifica}` or `{privacy}` after its heading where it is
    /// approved apart. At most 100,000 bytes.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 100_000))]
    pub text: String,
}

/// A field that is missing or null stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractTemplatePatch {
    /// True makes new contracts from this version, and from no other. False makes them from the example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_use: Option<bool>,
}

/// Which templates, in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ContractTemplateQuery {
    /// Part of the name, whatever its case and accents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only the templates of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
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

crate::page::list_query!(ContractTemplateQuery);
