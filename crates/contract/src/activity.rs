//! The history of all subjects that the caller may see, as one list.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sigillo_domain::subject::SubjectKind;
use uuid::Uuid;

use crate::history::HistoryRecord;

/// A record of the history of any subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActivityRecord {
    pub subject: ActivitySubject,
    #[serde(flatten)]
    pub record: HistoryRecord,
}

impl ActivityRecord {
    /// The id of the record's event in the stream, which tells records apart in lists too.
    pub fn event_id(&self) -> String {
        format!("{}.{}", self.subject.id, self.record.seq)
    }
}

/// What a record is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActivitySubject {
    pub kind: SubjectKind,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: Uuid,
    /// Its present name; null if it was deleted.
    pub name: Option<String>,
    /// The domain that it is or belongs to.
    pub domain: Option<String>,
    /// The path of its page in the panel; null if it has none that the caller may see.
    pub href: Option<String>,
}

/// Which records.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ActivityQuery {
    /// Names of domains, separated by commas: only the records of these and of their mailboxes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Only what this actor did: the user name or address that the records show.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub person: Option<String>,
    /// Actions, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<sigillo_domain::history::Action>>))]
    pub action: Option<String>,
    /// Kinds of subjects, separated by commas; every one by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<SubjectKind>>))]
    pub subject_kind: Option<String>,
    /// The first day, in Rome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day, in Rome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// `next_cursor` of the previous page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
}

/// The records to export, and the format.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ActivityExportQuery {
    #[cfg_attr(feature = "openapi", param(value_type = crate::schema::ExportFormat))]
    pub format: String,
    /// What separates the cells of a csv: `semicolon` by default, as Excel in Italy expects. Refused
    /// with the other formats.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<crate::schema::ExportSeparator>, default = "semicolon"))]
    pub separator: Option<String>,
    /// Language of the headings; `it` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<sigillo_domain::message::Language>, default = "it"))]
    pub lang: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub person: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<sigillo_domain::history::Action>>))]
    pub action: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<SubjectKind>>))]
    pub subject_kind: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

/// The records to follow.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ActivityEventsQuery {
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 254))]
    pub person: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<sigillo_domain::history::Action>>))]
    pub action: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<SubjectKind>>))]
    pub subject_kind: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// The id of the record after which the stream begins, as in the header `Last-Event-ID`: the id of its
    /// subject, a full stop, and its `seq`. Without either, the stream begins at present.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 64))]
    pub after: Option<String>,
}
