use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sigillo_domain::mail_host::MailLogKind;
pub use sigillo_storage::mail_log::LogPosition;
use thiserror::Error;

/// The lines of a log from a position on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogPart {
    /// Whole lines, without their ends.
    pub lines: Vec<String>,
    /// The lines that were too long to be read.
    pub overlong_lines: i64,
    /// Where the next part begins.
    pub next: LogPosition,
    /// Whether the file of the position was gone, with what was in it behind the position: the lines are the first
    /// ones of another file.
    pub has_gap: bool,
    /// Whether there may be more to read at once.
    pub has_more: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MailLogError {
    /// There is no such file on this machine.
    #[error("{0} is not there")]
    Missing(String),
    #[error("{0}")]
    Unreadable(String),
}

/// A log of the mail host, which may be renamed and begun anew at any moment.
#[async_trait]
pub trait MailLog: Send + Sync {
    fn kind(&self) -> MailLogKind;

    /// A name of this machine that no other one has.
    fn machine(&self) -> &str;

    /// The end of the log: behind the last whole line of its present file.
    async fn end(&self) -> Result<LogPosition, MailLogError>;

    /// A part of the log from this position on, which was reached at `read_at`. Renamed files come in their order.
    async fn read(
        &self,
        from: &LogPosition,
        read_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<LogPart, MailLogError>;
}
