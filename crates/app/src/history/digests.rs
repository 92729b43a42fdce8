//! What records hold in the place of password hashes.

use serde_json::{Value, json};
use sigillo_domain::history_key::HistoryKey;
use sigillo_domain::subject::SubjectRef;

/// The digest of the password hash of an account or a mailbox, as a field of its records. It is null while
/// there is no password.
pub(crate) fn password_digest(
    key: &HistoryKey,
    subject: SubjectRef,
    hash: Option<&str>,
) -> (&'static str, Value) {
    let digest = hash.map(|hash| key.digest(subject, "password", &json!(hash)));
    ("password_digest", json!(digest))
}
