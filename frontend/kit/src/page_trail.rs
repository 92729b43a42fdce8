//! The trail of a list's pages. Cursors only lead forward, so the tab remembers from which page
//! each page was reached, for the link back.

use crate::browser;

/// Remembers that the page at `cursor` was reached from page number `page`, which starts at `from`.
pub fn remember(cursor: &str, page: u32, from: &str) {
    browser::tab_remember(&key(cursor), &format!("{page} {from}"));
}

/// The number and start of the page before the one at `cursor`; the first page if the tab did not
/// come from another.
pub fn previous(cursor: &str) -> (u32, String) {
    let kept = browser::tab_remembered(&key(cursor)).unwrap_or_default();
    let (page, from) = kept.split_once(' ').unwrap_or(("1", ""));
    (page.parse().unwrap_or(1), from.to_owned())
}

fn key(cursor: &str) -> String {
    format!("sigillo.before.{cursor}")
}
