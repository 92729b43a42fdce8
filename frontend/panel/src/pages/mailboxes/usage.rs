//! The space that a mailbox uses, by folder and over the last 30 days.

use leptos::prelude::*;
use sigillo_contract::mail_host::{MailboxUsage, UsageQuery};
use sigillo_contract::operations::GetMailboxUsage;
use sigillo_domain::id::MailboxId;

use super::chart::Chart;
use crate::api;
use crate::components::{Fact, Facts, load, loaded};
use crate::i18n::{bytes, integer, t};

/// The tab of a mailbox's space: by folder, and day by day.
#[component]
pub fn Usage(id: MailboxId, soft_limit_mb: i64) -> impl IntoView {
    let usage =
        load(move || async move { api::list::<GetMailboxUsage>(id, &UsageQuery::default()).await });
    let shown = move |usage: MailboxUsage| {
        if usage.present.is_none() && usage.series.is_empty() {
            return view! { <p class="fact-note">{t!(usage.nothing_measured)}</p> }.into_any();
        }
        let series = usage.series.clone();
        view! {
            <Facts><ByFolder usage=usage /></Facts>
            {(!series.is_empty()).then(|| view! { <Chart series=series soft_limit_mb=soft_limit_mb /> })}
        }
        .into_any()
    };
    loaded(usage, shown)
}

#[component]
fn ByFolder(usage: MailboxUsage) -> impl IntoView {
    usage.present.map(|present| {
        view! {
            <Fact label=t!(usage.inbox)>{move || bytes(present.inbox_bytes)}</Fact>
            <Fact label=t!(usage.archive)>{move || bytes(present.archive_bytes)}</Fact>
            <Fact label=t!(usage.messages)>{move || integer(present.messages)}</Fact>
        }
    })
}
