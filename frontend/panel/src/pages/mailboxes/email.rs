//! MODIFICA E-MAIL: the communication e-mail alone, from the detail (A15).

use leptos::prelude::*;
use sigillo_contract::mailbox::{Mailbox, MailboxPatch};

use super::judge::faults_of_change;
use super::stale::{Saved, save};
use crate::components::{
    Alert, AlertKind, Dialog, ErrorSummary, Form, Load, Submit, TextField, announce,
};
use crate::i18n::{t, texts};
use crate::route::Route;

#[component]
pub fn EmailDialog(open: RwSignal<bool>, mailbox: Mailbox, source: Load<Mailbox>) -> impl IntoView {
    let close = Callback::new(move |()| open.set(false));
    let mailbox = StoredValue::new(mailbox);
    view! {
        <Dialog id="edit-email" open=open title=t!(forms.edit_email) on_close=close start="email-communication_email">
            <EmailForm mailbox=mailbox.get_value() source=source close=close />
        </Dialog>
    }
}

#[component]
fn EmailForm(mailbox: Mailbox, source: Load<Mailbox>, close: Callback<()>) -> impl IntoView {
    let form = Form::new("email");
    let value = RwSignal::new(mailbox.communication_email.clone().unwrap_or_default());
    // The mailbox as last read: newer than the page's when somebody changed it meanwhile.
    let base = RwSignal::new(mailbox);
    let overtaken = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let present = base.get_untracked();
        let typed = value.get_untracked().trim().to_owned();
        let patch =
            MailboxPatch { communication_email: Some(typed.clone()), ..MailboxPatch::default() };
        let faults = faults_of_change(&present, &patch, true);
        if !faults.is_empty() {
            return form.show_faults(faults);
        }
        if Some(typed) == present.communication_email {
            return close.run(());
        }
        let (id, version) = (present.id, present.version);
        form.send(async move { save(id, &patch, version).await }, move |outcome| match outcome {
            Ok(Saved::Done(updated)) => {
                announce(AlertKind::Success, texts().forms().email_saved(), Route::Mailbox(id));
                close.run(());
                source.put(updated.mailbox);
            }
            Ok(Saved::Conflict(stale)) => {
                base.set(stale.newer);
                overtaken.set(true);
            }
            Err(error) => form.show_failure(error),
        });
    };
    let theirs = move || base.with(|base| base.communication_email.clone()).unwrap_or_default();
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <Show when=move || overtaken.get()>
                <Alert kind=AlertKind::Warning title=t!(forms.stale_title)>
                    <p>{move || texts().forms().stale_email(&theirs())}</p>
                </Alert>
            </Show>
            <TextField
                form=form
                pointer="/communication_email"
                label=t!(forms.communication_email)
                hint=t!(forms.communication_email_hint)
                value=value
                kind="email"
            />
            <div class="form-actions">
                <Submit form=form label=t!(forms.save_email) />
                <button type="button" class="btn btn-outline-primary" on:click=move |_| close.run(())>
                    {t!(forms.cancel)}
                </button>
            </div>
        </form>
    }
}
