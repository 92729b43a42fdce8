//! Signing in and out.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::document_seal::DocumentSeal;
use crate::domain::Domain;
use crate::operation::ReplyBody;
use crate::preferences::Preferences;
use crate::service::ServiceInfo;

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
    /// The same as `GET /me/preferences`.
    pub preferences: Preferences,
    /// The same as `GET /info`.
    pub service: ServiceInfo,
    /// The same as `GET /document-seal`; null for whoever may not ask for it.
    #[serde(default)]
    pub document_seal: Option<DocumentSeal>,
    /// How many changes of holder wait for a decision that the caller could take; null for whoever may take none.
    #[serde(default)]
    pub holder_changes_to_decide: Option<i64>,
}

impl ReplyBody for Me {}

/// The password of the session's account, given once more.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Confirmation {
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub password: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionConfirmation {
    /// Until when the session may do what needs a confirmation.
    pub confirmed_until: DateTime<Utc>,
}

impl ReplyBody for SessionConfirmation {}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordChange {
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub current_password: String,
    /// At least 12 visible characters. It must not contain the user name, repeat itself, be one of the
    /// most used passwords or the present one, or consist of the names of the person, the organisation
    /// or the service.
    #[cfg_attr(feature = "openapi", schema(format = Password, min_length = 12, max_length = 256))]
    pub new_password: String,
}
