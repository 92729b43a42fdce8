//! Domains.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sigillo_domain::client_servers::ClientServers;
use sigillo_domain::id::{DomainId, OrganizationId, PlanId};
use sigillo_domain::mail_domain::Onboarding;
use sigillo_domain::message::Language;
use sigillo_domain::permission::Permission;
use sigillo_domain::restore::FieldEdit;

use crate::operation::ReplyBody;
use crate::plan::PlanSummary;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Domain {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: DomainId,
    pub name: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub organization_id: OrganizationId,
    pub organization_name: String,
    pub onboarding: Onboarding,
    /// Whether the domain's contract includes the preservation of receipts. It is only recorded: the panel
    /// preserves nothing yet.
    pub preservation_available: bool,
    /// Default quota of a mailbox, in MB.
    pub default_quota_mb: i64,
    /// Months from the activation of a mailbox to the end of its service.
    pub mailbox_term_months: i64,
    /// Days from when a user sets the password of a mailbox until it expires.
    pub password_lifetime_days: i64,
    /// Language of the messages to the users of its mailboxes.
    pub language: Language,
    /// The plans that it offers; none where mailboxes have no plan.
    #[serde(default)]
    pub plans: Vec<PlanSummary>,
    /// Of these, the plan of a new mailbox that names none.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub default_plan: Option<PlanId>,
    /// How webmail and mail programs reach its mailboxes: a part of the welcome message.
    #[serde(default)]
    pub client_servers: ClientServers,
    pub created_at: DateTime<Utc>,
    pub version: i64,
    /// What the caller may do with the domain's mailboxes.
    pub permissions: Vec<Permission>,
}

impl ReplyBody for Domain {
    const VERSION: Option<fn(&Self) -> i64> = Some(|domain| domain.version);
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DomainCreate {
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid, required))]
    pub organization_id: OrganizationId,
    /// Lowercased; unique in the whole service.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 3, max_length = 189))]
    pub name: String,
    /// `direct` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onboarding: Option<Onboarding>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preservation_available: Option<bool>,
    /// 1000 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub default_quota_mb: Option<i64>,
    /// 24 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 120))]
    pub mailbox_term_months: Option<i64>,
    /// 90 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 730))]
    pub password_lifetime_days: Option<i64>,
    /// `it` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Ids of the plans that it offers, at most 100; none by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Uuid>>, max_items = 100))]
    pub plans: Option<Vec<PlanId>>,
    /// One of its plans that is still offered; required where it offers any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub default_plan: Option<PlanId>,
    /// How webmail and mail programs reach its mailboxes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_servers: Option<ClientServers>,
}

/// A field that is missing or null stays as it is. Name and organisation of a domain cannot change.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DomainPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onboarding: Option<Onboarding>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preservation_available: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_048_576))]
    pub default_quota_mb: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 120))]
    pub mailbox_term_months: Option<i64>,
    /// Applies to passwords set from now on: current ones keep their expiry date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 730))]
    pub password_lifetime_days: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Ids of the plans that it offers from now on, at most 100. Without any, it has no default plan either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Uuid>>, max_items = 100))]
    pub plans: Option<Vec<PlanId>>,
    /// One of its plans that is still offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub default_plan: Option<PlanId>,
    /// How webmail and mail programs reach its mailboxes, as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_servers: Option<ClientServers>,
}

impl FieldEdit for DomainPatch {
    fn set(&mut self, field: &str, value: &Value) -> Option<()> {
        match field {
            "onboarding" => self.onboarding = Some(Onboarding::parse(value.as_str()?)?),
            "preservation_available" => self.preservation_available = Some(value.as_bool()?),
            "default_quota_mb" => self.default_quota_mb = Some(value.as_i64()?),
            "mailbox_term_months" => self.mailbox_term_months = Some(value.as_i64()?),
            "password_lifetime_days" => self.password_lifetime_days = Some(value.as_i64()?),
            "language" => self.language = Some(Language::parse(value.as_str()?)?),
            "plans" => self.plans = Some(Vec::deserialize(value).ok()?),
            // Without a default there were no plans, and without plans there is no default.
            "default_plan" if value.is_null() => {}
            "default_plan" => self.default_plan = Some(value.as_str()?.parse().ok()?),
            "client_servers" => self.client_servers = Some(ClientServers::deserialize(value).ok()?),
            _ => return None,
        }
        Some(())
    }

    fn can_empty(field: &str) -> bool {
        field == "default_plan"
    }
}

/// Which domains, in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct DomainQuery {
    /// Part of the domain's name or of its organisation's, whatever its case and accents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only the domains of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    /// Onboardings, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<Onboarding>>))]
    pub onboarding: Option<String>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(name|organization_name|created_at)$", default = "name")
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

crate::page::list_query!(DomainQuery);
