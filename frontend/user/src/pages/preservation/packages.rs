//! The packages that were asked for, with how far each is.

use std::time::Duration;

use leptos::prelude::*;
use sigillo_contract::Operation;
use sigillo_contract::operations::{GetDistributionPackageContent, ListDistributionPackages};
use sigillo_contract::own_receipts::DistributionPackage;
use sigillo_contract::page::PageQuery;
use sigillo_domain::receipt::DistributionPackageState;
use sigillo_kit::api;
use sigillo_kit::components::{EmptyState, LoadMore, Page, incremental_list};
use sigillo_kit::i18n::{file_size, integer};
use sigillo_kit::router::EXTERNAL;

use super::{PreservationPage, Views, language};
use crate::i18n::{date_time, t, texts};
use crate::session::{load_mailbox, with_mailbox};

/// How often, and for how long, the list is read again while a package is being made.
const EVERY: Duration = Duration::from_secs(2);
const TIMES: u32 = 1_800;

#[component]
pub fn Packages() -> impl IntoView {
    let mailbox = load_mailbox();
    view! {
        <Page title=t!(preservation.title) lead=t!(preservation.packages_lead)>
            <Views here=PreservationPage::Packages />
            {with_mailbox(mailbox, |_| view! { <Found /> })}
        </Page>
    }
}

#[component]
fn Found() -> impl IntoView {
    let list =
        incremental_list(|query: PageQuery| api::list::<ListDistributionPackages>((), &query));
    list.follow(|package: &DistributionPackage| is_awaited(package.state), EVERY, TIMES);
    move || {
        match list.items() {
        None => view! { {list.placeholder()} <LoadMore list=list /> }.into_any(),
        Some(items) if items.is_empty() => view! {
            <EmptyState icon="it-inbox" title=t!(preservation.no_packages)>
                <p>{t!(preservation.no_packages_text)}</p>
            </EmptyState>
        }
        .into_any(),
        Some(items) => view! {
            <ul class="receipt-rows" data-testid="packages">{items.iter().map(row).collect_view()}</ul>
            <LoadMore list=list />
            <p class="fact-note">{t!(preservation.unsigned)}</p>
        }
        .into_any(),
    }
    }
}

const fn is_awaited(state: DistributionPackageState) -> bool {
    matches!(state, DistributionPackageState::Waiting | DistributionPackageState::Working)
}

fn row(package: &DistributionPackage) -> impl IntoView + use<> {
    let &DistributionPackage { id, asked_at, state, total, done, expires_at, bytes, .. } = package;
    let class = match state {
        DistributionPackageState::Ready => "state state-active",
        DistributionPackageState::Failed => "state state-expired",
        DistributionPackageState::Waiting | DistributionPackageState::Working => {
            "state state-pending"
        }
        DistributionPackageState::Expired => "state state-cancelled",
    };
    let how_much = move || {
        let words = texts().preservation();
        if is_awaited(state) {
            words.done_of(&integer(done), &integer(total))
        } else {
            words.count_of(&integer(total))
        }
    };
    view! {
        <li>
            <span class=class>{move || state.name(language())}</span>
            <span>{how_much}</span>
            {is_awaited(state).then(|| view! {
                <progress max=total.max(1).to_string() value=done.to_string() aria-label=how_much></progress>
            })}
            <span class="fact-note">{move || texts().preservation().asked_at(&date_time(asked_at))}</span>
            {(state == DistributionPackageState::Ready).then(|| view! {
                <a class="btn btn-primary btn-sm" rel=EXTERNAL download href=GetDistributionPackageContent::url(&id)>
                    {t!(preservation.download_zip)}
                    {bytes.map(|bytes| format!(" ({})", file_size(bytes)))}
                </a>
                {expires_at.map(|at| view! {
                    <span class="fact-note">{move || texts().preservation().kept_until(&date_time(at))}</span>
                })}
            })}
        </li>
    }
}
