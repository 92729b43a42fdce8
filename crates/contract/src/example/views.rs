//! Examples of preferences.

use std::collections::BTreeMap;

use sigillo_domain::preferences::ListName;

use super::Example;
use crate::preferences::{ListPreferences, Preferences, PreferencesPatch};

impl Example for ListPreferences {
    fn example() -> Self {
        let columns = ["address", "state", "used_bytes"];
        Self { columns: Some(columns.map(str::to_owned).to_vec()), limit: Some(100) }
    }
}

impl Example for Preferences {
    fn example() -> Self {
        let lists = BTreeMap::from([(ListName::Mailboxes, ListPreferences::example())]);
        Self { lists, version: 1 }
    }
}

impl Example for PreferencesPatch {
    fn example() -> Self {
        Self { lists: Preferences::example().lists }
    }
}
