//! From a saved view to the address of the list, and back.

use serde_json::{Map, Value};
use sigillo_contract::job::MailboxSelection;
use sigillo_contract::panel_page::not_cancelled;
use sigillo_contract::saved_view::SavedView;
use sigillo_kit::list_view::ListView;
use sigillo_kit::router::Query;

use super::super::requests::{EVERY_DOMAIN, EVERY_STATE, FILL, FILTERS, PASSWORD, filters};
use crate::route::key;

/// The view of the list that a saved view is.
pub fn list_view(saved: &SavedView) -> ListView {
    let text = |name: &str| saved.query.get(name).and_then(Value::as_str).map(str::to_owned);
    let state = match text("state") {
        None => EVERY_STATE.to_owned(),
        Some(state) if state == not_cancelled() => String::new(),
        Some(state) => state,
    };
    ListView::read(&Query::of(""), FILTERS)
        .with_filter(key::DOMAIN, text("domain").unwrap_or_else(|| EVERY_DOMAIN.to_owned()))
        .with_filter(key::STATE, state)
        .with_filter(PASSWORD, text("password_state").unwrap_or_default())
        .with_filter(FILL, text("fill").unwrap_or_default())
        .with_search(&text("q").unwrap_or_default())
        .with_sort(saved.sort.clone().unwrap_or_default())
        .with_saved_view(saved.id.to_string())
}

/// The parameters of the list's query that select what the list shows.
pub fn parameters(view: &ListView) -> Map<String, Value> {
    let selection: MailboxSelection = filters(view);
    match serde_json::to_value(selection) {
        Ok(Value::Object(parameters)) => parameters,
        _ => Map::new(),
    }
}

/// Whether a saved view was chosen and is still what the list shows, in whatever order. Views of the
/// same search can differ in their columns, and a search alone is none of them.
pub fn is_chosen(saved: &SavedView, view: &ListView) -> bool {
    view.saved_view() == saved.id.to_string() && list_view(saved).found() == view.clone().found()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use sigillo_contract::panel_page::mailbox_list;

    use super::*;

    fn saved(query: &Map<String, Value>) -> SavedView {
        serde_json::from_value(json!({
            "id": "00000000-0000-0000-0000-000000000001", "name": "Disabilitate",
            "list": "mailboxes", "query": query, "columns": null, "sort": "-created_at",
            "shared": false, "alert": null, "may_change": true, "version": 1,
            "owner": {"id": "00000000-0000-0000-0000-000000000002", "name": "Anna Verdi"},
            "created_at": "2026-01-01T00:00:00Z",
        }))
        .unwrap()
    }

    #[test]
    fn a_view_is_the_same_search_after_it_was_saved() {
        for address in [
            "dominio=pec.example.it",
            "dominio=tutti&stato=tutti",
            "dominio=pec.example.it&stato=disabled&password=expired&fill=over_soft_limit&q=uffici",
        ] {
            let view = ListView::read(&Query::of(address), FILTERS);
            let saved = saved(&parameters(&view));
            let view = view.with_saved_view(saved.id.to_string());
            assert!(is_chosen(&saved, &view), "{address}: {:?}", saved.query);
            assert_eq!(list_view(&saved).sort, "-created_at");
            // The link in an alert leads to the same list.
            let linked = mailbox_list(&saved.query, saved.sort.as_deref());
            let query = linked.split_once('?').map(|(_, query)| query).unwrap_or_default();
            let linked = ListView::read(&Query::of(query), FILTERS);
            assert_eq!(linked, list_view(&saved).with_saved_view(String::new()), "{query}");
        }
    }

    #[test]
    fn only_the_view_in_the_address_is_chosen_while_its_search_is_shown() {
        let read = |address: &str| ListView::read(&Query::of(address), FILTERS);
        let saved = saved(&parameters(&read("dominio=pec.example.it&stato=disabled")));
        let of_view = |address: &str| read(&format!("{address}&vista={}", saved.id));
        assert!(is_chosen(&saved, &list_view(&saved)));
        assert!(is_chosen(&saved, &of_view("dominio=pec.example.it&stato=disabled&ordina=state")));
        assert!(!is_chosen(&saved, &of_view("dominio=pec.example.it")), "another search");
        for other in ["", "&vista=00000000-0000-0000-0000-000000000003"] {
            let address = format!("dominio=pec.example.it&stato=disabled{other}");
            assert!(!is_chosen(&saved, &read(&address)), "{address}");
        }
    }
}
