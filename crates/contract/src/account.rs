//! Accounts of the panel.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sigillo_domain::account::{AccountState, Role};
use sigillo_domain::id::{AccountId, OrganizationId};
use sigillo_domain::permission::Permission;
use sigillo_domain::restore::FieldEdit;

use crate::operation::ReplyBody;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: AccountId,
    pub username: String,
    pub display_name: String,
    pub role: Role,
    /// Null for an operator.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    pub organization_name: Option<String>,
    /// `pending` until the provider has enabled it; only `enabled` may sign in.
    pub state: AccountState,
    /// What an assistant may do, by domain; empty for the other roles, which follow from the role.
    pub grants: Vec<DomainGrant>,
    pub created_at: DateTime<Utc>,
    pub enabled_at: Option<DateTime<Utc>>,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    pub version: i64,
}

impl ReplyBody for Account {
    const VERSION: Option<fn(&Self) -> i64> = Some(|account| account.version);
}

/// What an assistant may do on one domain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DomainGrant {
    /// Name of a domain of the assistant's organisation.
    pub domain: String,
    /// Without `view` the others have no effect.
    pub permissions: Vec<Permission>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountCreate {
    /// Lowercased; unique in the whole service.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 3, max_length = 64))]
    pub username: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 120))]
    pub display_name: String,
    /// A postmaster can create assistants only.
    pub role: Role,
    /// Required unless the role is operator. A postmaster's own organisation by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    /// The first password: at least 12 visible characters. It must not contain the user name, repeat
    /// itself, be one of the most used passwords, or consist of the names of the person, the
    /// organisation or the service.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, format = Password, min_length = 12, max_length = 256))]
    pub password: String,
    /// Whether the account is enabled at once. For operators only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// For an assistant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<DomainGrant>,
}

/// A field that is missing or null stays as it is. A new password and `disabled` end the account's
/// sessions at once; new grants apply from its next request. Password, state and grants need a
/// confirmed session (`confirm_session`).
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 120))]
    pub display_name: Option<String>,
    /// Only an operator can enable an account for the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::schema::AccountStateChange>))]
    pub state: Option<AccountState>,
    /// Of another account: one's own changes with `change_own_password`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = Password, min_length = 12, max_length = 256))]
    pub password: Option<String>,
    /// Replaces all grants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grants: Option<Vec<DomainGrant>>,
}

impl FieldEdit for AccountPatch {
    fn set(&mut self, field: &str, value: &Value) -> Option<()> {
        match field {
            "display_name" => self.display_name = Some(value.as_str()?.to_owned()),
            "state" => self.state = Some(AccountState::parse(value.as_str()?)?),
            "grants" => {
                let grants = BTreeMap::<String, Vec<Permission>>::deserialize(value).ok()?;
                let grant = |(domain, permissions)| DomainGrant { domain, permissions };
                self.grants = Some(grants.into_iter().map(grant).collect());
            }
            _ => return None,
        }
        Some(())
    }
}

/// The filters and the order of the list of accounts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct AccountQuery {
    /// Part of the user name or of the display name, whatever its case and accents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Roles, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<Role>>))]
    pub role: Option<String>,
    /// States, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<AccountState>>))]
    pub state: Option<String>,
    /// Only the accounts of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(
            pattern = "^-?(username|display_name|role|state|created_at|last_sign_in_at)$",
            default = "username"
        )
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

crate::page::list_query!(AccountQuery);
