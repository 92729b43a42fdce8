//! The outages of a period, the announced maintenance, and the corrections.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::operations::WithdrawMaintenance;
use sigillo_contract::sla::{Maintenance, Outage, SlaCorrection, SlaOverview};
use sigillo_domain::sla::SlaComponent;

use crate::components::{AlertKind, Column, DataTable, Load, announce};
use crate::i18n::{date_time, integer, moment, problem_text, t, texts};
use crate::route::Route;
use crate::{api, browser};

#[component]
pub fn Outages(outages: Vec<Outage>) -> impl IntoView {
    let columns = vec![
        Column::new(t!(sla.component), |outage: &Outage| {
            let component = outage.component;
            move || texts().sla().component_name(component)
        })
        .as_row_header(),
        Column::new(t!(sla.start), |outage: &Outage| time(outage.starts_at)).labelled(),
        Column::new(t!(sla.end), |outage: &Outage| {
            let ends_at = outage.ends_at;
            move || ends_at.map_or_else(|| texts().sla().still().to_owned(), date_time)
        })
        .labelled(),
        Column::new(t!(sla.minutes), |outage: &Outage| {
            let minutes = outage.minutes;
            move || integer(minutes)
        })
        .class("cell-number")
        .labelled(),
        Column::new(t!(sla.planned_minutes), |outage: &Outage| {
            let minutes = outage.planned_minutes;
            move || integer(minutes)
        })
        .class("cell-number")
        .labelled(),
        Column::new(t!(sla.cause), |outage: &Outage| {
            let cause = outage.cause;
            let evidence = outage.evidence.clone();
            view! {
                <span>{move || texts().sla().cause_name(cause)}</span>
                <span class="cell-second">{evidence}</span>
            }
        })
        .labelled(),
    ];
    let is_empty = outages.is_empty();
    view! {
        <section class="panel" aria-labelledby="sla-outages">
            <h2 id="sla-outages">{t!(sla.outages)}</h2>
            {if is_empty {
                view! { <p class="fact-note">{t!(sla.no_outages)}</p> }.into_any()
            } else {
                view! { <DataTable caption=t!(sla.outages) testid="outages" columns=columns rows=outages /> }.into_any()
            }}
        </section>
    }
}

#[component]
pub fn MaintenanceList(
    maintenance: Vec<Maintenance>,
    may_withdraw: bool,
    found: Load<SlaOverview>,
) -> impl IntoView {
    let columns = vec![
        Column::new(t!(sla.description), |one: &Maintenance| {
            let by = one.announced_by.clone();
            let at = one.announced_at;
            view! {
                <span>{one.description.clone()}</span>
                <span class="cell-second">{move || texts().sla().announced(&by, &moment(at).at())}</span>
            }
        })
        .as_row_header(),
        Column::new(t!(sla.components), |one: &Maintenance| {
            let components = one.components.clone();
            move || names(&components)
        })
        .labelled(),
        Column::new(t!(sla.start), |one: &Maintenance| time(one.starts_at)).labelled(),
        Column::new(t!(sla.end), |one: &Maintenance| time(one.ends_at)).labelled(),
        Column::with_control(t!(sla.withdraw), move |one: &Maintenance| {
            withdrawal(one, may_withdraw, found)
        })
        .class("cell-actions"),
    ];
    let is_empty = maintenance.is_empty();
    view! {
        <section class="panel" aria-labelledby="sla-maintenance">
            <h2 id="sla-maintenance">{t!(sla.maintenance)}</h2>
            <p class="fact-note">{t!(sla.maintenance_text)}</p>
            {if is_empty {
                view! { <p class="fact-note">{t!(sla.no_maintenance)}</p> }.into_any()
            } else {
                view! { <DataTable caption=t!(sla.maintenance) testid="maintenance" columns=columns rows=maintenance /> }.into_any()
            }}
        </section>
    }
}

/// A button until it begins, or the word that it was taken back.
fn withdrawal(one: &Maintenance, may_withdraw: bool, found: Load<SlaOverview>) -> AnyView {
    if one.withdrawn_at.is_some() {
        return view! { <span class="state state-disabled">{t!(sla.withdrawn)}</span> }.into_any();
    }
    if !may_withdraw || one.starts_at <= browser::now() {
        return ().into_any();
    }
    let (id, version) = (one.id, one.version);
    let press = move |_| {
        spawn_local(async move {
            let sent = api::send::<WithdrawMaintenance>(
                id,
                &sigillo_contract::operation::Nothing {},
                Some(version),
            );
            match sent.await {
                Ok(_) => {
                    let words = texts().sla().withdrawn_it();
                    announce(AlertKind::Success, words.to_owned(), Route::ServiceLevels);
                }
                Err(error) => {
                    announce(AlertKind::Danger, problem_text(&error), Route::ServiceLevels);
                }
            }
            found.reload();
        });
    };
    let name = one.description.clone();
    view! {
        <button
            type="button"
            class="btn btn-outline-primary btn-sm"
            aria-label=move || format!("{}: {name}", texts().sla().withdraw())
            on:click=press
        >
            {t!(sla.withdraw)}
        </button>
    }
    .into_any()
}

#[component]
pub fn Corrections(corrections: Vec<SlaCorrection>) -> impl IntoView {
    let columns = vec![
        Column::new(t!(sla.component), |one: &SlaCorrection| {
            let component = one.component;
            move || texts().sla().component_name(component)
        })
        .as_row_header(),
        Column::new(t!(sla.start), |one: &SlaCorrection| time(one.starts_at)).labelled(),
        Column::new(t!(sla.end), |one: &SlaCorrection| time(one.ends_at)).labelled(),
        Column::new(t!(sla.is), |one: &SlaCorrection| {
            let state = one.state;
            move || texts().sla().state_name(state)
        })
        .labelled(),
        Column::new(t!(sla.reason), |one: &SlaCorrection| one.reason.clone()).labelled(),
        Column::new(t!(sla.who), |one: &SlaCorrection| one.created_by.clone()).labelled(),
    ];
    let is_empty = corrections.is_empty();
    view! {
        <section class="panel" aria-labelledby="sla-corrections">
            <h2 id="sla-corrections">{t!(sla.corrections)}</h2>
            <p class="fact-note">{t!(sla.corrections_text)}</p>
            {if is_empty {
                view! { <p class="fact-note">{t!(sla.no_corrections)}</p> }.into_any()
            } else {
                view! { <DataTable caption=t!(sla.corrections) testid="corrections" columns=columns rows=corrections /> }.into_any()
            }}
        </section>
    }
}

fn time(at: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    view! { <time datetime=at.to_rfc3339()>{move || date_time(at)}</time> }
}

fn names(components: &[SlaComponent]) -> String {
    let sla = texts().sla();
    components.iter().map(|one| sla.component_name(*one)).collect::<Vec<_>>().join(", ")
}
