//! Reads, as calls to storage and as requests for the same.

use sigillo_domain::mailbox_list::Sort;
use sigillo_storage::encode_cursor;
use sigillo_storage::mailbox_list::{Filter, Position};

use crate::panel::DOMAINS;

/// Rows of a page.
pub const PAGE: i64 = 50;

/// A read.
#[derive(Debug, Clone)]
pub enum Read {
    List(Box<List>),
    Mailbox,
    History,
}

/// The parameters of a list for storage.
#[derive(Debug, Clone)]
pub struct List {
    pub filter: Filter,
    pub sort: Sort,
    pub after: Option<Position>,
    pub counted: bool,
}

impl List {
    /// The path of the equivalent request.
    pub fn path(&self) -> String {
        let List { filter, sort, after, counted } = self;
        let mut path = format!("/api/v1/mailboxes?limit={PAGE}&sort={sort}");
        let mut add = |name: &str, value: &str| path += &["&", name, "=", value].concat();
        if filter.domains.len() == 1 {
            add("domain", DOMAINS[0].name);
        }
        if let Some(text) = &filter.search {
            add("q", text);
        }
        let fields: Vec<_> = filter.search_in.iter().map(|field| field.as_str()).collect();
        add("in", &fields.join(","));
        add("communication_email", filter.communication_email.as_deref().unwrap_or_default());
        add("note", filter.note.as_deref().unwrap_or_default());
        let states: Vec<_> = filter.states.iter().map(|state| state.as_str()).collect();
        add("state", &states.join(","));
        let passwords: Vec<_> = filter.passwords.iter().map(|state| state.as_str()).collect();
        add("password_state", &passwords.join(","));
        if filter.over_soft_limit {
            add("fill", sigillo_domain::mailbox_list::OVER_SOFT_LIMIT);
        }
        if let Some(position) = after {
            add("cursor", &encode_cursor(position));
        }
        if *counted {
            add("count", "exact");
        }
        path
    }
}
