//! How the account likes its lists: which columns, in which order, and how many rows.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use leptos::prelude::*;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListPreference {
    /// The keys of the columns, from left to right; None for the default ones.
    pub columns: Option<Vec<String>>,
    /// The number of rows of a page; None for the default number.
    pub rows: Option<u32>,
}

static PREFERENCES: LazyLock<ArcRwSignal<BTreeMap<&'static str, ListPreference>>> =
    LazyLock::new(|| ArcRwSignal::new(BTreeMap::new()));

/// The columns chosen for a list; None for the default ones.
pub fn columns(list: &'static str) -> Option<Vec<String>> {
    PREFERENCES.with(|all| all.get(list).and_then(|of| of.columns.clone()))
}

/// The number of rows chosen for a page of a list.
pub fn rows(list: &'static str) -> Option<u32> {
    PREFERENCES.with(|all| all.get(list).and_then(|of| of.rows))
}

pub fn choose_columns(list: &'static str, columns: Option<Vec<String>>) {
    PREFERENCES.update(|all| all.entry(list).or_default().columns = columns);
}

pub fn choose_rows(list: &'static str, rows: u32) {
    PREFERENCES.update(|all| all.entry(list).or_default().rows = Some(rows));
}
