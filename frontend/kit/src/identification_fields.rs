//! What the history of a mailbox records of the identity register, as texts.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;
use sigillo_domain::identification::{
    AssuranceLevel, HolderCapacity, IdentificationMethod, IdentityDocumentKind,
};

use crate::i18n::{day_text, texts};

/// What a record says of an identity document.
#[derive(Deserialize)]
struct RecordedDocument {
    kind: IdentityDocumentKind,
    number_end: String,
    expires_on: NaiveDate,
}

/// The label of a field of the identity register; None for another field.
pub fn field_name(field: &str) -> Option<&'static str> {
    let words = texts().identification();
    Some(match field {
        "identification_method" => words.method(),
        "assurance_level" => words.level(),
        "identified_on" => words.identified_on(),
        "identified_by" => words.identified_by(),
        "identity_document" => words.document(),
        "capacity" => words.capacity(),
        "second_factor_since" => words.second_factor_since(),
        _ => return None,
    })
}

/// The value of a field of the identity register; None for another field.
pub fn field_value(field: &str, value: &Value) -> Option<String> {
    let words = texts().identification();
    if field == "identity_document" {
        let document: RecordedDocument = serde_json::from_value(value.clone()).ok()?;
        let kind = words.document_is(document.kind);
        return Some(words.recorded_document(
            kind,
            &document.number_end,
            &day_text(document.expires_on),
        ));
    }
    let text = value.as_str()?;
    Some(match field {
        "identification_method" => words.method_is(IdentificationMethod::parse(text)?).to_owned(),
        "assurance_level" => words.level_is(AssuranceLevel::parse(text)?).to_owned(),
        "capacity" => words.capacity_is(HolderCapacity::parse(text)?).to_owned(),
        "identified_on" | "second_factor_since" => day_text(text.parse().ok()?),
        _ => return None,
    })
}
