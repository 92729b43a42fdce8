//! The filters and the order of the mailbox list.

use leptos::prelude::*;
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::mailbox_list::{OVER_SOFT_LIMIT, Sort, SortField};
use sigillo_kit::list_view::ListView;

use super::requests::{FILL, PASSWORD, order_of};
use crate::components::{ListFilters, SelectFilter, SelectTarget, with_any};
use crate::i18n::{t, texts};
use crate::route::key;

#[component]
pub fn Filters(
    view: Memo<ListView>,
    go: Callback<ListView>,
    measured: Memo<bool>,
) -> impl IntoView {
    view! {
        <ListFilters view=view go=go label=t!(list.search) hint=t!(list.search_hint)>
            {states().into_view(view, go)}
            {passwords().into_view(view, go)}
            <Show when=move || measured.get()>
                {fills().into_view(view, go)}
            </Show>
            {orders(measured).into_view(view, go)}
        </ListFilters>
    }
}

fn states() -> SelectFilter {
    SelectFilter {
        id: "state",
        class: "field filter-state",
        label: t!(list.state),
        target: SelectTarget::Filter(key::STATE),
        options: Box::new(|| {
            let each = MailboxState::ALL.into_iter();
            let each = each.map(|state| (state.as_str(), texts().words().states(state).to_owned()));
            with_any(texts().list().every_state(), each)
        }),
    }
}

fn passwords() -> SelectFilter {
    SelectFilter {
        id: "password",
        class: "field filter-state",
        label: t!(list.password),
        target: SelectTarget::Filter(PASSWORD),
        options: Box::new(|| {
            let words = texts().words();
            let each = PasswordState::ALL.into_iter();
            let each = each.map(|state| (state.as_str(), words.password_state(state).to_owned()));
            with_any(texts().list().every_password(), each)
        }),
    }
}

fn fills() -> SelectFilter {
    SelectFilter {
        id: "fill",
        class: "field filter-fill",
        label: t!(usage.fill),
        target: SelectTarget::Filter(FILL),
        options: Box::new(|| {
            let usage = texts().usage();
            let over = (OVER_SOFT_LIMIT, usage.filter_over_soft_limit().to_owned());
            with_any(usage.every_fill(), std::iter::once(over))
        }),
    }
}

/// The sort order as a drop-down list, for narrow screens, which have no column headings to press.
fn orders(measured: Memo<bool>) -> SelectFilter {
    // Within one domain, sorting by address equals sorting by name.
    let is_offered = move |field: &SortField| {
        *field != SortField::Address && (*field != SortField::Fill || measured.get())
    };
    SelectFilter {
        id: "sort",
        class: "field sort-select",
        label: t!(list.sort),
        target: SelectTarget::Order(order_of),
        options: Box::new(move || {
            let fields = SortField::ALL.into_iter().filter(is_offered);
            let sorts =
                fields.flat_map(|field| [false, true].map(|descending| Sort { field, descending }));
            sorts.map(|sort| (sort.to_string(), order_words(sort))).collect()
        }),
    }
}

fn order_words(sort: Sort) -> String {
    let t = texts().list();
    let field = match sort.field {
        SortField::Address | SortField::LocalPart => t.mailbox(),
        SortField::CreatedAt => t.creation(),
        SortField::State => t.state(),
        SortField::Quota => t.quota(),
        SortField::Fill => texts().usage().used(),
    };
    if sort.descending { t.descending(field) } else { t.ascending(field) }
}
