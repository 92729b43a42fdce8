//! The mail host, reached through doveadm's HTTP API.

mod api;
#[cfg(fuzzing)]
mod fuzzing;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};
use sigillo_app::{DirectoryEntry, Inspection, MailHost, MailHostError, Usage, UsageByFolder};
use sigillo_domain::mail_host::{Delivery, SignIn};
use sigillo_domain::storage_key::StorageKey;

#[cfg(fuzzing)]
pub use fuzzing::read_reply;

use api::{Answer, Api, NO_USER, NOT_FOUND, Refusal, TRY_AGAIN, nonsense};

/// Timeout of a request. It also ends a request with a wrong key on a connection that is to be
/// closed, which gets no answer at all.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Timeout for measuring all mailboxes, which sends nothing until the end (10,000 take 5 to 10 s).
const PATIENCE_FOR_ALL: Duration = Duration::from_mins(15);
/// How often a deletion is checked, since deliveries that are under way when a store is deleted
/// recreate it.
const MAX_CHECKS: usize = 5;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

pub struct Doveadm {
    api: Api,
    /// The folder of all stores.
    mail_dir: PathBuf,
    timeout: Duration,
    /// Whether file commands take the parameters of Dovecot 2.4; detected from the first answer.
    is_2_4: AtomicBool,
}

impl Doveadm {
    /// Connects to the API at `http://HOST:PORT` or `https://HOST:PORT` with its key, for the stores
    /// in `mail_dir`.
    pub fn new(url: &str, key: &str, mail_dir: &Path) -> Result<Self, String> {
        Self::trusting(url, key, mail_dir, None)
    }

    /// Like [`Doveadm::new`]; over https, trusts the certificates of this PEM file in place of those
    /// of the system.
    pub fn trusting(
        url: &str,
        key: &str,
        mail_dir: &Path,
        ca: Option<&[u8]>,
    ) -> Result<Self, String> {
        Ok(Self {
            api: Api::new(url, key, ca, TIMEOUT)?,
            mail_dir: mail_dir.to_owned(),
            timeout: TIMEOUT,
            is_2_4: AtomicBool::new(false),
        })
    }

    /// Sets the timeout of a request, which is ten seconds otherwise.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    async fn ask(&self, command: &str, parameters: Value) -> Result<Answer, MailHostError> {
        let [answer] = self.api.ask(self.timeout, [(command, parameters)]).await?;
        Ok(answer)
    }

    /// Sends file commands with paths relative to the folder of the stores. Dovecot 2.3 takes any
    /// absolute path; 2.4 takes one within the folder that its configuration names for it.
    async fn ask_files<const N: usize>(
        &self,
        commands: [(&str, String); N],
    ) -> Result<[Answer; N], MailHostError> {
        let named = |is_2_4| commands.each_ref().map(|(name, path)| self.file(is_2_4, name, path));
        if !self.is_2_4.load(Ordering::Relaxed) {
            let answers = self.api.ask(self.timeout, named(false)).await?;
            if !answers.iter().any(|answer| matches!(answer, Err(Refusal::InvalidRequest))) {
                return Ok(answers);
            }
            self.is_2_4.store(true, Ordering::Relaxed);
        }
        self.api.ask(self.timeout, named(true)).await
    }

    fn file<'a>(&self, is_2_4: bool, command: &'a str, path: &str) -> (&'a str, Value) {
        let deletes = command == "fsDelete";
        let whole = match path {
            "" => self.mail_dir.display().to_string(),
            _ => self.mail_dir.join(path).display().to_string(),
        };
        let path = if is_2_4 { path.to_owned() } else { whole };
        let mut parameters = if deletes {
            json!({"path": [path], "recursive": true})
        } else {
            json!({"path": path})
        };
        if is_2_4 {
            parameters["filterName"] = json!("mail_ext_attachment");
        } else {
            parameters["fsDriver"] = json!("posix");
            // With `dirs` a slash at the end distinguishes folders from objects.
            parameters["fsArgs"] = json!(if deletes { "dirs" } else { "" });
        }
        (command, parameters)
    }
}

/// Whether a part of a store is empty or does not exist.
fn is_empty(answer: Answer) -> Result<bool, MailHostError> {
    match answer {
        Ok(Value::Array(found)) => Ok(found.is_empty()),
        Ok(other) => Err(nonsense(&other.to_string())),
        Err(Refusal::Code(NOT_FOUND)) => Ok(true),
        Err(refusal) => Err(refusal.into()),
    }
}

/// Whether sessions were ended: 2.4 returns their number, 2.3 fails when there are none.
fn were_ended(answer: Answer) -> Result<bool, MailHostError> {
    match answer {
        Ok(answer) => Ok(answer[0]["count"].as_str() != Some("0")),
        Err(Refusal::Code(NOT_FOUND)) => Ok(false),
        Err(refusal) => Err(refusal.into()),
    }
}

