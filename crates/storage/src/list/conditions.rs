//! The WHERE clause of a list.

use chrono::{DateTime, Utc};
use sigillo_domain::text_enum::TextEnum;
use uuid::Uuid;

use crate::bind::{Statement, Value};

/// Conditions that a row must all meet. Columns are texts of this crate; every value is bound to a
/// placeholder.
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

    /// The statement, for the rest of a condition.
    pub fn statement(&mut self) -> &mut Statement {
        self.statement
    }

    /// Adds a comparison with a value; None adds no condition.
    pub fn equals(&mut self, column: &str, value: Option<Value>) -> &mut Self {
        if let Some(value) = value {
            self.and().push(column).push(" = ").bind(value);
        }
        self
    }

    /// Adds a filter by several values; if there are none, every row passes.
    pub fn one_of<T: TextEnum>(&mut self, column: &str, values: &[T]) -> &mut Self {
        let values = values.iter().map(|value| Value::text(value.as_str()));
        if values.len() > 0 {
            self.and().push(column).push(" IN ").bind_list(values);
        }
        self
    }

    /// Limits the list to a scope; if there are no ids, no row passes.
    pub fn within(
        &mut self,
        column: &str,
        ids: impl IntoIterator<Item = impl Into<Uuid>>,
    ) -> &mut Self {
        let mut ids = ids.into_iter().map(Value::id).peekable();
        if ids.peek().is_some() {
            self.and().push(column).push(" IN ").bind_list(ids);
        } else {
            self.and().push("FALSE");
        }
        self
    }

    /// Limits a time to a range from one moment, inclusive, to another, exclusive.
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

    /// Adds a search: one of the columns contains the text. Both must be folded
    /// ([`sigillo_domain::search_text`]), because LIKE treats upper case differently on the two
    /// engines.
    pub fn contains(&mut self, columns: &[&str], folded: Option<&str>) -> &mut Self {
        let texts: Vec<_> = columns.iter().map(|column| (*column, folded)).collect();
        self.contains_any(&texts)
    }

    /// Within a condition: a column contains a folded text.
    pub fn contains_here(&mut self, column: &str, folded: &str) -> &mut Statement {
        let statement = self.statement.push(column).push(" LIKE ");
        statement.bind(Value::Text(pattern(folded))).push(" ESCAPE '\\'")
    }

    /// Like [`Conditions::contains`], where each column has a text of its own; those without one are not
    /// looked at, and if there are none, every row passes.
    pub fn contains_any(&mut self, texts: &[(&str, Option<&str>)]) -> &mut Self {
        let texts: Vec<_> =
            texts.iter().filter_map(|(column, text)| Some((*column, (*text)?))).collect();
        if texts.is_empty() {
            return self;
        }
        let statement = self.and().push("(");
        for (place, (column, text)) in texts.into_iter().enumerate() {
            statement.push(if place > 0 { " OR " } else { "" }).push(column);
            statement.push(" LIKE ").bind(Value::Text(pattern(text))).push(" ESCAPE '\\'");
        }
        statement.push(")");
        self
    }
}

/// The LIKE pattern for values that contain a text.
fn pattern(text: &str) -> String {
    format!("%{}", prefix_pattern(text))
}

/// The LIKE pattern for values that begin with a text.
pub(crate) fn prefix_pattern(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("{escaped}%")
}
