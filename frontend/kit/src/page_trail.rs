//! The trail of a list's pages. Cursors only lead forward, so the tab remembers from which page
//! each page was reached, for the link back. It also remembers the last view of each list, for the
//! breadcrumbs of the pages that were opened from it.

use leptos::prelude::*;

use crate::browser;
use crate::router::{self, Query};

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

/// Remembers the view of the calling page's list whenever its address changes, while `is_list`.
pub fn remember_view(is_list: Signal<bool>) {
    let path = router::path().get_untracked();
    let query = router::query();
    Effect::new(move |_| {
        let query = query.get();
        if is_list.get() {
            browser::tab_remember(&view_key(&path), query.text());
        }
    });
}

/// The address of the list at `href` as it was last seen in this tab; None if it was not, or if it
/// was the list of something else.
pub fn last_view(href: &str) -> Option<String> {
    let (path, wanted) = href.split_once('?').unwrap_or((href, ""));
    let kept = browser::tab_remembered(&view_key(path))?;
    is_view_of(&kept, wanted).then(|| format!("{path}{kept}"))
}

/// Whether the query `kept` says everything that the query `wanted` says.
fn is_view_of(kept: &str, wanted: &str) -> bool {
    let kept = Query::of(kept);
    form_urlencoded::parse(wanted.as_bytes())
        .all(|(key, value)| kept.get(&key).as_deref() == Some(value.as_ref()))
}

fn view_key(path: &str) -> String {
    format!("sigillo.view.{path}")
}

fn key(cursor: &str) -> String {
    format!("sigillo.before.{cursor}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_kept_only_for_the_same_list() {
        assert!(is_view_of("?dominio=a.it&q=uff&stato=active", "dominio=a.it"));
        assert!(is_view_of("?q=uff", ""));
        assert!(!is_view_of("?dominio=b.it&q=uff", "dominio=a.it"));
        assert!(!is_view_of("", "dominio=a.it"));
    }
}
