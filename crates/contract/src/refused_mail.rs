//! E-mails to the support that no ticket has taken.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::id::{TicketId, TicketMailId};
use sigillo_domain::ticket::MailRefusal;

use crate::operation::ReplyBody;

/// An e-mail that was refused. It is kept in the mailbox of the support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusedMail {
    #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
    pub id: TicketMailId,
    pub received_at: DateTime<Utc>,
    /// The address that it says to be from; empty if there is none, or several.
    pub sender: String,
    pub subject: String,
    pub reason: MailRefusal,
    /// The ticket that it names, if it does.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub ticket_id: Option<TicketId>,
    /// The reference of that ticket.
    pub reference: Option<String>,
}

impl ReplyBody for RefusedMail {}

/// Which e-mails, newest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct RefusedMailQuery {
    /// Reasons, separated by commas; every reason by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<MailRefusal>>))]
    pub reason: Option<String>,
    /// The field to order by, with a `-` before it for descending order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = "^-?(received_at)$", default = "-received_at")
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

crate::page::list_query!(RefusedMailQuery);
