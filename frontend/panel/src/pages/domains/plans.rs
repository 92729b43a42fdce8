//! The plans that a domain offers: a checkbox for each, and the choice of the default.

use leptos::prelude::*;
use sigillo_contract::operations::ListPlans;
use sigillo_contract::page::MAX_LIMIT;
use sigillo_contract::plan::{Plan, PlanQuery};
use sigillo_domain::id::PlanId;
use sigillo_domain::plan::PlanState;

use crate::api;
use crate::components::{FieldErrorText, Form, Hint, Select, load, loaded};
use crate::i18n::{t, texts};

const POINTER: &str = "/plans";

#[component]
pub fn PlansField(
    form: Form,
    plans: RwSignal<Vec<PlanId>>,
    default_plan: RwSignal<String>,
) -> impl IntoView {
    let found = load(|| {
        let query = PlanQuery { limit: Some(MAX_LIMIT), ..PlanQuery::default() };
        async move { api::list::<ListPlans>((), &query).await }
    });
    let id = form.field_id(POINTER);
    form.register(POINTER, t!(plans.of_domain).into());
    let known = Memo::new(move |_| found.get().map(|page| page.items).unwrap_or_default());
    let chosen = Signal::derive(move || {
        let choose = (String::new(), texts().plans().choose().to_owned());
        let chosen = plans.get();
        let offered = known.get().into_iter().filter(|plan| chosen.contains(&plan.id));
        let each = offered.map(|plan| (plan.id.to_string(), described(&plan)));
        std::iter::once(choose).chain(each).collect::<Vec<_>>()
    });
    let has_any = Memo::new(move |_| plans.with(|plans| !plans.is_empty()));
    view! {
        <fieldset class="field" class:field-invalid=move || form.has_error(POINTER) id=id.clone()>
            <legend class="field-label">{t!(plans.of_domain)}</legend>
            {loaded(found, move |page| boxes(form, plans, default_plan, page.items))}
            <Hint id=format!("{id}-hint") text=t!(plans.of_domain_hint).into() />
            <FieldErrorText form=form pointer=POINTER />
        </fieldset>
        <Show when=move || has_any.get()>
            <Select
                form=form
                pointer="/default_plan"
                label=t!(plans.default)
                hint=t!(plans.default_hint)
                value=default_plan
                options=chosen
            />
        </Show>
    }
}

fn described(plan: &Plan) -> String {
    texts().plans().described(&plan.code, &plan.name)
}

/// A checkbox for each plan that is offered, or that the domain has already.
fn boxes(
    form: Form,
    chosen: RwSignal<Vec<PlanId>>,
    default_plan: RwSignal<String>,
    found: Vec<Plan>,
) -> AnyView {
    let present = chosen.get_untracked();
    let shown = found
        .into_iter()
        .filter(|plan| plan.state == PlanState::Offered || present.contains(&plan.id));
    let shown: Vec<_> = shown.collect();
    if shown.is_empty() {
        return view! { <p class="fact-note">{t!(plans.none_exist)}</p> }.into_any();
    }
    let order: Vec<_> = shown.iter().map(|plan| plan.id).collect();
    let order = StoredValue::new(order);
    let turn = move |id: PlanId, on: bool| {
        let before = joined(&chosen.get_untracked());
        chosen.update(|plans| {
            plans.retain(|other| *other != id);
            if on {
                plans.push(id);
            }
            // In the order of the list, so that a box that is turned twice changes nothing.
            plans.sort_by_key(|one| order.with_value(|all| all.iter().position(|id| id == one)));
        });
        form.typed(POINTER, &before, &joined(&chosen.get_untracked()));
        if !on && default_plan.get_untracked() == id.to_string() {
            default_plan.set(String::new());
        }
    };
    let one = |plan: Plan| {
        let id = plan.id;
        let own = format!("plan-{id}");
        let words = plan.clone();
        view! {
            <div class="choice">
                <input
                    type="checkbox"
                    id=own.clone()
                    prop:checked=move || chosen.with(|plans| plans.contains(&id))
                    on:change=move |event| turn(id, event_target_checked(&event))
                />
                <label for=own>{move || described(&words)}</label>
            </div>
        }
    };
    view! { <div class="choices">{shown.into_iter().map(one).collect_view()}</div> }.into_any()
}

fn joined(plans: &[PlanId]) -> String {
    plans.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
