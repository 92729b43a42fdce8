//! The message shown in place of a form for a cancelled mailbox.

use leptos::prelude::*;
use sigillo_domain::id::MailboxId;

use crate::components::{Icon, LinkButton};
use crate::i18n::t;
use crate::route::Route;

/// Says that a cancelled mailbox stays read-only.
#[component]
pub fn Gone(id: MailboxId) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name="it-ban" />
            <p class="empty-title">{t!(detail.cancelled_title)}</p>
            <p>{t!(problems.mailbox_cancelled)}</p>
            <LinkButton href=Route::Mailbox(id).href() label=t!(common.back_to_mailbox) />
        </div>
    }
}
