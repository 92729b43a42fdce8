//! The service itself.

use serde::{Deserialize, Serialize};

use crate::operation::ReplyBody;

/// Whether the service can do its work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    /// `ok`: the database answers.
    pub status: String,
    pub version: String,
}

impl ReplyBody for Health {}

/// The public information about the service, shown before sign-in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceInfo {
    /// Telephone number of the support; null where none is configured.
    pub support_phone: Option<String>,
    /// Opening hours of the support, as text.
    pub support_hours: Option<String>,
    pub version: String,
}

impl ReplyBody for ServiceInfo {}
