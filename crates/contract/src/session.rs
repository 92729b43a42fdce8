//! Signing in and out.

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::domain::Domain;
use crate::operation::ReplyBody;

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Credentials {
    pub username: String,
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub password: String,
}

/// A session that was opened or renewed. The refresh token is sent in an `HttpOnly` cookie.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// JWT for the `Authorization: Bearer` header.
    pub access_token: String,
    /// Seconds until the token expires.
    pub expires_in: i64,
    pub account: Account,
}

impl ReplyBody for Session {}

/// The caller's account, and what it may do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    pub account: Account,
    pub role: sigillo_domain::account::Role,
    /// The domains within its scope, with its permissions on each.
    pub domains: Vec<Domain>,
    /// Ids of the operations that its role allows, regardless of the domain.
    pub operations: Vec<String>,
}

impl ReplyBody for Me {}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordChange {
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub current_password: String,
    /// At least 12 characters. It must not contain the user name.
    #[cfg_attr(feature = "openapi", schema(format = Password, min_length = 12, max_length = 256))]
    pub new_password: String,
}
