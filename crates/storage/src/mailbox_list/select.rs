//! The statement of a page.
//!
//! When a list is scanned in its order, a page is merged from the first rows of each of its parts. A
//! part is one range of one index, which has the order asked for: a whole domain or, when the list is
//! filtered, each class of a domain (a state, a password state, and a side of the soft limit). So rows
//! that the filter excludes are never read, and of rows outside the page only the index is read.

use sigillo_domain::id::{DomainId, MailboxId};
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::mailbox_list::{Sort, SortField};

use super::names::{contains, last, not_found_by_name, outside};
use super::texts::TextField;
use super::{Filter, Key, Kind, Position, Rank, SearchPlan, narrowed};
use crate::bind::{Statement, Value};
use crate::holder_list::mailbox_holds;

/// The rows in one range of an index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    domain: DomainId,
    /// None for the whole domain, when the list is not filtered.
    class: Option<Class>,
}

#[derive(Debug, Clone, Copy)]
struct Class {
    state: MailboxState,
    password: PasswordState,
    over_soft_limit: bool,
}

/// Which rows a statement is to read.
#[derive(Clone, Copy)]
pub(crate) struct Select<'a> {
    /// Columns of `mailbox m`.
    pub columns: &'static str,
    pub filter: &'a Filter,
    pub rank: &'a Rank,
    pub sort: Sort,
    pub after: Option<&'a Position>,
    pub limit: usize,
    pub sqlite: bool,
}

/// The values that a filter selects, or all values when it selects none.
fn chosen<T: Copy>(choice: &[T], all: &[T]) -> Vec<T> {
    if choice.is_empty() { all.to_vec() } else { choice.to_vec() }
}

fn sides(filter: &Filter) -> &'static [bool] {
    if filter.over_soft_limit { &[true] } else { &[false, true] }
}

