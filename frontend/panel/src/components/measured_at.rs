//! When the space in use was measured, and whether the mail host answers.

use leptos::prelude::*;
use sigillo_contract::mail_host::MailHostStatus;

use super::{Alert, AlertKind};
use crate::i18n::{moment, texts};

/// The time of the measurement, or a warning that it is old. Nothing is shown if no mail host is
/// configured.
#[component]
pub fn MeasuredAt(#[prop(into)] status: Signal<Option<MailHostStatus>>) -> impl IntoView {
    move || {
        let status = status.get().filter(|status| status.configured)?;
        Some(match warning(&status) {
            Some(_) => view! {
                <div class="measured" data-testid="measured">
                    <Alert kind=AlertKind::Warning>
                        <p>{move || warning(&status)}</p>
                    </Alert>
                </div>
            }
            .into_any(),
            None => view! {
                <p class="measured measured-line" data-testid="measured">
                    {move || status.measured_at.map(|at| texts().usage().measured(&moment(at).at()))}
                </p>
            }
            .into_any(),
        })
    }
}

fn warning(status: &MailHostStatus) -> Option<String> {
    let t = texts().usage();
    let why = t.host_does(status.trouble);
    match (status.failing_since, status.measured_at) {
        (Some(since), Some(at)) => Some(t.failing(why, &moment(since).since(), &moment(at).of())),
        (Some(since), None) => Some(t.failing_never_measured(why, &moment(since).since())),
        (None, None) => Some(t.never_measured().to_owned()),
        (None, Some(at)) if status.is_stale => Some(t.old_figures(&moment(at).of())),
        (None, Some(_)) => None,
    }
}
