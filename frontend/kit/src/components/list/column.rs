//! The columns of a table of records, and which of them are shown.

use std::sync::Arc;

use leptos::prelude::*;

use super::Order;
use super::sort::SortHeader;

/// A column of a [`DataTable`](super::DataTable).
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
    choice: Choice,
}

/// Whether a person may hide and move a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// Always shown, at its place.
    Fixed,
    /// Shown unless a person hides it. The text is the name under which the choice is remembered.
    Shown(&'static str),
    /// Hidden until a person shows it.
    Hidden(&'static str),
}

impl Choice {
    const fn key(self) -> Option<&'static str> {
        match self {
            Self::Fixed => None,
            Self::Shown(key) | Self::Hidden(key) => Some(key),
        }
    }
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
            choice: Choice::Fixed,
        }
    }

    #[must_use]
    pub fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    /// Repeats the heading in each cell on narrow screens.
    #[must_use]
    pub fn labelled(self) -> Self {
        Self { label: self.heading(), ..self }
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

    /// Leaves the column out, and out of the choice of columns, while the signal is false.
    #[must_use]
    pub fn shown_when(self, shown: impl Into<Signal<bool>>) -> Self {
        Self { shown: Some(shown.into()), ..self }
    }

    /// Lets a person hide and move the column. `key` is the field's name in the API.
    #[must_use]
    pub fn optional(self, key: &'static str) -> Self {
        Self { choice: Choice::Shown(key), ..self }
    }

    /// Hides the column until a person chooses it.
    #[must_use]
    pub fn on_request(self, key: &'static str) -> Self {
        Self { choice: Choice::Hidden(key), ..self }
    }

    /// The name under which the choice of the column is remembered; None if it is always shown.
    pub const fn key(&self) -> Option<&'static str> {
        self.choice.key()
    }

    /// The text of the heading; None if the heading is a control.
    pub(super) fn heading(&self) -> Option<TextProp> {
        match &self.header {
            Header::Text(text) | Header::Hidden(text) => Some(text.clone()),
            Header::View(_) => None,
        }
    }

    /// The field that the rows can be sorted by, with the heading.
    pub(super) fn sort(&self) -> Option<(&'static str, TextProp)> {
        self.sort.zip(self.heading())
    }

    /// Whether the column exists at present, chosen or not.
    fn exists(&self) -> bool {
        self.shown.is_none_or(|shown| shown.get())
    }

    pub(super) fn header_view(&self, order: Option<Order>) -> AnyView {
        let class = (!self.class.is_empty()).then_some(self.class);
        match (&self.header, self.sort.zip(order)) {
            (Header::Text(text), Some((field, order))) => view! {
                <SortHeader field=field label=text.clone() order=order class=class />
            }
            .into_any(),
            (Header::Text(text), None) => {
                let text = text.clone();
                view! {
                    <th role="columnheader" scope="col" class=class>{move || text.get()}</th>
                }
                .into_any()
            }
            (Header::Hidden(text), _) => {
                let text = text.clone();
                view! {
                    <th role="columnheader" scope="col" class=class>
                        <span class="visually-hidden">{move || text.get()}</span>
                    </th>
                }
                .into_any()
            }
            (Header::View(view), _) => {
                view! { <th role="columnheader" scope="col" class=class>{view.run()}</th> }
                    .into_any()
            }
        }
    }

    pub(super) fn cell_view(&self, row: &T) -> AnyView {
        let class = (!self.class.is_empty()).then_some(self.class);
        let value = (self.cell)(row);
        if self.is_row_header {
            return view! { <th role="rowheader" scope="row" class=class>{value}</th> }.into_any();
        }
        let Some(label) = self.label.clone() else {
            return view! { <td role="cell" class=class>{value}</td> }.into_any();
        };
        // Apart from the label, so that a card leaves out the label of a value that is empty.
        view! {
            <td role="cell" class=class>
                <span class="cell-label" aria-hidden="true">{move || label.get()}": "</span>
                <div class="cell-value">{value}</div>
            </td>
        }
        .into_any()
    }
}

/// The columns of a table.
pub struct Columns<T: 'static>(Arc<[Arc<Column<T>>]>);

impl<T> Clone for Columns<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> From<Vec<Column<T>>> for Columns<T> {
    fn from(columns: Vec<Column<T>>) -> Self {
        Self(columns.into_iter().map(Arc::new).collect())
    }
}

impl<T> Columns<T> {
    /// The columns that exist at present, chosen or not.
    pub(super) fn existing(&self) -> impl Iterator<Item = &Column<T>> {
        self.0.iter().map(AsRef::as_ref).filter(|column| column.exists())
    }

    /// Whether a person can choose among them.
    pub(super) fn has_choice(&self) -> bool {
        self.0.iter().any(|column| column.key().is_some())
    }

    /// The columns to show.
    pub(super) fn arranged(&self, chosen: Option<&[String]>) -> Vec<Arc<Column<T>>> {
        let choices: Vec<_> = self.0.iter().map(|column| column.choice).collect();
        let columns = places(&choices, chosen).into_iter().map(|place| self.0[place].clone());
        columns.filter(|column| column.exists()).collect()
    }
}

/// The places of the columns to show, from left to right. Without a choice these are all that are not hidden;
/// with one, the chosen columns stand in its order where the first of them would be, and the fixed
/// ones keep their place before and after.
fn places(choices: &[Choice], chosen: Option<&[String]>) -> Vec<usize> {
    let all = 0..choices.len();
    let Some(chosen) = chosen else {
        return all.filter(|place| !matches!(choices[*place], Choice::Hidden(_))).collect();
    };
    let is_fixed = |place: &usize| choices[*place] == Choice::Fixed;
    let first = all.clone().find(|place| !is_fixed(place)).unwrap_or(choices.len());
    let place_of = |key: &String| choices.iter().position(|choice| choice.key() == Some(key));
    let before = all.clone().take(first);
    let after = all.skip(first).filter(is_fixed);
    before.chain(chosen.iter().filter_map(place_of)).chain(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Choice; 6] = [
        Choice::Fixed,
        Choice::Fixed,
        Choice::Shown("state"),
        Choice::Shown("quota_mb"),
        Choice::Hidden("domain"),
        Choice::Fixed,
    ];

    fn chosen(keys: &[&str]) -> Vec<usize> {
        let keys: Vec<_> = keys.iter().map(|key| (*key).to_owned()).collect();
        places(&COLUMNS, Some(&keys))
    }

    #[test]
    fn without_a_choice_hidden_columns_are_left_out() {
        assert_eq!(places(&COLUMNS, None), [0, 1, 2, 3, 5]);
    }

    #[test]
    fn chosen_columns_stand_in_the_order_of_the_choice_between_the_fixed_ones() {
        assert_eq!(chosen(&["domain", "state"]), [0, 1, 4, 2, 5]);
        assert_eq!(chosen(&[]), [0, 1, 5]);
    }

    #[test]
    fn a_column_that_no_longer_exists_is_ignored() {
        assert_eq!(chosen(&["colour", "quota_mb"]), [0, 1, 3, 5]);
    }
}
