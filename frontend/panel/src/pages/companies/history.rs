//! What the history has to know about a company.

use serde_json::Value;
use sigillo_contract::company::Company;
use sigillo_contract::history::Change;
use sigillo_contract::operations::GetCompanyHistory;
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::id::CompanyId;
use sigillo_kit::mailbox_fields::FieldWords;

use crate::components::HistorySubject;
use crate::i18n::texts;

impl HistorySubject for Company {
    type Id = CompanyId;
    type History = GetCompanyHistory;

    const ACTIONS: &'static [Action] = &[Action::Created, Action::Updated];
    const FIELDS: FieldWords = FieldWords { name: field_name, value: field_value };

    fn id(&self) -> CompanyId {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn sentence(action: Action, by: ActorKind, who: &str) -> String {
        let records = texts().records();
        records.sentence(action, by, who, records.company())
    }

    fn shown(_action: Action, changes: Vec<Change>) -> Vec<Change> {
        changes.into_iter().filter(|change| change.field != "organization_id").collect()
    }
}

fn field_name(field: &str) -> String {
    let companies = texts().companies();
    match field {
        "legal_name" => companies.legal_name(),
        "legal_form" => companies.legal_form(),
        "vat_number" => companies.vat_number(),
        "tax_code" => companies.tax_code(),
        "rea" => companies.rea(),
        "recipient_code" => companies.recipient_code(),
        "recipient_pec" => companies.recipient_pec(),
        "administrative_reference" => companies.administrative_reference(),
        // A field that only a newer server has is shown under its API name.
        other => other,
    }
    .to_owned()
}

fn field_value(_field: &str, value: &Value) -> String {
    match value.as_str() {
        Some("") => texts().forms().empty().to_owned(),
        Some(text) => text.to_owned(),
        None => value.to_string(),
    }
}
