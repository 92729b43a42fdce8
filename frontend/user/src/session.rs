//! The session of a mailbox's user: a cookie that only the server reads. The app keeps only the
//! address of the signed-in mailbox.

use std::sync::LazyLock;

use leptos::prelude::*;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{GetOwnMailbox, SignInMailbox, SignOutMailbox};
use sigillo_contract::own_mailbox::{MailboxCredentials, OwnMailbox};
use sigillo_contract::user_page::UserPage;

use crate::i18n::texts;
use sigillo_kit::api::{self, ApiError};
use sigillo_kit::components::{AlertKind, Failure, Load, Waiting, announce, load};
use sigillo_kit::first_paint::EarlySignIn;
use sigillo_kit::routes::with_query;
use sigillo_kit::{browser, drafts, first_paint, router, unsaved};

static ADDRESS: LazyLock<ArcRwSignal<Option<String>>> = LazyLock::new(|| ArcRwSignal::new(None));

/// The address of the mailbox that signed in last in this browser, in any tab: the cookie is its own.
const SIGNED_IN: &str = "sigillo.mailbox";

/// The mailbox that signed in, in another tab, in the place of this page's.
static SUCCESSOR: LazyLock<ArcRwSignal<Option<String>>> = LazyLock::new(|| ArcRwSignal::new(None));

pub fn successor() -> Option<String> {
    SUCCESSOR.get()
}

/// Whether the session is still that of this page's mailbox. Otherwise the page stops: it would act in the
/// name of another.
pub fn is_own() -> bool {
    let newest = browser::remembered(SIGNED_IN).filter(|address| !address.is_empty());
    let own = ADDRESS.get_untracked();
    match (own, newest) {
        (Some(own), Some(newest)) if own != newest => {
            SUCCESSOR.set(Some(newest));
            false
        }
        _ => true,
    }
}

/// Opens the pages of the mailbox that is signed in now.
pub fn go_on_as_successor() {
    // The drafts stay for the mailbox whose user typed them.
    unsaved::keep_drafts();
    let _ = window().location().set_href(&UserPage::Mailbox.to_string());
}

fn set_address(address: String) {
    browser::remember(SIGNED_IN, &address);
    drafts::set_owner(&address);
    ADDRESS.set(Some(address));
}

/// The address of the signed-in mailbox, if any.
pub fn address() -> Option<String> {
    ADDRESS.get()
}

pub async fn sign_in(credentials: &MailboxCredentials) -> Result<(), ApiError> {
    let mailbox = api::send::<SignInMailbox>((), credentials, None).await?;
    set_address(mailbox.address);
    Ok(())
}

/// Continues a sign-in that was sent before the app arrived.
pub async fn continue_sign_in(early: EarlySignIn) -> Result<(), ApiError> {
    set_address(early.answer::<OwnMailbox>().await?.address);
    Ok(())
}

pub async fn sign_out() -> Result<(), ApiError> {
    match api::send::<SignOutMailbox>((), &Nothing {}, None).await {
        Err(error) if !error.is_unauthenticated() => Err(error),
        // A session that has already ended needs no signing out.
        _ => {
            browser::forget(SIGNED_IN);
            drafts::remove_own();
            ADDRESS.set(None);
            Ok(())
        }
    }
}

/// Goes to the sign-in page, because there is no session or it has ended.
pub fn go_to_sign_in() {
    // Somebody who was not signed in need not be told that a session has ended.
    if ADDRESS.get_untracked().is_some() {
        ADDRESS.set(None);
        announce(AlertKind::Info, texts().own().session_ended(), UserPage::SignIn);
    }
    let here = router::path().get_untracked();
    if UserPage::is_preservation(&here) {
        router::replace(with_query(UserPage::SignIn, &[(WANTED, &here)]));
    } else {
        router::replace(UserPage::SignIn);
    }
}

/// The key, in the address of the sign-in page, of the page that a person wanted to see.
const WANTED: &str = "poi";

/// The page of preserved receipts that a person wanted to see before signing in.
pub fn wanted_page() -> Option<String> {
    let wanted = router::query().get_untracked().get(WANTED);
    wanted.filter(|path| UserPage::is_preservation(path))
}

/// Reads the session's mailbox. Without a session, goes to the sign-in page.
pub fn load_mailbox() -> Load<OwnMailbox> {
    let mailbox = load(|| api::get::<GetOwnMailbox>(()));
    Effect::new(move |_| match mailbox.outcome() {
        Some(Ok(found)) => {
            first_paint::remove();
            set_address(found.address);
        }
        Some(Err(error)) if error.is_unauthenticated() => go_to_sign_in(),
        Some(Err(_)) => first_paint::remove(),
        None => {}
    });
    mailbox
}

/// Shows the session's mailbox with `view`, a waiting message, or the error.
pub fn with_mailbox<V: IntoView + 'static>(
    mailbox: Load<OwnMailbox>,
    view: impl Fn(OwnMailbox) -> V + Send + 'static,
) -> impl IntoView {
    move || match mailbox.outcome() {
        Some(Ok(found)) => view(found).into_any(),
        Some(Err(error)) if !error.is_unauthenticated() => {
            let retry = Callback::new(move |()| mailbox.reload());
            view! { <Failure error=error retry=retry /> }.into_any()
        }
        _ => view! { <Waiting /> }.into_any(),
    }
}
