//! A finding of the check: what is wrong, what the repair would do, and the button that does it.

use leptos::prelude::*;
use sigillo_contract::mail_host::{Finding, FindingKind};

use super::difference::table;
use super::repair::{Repair, Repairs, id_of, is_out_of_date, request_of};
use crate::components::{Alert, AlertKind, EffectLines, Icon};
use crate::i18n::{problem_text, texts};
use crate::route::Route;

#[component]
pub fn FindingEntry(finding: Finding, place: usize, repairs: Repairs) -> impl IntoView {
    let request = request_of(&finding);
    let state = Memo::new(move |_| repairs.of(&request));
    view! {
        <li class="finding" id=id_of(place) tabindex="-1">
            {matter(&finding)}
            {move || remedy(&finding, place, &state.get(), repairs)}
        </li>
    }
}

fn matter(finding: &Finding) -> AnyView {
    let t = texts().host();
    let whose = finding.address.as_ref().map(|address| match finding.mailbox_id {
        Some(id) => view! { <a href=Route::Mailbox(id).href()>{address.clone()}</a> }.into_any(),
        None => address.clone().into_any(),
    });
    let orphan = finding.kind == FindingKind::OrphanStore;
    let text = match finding.kind {
        FindingKind::NoStore => Some(t.no_store_text(finding.messages.unwrap_or_default())),
        FindingKind::OrphanStore => Some(match &finding.address {
            Some(address) => t.orphan_store_of(address),
            None => t.orphan_store_text().to_owned(),
        }),
        FindingKind::Differs | FindingKind::UnfinishedEffect => None,
    };
    let whose = if orphan {
        view! { <code>{finding.subject.clone()}</code> }.into_any()
    } else {
        whose.into_any()
    };
    let effect = finding.effect.clone();
    view! {
        <h3>{t.finding_texts(finding.kind).title}</h3>
        <p class="finding-whose">{whose}</p>
        {text.map(|text| view! { <p>{text}</p> })}
        {(!finding.differences.is_empty()).then(|| table(&finding.differences))}
        {effect.map(|effect| view! { <EffectLines effect=effect /> })}
    }
    .into_any()
}

fn remedy(finding: &Finding, place: usize, state: &Repair, repairs: Repairs) -> AnyView {
    let t = texts().host();
    let texts_of_kind = t.finding_texts(finding.kind);
    if *state == Repair::Done {
        return view! {
            <p class="finding-done"><Icon name="it-check-circle" class="icon-sm" />{texts_of_kind.done}</p>
        }
        .into_any();
    }
    let failed = match state {
        Repair::Failed(error) if is_out_of_date(error) => Some(t.changed_meanwhile().to_owned()),
        Repair::Failed(error) => Some(problem_text(error)),
        _ => None,
    };
    let whose = finding.address.as_ref().unwrap_or(&finding.subject);
    let label = t.subject(texts_of_kind.action, whose);
    let running = *state == Repair::Running;
    let pressed = finding.clone();
    let destroys = finding.kind == FindingKind::OrphanStore;
    let press = move |_| {
        if destroys {
            repairs.to_destroy.set(Some((pressed.clone(), place)));
        } else {
            repairs.start(request_of(&pressed), place);
        }
    };
    view! {
        <p class="finding-remedy">{texts_of_kind.remedy}</p>
        {failed.map(|words| view! { <Alert kind=AlertKind::Danger><p>{words}</p></Alert> })}
        <button
            type="button"
            class=if destroys { "btn btn-outline-danger btn-sm" } else { "btn btn-outline-primary btn-sm" }
            aria-label=label
            aria-haspopup=destroys.then_some("dialog")
            aria-busy=running.then_some("true")
            on:click=press
        >
            {running.then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
            {texts_of_kind.action}
        </button>
    }
    .into_any()
}
