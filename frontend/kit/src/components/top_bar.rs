//! The bar at the top of every page: 56 px with the brand, what the pages are about, and the tools.

use leptos::prelude::*;

use super::{Brand, Icon, Languages, SupportMenu, ThemeMenu, side_menu};
use crate::i18n::t;

#[component]
pub fn TopBar(
    /// The address that the brand leads to.
    #[prop(into)]
    home: String,
    #[prop(into)] tagline: TextProp,
    /// What the pages are about: the organisation, the domain, the mailbox.
    #[prop(optional, into)]
    place: ViewFnOnce,
    /// The search over everything, in an app that has one.
    #[prop(optional, into)]
    search: ViewFnOnce,
    /// The menu of the signed-in person.
    #[prop(optional, into)]
    account: ViewFnOnce,
    /// Whether the app has a side menu, which small screens open from here.
    #[prop(optional)]
    has_menu: bool,
) -> impl IntoView {
    view! {
        <header class="head">
            <div class="head-row">
                {has_menu.then(|| view! { <DrawerButton /> })}
                <a class="brand" href=home><Brand line=tagline /></a>
                <div class="head-place">{place.run()}</div>
                <div class="head-search">{search.run()}</div>
                <div class="head-tools">
                    <SupportMenu />
                    <Languages />
                    <ThemeMenu />
                    {account.run()}
                </div>
            </div>
        </header>
    }
}

#[component]
fn DrawerButton() -> impl IntoView {
    view! {
        <button
            type="button"
            class="icon-button head-burger"
            aria-label=t!(common.open_menu)
            aria-haspopup="dialog"
            aria-expanded=move || if side_menu::is_drawer_open() { "true" } else { "false" }
            on:click=|_| side_menu::open_drawer()
        >
            <Icon name="it-burger" />
        </button>
    }
}
