//! Tickets (B20): the list with its queues, one of them with its exchange, and reporting a problem.

mod act;
mod canned_answers;
mod classify;
mod context;
mod create;
mod detail;
mod exchange;
mod files;
mod history;
mod list;
mod outage_note;
mod refused_mail;

use leptos::prelude::*;
use serde_json::Value;
use sigillo_contract::operations::CreateTicket;
use sigillo_domain::account::Role;
use sigillo_domain::ticket::{ServiceDesk, TicketPriority, TicketStatus, TicketType};
use sigillo_kit::mailbox_fields::FieldWords;
use sigillo_kit::routes::with_query;

use crate::components::Icon;
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::{router, session};

pub use canned_answers::CannedAnswers;
pub use create::Create;
pub use detail::Detail;
pub use list::{List, QUEUE};
pub use refused_mail::RefusedMailList;

/// The query keys of the page that reports a problem.
mod report_key {
    pub const PAGE: &str = "pagina";
    pub const TRACE: &str = "errore";
}

/// Whether the account is of the support.
fn is_support() -> bool {
    session::role() == Some(Role::Operator)
}

/// The status of a ticket. The colour only repeats what the word says.
#[component]
fn StatusBadge(status: TicketStatus) -> impl IntoView {
    let class = match status {
        TicketStatus::WaitingForSupport => "state state-words state-pending",
        TicketStatus::InProgress => "state state-words state-active",
        TicketStatus::WaitingForCustomer | TicketStatus::NeedApproval => {
            "state state-words state-expired"
        }
        TicketStatus::Closed => "state state-words state-cancelled",
    };
    view! { <span class=class>{move || texts().tickets().status_name(status)}</span> }
}

/// The address of the page that reports a problem seen on the page at `path`.
fn report_href(path: &str, trace_id: &str) -> String {
    let from = if path == Route::NewTicket.href() { "" } else { path };
    with_query(Route::NewTicket, &[(report_key::PAGE, from), (report_key::TRACE, trace_id)])
}

/// The link of every page that reports a problem with it.
#[component]
pub fn ReportLink() -> impl IntoView {
    let path = router::path();
    let href = move || report_href(&path.get(), "");
    session::may::<CreateTicket>().then(|| {
        view! {
            <a class="report-link" href=href>
                <Icon name="it-help-circle" />
                <span>{t!(tickets.report)}</span>
            </a>
        }
    })
}

/// The link of an error screen that reports the error, with the code that finds it in the log.
pub fn report_error(trace_id: &str) -> AnyView {
    let href = report_href(&router::path().get_untracked(), trace_id);
    let link = session::may::<CreateTicket>().then(|| {
        view! { <a class="btn btn-outline-primary" href=href>{t!(tickets.report)}</a> }
    });
    link.into_any()
}

/// The fields of a ticket in the activity.
pub const TICKET_FIELDS: FieldWords = FieldWords { name: field_name, value: field_value };

fn field_name(field: &str) -> String {
    let words = texts().tickets();
    match field {
        "reference" => words.reference(),
        "ticket_type" => words.kind(),
        "priority" => words.priority(),
        "desk" => words.desk(),
        "status" => words.status(),
        "requester" => words.requester(),
        "assignee" => words.assignee(),
        "organization_id" => words.organization(),
        // Whatever else there is, is a file or a field that only a newer server has.
        other if other.starts_with("attachment.") => words.attachments(),
        other => return other.to_owned(),
    }
    .to_owned()
}

fn field_value(field: &str, value: &Value) -> String {
    let Some(text) = value.as_str() else {
        let size = value.get("bytes").and_then(Value::as_i64);
        return size.map_or_else(|| "–".to_owned(), crate::i18n::file_size);
    };
    let words = texts().tickets();
    let name = match field {
        "ticket_type" => TicketType::parse(text).map(|it| words.type_name(it)),
        "priority" => TicketPriority::parse(text).map(|it| words.priority_name(it)),
        "desk" => ServiceDesk::parse(text).map(|it| words.desk_name(it)),
        "status" => TicketStatus::parse(text).map(|it| words.status_name(it)),
        _ => None,
    };
    name.unwrap_or(text).to_owned()
}
