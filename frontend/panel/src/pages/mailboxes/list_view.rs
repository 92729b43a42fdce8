//! What the list shows, as its address says it: so that a view can be kept, shared, and come back to.

use sigillo_contract::job::MailboxSelection;
use sigillo_contract::mailbox::{ExportQuery, MailboxQuery};
use sigillo_domain::mailbox_list::Sort;

use crate::i18n::lang;
use crate::page_trail;
use crate::route::{Route, key};
use crate::router::Query;
use sigillo_kit::routes::with_query;

/// The keys of this list's own filters in its address.
const PASSWORD: &str = "password";
const FILL: &str = "fill";

/// Rows of a page.
pub const ROWS: u32 = 25;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListView {
    pub domain: String,
    pub search: String,
    /// Comma list of states; empty for all.
    pub states: String,
    /// Comma list of password states; empty for all.
    pub passwords: String,
    /// `over_soft_limit`, or empty for however full.
    pub fill: String,
    pub sort: Option<Sort>,
    /// Where the page starts; empty for the first.
    pub cursor: String,
    /// Number of the page, from 1.
    pub page: u32,
}

impl ListView {
    pub fn read(params: &Query) -> Self {
        let text = |key: &str| params.get(key).unwrap_or_default();
        Self {
            domain: text(key::DOMAIN),
            search: text(key::SEARCH),
            states: text(key::STATE),
            passwords: text(PASSWORD),
            fill: text(FILL),
            sort: Sort::parse(&text(key::SORT)).ok(),
            cursor: text(key::CURSOR),
            page: text(key::PAGE).parse().unwrap_or(1).max(1),
        }
    }

    pub fn href(&self) -> String {
        let page = if self.cursor.is_empty() { String::new() } else { self.page.to_string() };
        with_query(
            Route::Mailboxes,
            &[
                (key::DOMAIN, &self.domain),
                (key::SEARCH, &self.search),
                (key::STATE, &self.states),
                (PASSWORD, &self.passwords),
                (FILL, &self.fill),
                (key::SORT, &self.sort.map(|sort| sort.to_string()).unwrap_or_default()),
                (key::PAGE, &page),
                (key::CURSOR, &self.cursor),
            ],
        )
    }

    /// The same list from its first page.
    pub fn at_first_page(self) -> Self {
        Self { cursor: String::new(), page: 1, ..self }
    }

    /// The order of the rows.
    pub fn order(&self) -> Sort {
        self.sort.unwrap_or_default()
    }

    pub fn is_narrowed(&self) -> bool {
        let filters = [&self.search, &self.states, &self.passwords, &self.fill];
        filters.into_iter().any(|filter| !filter.is_empty())
    }

    pub fn query(&self) -> MailboxQuery {
        MailboxQuery {
            domain: given(&self.domain),
            q: given(&self.search),
            state: given(&self.states),
            password_state: given(&self.passwords),
            fill: given(&self.fill),
            sort: self.sort.map(|sort| sort.to_string()),
            cursor: given(&self.cursor),
            limit: Some(ROWS),
            count: None,
        }
    }

    /// How many rows it has on all its pages. Asked apart: the page does not wait for the count of a
    /// search, and the next page does not count again.
    pub fn counting(&self) -> MailboxQuery {
        let Self { sort, cursor, .. } = Self::default();
        let query = Self { sort, cursor, ..self.clone() }.query();
        MailboxQuery { limit: Some(1), count: Some("exact".to_owned()), ..query }
    }

    /// The whole of the list, into a file.
    pub fn export(&self, format: &str) -> ExportQuery {
        ExportQuery {
            format: format.to_owned(),
            separator: None,
            lang: Some(lang().code().to_owned()),
            domain: given(&self.domain),
            q: given(&self.search),
            state: given(&self.states),
            password_state: given(&self.passwords),
            fill: given(&self.fill),
            sort: self.sort.map(|sort| sort.to_string()),
        }
    }

    /// All that the list finds.
    pub fn selection(&self) -> MailboxSelection {
        MailboxSelection {
            domain: given(&self.domain),
            q: given(&self.search),
            state: given(&self.states),
            password_state: given(&self.passwords),
            fill: given(&self.fill),
        }
    }

    /// What it finds, in whatever order and from whatever page.
    pub fn filters(&self) -> String {
        Self { sort: None, ..self.clone() }.at_first_page().href()
    }

    /// The page after.
    pub fn next(&self, cursor: &str) -> Self {
        page_trail::remember(cursor, self.page, &self.cursor);
        Self { cursor: cursor.to_owned(), page: self.page + 1, ..self.clone() }
    }

    /// The page before: the one this tab came from, or the first when the page was opened from
    /// elsewhere. None on the first.
    pub fn previous(&self) -> Option<Self> {
        if self.cursor.is_empty() {
            return None;
        }
        let (page, cursor) = page_trail::previous(&self.cursor);
        Some(Self { cursor, page, ..self.clone() })
    }

    /// Number of the page's first row, from 1.
    pub fn first_row(&self) -> i64 {
        i64::from(self.page - 1) * i64::from(ROWS) + 1
    }
}

fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
