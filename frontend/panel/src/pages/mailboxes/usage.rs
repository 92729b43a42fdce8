//! The space that a mailbox uses, by folder and over the last 30 days, and its messages in that time.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use sigillo_contract::mail_host::{MailboxTraffic, MailboxUsage, UsageQuery};
use sigillo_contract::operations::GetMailboxUsage;
use sigillo_domain::id::MailboxId;

use super::chart::Chart;
use crate::api;
use crate::components::{Fact, Facts, load, loaded};
use crate::i18n::{bytes, date, integer, moment, t, texts};

/// The tab of a mailbox's space: by folder, and day by day.
#[component]
pub fn Usage(id: MailboxId, soft_limit_mb: i64) -> impl IntoView {
    let usage =
        load(move || async move { api::list::<GetMailboxUsage>(id, &UsageQuery::default()).await });
    let shown = move |usage: MailboxUsage| {
        let series = usage.series.clone();
        let is_measured = usage.present.is_some() || !series.is_empty();
        view! {
            {(!is_measured).then(|| view! { <p class="fact-note">{t!(usage.nothing_measured)}</p> })}
            <Facts>
                <ByFolder usage=usage.clone() />
                <Traffic traffic=usage.traffic />
            </Facts>
            {(!series.is_empty()).then(|| view! { <Chart series=series soft_limit_mb=soft_limit_mb /> })}
        }
    };
    loaded(usage, shown)
}

/// The messages of the last 30 days, and when the mailbox was last opened. What the mail host does not tell is not made up.
#[component]
fn Traffic(traffic: MailboxTraffic) -> impl IntoView {
    let MailboxTraffic { from, received, received_since, sent, sent_since, last_opened_at } =
        traffic;
    let counted = move |count: Option<i64>, since: Option<DateTime<Utc>>| {
        let Some(count) = count else { return texts().usage().not_counted().to_owned() };
        match since {
            Some(since) if since.date_naive() > from => {
                texts().usage().counted_since(&integer(count), &date(since))
            }
            _ => integer(count),
        }
    };
    let opened = move || match (last_opened_at, received_since) {
        (Some(at), _) => moment(at).at(),
        (None, Some(since)) => texts().usage().never_since(&date(since)),
        (None, None) => texts().usage().not_known().to_owned(),
    };
    view! {
        <Fact label=t!(usage.received)>{move || counted(received, received_since)}</Fact>
        <Fact label=t!(usage.sent)>{move || counted(sent, sent_since)}</Fact>
        <Fact label=t!(usage.last_opened)>{opened}</Fact>
    }
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
