//! Timestamps of RFC 3161: one request by HTTP, whose answer must be for what was asked.

use std::time::Duration;

use chrono::{DateTime, Utc};
use cms::content_info::ContentInfo;
use cms::signed_data::SignedData;
use der::asn1::{GeneralizedTime, Int, ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode, Sequence};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use sigillo_app::{Entropy, SealError};
use x509_cert::ext::Extensions;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::signed_data::{SHA_256, SIGNED_DATA, sha_256};
use crate::entropy::SystemEntropy;
use crate::root_cause::root_cause;
use crate::tls;

/// Tokens have 2 to 8 KB, depending on the certificates of the service.
pub(super) const MAX_TOKEN_BYTES: usize = 24 * 1024;
const TIMEOUT: Duration = Duration::from_secs(20);
const QUERY: &str = "application/timestamp-query";
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const GRANTED: u8 = 0;
const GRANTED_WITH_MODIFICATIONS: u8 = 1;
const NONCE_LENGTH: usize = 16;

#[derive(Sequence)]
struct TimeStampReq {
    version: u8,
    message_imprint: MessageImprint,
    nonce: Int,
    cert_req: bool,
}

#[derive(Sequence, PartialEq)]
struct MessageImprint {
    hash_algorithm: AlgorithmIdentifierOwned,
    hashed_message: OctetString,
}

#[derive(Sequence)]
struct TimeStampResp {
    status: PkiStatusInfo,
    #[asn1(optional = "true")]
    token: Option<Any>,
}

#[derive(Sequence)]
struct PkiStatusInfo {
    status: u8,
    #[asn1(optional = "true")]
    status_string: Option<Vec<String>>,
    #[asn1(optional = "true")]
    fail_info: Option<Any>,
}

#[derive(Sequence)]
struct TstInfo {
    version: u8,
    policy: ObjectIdentifier,
    message_imprint: MessageImprint,
    serial_number: Int,
    gen_time: GeneralizedTime,
    #[asn1(optional = "true")]
    accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    ordering: bool,
    #[asn1(optional = "true")]
    nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    tsa: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Sequence)]
struct Accuracy {
    #[asn1(optional = "true")]
    seconds: Option<u64>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    micros: Option<u16>,
}

/// A timestamp.
pub(super) struct Token {
    /// A `ContentInfo` in DER.
    pub der: Vec<u8>,
    pub at: DateTime<Utc>,
}

/// A timestamp service (TSA).
pub struct TimestampService {
    client: Client,
    url: Url,
}

/// The address of a timestamp service, with a user name and a password if it asks for them. The error does
/// not repeat it.
pub fn parse_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text.trim()).ok();
    url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| "expected an address such as https://tsa.example.it/tsr".to_owned())
}

impl TimestampService {
    pub fn new(url: &Url) -> Result<Self, String> {
        Self::with_timeout(url, TIMEOUT)
    }

    pub fn with_timeout(url: &Url, timeout: Duration) -> Result<Self, String> {
        // A redirected POST would arrive without its body.
        let client = Client::builder().timeout(timeout).redirect(Policy::none());
        let client = client.tls_backend_preconfigured(tls::config(None)?).build();
        Ok(Self { client: client.map_err(|error| root_cause(&error))?, url: url.clone() })
    }

    /// Has a SHA-256 stamped.
    pub(super) async fn stamp(&self, imprint: [u8; 32]) -> Result<Token, SealError> {
        let (request, nonce) = request(&imprint)
            .map_err(|error| SealError::TimestampRefused(format!("no request: {error}")))?;
        let unavailable = |error: reqwest::Error| {
            SealError::TimestampUnavailable(root_cause(&error.without_url()))
        };
        let post = self.client.post(self.url.clone()).header("Content-Type", QUERY).body(request);
        let response = post.send().await.map_err(unavailable)?;
        let status = response.status();
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(SealError::TimestampUnavailable(status.to_string()));
        }
        if status != StatusCode::OK {
            return Err(SealError::TimestampRefused(status.to_string()));
        }
        let answer = read_limited(response).await.map_err(unavailable)?;
        let token = answer.ok_or_else(|| "the answer is too long".to_owned());
        token
            .and_then(|answer| check(&answer, &imprint, &nonce))
            .map_err(SealError::TimestampRefused)
    }
}

