//! The pages of Sigillo.

mod api;
mod app;
mod browser;
mod components;
mod i18n;
mod pages;
mod paths;
mod router;
mod session;
mod trail;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
