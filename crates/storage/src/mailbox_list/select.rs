//! The statement of a page.
//!
//! A page is the first rows of each of its parts, put in one order: a part is all that one range of
//! one index holds, in the order asked for. A domain is one, and of a domain that is filtered each
//! class: a state, a state of the password, and a side of the soft limit. However the filter is put
//! together, what it leaves out is never read.

use sigillo_domain::mailbox::{PasswordState, State};
use sigillo_domain::mailbox_list::{Sort, SortField};
use uuid::Uuid;

use super::{Filter, Key, Position, Rank, Way, hits};
use crate::bind::{Statement, Value};

/// Behind every text that starts with the prefix, in the order of bytes.
const LAST: char = '\u{10FFFF}';

/// What one range of an index holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    domain: Uuid,
    /// All of the domain, where it is not filtered.
    class: Option<Class>,
}

#[derive(Debug, Clone, Copy)]
struct Class {
    state: State,
    password: PasswordState,
    over_soft_limit: bool,
}

/// Which rows a statement is to read.
#[derive(Clone, Copy)]
pub(crate) struct Select<'a> {
    /// `SELECT … FROM mailbox m`: with the columns of the order among them.
    pub what: &'static str,
    pub filter: &'a Filter,
    pub rank: Rank,
    pub sort: Sort,
    pub after: Option<&'a Position>,
    pub limit: usize,
    pub sqlite: bool,
}

/// A filter's choice, or all there is where it makes none.
fn chosen<T: Copy>(choice: &[T], all: &[T]) -> Vec<T> {
    if choice.is_empty() { all.to_vec() } else { choice.to_vec() }
}

fn sides(filter: &Filter) -> &'static [bool] {
    if filter.over_soft_limit { &[true] } else { &[false, true] }
}

