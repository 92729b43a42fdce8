//! Which columns a list shows, and what becomes of another choice.

use leptos::prelude::*;
use sigillo_domain::preferences::ListName;

use crate::preferences;

#[derive(Clone, Copy)]
pub struct ColumnChoice {
    /// The names of the columns in their order; None for the list's own.
    pub columns: Signal<Option<Vec<String>>>,
    pub choose: Callback<Option<Vec<String>>>,
}

impl ColumnChoice {
    /// The choice that the account's preferences remember.
    pub fn of_account(list: ListName) -> Self {
        Self {
            columns: Signal::derive(move || preferences::columns(list)),
            choose: Callback::new(move |columns| preferences::choose_columns(list, columns)),
        }
    }
}
