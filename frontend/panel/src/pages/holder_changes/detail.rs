//! A change of holder: both holders, the document that it rests on, and its decision.

use leptos::prelude::*;
use sigillo_contract::holder_change::HolderChange;
use sigillo_contract::operations::{GetHolder, GetHolderChange};
use sigillo_domain::holder_change::HolderChangeState;
use sigillo_domain::id::{HolderChangeId, HolderId};
use sigillo_domain::name::readable;

use super::StateOfChange;
use super::decide::{Act, ActDialog, Actions};
use crate::components::{
    Alert, AlertKind, Crumb, Fact, Facts, ForbiddenPage, Page, breakable, guarded, load, loaded,
};
use crate::i18n::{date_time, t, texts};
use crate::pages::documents::DocumentSheet;
use crate::route::Route;
use crate::{api, session};

#[component]
pub fn Detail(id: HolderChangeId) -> impl IntoView {
    if !session::may::<GetHolderChange>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let change = load(move || api::get::<GetHolderChange>(id));
    let act = RwSignal::new(None::<Act>);
    let title = move || match change.get() {
        Some(found) => texts().holder_changes().of(&readable(&found.mailbox_address)),
        None => texts().holder_changes().change().to_owned(),
    };
    let crumbs = vec![Crumb::new(t!(holder_changes.title), Route::HolderChanges)];
    let beside = move || change.get().map(|found| view! { <StateOfChange state=found.state /> });
    let actions = move || change.get().map(|found| view! { <Actions change=found chosen=act /> });
    let page = move || {
        view! {
            <Page title=title crumbs=crumbs.clone() beside=beside actions=actions>
                {loaded(change, |found| view! { <Sheet change=found /> })}
                <ActDialog chosen=act change=change />
            </Page>
        }
    };
    guarded(change, |_| true, page).into_any()
}

#[component]
fn Sheet(change: HolderChange) -> impl IntoView {
    let digest = change.document_sha256.clone();
    let document = match change.document.clone() {
        Some(document) => view! { <DocumentSheet document=document /> }.into_any(),
        None => view! {
            <p class="fact-note">{t!(holder_changes.document_gone)}</p>
            <p><code class="document-digest">{digest}</code></p>
        }
        .into_any(),
    };
    view! {
        <StateNote change=change.clone() />
        <Data change=change />
        <section class="panel" aria-labelledby="change-document">
            <h2 id="change-document">{t!(holder_changes.document)}</h2>
            {document}
        </section>
    }
}

/// What is still to be done, or why the change came to nothing.
#[component]
fn StateNote(change: HolderChange) -> impl IntoView {
    match change.state {
        HolderChangeState::Pending => view! {
            <Alert kind=AlertKind::Info quiet=true title=t!(holder_changes.waits_title)>
                <p>{if change.may_decide {
                    t!(holder_changes.waits_for_you)
                } else {
                    t!(holder_changes.waits_for_others)
                }}</p>
            </Alert>
        }
        .into_any(),
        HolderChangeState::Closed => view! {
            <Alert kind=AlertKind::Info quiet=true><p>{t!(holder_changes.closed_text)}</p></Alert>
        }
        .into_any(),
        HolderChangeState::Approved
        | HolderChangeState::Rejected
        | HolderChangeState::Withdrawn => ().into_any(),
    }
}

/// The name of a holder, with a link for whoever may follow it.
fn holder(id: Option<HolderId>, name: Option<String>) -> AnyView {
    match id.zip(name) {
        None => view! { {t!(holder_changes.nobody)} }.into_any(),
        Some((id, name)) if session::may::<GetHolder>() => {
            view! { <a href=Route::Holder(id).href()>{name}</a> }.into_any()
        }
        Some((_, name)) => name.into_any(),
    }
}

#[component]
fn Data(change: HolderChange) -> impl IntoView {
    let address = breakable(&readable(&change.mailbox_address));
    let email = change.communication_email;
    let email = move || match email.as_str() {
        "" => texts().holder_changes().email_gone().to_owned(),
        email => readable(email).into_owned(),
    };
    let (requested_at, requested_by) = (change.requested_at, change.requested_by);
    let decided = change.decided_at.zip(change.decided_by).map(|(at, by)| {
        view! {
            <Fact label=t!(holder_changes.ended)>
                {move || texts().holder_changes().requested_by(&date_time(at), &by)}
            </Fact>
        }
    });
    let reason = change.reason.map(|reason| {
        view! { <Fact label=t!(holder_changes.reason)><span class="reason">{reason}</span></Fact> }
    });
    view! {
        <section class="panel data" aria-label=t!(holder_changes.data)>
            <Facts>
                <Fact label=t!(holder_changes.mailbox)>
                    <a href=Route::Mailbox(change.mailbox_id).href()>{address}</a>
                </Fact>
                <Fact label=t!(holder_changes.old_holder)>
                    {holder(change.old_holder_id, change.old_holder_name)}
                </Fact>
                <Fact label=t!(holder_changes.new_holder)>
                    {holder(Some(change.new_holder_id), Some(change.new_holder_name))}
                </Fact>
                <Fact label=t!(holder_changes.email)>{email}</Fact>
            </Facts>
            <Facts>
                <Fact label=t!(holder_changes.requested_on)>
                    {move || texts().holder_changes().requested_by(&date_time(requested_at), &requested_by)}
                </Fact>
                {decided}
                {reason}
            </Facts>
        </section>
    }
}
