//! The log, on standard error.

use std::env;
use std::io::IsTerminal;
use std::time::Duration;

use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

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
    // Colours are only for terminals.
    let colours = std::io::stderr().is_terminal();
    let queue = NonBlockingBuilder::default().lossy(true).buffered_lines_limit(LINES);
    let (queue, writer) = queue.finish(std::io::stderr());
    let lost = queue.error_counter();
    let asked = env::var("RUST_LOG").ok();
    let lines = fmt::layer().with_writer(queue).with_ansi(colours);
    let lines = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    tracing_subscriber::registry().with(lines).with(filter(asked.as_deref())).init();
    Log { lost, _writer: writer }
}

/// What is logged: a level, and levels of single targets (`info,sqlx=warn`). `EnvFilter` would filter
/// by spans and fields too, but brings an engine for regular expressions that nothing else here needs.
fn filter(asked: Option<&str>) -> Targets {
    let asked = asked.filter(|text| !text.trim().is_empty());
    asked.and_then(|text| text.parse().ok()).unwrap_or_else(|| {
        Targets::new().with_default(LevelFilter::INFO).with_target("sqlx", LevelFilter::WARN)
    })
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

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn rust_log_narrows_and_widens_what_is_logged() {
        let default = filter(None);
        assert!(default.would_enable("sigillo_app", &Level::INFO));
        assert!(!default.would_enable("sigillo_app", &Level::DEBUG));
        assert!(!default.would_enable("sqlx::query", &Level::INFO));
        let asked = filter(Some("warn,sigillo_http=trace"));
        assert!(!asked.would_enable("sigillo_app", &Level::INFO));
        assert!(asked.would_enable("sigillo_http::trace", &Level::TRACE));
        for nothing in ["", "no level at all"] {
            assert!(filter(Some(nothing)).would_enable("sigillo_app", &Level::INFO));
        }
    }
}
