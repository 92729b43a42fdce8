//! The WHERE clause of a list.

use chrono::{DateTime, Utc};
use sigillo_domain::text_enum::TextEnum;
use uuid::Uuid;

use crate::bind::{Statement, Value};

/// Conditions that a row must meet, all of them. Columns are texts of this crate; every value goes in
/// by placeholder.
pub(crate) struct Conditions<'s> {
    statement: &'s mut Statement,
    any: bool,
}

impl<'s> Conditions<'s> {
    pub fn new(statement: &'s mut Statement) -> Self {
        Self { statement, any: false }
    }

    /// The statement, ready for one more condition.
    pub fn and(&mut self) -> &mut Statement {
        self.statement.push(if self.any { " AND " } else { " WHERE " });
        self.any = true;
        self.statement
    }

    /// Nothing when there is no value to compare with.
    pub fn equals(&mut self, column: &str, value: Option<Value>) -> &mut Self {
        if let Some(value) = value {
            self.and().push(column).push(" = ").bind(value);
        }
        self
    }

    /// A filter by several values; without any, every row passes.
    pub fn one_of<T: TextEnum>(&mut self, column: &str, values: &[T]) -> &mut Self {
        let values = values.iter().map(|value| Value::text(value.as_str()));
        if values.len() > 0 {
            self.and().push(column).push(" IN ").bind_list(values);
        }
        self
    }

    /// A scope; without any id, no row is in it.
    pub fn within(&mut self, column: &str, ids: impl IntoIterator<Item = Uuid>) -> &mut Self {
        let mut ids = ids.into_iter().map(Value::Id).peekable();
        if ids.peek().is_some() {
            self.and().push(column).push(" IN ").bind_list(ids);
        } else {
            self.and().push("FALSE");
        }
        self
    }

    /// From a moment on, and before another.
    pub fn between(
        &mut self,
        column: &str,
        from: Option<DateTime<Utc>>,
        to: Option<DateTime<Utc>>,
    ) -> &mut Self {
        if let Some(from) = from {
            self.and().push(column).push(" >= ").bind(Value::Time(from));
        }
        if let Some(to) = to {
            self.and().push(column).push(" < ").bind(Value::Time(to));
        }
        self
    }

    /// A search: one of the columns contains the text. Both must be folded
    /// ([`sigillo_domain::search_text`]): how LIKE takes upper case differs between the engines.
    pub fn contains(&mut self, columns: &[&str], folded: Option<&str>) -> &mut Self {
        let Some(text) = folded else { return self };
        let pattern = pattern(text);
        let statement = self.and().push("(");
        for (place, column) in columns.iter().enumerate() {
            statement.push(if place > 0 { " OR " } else { "" }).push(column);
            statement.push(" LIKE ").bind(Value::text(&pattern)).push(" ESCAPE '\\'");
        }
        statement.push(")");
        self
    }
}

/// The LIKE pattern of what contains a text.
fn pattern(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
