//! The values of messages whose subject is an organisation.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use sigillo_app::OutgoingMessage;
use sigillo_contract::panel_page::mailbox_list;
use sigillo_domain::message::OrganizationMessage;
use sigillo_domain::number_text::grouped;
use sigillo_domain::service_term::ENDING_SOON;

use super::super::words::{date, time};
use super::Values;

pub(super) fn add(
    values: &mut Values,
    message: &OutgoingMessage,
    content: &OrganizationMessage,
    public_url: &str,
) {
    let language = message.language;
    match content {
        OrganizationMessage::Checkpoint { at, position, line } => values.extend([
            ("panel", public_url.into()),
            ("at", time(language, *at).into()),
            ("position", (*position).into()),
            ("line", line.as_str().into()),
        ]),
        OrganizationMessage::ServiceDigest { day, ending, terminating, suppressed, to_cancel } => {
            let number = |number: &i64| grouped(*number, language).into();
            values.extend([
                ("organization", message.subject_name.as_str().into()),
                ("day", date(language, *day).into()),
                ("ending", number(ending)),
                ("terminating", number(terminating)),
                ("suppressed", number(suppressed)),
                ("to_cancel", number(to_cancel)),
                ("ending_url", list(public_url, &ending_filters(*day)).into()),
                ("to_cancel_url", list(public_url, &to_cancel_filters()).into()),
            ]);
        }
    }
}

fn list(public_url: &str, filters: &Value) -> String {
    let none = Map::new();
    format!("{public_url}{}", mailbox_list(filters.as_object().unwrap_or(&none), None))
}

fn ending_filters(day: NaiveDate) -> Value {
    let before = day.checked_add_signed(ENDING_SOON).unwrap_or(day);
    json!({"state": "active,disabled", "request": "none", "expires_before": before})
}

fn to_cancel_filters() -> Value {
    json!({"state": "suppressed", "request": "termination"})
}