fn delivery(address: &str, answer: Answer) -> Result<Delivery, MailHostError> {
    match answer {
        Ok(answer) if answer[address]["home"].is_string() => Ok(Delivery::Accepted),
        Ok(other) => Err(nonsense(&other.to_string())),
        Err(Refusal::Code(NO_USER)) => Ok(Delivery::Refused),
        Err(Refusal::Code(TRY_AGAIN)) => Ok(Delivery::Deferred),
        Err(refusal) => Err(refusal.into()),
    }
}

/// The mailboxes that are known among those asked for; None if one of them is unknown, since the
/// answer then omits the others too.
fn known(answer: Answer) -> Result<Option<HashMap<String, DirectoryEntry>>, MailHostError> {
    match answer {
        Ok(Value::Object(found)) => {
            let found = found.into_iter().map(|(address, fields)| (address, entry(&fields)));
            Ok(Some(found.collect()))
        }
        Ok(other) => Err(nonsense(&other.to_string())),
        Err(Refusal::Code(NO_USER)) => Ok(None),
        Err(refusal) => Err(refusal.into()),
    }
}

/// Parses the figures of a row, which are sent as text.
fn figures(row: &Value) -> Result<Usage, MailHostError> {
    let figure = |name: &str| {
        let number: i64 = row[name].as_str()?.parse().ok()?;
        (number >= 0).then_some(number)
    };
    match (figure("messages"), figure("vsize")) {
        (Some(messages), Some(bytes)) => Ok(Usage { messages, bytes }),
        _ => Err(nonsense(&row.to_string())),
    }
}

/// Adds a folder's figures to those of its mailbox.
fn add(row: &Value, to: &mut UsageByFolder) -> Result<(), MailHostError> {
    let one = figures(row)?;
    let sum = |a: i64, b: i64| a.checked_add(b).ok_or_else(|| nonsense(&row.to_string()));
    to.total.messages = sum(to.total.messages, one.messages)?;
    to.total.bytes = sum(to.total.bytes, one.bytes)?;
    match row["mailbox"].as_str() {
        Some("INBOX") => to.inbox = one,
        Some(name) if name == "Archive" || name.starts_with("Archive/") => {
            to.archive.messages = sum(to.archive.messages, one.messages)?;
            to.archive.bytes = sum(to.archive.bytes, one.bytes)?;
        }
        Some(_) => {}
        None => return Err(nonsense(&row.to_string())),
    }
    Ok(())
}

fn rows(answer: &Value) -> Result<&Vec<Value>, MailHostError> {
    answer.as_array().ok_or_else(|| nonsense(&answer.to_string()))
}

fn usage_by_address(answer: &Value) -> Result<HashMap<String, UsageByFolder>, MailHostError> {
    let mut found: HashMap<String, UsageByFolder> = HashMap::new();
    for row in rows(answer)? {
        let address = row["username"].as_str().ok_or_else(|| nonsense(&row.to_string()))?;
        add(row, found.entry(address.to_owned()).or_default())?;
    }
    Ok(found)
}

fn usage_of_one(answer: &Value) -> Result<UsageByFolder, MailHostError> {
    let mut found = UsageByFolder::default();
    for row in rows(answer)? {
        add(row, &mut found)?;
    }
    Ok(found)
}

/// The stores among the folders that were listed. Folders with other names were not created for a
/// mailbox.
fn store_keys(answer: &Value) -> Result<HashSet<StorageKey>, MailHostError> {
    let key = |row: &Value| row["path"].as_str().and_then(StorageKey::parse);
    Ok(rows(answer)?.iter().filter_map(key).collect())
}

/// The setting of Dovecot 2.4 with the archive's own quota.
const ARCHIVE_SIZE_2_4: &str = "quota/Archive quota/quota_storage_size";

/// A mailbox's entry in the directory, as Dovecot passes it on: the fields of `user_query` that
/// Dovecot uses itself, and those that only the panel reads.
fn entry(fields: &Value) -> DirectoryEntry {
    let text = |name: &str| fields[name].as_str();
    let store = |home: &str| StorageKey::parse(Path::new(home).file_name()?.to_str()?);
    // Dovecot 2.3 has a rule for the quota, 2.4 a setting.
    let rule = |name: &str| text(name).and_then(|rule| rule.strip_prefix("*:bytes="));
    let bytes = |text: &str| text.parse().ok();
    DirectoryEntry {
        store: text("home").and_then(store),
        quota_bytes: rule("quota_rule").or(text("quota_storage_size")).and_then(bytes),
        archive_bytes: rule("quota2_rule").or(text(ARCHIVE_SIZE_2_4)).and_then(bytes),
        delivery: text("sigillo_delivery").and_then(Delivery::parse),
        sign_in: text("sigillo_sign_in").and_then(SignIn::parse),
        password_id: text("sigillo_password_id").and_then(|id| id.parse().ok()),
    }
}

