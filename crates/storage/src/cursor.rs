//! Cursors: the position where a page ended, as opaque text.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Maximum length of an accepted cursor, in characters.
const MAX: usize = 2048;

/// The position where a page of a list ended that is sorted by one unique key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cursor<K> {
    pub after: K,
}

pub fn encode(position: &impl Serialize) -> String {
    // The positions are plain structs of texts and numbers, which always serialise.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(position).unwrap_or_default())
}

/// Returns None if the text was not made by [`encode`] for this kind of list.
pub fn decode<T: DeserializeOwned>(text: &str) -> Option<T> {
    if text.len() > MAX {
        return None;
    }
    let value: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    if holds_nul(&value) { None } else { serde_json::from_value(value).ok() }
}

/// PostgreSQL rejects text that contains a NUL; no cursor of ours does.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(holds_nul),
        Value::Object(fields) => fields.values().any(holds_nul),
        _ => false,
    }
}
