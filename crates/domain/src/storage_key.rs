//! The name of a mailbox's folder on the mail host.

use std::fmt::Write;

/// 128 random bits in lowercase hex. It is never the address, which a cancelled mailbox keeps for
/// ever, and it holds nothing that means anything to a file system: the path that a cancellation
/// destroys is made from it alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StorageKey(String);

impl StorageKey {
    /// Number of random bytes.
    pub const BYTES: usize = 16;

    pub fn from_random(bytes: [u8; Self::BYTES]) -> Self {
        let mut text = String::with_capacity(2 * Self::BYTES);
        for byte in bytes {
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    pub fn parse(text: &str) -> Option<Self> {
        let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let whole = text.len() == 2 * Self::BYTES && text.bytes().all(hex);
        whole.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_can_be_read_again() {
        let key = StorageKey::from_random([0x0f; 16]);
        assert_eq!(key.as_str(), "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f");
        assert_eq!(StorageKey::parse(key.as_str()), Some(key));
    }

    #[test]
    fn nothing_that_could_lead_elsewhere_is_a_key() {
        for text in ["", "..", "../../../../../../../../../../../", "anna@pec.example.it"] {
            assert_eq!(StorageKey::parse(text), None, "{text:?}");
        }
        assert_eq!(StorageKey::parse(&"0F".repeat(16)), None);
        assert_eq!(StorageKey::parse(&"0f".repeat(17)), None);
    }
}
