//! Statements whose text is built step by step, with their values.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use crate::engine::{Connection, Engine};
use crate::error::StorageError;
use crate::timeouts::with_timeout;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Int(i64),
    Time(DateTime<Utc>),
    Id(Uuid),
    Bool(bool),
    OptionalText(Option<String>),
    OptionalInt(Option<i64>),
    OptionalTime(Option<DateTime<Utc>>),
    OptionalId(Option<Uuid>),
}

impl Value {
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub fn id(id: impl Into<Uuid>) -> Self {
        Self::Id(id.into())
    }

    pub fn optional_id(id: Option<impl Into<Uuid>>) -> Self {
        Self::OptionalId(id.map(Into::into))
    }
}

/// What the macros of this crate bind: a value of a type that sqlx knows, or a typed id, which is
/// bound as its UUID. sqlx is not taught the id types themselves, because `domain`, where they
/// are, does not depend on it.
pub(crate) trait Bind {
    type Bound;

    fn bound(self) -> Self::Bound;
}

macro_rules! bind_as_they_are {
    ($($type:ty),*) => {
        $(
            impl Bind for $type {
                type Bound = Self;

                fn bound(self) -> Self {
                    self
                }
            }
        )*
    };
}

bind_as_they_are!(bool, Option<bool>, i64, &[u8], &str, String, &String, DateTime<Utc>, Uuid);
bind_as_they_are!(Option<i64>, Option<&str>, Option<String>, &Option<String>);
bind_as_they_are!(Option<DateTime<Utc>>, Option<Uuid>);

macro_rules! bind_ids {
    ($($id:ty),*) => {
        $(
            impl Bind for $id {
                type Bound = Uuid;

                fn bound(self) -> Uuid {
                    self.uuid()
                }
            }

            impl Bind for Option<$id> {
                type Bound = Option<Uuid>;

                fn bound(self) -> Option<Uuid> {
                    self.map(<$id>::uuid)
                }
            }
        )*
    };
}

sigillo_domain::for_each_id!(bind_ids);

/// A statement under construction: only fixed pieces of text are pushed, and every value is bound
/// to a placeholder.
#[derive(Debug, Default, Clone)]
pub(crate) struct Statement {
    text: String,
    values: Vec<Value>,
    depends_on_values: bool,
}

impl Statement {
    /// An INSERT of rows; None when there are no rows.
    pub fn insert<const N: usize>(
        into: &str,
        rows: impl IntoIterator<Item = [Value; N]>,
    ) -> Option<Self> {
        let mut statement = Self::default();
        statement.push(into).push(" VALUES ").bind_rows(rows);
        (!statement.values.is_empty()).then_some(statement)
    }

    pub fn push(&mut self, piece: &str) -> &mut Self {
        self.text.push_str(piece);
        self
    }

    pub fn bind(&mut self, value: Value) -> &mut Self {
        self.values.push(value);
        // Writing into a String cannot fail.
        let _ = write!(self.text, "${}", self.values.len());
        self
    }

    /// Wraps the text so far in two pieces.
    pub fn wrap(&mut self, before: &str, behind: &str) -> &mut Self {
        self.text.insert_str(0, before);
        self.push(behind)
    }

    /// Makes PostgreSQL plan the statement for each set of values, because the best plan depends on
    /// them and a generic plan would be used for all.
    pub fn plan_each_time(&mut self) -> &mut Self {
        self.depends_on_values = true;
        self
    }

    /// `(a, b, c)`.
    pub fn bind_list(&mut self, values: impl IntoIterator<Item = Value>) -> &mut Self {
        self.push("(");
        for (place, value) in values.into_iter().enumerate() {
            if place > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self.push(")")
    }

    /// Adds the condition that a column of ids holds one of these, which are one value however many.
    pub fn one_of_ids(
        &mut self,
        column: &str,
        ids: impl IntoIterator<Item = impl Into<Uuid>>,
        sqlite: bool,
    ) -> &mut Self {
        let ids = ids.into_iter().map(|id| id.into().simple().to_string());
        self.push(column);
        if sqlite {
            let ids: Vec<_> = ids.map(|id| format!("\"{id}\"")).collect();
            self.push(" IN (SELECT unhex(value) FROM json_each(");
            self.bind(Value::Text(format!("[{}]", ids.join(",")))).push("))")
        } else {
            let ids: Vec<_> = ids.collect();
            self.push(" = ANY((");
            self.bind(Value::Text(format!("{{{}}}", ids.join(",")))).push(")::text::uuid[])")
        }
    }

    /// `(a, b), (c, d)`: the rows of a VALUES.
    pub fn bind_rows<const N: usize>(
        &mut self,
        rows: impl IntoIterator<Item = [Value; N]>,
    ) -> &mut Self {
        for (place, row) in rows.into_iter().enumerate() {
            if place > 0 {
                self.push(", ");
            }
            self.bind_list(row);
        }
        self
    }

    pub async fn fetch_all<R>(self, on: &mut impl Connection) -> Result<Vec<R>, StorageError>
    where
        R: Send + Unpin,
        R: for<'r> sqlx::FromRow<'r, SqliteRow>,
        R: for<'r> sqlx::FromRow<'r, PgRow>,
    {
        macro_rules! run {
            ($connection:expr, $kept:expr) => {{
                // Safe, because `push` only receives texts of this crate.
                let mut query = sqlx::query_as::<_, R>(AssertSqlSafe(self.text)).persistent($kept);
                for value in self.values {
                    query = match value {
                        Value::Text(text) => query.bind(text),
                        Value::Int(number) => query.bind(number),
                        Value::Time(time) => query.bind(time),
                        Value::Id(id) => query.bind(id),
                        Value::Bool(truth) => query.bind(truth),
                        Value::OptionalText(text) => query.bind(text),
                        Value::OptionalInt(number) => query.bind(number),
                        Value::OptionalTime(time) => query.bind(time),
                        Value::OptionalId(id) => query.bind(id),
                    };
                }
                query.fetch_all($connection)
            }};
        }
        let rows = match on.engine() {
            Engine::Sqlite(connection) => run!(connection, true).await,
            Engine::Postgres(connection) => {
                with_timeout(run!(connection, !self.depends_on_values)).await
            }
        };
        rows.map_err(|error| on.failure(error))
    }

    /// Runs a statement that selects one number, such as a count, and returns the number.
    pub async fn number(self, on: &mut impl Connection) -> Result<i64, StorageError> {
        Ok(self.fetch_all::<(i64,)>(on).await?.first().map_or(0, |(number,)| *number))
    }

    /// Like [`Statement::fetch_all`], for a statement that returns no rows.
    pub async fn execute(self, on: &mut impl Connection) -> Result<(), StorageError> {
        self.fetch_all::<()>(on).await.map(drop)
    }
}
