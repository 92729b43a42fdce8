//! What the history has to know about a holder.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;
use sigillo_contract::history::Change;
use sigillo_contract::holder::{AddressCreate, Holder};
use sigillo_contract::operations::GetHolderHistory;
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::holder::HolderState;
use sigillo_domain::id::{CompanyId, HolderId};
use sigillo_kit::document_fields;
use sigillo_kit::mailbox_fields::FieldWords;

use super::companies::period;
use crate::components::HistorySubject;
use crate::components::person::{address_line, contacts_line};
use crate::i18n::texts;

impl HistorySubject for Holder {
    type Id = HolderId;
    type History = GetHolderHistory;

    const ACTIONS: &'static [Action] = &[
        Action::Created,
        Action::Updated,
        Action::Merged,
        Action::Erased,
        Action::NoteAdded,
        Action::DocumentUploaded,
        Action::DocumentRefused,
        Action::DocumentVerified,
        Action::DocumentDeleted,
    ];
    const FIELDS: FieldWords = FieldWords { name: field_name, value: field_value };

    fn id(&self) -> HolderId {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn sentence(action: Action, by: ActorKind, who: &str) -> String {
        let records = texts().records();
        records.sentence(action, by, who, records.holder())
    }

    fn shown(_action: Action, changes: Vec<Change>) -> Vec<Change> {
        // The organisation never changes, and its id says nothing.
        changes.into_iter().filter(|change| change.field != "organization_id").collect()
    }
}

/// The label of a field. An address and a tie to a company are one field each, named by their ids.
fn field_name(field: &str) -> String {
    let holders = texts().holders();
    match field {
        "given_name" => holders.given_name(),
        "family_name" => holders.family_name(),
        "tax_code" => holders.tax_code(),
        "state" => holders.state(),
        "correction_reason" | "reason" => holders.reason(),
        "merged_into" => holders.merged_into(),
        "merged_holder" => holders.merged_holder(),
        "erased_at" => holders.erased_on(),
        "note" => texts().detail().note(),
        _ if field.starts_with(ADDRESS) => holders.address(),
        _ if field.starts_with(COMPANY) => holders.companies(),
        // A field that only a newer server has is shown under its API name.
        other => document_fields::field_name(other).unwrap_or(other),
    }
    .to_owned()
}

/// What the fields of addresses and of ties begin with.
const ADDRESS: &str = "address.";
const COMPANY: &str = "company.";

/// What a record says of a tie to a company.
#[derive(Deserialize)]
struct RecordedTie {
    /// The name of the company, or its id where that is not known.
    #[serde(default)]
    company_id: String,
    role: String,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

fn field_value(field: &str, value: &Value) -> String {
    if let Some(text) = document_fields::field_value(field, value) {
        return text;
    }
    let words = match value {
        Value::String(text) if field == "state" => HolderState::parse(text)
            .map_or_else(|| text.clone(), |state| texts().holders().state_of(state).to_owned()),
        Value::String(text) => text.clone(),
        Value::Object(_) if field.starts_with(ADDRESS) => address_words(value),
        Value::Object(_) if field.starts_with(COMPANY) => tie_words(value),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    if words.is_empty() { texts().forms().empty().to_owned() } else { words }
}

fn address_words(value: &Value) -> String {
    let Ok(address) = serde_json::from_value::<AddressCreate>(value.clone()) else {
        return value.to_string();
    };
    let parts = [address_line(&address), contacts_line(&address)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn tie_words(value: &Value) -> String {
    let Ok(tie) = serde_json::from_value::<RecordedTie>(value.clone()) else {
        return value.to_string();
    };
    let is_name = tie.company_id.parse::<CompanyId>().is_err();
    let company = if is_name { tie.company_id } else { String::new() };
    let parts = [company, tie.role, period(tie.from, tie.to)];
    let words: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if words.is_empty() { texts().holders().tied().to_owned() } else { words.join(", ") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_address_and_a_tie_are_recorded_as_words() {
        let address = json!({
            "street": "Via delle Prove", "number": "1", "locality": "Potenza", "province": "PZ",
            "postal_code": "85100", "country": "IT", "phone": "", "fax": "", "email": "", "mobile": "",
        });
        assert_eq!(address_words(&address), "Via delle Prove 1, 85100 Potenza (PZ)");
        let tie = |company: &str| {
            tie_words(&json!({ "company_id": company, "role": "socia", "from": null, "to": null }))
        };
        assert_eq!(tie("Esempi S.r.l."), "Esempi S.r.l., socia");
        assert_eq!(tie(&CompanyId::NIL.to_string()), "socia");
        let odd = json!({ "strada": "Via delle Prove" });
        assert_eq!(address_words(&odd), odd.to_string());
    }
}
