use leptos::prelude::*;

use super::{Menu, MenuChoice};
use crate::i18n::{t, texts};
use crate::theme::{self, Theme};

/// The choice of the theme, remembered in this browser.
#[component]
pub fn ThemeMenu() -> impl IntoView {
    let label = |choice: Theme| {
        move || match choice {
            Theme::System => texts().common().theme_system(),
            Theme::Light => texts().common().theme_light(),
            Theme::Dark => texts().common().theme_dark(),
        }
    };
    let choices = move || {
        Theme::ALL
            .map(|choice| {
                view! {
                    <MenuChoice
                        label=label(choice)
                        chosen=Signal::derive(move || theme::theme() == choice)
                        on_click=move |()| theme::set_theme(choice)
                    />
                }
            })
            .into_iter()
            .collect_view()
    };
    view! {
        <Menu id="theme-menu" label=t!(common.theme) icon="it-contrast" class="menu-button menu-icon">
            {choices()}
        </Menu>
    }
}
