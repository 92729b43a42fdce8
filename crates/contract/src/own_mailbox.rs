//! The requests of a mailbox's user, in a session or with a link from a message.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::client_servers::ClientServers;
use sigillo_domain::history::{Action, ActorKind};
pub use sigillo_domain::link::LinkPurpose;
use sigillo_domain::mailbox::{MailboxState, PasswordState};

use crate::history::Change;
use crate::operation::ReplyBody;
use crate::own_receipts::PreservedFigures;

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxCredentials {
    /// The whole address.
    pub address: String,
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub password: String,
}

/// A mailbox as its own user sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnMailbox {
    pub address: String,
    pub state: MailboxState,
    pub password_state: PasswordState,
    pub password_set_at: Option<DateTime<Utc>>,
    pub password_expires_at: Option<DateTime<Utc>>,
    pub communication_email: Option<String>,
    /// A new address that is not confirmed yet, and has no effect until it is.
    pub unconfirmed_email: Option<String>,
    /// In MB of 1 048 576 bytes.
    pub quota_mb: i64,
    /// In MB.
    pub soft_limit_mb: i64,
    /// Measured use of space; null if no mail host is configured.
    pub used_bytes: Option<i64>,
    /// Whether receipts of certified mail are preserved from now on.
    pub preservation: bool,
    /// What is preserved; null where nothing was yet.
    #[serde(default)]
    pub preserved: Option<PreservedFigures>,
    /// How webmail and mail programs reach it.
    pub client_servers: ClientServers,
    pub created_at: DateTime<Utc>,
    /// Up to ten, newest first, without the administrators' notes.
    pub last_changes: Vec<OwnChange>,
}

impl ReplyBody for OwnMailbox {}

/// A change to the mailbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnChange {
    pub at: DateTime<Utc>,
    /// The role of whoever made the change; not their name.
    pub by: ActorKind,
    pub action: Action,
    pub changes: Vec<Change>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxPasswordChange {
    /// The whole address.
    pub address: String,
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub current_password: String,
    /// At least 12 visible characters. It must not contain the name of the mailbox, repeat itself, be one
    /// of the most used passwords or of the last 5, or consist of the names of the domain or the service.
    #[cfg_attr(feature = "openapi", schema(format = Password, min_length = 12, max_length = 256))]
    pub new_password: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordLinkRequest {
    /// The whole address of the mailbox.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, max_length = 254))]
    pub address: String,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommunicationEmailChange {
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, max_length = 254))]
    pub communication_email: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, format = Password))]
    pub current_password: String,
}

/// The part of a link after its `#`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkToken {
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub token: String,
}

/// What a valid link is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkInfo {
    pub purpose: LinkPurpose,
    /// The mailbox's address, masked, so that whoever finds a link does not learn it.
    pub mailbox: String,
    /// The address to confirm; null for the other purposes.
    pub communication_email: Option<String>,
    pub expires_at: DateTime<Utc>,
}

impl ReplyBody for LinkInfo {}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordByLink {
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub token: String,
    /// At least 12 visible characters. It must not contain the name of the mailbox, repeat itself, be one
    /// of the most used passwords or of the last 5, or consist of the names of the domain or the service.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, format = Password, min_length = 12, max_length = 256))]
    pub new_password: String,
}
