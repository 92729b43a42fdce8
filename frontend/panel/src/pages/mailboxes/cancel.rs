//! CANCELLA CASELLA (A12): the page says what is lost, and requires the whole address to be typed.

use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::CancelMailbox;
use sigillo_domain::Code;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::name::{composed, readable};
use sigillo_domain::permission::Permission;

use super::gone::Gone;
use super::{crumbs, load_mailbox};
use crate::components::{
    AlertKind, ErrorSummary, FieldError, Form, Icon, LinkButton, Load, Page, Submit, TextField,
    UndoNote, announce, guarded, loaded,
};
use crate::i18n::{bytes, t, texts};
use crate::route::Route;
use crate::{api, router, session};

/// The field in which the address is typed to confirm.
const CONFIRMATION: &str = "/address";

#[component]
pub fn Cancel(id: MailboxId) -> impl IntoView {
    let mailbox = load_mailbox(id);
    let lead = move || {
        mailbox.get().map(|mailbox| readable(&mailbox.address).into_owned()).unwrap_or_default()
    };
    let page = move || {
        view! {
            <Page title=t!(cancel.title) lead=lead crumbs=crumbs(mailbox, true) narrow=true>
                {loaded(mailbox, move |found| match found.state {
                    MailboxState::Cancelled => view! { <Gone id=found.id /> }.into_any(),
                    _ => view! { <CancelForm mailbox=found source=mailbox /> }.into_any(),
                })}
            </Page>
        }
    };
    guarded(mailbox, |mailbox| session::may_on(&mailbox.domain, Permission::Cancel), page)
}

#[component]
fn CancelForm(mailbox: Mailbox, source: Load<Mailbox>) -> impl IntoView {
    let form = Form::new("cancel");
    let typed = RwSignal::new(String::new());
    let back = Route::Mailbox(mailbox.id);
    let (id, version, address) = (mailbox.id, mailbox.version, mailbox.address.clone());
    let submit = {
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let typed = typed.get_untracked().trim().to_lowercase();
            if typed != address && composed(&typed) != *readable(&address) {
                let error = FieldError::Text(t!(cancel.mismatch).into());
                return form.show_errors(vec![(CONFIRMATION.to_owned(), error)]);
            }
            let address = address.clone();
            form.send(
                async move { api::send::<CancelMailbox>(id, &Nothing {}, Some(version)).await },
                move |outcome| match outcome {
                    Ok(_) => {
                        announce(
                            AlertKind::Success,
                            texts().cancel().done(&readable(&address)),
                            back,
                        );
                        router::go(back);
                    }
                    Err(error) if error.is(Code::MailboxCancelled) => {
                        announce(AlertKind::Info, texts().cancel().already(), back);
                        router::go(back);
                    }
                    Err(error) if error.is(Code::Stale) => {
                        announce(
                            AlertKind::Warning,
                            texts().cancel().stale(),
                            Route::CancelMailbox(id),
                        );
                        source.reload();
                    }
                    Err(error) => form.show_failure(error),
                },
            );
        }
    };
    view! {
        <form class="panel panel-danger" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <Losses mailbox=mailbox />
            <UndoNote text=t!(undo.never) />
            <TextField form=form pointer=CONFIRMATION label=t!(cancel.confirm) value=typed />
            <div class="form-actions">
                <Submit
                    form=form
                    label=t!(cancel.do_cancel)
                    class="btn btn-danger"
                />
                <LinkButton href=back.href() label=t!(cancel.keep) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

/// The list of what is destroyed and what is kept.
#[component]
fn Losses(mailbox: Mailbox) -> impl IntoView {
    let address = mailbox.address;
    let can_disable = mailbox.state == MailboxState::Active
        && session::may_on(&mailbox.domain, Permission::Disable);
    view! {
        <div class="losses">
            <h2><Icon name="it-warning-circle" />{t!(cancel.warning_title)}</h2>
            <p>{move || texts().cancel().warning(&readable(&address))}</p>
            <ul>
                <li>{t!(cancel.messages)}</li>
                <li>{t!(cancel.never_back)}</li>
                <li>{t!(cancel.name_retired)}</li>
                {mailbox.preservation.then(|| view! { <li>{t!(cancel.receipts_stay)}</li> })}
                <li>{t!(cancel.row_kept)}</li>
            </ul>
            {mailbox.used_bytes.map(|used| view! { <p>{move || texts().cancel().used(&bytes(used))}</p> })}
            {can_disable.then(|| view! {
                <p>
                    {t!(cancel.disable_instead)}
                    " "
                    <a href=Route::EditMailbox(mailbox.id).href()>{t!(cancel.go_disable)}</a>
                </p>
            })}
        </div>
    }
}
