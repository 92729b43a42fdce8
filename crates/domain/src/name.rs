//! Names of mailboxes and domains, and e-mail addresses.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::fault::FaultCode;

/// A mailbox's name: the part before the `@`.
///
/// Stored lowercase; letters, digits and `. - _`, at most 64 (RFC 5321, 4.5.3.1.1), no dot at either
/// end nor two in a row (RFC 5321 `Dot-string`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct LocalPart(String);

impl LocalPart {
    /// Longest name, in characters.
    pub const MAX: usize = 64;
    /// `postmaster` (RFC 5321, 4.5.1), `abuse` (RFC 2142) and the sender of certified mail's own
    /// notices (DM 2/11/2005, annex).
    pub const RESERVED: [&'static str; 3] = ["postmaster", "abuse", "posta-certificata"];

    /// Parses what a person typed: surrounding spaces are dropped and capitals lowered.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FaultCode::Required);
        }
        if text.contains('@') {
            return Err(FaultCode::DomainNotExpected);
        }
        if !text.chars().all(is_of_names) {
            return Err(FaultCode::InvalidCharacters);
        }
        if text.len() > Self::MAX {
            return Err(FaultCode::TooLong);
        }
        if text.starts_with('.') || text.ends_with('.') || text.contains("..") {
            return Err(FaultCode::MisplacedDot);
        }
        let name = text.to_ascii_lowercase();
        if Self::RESERVED.contains(&name.as_str()) {
            return Err(FaultCode::Reserved);
        }
        Ok(Self(name))
    }

    /// Whether any valid name could contain this text, judging by its characters.
    pub fn may_hold(text: &str) -> bool {
        text.chars().all(is_of_names)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_of_names(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// An address as messages with a link show it: enough for those who know it, too little for those
/// who find the message (A16). There are always five asterisks, so that they do not reveal the
/// length.
pub fn masked(address: &str) -> String {
    let (name, domain) = address.split_once('@').unwrap_or((address, ""));
    let shown = if name.len() > 3 { 3 } else { 1 };
    let start: String = name.chars().take(shown).collect();
    format!("{start}*****@{domain}")
}

impl fmt::Display for LocalPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A domain of certified mailboxes, lowercase (RFC 1035, 2.3.1, with RFC 1123's leading digits). A name
/// with letters outside ASCII is kept as the network knows it (`xn--…`, RFC 5891).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct DomainName(String);

impl DomainName {
    /// Longest name, in characters: 64 + `@` + this stays within the 254 of an address (RFC 5321).
    pub const MAX: usize = 189;

    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FaultCode::Required);
        }
        // Letters outside ASCII take several bytes, and the name is measured as the network knows it.
        if text.chars().count() > Self::MAX {
            return Err(FaultCode::TooLong);
        }
        let name = to_ascii(text).ok_or(FaultCode::InvalidDomainName)?;
        if name.len() > Self::MAX {
            return Err(FaultCode::TooLong);
        }
        // No top-level domain is a number, which would make the name an IP address.
        let has_top_level = name
            .rsplit_once('.')
            .is_some_and(|(_, last)| !last.bytes().all(|b| b.is_ascii_digit()));
        let well_formed = has_top_level && name.split('.').all(is_label);
        if well_formed { Ok(Self(name)) } else { Err(FaultCode::InvalidDomainName) }
    }

    /// The form in which a domain that somebody typed is stored. A text that is no domain is only
    /// lowered, and is not found.
    pub fn lookup_key(text: &str) -> String {
        Self::parse(text).map_or_else(|_| text.trim().to_lowercase(), |name| name.0)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A domain name in the letters of the network (UTS 46). The same name in composed and decomposed
/// letters has one such form.
#[cfg(not(target_arch = "wasm32"))]
fn to_ascii(text: &str) -> Option<String> {
    let is_plain = text.is_ascii() && !text.to_ascii_lowercase().contains("xn--");
    if is_plain {
        return Some(text.to_ascii_lowercase());
    }
    let ascii = |text: &str| {
        let ascii = idna::domain_to_ascii_cow(text.as_bytes(), idna::AsciiDenyList::STD3).ok()?;
        Some(ascii.into_owned())
    };
    let name = ascii(text)?;
    // People would read `xn--xn---3na` as `xn--à`, which is another name or none.
    (ascii(&readable(&name)).as_ref() == Some(&name)).then_some(name)
}

/// In the browser the name stays as it was typed, and the server finds its form for the network: the
/// tables for that are 110 KB of each compressed app.
#[cfg(target_arch = "wasm32")]
#[expect(clippy::unnecessary_wraps, reason = "the signature of the server's function")]
fn to_ascii(text: &str) -> Option<String> {
    Some(text.to_lowercase())
}

/// A domain, or an address, as people read it: `pec.città.example.it` for
/// `pec.xn--citt-3na.example.it`.
pub fn readable(name: &str) -> Cow<'_, str> {
    if !name.contains("xn--") {
        return Cow::Borrowed(name);
    }
    let at = name.rfind('@').map_or(0, |at| at + 1);
    let (local_part, domain) = name.split_at(at);
    let label = |label: &str| {
        let decoded = label.strip_prefix("xn--").and_then(idna::punycode::decode_to_string);
        decoded.unwrap_or_else(|| label.to_owned())
    };
    let labels: Vec<_> = domain.split('.').map(label).collect();
    Cow::Owned(format!("{local_part}{}", labels.join(".")))
}

/// Text in composed letters (NFC), so that a name has one spelling however its accents were typed.
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.chars().all(|c| is_of_labels(c) || (cfg!(target_arch = "wasm32") && !c.is_ascii()))
        && !label.starts_with('-')
        && !label.ends_with('-')
}

