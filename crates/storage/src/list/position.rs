//! The position where a page of a list ends, and how the next page starts after it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigillo_domain::list::check_time;
use uuid::Uuid;

use crate::bind::{Statement, Value};

/// The position where a page ended: sort key and id of its last row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The place of the rank, in a search that goes through several.
    #[serde(default, skip_serializing_if = "is_first")]
    rank: u8,
    key: Key,
    id: Uuid,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_first(rank: &u8) -> bool {
    *rank == 0
}

/// A sort key; None where the column holds NULL.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Key {
    Text(Option<String>),
    Int(Option<i64>),
    Time(Option<DateTime<Utc>>),
    Id(Uuid),
}

impl Position {
    pub(crate) fn new(key: Key, id: Uuid) -> Self {
        Self { rank: 0, key, id }
    }

    pub(crate) fn in_rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }

    pub(crate) fn rank(&self) -> u8 {
        self.rank
    }

    /// Whether the key is a text that begins with another.
    pub(crate) fn begins_with(&self, text: &str) -> bool {
        matches!(&self.key, Key::Text(Some(key)) if key.starts_with(text))
    }
}

impl Key {
    /// None for NULL.
    fn value(&self) -> Option<Value> {
        match self {
            Key::Text(text) => text.clone().map(Value::Text),
            Key::Int(number) => number.map(Value::Int),
            Key::Time(time) => time.map(Value::Time),
            Key::Id(id) => Some(Value::id(*id)),
        }
    }
}

/// How the key of a sort column is read from a row.
pub(crate) enum KeyOf<R> {
    Text(fn(&R) -> String),
    Int(fn(&R) -> i64),
    Time(fn(&R) -> DateTime<Utc>),
    Id(fn(&R) -> Uuid),
    /// A column that may hold NULL.
    OptionalText(fn(&R) -> Option<String>),
    OptionalTime(fn(&R) -> Option<DateTime<Utc>>),
}

impl<R> KeyOf<R> {
    pub fn of(&self, row: &R) -> Key {
        match self {
            KeyOf::Text(read) => Key::Text(Some(read(row))),
            KeyOf::OptionalText(read) => Key::Text(read(row)),
            KeyOf::Int(read) => Key::Int(Some(read(row))),
            KeyOf::Time(read) => Key::Time(Some(read(row))),
            KeyOf::OptionalTime(read) => Key::Time(read(row)),
            KeyOf::Id(read) => Key::Id(read(row)),
        }
    }
}

/// A column that a list can be sorted by.
pub(crate) struct SortColumn<R> {
    /// The column, with `COLLATE "C"` on PostgreSQL where it holds text: otherwise the order would
    /// depend on the database's locale.
    pub sql: &'static str,
    pub key: KeyOf<R>,
    /// Whether no two rows have the same value, so that no tie needs breaking and an index on the
    /// column alone has the order.
    pub unique: bool,
}

impl<R> SortColumn<R> {
    pub const fn new(sql: &'static str, key: KeyOf<R>) -> Self {
        Self { sql, key, unique: false }
    }

    pub const fn unique(sql: &'static str, key: KeyOf<R>) -> Self {
        Self { sql, key, unique: true }
    }

    fn is_nullable(&self) -> bool {
        matches!(self.key, KeyOf::OptionalText(_) | KeyOf::OptionalTime(_))
    }

    /// Whether a position can belong to a list sorted by this column. Whatever a cursor contains,
    /// no engine is asked to compare a text with a time.
    pub fn fits(&self, position: &Position) -> bool {
        let kind = match (&self.key, &position.key) {
            (KeyOf::Text(_) | KeyOf::OptionalText(_), Key::Text(_))
            | (KeyOf::Int(_), Key::Int(_))
            | (KeyOf::Id(_), Key::Id(_)) => true,
            (KeyOf::Time(_) | KeyOf::OptionalTime(_), Key::Time(time)) => {
                time.is_none_or(|time| check_time(time).is_ok())
            }
            _ => false,
        };
        kind && (self.is_nullable() || position.key.value().is_some())
    }

    /// Limits the list to the rows after a position. NULL sorts before every value.
    pub fn beyond(
        &self,
        position: &Position,
        id: &str,
        descending: bool,
        statement: &mut Statement,
    ) {
        let sign = if descending { " < " } else { " > " };
        match position.key.value() {
            Some(key) if self.unique => {
                statement.push(self.sql).push(sign).bind(key);
            }
            Some(key) => {
                statement.push("((").push(self.sql).push(", ").push(id).push(")").push(sign);
                statement.bind_list([key, Value::id(position.id)]);
                if self.is_nullable() && descending {
                    statement.push(" OR ").push(self.sql).push(" IS NULL");
                }
                statement.push(")");
            }
            None => {
                statement.push("((").push(self.sql).push(" IS NULL AND ").push(id).push(sign);
                statement.bind(Value::id(position.id)).push(")");
                if !descending {
                    statement.push(" OR ").push(self.sql).push(" IS NOT NULL");
                }
                statement.push(")");
            }
        }
    }

    /// Limits the list to the rows up to a position. The column holds no NULL.
    pub fn up_to(
        &self,
        position: &Position,
        id: &str,
        descending: bool,
        statement: &mut Statement,
    ) {
        let sign = if descending { " >= " } else { " <= " };
        statement.push("(").push(self.sql).push(", ").push(id).push(")").push(sign);
        statement.bind_list(position.key.value().into_iter().chain([Value::id(position.id)]));
    }

    pub fn order(&self, id: &str, descending: bool, statement: &mut Statement) {
        let direction = if descending { " DESC" } else { "" };
        statement.push(" ORDER BY ").push(self.sql).push(direction);
        if self.is_nullable() {
            // This is the default on SQLite but not on PostgreSQL.
            statement.push(if descending { " NULLS LAST" } else { " NULLS FIRST" });
        }
        if !self.unique {
            statement.push(", ").push(id).push(direction);
        }
    }
}
