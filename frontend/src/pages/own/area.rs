//! The head of these pages, and which stands at which address.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_location, use_navigate};

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
use crate::paths;

/// The page of the address. None of these addresses has a part that varies: a table with a row for
/// each would weigh more than the pages.
#[component]
pub fn Here() -> impl IntoView {
    let location = use_location().pathname;
    let path = Memo::new(move |_| location.get().trim_end_matches('/').to_owned());
    move || match path.get().as_str() {
        paths::OWN => view! { <OwnMailboxPage /> }.into_any(),
        paths::OWN_SIGN_IN => view! { <SignIn /> }.into_any(),
        paths::OWN_PASSWORD => view! { <ChangePassword /> }.into_any(),
        paths::OWN_FORGOTTEN => view! { <Forgotten /> }.into_any(),
        paths::OWN_SET_PASSWORD => view! { <SetPassword /> }.into_any(),
        paths::OWN_CONFIRM_EMAIL => view! { <ConfirmEmail /> }.into_any(),
        paths::OWN_EMAIL => view! { <ChangeEmail /> }.into_any(),
        _ => view! { <Redirect path=paths::OWN /> }.into_any(),
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
    let here = use_location().pathname;
    let navigate = use_navigate();
    let sign_out = move |_| {
        let (here, navigate) = (here.get_untracked(), navigate.clone());
        spawn_local(async move {
            match session::sign_out().await {
                Ok(()) => {
                    announce(AlertKind::Info, texts().own().signed_out(), paths::OWN_SIGN_IN);
                    navigate(paths::OWN_SIGN_IN, NavigateOptions::default());
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
