//! The key of one holder, and what is sealed with it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde_json::Value;
use sigillo_domain::id::HolderId;
use sigillo_domain::personal_secret::PersonalSecret;
use sigillo_storage::StorageError;

use crate::Entropy;
use crate::mac::{Key, authenticator, derive, tag};

/// What a sealed value begins with: the form of the seal.
const FORM: &str = "p1:";
const NONCE_LENGTH: usize = 24;
const TAG_LENGTH: usize = 16;

/// Seals the personal values of one holder (`XChaCha20-Poly1305`). Equal values of a field give equal texts,
/// so that changes and replays compare sealed values.
pub(crate) struct PersonalKey {
    values: Key,
    nonces: Key,
}

impl PersonalKey {
    pub(super) fn from_bytes(key: &Key) -> Self {
        Self {
            values: derive(key, "sigillo: personal values"),
            nonces: derive(key, "sigillo: nonces of personal values"),
        }
    }

    /// What the history holds in the place of a value. An absent value stays as it is.
    pub fn seal(&self, field: &str, value: &Value) -> Result<Value, StorageError> {
        if is_blank(value) {
            return Ok(value.clone());
        }
        let text = value.to_string();
        // The nonce repeats only with the same field and value, and then so does the whole text.
        let mac = tag(&authenticator(&self.nonces, &[field.as_bytes(), text.as_bytes()]));
        let (nonce, _) = mac.split_first_chunk::<NONCE_LENGTH>().ok_or_else(unsealable)?;
        let sealed = seal_bytes(&self.values, *nonce, field.as_bytes(), text.as_bytes())?;
        Ok(Value::String(format!("{FORM}{sealed}")))
    }

    /// The value that was sealed; None if it was sealed with another key or for another field. A value that
    /// is not sealed stays as it is.
    pub fn open(&self, field: &str, value: &Value) -> Option<Value> {
        let Some(sealed) = sealed_text(value) else { return Some(value.clone()) };
        let text = open_bytes(&self.values, field.as_bytes(), sealed)?;
        serde_json::from_slice(&text).ok()
    }
}

/// A new key of a holder, and the text under which it is stored.
pub(super) fn wrap_new(
    secret: &PersonalSecret,
    holder: HolderId,
    entropy: &dyn Entropy,
) -> Result<(PersonalKey, String), StorageError> {
    let mut key = Key::default();
    entropy.fill(&mut key);
    let mut nonce = [0; NONCE_LENGTH];
    entropy.fill(&mut nonce);
    // Bound to its holder, so that a key moved to another row does not open there.
    let sealed = seal_bytes(secret.wrapping_key(), nonce, holder.uuid().as_bytes(), &key)?;
    Ok((PersonalKey::from_bytes(&key), sealed))
}

pub(super) fn unwrap(
    secret: &PersonalSecret,
    holder: HolderId,
    sealed: &str,
) -> Result<PersonalKey, StorageError> {
    let key = open_bytes(secret.wrapping_key(), holder.uuid().as_bytes(), sealed);
    let key = key.and_then(|key| Key::try_from(key).ok());
    let unreadable =
        || StorageError::Broken(format!("the key of the holder {holder} does not open"));
    Ok(PersonalKey::from_bytes(&key.ok_or_else(unreadable)?))
}

/// Whether the history holds a sealed value here.
pub(super) fn is_sealed(value: &Value) -> bool {
    sealed_text(value).is_some()
}

fn sealed_text(value: &Value) -> Option<&str> {
    let sealed = value.as_str()?.strip_prefix(FORM)?;
    // At least a nonce and a tag, so that no short text is taken for a sealed one.
    let decoded = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    (decoded.len() > NONCE_LENGTH + TAG_LENGTH).then_some(sealed)
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn seal_bytes(
    key: &Key,
    nonce: [u8; NONCE_LENGTH],
    aad: &[u8],
    msg: &[u8],
) -> Result<String, StorageError> {
    let cipher = XChaCha20Poly1305::new(key.into());
    let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg, aad });
    let sealed = sealed.map_err(|_| unsealable())?;
    Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
}

