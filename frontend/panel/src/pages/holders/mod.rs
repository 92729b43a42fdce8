//! The holders of mailboxes (titolari, B5 to B7).

mod addresses;
mod boxes;
mod companies;
mod company_forms;
mod correct;
mod create;
mod detail;
mod erase;
mod history;
mod list;
mod merge;
mod pane;
mod panes;
mod requests;
mod selection;

use leptos::prelude::*;
use sigillo_contract::holder::Holder;
use sigillo_domain::holder::HolderState;

use crate::components::Crumb;
use crate::i18n::{t, texts};
use crate::route::Route;

pub use company_forms::save_company;
pub use correct::Edit;
pub use create::Create;
pub use detail::Detail;
pub use erase::Erase;
pub use list::List;
pub use merge::Merge;
pub use requests::list_of_company;

/// `Verdi Anna`, as registers sort people.
fn full_name(holder: &Holder) -> String {
    format!("{} {}", holder.family_name, holder.given_name).trim().to_owned()
}

/// The way from the list to a page about a holder, or to a page about that one if `within` says so.
fn crumbs(within: Option<&Holder>) -> Vec<Crumb> {
    let list = Crumb::new(t!(holders.title), Route::Holders);
    let holder = within.map(|holder| Crumb::new(full_name(holder), Route::Holder(holder.id)));
    std::iter::once(list).chain(holder).collect()
}

/// The state of a holder, unless it is the usual one.
#[component]
fn StateOfHolder(state: HolderState) -> impl IntoView {
    (state != HolderState::Registered).then(|| {
        view! { <span class="state state-cancelled">{move || texts().holders().state_of(state)}</span> }
    })
}
