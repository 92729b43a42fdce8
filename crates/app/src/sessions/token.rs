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
/// Who the tokens are for: this service. A token of another service under the same key is refused.
const AUDIENCE: &str = "sigillo";
/// The type of an access token (RFC 9068, 2.1), which tells it from other tokens under the same key.
const TYPE: &str = "at+jwt";
/// Length of the signing key in bytes, equal to that of the hash (RFC 7518, 3.2).
pub const KEY_LENGTH: usize = 32;

#[derive(Serialize, Deserialize)]
struct Claims {
    /// Id of the account.
    sub: AccountId,
    /// Id of the session.
    sid: SessionId,
    aud: String,
    iat: i64,
    nbf: i64,
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
        validation.set_audience(&[AUDIENCE]);
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
            aud: AUDIENCE.to_owned(),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + ACCESS_LIFETIME).timestamp(),
        };
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYPE.to_owned());
        encode(&header, &claims, &self.encoding).map_err(|_| AppError::Problem(Code::Internal))
    }

    /// The session of a valid token, and when the token expires.
    pub(super) fn read(
        &self,
        token: &str,
        now: DateTime<Utc>,
    ) -> Option<(SessionId, DateTime<Utc>)> {
        let token = decode::<Claims>(token, &self.decoding, &self.validation).ok()?;
        let is_access_token = token.header.typ.as_deref() == Some(TYPE);
        let Claims { aud, nbf, exp, sid, .. } = token.claims;
        let is_valid_now = (nbf..exp).contains(&now.timestamp());
        let expires_at = DateTime::from_timestamp(exp, 0)?;
        (is_access_token && aud == AUDIENCE && is_valid_now).then_some((sid, expires_at))
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
        let expected = Some((session, now + TimeDelta::seconds(900)));
        assert_eq!(tokens.read(&token, now + TimeDelta::seconds(899)), expected);
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
    fn a_token_for_something_else_is_refused() {
        let tokens = AccessTokens::new(&[7; KEY_LENGTH]);
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        let id = SessionId::from_u128(5);
        let signed = |typ: &str, claims: serde_json::Value| {
            let mut header = Header::new(Algorithm::HS256);
            header.typ = Some(typ.to_owned());
            encode(&header, &claims, &tokens.encoding).unwrap()
        };
        let claims = |aud: serde_json::Value, nbf: i64| {
            let (iat, exp) = (now.timestamp(), now.timestamp() + 900);
            serde_json::json!({"sub": id, "sid": id, "aud": aud, "iat": iat, "nbf": iat + nbf, "exp": exp})
        };
        assert_eq!(
            tokens.read(&signed(TYPE, claims("sigillo".into(), 0)), now).map(|(id, _)| id),
            Some(id)
        );
        assert_eq!(tokens.read(&signed("JWT", claims("sigillo".into(), 0)), now), None);
        assert_eq!(tokens.read(&signed(TYPE, claims("another".into(), 0)), now), None);
        assert_eq!(tokens.read(&signed(TYPE, claims(serde_json::Value::Null, 0)), now), None);
        assert_eq!(tokens.read(&signed(TYPE, claims("sigillo".into(), 1)), now), None);
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
