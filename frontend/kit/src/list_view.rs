//! What a list shows, as the address of its page says: so a view can be bookmarked, shared, and returned to.

use std::fmt::Display;

use crate::page_trail;
use crate::router::Query;
use crate::routes::with_query;

/// Rows of a page.
pub const ROWS: u32 = 25;

/// The keys in the address that all lists have.
const SEARCH: &str = "q";
pub const SORT: &str = "ordina";
const CURSOR: &str = "da";
const PAGE: &str = "pagina";

#[derive(Debug, Clone, PartialEq)]
pub struct ListView {
    pub search: String,
    /// The filters of the list by their keys in the address; an empty one does not filter.
    filters: Vec<(&'static str, String)>,
    /// Field of the order, with `-` in front for descending; empty for the default one.
    pub sort: String,
    /// Where the page starts; empty for the first.
    cursor: String,
    /// Number of the page, from 1.
    page: u32,
}

/// The part of a list's request that does not depend on the resource.
#[derive(Debug, PartialEq, Eq)]
pub struct PageRequest {
    pub q: Option<String>,
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
    pub count: Option<String>,
}

impl ListView {
    /// Reads the address of a page whose list has these filters.
    pub fn read(query: &Query, filters: &[&'static str]) -> Self {
        let text = |key: &str| query.get(key).unwrap_or_default();
        Self {
            search: text(SEARCH),
            filters: filters.iter().map(|key| (*key, text(key))).collect(),
            sort: text(SORT),
            cursor: text(CURSOR),
            page: text(PAGE).parse().unwrap_or(1).max(1),
        }
    }

    /// The address of this view, on the page of the list.
    pub fn href(&self, path: impl Display) -> String {
        let page = if self.cursor.is_empty() { String::new() } else { self.page.to_string() };
        let mut pairs: Vec<(&str, &str)> =
            self.filters.iter().map(|(key, value)| (*key, value.as_str())).collect();
        pairs.extend([
            (SEARCH, self.search.as_str()),
            (SORT, &self.sort),
            (PAGE, &page),
            (CURSOR, &self.cursor),
        ]);
        with_query(path, &pairs)
    }

    pub fn filter(&self, key: &str) -> Option<String> {
        let (_, value) = self.filters.iter().find(|(known, _)| *known == key)?;
        given(value)
    }

    /// The filtered list from its first page.
    #[must_use]
    pub fn with_filter(mut self, key: &str, value: String) -> Self {
        if let Some(filter) = self.filters.iter_mut().find(|(known, _)| *known == key) {
            filter.1 = value;
        }
        self.at_first_page()
    }

    #[must_use]
    pub fn with_search(self, search: &str) -> Self {
        Self { search: search.trim().to_owned(), ..self }.at_first_page()
    }

    #[must_use]
    pub fn with_sort(self, sort: String) -> Self {
        Self { sort, ..self }.at_first_page()
    }

    fn at_first_page(self) -> Self {
        Self { cursor: String::new(), page: 1, ..self }
    }

    /// What the list finds, in whatever order and on whatever page.
    #[must_use]
    pub fn found(self) -> Self {
        self.with_sort(String::new())
    }

    /// Whether it finds less than all. `scope` is a filter that says which list it is, and counts not.
    pub fn is_narrowed(&self, scope: &str) -> bool {
        let mut filters = self.filters.iter().filter(|(key, _)| *key != scope);
        !self.search.is_empty() || filters.any(|(_, value)| !value.is_empty())
    }

    /// Asks for the rows of the page.
    pub fn page_request(&self) -> PageRequest {
        PageRequest {
            q: given(&self.search),
            sort: given(&self.sort),
            cursor: given(&self.cursor),
            limit: Some(ROWS),
            count: None,
        }
    }

    /// Asks how many rows all pages have. It is a request of its own, as the page does not wait for the
    /// count of a search, and the next page need not count again.
    pub fn count_request(&self) -> PageRequest {
        PageRequest {
            q: given(&self.search),
            sort: None,
            cursor: None,
            limit: Some(1),
            count: Some("exact".to_owned()),
        }
    }

    /// The next page.
    #[must_use]
    pub fn next(&self, cursor: &str) -> Self {
        page_trail::remember(cursor, self.page, &self.cursor);
        Self { cursor: cursor.to_owned(), page: self.page + 1, ..self.clone() }
    }

    /// The previous page: the one that this tab came from, or else the first. None on the first.
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

#[cfg(test)]
mod tests {
    use super::*;

    const FILTERS: &[&str] = &["dominio", "stato"];

    fn read(query: &str) -> ListView {
        ListView::read(&Query::of(query), FILTERS)
    }

    #[test]
    fn an_address_gives_back_the_view_it_was_made_of() {
        for query in [
            "",
            "dominio=pec.example.it&stato=active%2Cdisabled&q=a+b&ordina=-state",
            "pagina=3&da=x7",
        ] {
            let view = read(query);
            let address = view.href("/caselle");
            let again = address.split_once('?').map_or("", |(_, query)| query);
            assert_eq!(read(again), view, "{address}");
        }
        assert_eq!(read("").href("/caselle"), "/caselle");
    }

    #[test]
    fn what_is_no_page_number_is_the_first() {
        for page in ["0", "-1", "due", ""] {
            assert_eq!(read(&format!("pagina={page}&da=x")).first_row(), 1, "{page:?}");
        }
        assert_eq!(read("pagina=3&da=x").first_row(), 51);
    }

    #[test]
    fn another_search_filter_or_order_starts_at_the_first_page() {
        let view = read("dominio=pec.example.it&pagina=3&da=x7");
        for next in [
            view.clone().with_search(" tributi "),
            view.clone().with_filter("stato", "active".to_owned()),
            view.clone().with_sort("-state".to_owned()),
        ] {
            assert_eq!(next.page_request().cursor, None);
            assert_eq!((next.first_row(), next.previous()), (1, None));
            assert_eq!(next.filter("dominio").as_deref(), Some("pec.example.it"));
        }
        assert_eq!(view.with_search(" tributi ").page_request().q.as_deref(), Some("tributi"));
    }

    #[test]
    fn the_scope_of_a_list_does_not_narrow_it() {
        assert!(!read("dominio=pec.example.it").is_narrowed("dominio"));
        assert!(read("dominio=pec.example.it").is_narrowed(""));
        assert!(read("q=a").is_narrowed("dominio") && read("stato=active").is_narrowed("dominio"));
    }

    #[test]
    fn order_and_page_do_not_change_what_is_found_or_counted() {
        let (view, other) =
            (read("q=a&stato=active"), read("q=a&stato=active&ordina=x&pagina=2&da=y"));
        assert_ne!(view, other);
        assert_eq!(view.clone().found(), other.clone().found());
        assert_eq!(view.count_request(), other.count_request());
    }

    #[test]
    fn a_key_that_is_no_filter_of_the_list_is_ignored() {
        assert_eq!(read("ruolo=operator"), read(""));
        assert_eq!(read("").filter("ruolo"), None);
    }
}
