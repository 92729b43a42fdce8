//! A mailbox (A6): its state and the acts on it, its data, and in tabs its history, messages, notes
//! and space.

use leptos::prelude::*;
use sigillo_contract::mail_host::MailHostStatus;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operations::{AddMailboxNote, GetMailHost, ListMailboxNotes};
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::name::readable;
use sigillo_domain::permission::Permission;
use sigillo_domain::service_term::ServiceRequest;

use super::activation::Activation;
use super::effects::{Effects, effects_of};
use super::email::EmailDialog;
use super::holder::HolderSection;
use super::identity::IdentitySection;
use super::messages::Messages;
use super::password::{ExpiredNote, PasswordFact};
use super::reset::{NoEmail, Reset};
use super::service::ServiceFact;
use super::state_dialog::StateButton;
use super::usage::Usage;
use super::{crumbs, load_mailbox_with_host, title};
use crate::api;
use crate::components::{
    Alert, AlertKind, CopyButton, Fact, Facts, History, Icon, LinkButton, Load, MeasuredAt, Notes,
    Page, PasswordBadge, SpaceFacts, StateBadge, Tab, Tabs, breakable, chosen_tab, guarded, load,
    loaded,
};
use crate::i18n::{date, file_size, integer, megabytes, t, texts};
use crate::pages::contracts::{ContractPanel, PendingNote};
use crate::pages::documents::Documents;
use crate::pages::holder_changes::{AskButton, PendingChange};
use crate::pages::plans::described;
use crate::route::Route;
use crate::session;

#[component]
pub fn Detail(id: MailboxId) -> impl IntoView {
    let mailbox = load_mailbox_with_host(id);
    // Counts what was recorded or sent from this page, so that the tabs read again.
    let changed = RwSignal::new(0);
    let beside = move || mailbox.get().map(|mailbox| view! { <Beside mailbox=mailbox /> });
    let actions = move || {
        mailbox
            .get()
            .map(|found| view! { <Actions mailbox=found source=mailbox changed=changed /> })
    };
    let page = move || {
        view! {
            <Page title=title(mailbox) crumbs=crumbs(mailbox, false) beside=beside actions=actions>
                {loaded(mailbox, move |found| view! {
                    <Sheet mailbox=found source=mailbox changed=changed />
                })}
                <Sections id=id mailbox=mailbox changed=changed />
            </Page>
        }
    };
    guarded(mailbox, |_| true, page)
}

/// The state, and a button that copies the address.
#[component]
fn Beside(mailbox: Mailbox) -> impl IntoView {
    let (address, done) = (mailbox.address.clone(), mailbox.address.clone());
    view! {
        <CopyButton
            text=mailbox.address.clone()
            label=move || texts().list().copy(&address)
            done=move || texts().list().copied(&done)
        />
        <StateBadge state=mailbox.state />
        <PasswordBadge mailbox=mailbox.state password=mailbox.password_state />
    }
}

fn may_change(mailbox: &Mailbox) -> bool {
    let may = |permission| session::may_on(&mailbox.domain, permission);
    mailbox.state != MailboxState::Cancelled && (may(Permission::Edit) || may(Permission::Disable))
}

#[component]
fn Actions(mailbox: Mailbox, source: Load<Mailbox>, changed: RwSignal<u32>) -> impl IntoView {
    let id = mailbox.id;
    let on_sent = Callback::new(move |()| changed.update(|count| *count += 1));
    let edit = may_change(&mailbox).then(|| {
        view! { <LinkButton href=Route::EditMailbox(id).href() label=t!(detail.edit) icon="it-pencil" key="e" /> }
    });
    view! {
        <Reset mailbox=mailbox.clone() page=Route::Mailbox(id) on_sent=on_sent />
        <Activation mailbox=mailbox.clone() on_sent=on_sent />
        <AskButton mailbox=mailbox.clone() />
        <StateButton mailbox=mailbox source=source />
        {edit}
    }
}

