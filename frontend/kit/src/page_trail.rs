//! The way back through a list whose cursors only lead forward: this tab remembers where it came from.

use crate::browser;

/// Remembers that the page at `cursor` was reached from page `page`, which started at `from`.
pub fn remember(cursor: &str, page: u32, from: &str) {
    browser::tab_remember(&key(cursor), &format!("{page} {from}"));
}

/// Number and start of the page before the one at `cursor`: the first, when it was opened from
/// elsewhere.
pub fn before(cursor: &str) -> (u32, String) {
    let kept = browser::tab_remembered(&key(cursor)).unwrap_or_default();
    let (page, from) = kept.split_once(' ').unwrap_or(("1", ""));
    (page.parse().unwrap_or(1), from.to_owned())
}

fn key(cursor: &str) -> String {
    format!("sigillo.before.{cursor}")
}
