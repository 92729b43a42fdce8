//! The controls that filter, search and sort a list.

use leptos::html;
use leptos::prelude::*;

use super::Icon;
use crate::i18n::t;
use crate::list_view::ListView;

/// What a drop-down list chooses in the view of a list.
#[derive(Clone, Copy)]
pub enum SelectTarget {
    /// The filter with this query key.
    Filter(&'static str),
    /// The order; the function returns the one in effect.
    Order(fn(&ListView) -> String),
}

impl SelectTarget {
    fn read(self, view: &ListView) -> String {
        match self {
            Self::Filter(key) => view.filter(key).unwrap_or_default(),
            Self::Order(read) => read(view),
        }
    }

    fn write(self, view: ListView, value: String) -> ListView {
        match self {
            Self::Filter(key) => view.with_filter(key, value),
            Self::Order(_) => view.with_sort(value),
        }
    }
}

/// A drop-down list that changes the view of a list.
pub struct SelectFilter {
    pub id: &'static str,
    pub class: &'static str,
    pub label: fn() -> &'static str,
    pub target: SelectTarget,
    /// Returns each value with its label.
    pub options: Box<dyn Fn() -> Vec<(String, String)> + Send>,
}

impl SelectFilter {
    pub fn into_view(self, view: Memo<ListView>, go: Callback<ListView>) -> AnyView {
        let Self { id, class, label, target, options } = self;
        let chosen = move || view.with(|view| target.read(view));
        let choose = move |event| {
            go.run(target.write(view.get_untracked(), event_target_value(&event)));
        };
        let options = move || {
            let chosen = chosen();
            let option = |(value, words): (String, String)| {
                let selected = value == chosen;
                view! { <option value=value selected=selected>{words}</option> }
            };
            options().into_iter().map(option).collect_view()
        };
        view! {
            <div class=class>
                <label class="field-label" for=id>{label}</label>
                <select class="input" id=id on:change=choose prop:value=chosen>{options}</select>
            </div>
        }
        .into_any()
    }
}

/// The options of a filter: first the one for any value, then one for each value.
pub fn with_any(
    any: &str,
    each: impl Iterator<Item = (&'static str, String)>,
) -> Vec<(String, String)> {
    let each = each.map(|(value, words)| (value.to_owned(), words));
    std::iter::once((String::new(), any.to_owned())).chain(each).collect()
}

/// The form around a list's filters, with its search box. Other filters are its children.
#[component]
pub fn ListFilters(
    view: Memo<ListView>,
    go: Callback<ListView>,
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] hint: Option<TextProp>,
    #[prop(default = "filters")] class: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let typed = RwSignal::new(view.get_untracked().search);
    let shown = Memo::new(move |_| view.get().search);
    // When the browser goes back to another search, the box shows that search's text.
    Effect::new(move |_| typed.set(shown.get()));
    let input = NodeRef::<html::Input>::new();
    let search = move |text: &str| go.run(view.get_untracked().with_search(text));
    let clear = move |_| {
        typed.set(String::new());
        search("");
        if let Some(input) = input.get_untracked() {
            let _ = input.focus();
        }
    };
    view! {
        <form
            class=class
            role="search"
            on:submit=move |event| {
                event.prevent_default();
                search(&typed.get_untracked());
            }
        >
            <div class="field filter-search">
                <label class="field-label" for="search">{move || label.get()}</label>
                <div class="field-control">
                    <input
                        node_ref=input
                        class="input input-with-button"
                        type="text"
                        id="search"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        aria-describedby=hint.is_some().then_some("search-hint")
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                    <Show when=move || !typed.get().is_empty()>
                        <button type="button" class="input-button input-button-inner" aria-label=t!(common.clear_search) on:click=clear>
                            <Icon name="it-close" />
                        </button>
                    </Show>
                    <button type="submit" class="btn btn-primary search-button" aria-label=t!(common.do_search)>
                        <Icon name="it-search" />
                    </button>
                </div>
                {hint.map(|hint| view! { <p class="field-hint" id="search-hint">{move || hint.get()}</p> })}
            </div>
            {children.map(|children| children())}
        </form>
    }
}
