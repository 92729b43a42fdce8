//! The columns of a csv and of a sheet: one table, so that the two cannot drift apart.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use sigillo_domain::mailbox_list::Listed;

use super::words::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Address,
    Name,
    Domain,
    State,
    Password,
    CommunicationEmail,
    Quota,
    SoftLimit,
    Used,
    Preservation,
    CreatedAt,
    CreatedBy,
    ActivatedAt,
    ExpiresAt,
    CancelledAt,
}

/// What stands in a cell, before a format gives it its form.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'m> {
    Text(Cow<'m, str>),
    Megabytes(i64),
    Bytes(i64),
    Moment(DateTime<Utc>),
    /// Not known, or not yet: never a made-up figure.
    Empty,
}

impl Column {
    pub const ALL: [Column; 15] = [
        Column::Address,
        Column::Name,
        Column::Domain,
        Column::State,
        Column::Password,
        Column::CommunicationEmail,
        Column::Quota,
        Column::SoftLimit,
        Column::Used,
        Column::Preservation,
        Column::CreatedAt,
        Column::CreatedBy,
        Column::ActivatedAt,
        Column::ExpiresAt,
        Column::CancelledAt,
    ];

    /// The heading, without a unit.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Column::Address => language.choose("Casella", "Mailbox"),
            Column::Name => language.choose("Nome", "Name"),
            Column::Domain => language.choose("Dominio", "Domain"),
            Column::State => language.choose("Stato", "State"),
            Column::Password => "Password",
            Column::CommunicationEmail => {
                language.choose("E-mail di comunicazione", "Communication e-mail")
            }
            Column::Quota => "Quota",
            Column::SoftLimit => "Soft limit",
            Column::Used => language.choose("Spazio usato", "Used space"),
            Column::Preservation => language.choose("Conservazione", "Preservation"),
            Column::CreatedAt => language.choose("Creata il", "Created on"),
            Column::CreatedBy => language.choose("Creata da", "Created by"),
            Column::ActivatedAt => language.choose("Attivata il", "Activated on"),
            Column::ExpiresAt => language.choose("Scadenza", "Expires on"),
            Column::CancelledAt => language.choose("Cancellata il", "Cancelled on"),
        }
    }

    pub fn value(self, mailbox: &Listed, language: Language) -> Value<'_> {
        match self {
            Column::Address => text(&mailbox.address),
            Column::Name => text(&mailbox.local_part),
            Column::Domain => text(mailbox.domain()),
            Column::State => text(language.state(mailbox.state)),
            Column::Password => text(language.password(mailbox.password_state)),
            Column::CommunicationEmail => {
                mailbox.communication_email.as_deref().map_or(Value::Empty, text)
            }
            Column::Quota => Value::Megabytes(mailbox.quota_mb),
            Column::SoftLimit => Value::Megabytes(mailbox.soft_limit_mb),
            Column::Used => mailbox.used_bytes.map_or(Value::Empty, Value::Bytes),
            Column::Preservation => text(language.yes_or_no(mailbox.preservation)),
            Column::CreatedAt => Value::Moment(mailbox.created_at),
            Column::CreatedBy => text(&mailbox.created_by),
            Column::ActivatedAt => moment(mailbox.activated_at),
            Column::ExpiresAt => moment(mailbox.expires_at),
            Column::CancelledAt => moment(mailbox.cancelled_at),
        }
    }
}

fn text(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}

fn moment(at: Option<DateTime<Utc>>) -> Value<'static> {
    at.map_or(Value::Empty, Value::Moment)
}
