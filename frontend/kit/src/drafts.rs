//! What a person has typed into a form and not sent: kept for as long as the tab is open, so that a reload
//! does not lose it. Each draft belongs to whoever typed it, and nobody else is shown it.

use std::cell::RefCell;

use crate::browser;

const PREFIX: &str = "sigillo.draft ";

thread_local! {
    /// The account, or the mailbox, whose pages these are; empty while nobody has signed in.
    static OWNER: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Sets whose drafts are read and kept from now on.
pub fn set_owner(owner: &str) {
    OWNER.with_borrow_mut(|present| owner.clone_into(present));
}

/// The draft of a field of the page at `path`.
pub fn read(path: &str, field: &str) -> Option<String> {
    browser::tab_remembered(&key(path, field))
}

pub fn keep(path: &str, field: &str, text: &str) {
    browser::tab_remember(&key(path, field), text);
}

pub fn remove(path: &str, field: &str) {
    browser::tab_forget(&key(path, field));
}

/// Removes every draft of the present owner in this tab, before the tab goes to nobody.
pub fn remove_own() {
    browser::tab_forget_all(&own_prefix());
}

fn key(path: &str, field: &str) -> String {
    format!("{}{path} {field}", own_prefix())
}

fn own_prefix() -> String {
    OWNER.with_borrow(|owner| format!("{PREFIX}{owner} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drafts_of_two_people_are_apart() {
        set_owner("anna");
        let of_anna = key("/caselle/nuova", "create-local_part");
        assert!(of_anna.starts_with(&own_prefix()));
        set_owner("anna.verdi");
        assert!(!of_anna.starts_with(&own_prefix()));
        assert_ne!(of_anna, key("/caselle/nuova", "create-local_part"));
    }
}
