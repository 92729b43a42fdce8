//! The choice of a mailbox's plan, where its domain offers any.

use leptos::prelude::*;
use sigillo_contract::domain::Domain;
use sigillo_contract::plan::PlanSummary;
use sigillo_domain::plan::PlanState;

use crate::components::{Form, Select};
use crate::i18n::{t, texts};
use crate::pages::plans::{described, sizes};

/// The plan of a new mailbox that names none, if it is still offered.
pub fn default_plan(domain: &Domain) -> Option<&PlanSummary> {
    let default = domain.plans.iter().find(|plan| Some(plan.id) == domain.default_plan);
    default.filter(|plan| plan.state == PlanState::Offered)
}

#[component]
pub fn PlanField(
    form: Form,
    domain: Domain,
    /// The plan that the mailbox has already, which the domain need no longer offer.
    #[prop(optional_no_strip)]
    present: Option<PlanSummary>,
    /// Whether the mailbox may stay without a plan.
    #[prop(optional)]
    may_be_empty: bool,
    value: RwSignal<String>,
    #[prop(optional)] on_chosen: Option<Callback<()>>,
) -> impl IntoView {
    if domain.plans.is_empty() && present.is_none() {
        return ().into_any();
    }
    let offered = domain.plans.into_iter().filter(|plan| plan.state == PlanState::Offered);
    let mut plans: Vec<_> = offered.collect();
    if let Some(present) = present
        && plans.iter().all(|plan| plan.id != present.id)
    {
        plans.insert(0, present);
    }
    let known = StoredValue::new(plans);
    let starts_empty = may_be_empty || value.get_untracked().is_empty();
    let options = Signal::derive(move || {
        let words = texts().plans();
        let empty = if may_be_empty { words.none() } else { words.choose() };
        let empty = starts_empty.then(|| (String::new(), empty.to_owned()));
        let plans = known.with_value(|plans| {
            plans.iter().map(|plan| (plan.id.to_string(), described(plan))).collect::<Vec<_>>()
        });
        empty.into_iter().chain(plans).collect::<Vec<_>>()
    });
    let hint = move || {
        let chosen = value.get();
        known.with_value(|plans| {
            plans.iter().find(|plan| plan.id.to_string() == chosen).map(sizes).unwrap_or_default()
        })
    };
    if let Some(on_chosen) = on_chosen {
        Effect::new(move |before: Option<String>| {
            let chosen = value.get();
            if before.is_some_and(|before| before != chosen) {
                on_chosen.run(());
            }
            chosen
        });
    }
    view! {
        <Select form=form pointer="/plan" label=t!(words.plan) hint=hint value=value options=options />
    }
    .into_any()
}