impl Select<'_> {
    /// Whether an index on the names or texts finds the rows. They are few, so each is checked against the
    /// filter, and they are sorted.
    fn few(&self) -> bool {
        self.rank.plan != SearchPlan::Scan
    }

    /// The parts that the list is scanned by, in groups of at most `most` to a statement. When an index
    /// on the names or texts finds the rows, it is one group without parts: one statement reads all domains.
    pub fn portions(&self, most: usize) -> Vec<Vec<Part>> {
        let parts = self.parts();
        if parts.is_empty() {
            vec![vec![]]
        } else {
            parts.chunks(most).map(<[_]>::to_vec).collect()
        }
    }

    fn parts(&self) -> Vec<Part> {
        let filter = self.filter;
        if self.few() {
            return vec![];
        }
        let whole = filter.domains.iter().map(|domain| Part { domain: *domain, class: None });
        if !filter.narrows() {
            return whole.collect();
        }
        let mut parts = vec![];
        for part in whole {
            for state in chosen(&filter.states, &MailboxState::ALL) {
                for password in chosen(&filter.passwords, &PasswordState::ALL) {
                    let class = |over_soft_limit| Class { state, password, over_soft_limit };
                    let classes = sides(filter).iter().map(|side| class(*side));
                    parts.extend(classes.map(|class| Part { class: Some(class), ..part }));
                }
            }
        }
        parts
    }

    /// The statement for the first rows of these parts, merged.
    pub fn statement(&self, parts: &[Part]) -> Statement {
        let mut statement = Statement::default();
        statement.push("SELECT ").push(self.columns);
        match parts {
            [] => {
                statement.push(" FROM mailbox m");
                self.in_domains(&mut statement);
                self.behind(&mut statement, None);
                self.order(&mut statement, "m.");
            }
            [part] if !self.tries_many() => {
                self.part(&mut statement, *part);
                self.order(&mut statement, "m.");
            }
            parts => {
                self.merged(&mut statement, parts);
                return statement;
            }
        }
        self.limited(&mut statement);
        statement
    }

    /// Whether the scan checks many more rows than it returns, by the columns of the index alone. With
    /// other columns in the statement, PostgreSQL would fetch every row that it checks.
    fn tries_many(&self) -> bool {
        !self.sqlite && self.rank.kind == Kind::Inside && self.rank.plan == SearchPlan::Scan
    }

    /// Both engines merge the parts row by row and stop when the page is full. PostgreSQL merges
    /// only subqueries that are ordered themselves; given such subqueries, SQLite would read up to
    /// a page of each.
    fn merged(&self, statement: &mut Statement, parts: &[Part]) {
        let alone = !self.sqlite;
        statement.push(" FROM (");
        for (place, part) in parts.iter().enumerate() {
            statement.push(if place == 0 { "" } else { " UNION ALL " });
            statement.push(if alone { "SELECT * FROM (SELECT " } else { "SELECT " });
            if let Some(column) = self.column() {
                statement.push("m.").push(column).push(", ");
            }
            statement.push("m.address");
            self.part(statement, *part);
            if alone {
                self.order(statement, "m.");
                self.limited(statement);
                statement.push(&format!(") AS part{place}"));
            }
        }
        self.order(statement, "");
        self.limited(statement);
        // CROSS keeps SQLite from scanning all mailboxes for the rows of the page.
        let join = if self.sqlite { " CROSS JOIN mailbox m ON" } else { " JOIN mailbox m ON" };
        statement.push(") AS page").push(join).push(" m.address = page.address");
        self.order(statement, "m.");
    }

    /// Selects these columns, such as a count, of all rows of the rank.
    pub fn whole(&self, columns: &str) -> Statement {
        let mut statement = Statement::default();
        statement.push("SELECT ").push(columns).push(" FROM mailbox m");
        self.in_domains(&mut statement);
        statement
    }

    /// Like [`Select::whole`], for the rows whose names contain the text, in all ranks.
    pub fn whole_of_all_names(&self, columns: &str) -> Statement {
        let mut statement = Statement::default();
        statement.push("SELECT ").push(columns).push(" FROM mailbox m WHERE m.domain_id IN ");
        statement.bind_list(self.filter.domains.iter().map(|id| Value::id(*id)));
        self.filters(&mut statement, true);
        contains(&mut statement, self.filter.search.as_deref().unwrap_or_default(), self.sqlite);
        self.texts(&mut statement);
        statement
    }

    /// Adds the conditions for all rows of the domains that pass the filters and the search.
    fn in_domains(&self, statement: &mut Statement) {
        let ids = matches!(self.rank.plan, SearchPlan::Ids(_) | SearchPlan::Holders(_));
        // The unary plus keeps SQLite from scanning the domain's index when the ids are known.
        let sign = if self.sqlite && ids { "+" } else { "" };
        statement.push(" WHERE ").push(sign).push("m.domain_id IN ");
        statement.bind_list(self.filter.domains.iter().map(|id| Value::id(*id)));
        self.filters(statement, !self.few());
        self.searched(statement);
    }

    fn order(&self, statement: &mut Statement, of: &str) {
        let order = if self.sort.descending { " DESC" } else { "" };
        statement.push(" ORDER BY ");
        if matches!(self.rank.plan, SearchPlan::Holders(_)) {
            // Expressions, which no index has: both engines would rather walk the list in its order, and look
            // for the mailboxes of these holders there.
            for column in self.column().into_iter().chain(["address"]) {
                statement.push("COALESCE(m.").push(column).push(", m.").push(column).push(")");
                statement.push(order).push(if column == "address" { "" } else { ", " });
            }
            return;
        }
        let sign = if of.is_empty() { "" } else { self.sign() };
        if let Some(column) = self.column() {
            statement.push(sign).push(of).push(column).push(order).push(", ");
        }
        statement.push(sign).push(of).push("address").push(order);
    }

    fn limited(&self, statement: &mut Statement) {
        // The limit is part of the text, because PostgreSQL expects a tenth of all rows for a limit
        // that it does not know when planning.
        statement.push(" LIMIT ").push(&self.limit.to_string());
    }

    /// A unary plus that keeps SQLite from scanning in the order of the list for the few names that
    /// begin with a text, which the name index finds.
    fn sign(&self) -> &'static str {
        let Rank { kind, plan } = self.rank;
        if self.sqlite && *kind == Kind::Prefix && *plan == SearchPlan::NameRange {
            "+"
        } else {
            ""
        }
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
        statement.push(" FROM mailbox m");
        if self.sqlite {
            // The index is named because, among those that begin with a class, SQLite chose another
            // one for a class of which it had seen few rows, and then sorted the 15,000 rows of the
            // class.
            statement.push(" INDEXED BY ").push(self.index(part.class.is_some()));
        }
        statement.push(" WHERE m.domain_id = ").bind(Value::id(part.domain));
        if let Some(class) = part.class {
            statement.push(" AND m.state = ").bind(Value::text(class.state.as_str()));
            statement.push(" AND m.password_state = ").bind(Value::text(class.password.as_str()));
            let side = if class.over_soft_limit { "TRUE" } else { "FALSE" };
            statement.push(" AND m.over_soft_limit = ").push(side);
        }
        self.searched(statement);
        self.behind(statement, part.class);
    }

    /// The index that has the order.
    fn index(&self, of_class: bool) -> &'static str {
        match (self.sort.field, of_class) {
            (SortField::Address, false) => "mailbox_by_address",
            (SortField::LocalPart, false) => "mailbox_by_name",
            (SortField::CreatedAt, false) => "mailbox_by_creation",
            (SortField::State, false) => "mailbox_by_state",
            (SortField::Quota, false) => "mailbox_by_quota",
            (SortField::Fill, false) => "mailbox_by_fill",
            (SortField::Address | SortField::State, true) => "mailbox_class_by_address",
            (SortField::LocalPart, true) => "mailbox_class_by_name",
            (SortField::CreatedAt, true) => "mailbox_class_by_creation",
            (SortField::Quota, true) => "mailbox_class_by_quota",
            (SortField::Fill, true) => "mailbox_class_by_fill",
        }
    }

    /// Adds the condition that a row comes after the position.
    fn behind(&self, statement: &mut Statement, class: Option<Class>) {
        let Some(position) = self.after else { return };
        let beyond = if self.sort.descending { " < " } else { " > " };
        let address = Value::Text(position.address.clone());
        // The rows of this part share one state, which sorts before, equal to or after the
        // position's state.
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

    /// Adds the filters. They are checked on each row or, for an index that begins with all three
    /// columns, include a condition on each of the columns.
    fn filters(&self, statement: &mut Statement, by_index: bool) {
        let filter = self.filter;
        if !filter.narrows() {
            return;
        }
        // The unary plus keeps SQLite from scanning a whole state when the name index finds the
        // rows.
        let sign = if self.sqlite && !by_index { " AND +m." } else { " AND m." };
        if by_index || !filter.states.is_empty() {
            let states = chosen(&filter.states, &MailboxState::ALL);
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

    /// Adds the conditions of the search, and of the filters by texts.
    fn searched(&self, statement: &mut Statement) {
        self.ranked(statement);
        self.texts(statement);
        match &self.rank.plan {
            SearchPlan::Ids(ids) => {
                statement.push(" AND m.id IN ").bind_list(padded(ids).map(Value::id));
            }
            SearchPlan::Holders(holders) => {
                statement.push(" AND ");
                statement.one_of_ids("m.holder_id", holders.iter().copied(), self.sqlite);
                statement.plan_each_time();
            }
            SearchPlan::NameRange | SearchPlan::Scan => {}
        }
    }

    /// Adds the filters by texts other than the name, and by what a mailbox refers to.
    fn texts(&self, statement: &mut Statement) {
        for (column, ids) in self.filter.references() {
            // The unary plus keeps SQLite from leaving the index that has the order.
            statement.push(if self.sqlite { " AND +m." } else { " AND m." });
            statement.push(column).push(" IN ").bind_list(ids);
        }
        for (field, text) in self.filter.texts() {
            statement.push(" AND ");
            field.contains(statement, text, self.sqlite);
        }
        for search in &self.filter.people {
            statement.push(" AND ");
            mailbox_holds(statement, search, self.sqlite);
        }
        if !self.filter.created_by.is_empty() {
            statement.push(" AND ").push(self.checked()).push("m.created_by IN ");
            statement.bind_list(self.filter.created_by.iter().map(|name| Value::text(name)));
        }
        if !self.filter.requests.is_empty() {
            statement.push(" AND ").push(self.checked()).push("m.service_request IN ");
            statement.bind_list(self.filter.requests.iter().map(|it| Value::text(it.as_str())));
        }
        narrowed::entry(statement, &self.filter.entry);
        narrowed::managed_by(statement, &self.filter.managed_by, self.checked());
        narrowed::activated(statement, self.filter.activated);
        narrowed::troubles(statement, &self.filter.troubles);
        narrowed::readiness(statement, &self.filter.rem_readiness);
        if let Some(before) = self.filter.expires_before {
            statement.push(" AND ").push(self.checked()).push("m.expires_at < ");
            statement.bind(Value::Time(before));
        }
        narrowed::unopened(statement, self.filter.not_opened_since, self.checked());
        self.created(statement);
    }

    /// A unary plus that keeps SQLite from looking for the rows by the index of a column that is only to be
    /// checked.
    fn checked(&self) -> &'static str {
        if self.sqlite { "+" } else { "" }
    }

    /// Adds the bounds on the time of creation: the range of the index, if the list is in that order. There
    /// the position replaces the bound on the side where the last page ended (see [`Select::begins`]).
    fn created(&self, statement: &mut Statement) {
        let (mut from, mut to) = (self.filter.created_from, self.filter.created_to);
        let ranged = self.sort.field == SortField::CreatedAt && !self.few();
        match (ranged && self.after.is_some(), self.sort.descending) {
            (true, false) => from = None,
            (true, true) => to = None,
            (false, _) => {}
        }
        narrowed::created(statement, (from, to), if ranged { "" } else { self.checked() });
    }

    /// Adds the condition of the rank.
    fn ranked(&self, statement: &mut Statement) {
        let searched = self.filter.search.as_deref().unwrap_or_default();
        let plan = &self.rank.plan;
        match self.rank.kind {
            Kind::Everything => {}
            Kind::Exact => {
                let column = if searched.contains('@') { "m.address" } else { "m.local_part" };
                statement.push(" AND ").push(column).push(" = ").bind(Value::text(searched));
            }
            Kind::Prefix => {
                let column = self.name_column(plan, searched);
                self.begins(statement, column, searched);
                if let Some((name, _)) = searched.split_once('@') {
                    statement.push(" AND m.address <> ").bind(Value::text(searched));
                    statement.push(" AND m.local_part = ").bind(Value::text(name));
                } else {
                    // The mailbox with exactly this name belongs to the previous rank.
                    outside(statement, &format!("{searched}@"));
                    if *plan == SearchPlan::Scan && self.column().is_some() && column == "m.address"
                    {
                        statement.plan_each_time();
                    }
                }
            }
            Kind::Inside => {
                // Names that begin with the text belong to the previous rank.
                outside(statement, searched);
                contains(statement, searched, self.sqlite);
            }
            Kind::Text(field) => self.in_text(field, statement),
        }
    }

    /// Adds the condition that the search finds the mailbox by this text, and by none of those that
    /// are searched before it.
    fn in_text(&self, field: TextField, statement: &mut Statement) {
        let filter = self.filter;
        if filter.searches_names() {
            let searched = filter.search.as_deref().unwrap_or_default();
            not_found_by_name(statement, searched, self.sqlite);
        }
        if field == TextField::Note && filter.searches(TextField::Email) {
            statement.push(" AND NOT COALESCE(");
            let searched = filter.searched_in(TextField::Email);
            TextField::Email.contains(statement, &searched, self.sqlite);
            statement.push(", FALSE)");
        }
        statement.push(" AND ");
        field.contains(statement, &filter.searched_in(field), self.sqlite);
    }

    /// The column that is compared with the prefix. A prefix of the name is also a prefix of the
    /// address, which is in every index that has an order.
    fn name_column(&self, plan: &SearchPlan, searched: &str) -> &'static str {
        let scanned = *plan == SearchPlan::Scan && self.sort.field != SortField::LocalPart;
        if scanned || searched.contains('@') { "m.address" } else { "m.local_part" }
    }

    /// Adds the condition that a name begins with a text, as a range of the index that has the
    /// order.
    ///
    /// On the side where the last page ended, the position is the only bound: given two bounds on
    /// one side, SQLite uses one for the index and checks every row against the other.
    fn begins(&self, statement: &mut Statement, column: &str, prefix: &str) {
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
}

/// Pads the ids to a power of two by repeating the last one, so that there are few different
/// statement texts and each stays prepared.
fn padded(ids: &[MailboxId]) -> impl Iterator<Item = MailboxId> {
    let places = 0..ids.len().next_power_of_two();
    places.filter_map(|place| ids.get(place).or(ids.last()).copied())
}
