//! The statements that are run, as sqlx logs them: the plans that are judged are those of the very
//! texts that the product sends.

use std::io::Write;
use std::sync::Mutex;

static LOGGED: Mutex<Vec<String>> = Mutex::new(vec![]);

/// Starts to listen. The log is the whole process's: one test does all of it.
pub fn listen() {
    let log = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_writer(|| Lines);
    log.try_init().expect("nobody else listens");
}

/// The SELECTs since the last time.
pub fn take() -> Vec<String> {
    let statements = std::mem::take(&mut *LOGGED.lock().unwrap());
    statements.into_iter().filter(|text| text.starts_with("SELECT ")).collect()
}

struct Lines;

impl Write for Lines {
    /// The formatter writes a whole event at a time.
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let event: serde_json::Value = serde_json::from_slice(line).unwrap_or_default();
        if event["target"] == "sqlx::query" {
            // A text of four words or fewer is its own summary.
            let whole = event["fields"]["db.statement"].as_str().filter(|text| !text.is_empty());
            let text = whole.or(event["fields"]["summary"].as_str()).unwrap_or_default();
            LOGGED.lock().unwrap().push(text.trim().to_owned());
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