/// What the mailbox is at present.
#[component]
fn Sheet(mailbox: Mailbox, source: Load<Mailbox>, changed: RwSignal<u32>) -> impl IntoView {
    let unreachable =
        mailbox.communication_email.is_none() && mailbox.state != MailboxState::Cancelled;
    let is_pending = mailbox.state == MailboxState::PendingActivation;
    // Each read of the mailbox may follow a change, which was recorded.
    changed.update(|count| *count += 1);
    view! {
        <StateNote mailbox=mailbox.clone() />
        <PendingChange mailbox=mailbox.clone() />
        <ExpiredNote mailbox=mailbox.state state=mailbox.password_state />
        {unreachable.then(NoEmail)}
        // What is still to be done stands above what is known already.
        {is_pending.then(|| view! { <ContractPanel mailbox=mailbox.clone() /> })}
        <Data mailbox=mailbox.clone() source=source />
        <HolderSection mailbox=mailbox.clone() />
        <IdentitySection mailbox=mailbox.clone() source=source />
        {(!is_pending).then(|| view! { <ContractPanel mailbox=mailbox.clone() /> })}
        <Effects effects=effects_of(mailbox.id, mailbox.effects) />
    }
}

/// The tabs and what they show.
#[component]
fn Sections(id: MailboxId, mailbox: Load<Mailbox>, changed: RwSignal<u32>) -> impl IntoView {
    let tabs = vec![
        Tab::new("storico", t!(detail.history)),
        Tab::new("messaggi", t!(detail.messages)),
        Tab::new("note", t!(detail.notes)),
        Tab::new("documenti", t!(documents.tab)),
        Tab::new("spazio", t!(detail.space)),
    ];
    let chosen = chosen_tab(&tabs);
    let read = Memo::new(move |_| mailbox.get().is_some());
    let may_edit = Memo::new(move |_| {
        mailbox.get().is_some_and(|found| session::may_on(&found.domain, Permission::Edit))
    });
    let may_upload = Memo::new(move |_| {
        mailbox.get().is_some_and(|found| session::may_on(&found.domain, Permission::Documents))
    });
    let section = move || {
        match chosen.get() {
        "messaggi" => {
            view! { <Messages id=id may_resend=may_edit.get() changed=changed /> }.into_any()
        }
        "note" => view! {
            <Notes<ListMailboxNotes, AddMailboxNote> id=id page=Route::Mailbox(id) may_add=may_edit.get() on_added=Callback::new(move |()| changed.update(|count| *count += 1)) />
        }
        .into_any(),
        "documenti" => view! {
            <Documents
                subject=format!("mailbox:{id}")
                may_upload=may_upload.get()
                on_change=Callback::new(move |()| changed.update(|count| *count += 1))
            />
        }
        .into_any(),
        "spazio" => {
            let soft_limit_mb = mailbox.get().map_or(0, |found| found.soft_limit_mb);
            view! { <Usage id=id soft_limit_mb=soft_limit_mb /> }.into_any()
        }
        _ => {
            let subject = Signal::derive(move || mailbox.get());
            let put = Callback::new(move |newer| mailbox.put(newer));
            let changed = Signal::derive(move || i64::from(changed.get()));
            view! { <History<Mailbox> id=id subject=subject put=put changed=changed /> }.into_any()
        }
    }
    };
    move || {
        read.get().then(|| {
            let path = Route::Mailbox(id).href();
            view! {
                <Tabs label=t!(detail.sections) tabs=tabs.clone() chosen=chosen path=path />
                <section class="panel tab-panel" aria-label=t!(detail.sections)>{section}</section>
            }
        })
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
        MailboxState::Suppressed if mailbox.request == ServiceRequest::Termination => view! { <Alert kind=AlertKind::Warning quiet=true><p>{t!(detail.terminated_note)}</p></Alert> }.into_any(),
        MailboxState::Suppressed => view! { <Alert kind=AlertKind::Info quiet=true><p>{t!(detail.suppressed_note)}</p></Alert> }.into_any(),
        MailboxState::PendingActivation => view! { <PendingNote contract=mailbox.contract /> }.into_any(),
    }
}

/// The status of the mail host, which comes with the mailbox except as the answer to a change.
fn host_of(known: Option<MailHostStatus>) -> Load<MailHostStatus> {
    load(move || {
        let known = known.clone();
        async move {
            match known {
                Some(status) => Ok(status),
                None => api::get::<GetMailHost>(()).await,
            }
        }
    })
}

