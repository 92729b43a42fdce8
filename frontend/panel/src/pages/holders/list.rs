//! The list of holders, and beside it the panes of the selected one (B5 to B7).

use leptos::prelude::*;
use sigillo_contract::holder::{Holder, HolderDetail};
use sigillo_contract::operations::{
    CreateHolder, CreateHolderImport, ExportHolders, GetHolder, ListHolders,
};
use sigillo_domain::holder::HolderState;
use sigillo_domain::preferences::ListName;
use sigillo_kit::list_view::ListView;

use super::panes::Panes;
use super::requests::{FILTERS, export, query, searches};
use super::selection::{Selection, select_pressed, walk};
use super::{StateOfHolder, full_name};
use crate::api;
use crate::components::{
    Column, EmptyState, ExportMenu, ForbiddenPage, Icon, LinkButton, ListSpec, NothingFound,
    OrganizationPicker, OrganizationSearch, Page, RecordList, SelectFilter, Toolbar, load,
    load_list, loaded, settled, view_of_page, with_any,
};
use crate::i18n::{date, t, texts};
use crate::route::{Route, key};
use crate::{browser, router, session};

const NAME: ListName = ListName::Holders;

/// The id of the heading of the panes.
const PANES: &str = "holder-panes";

#[component]
pub fn List() -> impl IntoView {
    if !session::may::<ListHolders>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let view = view_of_page(NAME, FILTERS);
    let go = Callback::new(move |next: ListView| router::go(next.href(Route::Holders)));
    let data = load_list::<ListHolders, Holder>(view, query);
    let picker = OrganizationPicker::of_list(view);
    let selection = Selection::of_page(view);
    let spec = ListSpec {
        name: NAME,
        caption: t!(holders.title).into(),
        columns: columns(selection).into(),
        path: Route::Holders.to_string(),
        order: |view| view.order_or("family_name"),
        search: None,
        filters: searches()
            .into_iter()
            .chain([states()])
            .chain(picker.map(OrganizationPicker::filter))
            .collect(),
        toolbar: Toolbar::Always,
        row_class: Some(row_class),
    };
    let extra = move || picker.map(|picker| view! { <OrganizationSearch picker=picker /> });
    let is_selected = Memo::new(move |_| selection.id.get().is_some());
    view! {
        <Page
            title=t!(holders.title)
            lead=t!(holders.lead)
            actions=move || view! { <Export view=view /> <Import view=view /> <Add /> }
        >
            <div
                class="master"
                class:master-open=move || is_selected.get()
                on:click=move |event| select_pressed(&event)
                on:keydown=move |event| walk(&event)
            >
                <RecordList
                    spec=spec
                    data=data
                    view=view
                    go=go
                    extra=extra
                    empty=move || view! { <NoHolders view=view /> }
                />
                <Selected selection=selection />
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn Export(view: Memo<ListView>) -> impl IntoView {
    let download = Callback::new(move |format| {
        let query = view.with_untracked(|view| export(view, format));
        Box::pin(async move { api::download_holders(&query).await }) as api::Pending<_>
    });
    let hint = move || {
        let words = texts().holders();
        if view.with(|view| view.is_narrowed("")) {
            words.export_found()
        } else {
            words.export_all()
        }
    };
    let may_export = session::may::<ExportHolders>;
    view! {
        <Show when=may_export>
            <ExportMenu download=download hint=hint />
        </Show>
    }
}

#[component]
fn Add() -> impl IntoView {
    session::may::<CreateHolder>().then(|| {
        view! { <LinkButton href=Route::NewHolder.href() label=t!(holders.add) icon="it-plus" key="n" /> }
    })
}

/// The link to the page that imports holders, into the organisation that the list shows.
#[component]
fn Import(view: Memo<ListView>) -> impl IntoView {
    let href = Signal::derive(move || {
        let shown = view.with(|view| view.filter(key::ORGANIZATION));
        match shown.and_then(|id| id.parse().ok()) {
            Some(id) => Route::ImportHolders.for_organization(id),
            None => Route::ImportHolders.href(),
        }
    });
    session::may::<CreateHolderImport>().then(|| {
        view! {
            <LinkButton
                href=href
                label=t!(holder_import.title)
                icon="it-upload"
                class="btn btn-outline-primary"
            />
        }
    })
}

/// The panes of the selected holder.
#[component]
fn Selected(selection: Selection) -> impl IntoView {
    // Whoever walks through the rows does not read every one of them.
    let read = settled(move || selection.id.get());
    let detail = load(move || {
        let reading = read.get().map(api::get::<GetHolder>);
        async move {
            match reading {
                Some(reading) => reading.await.map(Some),
                None => Ok(None),
            }
        }
    });
    let is_waiting = Memo::new(move |_| {
        let shown = detail.get().flatten().map(|found| found.holder.id);
        detail.is_waiting() || (selection.id.get() != shown && selection.id.get() != read.get())
    });
    let back = move |_| {
        selection.select(None);
        browser::focus("page-title");
    };
    let panes = move |found: Option<HolderDetail>| match found {
        None => view! {
            <div class="master-hint">
                <Icon name="it-card" />
                <p>{t!(holders.select_hint)}</p>
            </div>
        }
        .into_any(),
        Some(found) => view! {
            <Head holder=found.holder.clone() />
            <Panes detail=found on_change=Callback::new(|()| ()) />
        }
        .into_any(),
    };
    view! {
        <section
            class="master-panes"
            class:is-waiting=move || is_waiting.get()
            aria-labelledby=PANES
            aria-busy=move || is_waiting.get().then_some("true")
        >
            <button type="button" class="btn btn-outline-primary btn-sm master-back" on:click=back>
                <Icon name="it-arrow-left" />
                <span>{t!(holders.back_to_list)}</span>
            </button>
            <h2 class="visually-hidden" id=PANES>{t!(holders.of_selected)}</h2>
            {loaded(detail, panes)}
        </section>
    }
}

/// Who is selected, with the link to the whole record.
#[component]
fn Head(holder: Holder) -> impl IntoView {
    let name = full_name(&holder);
    view! {
        <div class="master-head" data-testid="selected-holder">
            <div>
                <p class="master-name">{name}" "<StateOfHolder state=holder.state /></p>
                <p class="master-code">{holder.tax_code}</p>
            </div>
            <LinkButton
                href=Route::Holder(holder.id).href()
                label=t!(holders.open)
                class="btn btn-outline-primary btn-sm"
            />
        </div>
    }
}

fn row_class(holder: &Holder) -> &'static str {
    if holder.state == HolderState::Registered { "" } else { "row-cancelled" }
}

fn columns(selection: Selection) -> Vec<Column<Holder>> {
    vec![
        Column::new(t!(holders.family_name), move |row: &Holder| {
            let id = row.id;
            let select = move |event: leptos::ev::MouseEvent| {
                if router::is_plain_click(&event) && !sigillo_kit::unsaved::any() {
                    event.prevent_default();
                    selection.select(Some(id));
                }
            };
            view! {
                <a
                    href=move || selection.href(id)
                    aria-current=move || (selection.id.get() == Some(id)).then_some("true")
                    on:click=select
                >
                    {row.family_name.clone()}
                    // On a phone, where a row is a card, the names stand together.
                    <span class="name-on-card">" "{row.given_name.clone()}</span>
                </a>
            }
        })
        .class("cell-name")
        .sorted_by("family_name"),
        Column::new(t!(holders.given_name), |row: &Holder| row.given_name.clone())
            .class("cell-given-name")
            .sorted_by("given_name"),
        Column::new(t!(holders.tax_code), |row: &Holder| {
            view! { <span class="tax-code">{row.tax_code.clone()}</span> }
        })
        .class("cell-brief"),
        Column::new(t!(holders.state), |row: &Holder| view! { <StateOfHolder state=row.state /> })
            .class("cell-state")
            .on_request("state"),
        Column::new(t!(holders.created), |row: &Holder| {
            let at = row.created_at;
            move || date(at)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("created_at")
        .on_request("created_at"),
    ]
}

fn states() -> SelectFilter {
    SelectFilter::new(key::STATE, "state", t!(holders.state), || {
        let each = [HolderState::Merged, HolderState::Erased].into_iter();
        let each = each.map(|one| (one.as_str(), texts().holders().states(one).to_owned()));
        with_any(texts().holders().states(HolderState::Registered), each)
    })
}

#[component]
fn NoHolders(view: Memo<ListView>) -> impl IntoView {
    if view.with_untracked(|view| view.is_narrowed("")) {
        return view! { <NothingFound href=Route::Holders.href() title=t!(holders.nothing_found) show_all=t!(holders.show_all) /> }.into_any();
    }
    view! {
        <EmptyState icon="it-card" title=t!(holders.none_title)>
            <p>{t!(holders.none_text)}</p>
            <div class="empty-actions">
                <Add />
                <Import view=view />
            </div>
        </EmptyState>
    }
    .into_any()
}
