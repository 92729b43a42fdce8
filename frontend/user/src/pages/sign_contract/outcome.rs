//! The last pages: what came of the contract.

use leptos::prelude::*;
use sigillo_domain::contract::{ContractFile, ContractState};

use super::download::Download;
use super::{Opened, Visit};
use crate::i18n::{date, t, texts};
use sigillo_kit::components::{Alert, AlertKind, CardPage};

/// The contract is signed: the seal is under way or done.
#[component]
pub(super) fn Signed(visit: Visit, contract: Opened, state: ContractState) -> impl IntoView {
    let (mailbox, until) = (contract.mailbox_address.clone(), contract.expires_at);
    if state == ContractState::Sealed {
        return view! {
            <CardPage title=t!(signing.signed_title)>
                <div class="card-note">
                    <Alert kind=AlertKind::Success>
                        <p>{move || texts().signing().sealed(&mailbox)}</p>
                    </Alert>
                </div>
                <Download
                    visit=visit
                    contract=contract
                    which=ContractFile::Sealed
                    label=t!(signing.download_signed)
                />
                <p class="card-text">{move || texts().signing().link_until(&date(until))}</p>
            </CardPage>
        }
        .into_any();
    }
    view! {
        <CardPage title=t!(signing.signed_title)>
            <div class="card-note">
                <Alert kind=AlertKind::Success><p>{t!(signing.signed)}</p></Alert>
            </div>
            <h2 class="sign-subtitle">{t!(signing.next_title)}</h2>
            <ol class="sign-steps">
                <li>{t!(signing.next_copy)}</li>
                <li>{move || texts().signing().next_active(&mailbox)}</li>
                <li>{t!(signing.next_access)}</li>
            </ol>
            <p class="card-text">{move || texts().signing().come_back(&date(until))}</p>
        </CardPage>
    }
    .into_any()
}

#[component]
pub(super) fn Declined() -> impl IntoView {
    view! {
        <CardPage title=t!(signing.declined_title)>
            <p class="card-text">{t!(signing.declined)}</p>
        </CardPage>
    }
}

/// The link opens nothing: the server does not say why, so the page names every reason.
#[component]
pub(super) fn NotValid() -> impl IntoView {
    view! {
        <CardPage title=t!(own.dead_title)>
            <p class="card-text">{t!(signing.dead_why)}</p>
            <ul class="sign-reasons">
                <li>{t!(signing.dead_newer)}</li>
                <li>{t!(signing.dead_time)}</li>
                <li>{t!(signing.dead_tries)}</li>
                <li>{t!(signing.dead_ended)}</li>
                <li>{t!(signing.dead_cancelled)}</li>
                <li>{t!(signing.dead_incomplete)}</li>
            </ul>
            <p class="card-text">{t!(signing.dead_advice)}</p>
        </CardPage>
    }
}
