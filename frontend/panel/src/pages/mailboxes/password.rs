//! The state of a mailbox's password, with its dates (A19).

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use sigillo_domain::mailbox::{MailboxState, PasswordState};

use crate::components::{Alert, AlertKind, PasswordBadge};
use crate::i18n::{date, t, texts};

/// The state of the password, for the list of facts.
#[component]
pub fn PasswordFact(
    mailbox: MailboxState,
    state: PasswordState,
    set_at: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
) -> impl IntoView {
    let words = move || {
        let detail = texts().detail();
        match (state, end) {
            (PasswordState::Valid, Some(end)) => detail.valid_until(&date(end)),
            (PasswordState::Expired, Some(end)) => detail.expired_on(&date(end)),
            _ => texts().words().password_is(state).to_owned(),
        }
    };
    let note = move || match set_at {
        Some(at) => Some(texts().detail().set_on(&date(at))),
        None if mailbox == MailboxState::Cancelled => None,
        None => Some(texts().detail().password_to_set_note().to_owned()),
    };
    view! {
        {words}
        " "
        <PasswordBadge mailbox=mailbox password=state />
        {move || note().map(|note| view! { <p class="fact-note">{note}</p> })}
    }
}

/// A warning above the page's content that the password has expired.
#[component]
pub fn ExpiredNote(mailbox: MailboxState, state: PasswordState) -> impl IntoView {
    let expired = state == PasswordState::Expired && mailbox != MailboxState::Cancelled;
    expired.then(|| {
        view! {
            <Alert kind=AlertKind::Warning quiet=true title=t!(detail.expired_title)>
                <p>{t!(detail.expired_note)}</p>
            </Alert>
        }
    })
}
