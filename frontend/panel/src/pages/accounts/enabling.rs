//! The form that enables or disables an account.

use leptos::prelude::*;
use sigillo_contract::account::{Account, AccountPatch};
use sigillo_domain::account::{AccountState, Role};

use super::account_edit::{AccountEdit, STATE_FORM};
use crate::components::{
    AlertKind, ErrorSummary, Form, Submit, UndoNote, announce, refresh_pending_accounts,
};
use crate::i18n::texts;
use crate::route::Route;
use crate::session;

#[component]
pub fn Enabling(account: AccountEdit) -> impl IntoView {
    let form = Form::new("enabling");
    // The only state that the present one can be changed to.
    let next = move || match account.edit.with_base(|account| account.state) {
        AccountState::Enabled => AccountState::Disabled,
        AccountState::Pending | AccountState::Disabled => AccountState::Enabled,
    };
    let may = move || {
        let role = session::role();
        account.edit.with_base(|account| {
            role.is_some_and(|role| {
                account.state.may_become(next(), role, account.enabled_at.is_some())
            })
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        change_state(untrack(next), account, form);
    };
    let class = move || match next() {
        AccountState::Disabled => "btn btn-outline-danger",
        AccountState::Enabled | AccountState::Pending => "btn btn-primary",
    };
    view! {
        <form on:submit=submit novalidate>
            <p>{move || account.edit.with_base(meaning)}</p>
            <ErrorSummary form=form />
            {move || may().then(|| view! {
                <p class="field-hint">{move || consequence(next())}</p>
                <UndoNote text=move || account.edit.with_base(undo_of) />
                <div class="form-actions">
                    <Submit form=form label=move || account.edit.with_base(action) class=class() />
                </div>
            })}
        </form>
    }
}

fn change_state(state: AccountState, account: AccountEdit, form: Form) {
    account.state.set(&state);
    let patch = AccountPatch { state: Some(state), ..AccountPatch::default() };
    let redo = Callback::new(move |()| change_state(state, account, form));
    account.send(form, STATE_FORM, patch, redo, announce_state);
}

fn announce_state(account: &Account) {
    refresh_pending_accounts();
    let (t, name) = (texts().accounts(), &account.username);
    let text = match account.state {
        AccountState::Enabled => t.enabled_it(name),
        AccountState::Disabled | AccountState::Pending => t.disabled_it(name),
    };
    announce(AlertKind::Success, text, Route::Account(account.id));
}

fn meaning(account: &Account) -> &'static str {
    let t = texts().accounts();
    let to_operator = session::role() == Some(Role::Operator);
    match (account.state, account.enabled_at.is_some()) {
        (AccountState::Enabled, _) => t.is_enabled(),
        (AccountState::Disabled, false) if !to_operator => t.is_disabled_before(),
        (AccountState::Disabled, _) => t.is_disabled(),
        (AccountState::Pending, _) if to_operator => t.is_pending_for_you(),
        (AccountState::Pending, _) => t.is_pending(),
    }
}

fn consequence(next: AccountState) -> &'static str {
    let t = texts().accounts();
    match next {
        AccountState::Disabled => t.disabling(),
        AccountState::Enabled | AccountState::Pending => t.enabling(),
    }
}

/// Whether the change of the state can be undone: nobody goes back to waiting to be enabled.
fn undo_of(account: &Account) -> &'static str {
    let t = texts().undo();
    match account.state {
        AccountState::Pending => t.never(),
        AccountState::Enabled | AccountState::Disabled => t.by_restoring(),
    }
}

fn action(account: &Account) -> &'static str {
    let t = texts().accounts();
    match (account.state, account.enabled_at.is_some()) {
        (AccountState::Enabled, _) => t.disable(),
        (_, true) => t.enable_again(),
        (_, false) => t.enable(),
    }
}
