//! What the list shows, as its address says it.

use sigillo_contract::account::AccountQuery;
use sigillo_domain::account::Role;
use uuid::Uuid;

use crate::page_trail;
use crate::route::{Route, key};
use crate::router::Query;
use sigillo_kit::routes::with_query;

/// The key of the role in the address.
const ROLE: &str = "ruolo";

/// Rows of a page.
const ROWS: u32 = 25;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListView {
    pub role: Option<Role>,
    pub organization: Option<Uuid>,
    /// Where the page starts; empty for the first.
    pub cursor: String,
    /// Number of the page, from 1.
    pub page: u32,
}

impl ListView {
    pub fn read(params: &Query) -> Self {
        let text = |key: &str| params.get(key).unwrap_or_default();
        Self {
            role: Role::parse(&text(ROLE)),
            organization: text(key::ORGANIZATION).parse().ok(),
            cursor: text(key::CURSOR),
            page: text(key::PAGE).parse().unwrap_or(1).max(1),
        }
    }

    pub fn href(&self) -> String {
        let page = if self.cursor.is_empty() { String::new() } else { self.page.to_string() };
        with_query(
            Route::Accounts,
            &[
                (ROLE, self.role.map(Role::as_str).unwrap_or_default()),
                (
                    key::ORGANIZATION,
                    &self.organization.map(|id| id.to_string()).unwrap_or_default(),
                ),
                (key::PAGE, &page),
                (key::CURSOR, &self.cursor),
            ],
        )
    }

    pub fn query(&self) -> AccountQuery {
        AccountQuery {
            role: self.role,
            organization_id: self.organization,
            cursor: Some(self.cursor.clone()).filter(|cursor| !cursor.is_empty()),
            limit: Some(ROWS),
        }
    }

    /// The same list from its first page.
    pub fn at_first_page(self) -> Self {
        Self { cursor: String::new(), page: 1, ..self }
    }

    pub fn is_narrowed(&self) -> bool {
        self.role.is_some() || self.organization.is_some()
    }

    /// The page after.
    pub fn next(&self, cursor: &str) -> Self {
        page_trail::remember(cursor, self.page, &self.cursor);
        Self { cursor: cursor.to_owned(), page: self.page + 1, ..self.clone() }
    }

    /// The page before; none on the first.
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
