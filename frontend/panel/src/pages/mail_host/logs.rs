//! The logs that messages are counted from: since when, and what could not be read.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use sigillo_contract::mail_host::MailLogStatus;
use sigillo_domain::mail_host::MailLogKind;

use crate::components::{Fact, Facts};
use crate::i18n::{date_time, integer, moment, t, texts};

pub fn logs(logs: &[MailLogStatus]) -> AnyView {
    if logs.is_empty() {
        return view! {
            <section class="panel panel-text" aria-labelledby="host-logs" data-testid="host-logs">
                <h2 id="host-logs">{t!(host.logs)}</h2>
                <p>{t!(host.logs_none)}</p>
                <p>{t!(host.logs_set)}</p>
                <pre>"SIGILLO_MAILHOST_DOVECOT_LOG\nSIGILLO_MAILHOST_POSTFIX_LOG"</pre>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="panel" aria-labelledby="host-logs" data-testid="host-logs">
            <h2 id="host-logs">{t!(host.logs)}</h2>
            {logs.iter().map(log).collect_view()}
        </section>
    }
    .into_any()
}

fn log(status: &MailLogStatus) -> impl IntoView + use<> {
    let &MailLogStatus {
        log,
        counted_since,
        read_at,
        is_stale,
        unreadable_lines,
        unreadable_at,
        gaps,
        gap_at,
    } = status;
    let t = texts().host();
    let (class, word) = if is_stale {
        ("state state-expired", t.log_stopped())
    } else {
        ("state state-active", t.log_reading())
    };
    let name = match log {
        MailLogKind::Dovecot => t.of_dovecot(),
        MailLogKind::Postfix => t.of_postfix(),
    };
    let with_last = move |count: i64, at: Option<DateTime<Utc>>| match at {
        Some(at) => texts().host().log_last(&integer(count), &moment(at).at()),
        None => integer(count),
    };
    let gaps = (gaps > 0).then(|| {
        view! {
            <Fact label=t!(host.log_gaps)>
                {with_last(gaps, gap_at)}
                <p class="fact-note">{t!(host.log_gaps_text)}</p>
            </Fact>
        }
    });
    view! {
        <div class="message-head">
            <h3 class="panel-sub">{name}</h3>
            <span class=class>{word}</span>
        </div>
        <Facts>
            <Fact label=t!(host.counted_from)>{date_time(counted_since)}</Fact>
            <Fact label=t!(host.log_read)>{moment(read_at).at()}</Fact>
            <Fact label=t!(host.log_unreadable)>{with_last(unreadable_lines, unreadable_at)}</Fact>
            {gaps}
        </Facts>
    }
}
