//! The end of the service of mailboxes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A renewal of the service of a mailbox.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxRenewal {
    /// The last day of the service, in Rome. By default the term of the domain is added to the present end, or to
    /// today where that has passed, up to the end of the month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// A termination of the service of a mailbox.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxTermination {
    /// The last day of the service, in Rome: today at the earliest, and not after the present end. A mailbox that is
    /// suppressed already stays so, whatever the day.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub at: Option<NaiveDate>,
}
