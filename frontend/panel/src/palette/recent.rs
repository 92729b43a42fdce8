//! What was opened last from the search, kept in this browser for each account.

use serde::{Deserialize, Serialize};

use crate::{browser, session};

/// How many are kept.
const KEPT: usize = 8;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recent {
    pub title: String,
    pub subtitle: Option<String>,
    pub href: String,
}

fn key() -> Option<String> {
    session::me().map(|me| format!("sigillo.recent.{}", me.account.id))
}

pub fn all() -> Vec<Recent> {
    let text = key().and_then(|key| browser::remembered(&key)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

pub fn remember(opened: Recent) {
    let Some(key) = key() else { return };
    if let Ok(text) = serde_json::to_string(&with(all(), opened)) {
        browser::remember(&key, &text);
    }
}

fn with(mut recent: Vec<Recent>, opened: Recent) -> Vec<Recent> {
    recent.retain(|one| one.href != opened.href);
    recent.insert(0, opened);
    recent.truncate(KEPT);
    recent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_comes_first_once_and_few_are_kept() {
        let opened =
            |href: &str| Recent { title: href.to_owned(), subtitle: None, href: href.to_owned() };
        let many = (0..12).fold(vec![], |all, n| with(all, opened(&format!("/{n}"))));
        assert_eq!(many.len(), KEPT);
        let again = with(many, opened("/8"));
        let paths: Vec<_> = again.iter().map(|one| one.href.as_str()).collect();
        assert_eq!(paths[..3], ["/8", "/11", "/10"]);
        assert_eq!(paths.iter().filter(|path| **path == "/8").count(), 1);
    }
}
