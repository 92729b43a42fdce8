//! What messages with a report say.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::report::ReportName;

/// The content of a message with a report, which is made and attached when the message is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tells", rename_all = "snake_case")]
pub enum ReportMessage {
    Ready {
        report: ReportName,
        /// The last day of the report.
        to: NaiveDate,
        /// The name of the domain that it is limited to.
        domain: Option<String>,
        /// The display name of whoever has it sent.
        set_by: String,
    },
}
