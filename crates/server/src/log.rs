//! The log, on standard error.

use std::io::IsTerminal;
use std::time::Duration;

use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// Lines that wait to be written, at most. Whoever reads the log may be slow, or gone: what does not
/// fit is counted and lost, and nobody who is served waits for it.
const LINES: usize = 10_000;
const COUNT_EVERY: Duration = Duration::from_secs(10);

/// While it is held the log is written; letting go of it writes what is left.
pub struct Log {
    lost: ErrorCounter,
    _writer: WorkerGuard,
}

/// Starts the log. `RUST_LOG` narrows or widens it.
pub fn start(format: LogFormat) -> Log {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    // Colours are for a person at a terminal: in a file they are noise.
    let colours = std::io::stderr().is_terminal();
    let queue = NonBlockingBuilder::default().lossy(true).buffered_lines_limit(LINES);
    let (queue, writer) = queue.finish(std::io::stderr());
    let lost = queue.error_counter();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(queue);
    let log = log.with_ansi(colours);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
    Log { lost, _writer: writer }
}

impl Log {
    /// Tells, for as long as the runtime lives, how many lines nobody will read.
    pub fn count_what_is_lost(&self) {
        let lost = self.lost.clone();
        tokio::spawn(async move {
            let mut told = 0;
            loop {
                tokio::time::sleep(COUNT_EVERY).await;
                let now = lost.dropped_lines();
                if now > told {
                    tracing::warn!(
                        lines = now - told,
                        "the log is not read fast enough: lines are lost"
                    );
                    told = now;
                }
            }
        });
    }
}
