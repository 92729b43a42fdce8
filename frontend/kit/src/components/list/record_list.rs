//! A list of records as a page shows it.

use std::sync::Arc;

use leptos::prelude::*;
use sigillo_domain::preferences::ListName;

use super::chips::FilterChips;
use super::column::{Column, Columns};
use super::column_choice::ColumnChoice;
use super::filters::{ListToolbar, SearchBox, SelectFilter};
use super::keys::walk_with_keys;
use super::results::{ListData, Results};
use super::{DataTable, Order};
use crate::list_view::ListView;

/// The number of rows from which a list of [`Toolbar::WhenLong`] has its search box and filters.
const LONG: i64 = 8;

/// What a list is, apart from its rows.
pub struct ListSpec<T: 'static> {
    /// The name under which the choices of columns and rows are remembered, and the id by which
    /// browser tests find the table.
    pub name: ListName,
    pub caption: TextProp,
    pub columns: Columns<T>,
    /// The path of the list's page, to which a view adds its query.
    pub path: String,
    /// Returns the order in effect, with `-` in front for descending.
    pub order: fn(&ListView) -> String,
    pub search: Option<SearchBox>,
    pub filters: Vec<SelectFilter>,
    pub toolbar: Toolbar,
    /// Returns an additional class of a row.
    pub row_class: Option<fn(&T) -> &'static str>,
}

impl<T> ListSpec<T> {
    /// The address of a view of the list.
    pub(super) fn href(&self, view: &ListView) -> String {
        view.href(&self.path)
    }
}

/// When a list has its search box and filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toolbar {
    Always,
    /// Only if the list is long or already narrowed.
    WhenLong,
}

/// What the parts of a list share.
pub(super) struct Parts<T: 'static> {
    pub spec: StoredValue<ListSpec<T>>,
    pub view: Memo<ListView>,
    pub go: Callback<ListView>,
    pub column_choice: ColumnChoice,
}

impl<T> Clone for Parts<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Parts<T> {}

impl<T: Send + Sync + 'static> Parts<T> {
    pub fn order(self) -> Order {
        Order::of(self.view, self.spec.with_value(|spec| spec.order), self.go)
    }

    pub fn shown_columns(self) -> Vec<Arc<Column<T>>> {
        let chosen = self.column_choice.columns.get();
        self.spec.with_value(|spec| spec.columns.arranged(chosen.as_deref()))
    }
}

/// A list: search box, filters, chips, table and pages.
#[component]
pub fn RecordList<T>(
    spec: ListSpec<T>,
    data: ListData<T>,
    view: Memo<ListView>,
    go: Callback<ListView>,
    /// Shown in place of the table if there are no rows.
    #[prop(into)]
    empty: ViewFn,
    /// What stands above the rows: how many there are, chips of the page's own.
    #[prop(optional, into)]
    summary: ViewFn,
    /// Further controls beside the filters.
    #[prop(optional, into)]
    extra: ViewFn,
    /// What stands between the summary and the rows.
    #[prop(optional, into)]
    above: ViewFn,
    /// Runs with the rows of each page before they are shown.
    #[prop(optional)]
    on_rows: Option<Callback<Vec<T>>>,
    /// The choice of the columns, where it is not that of the account.
    #[prop(optional)]
    column_choice: Option<ColumnChoice>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let toolbar = spec.toolbar;
    let column_choice = column_choice.unwrap_or_else(|| ColumnChoice::of_account(spec.name));
    let parts = Parts { spec: StoredValue::new(spec), view, go, column_choice };
    let has_toolbar = Memo::new(move |before: Option<&bool>| {
        let is_long = data.total.get().is_some_and(|total| total >= LONG);
        // Once shown it stays, so that nothing moves while the count is read again.
        toolbar == Toolbar::Always
            || before == Some(&true)
            || is_long
            || view.with(|view| view.is_narrowed(""))
    });
    walk_with_keys();
    let table = Callback::new(move |rows: Vec<T>| {
        if let Some(on_rows) = on_rows {
            on_rows.run(rows.clone());
        }
        rows_view(parts, rows)
    });
    view! {
        <Show when=move || has_toolbar.get()>
            <ListToolbar parts=parts extra=extra.clone() />
        </Show>
        <div class="list-summary">
            {move || summary.run()}
            <FilterChips parts=parts />
        </div>
        {move || above.run()}
        <Results data=data parts=parts table=table empty=empty />
    }
}

fn rows_view<T: Clone + Send + Sync + 'static>(parts: Parts<T>, rows: Vec<T>) -> AnyView {
    let (name, caption, columns, row_class) = parts
        .spec
        .with_value(|spec| (spec.name, spec.caption.clone(), spec.columns.clone(), spec.row_class));
    view! {
        <DataTable
            caption=caption
            testid=name.as_str()
            columns=columns
            rows=rows
            order=parts.order()
            chosen=parts.column_choice.columns
            row_class=row_class
        />
    }
    .into_any()
}
