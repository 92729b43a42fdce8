//! The access token of a session: a JWT.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use sigillo_domain::Code;
use sigillo_domain::id::{AccountId, SessionId};

use super::hs256;
use crate::error::AppError;

/// The lifetime of an access token.
pub const ACCESS_LIFETIME: TimeDelta = TimeDelta::minutes(15);
/// Length of the signing key in bytes, equal to that of the hash (RFC 7518, 3.2).
pub const KEY_LENGTH: usize = 32;

#[derive(Serialize, Deserialize)]
struct Claims {
    /// Id of the account.
    sub: AccountId,
    /// Id of the session.
    sid: SessionId,
    iat: i64,
    exp: i64,
}

/// Issues and verifies access tokens.
pub struct AccessTokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl AccessTokens {
    pub fn new(key: &[u8; KEY_LENGTH]) -> Self {
        hs256::install();
        let mut validation = Validation::new(Algorithm::HS256);
        // The library would use the machine's clock; `read` checks the expiry against ours.
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        Self {
            encoding: EncodingKey::from_secret(key),
            decoding: DecodingKey::from_secret(key),
            validation,
        }
    }

    pub(super) fn issue(
        &self,
        account_id: AccountId,
        session_id: SessionId,
        now: DateTime<Utc>,
    ) -> Result<String, AppError> {
        let claims = Claims {
            sub: account_id,
            sid: session_id,
            iat: now.timestamp(),
            exp: (now + ACCESS_LIFETIME).timestamp(),
        };
        encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
            .map_err(|_| AppError::Problem(Code::Internal))
    }

    /// The session of a valid token.
    pub(super) fn read(&self, token: &str, now: DateTime<Utc>) -> Option<SessionId> {
        let claims = decode::<Claims>(token, &self.decoding, &self.validation).ok()?.claims;
        (claims.exp > now.timestamp()).then_some(claims.sid)
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    #[test]
    fn a_token_is_valid_for_15_minutes_under_its_own_key() {
        let tokens = AccessTokens::new(&[7; KEY_LENGTH]);
        let (session, now) = (SessionId::from_u128(5), DateTime::UNIX_EPOCH);
        let token = tokens.issue(AccountId::from_u128(1), session, now).unwrap();
        assert_eq!(tokens.read(&token, now + TimeDelta::seconds(899)), Some(session));
        assert_eq!(tokens.read(&token, now + TimeDelta::seconds(900)), None);
        assert_eq!(AccessTokens::new(&[8; KEY_LENGTH]).read(&token, now), None);
    }

    #[test]
    fn a_signature_matches_the_example_of_rfc_7515() {
        // The key, the token and the signature are those of RFC 7515, appendix A.1.
        let key = URL_SAFE_NO_PAD
            .decode(concat!(
                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75",
                "aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
            ))
            .unwrap();
        hs256::install();
        let signed = concat!(
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.",
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        );
        let encoding = EncodingKey::from_secret(&key);
        let signature =
            jsonwebtoken::crypto::sign(signed.as_bytes(), &encoding, Algorithm::HS256).unwrap();
        assert_eq!(signature, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    }

    #[test]
    fn a_token_that_was_altered_or_signed_with_another_algorithm_is_refused() {
        let tokens = AccessTokens::new(&[7; KEY_LENGTH]);
        let now = DateTime::UNIX_EPOCH;
        let token = tokens.issue(AccountId::from_u128(1), SessionId::from_u128(5), now).unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let other = tokens.issue(AccountId::from_u128(1), SessionId::from_u128(6), now).unwrap();
        let (other, _) = other.rsplit_once('.').unwrap();
        assert_eq!(tokens.read(&format!("{other}.{signature}"), now), None);
        assert_eq!(tokens.read(&format!("{signed}.{}", &signature[..42]), now), None);
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS512","typ":"JWT"}"#);
        let (_, claims) = signed.split_once('.').unwrap();
        assert_eq!(tokens.read(&format!("{header}.{claims}.{signature}"), now), None);
    }

    #[test]
    fn a_token_without_a_signature_is_refused() {
        let tokens = AccessTokens::new(&[7; KEY_LENGTH]);
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        let id = SessionId::from_u128(5);
        let claims = format!(r#"{{"sub":"{id}","sid":"{id}","iat":0,"exp":9999999999}}"#);
        let forged = format!("{header}.{}.", URL_SAFE_NO_PAD.encode(claims));
        assert_eq!(tokens.read(&forged, DateTime::UNIX_EPOCH), None);
    }
}
