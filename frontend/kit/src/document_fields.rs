//! What the histories of mailboxes and holders record of documents, as texts.

use serde::Deserialize;
use serde_json::Value;
use sigillo_domain::document::DocumentKind;
use sigillo_domain::holder_change::HolderChangeState;
use sigillo_domain::signature_verdict::Verdict;

use crate::i18n::{short_bytes, texts};

/// What the field of a document begins with; its id follows.
pub const DOCUMENT: &str = "document.";

/// What the field of a change of holder begins with, which rests on a document; its id follows.
const HOLDER_CHANGE: &str = "holder_change.";

/// What a record says of a change of holder.
#[derive(Deserialize)]
struct RecordedChange {
    state: HolderChangeState,
    document_sha256: String,
}

/// The label of a field about a document; None for another field.
pub fn field_name(field: &str) -> Option<&'static str> {
    let words = texts().words();
    Some(match field {
        "document_kind" => words.document_kind_name(),
        "document_name" => words.document_file(),
        "document_sha256" => words.document_digest(),
        "finding" => words.document_finding(),
        _ if field.starts_with(DOCUMENT) => words.document(),
        _ if field.starts_with(HOLDER_CHANGE) => words.holder_change(),
        _ => return None,
    })
}

/// What a record says of a document.
#[derive(Deserialize)]
struct Recorded {
    kind: DocumentKind,
    #[serde(default)]
    name: Option<String>,
    bytes: i64,
    verdict: Verdict,
}

/// The value of a field about a document; None for another field.
pub fn field_value(field: &str, value: &Value) -> Option<String> {
    let words = texts().words();
    if field == "document_kind" {
        let kind = DocumentKind::parse(value.as_str()?)?;
        return Some(words.document_kind(kind).to_owned());
    }
    if field.starts_with(HOLDER_CHANGE) && value.is_object() {
        let change: RecordedChange = serde_json::from_value(value.clone()).ok()?;
        let state = words.holder_change_is(change.state);
        return Some(format!("{state} · {} {}", words.document_digest(), change.document_sha256));
    }
    if !field.starts_with(DOCUMENT) || !value.is_object() {
        return None;
    }
    let document: Recorded = serde_json::from_value(value.clone()).ok()?;
    let verdict = match document.verdict {
        Verdict::Valid => Some(words.signatures_valid()),
        Verdict::Invalid => Some(words.signatures_invalid()),
        Verdict::Undetermined => Some(words.signatures_undetermined()),
        Verdict::Pending => None,
    };
    let kind = words.document_kind(document.kind).to_owned();
    let parts =
        [document.name, Some(kind), Some(short_bytes(document.bytes)), verdict.map(str::to_owned)];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_is_known_by_its_name_and_kind() {
        let value = json!({"kind": "closure", "bytes": 2_097_152, "sha256": "ab", "verdict": "valid", "name": "a.pdf"});
        let text = field_value("document.0197", &value).unwrap();
        assert!(text.starts_with("a.pdf · Cessazione") && text.ends_with("firme valide"), "{text}");
        assert_eq!(field_value("quota_mb", &json!(3)), None);
        assert_eq!(field_name("document.0197"), Some("Documento"));
        assert_eq!(field_name("address"), None);
    }
}
