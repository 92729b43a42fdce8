//! The operator's page about the mail host: whether it answers, and what a check finds wrong.

mod check;
mod destroy;
mod difference;
mod finding;
mod logs;
mod preservation;
mod repair;

use std::time::Duration;

use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::*;
use sigillo_contract::mail_host::MailHostStatus;
use sigillo_contract::operations::{CheckMailHost, GetMailHost};

use crate::components::{Fact, Facts, ForbiddenPage, Page, load, loaded};
use crate::i18n::{moment, t, texts};
use crate::{api, session};
use check::Check;

/// The status is read regularly, so that somebody waiting for the mail host sees it come back.
const POLL_INTERVAL: Duration = Duration::from_secs(10);

#[component]
pub fn MailHost() -> impl IntoView {
    if !session::may::<CheckMailHost>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let status = load(|| api::get::<GetMailHost>(()));
    if let Ok(handle) = set_interval_with_handle(move || status.reload(), POLL_INTERVAL) {
        on_cleanup(move || handle.clear());
    }
    let configured = Memo::new(move |_| status.get().is_some_and(|status| status.configured));
    view! {
        <Page title=t!(host.title) lead=t!(host.lead)>
            {loaded(status, |status| move || {
                let status = status.clone();
                if status.configured { configured_host(status) } else { how_to_configure() }
            })}
            {move || configured.get().then(|| view! { <Check /> })}
        </Page>
    }
    .into_any()
}

fn configured_host(mut status: MailHostStatus) -> AnyView {
    let logs = status.logs.take().unwrap_or_default();
    let preservation = status.preservation.take();
    let preservation = preservation.as_ref().map(preservation::preservation);
    (state(status), logs::logs(&logs), preservation).into_any()
}

/// Whether the mail host answers, and if not, since when and why.
fn state(status: MailHostStatus) -> AnyView {
    let t = texts().host();
    let (class, word) = match (status.failing_since, status.measured_at) {
        (Some(_), _) => ("state state-expired", t.silent()),
        (None, Some(_)) => ("state state-active", t.answers()),
        (None, None) => ("state state-pending", t.starting()),
    };
    let measured = status.measured_at.map_or(t.never().to_owned(), |at| moment(at).at());
    let failing = status.failing_since.map(|since| {
        let why = status.trouble.map(|trouble| texts().effects().trouble(trouble));
        view! {
            <Fact label=t!(host.failing)>{moment(since).since()}</Fact>
            <Fact label=t!(host.why)>
                {why}
                {status.detail.map(|detail| view! { <p class="message-reply"><code>{detail}</code></p> })}
            </Fact>
        }
    });
    view! {
        <section class="panel" aria-labelledby="host-state" data-testid="host-state">
            <div class="message-head">
                <h2 id="host-state">{t.status()}</h2>
                <span class=class>{word}</span>
            </div>
            <Facts>
                {failing}
                <Fact label=t!(host.measured)>{measured}</Fact>
            </Facts>
        </section>
    }
    .into_any()
}

fn how_to_configure() -> AnyView {
    let t = texts().host();
    view! {
        <section class="panel panel-text">
            <h2>{t.none_title()}</h2>
            <p>{t.none_text()}</p>
            <p>{t.none_write()}</p>
            <pre>"sigillo mailhost config --dovecot 2.3 --dir /etc/sigillo-mail"</pre>
            <p>{t.none_start()}</p>
            <pre>"SIGILLO_MAILHOST_URL\nSIGILLO_MAILHOST_KEY_FILE\nSIGILLO_MAILHOST_MAIL_DIR\nSIGILLO_MAILHOST_DOVECOT_LOG\nSIGILLO_MAILHOST_POSTFIX_LOG"</pre>
        </section>
    }
    .into_any()
}
