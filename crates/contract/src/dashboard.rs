//! What an office looks at every morning (B3).

use chrono::{DateTime, NaiveDate, Utc};
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
    pub attention: Attention,
}

impl ReplyBody for Dashboard {}

/// Domains and mailboxes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxFigures {
    /// All that were ever entered.
    pub inserted: i64,
    pub active: i64,
    /// Awaiting activation.
    pub pending: i64,
    pub activated_then_cancelled: i64,
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

/// What needs somebody's hands. Each figure is the length of a list, in the caller's scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attention {
    /// Mailboxes at or over their soft limit.
    pub over_soft_limit: i64,
    /// Mailboxes with an expired password.
    pub passwords_expired: i64,
    /// Mailboxes in service that end within 30 days, and of which nothing was requested.
    pub ending_soon: i64,
    /// The day in Rome before which those end, as the list's `expires_before`.
    pub ending_before: NaiveDate,
    /// Mailboxes with a message that was not delivered, of whose kind none was sent since.
    pub undelivered_messages: i64,
    /// Mailboxes with a change that the mail host has not carried out, though it was tried.
    pub unapplied_effects: i64,
    /// Contracts that wait for a signature.
    pub contracts_open: i64,
    /// Of these, the ones whose link was ended by wrong codici fiscali.
    pub contracts_blocked: i64,
    /// Documents with a signature on which no verdict could be reached.
    pub documents_undetermined: i64,
    /// Changes of holder that wait for a decision.
    pub holder_changes_pending: i64,
    /// Tickets that wait for an answer of the caller's side; null for whoever sees none.
    pub tickets_waiting: Option<i64>,
    /// Components of the service with an outage that has not ended.
    pub outages: i64,
    /// Accounts that wait to be enabled; null for whoever cannot enable them.
    pub accounts_pending: Option<i64>,
}
