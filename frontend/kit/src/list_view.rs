//! The view of a list as its page's address describes it, so that a view can be bookmarked, shared
//! and returned to.

use std::fmt::Display;

use crate::page_trail;
use crate::router::Query;
use crate::routes::with_query;

/// How many rows a page can have; the first is the default.
pub const ROWS: [u32; 3] = [50, 100, 200];

/// The query keys that all lists have in their addresses.
const SEARCH: &str = "q";
pub const SORT: &str = "ordina";
const CURSOR: &str = "da";
const PAGE: &str = "pagina";
const ROWS_KEY: &str = "righe";
const SAVED_VIEW: &str = "vista";

#[derive(Debug, Clone, PartialEq)]
pub struct ListView {
    pub search: String,
    /// The list's filters by their query keys; an empty value does not filter.
    filters: Vec<(&'static str, String)>,
    /// The field to sort by, with `-` in front for descending; empty for the default order.
    pub sort: String,
    /// The cursor at which the page starts; empty for the first page.
    cursor: String,
    /// The page number, from 1.
    page: u32,
    /// The number of rows of a page; None for the default one.
    rows: Option<u32>,
    /// The id of the saved view that was chosen, whatever has changed since; empty without one.
    saved_view: String,
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
    /// Parses the query of a page whose list has these filters.
    pub fn read(query: &Query, filters: &[&'static str]) -> Self {
        let text = |key: &str| query.get(key).unwrap_or_default();
        Self {
            search: text(SEARCH),
            filters: filters.iter().map(|key| (*key, text(key))).collect(),
            sort: text(SORT),
            cursor: text(CURSOR),
            page: text(PAGE).parse().unwrap_or(1).max(1),
            rows: text(ROWS_KEY).parse().ok().filter(|rows| ROWS.contains(rows)),
            saved_view: text(SAVED_VIEW),
        }
    }

    /// The view with the number of rows that the account has chosen for this list, unless the
    /// address says a number or leads to a later page.
    #[must_use]
    pub fn or_rows(self, chosen: Option<u32>) -> Self {
        let chosen = chosen.filter(|_| self.cursor.is_empty());
        Self { rows: self.rows.or(chosen), ..self }
    }

    /// The address of this view, at the list's path.
    pub fn href(&self, path: impl Display) -> String {
        let page = if self.cursor.is_empty() { String::new() } else { self.page.to_string() };
        let rows = self.rows.map(|rows| rows.to_string()).unwrap_or_default();
        let mut pairs: Vec<(&str, &str)> =
            self.filters.iter().map(|(key, value)| (*key, value.as_str())).collect();
        pairs.extend([
            (SEARCH, self.search.as_str()),
            (SORT, &self.sort),
            (PAGE, &page),
            (CURSOR, &self.cursor),
            (ROWS_KEY, &rows),
            (SAVED_VIEW, &self.saved_view),
        ]);
        with_query(path, &pairs)
    }

    pub fn filter(&self, key: &str) -> Option<String> {
        let (_, value) = self.filters.iter().find(|(known, _)| *known == key)?;
        given(value)
    }

    /// The view with this filter, from the first page.
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

    /// The order in effect, where `default` is the list's own.
    pub fn order_or(&self, default: &str) -> String {
        given(&self.sort).unwrap_or_else(|| default.to_owned())
    }

    #[must_use]
    pub fn with_sort(self, sort: String) -> Self {
        Self { sort, ..self }.at_first_page()
    }

    #[must_use]
    pub fn with_rows(self, rows: u32) -> Self {
        Self { rows: Some(rows), ..self }.at_first_page()
    }

    pub fn rows(&self) -> u32 {
        self.rows.unwrap_or(ROWS[0])
    }

    /// The view as what a saved one shows, under the id of that one; an empty id for none.
    #[must_use]
    pub fn with_saved_view(self, id: String) -> Self {
        Self { saved_view: id, ..self }
    }

    pub fn saved_view(&self) -> &str {
        &self.saved_view
    }

    fn at_first_page(self) -> Self {
        Self { cursor: String::new(), page: 1, ..self }
    }

    /// The view without order, page, number of rows and name: only what decides which rows are found.
    #[must_use]
    pub fn found(self) -> Self {
        Self { rows: None, saved_view: String::new(), ..self }.with_sort(String::new())
    }

    /// Whether a search or filter narrows the list. `scope` is a filter that selects the list
    /// itself and does not count.
    pub fn is_narrowed(&self, scope: &str) -> bool {
        let mut filters = self.filters.iter().filter(|(key, _)| *key != scope);
        !self.search.is_empty() || filters.any(|(_, value)| !value.is_empty())
    }

    /// The request for the rows of the page.
    pub fn page_request(&self) -> PageRequest {
        PageRequest {
            q: given(&self.search),
            sort: given(&self.sort),
            cursor: given(&self.cursor),
            limit: Some(self.rows()),
            count: None,
        }
    }

    /// The request for the number of rows of all pages.
    pub fn count_request(&self) -> PageRequest {
        PageRequest {
            q: given(&self.search),
            sort: None,
            cursor: None,
            limit: Some(1),
            count: Some("exact".to_owned()),
        }
    }

    /// The request for the number of rows of all pages, and of each state.
    pub fn states_request(&self) -> PageRequest {
        PageRequest { count: Some("states".to_owned()), ..self.count_request() }
    }

    /// The next page.
    #[must_use]
    pub fn next(&self, cursor: &str) -> Self {
        page_trail::remember(cursor, self.page, &self.cursor);
        Self { cursor: cursor.to_owned(), page: self.page + 1, ..self.clone() }
    }

    /// The previous page: the one that this tab came from, otherwise the first. None on the first
    /// page.
    pub fn previous(&self) -> Option<Self> {
        if self.cursor.is_empty() {
            return None;
        }
        let (page, cursor) = page_trail::previous(&self.cursor);
        Some(Self { cursor, page, ..self.clone() })
    }

    /// The number of the page's first row, from 1.
    pub fn first_row(&self) -> i64 {
        i64::from(self.page - 1) * i64::from(self.rows()) + 1
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
    fn a_view_survives_the_round_trip_through_its_address() {
        for query in [
            "",
            "dominio=pec.example.it&stato=active%2Cdisabled&q=a+b&ordina=-state",
            "pagina=3&da=x7",
            "pagina=3&da=x7&righe=200",
            "q=a&righe=50&vista=7",
        ] {
            let view = read(query);
            let address = view.href("/caselle");
            let again = address.split_once('?').map_or("", |(_, query)| query);
            assert_eq!(read(again), view, "{address}");
        }
        assert_eq!(read("").href("/caselle"), "/caselle");
    }

    #[test]
    fn an_invalid_page_number_means_the_first_page() {
        for page in ["0", "-1", "due", ""] {
            assert_eq!(read(&format!("pagina={page}&da=x")).first_row(), 1, "{page:?}");
        }
        assert_eq!(read("pagina=3&da=x").first_row(), 101);
        assert_eq!(read("pagina=3&da=x&righe=200").first_row(), 401);
    }

    #[test]
    fn the_chosen_number_of_rows_holds_for_the_first_page_and_from_there_on() {
        assert_eq!(read("").or_rows(Some(100)).rows(), 100);
        for rows in ROWS {
            let view = read(&format!("righe={rows}")).or_rows(Some(200));
            assert_eq!(view.rows(), rows, "the address says it");
            assert_eq!(view.with_search("a").rows(), rows);
        }
        // A later page was reached with its own number of rows.
        assert_eq!(read("pagina=2&da=x").or_rows(Some(100)).rows(), 50);
        let first = read("").or_rows(Some(100));
        let next = ListView { cursor: "x".to_owned(), page: 2, ..first };
        assert_eq!(next.href("/caselle"), "/caselle?pagina=2&da=x&righe=100");
        for rows in ["25", "0", "molte"] {
            assert_eq!(read(&format!("righe={rows}")).rows(), 50, "{rows}");
        }
    }

    #[test]
    fn changing_search_filter_or_order_returns_to_the_first_page() {
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
    fn the_scope_filter_does_not_narrow_the_list() {
        assert!(!read("dominio=pec.example.it").is_narrowed("dominio"));
        assert!(read("dominio=pec.example.it").is_narrowed(""));
        assert!(read("q=a").is_narrowed("dominio") && read("stato=active").is_narrowed("dominio"));
    }

    #[test]
    fn order_and_page_do_not_affect_found_or_the_count() {
        let (view, other) = (
            read("q=a&stato=active"),
            read("q=a&stato=active&ordina=x&pagina=2&da=y&righe=100&vista=7"),
        );
        assert_ne!(view, other);
        assert_eq!(view.clone().found(), other.clone().found());
        assert_eq!(view.count_request(), other.count_request());
    }

    #[test]
    fn unknown_filter_keys_are_ignored() {
        assert_eq!(read("ruolo=operator"), read(""));
        assert_eq!(read("").filter("ruolo"), None);
    }
}
