//! The whole of the pages: who may see them, and which one stands at which address.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;
use sigillo_contract::operations::GetServiceInfo;

use crate::api;
use crate::components::{Header, Icon, NoPage, NoticeBoard, Offline, SkipLink, Waiting, set_title};
use crate::i18n::t;
use crate::pages::{
    Home, MailHost, SessionDialog, SignIn, accounts, domains, mailboxes, me, organizations, own,
};
use crate::session::{self, Phase};

#[component]
pub fn App() -> impl IntoView {
    // The other entrance: whoever comes by it sees nothing of the panel, signed in to it or not.
    if own::is_asked_for() {
        return view! { <OwnArea /> }.into_any();
    }
    spawn_local(session::restore());
    let phase = Memo::new(|_| session::phase());
    (move || match phase.get() {
        Phase::Restoring => view! { <main class="centre"><Waiting /></main> }.into_any(),
        Phase::Unreachable => view! { <Unreachable /> }.into_any(),
        Phase::SignedOut => view! { <SignIn /> }.into_any(),
        Phase::SignedIn => view! { <Panel /> }.into_any(),
    })
    .into_any()
}

/// The pages of whoever is signed in to the panel.
#[component]
fn Panel() -> impl IntoView {
    let retry = || async {
        let _ = session::load_me().await;
    };
    view! {
        <Frame head=Header tagline=t!(common.tagline) retry=Callback::new(move |()| spawn_local(retry())) />
        <SessionDialog />
    }
}

/// The pages of a mailbox's own user.
#[component]
fn OwnArea() -> impl IntoView {
    let retry = || async {
        let _ = api::get::<GetServiceInfo>(()).await;
    };
    view! {
        <Frame head=own::Head tagline=t!(own.tagline) retry=Callback::new(move |()| spawn_local(retry())) />
    }
}

/// What all pages stand in. The two entrances share the table of addresses, whose code is much of
/// what the browser loads, and nothing else: no page of the one leads to the other but by a whole
/// new start.
#[component]
fn Frame(
    #[prop(into)] head: ViewFn,
    #[prop(into)] tagline: TextProp,
    /// Asks the server something, when it did not answer.
    retry: Callback<()>,
) -> impl IntoView {
    view! {
        <Router>
            <SkipLink />
            {head.run()}
            <Offline retry=retry />
            <NoticeBoard />
            <main id="main" tabindex="-1">
                <Routes fallback=NoPage>
                    <Route path=path!("/") view=Home />
                    <Route path=path!("/caselle") view=mailboxes::List />
                    <Route path=path!("/caselle/nuova") view=mailboxes::Create />
                    <Route path=path!("/caselle/:id") view=mailboxes::Detail />
                    <Route path=path!("/caselle/:id/modifica") view=mailboxes::Edit />
                    <Route path=path!("/caselle/:id/cancella") view=mailboxes::Cancel />
                    <Route path=path!("/domini") view=domains::List />
                    <Route path=path!("/domini/nuovo") view=domains::Create />
                    <Route path=path!("/domini/:id") view=domains::Detail />
                    <Route path=path!("/domini/:id/modifica") view=domains::Edit />
                    <Route path=path!("/organizzazioni") view=organizations::List />
                    <Route path=path!("/organizzazioni/nuova") view=organizations::Create />
                    <Route path=path!("/organizzazioni/:id") view=organizations::Detail />
                    <Route path=path!("/account") view=accounts::List />
                    <Route path=path!("/account/nuovo") view=accounts::Create />
                    <Route path=path!("/account/:id") view=accounts::Detail />
                    <Route path=path!("/mail-host") view=MailHost />
                    <Route path=path!("/profilo") view=me::Me />
                    <Route path=path!("/mia-casella/*page") view=own::Here />
                </Routes>
            </main>
            <footer class="foot">
                <div class="container">"Sigillo · "{move || tagline.get()}</div>
            </footer>
        </Router>
    }
}

/// When nothing could be asked of the server from the start.
#[component]
fn Unreachable() -> impl IntoView {
    set_title(t!(problems.unreachable_title).into());
    view! {
        <main class="centre">
            <div class="empty">
                <Icon name="it-plug" />
                <h1 class="empty-title">{t!(problems.unreachable_title)}</h1>
                <p>{t!(problems.unreachable)}</p>
                <button type="button" class="btn btn-primary" on:click=|_| spawn_local(session::restore())>
                    {t!(common.retry)}
                </button>
            </div>
        </main>
    }
}
