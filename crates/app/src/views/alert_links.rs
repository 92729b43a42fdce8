//! The links that end an alert, in each of its messages. They work at any time and any number of times,
//! so that nothing is stored for them: each is signed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sigillo_domain::id::SavedViewId;
use uuid::Uuid;

use crate::mac::{self, Key};

const ID_LENGTH: usize = 16;

/// Signs and verifies the tokens of links that end an alert.
pub struct AlertLinks {
    key: Key,
}

/// The alert that a token ends: that of a view, as long as it is sent to the same address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AlertToEnd {
    pub view_id: SavedViewId,
    pub alert_id: Uuid,
}

impl AlertLinks {
    pub fn new(signing_key: &Key) -> Self {
        Self { key: mac::derive(signing_key, "sigillo: links that end an alert") }
    }

    /// The token: the ids of the view and of its alert, and their tag. An alert gets another id with
    /// another address, so that the tag is bound to the address too.
    pub(crate) fn token(&self, view_id: SavedViewId, alert_id: Uuid) -> String {
        let ids = [view_id.uuid().into_bytes(), alert_id.into_bytes()];
        let tag = mac::tag(&mac::authenticator(&self.key, &[&ids[0], &ids[1]]));
        URL_SAFE_NO_PAD.encode([ids.concat().as_slice(), &tag].concat())
    }

    /// The alert of a token; None if the token is not one of this service.
    pub(super) fn read(&self, token: &str) -> Option<AlertToEnd> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (view_id, rest) = bytes.split_at_checked(ID_LENGTH)?;
        let (alert_id, tag) = rest.split_at_checked(ID_LENGTH)?;
        if !mac::is_valid(&self.key, &[view_id, alert_id], tag) {
            return None;
        }
        let id = |bytes| Uuid::from_slice(bytes).ok();
        Some(AlertToEnd { view_id: id(view_id)?.into(), alert_id: id(alert_id)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_under_its_own_key_alone() {
        let links = AlertLinks::new(&[7; 32]);
        let (view_id, alert_id) = (SavedViewId::from_u128(3), Uuid::from_u128(4));
        let token = links.token(view_id, alert_id);
        assert_eq!(links.read(&token), Some(AlertToEnd { view_id, alert_id }));
        assert_eq!(AlertLinks::new(&[8; 32]).read(&token), None);
    }

    #[test]
    fn a_changed_token_is_refused() {
        let links = AlertLinks::new(&[7; 32]);
        let token = links.token(SavedViewId::from_u128(3), Uuid::from_u128(4));
        let bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            assert_eq!(links.read(&URL_SAFE_NO_PAD.encode(changed)), None, "{place}");
        }
        for odd in ["", "a", "à", &token[..token.len() - 4], &format!("{token}AAAA")] {
            assert_eq!(links.read(odd), None, "{odd}");
        }
    }
}