#[async_trait]
impl MailHost for Doveadm {
    async fn usage(&self) -> Result<HashMap<String, UsageByFolder>, MailHostError> {
        // This cheap command detects a mail host that does not answer within the short timeout.
        match self.ask("who", json!({})).await? {
            Ok(_) | Err(Refusal::Code(NOT_FOUND)) => {}
            Err(refusal) => return Err(refusal.into()),
        }
        let parameters =
            json!({"allUsers": true, "field": ["messages", "vsize"], "mailboxMask": ["*"]});
        let [answer] = self.api.ask(PATIENCE_FOR_ALL, [("mailboxStatus", parameters)]).await?;
        usage_by_address(&answer?)
    }

    async fn usage_of(&self, address: &str) -> Result<UsageByFolder, MailHostError> {
        let parameters =
            json!({"user": address, "field": ["messages", "vsize"], "mailboxMask": ["*"]});
        let answer = self.ask("mailboxStatus", parameters).await??;
        usage_of_one(&answer)
    }

    async fn inspect(
        &self,
        address: &str,
        end_sessions: bool,
    ) -> Result<Inspection, MailHostError> {
        let as_lmtp = json!({"userMask": [address], "authInfo": ["service=lmtp"]});
        let deliver = ("user", as_lmtp);
        let directory = ("user", json!({"userMask": [address]}));
        let entry =
            |answer| known(answer).map(|found| found.and_then(|mut all| all.remove(address)));
        if !end_sessions {
            let [deliver, directory] = self.api.ask(self.timeout, [deliver, directory]).await?;
            return Ok(Inspection {
                delivery: delivery(address, deliver)?,
                entry: entry(directory)?,
                ended_sessions: false,
                signed_in_since: false,
            });
        }
        let kick = ("kick", json!({"mask": [address]}));
        let commands = [kick.clone(), deliver, directory, kick];
        let [first, deliver, directory, second] = self.api.ask(self.timeout, commands).await?;
        Ok(Inspection {
            ended_sessions: were_ended(first)?,
            delivery: delivery(address, deliver)?,
            entry: entry(directory)?,
            signed_in_since: were_ended(second)?,
        })
    }

    async fn destroy(&self, key: &StorageKey) -> Result<bool, MailHostError> {
        let mut failure = None;
        for _ in 0..MAX_CHECKS {
            // The slash at the end distinguishes a folder from an object.
            let folder = format!("{}/", key.as_str());
            let path = key.as_str().to_owned();
            let commands = [("fsDelete", folder), ("fsIter", path.clone()), ("fsIterDirs", path)];
            let [deleted, files, folders] = self.ask_files(commands).await?;
            // The deletion fails if the store does not exist, and also if a delivery recreates it
            // meanwhile. So the result depends on what is found afterwards.
            if is_empty(files)? && is_empty(folders)? {
                return Ok(true);
            }
            failure = deleted.err();
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        failure.map_or(Ok(false), |refusal| Err(refusal.into()))
    }

    async fn entries(
        &self,
        addresses: &[&str],
    ) -> Result<HashMap<String, DirectoryEntry>, MailHostError> {
        let mut found = HashMap::new();
        let mut parts = vec![addresses];
        while let Some(part) = parts.pop() {
            match known(self.ask("user", json!({"userMask": part})).await?)? {
                Some(known) => found.extend(known),
                None if part.len() > 1 => {
                    parts.extend(<[_; 2]>::from(part.split_at(part.len() / 2)));
                }
                None => {}
            }
        }
        Ok(found)
    }

    async fn stores(&self) -> Result<HashSet<StorageKey>, MailHostError> {
        let [answer] = self.ask_files([("fsIterDirs", String::new())]).await?;
        let answer = match answer {
            Err(Refusal::Code(NOT_FOUND)) => return Ok(HashSet::new()),
            other => other?,
        };
        store_keys(&answer)
    }

    async fn make_store(&self, address: &str) -> Result<(), MailHostError> {
        // Reading a mailbox creates its store.
        self.usage_of(address).await.map(drop)
    }

    async fn reload(&self) -> Result<(), MailHostError> {
        self.ask("reload", json!({})).await??;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_cannot_be_are_nonsense() {
        let row = |messages: &str, bytes: &str| json!({"username": "anna@pec.example.it", "mailbox": "INBOX", "messages": messages, "vsize": bytes});
        let total = |rows: &[Value]| usage_of_one(&json!(rows)).map(|usage| usage.total);
        let two = total(&[row("1", "10"), row("2", "20")]);
        assert_eq!(two.ok(), Some(Usage { messages: 3, bytes: 30 }));
        let highest = i64::MAX.to_string();
        for rows in [
            [row("1", &highest), row("1", &highest)],
            [row(&highest, "1"), row("1", "1")],
            [row("1", "-1"), row("1", "1")],
            [row("-1", "1"), row("1", "1")],
        ] {
            assert!(matches!(total(&rows), Err(MailHostError::Nonsense(_))), "{rows:?}");
            assert!(usage_by_address(&json!(rows)).is_err(), "{rows:?}");
        }
    }
}
