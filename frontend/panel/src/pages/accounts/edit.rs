//! The form for an account's name and an assistant's grants.

use leptos::prelude::*;
use sigillo_contract::account::Account;
use sigillo_domain::Faults;
use sigillo_domain::account::Role;

use super::account_edit::{AccountEdit, DATA_FORM};
use super::matrix::Matrix;
use crate::components::{AlertKind, ErrorSummary, Form, Submit, TextField, UndoNote, announce};
use crate::i18n::{t, texts};
use crate::route::Route;

fn save(account: AccountEdit, form: Form) {
    let page = Route::Account(account.edit.base().id);
    if !account.edit.has_changes(DATA_FORM) {
        return announce(AlertKind::Info, texts().forms().nothing_changed(), page);
    }
    let mut faults = Faults::default();
    let patch = account.edit.changes(DATA_FORM, &mut faults);
    if !faults.is_empty() {
        return form.show_faults(faults.into_vec());
    }
    let redo = Callback::new(move |()| save(account, form));
    account.send(form, DATA_FORM, patch, redo, move |saved| {
        announce(AlertKind::Success, texts().accounts().saved(&saved.username), page);
    });
}

#[component]
pub fn EditForm(account: AccountEdit) -> impl IntoView {
    let form = Form::keeping("account");
    let is_assistant = account.edit.base().role == Role::Assistant;
    let heading = move || {
        let t = texts().accounts();
        if is_assistant { t.data_and_grants() } else { t.data() }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(account, form);
    };
    view! {
        <form class="panel" on:submit=submit novalidate>
            <h2>{heading}</h2>
            <ErrorSummary form=form />
            <div class="measure">
                <TextField
                    form=form
                    pointer="/display_name"
                    label=t!(accounts.display_name)
                    hint=t!(accounts.display_name_hint)
                    value=account.display_name.input
                />
            </div>
            {is_assistant.then(|| view! { <Grants form=form account=account /> })}
            <UndoNote text=t!(undo.by_restoring) />
            <div class="form-actions">
                <Submit form=form label=t!(accounts.save) />
            </div>
        </form>
    }
}

#[component]
fn Grants(form: Form, account: AccountEdit) -> impl IntoView {
    let Account { id, organization_id: organization, .. } = account.edit.base();
    view! {
        <h3 class="panel-sub">{t!(accounts.grants)}</h3>
        <p class="field-hint grants-hint">{t!(accounts.grants_hint)}</p>
        {organization.map(|organization| view! {
            <Matrix form=form organization=organization grants=account.grants account=Some(id) />
        })}
    }
}
