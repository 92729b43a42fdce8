//! The form for a new password of somebody who has lost the old one.

use leptos::prelude::*;
use sigillo_contract::account::{Account, AccountPatch};
use sigillo_domain::Faults;
use sigillo_domain::password::{Context, check};

use super::account_edit::{AccountEdit, PASSWORD, PASSWORD_FORM};
use crate::components::{AlertKind, ErrorSummary, Form, PasswordField, Submit, UndoNote, announce};
use crate::i18n::{t, texts};
use crate::route::Route;

fn save(account: AccountEdit, form: Form) {
    let Account { id, username, display_name, organization_name, .. } = account.edit.base();
    let context = Context::of_account(&username, &display_name, organization_name.as_deref());
    let typed = account.password.input.get_untracked();
    let mut faults = Faults::default();
    faults.check(PASSWORD, check(&typed, &context));
    if !faults.is_empty() {
        return form.show_faults(faults.into_vec());
    }
    let patch = AccountPatch { password: Some(typed), ..AccountPatch::default() };
    let redo = Callback::new(move |()| save(account, form));
    account.send(form, PASSWORD_FORM, patch, redo, move |_| {
        account.password.set(&String::new());
        let text = texts().accounts().password_set(&username);
        announce(AlertKind::Success, text, Route::Account(id));
    });
}

#[component]
pub fn NewPassword(account: AccountEdit) -> impl IntoView {
    let form = Form::new("new-password");
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(account, form);
    };
    view! {
        <details class="panel">
        <summary><h2>{t!(accounts.new_password)}</h2></summary>
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <p class="lead-in">{t!(accounts.new_password_lead)}</p>
            <div class="measure">
                <PasswordField
                    form=form
                    pointer=PASSWORD
                    label=t!(accounts.new_password)
                    hint=move || texts().accounts().new_password_hint(texts().passwords().rule())
                    value=account.password.input
                    autocomplete="new-password"
                />
            </div>
            <UndoNote text=t!(undo.never) />
            <div class="form-actions">
                <Submit form=form label=t!(accounts.set_password) class="btn btn-outline-primary" />
            </div>
        </form>
        </details>
    }
}
