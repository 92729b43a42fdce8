//! The dialog that sends the activation data of a mailbox again (B15).

use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::SendActivationData;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::name::readable;
use sigillo_domain::permission::Permission;

use crate::components::{
    AlertKind, Dialog, DialogActions, ErrorSummary, Form, Icon, UndoNote, announce,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::{api, session};

/// The button with its dialog, for an active mailbox whose user can be written to.
#[component]
pub fn Activation(mailbox: Mailbox, #[prop(into)] on_sent: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    let may =
        mailbox.state == MailboxState::Active && session::may_on(&mailbox.domain, Permission::Edit);
    mailbox.communication_email.clone().filter(|_| may).map(|email| {
        view! {
            <button
                type="button"
                class="btn btn-outline-primary"
                aria-haspopup="dialog"
                on:click=move |_| open.set(true)
            >
                <Icon name="it-mail" />
                <span>{t!(contracts.activation)}</span>
            </button>
            <ActivationDialog open=open mailbox=mailbox email=email on_sent=on_sent />
        }
    })
}

#[component]
fn ActivationDialog(
    open: RwSignal<bool>,
    mailbox: Mailbox,
    email: String,
    on_sent: Callback<()>,
) -> impl IntoView {
    let form = Form::new("activation");
    let close = Callback::new(move |()| {
        form.clear();
        open.set(false);
    });
    let id = mailbox.id;
    let send = move |()| {
        form.send(
            async move { api::send::<SendActivationData>(id, &Nothing {}, None).await },
            move |outcome| match outcome {
                Ok(message) => {
                    let sent = texts().contracts().activation_sent(&message.recipient);
                    announce(AlertKind::Success, sent, Route::Mailbox(id));
                    close.run(());
                    on_sent.run(());
                }
                Err(error) => form.show_failure(error),
            },
        );
    };
    let text =
        move || texts().contracts().activation_text(&readable(&email), &readable(&mailbox.address));
    let text = StoredValue::new(TextProp::from(text));
    view! {
        <Dialog id="activation" open=open title=t!(contracts.activation) on_close=close start="activation-send">
            <ErrorSummary form=form />
            <p>{move || text.with_value(TextProp::get)}</p>
            <p>{t!(contracts.activation_rules)}</p>
            <UndoNote text=t!(undo.never) />
            <DialogActions form=form id="activation-send" label=t!(messages.send) on_send=send on_close=close />
        </Dialog>
    }
}