#[component]
fn Data(mailbox: Mailbox, source: Load<Mailbox>) -> impl IntoView {
    let host = host_of(mailbox.mail_host.clone());
    let measured = Signal::derive(move || host.get().is_some_and(|host| host.configured));
    let used_bytes = mailbox.used_bytes;
    // A cancelled mailbox has nothing left to measure, and so no time of measurement.
    let status = Signal::derive(move || host.get().filter(|_| used_bytes.is_some()));
    let Mailbox { state, password_state, quota_mb, soft_limit_mb, preservation, preserved, .. } =
        mailbox;
    let (plan, archive_mb) = (mailbox.plan.clone(), mailbox.archive_mb);
    let reseller = mailbox.reseller.clone();
    let (set_at, end) = (mailbox.password_set_at, mailbox.password_expires_at);
    let dated = mailbox.clone();
    view! {
        <section class="panel data" aria-label=t!(detail.data)>
            <Facts>
                <Email mailbox=mailbox source=source />
                <Fact label=t!(detail.password)>
                    <PasswordFact mailbox=state state=password_state set_at=set_at end=end />
                </Fact>
                <Dates mailbox=dated source=source />
            </Facts>
            <div>
                <Facts>
                    <SpaceFacts
                        quota_mb=quota_mb
                        soft_limit_mb=soft_limit_mb
                        used_bytes=used_bytes
                        measured=measured
                        is_cancelled=state == MailboxState::Cancelled
                    />
                    {archive_mb.map(|mb| view! {
                        <Fact label=t!(words.archive_quota)>{move || megabytes(mb)}</Fact>
                    })}
                    {plan.map(|plan| view! {
                        <Fact label=t!(words.plan)>{move || described(&plan)}</Fact>
                    })}
                    {reseller.map(|one| view! { <Fact label=t!(words.reseller)>{one.name}</Fact> })}
                    <Fact label=t!(detail.preservation)>
                        {move || texts().words().preservation_is(preservation)}
                        {preserved.map(|all| view! {
                            <span class="fact-note">
                                {move || texts().words().preserved(&integer(all.receipts), &file_size(all.bytes))}
                            </span>
                        })}
                    </Fact>
                </Facts>
                <MeasuredAt status=status />
            </div>
        </section>
    }
}

/// The communication e-mail, with the button that changes it.
#[component]
fn Email(mailbox: Mailbox, source: Load<Mailbox>) -> impl IntoView {
    let editing = RwSignal::new(false);
    let may_edit = mailbox.state != MailboxState::Cancelled
        && session::may_on(&mailbox.domain, Permission::Edit);
    let email = match mailbox.communication_email.as_deref() {
        Some(email) => {
            let email = breakable(&readable(email));
            view! { <span data-testid="communication-email">{email}</span> }.into_any()
        }
        None => view! { <span class="fact-note">{t!(detail.none)}</span> }.into_any(),
    };
    view! {
        <Fact label=t!(detail.communication_email)>
            {email}
            {may_edit.then(|| view! {
                <button
                    type="button"
                    class="icon-button"
                    aria-haspopup="dialog"
                    aria-label=t!(forms.edit_email)
                    title=t!(forms.edit_email)
                    on:click=move |_| editing.set(true)
                >
                    <Icon name="it-pencil" />
                </button>
                <EmailDialog open=editing mailbox=mailbox source=source />
            })}
        </Fact>
    }
}

#[component]
fn Dates(mailbox: Mailbox, source: Load<Mailbox>) -> impl IntoView {
    let served = mailbox.clone();
    let who = mailbox.created_by_display_name.unwrap_or_else(|| mailbox.created_by.clone());
    let handed_over = mailbox.managed_by != mailbox.created_by;
    let manager = mailbox.managed_by_display_name.unwrap_or(mailbox.managed_by);
    let created = mailbox.created_at;
    let day = |at: chrono::DateTime<chrono::Utc>| move || date(at);
    view! {
        <Fact label=t!(detail.created)>{move || texts().detail().created_by(&date(created), &who)}</Fact>
        {handed_over.then(|| view! { <Fact label=t!(words.managed_by)>{manager}</Fact> })}
        {mailbox.activated_at.map(|at| view! { <Fact label=t!(detail.activated)>{day(at)}</Fact> })}
        <ServiceFact mailbox=served source=source />
        {mailbox.cancelled_at.map(|at| view! { <Fact label=t!(detail.cancelled)>{day(at)}</Fact> })}
    }
}
