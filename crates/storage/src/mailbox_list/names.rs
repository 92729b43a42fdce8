//! What is asked of a name.

use crate::bind::{Statement, Value};

/// Behind every text that starts with the prefix, in the order of bytes.
const LAST: char = '\u{10FFFF}';

/// The text somewhere in the name: of an address, which stands in every index that has an order.
pub(super) fn contains(statement: &mut Statement, searched: &str, sqlite: bool) {
    if sqlite {
        let pattern = format!("{}@%", containing(searched));
        statement.push(" AND m.address LIKE ").bind(Value::Text(pattern)).push(" ESCAPE '\\'");
    } else {
        // Of a pattern PostgreSQL would guess how many names have it, by the hundred names it knows: where
        // that is none it reads all the others rather than walk until a page is full.
        statement.push(" AND strpos(m.address, ").bind(Value::text(searched));
        statement.push(") BETWEEN 1 AND strpos(m.address, '@')");
    }
}

pub(super) fn last(prefix: &str) -> Value {
    Value::Text(format!("{prefix}{LAST}"))
}

/// All that begins so.
pub(super) fn within(statement: &mut Statement, column: &str, prefix: &str) {
    statement.push(" AND ").push(column).push(" >= ").bind(Value::text(prefix));
    statement.push(" AND ").push(column).push(" < ").bind(last(prefix));
}

/// All whose address does not begin so.
pub(super) fn outside(statement: &mut Statement, prefix: &str) {
    statement.push(" AND NOT (m.address >= ").bind(Value::text(prefix));
    statement.push(" AND m.address < ").bind(last(prefix)).push(")");
}

/// A LIKE pattern; the backslash is the escape on PostgreSQL, and named as such on `SQLite`.
pub(super) fn containing(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
