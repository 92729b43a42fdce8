use leptos::prelude::*;
use sigillo_contract::operations::{CreatePlan, ListPlans};
use sigillo_contract::plan::{Plan, PlanQuery};
use sigillo_domain::plan::PlanState;
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::{ListView, PageRequest};

use crate::components::{
    Column, ForbiddenPage, LinkButton, ListSpec, Page, PageList, SearchBox, SelectFilter, Toolbar,
    load_list, view_of_page, with_any,
};
use crate::i18n::{date, megabytes, t, texts};
use crate::route::{Route, key};
use crate::session;

const NAME: ListName = ListName::Plans;

fn query(view: &ListView, request: PageRequest) -> PlanQuery {
    let PageRequest { q, sort, cursor, limit, count } = request;
    PlanQuery { q, state: view.filter(key::STATE), sort, cursor, limit, count }
}

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<CreatePlan>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let view = view_of_page(NAME, &[key::STATE]);
    let data = load_list::<ListPlans, Plan>(view, query);
    let spec = ListSpec {
        name: NAME,
        caption: t!(plans.title).into(),
        columns: columns().into(),
        path: Route::Plans.to_string(),
        order: |view| view.order_or("code"),
        search: Some(SearchBox { label: t!(plans.search), hint: None }),
        filters: vec![states()],
        toolbar: Toolbar::WhenLong,
        row_class: None,
    };
    view! {
        <Page title=t!(plans.title) lead=t!(plans.lead) actions=Add>
            <PageList
                spec=spec
                data=data
                view=view
                page=Route::Plans
                none_title=t!(plans.none_title)
                none_text=t!(plans.none_text)
                add=Add
            />
        </Page>
    }
    .into_any()
}

fn states() -> SelectFilter {
    SelectFilter::new(key::STATE, "state", t!(plans.state), || {
        let plans = texts().plans();
        let each = PlanState::ALL.into_iter();
        let each = each.map(|state| (state.as_str(), plans.state_name(state).to_owned()));
        with_any(plans.every_state(), each)
    })
}

#[component]
fn Add() -> impl IntoView {
    view! { <LinkButton href=Route::NewPlan.href() label=t!(plans.add) icon="it-plus" key="n" /> }
}

fn columns() -> Vec<Column<Plan>> {
    let size = |mb: i64| move || if mb > 0 { megabytes(mb) } else { "–".to_owned() };
    vec![
        Column::new(t!(plans.code), |row: &Plan| {
            view! { <a href=Route::Plan(row.id).href()>{row.code.clone()}</a> }
        })
        .class("cell-name")
        .sorted_by("code"),
        Column::new(t!(plans.name), |row: &Plan| row.name.clone()).sorted_by("name"),
        Column::new(t!(plans.inbox), move |row: &Plan| size(row.inbox_mb))
            .class("cell-number")
            .labelled()
            .optional("inbox_mb"),
        Column::new(t!(plans.archive), move |row: &Plan| size(row.archive_mb))
            .class("cell-number")
            .labelled()
            .optional("archive_mb"),
        Column::new(t!(plans.preservation), move |row: &Plan| size(row.preservation_mb))
            .class("cell-number")
            .labelled()
            .optional("preservation_mb"),
        Column::new(t!(plans.state), |row: &Plan| {
            let state = row.state;
            move || texts().plans().state_name(state)
        })
        .labelled()
        .sorted_by("state")
        .optional("state"),
        Column::new(t!(plans.created), |row: &Plan| {
            let at = row.created_at;
            move || date(at)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("created_at")
        .on_request("created_at"),
    ]
}
