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
use sigillo_kit::router;

static ADDRESS: LazyLock<ArcRwSignal<Option<String>>> = LazyLock::new(|| ArcRwSignal::new(None));

/// The address of the signed-in mailbox, if any.
pub fn address() -> Option<String> {
    ADDRESS.get()
}

pub async fn sign_in(credentials: &MailboxCredentials) -> Result<(), ApiError> {
    let mailbox = api::send::<SignInMailbox>((), credentials, None).await?;
    ADDRESS.set(Some(mailbox.address));
    Ok(())
}

pub async fn sign_out() -> Result<(), ApiError> {
    match api::send::<SignOutMailbox>((), &Nothing {}, None).await {
        Err(error) if !error.is_unauthenticated() => Err(error),
        // A session that has already ended needs no signing out.
        _ => {
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
    router::replace(UserPage::SignIn);
}

/// Reads the session's mailbox. Without a session, goes to the sign-in page.
pub fn load_mailbox() -> Load<OwnMailbox> {
    let mailbox = load(|| api::get::<GetOwnMailbox>(()));
    Effect::new(move |_| match mailbox.outcome() {
        Some(Ok(found)) => ADDRESS.set(Some(found.address)),
        Some(Err(error)) if error.is_unauthenticated() => go_to_sign_in(),
        _ => {}
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
