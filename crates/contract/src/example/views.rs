//! Examples of saved views and preferences.

use std::collections::BTreeMap;

use serde_json::{Map, json};
use sigillo_domain::id::SavedViewId;
use sigillo_domain::preferences::{ListName, StartPage};
use sigillo_domain::saved_view::ViewList;

use super::{ACCOUNT, Example, at};
use crate::preferences::{ListPreferences, Preferences, PreferencesPatch};
use crate::saved_view::{
    AlertStop, SavedView, SavedViewCreate, SavedViewPatch, ViewAlert, ViewOwner,
};

impl Example for ListPreferences {
    fn example() -> Self {
        let columns = ["created_at", "state", "used_bytes"];
        Self { columns: Some(columns.map(str::to_owned).to_vec()), limit: Some(100) }
    }
}

impl Example for Preferences {
    fn example() -> Self {
        let lists = BTreeMap::from([(ListName::Mailboxes, ListPreferences::example())]);
        Self { lists, start_page: StartPage::Mailboxes, version: 1 }
    }
}

impl Example for PreferencesPatch {
    fn example() -> Self {
        Self { lists: Preferences::example().lists, start_page: Some(StartPage::Mailboxes) }
    }
}

impl Example for ViewAlert {
    fn example() -> Self {
        Self { above: 10, email: "rosa.neri@example.org".into() }
    }
}

impl Example for SavedView {
    fn example() -> Self {
        let created = SavedViewCreate::example();
        Self {
            id: SavedViewId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0007),
            name: created.name,
            list: created.list,
            query: created.query,
            columns: created.columns,
            sort: created.sort,
            shared: true,
            alert: created.alert,
            owner: ViewOwner { id: ACCOUNT, name: "Anna Verdi".into() },
            may_change: true,
            row_count: None,
            created_at: at(0),
            version: 1,
        }
    }
}

impl Example for SavedViewCreate {
    fn example() -> Self {
        Self {
            name: "Da attivare".into(),
            list: ViewList::Mailboxes,
            query: Map::from_iter([("state".to_owned(), json!("pending_activation"))]),
            columns: ListPreferences::example().columns,
            sort: Some("-created_at".into()),
            shared: Some(true),
            alert: Some(ViewAlert::example()),
        }
    }
}

impl Example for SavedViewPatch {
    fn example() -> Self {
        let query = Map::from_iter([("state".to_owned(), json!("disabled"))]);
        Self { query: Some(query), sort: Some("address".into()), ..Self::default() }
    }
}

impl Example for AlertStop {
    fn example() -> Self {
        Self { token: "AZNaEAAAcACAAAAAAAAABw".into() }
    }
}
