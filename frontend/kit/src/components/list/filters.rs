//! The controls that search, filter and sort a list.

use chrono::NaiveDate;
use leptos::html;
use leptos::prelude::*;

use super::Column;
use super::chooser::ColumnChooser;
use super::record_list::Parts;
use super::text_filters::TextFilters;
use crate::components::Icon;
use crate::i18n::{day_text, t, texts};
use crate::list_view::ListView;

/// The search box of a list.
#[derive(Clone, Copy)]
pub struct SearchBox {
    pub label: fn() -> &'static str,
    /// A line under the box, read out with it.
    pub hint: Option<fn() -> &'static str>,
}

/// Returns each value of a filter with its label. The first one is empty and does not filter.
pub type FilterOptions = Box<dyn Fn() -> Vec<(String, String)> + Send + Sync>;

/// A filter of a list.
pub struct SelectFilter {
    /// The key in the query of the page's address.
    pub key: &'static str,
    pub id: &'static str,
    pub label: fn() -> &'static str,
    pub options: FilterOptions,
    /// The filter is offered while this is true.
    pub offered: Signal<bool>,
    /// Whether it chooses the list itself, and does not narrow one.
    pub is_scope: bool,
    /// Whether it is among the further filters, which are folded away until somebody asks for them.
    pub is_further: bool,
    pub control: FilterControl,
    /// Called when the further filters are unfolded, for options that are read only then.
    pub unfolded: Option<Callback<()>>,
}

/// How the value of a filter is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterControl {
    /// From a drop-down list.
    Choice,
    /// A day, as `YYYY-MM-DD`.
    Day,
    /// A text, which is applied together with those of the other filters of this kind.
    Text,
}

impl SelectFilter {
    /// A filter by a day.
    pub fn day(key: &'static str, id: &'static str, label: fn() -> &'static str) -> Self {
        Self { control: FilterControl::Day, ..Self::new(key, id, label, Vec::new) }
    }

    /// A filter by a text that a person types.
    pub fn text(key: &'static str, id: &'static str, label: fn() -> &'static str) -> Self {
        Self { control: FilterControl::Text, ..Self::new(key, id, label, Vec::new) }
    }

    pub fn new(
        key: &'static str,
        id: &'static str,
        label: fn() -> &'static str,
        options: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
    ) -> Self {
        Self {
            key,
            id,
            label,
            options: Box::new(options),
            offered: Signal::stored(true),
            is_scope: false,
            is_further: false,
            control: FilterControl::Choice,
            unfolded: None,
        }
    }

    #[must_use]
    pub fn when_unfolded(self, unfolded: impl Fn(()) + Send + Sync + 'static) -> Self {
        Self { unfolded: Some(Callback::new(unfolded)), ..self }
    }

    #[must_use]
    pub fn offered_when(self, offered: impl Into<Signal<bool>>) -> Self {
        Self { offered: offered.into(), ..self }
    }

    /// Puts it among the further filters.
    #[must_use]
    pub fn as_further(self) -> Self {
        Self { is_further: true, ..self }
    }

    /// Makes it the filter that chooses the list itself, which is never removed.
    #[must_use]
    pub fn as_scope(self) -> Self {
        Self { is_scope: true, ..self }
    }

