//! Links to the previous and the next page, and the number of rows of a page.

use leptos::prelude::*;

use super::record_list::Parts;
use crate::components::Icon;
use crate::i18n::t;
use crate::list_view::ROWS;
use crate::preferences;

#[component]
pub(super) fn Pager<T: Send + Sync + 'static>(
    parts: Parts<T>,
    #[prop(into)] previous: Signal<Option<String>>,
    #[prop(into)] next: Signal<Option<String>>,
    /// A text that says which rows are shown.
    #[prop(into)]
    status: TextProp,
) -> impl IntoView {
    let Parts { spec, view, go, .. } = parts;
    let has_pages = move || previous.get().is_some() || next.get().is_some();
    // Whoever chose long pages can go back to short ones, also where all rows fit in one.
    let is_needed = move || has_pages() || view.with(|view| view.rows() != ROWS[0]);
    let status = StoredValue::new(status);
    let choose = move |event| {
        let Ok(rows) = event_target_value(&event).parse() else { return };
        preferences::choose_rows(spec.with_value(|spec| spec.name), rows);
        go.run(view.get_untracked().with_rows(rows));
    };
    let option = move |rows: u32| {
        view! {
            <option value=rows.to_string() selected=move || view.with(|view| view.rows() == rows)>{rows}</option>
        }
    };
    view! {
        <Show when=is_needed>
            <nav class="pager" aria-label=t!(common.pages)>
                <div class="pager-rows">
                    <label for="rows">{t!(lists.rows_per_page)}</label>
                    <select class="input" id="rows" on:change=choose>
                        {ROWS.map(option).into_iter().collect_view()}
                    </select>
                </div>
                <span class="pager-status">{move || status.with_value(TextProp::get)}</span>
                <div class="pager-links">
                    {move || link(previous.get(), true)}
                    {move || link(next.get(), false)}
                </div>
            </nav>
        </Show>
    }
}

fn link(href: Option<String>, is_previous: bool) -> Option<AnyView> {
    let href = href?;
    Some(if is_previous {
        view! {
            <a class="btn btn-outline-primary btn-sm" rel="prev" href=href>
                <Icon name="it-chevron-left" />
                <span>{t!(common.previous)}</span>
            </a>
        }
        .into_any()
    } else {
        view! {
            <a class="btn btn-outline-primary btn-sm" rel="next" href=href>
                <span>{t!(common.next)}</span>
                <Icon name="it-chevron-right" />
            </a>
        }
        .into_any()
    })
}
