//! The whole of the pages: who may see them, and which one stands at which address.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::components::{Alert, AlertKind, Header, Icon, NoPage, NoticeBoard, Waiting, set_title};
use crate::i18n::t;
use crate::pages::{Home, SessionDialog, SignIn, accounts, domains, mailboxes, me, organizations};
use crate::session::{self, Phase};

#[component]
pub fn App() -> impl IntoView {
    spawn_local(session::restore());
    let phase = Memo::new(|_| session::phase());
    move || match phase.get() {
        Phase::Restoring => view! { <main class="centre"><Waiting /></main> }.into_any(),
        Phase::Unreachable => view! { <Unreachable /> }.into_any(),
        Phase::SignedOut => view! { <SignIn /> }.into_any(),
        Phase::SignedIn => view! { <Panel /> }.into_any(),
    }
}

/// The pages of whoever is signed in.
#[component]
fn Panel() -> impl IntoView {
    view! {
        <Router>
            <a class="skip" href="#main" on:click=|event| {
                event.prevent_default();
                crate::browser::focus("main");
            }>{t!(common.skip)}</a>
            <Header />
            <Offline />
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
                    <Route path=path!("/profilo") view=me::Me />
                </Routes>
            </main>
            <footer class="foot">
                <div class="container">"Sigillo · "{t!(common.tagline)}</div>
            </footer>
        </Router>
        <SessionDialog />
    }
}

/// Over every page, while the server cannot be reached.
#[component]
fn Offline() -> impl IntoView {
    let retry = |_| {
        spawn_local(async {
            let _ = session::load_me().await;
        });
    };
    view! {
        <Show when=|| !session::is_reachable()>
            <div class="container offline" data-testid="offline">
                <Alert kind=AlertKind::Warning title=t!(problems.unreachable_title)>
                    <p>{t!(problems.unreachable_kept)}</p>
                    <button type="button" class="btn btn-outline-primary btn-sm" on:click=retry>
                        <Icon name="it-refresh" />
                        <span>{t!(common.retry)}</span>
                    </button>
                </Alert>
            </div>
        </Show>
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
