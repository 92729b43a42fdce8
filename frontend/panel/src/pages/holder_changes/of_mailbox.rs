//! The change of holder on the mailbox's own page: the way to ask for one, and the one that waits.

use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operations::CreateHolderChange;
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::permission::Permission;

use crate::components::{Alert, AlertKind, LinkButton};
use crate::i18n::{date, t, texts};
use crate::route::Route;
use crate::session;

/// Leads to the request, where one can be made.
#[component]
pub fn AskButton(mailbox: Mailbox) -> impl IntoView {
    let Mailbox { id, domain, state, holder_change, .. } = mailbox;
    let may = session::may::<CreateHolderChange>()
        && session::may_on(&domain, Permission::Edit)
        && state != MailboxState::Cancelled
        && holder_change.is_none();
    may.then(|| {
        let href = Route::NewHolderChange(id).href();
        view! {
            <LinkButton href=href label=t!(holder_changes.ask) icon="it-exchange-circle" class="btn btn-outline-primary" />
        }
    })
}

/// The change that waits for a decision.
#[component]
pub fn PendingChange(mailbox: Mailbox) -> impl IntoView {
    mailbox.holder_change.map(|pending| {
        let (name, at, by) = (pending.new_holder_name, pending.requested_at, pending.requested_by);
        view! {
            <Alert kind=AlertKind::Info quiet=true>
                <p data-testid="pending-change">
                    {move || texts().holder_changes().pending_note(&name, &date(at), &by)}
                    " "
                    <a href=Route::HolderChange(pending.id).href()>{t!(holder_changes.see)}</a>
                </p>
            </Alert>
        }
    })
}
