//! How the account likes its lists: which columns, in which order, and how many rows.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::operations::UpdatePreferences;
use sigillo_contract::preferences::{ListPreferences, Preferences, PreferencesPatch};
use sigillo_domain::preferences::ListName;

use crate::api;

static PREFERENCES: LazyLock<ArcRwSignal<BTreeMap<ListName, ListPreferences>>> =
    LazyLock::new(|| ArcRwSignal::new(BTreeMap::new()));

/// Sets the preferences of the account that has signed in.
pub fn set(preferences: Preferences) {
    PREFERENCES.set(preferences.lists);
}

/// The columns chosen for a list; None for the default ones.
pub fn columns(list: ListName) -> Option<Vec<String>> {
    PREFERENCES.with(|all| all.get(&list).and_then(|of| of.columns.clone()))
}

/// The number of rows chosen for a page of a list.
pub fn rows(list: ListName) -> Option<u32> {
    PREFERENCES.with(|all| all.get(&list).and_then(|of| of.limit))
}

pub fn choose_columns(list: ListName, columns: Option<Vec<String>>) {
    change(list, |of| of.columns = columns);
}

pub fn choose_rows(list: ListName, rows: u32) {
    change(list, |of| of.limit = Some(rows));
}

/// Changes the display of a list at once, and stores it. It holds in this tab even if it cannot be
/// stored.
fn change(list: ListName, change: impl FnOnce(&mut ListPreferences)) {
    let mut chosen = PREFERENCES.with_untracked(|all| all.get(&list).cloned().unwrap_or_default());
    change(&mut chosen);
    PREFERENCES.update(|all| drop(all.insert(list, chosen.clone())));
    let patch = PreferencesPatch { lists: BTreeMap::from([(list, chosen)]) };
    spawn_local(async move {
        let _ = api::send::<UpdatePreferences>((), &patch, None).await;
    });
}
