//! A mailbox (A6): its data, notes and history.

use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::name::readable;
use sigillo_domain::permission::Permission;

use super::effects::{Effects, effects_of};
use super::email::EmailDialog;
use super::history::{History, history_of};
use super::messages::{Messages, messages_of};
use super::notes::Notes;
use super::password::{ExpiredNote, PasswordFact};
use super::reset::{NoEmail, Reset};
use super::usage::Space;
use super::{crumbs, load_mailbox, title};
use crate::components::{
    Alert, AlertKind, Fact, Facts, Icon, LinkButton, Load, Page, StateBadge, guarded, loaded,
};
use crate::i18n::{date, t, texts};
use crate::route::Route;
use crate::session;

#[component]
pub fn Detail(id: MailboxId) -> impl IntoView {
    let mailbox = load_mailbox(id);
    let actions = move || {
        let editable = mailbox.get().filter(may_change);
        editable.map(|mailbox| {
            view! { <LinkButton href=Route::EditMailbox(mailbox.id).href() label=t!(detail.edit) icon="it-pencil" /> }
        })
    };
    let page = move || {
        view! {
            <Page title=title(mailbox) crumbs=crumbs(mailbox, false) actions=actions>
                {loaded(mailbox, move |found| view! { <Sheet mailbox=found source=mailbox /> })}
            </Page>
        }
    };
    guarded(mailbox, |_| true, page)
}

fn may_change(mailbox: &Mailbox) -> bool {
    let may = |permission| session::may_on(&mailbox.domain, permission);
    mailbox.state != MailboxState::Cancelled && (may(Permission::Edit) || may(Permission::Disable))
}

#[component]
fn Sheet(mailbox: Mailbox, source: Load<Mailbox>) -> impl IntoView {
    let history = history_of(mailbox.id);
    let messages = messages_of(mailbox.id);
    let may_edit = session::may_on(&mailbox.domain, Permission::Edit);
    let id = mailbox.id;
    let unreachable =
        mailbox.communication_email.is_none() && mailbox.state != MailboxState::Cancelled;
    let on_sent = Callback::new(move |()| {
        messages.restart();
        history.restart();
    });
    view! {
        <StateNote mailbox=mailbox.clone() />
        <ExpiredNote mailbox=mailbox.state state=mailbox.password_state />
        {unreachable.then(NoEmail)}
        <div class="columns">
            <div>
                <Identity mailbox=mailbox.clone() source=source on_sent=on_sent />
                <Space mailbox=mailbox.clone() />
                <Dates mailbox=mailbox />
                <Messages messages=messages may_resend=may_edit />
            </div>
            <div>
                <Effects effects=effects_of(id) />
                <Notes id=id may_add=may_edit on_added=Callback::new(move |()| history.restart()) />
                <History records=history />
            </div>
        </div>
    }
}

/// An explanation of the state; none for an active mailbox.
#[component]
fn StateNote(mailbox: Mailbox) -> impl IntoView {
    match mailbox.state {
        MailboxState::Active => ().into_any(),
        MailboxState::Cancelled => view! {
            <Alert kind=AlertKind::Warning quiet=true title=t!(detail.cancelled_title)>
                <p>{move || match mailbox.cancelled_at {
                    Some(at) => texts().detail().cancelled_on(&date(at)),
                    None => texts().problems().mailbox_cancelled().to_owned(),
                }}</p>
            </Alert>
        }
        .into_any(),
        MailboxState::Disabled => view! { <Alert kind=AlertKind::Info quiet=true><p>{t!(detail.disabled_note)}</p></Alert> }.into_any(),
        MailboxState::Suppressed => view! { <Alert kind=AlertKind::Info quiet=true><p>{t!(detail.suppressed_note)}</p></Alert> }.into_any(),
        MailboxState::PendingActivation => view! { <Alert kind=AlertKind::Info quiet=true><p>{t!(detail.pending_note)}</p></Alert> }.into_any(),
    }
}

#[component]
fn Identity(mailbox: Mailbox, source: Load<Mailbox>, on_sent: Callback<()>) -> impl IntoView {
    let editing = RwSignal::new(false);
    let may_edit = mailbox.state != MailboxState::Cancelled
        && session::may_on(&mailbox.domain, Permission::Edit);
    let email = mailbox.communication_email.clone();
    let (edited, reset) = (mailbox.clone(), mailbox.clone());
    let page = Route::Mailbox(mailbox.id);
    let (name, domain, state) =
        (mailbox.local_part.clone(), readable(&mailbox.domain).into_owned(), mailbox.state);
    view! {
        <section class="panel" aria-labelledby="identity">
            <h2 id="identity">{t!(detail.identity)}</h2>
            <Facts>
                <Fact label=t!(detail.name)>{name}</Fact>
                <Fact label=t!(detail.domain)>{domain}</Fact>
                <Fact label=t!(detail.state)><StateBadge state=state /></Fact>
                <Fact label=t!(detail.password)>
                    <PasswordFact
                        mailbox=state
                        state=mailbox.password_state
                        set_at=mailbox.password_set_at
                        end=mailbox.password_expires_at
                    />
                    <Reset mailbox=reset page=page on_sent=on_sent />
                </Fact>
                <Fact label=t!(detail.communication_email)>
                    {match email {
                        Some(email) => view! { <span data-testid="communication-email">{readable(&email).into_owned()}</span> }.into_any(),
                        None => view! { <span class="fact-note">{t!(detail.none)}</span> }.into_any(),
                    }}
                    {may_edit.then(|| view! {
                        <div>
                            <button
                                type="button"
                                class="btn btn-outline-primary btn-sm"
                                aria-haspopup="dialog"
                                on:click=move |_| editing.set(true)
                            >
                                <Icon name="it-mail" />
                                <span>{t!(forms.edit_email)}</span>
                            </button>
                        </div>
                    })}
                </Fact>
            </Facts>
            {may_edit.then(|| view! { <EmailDialog open=editing mailbox=edited source=source /> })}
        </section>
    }
}

#[component]
fn Dates(mailbox: Mailbox) -> impl IntoView {
    let who = mailbox.created_by_display_name.unwrap_or(mailbox.created_by);
    let created = mailbox.created_at;
    let day = |at: chrono::DateTime<chrono::Utc>| move || date(at);
    view! {
        <section class="panel" aria-labelledby="dates">
            <h2 id="dates">{t!(detail.dates)}</h2>
            <Facts>
                <Fact label=t!(detail.created)>{move || texts().detail().created_by(&date(created), &who)}</Fact>
                {mailbox.activated_at.map(|at| view! { <Fact label=t!(detail.activated)>{day(at)}</Fact> })}
                <Fact label=t!(detail.expires)>
                    {match mailbox.expires_at {
                        Some(at) => day(at).into_any(),
                        None => t!(detail.no_expiry).into_any(),
                    }}
                </Fact>
                {mailbox.cancelled_at.map(|at| view! { <Fact label=t!(detail.cancelled)>{day(at)}</Fact> })}
            </Facts>
        </section>
    }
}
