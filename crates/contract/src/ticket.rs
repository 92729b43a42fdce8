//! Tickets (B20): what is reported to the support, and the exchange about it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::id::{
    AccountId, OrganizationId, TicketAttachmentId, TicketId, TicketMessageId,
};
use sigillo_domain::ticket::{
    AttachmentFormat, ServiceDesk, TicketEvent, TicketPriority, TicketStatus, TicketType,
};

use crate::operation::ReplyBody;

pub use crate::ticket_context::TicketContext;

/// A ticket, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ticket {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: TicketId,
    /// `SIG-YYYY-000123`, by which people name it.
    pub reference: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub organization_id: OrganizationId,
    pub organization_name: String,
    pub summary: String,
    #[serde(rename = "type")]
    pub ticket_type: TicketType,
    pub priority: TicketPriority,
    pub desk: ServiceDesk,
    pub status: TicketStatus,
    /// User name.
    pub requester: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub requester_id: Option<AccountId>,
    /// The requester's present name.
    pub requester_name: Option<String>,
    /// User name of who has taken it in charge.
    pub assignee: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub assignee_id: Option<AccountId>,
    pub assignee_name: Option<String>,
    /// Whether it waits for an answer of the caller's side.
    pub waits_for_caller: bool,
    pub created_at: DateTime<Utc>,
    /// When something happened last that both sides see.
    pub updated_at: DateTime<Utc>,
    /// When the support has answered for the first time.
    pub first_answer_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub version: i64,
}

/// A ticket with its exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketDetail {
    #[serde(flatten)]
    pub ticket: Ticket,
    pub description: String,
    /// Where the requester is told of what happens.
    pub email: Option<String>,
    /// Of the notices.
    pub language: sigillo_domain::message::Language,
    pub context: Option<TicketContext>,
    /// How it was closed last.
    pub closure: Option<TicketClosure>,
    /// What happened and what was written, oldest first. Notes of the support are there for the support alone.
    pub messages: Vec<TicketMessage>,
    /// Oldest first.
    pub attachments: Vec<TicketAttachment>,
    /// What the caller can do with it now.
    pub may: Vec<TicketEvent>,
}

impl ReplyBody for TicketDetail {
    const VERSION: Option<fn(&Self) -> i64> = Some(|detail| detail.ticket.version);
}

/// How a ticket was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketClosure {
    /// What was found.
    pub problem: String,
    /// What was done.
    pub action: String,
    /// What holds from now on.
    pub solution: String,
}

/// An entry in the exchange of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketMessage {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: TicketMessageId,
    pub at: DateTime<Utc>,
    pub event: TicketEvent,
    /// The status before.
    pub from: TicketStatus,
    /// The status after.
    pub to: TicketStatus,
    /// User name.
    pub author: String,
    /// The author's present name.
    pub author_name: Option<String>,
    pub by_support: bool,
    /// Whether it came by e-mail, whose sender anybody can write.
    pub by_mail: bool,
    /// Whether the support alone sees it.
    pub internal: bool,
    /// Empty where nothing was written.
    pub text: String,
}

/// A file of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketAttachment {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: TicketAttachmentId,
    /// The entry that it was sent with; null for a file of the description.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub message_id: Option<TicketMessageId>,
    /// The name of the file.
    pub name: String,
    pub format: AttachmentFormat,
    pub bytes: i64,
    /// Of the content, in hexadecimal digits.
    pub sha256: String,
    /// Whether the support alone sees it.
    pub internal: bool,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
}

impl ReplyBody for TicketAttachment {}

/// A new ticket.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketCreate {
    /// Only an operator must give it; others open tickets of their own organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    /// One line.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, min_length = 1, max_length = 200))]
    pub summary: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_length = 10_000))]
    pub description: String,
    /// `medium` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<TicketPriority>,
    /// `problem` by default. The service desk follows from it.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub ticket_type: Option<TicketType>,
    /// Where the requester is told of what happens. If it is left out, it is that of the caller's last ticket; an
    /// empty text is nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: Option<String>,
    /// The language of what is written there; `it` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<sigillo_domain::message::Language>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<TicketContext>,
}

/// A change of a ticket.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<TicketPriority>,
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub ticket_type: Option<TicketType>,
    /// Only the support gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<ServiceDesk>,
}

/// What happens to a ticket, with what is written about it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketMessageCreate {
    /// `answer` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<TicketEvent>,
    /// Required but with `take`, `release`, `approve` and `close`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_length = 10_000))]
    pub text: String,
    /// With `close`: what was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub problem: Option<String>,
    /// With `close`: what was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub action: Option<String>,
    /// With `close`: what holds from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub solution: Option<String>,
}

/// What is said of a file that is added to a ticket.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct TicketUpload {
    /// The name of the file.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(required, min_length = 1, max_length = 255))]
    pub name: String,
    /// The entry of the exchange that it is sent with, which the caller has written; without it, the file belongs to
    /// the description.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub message: Option<TicketMessageId>,
}

/// Which tickets, in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct TicketQuery {
    /// Part of the reference, the summary or the description, whatever its case and accents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Statuses, separated by commas; every status by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<TicketStatus>>))]
    pub status: Option<String>,
    /// Priorities, separated by commas; every priority by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<TicketPriority>>))]
    pub priority: Option<String>,
    /// Types, separated by commas; every type by default.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<TicketType>>))]
    pub ticket_type: Option<String>,
    /// Service desks, separated by commas; every desk by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<ServiceDesk>>))]
    pub desk: Option<String>,
    /// Queues, separated by commas, of which a ticket is in each.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<sigillo_domain::ticket::TicketQueue>>))]
    pub queue: Option<String>,
    /// Only the tickets of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    /// Opened on this day in Rome or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_from: Option<NaiveDate>,
    /// Opened on this day in Rome or before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_to: Option<NaiveDate>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(updated_at|created_at|reference)$", default = "-updated_at")
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

crate::page::list_query!(TicketQuery);

/// Which tickets a file has, in which form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct TicketExportQuery {
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
    pub q: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<TicketStatus>>))]
    pub status: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<TicketPriority>>))]
    pub priority: Option<String>,
    /// As in the list.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<TicketType>>))]
    pub ticket_type: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<ServiceDesk>>))]
    pub desk: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<sigillo_domain::ticket::TicketQueue>>))]
    pub queue: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Uuid>))]
    pub organization_id: Option<OrganizationId>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_from: Option<NaiveDate>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_to: Option<NaiveDate>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(updated_at|created_at|reference)$", default = "-updated_at")
    )]
    pub sort: Option<String>,
}

impl TicketExportQuery {
    /// The list, without its page.
    pub fn list(&self) -> TicketQuery {
        TicketQuery {
            q: self.q.clone(),
            status: self.status.clone(),
            priority: self.priority.clone(),
            ticket_type: self.ticket_type.clone(),
            desk: self.desk.clone(),
            queue: self.queue.clone(),
            organization_id: self.organization_id,
            created_from: self.created_from,
            created_to: self.created_to,
            sort: self.sort.clone(),
            ..TicketQuery::default()
        }
    }
}
