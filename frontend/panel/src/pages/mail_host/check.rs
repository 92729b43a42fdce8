//! The comparison of the mail host with the panel, which the operator starts.

use leptos::prelude::*;
use sigillo_contract::mail_host::{FindingKind, MailHostReport};
use sigillo_contract::operations::CheckMailHost;

use super::destroy::Destroy;
use super::finding::FindingEntry;
use super::repair::Repairs;
use crate::api;
use crate::components::{Alert, AlertKind, ErrorSummary, Form, Submit};
use crate::i18n::{integer, moment, t, texts};

/// Possible losses of data come first.
const KINDS: [FindingKind; 4] = [
    FindingKind::NoStore,
    FindingKind::OrphanStore,
    FindingKind::Differs,
    FindingKind::UnfinishedEffect,
];

#[component]
pub fn Check() -> impl IntoView {
    let form = Form::new("check");
    let report = RwSignal::new(None::<MailHostReport>);
    let repairs = Repairs::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.send(api::get::<CheckMailHost>(()), move |outcome| match outcome {
            Ok(found) => {
                repairs.forget();
                report.set(Some(found));
            }
            // Earlier findings must not pass for the result of this check.
            Err(error) => {
                report.set(None);
                form.show_failure(error);
            }
        });
    };
    view! {
        <section class="panel" aria-labelledby="check">
            <h2 id="check">{t!(host.check)}</h2>
            <p class="check-text">{t!(host.check_text)}</p>
            <form on:submit=submit class="check-form">
                <ErrorSummary form=form />
                <Submit form=form label=move || {
                    let t = texts().host();
                    if form.is_busy() { t.checking() } else { t.do_check() }
                } />
            </form>
            <p class="found" role="status">{move || report.with(|report| report.as_ref().map(counted))}</p>
            <div class="results" class:is-waiting=move || form.is_busy()>
                {move || report.with(|report| report.as_ref().map(|report| findings(report, repairs)))}
            </div>
        </section>
        <Destroy repairs=repairs />
    }
}

fn counted(report: &MailHostReport) -> String {
    let t = texts().host();
    let of = moment(report.checked_at).of();
    format!("{}: {}", t.checked(&of), t.counted(report.mailboxes, report.stores))
}

fn findings(report: &MailHostReport, repairs: Repairs) -> AnyView {
    let t = texts().host();
    if report.total == 0 {
        return view! { <Alert kind=AlertKind::Success><p>{t.in_order()}</p></Alert> }.into_any();
    }
    let listed = i64::try_from(report.findings.len()).unwrap_or(report.total);
    let more = (report.total > listed).then(|| t.listed(&integer(listed), &integer(report.total)));
    let by_kind =
        |kind| report.findings.iter().filter(move |finding| finding.kind == kind).cloned();
    let entries = KINDS.into_iter().flat_map(by_kind).enumerate().map(|(place, finding)| {
        view! { <FindingEntry finding=finding place=place repairs=repairs /> }
    });
    view! {
        <p class="message-fate">{more}</p>
        <ul class="findings" data-testid="findings">{entries.collect_view()}</ul>
    }
    .into_any()
}
