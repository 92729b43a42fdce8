//! The filters of a list that are typed. They are applied together, so that one search asks for all of them.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::filters::FilterControl;
use super::record_list::Parts;
use crate::components::Icon;
use crate::i18n::t;
use crate::list_view::ListView;

/// A filter with the text that is being typed.
#[derive(Clone, Copy)]
struct TypedFilter {
    key: &'static str,
    id: &'static str,
    label: fn() -> &'static str,
    text: RwSignal<String>,
}

impl TypedFilter {
    fn new(
        key: &'static str,
        id: &'static str,
        label: fn() -> &'static str,
        view: Memo<ListView>,
    ) -> Self {
        let text = RwSignal::new(String::new());
        let applied = Memo::new(move |_| view.with(|view| view.filter(key).unwrap_or_default()));
        // When the browser goes back to another search, the field shows that search's text.
        Effect::new(move |_| text.set(applied.get()));
        Self { key, id, label, text }
    }
}

#[component]
pub(super) fn TextFilters<T: Send + Sync + 'static>(
    parts: Parts<T>,
    /// Whether these are the further filters.
    further: bool,
) -> impl IntoView {
    let Parts { spec, view, go, .. } = parts;
    let filters: Vec<_> = spec.with_value(|spec| {
        let typed = spec
            .filters
            .iter()
            .filter(|filter| filter.control == FilterControl::Text && filter.is_further == further);
        typed.map(|filter| TypedFilter::new(filter.key, filter.id, filter.label, view)).collect()
    });
    if filters.is_empty() {
        return ().into_any();
    }
    let fields = filters.iter().copied().map(field).collect_view();
    let apply = Callback::new(move |()| {
        let next = filters.iter().fold(view.get_untracked(), |next, filter| {
            next.with_filter(filter.key, filter.text.get_untracked().trim().to_owned())
        });
        go.run(next);
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            apply.run(());
        }
    };
    view! {
        <div class="text-filters" on:keydown=on_key>
            {fields}
            <button type="button" class="btn btn-primary btn-sm" on:click=move |_| apply.run(())>
                <Icon name="it-search" />
                <span>{t!(common.do_search)}</span>
            </button>
        </div>
    }
    .into_any()
}

fn field(filter: TypedFilter) -> impl IntoView {
    let TypedFilter { id, label, text, .. } = filter;
    view! {
        <div class="field filter">
            <label class="field-label" for=id>{label}</label>
            <input
                class="input"
                type="text"
                id=id
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="search"
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
        </div>
    }
}
