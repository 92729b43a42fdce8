//! The columns of the list while a saved view is chosen.

use leptos::prelude::*;
use sigillo_contract::saved_view::SavedView;
use sigillo_domain::id::SavedViewId;
use sigillo_domain::preferences::ListName;

use crate::components::ColumnChoice;

/// Columns that a person chose while a view was chosen, and has not saved in it.
#[derive(Clone, PartialEq)]
struct Unsaved {
    view: SavedViewId,
    columns: Option<Vec<String>>,
}

/// The columns of the chosen view, otherwise those of the account. Other columns are only shown while a view
/// is chosen, until the view is saved, and the account remembers them otherwise.
pub fn column_choice(chosen: Memo<Option<SavedView>>) -> ColumnChoice {
    let of_account = ColumnChoice::of_account(ListName::Mailboxes);
    let unsaved = RwSignal::new(None::<Unsaved>);
    let id = Memo::new(move |_| chosen.with(|chosen| chosen.as_ref().map(|view| view.id)));
    // Whoever returns to a view finds it as it was saved.
    Effect::new(move |before: Option<Option<SavedViewId>>| {
        let id = id.get();
        if before.is_some_and(|before| before != id) {
            unsaved.set(None);
        }
        id
    });
    let columns = move || {
        chosen.with(|chosen| match chosen {
            Some(view) => unsaved.with(|unsaved| columns_of_view(view, unsaved.as_ref())),
            None => of_account.columns.get(),
        })
    };
    let choose = move |columns| match id.get_untracked() {
        Some(view) => unsaved.set(Some(Unsaved { view, columns })),
        None => of_account.choose.run(columns),
    };
    ColumnChoice { columns: Signal::derive(columns), choose: Callback::new(choose) }
}

/// The columns of the chosen view; None for those of the list.
fn columns_of_view(chosen: &SavedView, unsaved: Option<&Unsaved>) -> Option<Vec<String>> {
    let unsaved = unsaved.filter(|unsaved| unsaved.view == chosen.id);
    unsaved.map_or_else(|| chosen.columns.clone(), |unsaved| unsaved.columns.clone())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names(columns: &[&str]) -> Vec<String> {
        columns.iter().map(|name| (*name).to_owned()).collect()
    }

    fn view(number: u128, columns: Option<&[&str]>) -> SavedView {
        serde_json::from_value(json!({
            "id": SavedViewId::from_u128(number), "name": "Spazio",
            "list": "mailboxes", "query": {}, "columns": columns, "sort": null,
            "shared": false, "alert": null, "may_change": true, "version": 1,
            "owner": {"id": "00000000-0000-0000-0000-000000000002", "name": "Anna Verdi"},
            "created_at": "2026-01-01T00:00:00Z",
        }))
        .unwrap()
    }

    #[test]
    fn a_chosen_view_has_its_columns_until_others_are_chosen_for_it() {
        let saved = view(1, Some(&["quota_mb", "state"]));
        assert_eq!(columns_of_view(&saved, None), Some(names(&["quota_mb", "state"])));
        assert_eq!(columns_of_view(&view(1, None), None), None);
        let unsaved = Unsaved { view: saved.id, columns: Some(names(&["domain"])) };
        assert_eq!(columns_of_view(&saved, Some(&unsaved)), Some(names(&["domain"])));
        let defaults = Unsaved { columns: None, ..unsaved.clone() };
        assert_eq!(columns_of_view(&saved, Some(&defaults)), None);
        let other = view(2, Some(&["state"]));
        assert_eq!(columns_of_view(&other, Some(&unsaved)), Some(names(&["state"])));
    }
}
