//! What the history has to know about a contract, with the evidence of its steps.

use chrono::DateTime;
use serde_json::Value;
use sigillo_contract::contract::Contract;
use sigillo_contract::history::Change;
use sigillo_contract::operations::GetContractHistory;
use sigillo_domain::contract::{CodeChannel, ContractState, SignatureKind};
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::id::ContractId;
use sigillo_domain::signed_copy::CopyRefusal;
use sigillo_kit::mailbox_fields::FieldWords;

use crate::components::HistorySubject;
use crate::i18n::{date_time, integer, texts};

/// Fields with the ids of what the page itself leads to.
const OWNERS: [&str; 3] = ["mailbox_id", "holder_id", "template_id"];

impl HistorySubject for Contract {
    type Id = ContractId;
    type History = GetContractHistory;

    const ACTIONS: &'static [Action] = &[
        Action::Created,
        Action::Opened,
        Action::TaxCodeRefused,
        Action::Consented,
        Action::CodeSent,
        Action::CodeRefused,
        Action::CopyUploaded,
        Action::CopyRefused,
        Action::CopyUndecided,
        Action::CopyAccepted,
        Action::Signed,
        Action::DocumentSealed,
        Action::Declined,
        Action::Expired,
        Action::Withdrawn,
        Action::Undeliverable,
        Action::Resent,
        Action::Reminded,
        Action::Superseded,
        Action::Updated,
    ];
    const FIELDS: FieldWords = FieldWords { name: field_name, value: field_value };

    fn id(&self) -> ContractId {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn sentence(action: Action, by: ActorKind, who: &str) -> String {
        let records = texts().records();
        records.sentence(action, by, who, records.contract())
    }

    /// The sentence says in which state the contract is, and a contract begins without most values.
    fn shown(action: Action, changes: Vec<Change>) -> Vec<Change> {
        let is_told = |change: &Change| {
            let is_of_owner = OWNERS.contains(&change.field.as_str()) && action != Action::Updated;
            let is_nothing = is_empty(&change.before) && is_empty(&change.after) && !change.erased;
            !is_of_owner && !is_nothing && change.field != "state"
        };
        changes.into_iter().filter(is_told).collect()
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn field_name(field: &str) -> String {
    let words = texts().contracts();
    match field {
        "state" => words.state(),
        "mailbox_id" => words.mailbox(),
        "holder_id" => words.holder(),
        "template_id" => words.made_from(),
        "sha256" => words.digest(),
        "sealed_sha256" => words.digest_of_sealed(),
        "consents" => words.field_consents(),
        "signature" => words.signature(),
        "channel" => words.field_channel(),
        "expires_at" => words.expires(),
        "signed_at" => words.field_signed_at(),
        "ip" => words.field_ip(),
        "user_agent" => words.field_browser(),
        "recipient" => words.field_to(),
        "reason" => words.field_reason(),
        "document_sha256" => words.field_copy_digest(),
        "finding" => words.field_finding(),
        // A field that only a newer server has is shown under its API name.
        other => other,
    }
    .to_owned()
}

fn field_value(field: &str, value: &Value) -> String {
    let words = texts().contracts();
    let text = value.as_str();
    let known = match field {
        "state" => text.and_then(ContractState::parse).map(|it| words.state_name(it).to_owned()),
        "signature" => {
            text.and_then(SignatureKind::parse).map(|it| words.signature_kind(it).to_owned())
        }
        "finding" => text.map(|text| match CopyRefusal::parse(text) {
            Some(refusal) => texts().signatures().refusal(refusal).to_owned(),
            // What a program against viruses has found.
            None => text.to_owned(),
        }),
        "channel" => text.and_then(CodeChannel::parse).map(|it| words.channel_name(it).to_owned()),
        "expires_at" | "signed_at" => {
            value.as_i64().and_then(DateTime::from_timestamp_micros).map(date_time)
        }
        "consents" => value
            .as_array()
            .map(|consents| integer(i64::try_from(consents.len()).unwrap_or_default())),
        _ => text.map(str::to_owned),
    };
    known.unwrap_or_else(|| match value {
        Value::Null => texts().forms().empty().to_owned(),
        other => other.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change(field: &str, before: Value, after: Value) -> Change {
        Change {
            field: field.to_owned(),
            before,
            after,
            names: std::collections::BTreeMap::new(),
            erased: false,
        }
    }

    #[test]
    fn a_record_shows_the_evidence_and_no_empty_value() {
        let changes = vec![
            change("state", json!("sent"), json!("opened")),
            change("signature", Value::Null, Value::Null),
            change("consents", json!([]), json!([])),
            change("ip", Value::Null, json!("192.0.2.1")),
        ];
        let shown = Contract::shown(Action::Opened, changes);
        let fields: Vec<_> = shown.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(fields, ["ip"]);
    }

    #[test]
    fn values_of_the_evidence_are_words() {
        assert_eq!(field_value("channel", &json!("sms")), "SMS");
        assert_eq!(field_value("consents", &json!(["a", "b"])), "2");
        assert_eq!(field_value("ip", &json!("192.0.2.1")), "192.0.2.1");
    }
}
