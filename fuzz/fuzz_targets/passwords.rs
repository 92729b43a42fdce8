//! The rule for passwords. The input is a password, a NUL and the name of its owner.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sigillo_domain::password::{Context, check, strength};

fuzz_target!(|data: &str| {
    let (password, name) = data.split_once('\0').unwrap_or((data, "anna.verdi"));
    for context in [
        Context::of_account(name, "Anna Verdi", Some(name)),
        Context::of_mailbox(Some(name), "pec.example.it"),
        Context::of_mailbox(None, name),
        Context::default(),
    ] {
        let is_accepted = check(password, &context).is_ok();
        let _ = strength(password, &context);
        if is_accepted {
            assert!(password.chars().count() >= 12);
        }
    }
});
