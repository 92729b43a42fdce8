//! Names of mailboxes, domains and accounts, and e-mail addresses, with their international forms.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sigillo_domain::account::{parse_display_name, parse_username};
use sigillo_domain::name::{DomainName, Email, LocalPart, composed, masked, readable};
use sigillo_domain::search_text::fold;

fuzz_target!(|text: &str| {
    if let Ok(name) = DomainName::parse(text) {
        // The stored form is one, and what people read is read back as the same name.
        assert_eq!(DomainName::parse(name.as_str()).as_ref(), Ok(&name));
        assert_eq!(DomainName::parse(&readable(name.as_str())).as_ref(), Ok(&name), "{text:?}");
        assert_eq!(DomainName::lookup_key(text), name.as_str());
    }
    if let Ok(name) = LocalPart::parse(text) {
        assert_eq!(LocalPart::parse(name.as_str()).as_ref(), Ok(&name));
    }
    if let Ok(email) = Email::parse(text) {
        assert_eq!(Email::parse(email.as_str()).as_ref(), Ok(&email), "{text:?}");
        let _ = masked(email.as_str());
        let _ = Email::parse_for(text, "anna@pec.example.it");
    }
    if let Ok(name) = parse_username(text) {
        assert_eq!(parse_username(&name).as_ref(), Ok(&name));
    }
    if let Ok(name) = parse_display_name(text) {
        assert_eq!(parse_display_name(&name).as_ref(), Ok(&name));
    }
    let once = composed(text);
    assert_eq!(composed(&once), once);
    let folded = fold(text);
    assert_eq!(fold(&folded), folded, "{text:?}");
    let _ = (masked(text), readable(text), LocalPart::may_hold(text));
});
