//! Copying the grants of another assistant of the same organisation into the unsaved form.

use leptos::prelude::*;
use sigillo_contract::account::{Account, AccountQuery};
use sigillo_contract::operations::ListAccounts;
use sigillo_domain::account::Role;
use sigillo_domain::id::{AccountId, OrganizationId};

use super::grants::{GrantsField, effective_grants};
use crate::components::{load, loaded};
use crate::i18n::{t, texts};
use crate::{api, browser};

/// The most assistants that are offered; a search finds the others.
const OFFERED_ACCOUNTS: usize = 8;
const BUTTON: &str = "copy-grants";
const PANEL: &str = "copy-grants-panel";
const SEARCH: &str = "copy-grants-search";

/// The button that opens the choice of the assistant to copy from, the choice, and what was copied.
#[component]
pub fn CopyGrants(
    organization: OrganizationId,
    /// The account that is being edited, which is not offered.
    own: Option<AccountId>,
    grants: GrantsField,
    on_change: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // The name of the assistant copied from, and the number of its domains.
    let copied = RwSignal::new(None::<(String, usize)>);
    let on_choose = Callback::new(move |account: Account| {
        let copy = effective_grants(&account.grants);
        copied.set(Some((account.display_name, copy.len())));
        grants.replace(copy);
        open.set(false);
        browser::focus(BUTTON);
        on_change.run(());
    });
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            browser::focus(SEARCH);
        }
    };
    let close_on_escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            open.set(false);
            browser::focus(BUTTON);
        }
    };
    let message = move || {
        let copied = copied.get().map(|(name, count)| {
            texts().accounts().copied_grants(&name, &texts().organizations().domain_count(count))
        });
        copied.unwrap_or_default()
    };
    view! {
        <button
            type="button"
            id=BUTTON
            class="btn btn-outline-primary"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-controls=PANEL
            on:click=toggle
        >{t!(accounts.copy_grants)}</button>
        <div id=PANEL class="copy-grants" on:keydown=close_on_escape>
            <Show when=move || open.get()>
                <Choice organization=organization own=own on_choose=on_choose />
            </Show>
        </div>
        <p class="grants-copied" role="status">{message}</p>
    }
}

#[component]
fn Choice(
    organization: OrganizationId,
    own: Option<AccountId>,
    on_choose: Callback<Account>,
) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let page = load(move || {
        let query = AccountQuery {
            q: Some(search.get().trim().to_owned()).filter(|text| !text.is_empty()),
            role: Some(Role::Assistant.as_str().to_owned()),
            organization_id: Some(organization),
            sort: Some("display_name".to_owned()),
            // One more than is offered, because the account itself can be among them.
            limit: u32::try_from(OFFERED_ACCOUNTS + 1).ok(),
            ..AccountQuery::default()
        };
        api::list::<ListAccounts>((), &query)
    });
    let entry = move |account: Account| {
        let (name, username) = (account.display_name.clone(), account.username.clone());
        let domains = effective_grants(&account.grants).len();
        view! {
            <li>
                <button type="button" class="copy-from" on:click=move |_| on_choose.run(account.clone())>
                    <span class="copy-from-name">{name}</span>
                    <span>{username}" · "{move || texts().organizations().domain_count(domains)}</span>
                </button>
            </li>
        }
    };
    let list = move |page: sigillo_contract::page::Page<Account>| {
        let mut others: Vec<_> =
            page.items.into_iter().filter(|account| Some(account.id) != own).collect();
        let has_more = others.len() > OFFERED_ACCOUNTS || page.next_cursor.is_some();
        others.truncate(OFFERED_ACCOUNTS);
        if others.is_empty() {
            return view! { <p>{t!(accounts.no_other_assistant)}</p> }.into_any();
        }
        view! {
            <ul class="copy-from-list">{others.into_iter().map(entry).collect_view()}</ul>
            {has_more.then(|| view! { <p class="field-hint">{t!(accounts.more_assistants)}</p> })}
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label class="field-label" for=SEARCH>{t!(accounts.search_assistant)}</label>
            <input
                class="input"
                type="search"
                id=SEARCH
                autocomplete="off"
                on:input=move |event| search.set(event_target_value(&event))
                on:keydown=|event| {
                    // Inside a form, the Enter key would submit the form.
                    if event.key() == "Enter" {
                        event.prevent_default();
                    }
                }
            />
        </div>
        <p class="field-hint">{t!(accounts.copy_replaces)}</p>
        {loaded(page, list)}
    }
}
