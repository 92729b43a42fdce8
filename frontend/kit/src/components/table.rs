//! Tables of records. On a narrow screen each row becomes a card; the ARIA roles keep it a table
//! for screen readers.

use std::sync::Arc;

use leptos::prelude::*;

use super::SortHeader;
use crate::list_view::ListView;

/// A column of a [`DataTable`].
pub struct Column<T: 'static> {
    header: Header,
    cell: Arc<dyn Fn(&T) -> AnyView + Send + Sync>,
    /// The class of its cells.
    class: &'static str,
    /// The text before the value on narrow screens, where rows are cards and have no column
    /// headings.
    label: Option<TextProp>,
    /// The name of the field that the rows can be sorted by.
    sort: Option<&'static str>,
    is_row_header: bool,
    shown: Option<Signal<bool>>,
}

enum Header {
    Text(TextProp),
    /// A heading for screen readers only.
    Hidden(TextProp),
    View(ViewFn),
}

impl<T> Column<T> {
    pub fn new<V: IntoView + Send + 'static>(
        header: impl Into<TextProp>,
        cell: impl Fn(&T) -> V + Send + Sync + 'static,
    ) -> Self {
        Self::with(Header::Text(header.into()), cell)
    }

    /// A column whose heading is only for screen readers.
    pub fn without_heading<V: IntoView + Send + 'static>(
        header: impl Into<TextProp>,
        cell: impl Fn(&T) -> V + Send + Sync + 'static,
    ) -> Self {
        Self::with(Header::Hidden(header.into()), cell)
    }

    /// A column whose heading is a control, such as the checkbox that selects all rows.
    pub fn with_control<V: IntoView + Send + 'static>(
        header: impl Into<ViewFn>,
        cell: impl Fn(&T) -> V + Send + Sync + 'static,
    ) -> Self {
        Self::with(Header::View(header.into()), cell)
    }

    fn with<V: IntoView + Send + 'static>(
        header: Header,
        cell: impl Fn(&T) -> V + Send + Sync + 'static,
    ) -> Self {
        Self {
            header,
            cell: Arc::new(move |row| cell(row).into_any()),
            class: "",
            label: None,
            sort: None,
            is_row_header: false,
            shown: None,
        }
    }

    #[must_use]
    pub fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    /// Repeats the heading in each cell on narrow screens.
    #[must_use]
    pub fn labelled(self) -> Self {
        let label = match &self.header {
            Header::Text(text) | Header::Hidden(text) => Some(text.clone()),
            Header::View(_) => None,
        };
        Self { label, ..self }
    }

    #[must_use]
    pub fn sorted_by(self, field: &'static str) -> Self {
        Self { sort: Some(field), ..self }
    }

    /// Makes its cells the row headings.
    #[must_use]
    pub fn as_row_header(self) -> Self {
        Self { is_row_header: true, ..self }
    }

    #[must_use]
    pub fn shown_when(self, shown: impl Into<Signal<bool>>) -> Self {
        Self { shown: Some(shown.into()), ..self }
    }

    fn header_view(&self, order: Option<Order>) -> AnyView {
        match (&self.header, self.sort.zip(order)) {
            (Header::Text(text), Some((field, order))) => {
                view! { <SortHeader field=field label=text.clone() order=order /> }.into_any()
            }
            (Header::Text(text), None) => {
                let text = text.clone();
                view! { <th role="columnheader" scope="col">{move || text.get()}</th> }.into_any()
            }
            (Header::Hidden(text), _) => {
                let text = text.clone();
                view! {
                    <th role="columnheader" scope="col">
                        <span class="visually-hidden">{move || text.get()}</span>
                    </th>
                }
                .into_any()
            }
            (Header::View(view), _) => {
                view! { <th role="columnheader" scope="col" class=self.class>{view.run()}</th> }
                    .into_any()
            }
        }
    }

    fn cell_view(&self, row: &T) -> AnyView {
        let class = (!self.class.is_empty()).then_some(self.class);
        let label = self.label.clone().map(|label| {
            view! { <span class="cell-label" aria-hidden="true">{move || label.get()}": "</span> }
        });
        let value = (self.cell)(row);
        if self.is_row_header {
            return view! { <th role="rowheader" scope="row" class=class>{value}</th> }.into_any();
        }
        view! { <td role="cell" class=class>{label}{value}</td> }.into_any()
    }
}

/// The sort order of a table, and the callback that changes it.
#[derive(Clone, Copy)]
pub struct Order {
    /// The field, with `-` in front for descending.
    pub current: Signal<String>,
    pub on_change: Callback<String>,
}

impl Order {
    /// The order of a list view; `default` is the list's default order.
    pub fn of(view: Memo<ListView>, default: &'static str, go: Callback<ListView>) -> Self {
        let current = move || {
            let sort = view.with(|view| view.sort.clone());
            if sort.is_empty() { default.to_owned() } else { sort }
        };
        let on_change = move |sort| go.run(view.get_untracked().with_sort(sort));
        Self { current: Signal::derive(current), on_change: Callback::new(on_change) }
    }
}

/// Shows `view` only while `shown` is true; without `shown`, always.
fn shown_when(
    shown: Option<Signal<bool>>,
    view: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    match shown {
        None => view(),
        Some(shown) => (move || shown.get().then(&view)).into_any(),
    }
}

#[component]
pub fn DataTable<T>(
    #[prop(into)] caption: TextProp,
    /// The id by which browser tests find the table.
    #[prop(optional)]
    testid: Option<&'static str>,
    columns: Vec<Column<T>>,
    #[prop(into)] rows: Signal<Vec<T>>,
    #[prop(optional, into)] order: Option<Order>,
    /// An additional class of a row.
    #[prop(optional)]
    row_class: Option<fn(&T) -> &'static str>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let columns: Arc<[Arc<Column<T>>]> = columns.into_iter().map(Arc::new).collect();
    let headers = columns
        .iter()
        .cloned()
        .map(|column| shown_when(column.shown, move || column.header_view(order)))
        .collect_view();
    let body = move || {
        let row_view = |row: T| {
            let class = row_class.map(|class| class(&row));
            let row = Arc::new(row);
            let cells = columns.iter().cloned().map(|column| {
                let row = row.clone();
                shown_when(column.shown, move || column.cell_view(&row))
            });
            view! { <tr role="row" class=class>{cells.collect_view()}</tr> }
        };
        rows.get().into_iter().map(row_view).collect_view()
    };
    view! {
        <table class="list" role="table" data-testid=testid>
            <caption class="visually-hidden">{move || caption.get()}</caption>
            <thead role="rowgroup"><tr role="row">{headers}</tr></thead>
            <tbody role="rowgroup">{body}</tbody>
        </table>
    }
}
