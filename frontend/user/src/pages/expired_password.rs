//! The page that changes an expired password right after the sign-in (A20).

use leptos::prelude::*;
use sigillo_contract::own_mailbox::MailboxCredentials;

use super::change_password_form::ChangePasswordForm;
use crate::i18n::t;
use sigillo_kit::components::{Alert, AlertKind, CardPage};

#[component]
pub fn ExpiredPassword(
    /// The typed credentials: the password is right, but has expired.
    credentials: MailboxCredentials,
    expired: RwSignal<Option<MailboxCredentials>>,
) -> impl IntoView {
    let MailboxCredentials { address, password } = credentials;
    view! {
        <CardPage title=t!(own.expired_title) lead=address.clone()>
            <div class="card-note">
                <Alert kind=AlertKind::Warning><p>{t!(own.expired)}</p></Alert>
            </div>
            <ChangePasswordForm address=address current=password />
            <p class="other-door">
                <button type="button" class="link" on:click=move |_| expired.set(None)>
                    {t!(own.other_mailbox)}
                </button>
            </p>
        </CardPage>
    }
}
