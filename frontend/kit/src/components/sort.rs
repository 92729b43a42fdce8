use leptos::prelude::*;
use sigillo_domain::mailbox_list::{Sort, SortField};

use super::Icon;
use crate::i18n::t;

/// The heading of a column that can be sorted by: a press sorts by it, another reverses the order.
#[component]
pub fn SortHeader(
    field: SortField,
    #[prop(into)] label: TextProp,
    #[prop(into)] sort: Signal<Sort>,
    #[prop(into)] on_sort: Callback<Sort>,
) -> impl IntoView {
    let own = move || (sort.get().field == field).then(|| sort.get().descending);
    view! {
        <th
            role="columnheader"
            scope="col"
            aria-sort=move || own().map(|descending| if descending { "descending" } else { "ascending" })
        >
            <button
                type="button"
                class="sort"
                title=t!(common.sort_by)
                on:click=move |_| {
                    let descending = own() == Some(false);
                    on_sort.run(Sort { field, descending });
                }
            >
                <span>{move || label.get()}</span>
                {move || {
                    let name = match own() {
                        Some(false) => "it-arrow-up-triangle",
                        Some(true) | None => "it-arrow-down-triangle",
                    };
                    let class = if own().is_some() { "icon-sm" } else { "icon-sm sort-idle" };
                    view! { <Icon name=name class=class /> }
                }}
            </button>
        </th>
    }
}
