//! What the list shows, as its address says it.

use sigillo_contract::account::AccountQuery;
use sigillo_domain::account::Role;
use uuid::Uuid;

use crate::router::Query;
use crate::{paths, trail};

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
            role: Role::parse(&text("ruolo")),
            organization: text("organizzazione").parse().ok(),
            cursor: text("da"),
            page: text("pagina").parse().unwrap_or(1).max(1),
        }
    }

    pub fn href(&self) -> String {
        let page = if self.cursor.is_empty() { String::new() } else { self.page.to_string() };
        paths::with_query(
            paths::ACCOUNTS,
            &[
                ("ruolo", self.role.map(Role::as_str).unwrap_or_default()),
                ("organizzazione", &self.organization.map(|id| id.to_string()).unwrap_or_default()),
                ("pagina", &page),
                ("da", &self.cursor),
            ],
        )
    }

    pub fn query(&self) -> AccountQuery {
        AccountQuery {
            role: self.role.map(|role| role.to_string()),
            organization_id: self.organization,
            cursor: Some(self.cursor.clone()).filter(|cursor| !cursor.is_empty()),
            limit: Some(ROWS),
            ..AccountQuery::default()
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
        trail::remember(cursor, self.page, &self.cursor);
        Self { cursor: cursor.to_owned(), page: self.page + 1, ..self.clone() }
    }

    /// The page before; none on the first.
    pub fn previous(&self) -> Option<Self> {
        if self.cursor.is_empty() {
            return None;
        }
        let (page, cursor) = trail::before(&self.cursor);
        Some(Self { cursor, page, ..self.clone() })
    }

    /// Number of the page's first row, from 1.
    pub fn first_row(&self) -> i64 {
        i64::from(self.page - 1) * i64::from(ROWS) + 1
    }
}
