//! The list of accounts, with search and filters for role, state and organisation.

use leptos::prelude::*;
use sigillo_contract::account::{Account, AccountQuery};
use sigillo_contract::operations::{CreateAccount, ListAccounts};
use sigillo_domain::account::{AccountState, Role};
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::{ListView, PageRequest};

use super::columns::columns;
use super::{add_label, of_assistants, title};
use crate::components::{
    EmptyState, ForbiddenPage, LinkButton, ListSpec, NothingFound, OrganizationPicker,
    OrganizationSearch, Page, RecordList, SearchBox, SelectFilter, Toolbar, load_list,
    view_of_page, with_any,
};
use crate::i18n::{t, texts};
use crate::route::{Route, key};
use crate::{router, session};

/// The query key of the role.
const ROLE: &str = "ruolo";

const FILTERS: &[&str] = &[ROLE, key::STATE, key::ORGANIZATION];

fn query(view: &ListView, request: PageRequest) -> AccountQuery {
    let PageRequest { q, sort, cursor, limit, count } = request;
    let organization_id = view.filter(key::ORGANIZATION).and_then(|id| id.parse().ok());
    let (role, state) = (view.filter(ROLE), view.filter(key::STATE));
    AccountQuery { q, role, state, organization_id, sort, cursor, limit, count }
}

const NAME: ListName = ListName::Accounts;

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<ListAccounts>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let view = view_of_page(NAME, FILTERS);
    let go = Callback::new(move |next: ListView| router::go(next.href(Route::Accounts)));
    let data = load_list::<ListAccounts, Account>(view, query);
    // All accounts that a postmaster sees have the same role and organisation.
    let picker = OrganizationPicker::of_list(view);
    let by_organization = picker.map(|picker| [roles(), picker.filter()]);
    let spec = ListSpec {
        name: NAME,
        caption: title.into(),
        columns: columns().into(),
        path: Route::Accounts.to_string(),
        order: |view| view.order_or("username"),
        search: Some(SearchBox { label: t!(accounts.search), hint: None }),
        filters: std::iter::once(states()).chain(by_organization.into_iter().flatten()).collect(),
        toolbar: Toolbar::Always,
        row_class: None,
    };
    let extra = move || picker.map(|picker| view! { <OrganizationSearch picker=picker /> });
    let lead = || {
        let t = texts().accounts();
        if of_assistants() { t.assistants_lead() } else { t.lead() }
    };
    let actions = || session::may::<CreateAccount>().then(Add);
    view! {
        <Page title=title lead=lead actions=actions>
            <RecordList
                spec=spec
                data=data
                view=view
                go=go
                extra=extra
                empty=move || view! { <NoAccounts narrowed=view.with_untracked(|view| view.is_narrowed("")) /> }
            />
        </Page>
    }
    .into_any()
}

#[component]
fn Add() -> impl IntoView {
    view! { <LinkButton href=Route::NewAccount.href() label=add_label icon="it-plus" key="n" /> }
}

fn roles() -> SelectFilter {
    SelectFilter::new(ROLE, "role", t!(accounts.role), || {
        let each = Role::ALL.into_iter();
        let each = each.map(|role| (role.as_str(), texts().words().role(role).to_owned()));
        with_any(texts().accounts().every_role(), each)
    })
}

fn states() -> SelectFilter {
    SelectFilter::new(key::STATE, "state", t!(accounts.state), || {
        let words = texts().words();
        let each = AccountState::ALL.into_iter();
        let each = each.map(|state| (state.as_str(), words.account_state(state).to_owned()));
        with_any(texts().list().every_state(), each)
    })
}

#[component]
fn NoAccounts(narrowed: bool) -> impl IntoView {
    if narrowed {
        return view! {
            <NothingFound
                href=Route::Accounts.href()
                title=t!(accounts.nothing_found)
                show_all=t!(accounts.show_all)
            />
        }
        .into_any();
    }
    view! {
        <EmptyState icon="it-user" title=t!(accounts.no_assistants)>
            <p>{t!(accounts.no_assistants_hint)}</p>
            <Add />
        </EmptyState>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use sigillo_domain::id::OrganizationId;
    use sigillo_kit::router::Query;

    use super::*;

    #[test]
    fn the_request_follows_the_address() {
        let id = OrganizationId::from_u128(7);
        let address =
            format!("ruolo=assistant&stato=pending&organizzazione={id}&q=anna&ordina=-state");
        let view = ListView::read(&Query::of(&address), FILTERS);
        let asked = query(&view, view.page_request());
        let text = |text: &str| Some(text.to_owned());
        assert_eq!((asked.role, asked.state), (text("assistant"), text("pending")));
        assert_eq!((asked.q, asked.sort), (text("anna"), text("-state")));
        assert_eq!((asked.organization_id, asked.count), (Some(id), None));
        assert_eq!(query(&view, view.count_request()).count.as_deref(), Some("exact"));
    }

    #[test]
    fn an_invalid_organization_id_is_ignored() {
        let view = ListView::read(&Query::of("organizzazione=tutte"), FILTERS);
        assert_eq!(query(&view, view.page_request()).organization_id, None);
    }
}
