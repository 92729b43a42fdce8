//! A plan: its form, and its history.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::operations::{GetPlan, UpdatePlan};
use sigillo_contract::plan::Plan;
use sigillo_domain::id::PlanId;
use sigillo_kit::edit::Part;

use super::fields::{PlanFields, PlanInputs};
use crate::api::{self, Change};
use crate::components::{
    AlertKind, Crumb, EditConflict, ErrorSummary, ForbiddenPage, Form, HistoryPanel, LinkButton,
    Page, Submit, UndoNote, announce, guarded, load, loaded,
};
use crate::i18n::{date, t, texts};
use crate::pages::mailboxes;
use crate::route::Route;
use crate::session;

#[component]
pub fn Detail(id: PlanId) -> impl IntoView {
    if !session::may::<UpdatePlan>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let found = load(move || api::get::<GetPlan>(id));
    let shown = RwSignal::new(None::<Plan>);
    Effect::new(move |_| shown.set(found.get()));
    let title = move || shown.get().map_or_else(|| t!(plans.plan)().to_owned(), |found| found.code);
    let lead = move || {
        let created = shown.get().map(|found| texts().plans().created_on(&date(found.created_at)));
        created.unwrap_or_default()
    };
    let crumbs = vec![Crumb::new(t!(plans.title), Route::Plans)];
    let restored = RwSignal::new(None::<Plan>);
    let put = Callback::new(move |newer| restored.set(Some(newer)));
    let is_there = Memo::new(move |_| shown.with(Option::is_some));
    let list = mailboxes::list_of_plan(id);
    let actions = move || {
        let list = list.clone();
        view! { <LinkButton href=list label=t!(plans.see_mailboxes) class="btn btn-outline-primary" /> }
    };
    let page = move || {
        view! {
            <Page title=title lead=lead crumbs=crumbs.clone() narrow=true actions=actions.clone()>
                {loaded(found, move |found| view! {
                    <EditForm plan=found shown=shown restored=restored />
                })}
                {move || is_there.get().then(|| view! {
                    <HistoryPanel<Plan> subject=shown.into() put=put />
                })}
            </Page>
        }
    };
    guarded(found, |_| true, page).into_any()
}

#[component]
fn EditForm(
    plan: Plan,
    shown: RwSignal<Option<Plan>>,
    /// The plan after a recorded change of it was undone.
    restored: RwSignal<Option<Plan>>,
) -> impl IntoView {
    let form = Form::keeping("plan");
    let fields = PlanFields::of(Some(plan));
    Effect::new(move |_| shown.set(fields.edit.with_base(Clone::clone)));
    Effect::new(move |_| {
        if let Some(newer) = restored.get() {
            fields.edit.rebase(Some(newer));
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(fields, form);
    };
    view! {
        <EditConflict edit=fields.edit />
        <form class="panel" on:submit=submit novalidate>
            <ErrorSummary form=form />
            <PlanInputs form=form fields=fields />
            <UndoNote text=t!(undo.by_restoring) />
            <div class="form-actions">
                <Submit form=form label=t!(plans.save) />
            </div>
        </form>
    }
}

fn save(fields: PlanFields, form: Form) {
    let Some(Plan { id, version, .. }) = fields.edit.base() else { return };
    let page = Route::Plan(id);
    if !fields.edit.has_changes(Part::Whole) {
        return announce(AlertKind::Info, texts().forms().nothing_changed(), page);
    }
    let patch = match fields.edit.patch() {
        Ok(patch) => patch,
        Err(faults) => return form.show_faults(faults),
    };
    let work = async move {
        Ok(match api::change::<UpdatePlan, GetPlan>(id, &patch, version).await? {
            Change::Conflict(newer) => Change::Conflict(Some(newer)),
            Change::Made(saved) => Change::Made(saved),
        })
    };
    let redo = Callback::new(move |()| save(fields, form));
    fields.edit.send(form, Part::Whole, work, redo, move |saved: Plan| {
        announce(AlertKind::Success, texts().plans().saved(&saved.code), page);
        fields.edit.reset(Some(saved));
        // The forms of mailboxes read the plans of their domains from the session.
        spawn_local(async { drop(session::load_me().await) });
    });
}
