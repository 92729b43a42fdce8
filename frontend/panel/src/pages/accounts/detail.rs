//! An account: its name, whether it may sign in, its grants, and a new password.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::account::Account;
use sigillo_contract::operations::{GetAccount, GetAccountHistory, UpdateAccount};
use sigillo_domain::id::AccountId;

use super::account_edit::AccountEdit;
use super::crumbs;
use super::edit::EditForm;
use super::enabling::Enabling;
use super::password::NewPassword;
use crate::components::{
    AccountBadge, EditConflict, Fact, Facts, ForbiddenPage, HistoryPanel, Page, guarded, load,
    loaded, refresh_pending_accounts,
};
use crate::i18n::{date, date_time, t, texts};
use crate::route::Route;
use crate::{api, session};

#[component]
pub fn Detail(id: AccountId) -> impl IntoView {
    if !(session::may::<GetAccount>() && session::may::<UpdateAccount>()) {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let account = load(move || api::get::<GetAccount>(id));
    let shown = RwSignal::new(None::<Account>);
    let title = move || {
        shown
            .get()
            .map_or_else(|| t!(accounts.account)().to_owned(), |account| account.display_name)
    };
    let page = move || {
        view! {
            <Page title=title crumbs=crumbs()>
                {loaded(account, move |account| view! { <Sheet account=account shown=shown /> })}
            </Page>
        }
    };
    guarded(account, |_| true, page).into_any()
}

#[component]
fn Sheet(account: Account, shown: RwSignal<Option<Account>>) -> impl IntoView {
    let account = AccountEdit::of(account);
    Effect::new(move |_| shown.set(Some(account.edit.with_base(Clone::clone))));
    let own = account.is_own();
    view! {
        <EditConflict edit=account.edit />
        <div class="columns account-columns">
            <section class="panel account-facts">
                <h2>{t!(accounts.who)}</h2>
                <Identity account=account />
            </section>
            <section class="panel">
                <h2>{t!(accounts.sign_in)}</h2>
                {if own {
                    view! {
                        <p>{t!(accounts.own)}" "<a href=Route::Profile.href()>{t!(me.title)}</a>"."</p>
                    }
                    .into_any()
                } else {
                    view! { <Enabling account=account /> }.into_any()
                }}
            </section>
        </div>
        <EditForm account=account />
        {(!own).then(|| view! { <NewPassword account=account /> })}
        {session::may::<GetAccountHistory>().then(|| {
            let subject = Signal::derive(move || Some(account.edit.with_base(Clone::clone)));
            let put = Callback::new(move |newer| take(account, newer));
            view! { <HistoryPanel<Account> subject=subject put=put /> }
        })}
    }
}

/// Takes the account as a restoration has left it. Unsaved input stays.
fn take(account: AccountEdit, newer: Account) {
    account.edit.rebase(newer);
    refresh_pending_accounts();
    if account.is_own() {
        // A failure is ignored: only the name in the header depends on this.
        spawn_local(async { drop(session::load_me().await) });
    }
}

#[component]
fn Identity(account: AccountEdit) -> impl IntoView {
    move || {
        let account = account.edit.with_base(Clone::clone);
        let Account { role, state, enabled_at, last_sign_in_at: seen, created_at, .. } = account;
        view! {
            <Facts>
                <Fact label=t!(accounts.state)><AccountBadge state=state /></Fact>
                <Fact label=t!(session.username)>{account.username}</Fact>
                <Fact label=t!(accounts.role)>
                    {move || texts().words().role(role)}
                    <p class="fact-note">{move || texts().accounts().role_meaning(role)}</p>
                </Fact>
                {account.organization_name.map(|name| view! {
                    <Fact label=t!(accounts.organization)>{name}</Fact>
                })}
                <Fact label=t!(accounts.created)>{move || date(created_at)}</Fact>
                {enabled_at.map(|at| view! {
                    <Fact label=t!(accounts.enabled_first)>{move || date(at)}</Fact>
                })}
                <Fact label=t!(accounts.last_sign_in)>
                    {move || seen.map_or_else(|| texts().accounts().never().to_owned(), date_time)}
                </Fact>
            </Facts>
        }
    }
}
