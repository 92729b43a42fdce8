//! What a person has typed into a form and not sent: kept for as long as the tab is open, so that a reload
//! does not lose it.

use crate::browser;

const PREFIX: &str = "sigillo.draft ";

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

/// Removes every draft of this tab, before it goes to another person or to nobody.
pub fn remove_all() {
    browser::tab_forget_all(PREFIX);
}

fn key(path: &str, field: &str) -> String {
    format!("{PREFIX}{path} {field}")
}
