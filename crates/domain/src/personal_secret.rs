//! The secret that protects the keys of personal values. It is kept outside the database, so that whoever has
//! the database alone cannot open what is sealed there.

use std::fmt;

use hmac::Mac;

use crate::history_key::{Key, SECRET_LENGTH, authenticator, tag};

/// The keys that are derived from the installation's secret for personal values, one for each purpose.
pub struct PersonalSecret {
    wrapping: Key,
    id: String,
}

impl PersonalSecret {
    pub fn derive(secret: &[u8; SECRET_LENGTH]) -> Self {
        let derive = |purpose: &str| tag(authenticator(secret).chain_update(purpose));
        Self {
            wrapping: derive("sigillo: keys of holders"),
            // Eight bytes tell secrets apart and say nothing about them.
            id: hex::encode(&derive("sigillo: name of the secret of personal values")[..8]),
        }
    }

    /// The name of the secret, which is not secret itself.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The key under which the keys of holders are stored.
    pub const fn wrapping_key(&self) -> &[u8; SECRET_LENGTH] {
        &self.wrapping
    }
}

impl fmt::Debug for PersonalSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonalSecret").field("id", &self.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_not_printed() {
        let secret = PersonalSecret::derive(&[7; SECRET_LENGTH]);
        assert_eq!(
            format!("{secret:?}"),
            format!("PersonalSecret {{ id: {:?}, .. }}", secret.id())
        );
    }

    #[test]
    fn secrets_have_names_of_their_own() {
        let id = |byte| PersonalSecret::derive(&[byte; SECRET_LENGTH]).id;
        assert_ne!(id(7), id(8));
    }
}
