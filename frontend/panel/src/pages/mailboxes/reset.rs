//! The dialog that sends a link for setting the password to the communication e-mail (A16).
//! Administrators neither set nor see passwords.

use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::SendPasswordReset;
use sigillo_domain::mailbox::PasswordState;
use sigillo_domain::message::MessageKind;
use sigillo_domain::permission::Permission;

use crate::components::{
    Alert, AlertKind, Dialog, DialogActions, ErrorSummary, Form, Icon, UndoNote, announce,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::{api, session};

/// Whether this account may send the link and the mailbox's user may set a password.
pub fn may_reset(mailbox: &Mailbox) -> bool {
    session::may_on(&mailbox.domain, Permission::Edit)
        && mailbox.state.may_have_password(mailbox.preservation)
}

/// The button that opens the dialog.
#[component]
pub fn ResetButton(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <button
            type="button"
            class="btn btn-outline-primary"
            aria-haspopup="dialog"
            on:click=move |_| open.set(true)
        >
            {t!(messages.reset)}
        </button>
    }
}

/// The dialog that says where the link goes before it is sent. It has a button of its own, so it
/// must be outside any form. The outcome is announced on `page`.
#[component]
pub fn ResetDialog(
    open: RwSignal<bool>,
    mailbox: Mailbox,
    email: String,
    page: Route,
    #[prop(optional, into)] on_sent: Option<Callback<()>>,
) -> impl IntoView {
    let form = Form::new("reset");
    let close = Callback::new(move |()| {
        form.clear();
        open.set(false);
    });
    let id = mailbox.id;
    let has_one = mailbox.password_state != PasswordState::ToSet;
    let send = Callback::new(move |()| {
        form.send(
            async move { api::send::<SendPasswordReset>(id, &Nothing {}, None).await },
            move |outcome| match outcome {
                Ok(message) => {
                    let sent = texts().messages().reset_sent(&message.recipient);
                    announce(AlertKind::Success, sent, page);
                    close.run(());
                    if let Some(on_sent) = on_sent {
                        on_sent.run(());
                    }
                }
                Err(error) => form.show_failure(error),
            },
        );
    });
    let text = move || texts().messages().reset_text(&email, &mailbox.address);
    let text = StoredValue::new(TextProp::from(text));
    view! {
        <Dialog id="reset-password" open=open title=t!(messages.reset_title) on_close=close start="reset-send">
            <ErrorSummary form=form />
            <p>{move || text.with_value(TextProp::get)}</p>
            <p>{t!(messages.reset_rules)}" "{has_one.then_some(t!(messages.reset_keeps))}</p>
            <UndoNote text=t!(undo.never) />
            <DialogActions form=form id="reset-send" label=t!(messages.send) on_send=send on_close=close />
        </Dialog>
    }
}

/// The warning that lists the messages which a mailbox without a communication e-mail does not get.
#[component]
pub fn NoEmail() -> impl IntoView {
    let lost = MessageKind::ALL.iter().filter(|kind| kind.needs_communication_email());
    let lost = lost.map(|kind| view! { <li>{move || texts().messages().kind(*kind)}</li> });
    view! {
        <Alert kind=AlertKind::Warning quiet=true title=t!(messages.no_email_title)>
            <p>{t!(messages.no_email)}</p>
            <ul class="note-list">{lost.collect_view()}</ul>
            <p>{t!(messages.no_email_rest)}</p>
        </Alert>
    }
}

/// The button together with its dialog.
#[component]
pub fn Reset(mailbox: Mailbox, page: Route, #[prop(into)] on_sent: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    mailbox.communication_email.clone().filter(|_| may_reset(&mailbox)).map(|email| {
        view! {
            <button
                type="button"
                class="btn btn-outline-primary"
                aria-haspopup="dialog"
                on:click=move |_| open.set(true)
            >
                <Icon name="it-key" />
                <span>{t!(messages.reset)}</span>
            </button>
            <ResetDialog open=open mailbox=mailbox email=email page=page on_sent=on_sent />
        }
    })
}
