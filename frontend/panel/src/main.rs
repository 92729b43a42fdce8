//! The administrators' app.

mod api;
mod app;
mod components;
mod i18n;
mod pages;
mod palette;
mod route;
mod session;

use sigillo_kit::{browser, router};

fn main() {
    sigillo_kit::api::use_access_tokens(&session::AccountTokens);
    leptos::mount::mount_to_body(app::App);
}