/// A request for a timestamp, and its nonce.
fn request(imprint: &[u8]) -> der::Result<(Vec<u8>, Int)> {
    let mut nonce = [0; NONCE_LENGTH];
    SystemEntropy.fill(&mut nonce);
    // Positive, and with no byte that a service would leave out.
    nonce[0] = nonce[0] & 0x3f | 0x40;
    let nonce = Int::new(&nonce)?;
    let request = TimeStampReq {
        version: 1,
        message_imprint: MessageImprint {
            hash_algorithm: sha_256(),
            hashed_message: OctetString::new(imprint)?,
        },
        nonce: nonce.clone(),
        cert_req: true,
    };
    Ok((request.to_der()?, nonce))
}

/// The body of a response; None if it is too long.
async fn read_limited(mut response: Response) -> reqwest::Result<Option<Vec<u8>>> {
    let mut body = vec![];
    while let Some(part) = response.chunk().await? {
        if body.len() + part.len() > MAX_TOKEN_BYTES {
            return Ok(None);
        }
        body.extend_from_slice(&part);
    }
    Ok(Some(body))
}

/// The token of a response, if the response grants one for this imprint and this nonce.
fn check(answer: &[u8], imprint: &[u8], nonce: &Int) -> Result<Token, String> {
    let unreadable = |error: der::Error| format!("the answer cannot be read: {error}");
    let TimeStampResp { status, token } = TimeStampResp::from_der(answer).map_err(unreadable)?;
    if !matches!(status.status, GRANTED | GRANTED_WITH_MODIFICATIONS) {
        let reason = status.status_string.unwrap_or_default().join("; ");
        let reason: String = reason.chars().take(200).collect();
        return Err(format!("status {} {reason}", status.status).trim_end().to_owned());
    }
    let der = token.ok_or("the answer has no timestamp")?.to_der().map_err(unreadable)?;
    let info = read_info(&der).map_err(unreadable)?.ok_or("the answer is no timestamp")?;
    let stamped = &info.message_imprint;
    if stamped.hash_algorithm.oid != SHA_256 || stamped.hashed_message.as_bytes() != imprint {
        return Err("the timestamp is for something else".to_owned());
    }
    if info.nonce.as_ref() != Some(nonce) {
        return Err("the timestamp is for another request".to_owned());
    }
    let seconds = info.gen_time.to_unix_duration().as_secs();
    let at = i64::try_from(seconds).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    Ok(Token { der, at: at.ok_or("the timestamp has no valid time")? })
}

fn read_info(token: &[u8]) -> der::Result<Option<TstInfo>> {
    let content = ContentInfo::from_der(token)?;
    if content.content_type != SIGNED_DATA {
        return Ok(None);
    }
    let signed = content.content.decode_as::<SignedData>()?.encap_content_info;
    let Some(content) = signed.econtent.filter(|_| signed.econtent_type == TST_INFO) else {
        return Ok(None);
    };
    TstInfo::from_der(content.decode_as::<OctetString>()?.as_bytes()).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `openssl ts -reply` answers, with every optional field.
    const REPLY: &[u8] = include_bytes!("../../tests/seal/reply.tsr");
    const IMPRINT: [u8; 32] = [0xab; 32];

    fn nonce() -> Int {
        Int::new(&0x2c22_2edc_0dfd_9c95_u64.to_be_bytes()).unwrap()
    }

    #[test]
    fn a_reply_is_for_its_request_alone() {
        let token = check(REPLY, &IMPRINT, &nonce()).unwrap();
        assert_eq!(token.at.to_rfc3339(), "2026-11-29T18:26:42+00:00");
        assert!(REPLY.ends_with(&token.der), "the token is kept as it came");
        assert!(check(REPLY, &[0; 32], &nonce()).is_err());
        assert!(check(REPLY, &IMPRINT, &Int::new(&[1; NONCE_LENGTH]).unwrap()).is_err());
    }

    #[test]
    fn a_damaged_reply_is_read_without_harm() {
        for length in 0..REPLY.len() {
            assert!(check(&REPLY[..length], &IMPRINT, &nonce()).is_err(), "{length} bytes");
        }
        for place in 0..REPLY.len() {
            for changed in [0, 0x7f, 0x80, 0xff, REPLY[place] ^ 1] {
                let mut reply = REPLY.to_vec();
                reply[place] = changed;
                // Where the byte belongs to the signature of the service, readers will notice.
                let _ = check(&reply, &IMPRINT, &nonce());
            }
        }
    }

    #[test]
    fn no_two_requests_have_the_same_nonce() {
        let (first, second) = (request(&IMPRINT).unwrap(), request(&IMPRINT).unwrap());
        assert!(first.1 != second.1 && first.0 != second.0);
        assert_eq!(first.1.as_bytes().len(), NONCE_LENGTH);
    }
}
