//! The space that a mailbox uses, by folder and over the last 30 days.

use leptos::prelude::*;
use sigillo_contract::mail_host::{MailHostStatus, MailboxUsage, UsageQuery};
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operations::{GetMailHost, GetMailboxUsage};
use sigillo_domain::mailbox::MailboxState;

use super::chart::Chart;
use crate::api;
use crate::components::{Fact, Facts, MeasuredAt, SpaceFacts, load};
use crate::i18n::{bytes, integer, t, texts};

#[expect(clippy::needless_pass_by_value, reason = "a component owns its props")]
#[component]
pub fn Space(mailbox: Mailbox) -> impl IntoView {
    let Mailbox { id, state, quota_mb, soft_limit_mb, used_bytes, preservation, .. } = mailbox;
    let host = load(|| api::get::<GetMailHost>(()));
    let usage =
        load(move || async move { api::list::<GetMailboxUsage>(id, &UsageQuery::default()).await });
    let measured = Signal::derive(move || host.get().is_some_and(|host| host.configured));
    // A cancelled mailbox has nothing left to measure, and so no time of measurement.
    let status = Signal::derive(move || -> Option<MailHostStatus> {
        host.get().filter(|_| used_bytes.is_some())
    });
    view! {
        <section class="panel" aria-labelledby="space">
            <h2 id="space">{t!(detail.space)}</h2>
            <MeasuredAt status=status />
            <Facts>
                <SpaceFacts
                    quota_mb=quota_mb
                    soft_limit_mb=soft_limit_mb
                    used_bytes=used_bytes
                    measured=measured
                    is_cancelled=state == MailboxState::Cancelled
                />
                {move || usage.get().map(|usage| view! { <ByFolder usage=usage /> })}
                <Fact label=t!(detail.preservation)>{move || texts().words().preservation_is(preservation)}</Fact>
            </Facts>
            {move || usage.get().filter(|usage| !usage.series.is_empty()).map(|usage| view! {
                <Chart series=usage.series soft_limit_mb=soft_limit_mb />
            })}
        </section>
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
