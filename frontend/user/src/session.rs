//! The session of a mailbox's user: a cookie that only the server reads. What is kept here is whose
//! mailbox was last seen open.

use std::sync::LazyLock;

use leptos::prelude::*;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{GetOwnMailbox, SignInMailbox, SignOutMailbox};
use sigillo_contract::own_mailbox::{MailboxCredentials, OwnMailbox};

use crate::api::{self, ApiError};
use crate::components::{AlertKind, Failure, Load, Waiting, announce, load};
use crate::i18n::texts;
use crate::{paths, router};

static ADDRESS: LazyLock<ArcRwSignal<Option<String>>> = LazyLock::new(|| ArcRwSignal::new(None));

/// Whose mailbox is open, where one is.
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
        // A session that is over already is as good as ended.
        _ => {
            ADDRESS.set(None);
            Ok(())
        }
    }
}

/// Leads who has no session, or none any more, to the door.
pub fn to_the_door() {
    // Who has just come was never in: there is nothing to tell them.
    if ADDRESS.get_untracked().is_some() {
        ADDRESS.set(None);
        announce(AlertKind::Info, texts().own().session_ended(), paths::OWN_SIGN_IN);
    }
    router::go_instead(paths::OWN_SIGN_IN);
}

/// The mailbox of the session. Without one, the person is sent to the door.
pub fn own_mailbox() -> Load<OwnMailbox> {
    let mailbox = load(|| api::get::<GetOwnMailbox>(()));
    Effect::new(move |_| match mailbox.outcome() {
        Some(Ok(found)) => ADDRESS.set(Some(found.address)),
        Some(Err(error)) if error.is_unauthenticated() => to_the_door(),
        _ => {}
    });
    mailbox
}

/// Shows the mailbox of the session; nothing while the person is on the way to the door.
pub fn opened<V: IntoView + 'static>(
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
