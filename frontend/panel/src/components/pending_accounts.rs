//! How many accounts await enabling, for whoever enables them.

use std::sync::LazyLock;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::account::AccountQuery;
use sigillo_contract::operations::ListAccounts;
use sigillo_domain::account::{AccountState, Role};
use sigillo_kit::routes::with_query;

use crate::i18n::{integer, texts};
use crate::route::{Route, key};
use crate::{api, session};

/// The count as last read; None before it has been read.
static COUNT: LazyLock<ArcRwSignal<Option<i64>>> = LazyLock::new(|| ArcRwSignal::new(None));

/// Reads the count again, if the account may enable others: only an operator enables an account for
/// the first time.
pub fn refresh_pending_accounts() {
    if session::role() != Some(Role::Operator) || !session::may::<ListAccounts>() {
        return;
    }
    let query = AccountQuery {
        state: Some(AccountState::Pending.as_str().to_owned()),
        limit: Some(1),
        count: Some("exact".to_owned()),
        ..AccountQuery::default()
    };
    spawn_local(async move {
        // After a failure the count stays as it was: it is a reminder, and the list is exact.
        if let Ok(page) = api::list::<ListAccounts>((), &query).await {
            COUNT.set(page.total);
        }
    });
}

/// The number and the address of the list, unless there is none to enable.
fn pending() -> Option<(i64, String)> {
    let count = COUNT.get().filter(|count| *count > 0)?;
    Some((count, with_query(Route::Accounts, &[(key::STATE, AccountState::Pending.as_str())])))
}

/// The number beside the menu's link to the accounts.
#[component]
pub fn PendingAccountsBadge() -> impl IntoView {
    move || {
        pending().map(|(count, href)| {
            let label = move || texts().accounts().pending_count(count);
            view! { <a class="area-count" href=href aria-label=label title=label>{move || integer(count)}</a> }
        })
    }
}
