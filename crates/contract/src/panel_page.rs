//! Addresses of pages of the panel that messages link to. The panel itself has its routes in
//! `panel/src/route.rs`.

use std::fmt::Write;

use serde_json::{Map, Value};

/// The parameters of the list of mailboxes whose name in the address of its page differs from that in
/// the list's query.
const MAILBOX_LIST_KEYS: [(&str, &str); 3] =
    [("domain", "dominio"), ("state", "stato"), ("password_state", "password")];

/// The address of the list of mailboxes with the parameters and the order of its query.
pub fn mailbox_list(parameters: &Map<String, Value>, sort: Option<&str>) -> String {
    let mut address = "/caselle".to_owned();
    let mut separator = '?';
    let mut add = |key: &str, value: &str| {
        // Writing into a String cannot fail.
        let _ = write!(address, "{separator}{}={}", encoded(key), encoded(value));
        separator = '&';
    };
    for (name, value) in parameters {
        let named = MAILBOX_LIST_KEYS.iter().find(|(parameter, _)| parameter == name);
        let key = named.map_or(name.as_str(), |(_, key)| key);
        match value {
            Value::String(text) if text.is_empty() => {}
            Value::String(text) => add(key, text),
            other => add(key, &other.to_string()),
        }
    }
    if let Some(sort) = sort {
        add("ordina", sort);
    }
    address
}

/// A text with every byte escaped that is not unreserved in an address (RFC 3986, 2.3).
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_is_addressed_with_its_filters_and_its_order() {
        let list = |parameters: Value, sort| mailbox_list(parameters.as_object().unwrap(), sort);
        assert_eq!(list(json!({}), None), "/caselle");
        assert_eq!(
            list(json!({"domain": "pec.example.it", "q": "a b&c", "state": ""}), Some("-address")),
            "/caselle?dominio=pec.example.it&q=a%20b%26c&ordina=-address"
        );
        assert_eq!(
            list(json!({"fill": "over_soft_limit", "password_state": "expired,è"}), None),
            "/caselle?fill=over_soft_limit&password=expired%2C%C3%A8"
        );
    }
}
