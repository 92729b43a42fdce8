//! The dialog of the detail page that changes only the communication e-mail (A15).

use leptos::prelude::*;
use sigillo_contract::mailbox::{Mailbox, MailboxPatch};
use sigillo_kit::edit::{Edit, EditField, Part};

use super::mailbox_edit::{self, EMAIL, email_field};
use super::validation::faults_of_change;
use crate::components::{
    AlertKind, Dialog, EditConflict, ErrorSummary, Form, Load, Submit, TextField, UndoNote,
    announce,
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
    let form = Form::keeping("email");
    let is_first = mailbox.communication_email.is_none();
    let undo = if is_first { t!(undo.first_value) } else { t!(undo.by_restoring) };
    let edit = Edit::of(mailbox);
    let email = edit.field(email_field());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(edit, email, form, source, close);
    };
    view! {
        <EditConflict edit=edit title=t!(forms.stale_title) />
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <TextField
                form=form
                pointer=EMAIL
                label=t!(forms.communication_email)
                hint=t!(forms.communication_email_hint)
                value=email.input
                kind="email"
            />
            <UndoNote text=undo />
            <div class="form-actions">
                <Submit form=form label=t!(forms.save_email) />
                <button type="button" class="btn btn-outline-primary" on:click=move |_| {
                    form.mark_saved();
                    close.run(());
                }>
                    {t!(forms.cancel)}
                </button>
            </div>
        </form>
    }
}

fn save(
    edit: Edit<Mailbox, MailboxPatch>,
    email: EditField<String>,
    form: Form,
    source: Load<Mailbox>,
    close: Callback<()>,
) {
    let mailbox = edit.base();
    let (id, version) = (mailbox.id, mailbox.version);
    // An unchanged e-mail is checked too: a mailbox without an e-mail cannot be saved without one
    // here.
    let patch = MailboxPatch { communication_email: email.value().ok(), ..MailboxPatch::default() };
    let faults = faults_of_change(&mailbox, &patch, None);
    if !faults.is_empty() {
        return form.show_faults(faults);
    }
    if !edit.has_changes(Part::Whole) {
        return close.run(());
    }
    let work = async move { mailbox_edit::save(id, &patch, version).await };
    let redo = Callback::new(move |()| save(edit, email, form, source, close));
    edit.send(form, Part::Whole, work, redo, move |updated| {
        announce(AlertKind::Success, texts().forms().email_saved(), Route::Mailbox(id));
        close.run(());
        source.put(updated.mailbox);
    });
}
