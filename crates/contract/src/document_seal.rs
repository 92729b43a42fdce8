//! The seal of documents, as whoever runs the installation sees it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::document_seal::SealState;

use crate::operation::ReplyBody;

/// The seal of documents of the server that answers. Without a usable key everything about its certificate is
/// null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentSeal {
    pub state: SealState,
    /// Whose seal it is, a distinguished name.
    pub subject: Option<String>,
    pub issuer: Option<String>,
    /// In hexadecimal digits.
    pub serial: Option<String>,
    pub valid_from: Option<DateTime<Utc>>,
    pub valid_until: Option<DateTime<Utc>>,
    /// The whole days until then; 0 once it has expired.
    pub days_left: Option<i64>,
    /// How many contracts are signed and wait for their seal.
    pub waiting: i64,
}

impl ReplyBody for DocumentSeal {}
