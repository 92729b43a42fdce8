use leptos::prelude::*;

use super::Order;
use crate::components::Icon;
use crate::i18n::t;

/// The heading of a sortable column: the first press sorts by the column, the next one reverses the
/// order.
#[component]
pub fn SortHeader(
    field: &'static str,
    label: TextProp,
    order: Order,
    class: Option<&'static str>,
) -> impl IntoView {
    let descending = move || {
        let current = order.current.get();
        let name = current.strip_prefix('-');
        (name.unwrap_or(&current) == field).then_some(name.is_some())
    };
    view! {
        <th
            role="columnheader"
            scope="col"
            class=class
            aria-sort=move || descending().map(|is| if is { "descending" } else { "ascending" })
        >
            <button
                type="button"
                class="sort"
                title=t!(common.sort_by)
                on:click=move |_| {
                    let reversed = untrack(descending) == Some(false);
                    let sort = if reversed { format!("-{field}") } else { field.to_owned() };
                    order.on_change.run(sort);
                }
            >
                <span>{move || label.get()}</span>
                {move || {
                    let name = match descending() {
                        Some(false) => "it-arrow-up-triangle",
                        Some(true) | None => "it-arrow-down-triangle",
                    };
                    let class = if descending().is_some() { "icon-sm" } else { "icon-sm sort-idle" };
                    view! { <Icon name=name class=class /> }
                }}
            </button>
        </th>
    }
}
