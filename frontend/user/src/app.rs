//! The app: its header, and the page of each address.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::operations::GetServiceInfo;
use sigillo_contract::user_page::UserPage;
use sigillo_kit::components::{
    AlertKind, AnotherPersonDialog, Frame, Icon, TopBar, announce, load,
};
use sigillo_kit::{api, first_paint, router};

use crate::i18n::{problem_text, t, texts};
use crate::pages::{
    ChangeEmail, ChangePassword, ConfirmEmail, ForgottenPassword, MailboxPage, MessagePage,
    Messages, Packages, PreservationPage, ReceiptPage, Receipts, SetPassword, SignContract, SignIn,
    StopAlert, StopReset,
};
use crate::session;

#[component]
pub fn App() -> impl IntoView {
    // The sign-in page takes the first paint over, and the first page may still lead to it.
    let page = UserPage::parse(&router::path().get_untracked());
    if !matches!(page, Some(UserPage::SignIn | UserPage::Mailbox)) {
        first_paint::remove();
    }
    // It continues with a sign-in that was sent before the app arrived.
    if first_paint::is_signing_in() {
        router::replace(UserPage::SignIn);
    }
    let retry = || async {
        let _ = api::get::<GetServiceInfo>(()).await;
    };
    let service = load(|| api::get::<GetServiceInfo>(()));
    view! {
        <AnotherPersonDialog
            successor=Signal::derive(session::successor)
            me=Signal::derive(|| session::address().unwrap_or_default())
            on_continue=session::go_on_as_successor
        />
        <Frame header=Header page_at=page_at tagline=t!(own.tagline) service=Signal::derive(move || service.get()) retry=Callback::new(move |()| spawn_local(retry())) />
    }
}

fn page_at(path: &str) -> AnyView {
    if let Some(page) = PreservationPage::parse(path) {
        return preservation_page(page);
    }
    let Some(page) = UserPage::parse(path) else {
        return router::redirect(UserPage::Mailbox);
    };
    match page {
        UserPage::Mailbox => view! { <MailboxPage /> }.into_any(),
        UserPage::SignIn => view! { <SignIn /> }.into_any(),
        UserPage::ChangePassword => view! { <ChangePassword /> }.into_any(),
        UserPage::ForgottenPassword => view! { <ForgottenPassword /> }.into_any(),
        UserPage::SetPassword => view! { <SetPassword /> }.into_any(),
        UserPage::ConfirmEmail => view! { <ConfirmEmail /> }.into_any(),
        UserPage::StopReset => view! { <StopReset /> }.into_any(),
        UserPage::StopAlert => view! { <StopAlert /> }.into_any(),
        UserPage::ChangeEmail => view! { <ChangeEmail /> }.into_any(),
        UserPage::SignContract => view! { <SignContract /> }.into_any(),
    }
}

fn preservation_page(page: PreservationPage) -> AnyView {
    match page {
        PreservationPage::Receipts => view! { <Receipts /> }.into_any(),
        PreservationPage::Messages => view! { <Messages /> }.into_any(),
        PreservationPage::Message(id) => view! { <MessagePage id=id /> }.into_any(),
        PreservationPage::Receipt(id) => view! { <ReceiptPage id=id /> }.into_any(),
        PreservationPage::Packages => view! { <Packages /> }.into_any(),
    }
}

#[component]
fn Header() -> impl IntoView {
    let account = || {
        view! {
            <Show when=|| session::address().is_some()>
                <SignOut />
            </Show>
        }
    };
    view! {
        <TopBar
            home=UserPage::Mailbox.path()
            tagline=t!(own.tagline)
            place=|| view! { <span class="head-owner">{session::address}</span> }
            account=account
        />
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
                    announce(AlertKind::Info, texts().own().signed_out(), UserPage::SignIn);
                    router::go(UserPage::SignIn);
                }
                Err(error) => announce(AlertKind::Danger, problem_text(&error), here),
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
