//! The table of the product: the rows of a list, and a few rows of figures on a page about something
//! else. The headings stay in sight, figures (`cell-number`) stand at the right, and on a narrow screen
//! each row becomes a card; the ARIA roles keep it a table for screen readers.

use leptos::prelude::*;

use super::column::Columns;
use crate::list_view::ListView;

/// The sort order of a table, and the callback that changes it.
#[derive(Clone, Copy)]
pub struct Order {
    /// The field, with `-` in front for descending.
    pub current: Signal<String>,
    pub on_change: Callback<String>,
}

impl Order {
    /// The order of a list view; `current` returns the one in effect.
    pub fn of(
        view: Memo<ListView>,
        current: fn(&ListView) -> String,
        go: Callback<ListView>,
    ) -> Self {
        let on_change = move |sort| go.run(view.get_untracked().with_sort(sort));
        Self {
            current: Signal::derive(move || view.with(current)),
            on_change: Callback::new(on_change),
        }
    }
}

#[component]
pub fn DataTable<T>(
    #[prop(into)] caption: TextProp,
    /// The id by which browser tests find the table.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// Additional classes of the table.
    #[prop(optional)]
    class: &'static str,
    #[prop(into)] columns: Columns<T>,
    #[prop(into)] rows: Signal<Vec<T>>,
    #[prop(optional, into)] order: Option<Order>,
    /// The keys of the columns that a person chose; None for the columns shown by default.
    #[prop(default = Signal::stored(None))]
    chosen: Signal<Option<Vec<String>>>,
    /// An additional class of a row.
    #[prop(default = None)]
    row_class: Option<fn(&T) -> &'static str>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let columns = StoredValue::new(columns);
    let shown = move || {
        columns.with_value(|columns| chosen.with(|chosen| columns.arranged(chosen.as_deref())))
    };
    let headers =
        move || shown().into_iter().map(|column| column.header_view(order)).collect_view();
    let body = move || {
        let shown = shown();
        let row_view = |row: T| {
            let class = row_class.map(|class| class(&row));
            let cells = shown.iter().map(|column| column.cell_view(&row)).collect_view();
            view! { <tr role="row" class=class>{cells}</tr> }
        };
        rows.get().into_iter().map(row_view).collect_view()
    };
    view! {
        <table class=format!("list {class}").trim_end().to_owned() role="table" data-testid=testid>
            <caption class="visually-hidden">{move || caption.get()}</caption>
            <thead role="rowgroup"><tr role="row">{headers}</tr></thead>
            <tbody role="rowgroup">{body}</tbody>
        </table>
    }
}
