//! How far each entry of the browser's history was scrolled, so that going back finds the place again. The
//! browser's own way restores it before the page has read its data, when there is nothing to scroll.

use leptos::prelude::*;

use crate::browser;

/// For how many frames a page may grow to its former height: about three seconds.
const FRAMES: u32 = 180;

pub fn keep(entry: i32) {
    let top = window().scroll_y().unwrap_or(0.0);
    browser::tab_remember(&key(entry), &top.to_string());
}

pub fn forget(entry: i32) {
    browser::tab_forget(&key(entry));
}

/// Scrolls to where the entry was, as soon as the page is high enough.
pub fn restore(entry: i32) {
    let top = browser::tab_remembered(&key(entry)).and_then(|text| text.parse().ok());
    scroll_when_possible(top.unwrap_or(0.0), FRAMES);
}

fn scroll_when_possible(top: f64, frames: u32) {
    request_animation_frame(move || {
        let height = document().document_element().map_or(0, |root| root.scroll_height());
        let seen = window().inner_height().ok().and_then(|height| height.as_f64());
        if top + seen.unwrap_or(0.0) <= f64::from(height) + 1.0 {
            window().scroll_to_with_x_and_y(0.0, top);
            // The title of the page takes the focus, and scrolls to itself, in this frame or the next.
            request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, top));
        } else if frames > 0 {
            scroll_when_possible(top, frames - 1);
        }
    });
}

fn key(entry: i32) -> String {
    format!("sigillo.scroll.{entry}")
}
