//! What an organisation's archive has, and what may be said of it.

use leptos::prelude::*;
use sigillo_contract::preservation::{PreservationArchive, PreservationOutcome};
use sigillo_domain::preservation::PreservationStanding;

use crate::components::{Alert, AlertKind, Fact, Facts};
use crate::i18n::{date_time, file_size, integer, t, texts};

#[component]
pub fn ArchivePanel(archive: PreservationArchive) -> impl IntoView {
    let id = format!("archive-{}", archive.organization_id);
    let heading = id.clone();
    let fact = |label: fn() -> &'static str, value: String| {
        view! { <Fact label=label>{value}</Fact> }
    };
    let unsealed = (archive.unsealed > 0)
        .then(|| format!(" ({})", texts().preservation().unsealed(&integer(archive.unsealed))));
    let packages = format!("{}{}", integer(archive.packages), unsealed.unwrap_or_default());
    view! {
        <section class="panel" aria-labelledby=id>
            <h2 id=heading>{archive.organization_name.clone()}</h2>
            <Standing archive=archive.clone() />
            <Facts>
                {fact(t!(preservation.packed), integer(archive.receipts))}
                {fact(t!(preservation.size), file_size(archive.bytes))}
                {fact(t!(preservation.packages), packages)}
                {fact(t!(preservation.waiting), integer(archive.waiting))}
                {fact(t!(preservation.retention), texts().preservation().years(&integer(archive.retention_years)))}
                {fact(t!(preservation.past_retention), integer(archive.past_retention))}
                {fact(t!(preservation.discarded), integer(archive.discarded))}
                <Fact label=t!(preservation.verification)><Outcome outcome=archive.verification /></Fact>
            </Facts>
        </section>
    }
}

/// What may be said, and what is missing where it is not enough.
#[component]
fn Standing(archive: PreservationArchive) -> impl IntoView {
    if archive.standing == PreservationStanding::Conforming {
        return view! { <p class="fact-note">{t!(preservation.conforming)}</p> }.into_any();
    }
    let seal: Option<fn() -> &'static str> = match archive.seal_is_self_signed {
        None => Some(t!(preservation.no_seal)),
        Some(true) => Some(t!(preservation.self_signed)),
        Some(false) => None,
    };
    let responsible: Option<fn() -> &'static str> =
        (!archive.has_responsible).then_some(t!(preservation.no_responsible));
    let manual: Option<fn() -> &'static str> =
        (!archive.has_manual).then_some(t!(preservation.no_manual));
    let missing = [responsible, manual, seal].into_iter().flatten();
    let missing = missing.map(|words| view! { <li>{move || words()}</li> }).collect_view();
    view! {
        <Alert kind=AlertKind::Warning quiet=true>
            <p><strong>{t!(preservation.unsigned)}</strong></p>
            <ul>{missing}</ul>
        </Alert>
    }
    .into_any()
}

#[component]
fn Outcome(outcome: Option<PreservationOutcome>) -> impl IntoView {
    let Some(outcome) = outcome else {
        return view! { <span>{t!(preservation.never_verified)}</span> }.into_any();
    };
    let (at, problems) = (outcome.ended_at, outcome.problems);
    let line = move || {
        let words = texts().preservation();
        match problems {
            0 => words.verified_well(&date_time(at)),
            count => words.verified_badly(&date_time(at), &integer(count)),
        }
    };
    let each = outcome.report.into_iter().map(|problem| {
        let about = problem.about.unwrap_or_default();
        let words = move || {
            let t = texts().preservation();
            let place = problem.package.map(|number| t.problem_of(&integer(number)));
            let parts = [place, Some(t.problem(problem.kind).to_owned())];
            parts.into_iter().flatten().collect::<Vec<_>>().join(": ")
        };
        view! { <li>{words} <span class="cell-second">{about}</span></li> }
    });
    view! { <span>{line}</span> <ul class="plain-list">{each.collect_view()}</ul> }.into_any()
}
