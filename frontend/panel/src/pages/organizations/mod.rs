//! The organisations that own domains: the operator's.

mod create;
mod detail;
mod list;

pub use create::Create;
pub use detail::Detail;
pub use list::List;

use leptos::prelude::*;
use sigillo_contract::organization::Organization;

use crate::i18n::texts;

/// The organisations as a list to choose from.
pub fn choices(organizations: Vec<Organization>) -> Signal<Vec<(String, String)>> {
    Signal::derive(move || {
        let nothing = (String::new(), texts().organizations().choose().to_owned());
        let named = organizations.iter().map(|one| (one.id.to_string(), one.name.clone()));
        std::iter::once(nothing).chain(named).collect()
    })
}

/// The one to start from: that which is asked for, or the only one.
pub fn first(organizations: &[Organization], asked: Option<String>) -> String {
    let known = |id: &String| organizations.iter().any(|one| one.id.to_string() == *id);
    asked.filter(known).unwrap_or_else(|| match organizations {
        [only] => only.id.to_string(),
        _ => String::new(),
    })
}
