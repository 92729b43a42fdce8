//! Who manages mailboxes: the office's choice among its assistants.

use leptos::prelude::*;
use sigillo_contract::account::{Account, AccountQuery};
use sigillo_contract::operations::ListAccounts;
use sigillo_contract::page::Page;
use sigillo_domain::account::{AccountState, Role};
use sigillo_domain::id::OrganizationId;

use crate::components::{Form, Load, Select, load};
use crate::i18n::t;
use crate::{api, session};

/// As many as a list gives at once.
const MOST: u32 = 200;

/// The enabled assistants, of an organisation if one is given; None for whoever may not list accounts.
pub fn assistants(organization_id: Option<OrganizationId>) -> Option<Load<Page<Account>>> {
    session::may::<ListAccounts>().then(|| {
        let query = AccountQuery {
            role: Some(Role::Assistant.as_str().to_owned()),
            state: Some(AccountState::Enabled.as_str().to_owned()),
            organization_id,
            sort: Some("username".to_owned()),
            limit: Some(MOST),
            ..AccountQuery::default()
        };
        load(move || {
            let query = query.clone();
            async move { api::list::<ListAccounts>((), &query).await }
        })
    })
}

/// A user name as a choice, and how it is shown.
pub fn choice_of(username: &str, name: Option<&str>) -> (String, String) {
    let words = name.map_or_else(|| username.to_owned(), |name| format!("{name} ({username})"));
    (username.to_owned(), words)
}

/// The choice of an assistant. `first` are the choices before the assistants: a user name, or a value of the form's
/// own, and its words.
#[component]
pub fn ManagerField(
    form: Form,
    pointer: &'static str,
    found: Load<Page<Account>>,
    #[prop(into)] first: Signal<Vec<(String, String)>>,
    value: RwSignal<String>,
) -> impl IntoView {
    let options = Signal::derive(move || {
        let mut options = first.get();
        for account in found.get().map(|page| page.items).unwrap_or_default() {
            if options.iter().all(|(name, _)| *name != account.username) {
                options.push(choice_of(&account.username, Some(&account.display_name)));
            }
        }
        options
    });
    view! {
        <Select
            form=form
            pointer=pointer
            label=t!(words.managed_by)
            hint=t!(list.managed_by_hint)
            value=value
            options=options
        />
    }
}