    /// The words of the value in effect; None if it does not narrow the list.
    pub(super) fn chosen(&self, view: &ListView) -> Option<String> {
        let value = view.filter(self.key).filter(|_| !self.is_scope)?;
        if self.control == FilterControl::Day {
            let day: Option<NaiveDate> = value.parse().ok();
            return Some(day.map_or(value, day_text));
        }
        let options = (self.options)();
        let words = options.into_iter().find(|(known, _)| *known == value).map(|(_, words)| words);
        // A value that is not offered, from an address made by hand, is shown as it is.
        Some(words.unwrap_or(value))
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

/// A drop-down list.
#[component]
fn Choose(
    id: &'static str,
    #[prop(into)] label: TextProp,
    /// Returns each value with its words.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    #[prop(into)] chosen: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(default = "field filter")] class: &'static str,
) -> impl IntoView {
    let options = move || {
        let chosen = chosen.get();
        let option = |(value, words): (String, String)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        };
        options.get().into_iter().map(option).collect_view()
    };
    view! {
        <div class=class>
            <label class="field-label" for=id>{move || label.get()}</label>
            <select
                class="input"
                id=id
                on:change=move |event| on_change.run(event_target_value(&event))
                prop:value=move || chosen.get()
            >
                {options}
            </select>
        </div>
    }
}

/// The line above a list: search box, filters and the choice of columns.
#[component]
pub(super) fn ListToolbar<T: Send + Sync + 'static>(
    parts: Parts<T>,
    /// Further controls beside the filters.
    extra: ViewFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let Parts { spec, view, go, .. } = parts;
    let search = spec.with_value(|spec| spec.search);
    let filters = move || chosen_filters(parts, false);
    // Whether there is nothing but the choice of columns, which needs no button that opens it.
    let is_bare = search.is_none()
        && spec.with_value(|spec| {
            spec.filters.is_empty() && spec.columns.existing().all(|column| column.sort().is_none())
        });
    let in_effect = move || {
        spec.with_value(|spec| {
            view.with(|view| spec.filters.iter().filter(|f| f.chosen(view).is_some()).count())
        })
    };
    view! {
        <form
            class="filters"
            class:filters-open=move || open.get() || is_bare
            role=(!is_bare).then_some("search")
            aria-label=move || spec.with_value(|spec| spec.caption.get())
            on:submit=move |event| event.prevent_default()
        >
            {search.map(|search| view! { <SearchField search=search view=view go=go /> })}
            <TextFilters parts=parts further=false />
            {(!is_bare).then(|| view! {
                <button
                    type="button"
                    class="btn btn-outline-primary btn-sm filters-toggle"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    <Icon name="it-funnel" />
                    <span>{t!(lists.filters)}{move || match in_effect() {
                        0 => String::new(),
                        count => format!(" ({count})"),
                    }}</span>
                </button>
            })}
            {filters}
            {move || extra.run()}
            {order_view(parts)}
            <ColumnChooser parts=parts />
            <FurtherFilters parts=parts />
        </form>
    }
}

/// The filters that are not typed.
fn chosen_filters<T: Send + Sync + 'static>(parts: Parts<T>, further: bool) -> impl IntoView {
    parts.spec.with_value(|spec| {
        let is_shown = |place: &usize| {
            let filter = &spec.filters[*place];
            filter.control != FilterControl::Text && filter.is_further == further
        };
        let places = (0..spec.filters.len()).filter(is_shown);
        places.map(|place| filter_view(parts, place)).collect_view()
    })
}

/// The filters that few people need, folded away; open where one of them is in effect.
#[component]
fn FurtherFilters<T: Send + Sync + 'static>(parts: Parts<T>) -> impl IntoView {
    let Parts { spec, view, .. } = parts;
    if !spec.with_value(|spec| spec.filters.iter().any(|filter| filter.is_further)) {
        return ().into_any();
    }
    let in_effect = Memo::new(move |_| {
        spec.with_value(|spec| {
            let further = spec.filters.iter().filter(|filter| filter.is_further);
            view.with(|view| further.filter(|filter| filter.chosen(view).is_some()).count())
        })
    });
    let is_open = in_effect.get_untracked() > 0;
    let words = move || match in_effect.get() {
        0 => texts().lists().further_filters().to_owned(),
        count => format!("{} ({count})", texts().lists().further_filters()),
    };
    let unfolded = move |_| {
        spec.with_value(|spec| {
            for unfolded in spec.filters.iter().filter_map(|filter| filter.unfolded) {
                unfolded.run(());
            }
        });
    };
    view! {
        <details class="further-filters" open=is_open on:toggle=unfolded>
            <summary>{words}</summary>
            <div class="further-filters-fields">
                {chosen_filters(parts, true)}
                <TextFilters parts=parts further=true />
            </div>
        </details>
    }
    .into_any()
}

