//! What an office looks at every morning (B3).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::id::{AccountId, OrganizationId};

use crate::operation::ReplyBody;

/// What a dashboard is about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct DashboardQuery {
    /// Only this organisation; everything in scope by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub organization: Option<OrganizationId>,
}

/// The figures of the mailboxes in the caller's scope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dashboard {
    /// When they were counted.
    pub as_of: DateTime<Utc>,
    pub general: GeneralFigures,
    /// Of the mailboxes that were not entered by an assistant.
    pub direct: MailboxFigures,
    /// Of the mailboxes that each assistant has entered, in the order of their names. Without an organisation, an
    /// operator sees those who have entered any.
    pub assistants: Vec<AssistantFigures>,
}

impl ReplyBody for Dashboard {}

/// Domains and mailboxes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GeneralFigures {
    pub domains: i64,
    pub inserted: i64,
    pub active: i64,
    /// Awaiting activation.
    pub pending: i64,
    pub activated_then_cancelled: i64,
}

/// Mailboxes by what has become of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxFigures {
    /// All that were ever entered.
    pub inserted: i64,
    pub active: i64,
    /// Awaiting activation.
    pub pending: i64,
    pub activated_then_cancelled: i64,
    /// User names of who has entered them, which the list of mailboxes takes as `created_by`.
    pub created_by: Vec<String>,
}

/// The mailboxes that an assistant has entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistantFigures {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub account_id: AccountId,
    pub username: String,
    pub name: String,
    pub inserted: i64,
    pub active: i64,
}
