//! The mail host, by doveadm's HTTP API.

use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use sigillo_app::{Delivery, MailHost, MailHostError, Usage, UsageByFolder};
use sigillo_domain::storage_key::StorageKey;

/// After that it does not answer. A wrong key on a connection that is to be closed gets no answer at
/// all.
const PATIENCE: Duration = Duration::from_secs(10);
/// Deliveries that were under way when a store was deleted make it again: how often it is looked at.
const LOOKS: usize = 5;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// Exit codes, as of sysexits.
const NO_USER: i64 = 67;
const NOT_FOUND: i64 = 68;
const TRY_AGAIN: i64 = 75;

pub struct Doveadm {
    client: Client,
    url: String,
    authorization: String,
    /// Folder of all stores.
    mail_dir: PathBuf,
}

/// A command's own refusal, or why there is no answer to it.
enum Refusal {
    Code(i64),
    Other(MailHostError),
}

impl From<Refusal> for MailHostError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Code(NO_USER) => MailHostError::UnknownMailbox,
            Refusal::Code(code) => MailHostError::Failed(code),
            Refusal::Other(error) => error,
        }
    }
}

impl Doveadm {
    /// Of the API at `http://HOST:PORT`, with its key, over stores in `mail_dir`. None when the
    /// machine has no connections to give.
    pub fn new(url: &str, key: &str, mail_dir: &Path) -> Option<Self> {
        // On the way to one's own mail host there is no proxy.
        let client = Client::builder().timeout(PATIENCE).no_proxy().build().ok()?;
        Some(Self {
            client,
            url: format!("{}/doveadm/v1", url.trim_end_matches('/')),
            authorization: format!("X-Dovecot-API {}", STANDARD.encode(key.trim())),
            mail_dir: mail_dir.to_owned(),
        })
    }

    async fn ask(&self, command: &str, parameters: Value) -> Result<Value, Refusal> {
        let body = json!([[command, parameters, "s"]]);
        let request =
            self.client.post(&self.url).header("Authorization", &self.authorization).json(&body);
        let unreachable = |error: reqwest::Error| {
            // Its address says nothing new, and the chain of causes everything.
            let told = format!("{:?}", error.without_url());
            Refusal::Other(MailHostError::Unreachable(told))
        };
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        if status == StatusCode::UNAUTHORIZED {
            return Err(Refusal::Other(MailHostError::Unauthorized));
        }
        let text = response.text().await.map_err(unreachable)?;
        if status != StatusCode::OK {
            return Err(Refusal::Other(nonsense(&format!("{status} {text}"))));
        }
        read(&text)
    }

    fn store(&self, key: &StorageKey) -> PathBuf {
        self.mail_dir.join(key.as_str())
    }

