//! The mail host, by doveadm's HTTP API.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use sigillo_app::{Entry, MailHost, MailHostError, Usage, UsageByFolder};
use sigillo_domain::mail_host::{Delivery, SignIn};
use sigillo_domain::storage_key::StorageKey;
use uuid::Uuid;

/// After that it does not answer. A wrong key on a connection that is to be closed gets no answer at
/// all.
const PATIENCE: Duration = Duration::from_secs(10);
/// Measuring all mailboxes takes as long as it takes (10,000 in 5 to 10 s), and nothing is heard
/// until the end.
const PATIENCE_FOR_ALL: Duration = Duration::from_mins(15);
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
    patience: Duration,
    /// Whether files are named as Dovecot 2.4 wants them; found out at the first answer.
    is_2_4: AtomicBool,
}

/// A command's own refusal, or why there is no answer to it.
enum Refusal {
    Code(i64),
    /// Its parameters are not those of this version.
    InvalidRequest,
    Other(MailHostError),
}

impl From<Refusal> for MailHostError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Code(NO_USER) => MailHostError::UnknownMailbox,
            Refusal::Code(code) => MailHostError::Failed(code),
            Refusal::InvalidRequest => nonsense("the request is invalid"),
            Refusal::Other(error) => error,
        }
    }
}

impl Doveadm {
    /// Of the API at `http://HOST:PORT`, with its key, over stores in `mail_dir`. None when the
    /// machine has no connections to give.
    pub fn new(url: &str, key: &str, mail_dir: &Path) -> Option<Self> {
        // On the way to one's own mail host there is no proxy.
        let client = Client::builder().connect_timeout(PATIENCE).no_proxy().build().ok()?;
        Some(Self {
            client,
            url: format!("{}/doveadm/v1", url.trim_end_matches('/')),
            authorization: format!("X-Dovecot-API {}", STANDARD.encode(key.trim())),
            mail_dir: mail_dir.to_owned(),
            patience: PATIENCE,
            is_2_4: AtomicBool::new(false),
        })
    }

