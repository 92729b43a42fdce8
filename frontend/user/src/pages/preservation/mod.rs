//! The preserved receipts of the mailbox (A18, C5): found again, read, and taken away.

mod badges;
mod message;
mod messages;
mod packages;
mod receipt;
mod receipts;

pub use message::MessagePage;
pub use messages::Messages;
pub use packages::Packages;
pub use receipt::ReceiptPage;
pub use receipts::Receipts;

use leptos::prelude::*;
use sigillo_contract::own_mailbox::OwnMailbox;
use sigillo_domain::id::{CertifiedMessageId, ReceiptId};
use sigillo_domain::message::Language;
use sigillo_kit::components::{Alert, AlertKind};

use crate::i18n::{lang, t};

sigillo_kit::routes! {
    /// A page of preserved receipts.
    pub enum PreservationPage {
        Receipts = "/conservazione",
        Messages = "/conservazione/messaggi",
        Message(id: CertifiedMessageId) = "/conservazione/messaggi/{id}",
        Receipt(id: ReceiptId) = "/conservazione/ricevute/{id}",
        Packages = "/conservazione/pacchetti",
    }
}

/// The language of words that the server has too.
fn language() -> Language {
    lang().language()
}

/// The links to the three lists.
#[component]
fn Views(here: PreservationPage) -> impl IntoView {
    let link = move |page: PreservationPage, words: fn() -> &'static str| {
        view! {
            <li>
                <a class="tab" href=page.href() aria-current=(here == page).then_some("page")>{words}</a>
            </li>
        }
    };
    view! {
        <nav class="tabs" aria-label=t!(preservation.views)>
            <ul>
                {link(PreservationPage::Receipts, t!(preservation.receipts))}
                {link(PreservationPage::Messages, t!(preservation.messages))}
                {link(PreservationPage::Packages, t!(preservation.packages))}
            </ul>
        </nav>
    }
}

/// Says that nothing more is preserved, where something was.
#[component]
fn SwitchedOff(mailbox: OwnMailbox) -> impl IntoView {
    (!mailbox.preservation && mailbox.preserved.is_some()).then(|| {
        view! {
            <Alert kind=AlertKind::Info quiet=true><p>{t!(preservation.switched_off)}</p></Alert>
        }
    })
}
