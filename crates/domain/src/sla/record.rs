//! What people have said about a period: corrections, announced maintenance, and its end.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{MinuteState, Period, SlaComponent};
use crate::id::{MaintenanceId, SlaCorrectionId, SlaPeriodId};
use crate::subject::SubjectRef;

/// A period about which something was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodRecord {
    pub id: SlaPeriodId,
    pub period: Period,
    /// None until its figures are frozen.
    pub closure: Option<Closure>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// The figures of a period as they were frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    pub at: DateTime<Utc>,
    /// User name.
    pub by: String,
    /// The figures as a JSON text, byte for byte as they were hashed.
    pub content: String,
}

impl Closure {
    /// Of the content, in hexadecimal digits.
    pub fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.content.as_bytes()))
    }
}

impl PeriodRecord {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }

    /// The fields of its own whose changes the history records.
    pub fn audited_fields(&self) -> Vec<(&'static str, Value)> {
        let closure = self.closure.as_ref();
        vec![
            ("period", json!(self.period)),
            ("closed_at", closure.map_or(Value::Null, |closure| json!(instant(closure.at)))),
            ("closed_by", json!(closure.map(|closure| &closure.by))),
            // Of the content as it is now, so that an altered one is found.
            ("sha256", json!(closure.map(Closure::sha256))),
        ]
    }
}

/// A correction as it was entered. It is never changed: a later one counts over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionRecord {
    pub id: SlaCorrectionId,
    pub period_id: SlaPeriodId,
    pub component: SlaComponent,
    pub state: MinuteState,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub reason: String,
    pub created_at: DateTime<Utc>,
    /// User name.
    pub created_by: String,
}

impl CorrectionRecord {
    /// As a field of its period.
    pub fn audited_field(&self) -> (String, Value) {
        let value = json!({
            "component": self.component,
            "state": self.state,
            "starts_at": instant(self.starts_at),
            "ends_at": instant(self.ends_at),
            "reason": self.reason,
            "created_at": instant(self.created_at),
            "created_by": self.created_by,
        });
        (format!("correction.{}", self.id), value)
    }
}

/// Maintenance that was announced before it began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maintenance {
    pub id: MaintenanceId,
    /// The period in which it begins.
    pub period_id: SlaPeriodId,
    pub components: Vec<SlaComponent>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub description: String,
    pub announced_at: DateTime<Utc>,
    /// User name.
    pub announced_by: String,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub version: i64,
}

impl Maintenance {
    /// Whether it is announced for a component.
    pub fn is_of(&self, component: SlaComponent) -> bool {
        self.withdrawn_at.is_none() && self.components.contains(&component)
    }

    /// As a field of its period.
    pub fn audited_field(&self) -> (String, Value) {
        let value = json!({
            "components": self.components,
            "starts_at": instant(self.starts_at),
            "ends_at": instant(self.ends_at),
            "description": self.description,
            "announced_at": instant(self.announced_at),
            "announced_by": self.announced_by,
            "withdrawn_at": self.withdrawn_at.map(instant),
        });
        (format!("maintenance.{}", self.id), value)
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}
