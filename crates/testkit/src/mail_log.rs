//! A log of the mail host in memory.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde_json::json;
use sigillo_app::{LogPart, LogPosition, MailLog, MailLogError};
use sigillo_domain::mail_host::MailLogKind;
use tokio::sync::Barrier;

/// The lines of a log; a position is the number of lines before it. Clones share them.
#[derive(Clone)]
pub struct TestMailLog {
    kind: MailLogKind,
    machine: String,
    lines: Arc<Mutex<Vec<String>>>,
    /// How many times the file was replaced by another one.
    file: Arc<Mutex<i64>>,
    /// Where readers wait for each other after they have read.
    meeting: Option<Arc<Barrier>>,
}

impl TestMailLog {
    pub fn new(kind: MailLogKind) -> Self {
        let machine = "posta".to_owned();
        Self { kind, machine, lines: Arc::default(), file: Arc::default(), meeting: None }
    }

    /// The same file, on another machine.
    #[must_use]
    pub fn on_machine(&self, machine: &str) -> Self {
        Self { machine: machine.to_owned(), ..self.clone() }
    }

    /// The same log, of which `readers` read a part before any of them goes on.
    #[must_use]
    pub fn with_meeting(&self, readers: usize) -> Self {
        Self { meeting: Some(Arc::new(Barrier::new(readers))), ..self.clone() }
    }

    pub fn write(&self, line: &str) {
        self.lines.lock().expect("no test panics meanwhile").push(line.to_owned());
    }

    /// Writes that a message was stored.
    pub fn stored(&self, address: &str, at: DateTime<Utc>) {
        self.event("mail_delivery_finished", &["service:lmtp"], address, at);
    }

    /// Writes that a user has signed in to read.
    pub fn opened(&self, address: &str, at: DateTime<Utc>) {
        self.event("auth_master_client_login_finished", &["service:imap"], address, at);
    }

    fn event(&self, name: &str, categories: &[&str], address: &str, at: DateTime<Utc>) {
        let (at, fields) = (at.to_rfc3339(), json!({"user": address}));
        let event =
            json!({"event": name, "end_time": at, "categories": categories, "fields": fields});
        self.write(&format!("Jan 01 00:00:00 stats: Info: {event}"));
    }

    /// Writes that a user has begun to hand over a message.
    pub fn begun(&self, queue_id: &str, address: &str) {
        self.write(&format!(
            "Jan  1 00:00:00 posta postfix/submission/smtpd[1]: {queue_id}: client=localhost[127.0.0.1], \
             sasl_method=PLAIN, sasl_username={address}"
        ));
    }

    /// Writes that a message was accepted.
    pub fn accepted(&self, queue_id: &str, sender: &str) {
        self.write(&format!(
            "Jan  1 00:00:00 posta postfix/qmgr[2]: {queue_id}: from=<{sender}>, size=359, nrcpt=1 (queue active)"
        ));
    }

    /// Replaces the file by an empty one.
    pub fn lose(&self) {
        *self.file.lock().expect("no test panics meanwhile") += 1;
        self.lines.lock().expect("no test panics meanwhile").clear();
    }

    fn position(&self, lines: usize) -> LogPosition {
        let file = self.file.lock().expect("no test panics meanwhile").to_string();
        let read_bytes = i64::try_from(lines).expect("few lines");
        LogPosition { head_length: 1, head_hash: file, read_bytes }
    }
}

#[async_trait]
impl MailLog for TestMailLog {
    fn kind(&self) -> MailLogKind {
        self.kind
    }

    fn machine(&self) -> &str {
        &self.machine
    }

    async fn end(&self) -> Result<LogPosition, MailLogError> {
        let lines = self.lines.lock().expect("no test panics meanwhile").len();
        Ok(self.position(lines))
    }

    async fn read(
        &self,
        from: &LogPosition,
        _: DateTime<Utc>,
        _: DateTime<Utc>,
    ) -> Result<LogPart, MailLogError> {
        let has_gap = from.head_hash != self.position(0).head_hash;
        let read = if has_gap { 0 } else { usize::try_from(from.read_bytes).expect("a position") };
        let lines = self.lines.lock().expect("no test panics meanwhile")[read..].to_vec();
        let next = self.position(read + lines.len());
        if let Some(meeting) = &self.meeting {
            meeting.wait().await;
        }
        Ok(LogPart { lines, next, has_gap, ..LogPart::default() })
    }
}
