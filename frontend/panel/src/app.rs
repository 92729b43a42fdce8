//! The whole of the pages: who may see them, and which one stands at which address.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::operations::GetServiceInfo;

use crate::components::{Header, Icon, NoPage, NoticeBoard, Offline, SkipLink, Waiting, set_title};
use crate::i18n::t;
use crate::pages::{
    Home, MailHost, SessionDialog, SignIn, accounts, domains, jobs, mailboxes, me, organizations,
    own,
};
use crate::session::{self, Phase};
use crate::{api, router};

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

/// The panel's page at a path.
fn page_at(path: &str) -> AnyView {
    match router::steps(path).as_slice() {
        [] => view! { <Home /> }.into_any(),
        ["caselle"] => view! { <mailboxes::List /> }.into_any(),
        ["caselle", "importa"] => view! { <jobs::Import /> }.into_any(),
        ["caselle", "nuova"] => view! { <mailboxes::Create /> }.into_any(),
        ["caselle", _] => view! { <mailboxes::Detail /> }.into_any(),
        ["caselle", _, "modifica"] => view! { <mailboxes::Edit /> }.into_any(),
        ["caselle", _, "cancella"] => view! { <mailboxes::Cancel /> }.into_any(),
        ["lavori"] => view! { <jobs::List /> }.into_any(),
        ["lavori", _] => view! { <jobs::Detail /> }.into_any(),
        ["domini"] => view! { <domains::List /> }.into_any(),
        ["domini", "nuovo"] => view! { <domains::Create /> }.into_any(),
        ["domini", _] => view! { <domains::Detail /> }.into_any(),
        ["domini", _, "modifica"] => view! { <domains::Edit /> }.into_any(),
        ["organizzazioni"] => view! { <organizations::List /> }.into_any(),
        ["organizzazioni", "nuova"] => view! { <organizations::Create /> }.into_any(),
        ["organizzazioni", _] => view! { <organizations::Detail /> }.into_any(),
        ["account"] => view! { <accounts::List /> }.into_any(),
        ["account", "nuovo"] => view! { <accounts::Create /> }.into_any(),
        ["account", _] => view! { <accounts::Detail /> }.into_any(),
        ["mail-host"] => view! { <MailHost /> }.into_any(),
        ["profilo"] => view! { <me::Me /> }.into_any(),
        _ => view! { <NoPage /> }.into_any(),
    }
}

/// The pages of whoever is signed in to the panel.
#[component]
fn Panel() -> impl IntoView {
    let retry = || async {
        let _ = session::load_me().await;
    };
    view! {
        <Frame head=Header page_at=page_at tagline=t!(common.tagline) retry=Callback::new(move |()| spawn_local(retry())) />
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
        <Frame head=own::Head page_at=own::page_at tagline=t!(own.tagline) retry=Callback::new(move |()| spawn_local(retry())) />
    }
}

/// What all pages stand in. No page of one entrance leads to the other but by a whole new start.
#[component]
fn Frame(
    #[prop(into)] head: ViewFn,
    /// The page at a path.
    page_at: fn(&str) -> AnyView,
    #[prop(into)] tagline: TextProp,
    /// Asks the server something, when it did not answer.
    retry: Callback<()>,
) -> impl IntoView {
    router::listen();
    let path = router::path();
    view! {
            <SkipLink />
            {head.run()}
            <Offline retry=retry />
            <NoticeBoard />
            <main id="main" tabindex="-1">
                {move || page_at(&path.get())}
            </main>
            <footer class="foot">
                <div class="container">"Sigillo · "{move || tagline.get()}</div>
            </footer>
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
