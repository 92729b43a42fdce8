//! Addresses of pages of the panel that messages link to. The panel itself has its routes in
//! `panel/src/route.rs`.

use std::fmt::Write;

use serde_json::{Map, Value};
use sigillo_domain::mailbox::MailboxState;
use sigillo_domain::report::ReportName;
use uuid::Uuid;

/// The parameters of the list of mailboxes whose name in the address of its page differs from that in
/// the list's query.
const MAILBOX_LIST_KEYS: [(&str, &str); 19] = [
    ("domain", "dominio"),
    ("state", "stato"),
    ("password_state", "password"),
    ("holder", "titolare"),
    ("family_name", "cognome"),
    ("given_name", "nome"),
    ("tax_code", "codice-fiscale"),
    ("company_name", "ragione-sociale"),
    ("created_from", "inserite-dal"),
    ("created_to", "inserite-al"),
    ("created_by", "inserite-da"),
    ("entry", "inserimento"),
    ("managed_by", "gestite-da"),
    ("activated", "attivate"),
    ("trouble", "da-sistemare"),
    ("expires_before", "scadono-prima-del"),
    ("not_opened_since", "non-aperte-dal"),
    ("request", "richiesta"),
    ("rem_readiness", "pronta-rem"),
];

/// The filter of the page that lists the mailboxes of all domains, or in every state. Without a filter
/// of states, the page leaves the cancelled ones out.
pub const EVERY: &str = "tutti";

/// The states that the page lists without a filter, as a parameter of the list's query.
pub fn not_cancelled() -> String {
    let states = MailboxState::not_cancelled().into_iter();
    let states: Vec<_> = states.map(MailboxState::as_str).collect();
    states.join(",")
}

/// The address of the page about a holder.
pub fn holder(id: Uuid) -> String {
    format!("/titolari/{id}")
}

/// The address of the page about a company.
pub fn company(id: Uuid) -> String {
    format!("/aziende/{id}")
}

/// The address of the page about a contract.
pub fn contract(id: Uuid) -> String {
    format!("/contratti/{id}")
}

/// The address of the page about a version of a template of contracts.
pub fn contract_template(id: Uuid) -> String {
    format!("/contratti/modelli/{id}")
}

/// The address of the page about a change of holder.
pub fn holder_change(id: Uuid) -> String {
    format!("/cambi-intestatario/{id}")
}

/// The address of the page about a ticket.
pub fn ticket(id: Uuid) -> String {
    format!("/supporto/{id}")
}

/// The address of the page about a plan.
pub fn plan(id: Uuid) -> String {
    format!("/piani/{id}")
}

/// The address of the page about a period of service levels.
pub fn service_levels(period: &str) -> String {
    format!("/livelli-di-servizio?periodo={period}")
}

/// The address of the page about a report.
pub fn report(name: ReportName) -> String {
    format!("/report?report={}", name.as_str())
}

/// The address of the page about a reseller.
pub fn reseller(id: Uuid) -> String {
    format!("/rivenditori/{id}")
}

/// The address of the list of mailboxes with the parameters and the order of its query.
pub fn mailbox_list(parameters: &Map<String, Value>, sort: Option<&str>) -> String {
    let mut address = "/caselle".to_owned();
    let mut separator = '?';
    let mut add = |key: &str, value: &str| {
        // Writing into a String cannot fail.
        let _ = write!(address, "{separator}{}={}", encoded(key), encoded(value));
        separator = '&';
    };
    for name in ["domain", "state"] {
        if !parameters.contains_key(name) {
            let named = MAILBOX_LIST_KEYS.iter().find(|(parameter, _)| *parameter == name);
            add(named.map_or(name, |(_, key)| key), EVERY);
        }
    }
    let default_states = not_cancelled();
    // Where a text is looked for is not for the page to choose.
    let others = parameters.iter().filter(|(name, value)| {
        *name != "in" && (*name != "state" || value.as_str() != Some(&default_states))
    });
    for (name, value) in others {
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
        assert_eq!(list(json!({}), None), "/caselle?dominio=tutti&stato=tutti");
        assert_eq!(
            list(json!({"domain": "pec.example.it", "q": "a b&c", "state": ""}), Some("-address")),
            "/caselle?dominio=pec.example.it&q=a%20b%26c&ordina=-address"
        );
        let found = json!({
            "domain": "pec.example.it", "fill": "over_soft_limit", "password_state": "expired,è",
            "state": not_cancelled(), "in": "address,note",
        });
        assert_eq!(
            list(found, None),
            "/caselle?dominio=pec.example.it&fill=over_soft_limit&password=expired%2C%C3%A8"
        );
    }
}
