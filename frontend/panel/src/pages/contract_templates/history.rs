//! What the history has to know about a template of contracts.

use serde_json::Value;
use sigillo_contract::contract_template::ContractTemplate;
use sigillo_contract::history::Change;
use sigillo_contract::operations::GetContractTemplateHistory;
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::id::ContractTemplateId;
use sigillo_domain::message::Language;
use sigillo_kit::mailbox_fields::FieldWords;

use crate::components::HistorySubject;
use crate::i18n::{integer, texts};

impl HistorySubject for ContractTemplate {
    type Id = ContractTemplateId;
    type History = GetContractTemplateHistory;

    const ACTIONS: &'static [Action] = &[Action::Created, Action::Updated];
    const FIELDS: FieldWords = FieldWords { name: field_name, value: field_value };

    fn id(&self) -> ContractTemplateId {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn sentence(action: Action, by: ActorKind, who: &str) -> String {
        let records = texts().records();
        records.sentence(action, by, who, records.contract_template())
    }

    /// The page itself shows the text, which never changes.
    fn shown(_action: Action, changes: Vec<Change>) -> Vec<Change> {
        let is_told =
            |change: &Change| !matches!(change.field.as_str(), "organization_id" | "text");
        changes.into_iter().filter(is_told).collect()
    }
}

fn field_name(field: &str) -> String {
    let words = texts().contract_templates();
    match field {
        "name" => words.name(),
        "number" => words.number(),
        "language" => words.language(),
        "in_use" => words.in_use(),
        // A field that only a newer server has is shown under its API name.
        other => other,
    }
    .to_owned()
}

fn field_value(field: &str, value: &Value) -> String {
    let words = texts().words();
    let known = match (field, value) {
        ("language", Value::String(text)) => {
            Language::parse(text).map(|language| words.language(language).to_owned())
        }
        (_, Value::Bool(yes)) => Some(words.yes_no(*yes).to_owned()),
        (_, Value::Number(number)) => number.as_i64().map(integer),
        (_, Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    known.unwrap_or_else(|| value.to_string())
}
