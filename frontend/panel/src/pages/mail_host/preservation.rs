//! How receipts are taken from the mailboxes with preservation.

use leptos::prelude::*;
use sigillo_contract::mail_host::{PreservationFailure, ReceiptIntakeStatus};

use crate::components::{Alert, AlertKind, Fact, Facts};
use crate::i18n::{integer, moment, t, texts};
use crate::route::Route;

pub fn preservation(status: &ReceiptIntakeStatus) -> AnyView {
    let t = texts().host();
    let (class, word) = if !status.configured {
        ("state state-pending", t.preservation_not_set())
    } else if status.failing > 0 {
        ("state state-expired", t.preservation_failing())
    } else if status.behind_since.is_some() {
        ("state state-pending", t.preservation_behind())
    } else {
        ("state state-active", t.preservation_current())
    };
    let reconciled = status.reconciled_at.map_or(t.never().to_owned(), |at| moment(at).at());
    let behind = status.behind_since.map(|since| {
        view! { <Fact label=t!(host.preservation_late)>{moment(since).since()}</Fact> }
    });
    let (mailboxes, stored) = (status.mailboxes, status.stored_last_day);
    let (missed, failures, configured) = (missed(status), failures(status), status.configured);
    view! {
        <section class="panel" aria-labelledby="host-preservation" data-testid="host-preservation">
            <div class="message-head">
                <h2 id="host-preservation">{t.preservation()}</h2>
                <span class=class>{word}</span>
            </div>
            {(!configured).then(not_configured)}
            <Facts>
                <Fact label=t!(host.preserved_mailboxes)>{integer(mailboxes)}</Fact>
                <Fact label=t!(host.preserved_last_day)>{integer(stored)}</Fact>
                {behind}
                <Fact label=t!(host.reconciled)>{reconciled}</Fact>
                <Fact label=t!(host.missed)>{missed}</Fact>
                {failures}
            </Facts>
        </section>
    }
    .into_any()
}

fn not_configured() -> AnyView {
    view! {
        <Alert kind=AlertKind::Warning>
            <p>{t!(host.preservation_off)}</p>
            <p>{t!(host.logs_set)}</p>
            <pre>"SIGILLO_PRESERVATION_IMAP_URL\nSIGILLO_PRESERVATION_IMAP_PASSWORD_FILE"</pre>
        </Alert>
    }
    .into_any()
}

fn missed(status: &ReceiptIntakeStatus) -> AnyView {
    let t = texts().host();
    let count = integer(status.missed);
    let Some((at, since)) = status.missed_at.zip(status.missed_since) else {
        return count.into_any();
    };
    let words = t.missed_found(&count, &moment(at).at(), &moment(since).since());
    view! {
        {words}
        <p class="fact-note">{t!(host.missed_text)}</p>
    }
    .into_any()
}

fn failures(status: &ReceiptIntakeStatus) -> Option<AnyView> {
    if status.failing == 0 {
        return None;
    }
    let count = status.failing;
    let entries = status.failures.iter().map(failure).collect_view();
    let fact = view! {
        <Fact label=t!(host.unread_mailboxes)>
            {integer(count)}
            <ul class="list-unstyled">{entries}</ul>
        </Fact>
    };
    Some(fact.into_any())
}

fn failure(failure: &PreservationFailure) -> AnyView {
    let since = texts().host().failing_mailbox(&moment(failure.failing_since).since());
    view! {
        <li>
            <a href=Route::Mailbox(failure.mailbox_id).href()>{failure.address.clone()}</a>
            ", " {since}
            <p class="message-reply"><code>{failure.detail.clone()}</code></p>
        </li>
    }
    .into_any()
}