impl Select<'_> {
    /// Whether few rows are found by their names: these are tried one by one, and sorted.
    fn few(&self) -> bool {
        matches!(self.rank, Rank::Exact | Rank::Prefix(Way::Index) | Rank::Inside(Way::Index))
    }

    pub fn parts(&self) -> Vec<Part> {
        let filter = self.filter;
        let whole = filter.domains.iter().map(|domain| Part { domain: *domain, class: None });
        if self.few() || !filter.narrows() {
            return whole.collect();
        }
        let mut parts = vec![];
        for part in whole {
            for state in chosen(&filter.states, &State::ALL) {
                for password in chosen(&filter.passwords, &PasswordState::ALL) {
                    let class = |over_soft_limit| Class { state, password, over_soft_limit };
                    let classes = sides(filter).iter().map(|side| class(*side));
                    parts.extend(classes.map(|class| Part { class: Some(class), ..part }));
                }
            }
        }
        parts
    }

    /// The first rows of all these parts together.
    pub fn statement(&self, parts: &[Part]) -> Statement {
        let mut statement = Statement::default();
        if self.rank == Rank::Inside(Way::Index) {
            // The ids are few, of whatever domain.
            statement.push(self.what);
            self.by_ids(&mut statement);
            self.order(&mut statement, "m.");
        } else if let [part] = parts {
            self.part(&mut statement, *part);
        } else {
            for (place, part) in parts.iter().enumerate() {
                statement.push(if place == 0 {
                    "SELECT * FROM ("
                } else {
                    " UNION ALL SELECT * FROM ("
                });
                self.part(&mut statement, *part);
                statement.push(&format!(") AS part{place}"));
            }
            self.order(&mut statement, "");
        }
        statement
    }

    pub fn count(&self) -> Statement {
        let mut statement = Statement::default();
        statement.push("SELECT COUNT(*) FROM mailbox m");
        if self.rank == Rank::Inside(Way::Index) {
            self.by_ids(&mut statement);
            return statement;
        }
        let domains = self.filter.domains.iter();
        statement.push(" WHERE m.domain_id IN ").bind_list(domains.map(|id| Value::Id(*id)));
        self.filters(&mut statement, !self.few());
        self.named(&mut statement);
        statement
    }

    fn order(&self, statement: &mut Statement, of: &str) {
        let order = if self.sort.descending { " DESC" } else { "" };
        statement.push(" ORDER BY ");
        let sign = if of.is_empty() { "" } else { self.sign() };
        if let Some(column) = self.column() {
            statement.push(sign).push(of).push(column).push(order).push(", ");
        }
        statement.push(sign).push(of).push("address").push(order);
        // In the text: with a number of rows it does not know PostgreSQL expects a tenth of them all.
        statement.push(" LIMIT ").push(&self.limit.to_string());
    }

    /// Keeps SQLite from walking the order to find the few that begin with a text: they are at hand.
    fn sign(&self) -> &'static str {
        if self.sqlite && self.rank == Rank::Prefix(Way::Index) { "+" } else { "" }
    }

    fn column(&self) -> Option<&'static str> {
        match self.sort.field {
            SortField::Address => None,
            SortField::LocalPart => Some("local_part"),
            SortField::CreatedAt => Some("created_at"),
            SortField::State => Some("state"),
            SortField::Quota => Some("quota_mb"),
            SortField::Fill => Some("fill"),
        }
    }

    fn part(&self, statement: &mut Statement, part: Part) {
        statement.push(self.what).push(" WHERE m.domain_id = ").bind(Value::Id(part.domain));
        match part.class {
            Some(class) => {
                statement.push(" AND m.state = ").bind(Value::text(class.state.as_str()));
                statement
                    .push(" AND m.password_state = ")
                    .bind(Value::text(class.password.as_str()));
                let side = if class.over_soft_limit { "TRUE" } else { "FALSE" };
                statement.push(" AND m.over_soft_limit = ").push(side);
            }
            None => self.filters(statement, false),
        }
        self.named(statement);
        self.behind(statement, part.class);
        self.order(statement, "m.");
    }

    /// Only what lies behind the position.
    fn behind(&self, statement: &mut Statement, class: Option<Class>) {
        let Some(position) = self.after else { return };
        let beyond = if self.sort.descending { " < " } else { " > " };
        let address = Value::Text(position.address.clone());
        // Of one state all the rows lie before that of the position, in it, or behind it.
        let state = class.filter(|_| self.sort.field == SortField::State);
        if let Some((Class { state, .. }, Key::Text(last))) = state.zip(Some(&position.key)) {
            match (state.as_str().cmp(last), self.sort.descending) {
                (std::cmp::Ordering::Equal, _) => {
                    statement.push(" AND m.address").push(beyond).bind(address);
                }
                (std::cmp::Ordering::Greater, false) | (std::cmp::Ordering::Less, true) => {}
                _ => {
                    statement.push(" AND FALSE");
                }
            }
            return;
        }
        match self.column().zip(position.key.value()) {
            Some((column, key)) => {
                let sign = self.sign();
                statement.push(" AND (").push(sign).push("m.").push(column).push(", ");
                statement.push(sign).push("m.address)").push(beyond);
                statement.bind_list([key, address]);
            }
            None => {
                statement.push(" AND m.address").push(beyond).bind(address);
            }
        }
    }

    /// The filters, to be tried on each row; or, for an index that begins with all three, each told.
    fn filters(&self, statement: &mut Statement, by_index: bool) {
        let filter = self.filter;
        if !filter.narrows() {
            return;
        }
        // The sign keeps SQLite from walking all of a state when the name is at hand.
        let sign = if self.sqlite && !by_index { " AND +m." } else { " AND m." };
        if by_index || !filter.states.is_empty() {
            let states = chosen(&filter.states, &State::ALL);
            statement.push(sign).push("state IN ");
            statement.bind_list(states.into_iter().map(|state| Value::text(state.as_str())));
        }
        if by_index || !filter.passwords.is_empty() {
            let states = chosen(&filter.passwords, &PasswordState::ALL);
            statement.push(sign).push("password_state IN ");
            statement.bind_list(states.into_iter().map(|state| Value::text(state.as_str())));
        }
        if filter.over_soft_limit {
            statement.push(sign).push("over_soft_limit = TRUE");
        } else if by_index {
            statement.push(" AND m.over_soft_limit IN (FALSE, TRUE)");
        }
    }

    /// The condition that the search makes on the name.
    fn named(&self, statement: &mut Statement) {
        let searched = self.filter.search.as_deref().unwrap_or_default();
        let column = if searched.contains('@') { "m.address" } else { "m.local_part" };
        match self.rank {
            Rank::Everything => {}
            Rank::Exact => {
                statement.push(" AND ").push(column).push(" = ").bind(Value::text(searched));
            }
            Rank::Prefix(way) => {
                statement.push(" AND ").push(column).push(" <> ").bind(Value::text(searched));
                self.begins(statement, column, searched);
                if let Some((name, _)) = searched.split_once('@') {
                    // The name is whole, and the index of names gives every order.
                    statement.push(" AND m.local_part = ").bind(Value::text(name));
                } else if way == Way::Walk
                    && self.column().is_some()
                    && self.sort.field != SortField::LocalPart
                {
                    statement.plan_each_time();
                }
            }
            Rank::Inside(_) => {
                elsewhere(statement, searched);
                statement.push(" AND m.local_part LIKE ").bind(Value::Text(containing(searched)));
                statement.push(" ESCAPE '\\'").plan_each_time();
            }
        }
    }

    /// What begins so, as a range of the index that has the order.
    ///
    /// The end of the range on whose side the last page ended is left to the position: of two
    /// conditions on one side SQLite goes by one, and tries every row by the other.
    fn begins(&self, statement: &mut Statement, column: &str, prefix: &str) {
        // A name's beginning is its address's too.
        let by_address = self.sort.field == SortField::Address;
        let column = if by_address { "m.address" } else { column };
        let inside = |position: &Position| match (self.sort.field, &position.key) {
            (SortField::Address, _) => position.address.starts_with(prefix),
            (SortField::LocalPart, Key::Text(name)) => name.starts_with(prefix),
            _ => false,
        };
        let entered = self.after.is_some_and(inside);
        if !entered || self.sort.descending {
            statement.push(" AND ").push(column).push(" >= ").bind(Value::text(prefix));
        }
        if !entered || !self.sort.descending {
            statement.push(" AND ").push(column).push(" < ").bind(last(prefix));
        }
    }

    /// The ids that the trigram index gives, within the domains and the filters.
    fn by_ids(&self, statement: &mut Statement) {
        let searched = self.filter.search.as_deref().unwrap_or_default();
        // The sign keeps SQLite's planner from walking the domain's index when the ids are at hand.
        statement.push(if self.sqlite {
            " WHERE +m.domain_id IN "
        } else {
            " WHERE m.domain_id IN "
        });
        statement.bind_list(self.filter.domains.iter().map(|id| Value::Id(*id)));
        self.filters(statement, false);
        elsewhere(statement, searched);
        statement.push(" AND m.id IN (");
        // MATERIALIZED: the planner must not turn the ids back into a walk.
        statement.push(if self.sqlite { "" } else { "WITH hit AS MATERIALIZED (" });
        hits(statement, searched, self.sqlite);
        statement.push(if self.sqlite { ")" } else { ") SELECT id FROM hit)" });
        self.behind(statement, None);
    }
}

fn last(prefix: &str) -> Value {
    Value::Text(format!("{prefix}{LAST}"))
}

/// All that begins so.
pub(super) fn within(statement: &mut Statement, column: &str, prefix: &str) {
    statement.push(" AND ").push(column).push(" >= ").bind(Value::text(prefix));
    statement.push(" AND ").push(column).push(" < ").bind(last(prefix));
}

/// Not at the beginning: those stand before.
fn elsewhere(statement: &mut Statement, searched: &str) {
    statement.push(" AND NOT (m.address >= ").bind(Value::text(searched));
    statement.push(" AND m.address < ").bind(last(searched)).push(")");
}

/// A LIKE pattern; the backslash is the escape on PostgreSQL, and named as such on `SQLite`.
pub(super) fn containing(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
