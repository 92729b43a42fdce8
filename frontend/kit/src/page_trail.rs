//! The pages of a list whose cursors only lead forward: the tab remembers which page each one was
//! reached from, so that there is a link back.

use crate::browser;

/// Remembers that the page at `cursor` was reached from page `page`, which starts at `from`.
pub fn remember(cursor: &str, page: u32, from: &str) {
    browser::tab_remember(&key(cursor), &format!("{page} {from}"));
}

/// Number and start of the page before the one at `cursor`: the first page, if the tab did not come from
/// another.
pub fn previous(cursor: &str) -> (u32, String) {
    let kept = browser::tab_remembered(&key(cursor)).unwrap_or_default();
    let (page, from) = kept.split_once(' ').unwrap_or(("1", ""));
    (page.parse().unwrap_or(1), from.to_owned())
}

fn key(cursor: &str) -> String {
    format!("sigillo.before.{cursor}")
}