const fn is_of_labels(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The ordinary e-mail address that receives the notices about a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Longest address, in characters (RFC 5321, 4.5.3.1.3, less the angle brackets).
    pub const MAX: usize = 254;

    /// Parses an address: no display name, no quoted part, no bare host; the domain is lowered, and kept
    /// as the network knows it.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FaultCode::Required);
        }
        if text.chars().count() > Self::MAX {
            return Err(FaultCode::TooLong);
        }
        let (local_part, domain) = text.rsplit_once('@').ok_or(FaultCode::InvalidEmail)?;
        let domain = DomainName::parse(domain).map_err(|_| FaultCode::InvalidEmail)?;
        let options = email_address::Options::default()
            .with_required_tld()
            .without_domain_literal()
            .without_display_text();
        let text = format!("{local_part}@{domain}");
        let address = email_address::EmailAddress::parse_with_options(&text, options)
            .map_err(|_| FaultCode::InvalidEmail)?;
        if address.local_part().starts_with('"') {
            return Err(FaultCode::InvalidEmail);
        }
        if !local_part.is_ascii() {
            return Err(FaultCode::InternationalEmail);
        }
        if text.len() > Self::MAX {
            return Err(FaultCode::TooLong);
        }
        Ok(Self(text))
    }

    /// Parses the communication e-mail of a mailbox, which cannot be the mailbox itself: its notices
    /// would be locked in with what they are about.
    pub fn parse_for(text: &str, mailbox: &str) -> Result<Self, FaultCode> {
        let email = Self::parse(text)?;
        if email.0.eq_ignore_ascii_case(mailbox) {
            Err(FaultCode::SameAsMailbox)
        } else {
            Ok(email)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_measured_as_the_network_knows_it() {
        let label = "è".repeat(30);
        let text = format!("{label}.{label}.{label}.example.it");
        assert!(text.len() > DomainName::MAX);
        let name = DomainName::parse(&text).unwrap();
        assert!(name.as_str().len() <= DomainName::MAX);
        assert!(Email::parse(&format!("u@{text}")).is_ok());
        let label = "è".repeat(55);
        let text = format!("{label}.{label}.{label}.{label}.example.it");
        assert_eq!(DomainName::parse(&text), Err(FaultCode::TooLong));
    }

    #[test]
    fn a_domain_is_read_back_as_people_see_it() {
        for text in ["pec.città.example.it", "pec.xn--citt-3na.example.it", "مثال.إختبار"]
        {
            let name = DomainName::parse(text).unwrap();
            assert_eq!(DomainName::parse(&readable(name.as_str())).as_ref(), Ok(&name), "{text}");
        }
        // Found by fuzzing: the second label reads `xn--à`.
        for text in ["pec.xn--xn---3na.it", "pec.xn--xn---3na.ختبا", "a.xn--ab---3na.it"] {
            if let Ok(name) = DomainName::parse(text) {
                let again = DomainName::parse(&readable(name.as_str()));
                assert_eq!(again.as_ref(), Ok(&name), "{text}");
            }
        }
        let refused = DomainName::parse("pec.xn--xn---3na.it");
        assert_eq!(refused, Err(FaultCode::InvalidDomainName));
    }

    #[test]
    fn a_name_is_lowered_and_trimmed() {
        assert_eq!(LocalPart::parse(" Ufficio.Tributi ").unwrap().as_str(), "ufficio.tributi");
    }

    #[test]
    fn each_rule_of_a_name_has_its_own_fault() {
        for (text, code) in [
            ("", FaultCode::Required),
            ("   ", FaultCode::Required),
            ("anna@pec.example.it", FaultCode::DomainNotExpected),
            ("anna verdi", FaultCode::InvalidCharacters),
            ("caffè", FaultCode::InvalidCharacters),
            (".anna", FaultCode::MisplacedDot),
            ("anna.", FaultCode::MisplacedDot),
            ("an..na", FaultCode::MisplacedDot),
            ("Postmaster", FaultCode::Reserved),
            ("ABUSE", FaultCode::Reserved),
            ("posta-certificata", FaultCode::Reserved),
        ] {
            assert_eq!(LocalPart::parse(text), Err(code), "{text:?}");
        }
        assert_eq!(LocalPart::parse(&"a".repeat(65)), Err(FaultCode::TooLong));
        assert!(LocalPart::parse(&"a".repeat(64)).is_ok());
    }

    #[test]
    fn a_masked_address_shows_how_it_begins_and_not_how_long_it_is() {
        assert_eq!(masked("nome@dominio.example.it"), "nom*****@dominio.example.it");
        assert_eq!(masked("ufficio.tributi@pec.example.it"), "uff*****@pec.example.it");
        assert_eq!(masked("urp@pec.example.it"), "u*****@pec.example.it");
    }

    #[test]
    fn a_domain_has_at_least_two_labels() {
        assert!(DomainName::parse("PEC.Example.it").is_ok_and(|d| d.as_str() == "pec.example.it"));
        for text in ["example", "-a.it", "a-.it", "a..it", "a b.it", "a_b.it"] {
            assert_eq!(DomainName::parse(text), Err(FaultCode::InvalidDomainName), "{text:?}");
        }
    }

    #[test]
    fn a_domain_is_kept_as_the_network_knows_it_and_shown_as_people_read_it() {
        let ascii = "pec.xn--citt-3na.example.it";
        for text in
            ["PEC.Città.example.it", "pec.citta\u{300}.example.it", "pec.XN--CITT-3NA.example.it"]
        {
            assert_eq!(DomainName::parse(text).unwrap().as_str(), ascii, "{text:?}");
        }
        assert_eq!(readable(ascii), "pec.città.example.it");
        assert_eq!(readable(&format!("anna@{ascii}")), "anna@pec.città.example.it");
        assert_eq!(readable("anna@pec.example.it"), "anna@pec.example.it");
        for text in
            ["1.2.3.4", "pec.example.123", "xn--a.it", "pec.exa\u{202e}mple.it", "pec..città.it"]
        {
            assert_eq!(DomainName::parse(text), Err(FaultCode::InvalidDomainName), "{text:?}");
        }
        assert_eq!(DomainName::lookup_key(" Pec.Città.it "), "pec.xn--citt-3na.it");
        assert_eq!(DomainName::lookup_key("Nessuno"), "nessuno");
    }

    #[test]
    fn an_email_that_needs_smtputf8_is_told_apart() {
        let fault = Err(FaultCode::InternationalEmail);
        assert_eq!(Email::parse("nicolò@example.org"), fault);
        assert_eq!(Email::parse("nicolò@città.example.org"), fault);
        assert_eq!(Email::parse("nicolò"), Err(FaultCode::InvalidEmail));
        let email = Email::parse("Anna@Città.example.org").unwrap();
        assert_eq!(email.as_str(), "Anna@xn--citt-3na.example.org");
    }

    #[test]
    fn a_communication_email_is_another_mailbox() {
        let parse = |text| Email::parse_for(text, "anna@pec.example.it");
        assert_eq!(parse("ANNA@PEC.example.it"), Err(FaultCode::SameAsMailbox));
        assert!(parse("bruno@pec.example.it").is_ok());
    }

    #[test]
    fn an_email_is_one_plain_address() {
        assert_eq!(
            Email::parse("Anna.Verdi@Example.ORG").unwrap().as_str(),
            "Anna.Verdi@example.org"
        );
        for text in [
            "anna",
            "anna@",
            "@example.org",
            "anna@example",
            "Anna <anna@example.org>",
            "a b@example.org",
            "anna@[127.0.0.1]",
            "\"anna\"@example.org",
            "a@b@example.org",
        ] {
            assert_eq!(Email::parse(text), Err(FaultCode::InvalidEmail), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn reading_a_name_twice_changes_nothing(text in "\\PC{0,70}") {
            if let Ok(name) = LocalPart::parse(&text) {
                prop_assert!(LocalPart::may_hold(name.as_str()));
                prop_assert_eq!(LocalPart::parse(name.as_str()), Ok(name));
            }
        }

        // Hardly any printable text is a valid name; most of these are.
        #[test]
        fn a_name_may_hold_what_it_holds(text in "[a-zA-Z0-9_-]([a-zA-Z0-9._-]{0,8}[a-zA-Z0-9_-])?") {
            if let Ok(name) = LocalPart::parse(&text) {
                prop_assert!(LocalPart::may_hold(name.as_str()));
            }
        }

        #[test]
        fn reading_an_email_twice_changes_nothing(text in "[a-zA-Z.+]{1,12}@[a-zA-Z.-]{1,20}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
            }
        }
    }
}
