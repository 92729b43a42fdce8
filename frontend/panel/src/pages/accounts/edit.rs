//! The name of an account, and what an assistant may do.

use leptos::prelude::*;
use sigillo_contract::account::AccountPatch;
use sigillo_contract::domain::Domain;
use sigillo_contract::operations::ListDomains;
use sigillo_domain::account::{Role, parse_display_name};
use sigillo_domain::{Fault, Faults};

use super::editor::Editor;
use super::grants::{that_count, to_send};
use super::matrix::Matrix;
use crate::api;
use crate::components::{AlertKind, ErrorSummary, Form, Submit, TextField, announce, load, loaded};
use crate::i18n::{t, texts};
use crate::route::Route;

/// Only what differs from the account as it was read; none when nothing does.
fn patch(editor: Editor) -> Result<Option<AccountPatch>, Vec<Fault>> {
    let base = editor.base.get_untracked();
    let mut faults = Faults::default();
    let name = faults.check("/display_name", parse_display_name(&editor.name.get_untracked()));
    let grants = Some(editor.grants.read()).filter(|own| *own != that_count(&base.grants));
    let name = faults.result(name)?;
    let name = Some(name).filter(|name| *name != base.display_name);
    let differs = name.is_some() || grants.is_some();
    Ok(differs.then(|| AccountPatch {
        display_name: name,
        grants: grants.as_ref().map(to_send),
        ..AccountPatch::default()
    }))
}

fn save(editor: Editor, form: Form) {
    let page = editor.base.with_untracked(|account| Route::Account(account.id));
    match patch(editor) {
        Err(faults) => form.show_faults(faults),
        Ok(None) => announce(AlertKind::Info, texts().forms().nothing_changed(), page),
        Ok(Some(patch)) => {
            let redo = Callback::new(move |()| save(editor, form));
            editor.send(form, patch, redo, move |saved| {
                announce(AlertKind::Success, texts().accounts().saved(&saved.username), page);
            });
        }
    }
}

#[component]
pub fn EditForm(editor: Editor) -> impl IntoView {
    let form = Form::new("account");
    let is_assistant = editor.base.with_untracked(|account| account.role == Role::Assistant);
    let heading = move || {
        let t = texts().accounts();
        if is_assistant { t.data_and_grants() } else { t.data() }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(editor, form);
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
                    value=editor.name
                />
            </div>
            {is_assistant.then(|| view! { <Grants form=form editor=editor /> })}
            <div class="form-actions">
                <Submit form=form label=t!(accounts.save) />
            </div>
        </form>
    }
}

#[component]
fn Grants(form: Form, editor: Editor) -> impl IntoView {
    let domains = load(api::every::<ListDomains, Domain>);
    let organization = editor.base.with_untracked(|account| account.organization_id);
    let matrix = move |domains: Vec<Domain>| {
        let own = domains.into_iter().filter(|domain| Some(domain.organization_id) == organization);
        let names = own.map(|domain| domain.name).collect::<Vec<_>>();
        view! { <Matrix form=form domains=names grants=editor.grants /> }
    };
    view! {
        <h3 class="panel-sub">{t!(accounts.grants)}</h3>
        <p class="field-hint grants-hint">{t!(accounts.grants_hint)}</p>
        {loaded(domains, matrix)}
    }
}
