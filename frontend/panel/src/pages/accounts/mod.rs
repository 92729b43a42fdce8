//! The accounts of the panel: the operator manages all, a postmaster its assistants.

mod create;
mod detail;
mod edit;
mod editor;
mod enabling;
mod grants;
mod list;
mod list_view;
mod matrix;
mod password;
mod rows;

pub use create::Create;
pub use detail::Detail;
pub use list::List;

use sigillo_domain::account::Role;

use crate::components::Crumb;
use crate::i18n::texts;
use crate::route::Route;
use crate::session;

/// What the accounts are called by who looks at them: to a postmaster, assistants are all there are.
fn title() -> &'static str {
    let t = texts().accounts();
    if of_assistants() { t.assistants() } else { t.title() }
}

fn of_assistants() -> bool {
    session::role() == Some(Role::Postmaster)
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new(title, Route::Accounts)]
}
