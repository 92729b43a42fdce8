//! `sigillo serve`.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use sigillo_contract::service::ServiceInfo;
use sigillo_http::assets;
use sigillo_http::event_stream::StreamSettings;
use sigillo_http::{Http, Settings as HttpSettings};

use crate::checkpoint_file::{CheckpointFile, seal_and_write_checkpoint};
use crate::config::Settings;
use crate::listener;
use crate::log::Log;
use crate::pages::Pages;
use crate::probes;
use crate::signals::Signals;
use crate::wiring;
use crate::workers::Workers;

/// How long workers may take to finish after that: sending a message may take a minute. Together
/// they stay under the 90 s after which service managers kill a process.
const LAST_WORK: Duration = Duration::from_secs(70);
const LAST_WORDS: Duration = Duration::from_secs(5);
pub async fn run(settings: &Settings, log: &Log) -> Result<()> {
    let mut signals = Signals::listen().context("signals cannot be received")?;
    log.count_what_is_lost();
    allow_open_files();
    let app = wiring::open(settings).await?;
    let closing = Arc::new(AtomicBool::new(false));
    let http = Http {
        app: app.clone(),
        closing: closing.clone(),
        streams: Arc::default(),
        log_head: Arc::default(),
        reading_files: Arc::new(sigillo_app::jobs::import_slots()),
        assets: Arc::new(Pages),
        settings: Arc::new(HttpSettings {
            secure_cookie: settings.secure_cookie,
            trusted_proxies: settings.trusted_proxies.clone(),
            is_bare_loopback: settings.is_bare_loopback,
            info: ServiceInfo {
                support_phone: settings.support_phone.clone(),
                support_hours: settings.support_hours.clone(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            streams: StreamSettings::default(),
            temporary_files: settings.data_dir.clone(),
        }),
    };
    let server = listener::bind(settings.listen, &http)
        .with_context(|| format!("cannot listen on {}", settings.listen))?;
    if !assets::are_built(&Pages) {
        tracing::warn!("the pages were not built into this binary: only the API is served");
    }
    tracing::info!(listen = %settings.listen, "serving at {}", settings.address);
    let checkpoints = Arc::new(CheckpointFile::at(&settings.checkpoints));
    let mailer = wiring::mailer(settings)?;
    let (mail_host, email) = (settings.mail_host.as_ref(), settings.checkpoint_email.as_deref());
    let probes = probes::of(&settings.probes).map_err(anyhow::Error::msg)?;
    let inbox = wiring::ticket_inbox(settings)?;
    let workers = Workers::start(&app, &mailer, mail_host, &checkpoints, email, probes, inbox);
    let mut server = pin!(server);
    let handle = server.as_mut().get_mut().handle();
    let ended = tokio::select! {
        ended = &mut server => ended,
        () = signals.first() => {
            tracing::info!("asked to end: finishing what is in flight");
            closing.store(true, Ordering::Relaxed);
            let workers = tokio::time::timeout(LAST_WORK, workers.stop());
            let (ended, (), done) = tokio::join!(server, handle.stop(true), workers);
            if done.is_err() {
                tracing::warn!("work that is still in hand is left to whoever serves next");
            }
            ended
        }
    };
    // What the last requests have recorded is sealed too.
    let sealed = tokio::time::timeout(LAST_WORDS, seal_and_write_checkpoint(&app, &checkpoints));
    if !matches!(sealed.await, Ok(Ok(()))) {
        tracing::warn!("the last records are sealed by whoever serves next");
    }
    // Closing fails when the database is away.
    let _ = tokio::time::timeout(LAST_WORDS, app.db.close()).await;
    Ok(ended?)
}

/// Raises the limit of open files to its maximum: every connection is one, and the usual limit
/// (1,024) is kept low only for programs older than poll.
fn allow_open_files() {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(most) => tracing::debug!(most, "files and connections that may be open"),
        Err(error) => tracing::warn!(%error, "no more files may be open than at the start"),
    }
}
