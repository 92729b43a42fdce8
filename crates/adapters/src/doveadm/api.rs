//! doveadm's HTTP API: a request is a list of commands, and the response has their answers in the
//! same order.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use sigillo_app::MailHostError;

use crate::root_cause::root_cause;
use crate::tls;

/// Exit codes of `sysexits.h`.
pub(super) const NO_USER: i64 = 67;
pub(super) const NOT_FOUND: i64 = 68;
pub(super) const TRY_AGAIN: i64 = 75;

pub(super) struct Api {
    client: Client,
    url: String,
    authorization: String,
}

/// Why a command was not carried out.
pub(super) enum Refusal {
    /// The command failed with this exit code.
    Code(i64),
    /// The command's parameters are not those of this version.
    InvalidRequest,
}

impl From<Refusal> for MailHostError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Code(NO_USER) => MailHostError::UnknownMailbox,
            Refusal::Code(code) => MailHostError::Failed(code),
            Refusal::InvalidRequest => nonsense("the request is invalid"),
        }
    }
}

pub(super) type Answer = Result<Value, Refusal>;

impl Api {
    pub fn new(
        url: &str,
        key: &str,
        ca: Option<&[u8]>,
        connect_timeout: Duration,
    ) -> Result<Self, String> {
        // The mail host is ours, so a proxy of the environment is not used for it.
        let client = Client::builder().connect_timeout(connect_timeout).no_proxy();
        let client = client.tls_backend_preconfigured(tls::config(ca)?);
        Ok(Self {
            client: client.build().map_err(|error| root_cause(&error))?,
            url: format!("{}/doveadm/v1", url.trim_end_matches('/')),
            authorization: format!("X-Dovecot-API {}", STANDARD.encode(key.trim())),
        })
    }

    /// Sends commands in one request, to be carried out in order. Each may be refused; the next
    /// ones are carried out nevertheless.
    pub async fn ask<const N: usize>(
        &self,
        timeout: Duration,
        commands: [(&str, Value); N],
    ) -> Result<[Answer; N], MailHostError> {
        let tagged = commands.into_iter().map(|(name, parameters)| json!([name, parameters, "s"]));
        let body = Value::Array(tagged.collect());
        let request = self.client.post(&self.url).timeout(timeout);
        let request = request.header("Authorization", &self.authorization).json(&body);
        let unreachable = |error: reqwest::Error| MailHostError::Unreachable(root_cause(&error));
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        if status == StatusCode::UNAUTHORIZED {
            return Err(MailHostError::Unauthorized);
        }
        let text = response.text().await.map_err(unreachable)?;
        if status != StatusCode::OK {
            return Err(nonsense(&format!("{status} {text}")));
        }
        let answers = read_answers(&text)?;
        <[Answer; N]>::try_from(answers).map_err(|_| nonsense(&text))
    }
}

/// The answers in the text of a response, in the order of their commands.
pub(super) fn read_answers(text: &str) -> Result<Vec<Answer>, MailHostError> {
    let answers: Vec<(String, Value, String)> =
        serde_json::from_str(text).map_err(|_| nonsense(text))?;
    answers.into_iter().map(|(kind, answer, _)| read(&kind, answer)).collect()
}

fn read(kind: &str, answer: Value) -> Result<Answer, MailHostError> {
    match (kind, answer["exitCode"].as_i64()) {
        ("doveadmResponse", _) => Ok(Ok(answer)),
        ("error", _) if answer["type"] == "invalidRequest" => Ok(Err(Refusal::InvalidRequest)),
        ("error", Some(code)) => Ok(Err(Refusal::Code(code))),
        _ => Err(nonsense(&answer.to_string())),
    }
}

pub(super) fn nonsense(text: &str) -> MailHostError {
    // The beginning is enough to recognise the text.
    MailHostError::Nonsense(text.chars().take(200).collect())
}