fn filter_view<T: Send + Sync + 'static>(parts: Parts<T>, place: usize) -> impl IntoView {
    let Parts { spec, view, go, .. } = parts;
    let (key, id, label, offered, control) = spec.with_value(|spec| {
        let filter = &spec.filters[place];
        (filter.key, filter.id, filter.label, filter.offered, filter.control)
    });
    let is_day = control == FilterControl::Day;
    let options = Signal::derive(move || spec.with_value(|spec| (spec.filters[place].options)()));
    let chosen = Signal::derive(move || view.with(|view| view.filter(key).unwrap_or_default()));
    let choose = Callback::new(move |value| go.run(view.get_untracked().with_filter(key, value)));
    view! {
        <Show when=move || offered.get() && is_day>
            <DayField id=id label=label chosen=chosen on_change=choose />
        </Show>
        <Show when=move || offered.get() && !is_day>
            <Choose id=id label=label options=options chosen=chosen on_change=choose />
        </Show>
    }
}

/// The field of a day.
#[component]
fn DayField(
    id: &'static str,
    #[prop(into)] label: TextProp,
    #[prop(into)] chosen: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="field filter filter-day">
            <label class="field-label" for=id>{move || label.get()}</label>
            <input
                class="input"
                type="date"
                id=id
                prop:value=move || chosen.get()
                on:change=move |event| on_change.run(event_target_value(&event))
            />
        </div>
    }
}

/// The sort order as a drop-down list, for narrow screens, which have no column headings to press.
fn order_view<T: Send + Sync + 'static>(parts: Parts<T>) -> impl IntoView {
    let Parts { spec, view, .. } = parts;
    let options = Signal::derive(move || {
        spec.with_value(|spec| {
            let words = texts().lists();
            let sorts = spec.columns.existing().filter_map(Column::sort);
            sorts
                .flat_map(|(field, name)| {
                    let name = name.get();
                    [
                        (field.to_owned(), words.ascending(&name)),
                        (format!("-{field}"), words.descending(&name)),
                    ]
                })
                .collect::<Vec<_>>()
        })
    });
    let order = parts.order();
    let chosen = Signal::derive(move || {
        view.track();
        order.current.get()
    });
    let is_sortable = Memo::new(move |_| options.with(|options| !options.is_empty()));
    view! {
        // A list with one order has nothing to choose.
        <Show when=move || is_sortable.get()>
            <Choose
                id="sort"
                class="field filter sort-select"
                label=t!(lists.sort)
                options=options
                chosen=chosen
                on_change=order.on_change
            />
        </Show>
    }
}

#[component]
fn SearchField(search: SearchBox, view: Memo<ListView>, go: Callback<ListView>) -> impl IntoView {
    let SearchBox { label, hint } = search;
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
        <div class="field filter filter-search">
            <label class="field-label" for="search">{label}</label>
            <div class="field-control">
                <input
                    node_ref=input
                    class="input input-with-button"
                    type="text"
                    id="search"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    enterkeyhint="search"
                    placeholder=label
                    title=hint
                    aria-describedby=hint.is_some().then_some("search-hint")
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:keydown=move |event| {
                        if event.key() == "Enter" {
                            event.prevent_default();
                            search(&typed.get_untracked());
                        }
                    }
                />
                <Show when=move || !typed.get().is_empty()>
                    <button type="button" class="input-button input-button-inner" aria-label=t!(common.clear_search) on:click=clear>
                        <Icon name="it-close" />
                    </button>
                </Show>
                <button
                    type="button"
                    class="btn btn-primary btn-sm search-button"
                    aria-label=t!(common.do_search)
                    on:click=move |_| search(&typed.get_untracked())
                >
                    <Icon name="it-search" />
                </button>
            </div>
            {hint.map(|hint| view! { <p class="visually-hidden" id="search-hint">{hint}</p> })}
        </div>
    }
}
