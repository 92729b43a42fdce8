//! The dialog that destroys a store: it says what is lost, and requires the name to be typed.

use leptos::prelude::*;
use sigillo_contract::mail_host::Finding;
use sigillo_contract::operations::RepairMailHost;

use super::repair::{Repairs, is_out_of_date, request_of};
use crate::api;
use crate::components::{
    Dialog, ErrorSummary, FieldError, Form, Icon, Submit, TextField, UndoNote,
};
use crate::i18n::{t, texts};

const CONFIRMATION: &str = "/name";

#[component]
pub fn Destroy(repairs: Repairs) -> impl IntoView {
    let to_destroy = repairs.to_destroy;
    let open = Signal::derive(move || to_destroy.with(Option::is_some));
    let close = Callback::new(move |()| to_destroy.set(None));
    view! {
        <Dialog id="destroy" open=open title=t!(host.orphan_store_do) on_close=close start="destroy-name">
            {move || to_destroy.get().map(|(finding, place)| view! {
                <Confirmation finding=finding place=place repairs=repairs />
            })}
        </Dialog>
    }
}

#[component]
fn Confirmation(finding: Finding, place: usize, repairs: Repairs) -> impl IntoView {
    let form = Form::new("destroy");
    let typed = RwSignal::new(String::new());
    let request = request_of(&finding);
    let (store, address) = (finding.subject.clone(), finding.address);
    let name = address.clone().unwrap_or(finding.subject);
    let asked = name.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !typed.get_untracked().trim().eq_ignore_ascii_case(&name) {
            let error = FieldError::Text(t!(host.destroy_mismatch).into());
            return form.show_errors(vec![(CONFIRMATION.to_owned(), error)]);
        }
        let sent = request.clone();
        let done = request.clone();
        form.send(
            async move { api::send::<RepairMailHost>((), &sent, None).await },
            move |outcome| match outcome {
                Ok(_) => {
                    repairs.to_destroy.set(None);
                    repairs.done(done, place);
                }
                Err(error) if is_out_of_date(&error) => {
                    form.show_message(t!(host.changed_meanwhile).into());
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    let whose = move || match &address {
        Some(address) => texts().host().destroy_known(address),
        None => texts().host().destroy_unknown().to_owned(),
    };
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <div class="losses">
                <h3><Icon name="it-warning-circle" />{t!(host.destroy_title)}</h3>
                <p><code>{store}</code></p>
                <ul>
                    <li>{t!(host.destroy_lost)}</li>
                    <li>{whose}</li>
                </ul>
            </div>
            <UndoNote text=t!(undo.never) />
            <TextField form=form pointer=CONFIRMATION label=move || texts().host().destroy_confirm(&asked) value=typed />
            <div class="form-actions">
                <Submit form=form label=t!(host.orphan_store_do) class="btn btn-danger" />
                <button type="button" class="btn btn-outline-primary" on:click=move |_| repairs.to_destroy.set(None)>
                    {t!(host.destroy_keep)}
                </button>
            </div>
        </form>
    }
}
