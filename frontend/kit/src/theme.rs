//! The theme: light, dark, or that of the system. `first-paint.js` applies it, before the first paint
//! and whenever the choice or the system changes; here the choice is made and remembered.

use std::sync::LazyLock;

use leptos::prelude::*;

use crate::browser;

/// The key and the event are those of `first-paint.js`.
const REMEMBERED: &str = "sigillo.theme";
const CHANGED: &str = "sigillo-theme";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    const fn code(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme with this code; that of the system if there is none.
    fn of(code: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|theme| Some(theme.code()) == code).unwrap_or(Theme::System)
    }
}

static THEME: LazyLock<ArcRwSignal<Theme>> =
    LazyLock::new(|| ArcRwSignal::new(Theme::of(browser::remembered(REMEMBERED).as_deref())));

pub fn theme() -> Theme {
    THEME.get()
}

pub fn set_theme(theme: Theme) {
    browser::remember(REMEMBERED, theme.code());
    browser::dispatch(CHANGED);
    THEME.set(theme);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_found_by_its_code_and_anything_else_is_the_systems() {
        for theme in Theme::ALL {
            assert_eq!(Theme::of(Some(theme.code())), theme);
        }
        assert_eq!(Theme::of(Some("sepia")), Theme::System);
        assert_eq!(Theme::of(None), Theme::System);
    }
}
