//! What an account has chosen for the display of its lists. It changes nothing but the display, so
//! no history records it.

use std::collections::BTreeMap;

use sigillo_contract::operations::{GetPreferences, UpdatePreferences};
use sigillo_contract::preferences::{ListPreferences, Preferences, PreferencesPatch};
use sigillo_domain::Faults;
use sigillo_domain::id::AccountId;
use sigillo_domain::preferences::{ListName, StartPage, check_columns, check_page_size};
use sigillo_storage::preferences::{self, StoredPreferences};
use sigillo_storage::{Connection, StorageError};

use crate::error::{AppError, ExpectedVersions, check_version};
use crate::{App, Grant, SessionCaller};

pub async fn get(
    app: &App,
    grant: &Grant<GetPreferences, SessionCaller>,
) -> Result<Preferences, AppError> {
    Ok(of_account(&mut app.db.read().await?, grant.caller().account_id()).await?)
}

pub(crate) async fn of_account(
    on: &mut impl Connection,
    account_id: AccountId,
) -> Result<Preferences, StorageError> {
    match preferences::find(on, account_id).await? {
        Some(stored) => Ok(shown(&parse(&stored)?, start_page(&stored)?, stored.version)),
        None => Ok(Preferences::default()),
    }
}

pub async fn update(
    app: &App,
    grant: &Grant<UpdatePreferences, SessionCaller>,
    expected_version: Option<ExpectedVersions>,
    patch: &PreferencesPatch,
) -> Result<Preferences, AppError> {
    check(patch)?;
    let account_id = grant.caller().account_id();
    let mut tx = app.db.begin().await?;
    let before = preferences::find_to_change(&mut tx, account_id).await?;
    check_version(expected_version, before.version)?;
    let lists_before = parse(&before)?;
    let mut lists = lists_before.clone();
    for (list, display) in &patch.lists {
        // A list with the default display is not stored.
        if *display == ListPreferences::default() {
            lists.remove(list.as_str());
        } else {
            lists.insert(list.as_str().to_owned(), display.clone());
        }
    }
    let start_before = start_page(&before)?;
    let start = patch.start_page.unwrap_or(start_before);
    if lists == lists_before && start == start_before {
        return Ok(shown(&lists, start, before.version));
    }
    let text = serde_json::to_string(&lists);
    let text = text.map_err(|error| StorageError::Broken(error.to_string()))?;
    let start_page = start.as_str().to_owned();
    let after = StoredPreferences { lists: text, start_page, version: before.version + 1 };
    preferences::update(&mut tx, account_id, &after).await?;
    tx.commit().await?;
    Ok(shown(&lists, start, after.version))
}

fn check(patch: &PreferencesPatch) -> Result<(), AppError> {
    let mut faults = Faults::default();
    for (list, display) in &patch.lists {
        if let Some(columns) = &display.columns {
            check_columns(columns, &format!("/lists/{list}/columns"), &mut faults);
        }
        if let Some(limit) = display.limit {
            faults.check(&format!("/lists/{list}/limit"), check_page_size(limit));
        }
    }
    Ok(faults.result(Some(()))?)
}

/// The display by the name of the list, which may be a list that only a newer release knows.
type StoredLists = BTreeMap<String, ListPreferences>;

fn parse(stored: &StoredPreferences) -> Result<StoredLists, StorageError> {
    serde_json::from_str(&stored.lists)
        .map_err(|error| StorageError::Broken(format!("preferences of an account: {error}")))
}

fn start_page(stored: &StoredPreferences) -> Result<StartPage, StorageError> {
    Ok(StartPage::try_from(stored.start_page.clone())?)
}

fn shown(lists: &StoredLists, start_page: StartPage, version: i64) -> Preferences {
    let known = |(name, display): (&String, &ListPreferences)| {
        Some((ListName::parse(name)?, display.clone()))
    };
    Preferences { lists: lists.iter().filter_map(known).collect(), start_page, version }
}
