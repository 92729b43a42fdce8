//! Short messages by an HTTP gateway: one POST with a JSON object.

use std::time::Duration;

use async_trait::async_trait;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use serde_json::json;
use sigillo_app::{SmsError, SmsGateway};

use crate::root_cause::root_cause;
use crate::tls;

/// A holder waits for the answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A gateway that takes `{"to": "+39…", "text": "…"}` and answers with a status of success.
pub struct HttpSms {
    client: Client,
    url: Url,
}

impl HttpSms {
    /// `url` is an http or https address; a user name and a password in it are sent as basic
    /// authentication.
    pub fn new(url: &str) -> Result<Self, String> {
        Self::with_timeout(url, TIMEOUT)
    }

    pub fn with_timeout(url: &str, timeout: Duration) -> Result<Self, String> {
        let url = check_url(url)?;
        // A redirected POST would arrive without its body, and a page of success would be taken
        // for a message that was accepted.
        let client = Client::builder().timeout(timeout).redirect(Policy::none());
        let client = client.tls_backend_preconfigured(tls::config(None)?).build();
        Ok(Self { client: client.map_err(|error| root_cause(&error))?, url })
    }
}

/// Validates the address of a gateway.
pub fn check_url(url: &str) -> Result<Url, String> {
    let parsed: Url = url.parse().map_err(|_| format!("{url:?} is not a web address"))?;
    let is_web = matches!(parsed.scheme(), "http" | "https") && parsed.has_host();
    if is_web { Ok(parsed) } else { Err(format!("{url:?} is not an http or https address")) }
}

#[async_trait]
impl SmsGateway for HttpSms {
    async fn send(&self, to: &str, text: &str) -> Result<(), SmsError> {
        let body = json!({"to": to, "text": text});
        let answer = self.client.post(self.url.clone()).json(&body).send().await;
        // The address may contain a password.
        let answer = answer.map_err(|error| SmsError(root_cause(&error.without_url())))?;
        if answer.status().is_success() {
            Ok(())
        } else {
            Err(SmsError(format!("status {}", answer.status().as_u16())))
        }
    }
}