fn open_bytes(key: &Key, aad: &[u8], sealed: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let (nonce, msg) = bytes.split_first_chunk::<NONCE_LENGTH>()?;
    let cipher = XChaCha20Poly1305::new(key.into());
    cipher.decrypt(&XNonce::from(*nonce), Payload { msg, aad }).ok()
}

fn unsealable() -> StorageError {
    StorageError::Broken("a value cannot be sealed".into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    struct Filling(u8);
    impl Entropy for Filling {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    fn key() -> PersonalKey {
        PersonalKey::from_bytes(&[1; 32])
    }

    #[test]
    fn a_value_is_opened_with_its_key_and_for_its_field_only() {
        for value in
            [json!("Rossi"), json!("p1:"), json!(3), json!({"number": "12/A"}), json!(["x"])]
        {
            let sealed = key().seal("family_name", &value).unwrap();
            assert!(is_sealed(&sealed), "{sealed}");
            assert_eq!(key().open("family_name", &sealed), Some(value));
            assert_eq!(key().open("given_name", &sealed), None);
            assert_eq!(PersonalKey::from_bytes(&[2; 32]).open("family_name", &sealed), None);
        }
    }

    #[test]
    fn what_is_sealed_does_not_show_the_value() {
        let sealed = key().seal("family_name", &json!("Quintavalle")).unwrap();
        assert!(!sealed.to_string().contains("Quintavalle"));
        let bytes = URL_SAFE_NO_PAD.decode(sealed_text(&sealed).unwrap()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("Quintavalle"));
    }

    #[test]
    fn equal_values_of_one_holder_and_field_are_equal_when_sealed() {
        let sealed =
            |key: &PersonalKey, field, value: &str| key.seal(field, &json!(value)).unwrap();
        let rossi = sealed(&key(), "family_name", "Rossi");
        assert_eq!(sealed(&key(), "family_name", "Rossi"), rossi);
        assert_ne!(sealed(&key(), "given_name", "Rossi"), rossi);
        assert_ne!(sealed(&key(), "family_name", "Bianchi"), rossi);
        assert_ne!(sealed(&PersonalKey::from_bytes(&[2; 32]), "family_name", "Rossi"), rossi);
    }

    #[test]
    fn an_altered_value_does_not_open() {
        let Value::String(sealed) = key().seal("tax_code", &json!("RSSMRA05C41G942X")).unwrap()
        else {
            unreachable!("a sealed value is a text")
        };
        for place in FORM.len()..sealed.len() - 1 {
            let mut altered = sealed.clone().into_bytes();
            altered[place] = if altered[place] == b'A' { b'B' } else { b'A' };
            let altered = json!(String::from_utf8(altered).unwrap());
            assert_eq!(key().open("tax_code", &altered), None, "{place}");
        }
    }

    #[test]
    fn what_is_absent_or_not_sealed_stays_as_it_is() {
        for value in [json!(null), json!(""), json!([])] {
            assert_eq!(key().seal("role", &value).unwrap(), value);
        }
        for value in [json!(null), json!("p1:"), json!("p1:Rossi"), json!(true)] {
            assert!(!is_sealed(&value));
            assert_eq!(key().open("role", &value), Some(value));
        }
    }

    #[test]
    fn a_stored_key_opens_under_its_secret_and_for_its_holder_only() {
        let secret = PersonalSecret::derive(&[3; 32]);
        let holder = HolderId::from_u128(1);
        let (key, stored) = wrap_new(&secret, holder, &Filling(5)).unwrap();
        let found = unwrap(&secret, holder, &stored).unwrap();
        let value = json!("Rossi");
        assert_eq!(found.seal("name", &value).unwrap(), key.seal("name", &value).unwrap());
        assert!(unwrap(&PersonalSecret::derive(&[4; 32]), holder, &stored).is_err());
        assert!(unwrap(&secret, HolderId::from_u128(2), &stored).is_err());
        let (other, _) = wrap_new(&secret, holder, &Filling(6)).unwrap();
        assert_eq!(other.open("name", &key.seal("name", &value).unwrap()), None);
    }
}