    /// Whether nothing is in a store, or there is none.
    async fn is_empty(&self, key: &StorageKey) -> Result<bool, MailHostError> {
        for command in ["fsIter", "fsIterDirs"] {
            let path = self.store(key);
            let parameters = json!({"fsDriver": "posix", "fsArgs": "", "path": path});
            match self.ask(command, parameters).await {
                Ok(Value::Array(found)) if found.is_empty() => {}
                Err(Refusal::Code(NOT_FOUND)) => {}
                Ok(Value::Array(_)) => return Ok(false),
                Ok(other) => return Err(nonsense(&other.to_string())),
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Ok(true)
    }
}

/// The answer to the one command that was asked.
fn read(text: &str) -> Result<Value, Refusal> {
    let unexpected = || Refusal::Other(nonsense(text));
    let answers: Vec<(String, Value, String)> =
        serde_json::from_str(text).map_err(|_| unexpected())?;
    match answers.into_iter().next() {
        Some((kind, answer, _)) if kind == "doveadmResponse" => Ok(answer),
        Some((kind, answer, _)) if kind == "error" => {
            Err(answer["exitCode"].as_i64().map_or_else(unexpected, Refusal::Code))
        }
        _ => Err(unexpected()),
    }
}

fn nonsense(text: &str) -> MailHostError {
    // Enough to recognise it by.
    MailHostError::Nonsense(text.chars().take(200).collect())
}

/// Figures come as text.
fn usage(row: &Value) -> Result<Usage, MailHostError> {
    let figure = |name: &str| row[name].as_str().and_then(|text| text.parse().ok());
    match (figure("messages"), figure("vsize")) {
        (Some(messages), Some(bytes)) => Ok(Usage { messages, bytes }),
        _ => Err(nonsense(&row.to_string())),
    }
}

fn rows(answer: &Value) -> Result<&Vec<Value>, MailHostError> {
    answer.as_array().ok_or_else(|| nonsense(&answer.to_string()))
}

#[async_trait]
impl MailHost for Doveadm {
    async fn usage(&self) -> Result<Vec<(String, Usage)>, MailHostError> {
        let parameters = json!({
            "allUsers": true, "field": ["messages", "vsize"], "mailboxMask": ["*"], "totalSum": true,
        });
        let answer = self.ask("mailboxStatus", parameters).await?;
        let of_one = |row: &Value| {
            let address = row["username"].as_str().ok_or_else(|| nonsense(&row.to_string()))?;
            Ok((address.to_owned(), usage(row)?))
        };
        rows(&answer)?.iter().map(of_one).collect()
    }

    async fn usage_by_folder(&self, address: &str) -> Result<UsageByFolder, MailHostError> {
        let parameters =
            json!({"user": address, "field": ["messages", "vsize"], "mailboxMask": ["*"]});
        let answer = self.ask("mailboxStatus", parameters).await?;
        let mut found = UsageByFolder::default();
        for row in rows(&answer)? {
            let one = usage(row)?;
            found.total.messages += one.messages;
            found.total.bytes += one.bytes;
            match row["mailbox"].as_str() {
                Some("INBOX") => found.inbox = one,
                Some("Archive") => found.archive = one,
                Some(_) => {}
                None => return Err(nonsense(&row.to_string())),
            }
        }
        Ok(found)
    }

    async fn kick(&self, address: &str) -> Result<bool, MailHostError> {
        match self.ask("kick", json!({"mask": [address]})).await {
            Ok(_) => Ok(true),
            Err(Refusal::Code(NOT_FOUND)) => Ok(false),
            Err(refusal) => Err(refusal.into()),
        }
    }

    async fn destroy(&self, key: &StorageKey) -> Result<bool, MailHostError> {
        let mut failure = None;
        for _ in 0..LOOKS {
            if self.is_empty(key).await? {
                return Ok(true);
            }
            // A folder is told from an object by the slash at its end.
            let path = format!("{}/", self.store(key).display());
            let parameters = json!({
                "fsDriver": "posix", "fsArgs": "dirs", "path": [path], "recursive": true,
            });
            // A delivery that makes it again meanwhile makes it fail too: what counts is what is
            // found next.
            failure = match self.ask("fsDelete", parameters).await {
                Ok(_) => None,
                Err(Refusal::Code(code)) => Some(MailHostError::Failed(code)),
                Err(Refusal::Other(error)) => return Err(error),
            };
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        match (self.is_empty(key).await?, failure) {
            (false, Some(error)) => Err(error),
            (empty, _) => Ok(empty),
        }
    }

    async fn delivery(&self, address: &str) -> Result<Delivery, MailHostError> {
        let parameters = json!({"userMask": [address], "authInfo": ["service=lmtp"]});
        match self.ask("user", parameters).await {
            Ok(answer) if answer[address]["home"].is_string() => Ok(Delivery::Accepted),
            Ok(other) => Err(nonsense(&other.to_string())),
            Err(Refusal::Code(NO_USER)) => Ok(Delivery::Refused),
            Err(Refusal::Code(TRY_AGAIN)) => Ok(Delivery::Deferred),
            Err(refusal) => Err(refusal.into()),
        }
    }
}
