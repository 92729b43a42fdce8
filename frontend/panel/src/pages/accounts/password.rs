//! A new password, for who has lost the old one.

use leptos::prelude::*;
use sigillo_contract::account::AccountPatch;
use sigillo_domain::Faults;
use sigillo_domain::account::check_password;

use super::editor::Editor;
use crate::components::{AlertKind, ErrorSummary, Form, PasswordField, Submit, announce};
use crate::i18n::{t, texts};
use crate::route::Route;

fn save(editor: Editor, form: Form, password: RwSignal<String>) {
    let (username, page) = editor
        .base
        .with_untracked(|account| (account.username.clone(), Route::Account(account.id)));
    let typed = password.get_untracked();
    let mut faults = Faults::default();
    faults.check("/password", check_password(&typed, &username));
    if !faults.is_empty() {
        return form.show_faults(faults.into_vec());
    }
    let patch = AccountPatch { password: Some(typed), ..AccountPatch::default() };
    let redo = Callback::new(move |()| save(editor, form, password));
    editor.send(form, patch, redo, move |_| {
        password.set(String::new());
        announce(AlertKind::Success, texts().accounts().password_set(&username), page);
    });
}

#[component]
pub fn NewPassword(editor: Editor) -> impl IntoView {
    let form = Form::new("new-password");
    let password = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(editor, form, password);
    };
    view! {
        <form class="panel" on:submit=submit novalidate>
            <h2>{t!(accounts.new_password)}</h2>
            <ErrorSummary form=form />
            <p class="lead-in">{t!(accounts.new_password_lead)}</p>
            <div class="measure">
                <PasswordField
                    form=form
                    pointer="/password"
                    label=t!(accounts.new_password)
                    hint=t!(accounts.password_rule)
                    value=password
                    autocomplete="new-password"
                />
            </div>
            <div class="form-actions">
                <Submit form=form label=t!(accounts.set_password) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}
