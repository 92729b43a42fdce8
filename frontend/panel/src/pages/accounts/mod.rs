//! The accounts of the panel: the operator manages all, a postmaster its assistants.

mod account_edit;
mod columns;
mod copy_grants;
mod create;
mod detail;
mod domain_order;
mod edit;
mod enabling;
mod grants;
mod history;
mod list;
mod matrix;
mod password;
mod template_tools;
mod templates;

pub use create::Create;
pub use detail::Detail;
pub use grants::OFFERED;
pub use list::List;
pub use templates::Template;

use sigillo_domain::account::Role;

use crate::components::Crumb;
use crate::i18n::texts;
use crate::route::Route;
use crate::session;

/// The title of the list: the only accounts that a postmaster sees are assistants.
pub fn title() -> &'static str {
    let t = texts().accounts();
    if of_assistants() { t.assistants() } else { t.title() }
}

/// The words for adding one.
pub fn add_label() -> &'static str {
    let t = texts().accounts();
    if of_assistants() { t.add_assistant() } else { t.add() }
}

fn of_assistants() -> bool {
    session::role() == Some(Role::Postmaster)
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new(title, Route::Accounts)]
}
