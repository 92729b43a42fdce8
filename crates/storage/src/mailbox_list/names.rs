//! Conditions on names.

use crate::bind::{Statement, Value};

/// The character that sorts after every other one in byte order.
const LAST: char = '\u{10FFFF}';

/// Adds the condition that the name contains the text.
pub(super) fn contains(statement: &mut Statement, searched: &str, sqlite: bool) {
    statement.push(" AND ");
    name_contains(statement, searched, sqlite);
}

/// Adds the expression that the name contains the text. It is on the address, which is in every
/// index that has an order.
fn name_contains(statement: &mut Statement, searched: &str, sqlite: bool) {
    if sqlite {
        let pattern = format!("{}@%", containing(searched));
        statement.push("m.address LIKE ").bind(Value::Text(pattern)).push(" ESCAPE '\\'");
    } else {
        // `strpos` is used because PostgreSQL would estimate the hits of a pattern from the hundred
        // names in its statistics: if none of them matches, it reads all rows instead of scanning
        // until a page is full.
        statement.push("strpos(m.address, ").bind(Value::text(searched));
        statement.push(") BETWEEN 1 AND strpos(m.address, '@')");
    }
}

/// The end of the range of texts that begin with another.
pub(crate) fn last(prefix: &str) -> Value {
    Value::Text(format!("{prefix}{LAST}"))
}

/// Adds the condition that a column begins with a text.
pub(super) fn within(statement: &mut Statement, column: &str, prefix: &str) {
    statement.push(" AND ").push(column).push(" >= ").bind(Value::text(prefix));
    statement.push(" AND ").push(column).push(" < ").bind(last(prefix));
}

/// Adds the condition that the address does not begin with a text.
pub(super) fn outside(statement: &mut Statement, prefix: &str) {
    statement.push(" AND NOT (m.address >= ").bind(Value::text(prefix));
    statement.push(" AND m.address < ").bind(last(prefix)).push(")");
}

/// Adds the condition that a search by name does not find the mailbox.
pub(super) fn not_found_by_name(statement: &mut Statement, searched: &str, sqlite: bool) {
    if searched.contains('@') {
        outside(statement, searched);
    } else {
        statement.push(" AND NOT (");
        name_contains(statement, searched, sqlite);
        statement.push(")");
    }
}

/// A LIKE pattern for values that contain a text. The backslash is PostgreSQL's default escape; on
/// `SQLite` the statement has to declare it.
pub(crate) fn containing(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
