//! The panel: a sign-in and one reading, over HTTP.

use async_trait::async_trait;
use percent_encoding::percent_decode_str;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use sigillo_app::ServiceProbe;
use sigillo_domain::sla::{Failure, OutageCause, SlaComponent};
use url::Url;
use uuid::Uuid;

use super::{STEP, failure};
use crate::root_cause::root_cause;
use crate::tls;

/// Signs in to the panel, reads who has signed in, and signs out.
pub struct WebProbe {
    client: Client,
    /// The panel's address without the credentials.
    panel: Url,
    username: String,
    password: String,
}

impl WebProbe {
    /// Reads `https://USER:PASSWORD@HOST/`, without connecting. The error never repeats the URL.
    pub fn new(url: &str) -> Result<Self, String> {
        let mut panel = Url::parse(url).map_err(|_| "expected https://USER:PASSWORD@HOST/")?;
        if !matches!(panel.scheme(), "http" | "https") || !panel.has_host() {
            return Err("expected https://USER:PASSWORD@HOST/".to_owned());
        }
        let decoded = |text: &str| {
            let decoded = percent_decode_str(text).decode_utf8();
            decoded.map(String::from).map_err(|_| "it is not UTF-8".to_owned())
        };
        let username = decoded(panel.username())?;
        let password = decoded(panel.password().unwrap_or_default())?;
        if username.is_empty() || password.is_empty() {
            return Err("it names no user and password".to_owned());
        }
        // Only an address that cannot have them would refuse.
        let _ = (panel.set_username(""), panel.set_password(None));
        let client = Client::builder().timeout(STEP).redirect(Policy::none());
        let client = client.tls_backend_preconfigured(tls::config(None)?).build();
        let client = client.map_err(|error| root_cause(&error))?;
        Ok(Self { client, panel, username, password })
    }

    fn at(&self, path: &str) -> Result<Url, Failure> {
        self.panel.join(path).map_err(|error| failure(OutageCause::WrongAnswer, error))
    }

    async fn sign_in(&self) -> Result<String, Failure> {
        let credentials = json!({"username": self.username, "password": self.password});
        let url = self.at("api/v1/sessions")?;
        let sent = self.client.post(url).json(&credentials).send().await.map_err(unsent)?;
        let answer = expect(sent, StatusCode::CREATED, "sign-in").await?;
        let token = answer["access_token"].as_str().map(str::to_owned);
        token.ok_or_else(|| failure(OutageCause::WrongAnswer, "sign-in: no token in the answer"))
    }
}

#[async_trait]
impl ServiceProbe for WebProbe {
    fn component(&self) -> SlaComponent {
        SlaComponent::Web
    }

    async fn probe(&self, _: Uuid) -> Result<(), Failure> {
        let token = self.sign_in().await?;
        let reading = self.client.get(self.at("api/v1/me")?).bearer_auth(&token).send();
        let read = expect(reading.await.map_err(unsent)?, StatusCode::OK, "reading").await?;
        // Whether the session has ended says nothing about the service: it would end by itself.
        let ending = self.client.delete(self.at("api/v1/sessions/current")?).bearer_auth(&token);
        let _ = ending.send().await;
        if read["account"]["username"].as_str() != Some(self.username.as_str()) {
            return Err(failure(
                OutageCause::WrongAnswer,
                "reading: another account in the answer",
            ));
        }
        Ok(())
    }
}

fn unsent(error: reqwest::Error) -> Failure {
    let cause = match () {
        () if error.is_timeout() => OutageCause::TimedOut,
        () if error.is_connect() => OutageCause::Unreachable,
        () => OutageCause::WrongAnswer,
    };
    failure(cause, root_cause(&error.without_url()))
}

/// The JSON of an answer with this status.
async fn expect(answer: Response, status: StatusCode, what: &str) -> Result<Value, Failure> {
    let found = answer.status();
    if found == status {
        return answer.json().await.map_err(unsent);
    }
    let cause = match found {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => OutageCause::SignInRefused,
        _ => OutageCause::WrongAnswer,
    };
    Err(failure(cause, format!("{what}: status {}", found.as_u16())))
}
