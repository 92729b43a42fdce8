//! The head of these pages, and which stands at which address.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::change_password::ChangePassword;
use super::confirm_email::ConfirmEmail;
use super::email::ChangeEmail;
use super::forgotten::Forgotten;
use super::mailbox::OwnMailboxPage;
use super::session;
use super::set_password::SetPassword;
use super::sign_in::SignIn;
use crate::components::{AlertKind, Brand, Icon, Languages, announce};
use crate::i18n::{problem_text, t, texts};
use crate::{paths, router};

/// The page at a path.
pub fn page_at(path: &str) -> AnyView {
    match path.trim_end_matches('/') {
        paths::OWN => view! { <OwnMailboxPage /> }.into_any(),
        paths::OWN_SIGN_IN => view! { <SignIn /> }.into_any(),
        paths::OWN_PASSWORD => view! { <ChangePassword /> }.into_any(),
        paths::OWN_FORGOTTEN => view! { <Forgotten /> }.into_any(),
        paths::OWN_SET_PASSWORD => view! { <SetPassword /> }.into_any(),
        paths::OWN_CONFIRM_EMAIL => view! { <ConfirmEmail /> }.into_any(),
        paths::OWN_EMAIL => view! { <ChangeEmail /> }.into_any(),
        _ => router::redirect(paths::OWN),
    }
}

#[component]
pub fn Head() -> impl IntoView {
    view! {
        <header class="head">
            <div class="head-slim">
                <div class="container head-row">
                    <span class="head-owner">{session::address}</span>
                    <div class="head-tools">
                        <Languages />
                        <Show when=|| session::address().is_some()>
                            <SignOut />
                        </Show>
                    </div>
                </div>
            </div>
            <div class="head-center">
                <div class="container head-row">
                    <a class="brand" href=paths::OWN><Brand line=t!(own.tagline) /></a>
                </div>
            </div>
        </header>
    }
}

#[component]
fn SignOut() -> impl IntoView {
    let here = router::path();
    let sign_out = move |_| {
        let here = here.get_untracked();
        spawn_local(async move {
            match session::sign_out().await {
                Ok(()) => {
                    announce(AlertKind::Info, texts().own().signed_out(), paths::OWN_SIGN_IN);
                    router::go(paths::OWN_SIGN_IN);
                }
                Err(error) => announce(AlertKind::Danger, problem_text(&error), &here),
            }
        });
    };
    view! {
        <button type="button" class="menu-button" on:click=sign_out>
            <Icon name="it-logout" />
            <span>{t!(session.sign_out)}</span>
        </button>
    }
}
