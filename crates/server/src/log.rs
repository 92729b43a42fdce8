//! The log, on standard error.

use std::io::IsTerminal;
use std::time::Duration;

use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// Maximum number of buffered lines. The reader of the log may be slow or gone: lines that do not
/// fit are counted and dropped, so that no request waits for the log.
const LINES: usize = 10_000;
const COUNT_EVERY: Duration = Duration::from_secs(10);

/// Keeps the log running; dropping it writes the remaining lines.
pub struct Log {
    lost: ErrorCounter,
    _writer: WorkerGuard,
}

/// Starts the log. `RUST_LOG` sets the filter.
pub fn start(format: LogFormat) -> Log {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    // Colours are only for terminals.
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
    /// Reports dropped lines for as long as the runtime lives.
    pub fn count_what_is_lost(&self) {
        let lost = self.lost.clone();
        tokio::spawn(async move {
            let mut reported = 0;
            loop {
                tokio::time::sleep(COUNT_EVERY).await;
                let now = lost.dropped_lines();
                if now > reported {
                    tracing::warn!(
                        lines = now - reported,
                        "the log is not read fast enough: lines are lost"
                    );
                    reported = now;
                }
            }
        });
    }
}
