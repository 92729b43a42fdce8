//! The app of a mailbox's user, who signs in with the mailbox's address and password, or follows
//! the link in a message.

mod app;
mod i18n;
mod pages;
mod session;

fn main() {
    sigillo_kit::api::guard_mailbox_session(session::is_own);
    leptos::mount::mount_to_body(app::App);
}
