//! Mailboxes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::mailbox::{PasswordState, State, Warning};
use uuid::Uuid;

use crate::operation::ReplyBody;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mailbox {
    pub id: Uuid,
    pub address: String,
    pub local_part: String,
    /// Name of the domain.
    pub domain: String,
    pub state: State,
    pub password_state: PasswordState,
    pub password_set_at: Option<DateTime<Utc>>,
    /// When the password ends: access is blocked from then on, delivery is not.
    pub password_expires_at: Option<DateTime<Utc>>,
    /// The ordinary address that notices about the mailbox go to.
    pub communication_email: Option<String>,
    /// In MB of 1 048 576 bytes.
    pub quota_mb: i64,
    /// Use at which the user is warned, in MB.
    pub soft_limit_mb: i64,
    /// Measured use; null where it was never measured, or the messages were destroyed.
    pub used_bytes: Option<i64>,
    pub preservation: bool,
    pub created_at: DateTime<Utc>,
    /// User name of who created it.
    pub created_by: String,
    pub activated_at: Option<DateTime<Utc>>,
    /// End of the service.
    pub expires_at: Option<DateTime<Utc>>,
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Grows by one with each change; also the `ETag`.
    pub version: i64,
}

impl ReplyBody for Mailbox {
    const VERSION: Option<fn(&Self) -> i64> = Some(|mailbox| mailbox.version);
}

/// A mailbox after a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxUpdated {
    #[serde(flatten)]
    pub mailbox: Mailbox,
    /// What was done but is advised against: `quota_below_use`.
    pub warnings: Vec<Warning>,
}

impl ReplyBody for MailboxUpdated {
    const VERSION: Option<fn(&Self) -> i64> = Some(|updated| updated.mailbox.version);
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxCreate {
    /// Name of a domain that the caller may create in.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub domain: String,
    /// Letters, digits and `. - _`, no dot at either end nor two in a row; lowercased.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 64))]
    pub local_part: String,
    /// Where the instructions to set the password go.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, max_length = 254))]
    pub communication_email: String,
    /// Only where the domain has `preservation_available`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preservation: Option<bool>,
    /// The domain's default when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub quota_mb: Option<i64>,
    /// 80 % of the quota when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub soft_limit_mb: Option<i64>,
}

/// All of it is done or none. What is left out, or null, stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub communication_email: Option<String>,
    /// `active` or `disabled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::schema::MailboxStateChange>))]
    pub state: Option<State>,
    /// A new quota takes its soft limit with it (80 %), unless one is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub quota_mb: Option<i64>,
    /// At most the quota.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub soft_limit_mb: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preservation: Option<bool>,
}

/// Which mailboxes, in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct MailboxQuery {
    /// Name of a domain; every domain in the caller's reach when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Part of a name. An exact match comes first, then those that begin with it, then those that
    /// contain it. A whole address finds the one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Comma list of states; every state when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<State>>))]
    pub state: Option<String>,
    /// Comma list of password states (`to_set`, `valid`, `expired`); every one when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<PasswordState>>))]
    pub password_state: Option<String>,
    /// `over_soft_limit`: those alone that hold as much as their soft limit, or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^(over_soft_limit)?$"))]
    pub fill: Option<String>,
    /// `address`, `local_part`, `created_at`, `state`, `quota_mb` or `fill` (use against the quota);
    /// `-` in front for descending.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(
            pattern = "^-?(address|local_part|created_at|state|quota_mb|fill)$",
            default = "local_part"
        )
    )]
    pub sort: Option<String>,
    /// `next_cursor` of the page before; good only with the same filters and order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 200; 50 unless told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// `exact` adds `total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::Count>))]
    pub count: Option<String>,
}

/// Which mailboxes go into which kind of file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ExportQuery {
    /// `csv`, `xlsx` or `pdf`.
    #[cfg_attr(feature = "openapi", param(value_type = crate::schema::ExportFormat))]
    pub format: String,
    /// Between the cells of a csv: `semicolon`, as Excel in Italy opens it, unless `comma` is asked
    /// for. The other formats have none, and take no such parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::ExportSeparator>, default = "semicolon"))]
    pub separator: Option<String>,
    /// Language of the headings: `it` unless `en` is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<sigillo_domain::message::Language>, default = "it"))]
    pub lang: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<State>>))]
    pub state: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<PasswordState>>))]
    pub password_state: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^(over_soft_limit)?$"))]
    pub fill: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(address|local_part|created_at|state|quota_mb|fill)$")
    )]
    pub sort: Option<String>,
}
