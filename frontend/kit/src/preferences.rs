//! How the account likes its lists (which columns, in which order, and how many rows), and where it arrives.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::operations::UpdatePreferences;
use sigillo_contract::preferences::{ListPreferences, Preferences, PreferencesPatch};
use sigillo_domain::preferences::{ListName, StartPage};

use crate::api;

static PREFERENCES: LazyLock<ArcRwSignal<BTreeMap<ListName, ListPreferences>>> =
    LazyLock::new(|| ArcRwSignal::new(BTreeMap::new()));

static START_PAGE: LazyLock<ArcRwSignal<StartPage>> =
    LazyLock::new(|| ArcRwSignal::new(StartPage::default()));

/// Whether there is an account that remembers the preferences: the user of a mailbox has none.
static HAS_ACCOUNT: AtomicBool = AtomicBool::new(false);

/// Sets the preferences of the account that has signed in.
pub fn set(preferences: Preferences) {
    HAS_ACCOUNT.store(true, Ordering::Relaxed);
    START_PAGE.set(preferences.start_page);
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
    store(PreferencesPatch { lists: BTreeMap::from([(list, chosen)]), start_page: None });
}

/// The page on which the account arrives.
pub fn start_page() -> StartPage {
    START_PAGE.get()
}

/// Chooses the page on which the account arrives, at once, and stores it.
pub fn choose_start_page(page: StartPage) {
    START_PAGE.set(page);
    store(PreferencesPatch { lists: BTreeMap::new(), start_page: Some(page) });
}

fn store(patch: PreferencesPatch) {
    if !HAS_ACCOUNT.load(Ordering::Relaxed) {
        return;
    }
    spawn_local(async move {
        let _ = api::send::<UpdatePreferences>((), &patch, None).await;
    });
}
