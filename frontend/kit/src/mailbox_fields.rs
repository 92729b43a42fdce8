//! The names and values of a mailbox's fields as texts, for its history and its forms.

use serde_json::Value;
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::service_term::ServiceRequest;

use crate::i18n::{megabytes, texts};
use crate::{document_fields, identification_fields};

/// The names and values of the fields of one kind of subject.
#[derive(Clone, Copy)]
pub struct FieldWords {
    /// The label of a field, by its name in the API.
    pub name: fn(&str) -> String,
    pub value: fn(&str, &Value) -> String,
}

/// The fields of a mailbox.
pub const MAILBOX_FIELDS: FieldWords = FieldWords { name: field_name, value: field_value };

fn field_name(field: &str) -> String {
    let t = texts();
    match field {
        "address" => t.detail().address(),
        "communication_email" => t.forms().communication_email(),
        "state" => t.forms().state(),
        "quota_mb" => t.forms().quota(),
        "soft_limit_mb" => t.forms().soft_limit(),
        "password_state" => t.detail().password(),
        "recipient" => t.detail().recipient(),
        "note" => t.detail().note(),
        "preservation" => t.words().preservation(),
        "plan" => t.words().plan(),
        "archive_mb" => t.words().archive_quota(),
        "reseller" => t.words().reseller(),
        "managed_by" => t.words().managed_by(),
        "expires_at" => t.detail().expires(),
        "request" => t.words().request(),
        "request_document_id" => t.words().request_document(),
        "state_before_end" => t.words().state_before_end(),
        "holder_id" => t.words().holder(),
        "holder_address_id" => t.words().holder_address(),
        "holder_company_id" => t.words().holder_company(),
        // A field that only a newer server has is shown under its API name.
        other => {
            let known = document_fields::field_name(other);
            return known
                .or_else(|| identification_fields::field_name(other))
                .unwrap_or(other)
                .to_owned();
        }
    }
    .to_owned()
}

fn field_value(field: &str, value: &Value) -> String {
    let words = texts().words();
    let known = document_fields::field_value(field, value);
    if let Some(text) = known.or_else(|| identification_fields::field_value(field, value)) {
        return text;
    }
    match value {
        Value::Null => texts().forms().empty().to_owned(),
        Value::Bool(yes) => words.yes_no(*yes).to_owned(),
        Value::Number(number) if field.ends_with("_mb") => {
            number.as_i64().map_or_else(|| number.to_string(), megabytes)
        }
        Value::String(text) if field == "expires_at" => {
            text.parse().map_or_else(|_| text.clone(), crate::i18n::date)
        }
        Value::String(text) if field == "request" => ServiceRequest::parse(text)
            .map_or_else(|| text.clone(), |request| words.service_request(request).to_owned()),
        Value::String(text) if matches!(field, "state" | "state_before_end") => {
            MailboxState::parse(text)
                .map_or_else(|| text.clone(), |state| words.state(state).to_owned())
        }
        Value::String(text) if field == "password_state" => PasswordState::parse(text)
            .map_or_else(|| text.clone(), |state| words.password_is(state).to_owned()),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