    /// The same, that waits this long for an answer instead of ten seconds.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    async fn ask(&self, command: &str, parameters: Value) -> Result<Value, Refusal> {
        self.ask_within(self.patience, command, parameters).await
    }

    async fn ask_within(
        &self,
        patience: Duration,
        command: &str,
        parameters: Value,
    ) -> Result<Value, Refusal> {
        let body = json!([[command, parameters, "s"]]);
        let request = self.client.post(&self.url).timeout(patience);
        let request = request.header("Authorization", &self.authorization).json(&body);
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

    /// Asks for something to be done with a path within the folder of the stores. Dovecot 2.3 takes
    /// any path, and 2.4 one from the folder that its configuration names for it.
    async fn ask_files(&self, command: &str, path: &str) -> Result<Value, Refusal> {
        let named = |path: String| match command {
            "fsDelete" => json!({"path": [path], "recursive": true}),
            _ => json!({ "path": path }),
        };
        if !self.is_2_4.load(Ordering::Relaxed) {
            let mut parameters = named(self.mail_dir.join(path).display().to_string());
            parameters["fsDriver"] = json!("posix");
            // Folders are to be told from objects, by the slash at the end.
            parameters["fsArgs"] = json!(if command == "fsDelete" { "dirs" } else { "" });
            match self.ask(command, parameters).await {
                Err(Refusal::InvalidRequest) => self.is_2_4.store(true, Ordering::Relaxed),
                answer => return answer,
            }
        }
        let mut parameters = named(path.to_owned());
        parameters["filterName"] = json!("mail_ext_attachment");
        self.ask(command, parameters).await
    }

    /// Whether nothing is in a store, or there is none.
    async fn is_empty(&self, key: &StorageKey) -> Result<bool, MailHostError> {
        for command in ["fsIter", "fsIterDirs"] {
            match self.ask_files(command, key.as_str()).await {
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
        Some((kind, answer, _)) if kind == "error" && answer["type"] == "invalidRequest" => {
            Err(Refusal::InvalidRequest)
        }
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
fn figures(row: &Value) -> Result<Usage, MailHostError> {
    let figure = |name: &str| row[name].as_str().and_then(|text| text.parse().ok());
    match (figure("messages"), figure("vsize")) {
        (Some(messages), Some(bytes)) => Ok(Usage { messages, bytes }),
        _ => Err(nonsense(&row.to_string())),
    }
}

/// Adds a folder's figures to those of its mailbox.
fn add(row: &Value, to: &mut UsageByFolder) -> Result<(), MailHostError> {
    let one = figures(row)?;
    to.total.messages += one.messages;
    to.total.bytes += one.bytes;
    match row["mailbox"].as_str() {
        Some("INBOX") => to.inbox = one,
        Some("Archive") => to.archive = one,
        Some(_) => {}
        None => return Err(nonsense(&row.to_string())),
    }
    Ok(())
}

fn rows(answer: &Value) -> Result<&Vec<Value>, MailHostError> {
    answer.as_array().ok_or_else(|| nonsense(&answer.to_string()))
}

/// What the directory says of a mailbox, as Dovecot hands it on: the fields of `user_query` that it
/// has a use for, and those that are for the panel alone.
fn entry(fields: &Value) -> Entry {
    let text = |name: &str| fields[name].as_str();
    let store = |home: &str| StorageKey::parse(Path::new(home).file_name()?.to_str()?);
    // 2.3 has a rule for it, 2.4 a setting.
    let quota = text("quota_rule").and_then(|rule| rule.strip_prefix("*:bytes="));
    Entry {
        store: text("home").and_then(store),
        quota_bytes: quota.or(text("quota_storage_size")).and_then(|bytes| bytes.parse().ok()),
        delivery: text("sigillo_delivery").and_then(Delivery::parse),
        sign_in: text("sigillo_sign_in").and_then(SignIn::parse),
        password_id: text("sigillo_password_id").and_then(|id| Uuid::parse_str(id).ok()),
    }
}

#[async_trait]
impl MailHost for Doveadm {
    async fn usage(&self) -> Result<HashMap<String, UsageByFolder>, MailHostError> {
        // That it answers at all is found out soon.
        self.ask("who", json!({})).await.map(drop).or_else(not_found_is_an_answer)?;
        let parameters =
            json!({"allUsers": true, "field": ["messages", "vsize"], "mailboxMask": ["*"]});
        let answer = self.ask_within(PATIENCE_FOR_ALL, "mailboxStatus", parameters).await?;
        let mut found: HashMap<String, UsageByFolder> = HashMap::new();
        for row in rows(&answer)? {
            let address = row["username"].as_str().ok_or_else(|| nonsense(&row.to_string()))?;
            add(row, found.entry(address.to_owned()).or_default())?;
        }
        Ok(found)
    }

    async fn usage_of(&self, address: &str) -> Result<UsageByFolder, MailHostError> {
        let parameters =
            json!({"user": address, "field": ["messages", "vsize"], "mailboxMask": ["*"]});
        let answer = self.ask("mailboxStatus", parameters).await?;
        let mut found = UsageByFolder::default();
        for row in rows(&answer)? {
            add(row, &mut found)?;
        }
        Ok(found)
    }

    async fn kick(&self, address: &str) -> Result<bool, MailHostError> {
        match self.ask("kick", json!({"mask": [address]})).await {
            // 2.4 says how many, 2.3 fails when there are none.
            Ok(answer) => Ok(answer[0]["count"].as_str() != Some("0")),
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
            // A delivery that makes it again meanwhile makes it fail too: what counts is what is
            // found next.
            failure = match self.ask_files("fsDelete", &format!("{}/", key.as_str())).await {
                Ok(_) => None,
                Err(Refusal::Code(code)) => Some(MailHostError::Failed(code)),
                Err(refusal) => return Err(refusal.into()),
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
    async fn entries(&self, addresses: &[&str]) -> Result<HashMap<String, Entry>, MailHostError> {
        let mut found = HashMap::new();
        let mut parts = vec![addresses];
        while let Some(part) = parts.pop() {
            match self.ask("user", json!({"userMask": part})).await {
                Ok(answer) => {
                    let known = answer.as_object().ok_or_else(|| nonsense(&answer.to_string()))?;
                    found.extend(
                        known.iter().map(|(address, fields)| (address.clone(), entry(fields))),
                    );
                }
                // One that is nobody spoils the answer about the others.
                Err(Refusal::Code(NO_USER)) if part.len() > 1 => {
                    parts.extend(<[_; 2]>::from(part.split_at(part.len() / 2)));
                }
                Err(Refusal::Code(NO_USER)) => {}
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Ok(found)
    }

    async fn stores(&self) -> Result<HashSet<StorageKey>, MailHostError> {
        let answer = match self.ask_files("fsIterDirs", "").await {
            Err(Refusal::Code(NOT_FOUND)) => return Ok(HashSet::new()),
            other => other?,
        };
        // What is named otherwise was not made for a mailbox.
        let key = |row: &Value| row["path"].as_str().and_then(StorageKey::parse);
        Ok(rows(&answer)?.iter().filter_map(key).collect())
    }

    async fn make_store(&self, address: &str) -> Result<(), MailHostError> {
        // Looking into a mailbox makes its store.
        self.usage_of(address).await.map(drop)
    }

    async fn reload(&self) -> Result<(), MailHostError> {
        self.ask("reload", json!({})).await?;
        Ok(())
    }
}

fn not_found_is_an_answer(refusal: Refusal) -> Result<(), Refusal> {
    match refusal {
        Refusal::Code(NOT_FOUND) => Ok(()),
        other => Err(other),
    }
}
