//! `sigillo serve`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::HttpServer;
use anyhow::{Context, Result};
use sigillo_contract::service::ServiceInfo;
use sigillo_http::assets::Assets;
use sigillo_http::{Http, Settings as HttpSettings, service};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;

use crate::config::Settings;
use crate::pages::Pages;
use crate::wiring;
use crate::workers::Workers;

/// How long a client may take over the head of a request.
const SLOWEST_REQUEST: Duration = Duration::from_secs(10);
/// How long an idle connection is kept: longer than proxies keep theirs (60 s, commonly), so that it
/// is never this end that closes under a request on its way.
const IDLE_CONNECTION: Duration = Duration::from_secs(75);
/// How long what is in flight may take to finish after SIGTERM, in seconds.
const LAST_REQUESTS: u64 = 30;

/// Notes that the server is asked to stop, for what would go on beyond it. What else there is to do
/// about it actix does.
fn note_the_end(closing: Arc<AtomicBool>) -> Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! { _ = terminate.recv() => {} _ = interrupt.recv() => {} }
        closing.store(true, Ordering::Relaxed);
    })
}

pub async fn run(settings: &Settings) -> Result<()> {
    let app = wiring::open(settings).await?;
    let closing = Arc::new(AtomicBool::new(false));
    tokio::spawn(note_the_end(closing.clone())?);
    let http = Http {
        app: app.clone(),
        closing,
        reading_files: Arc::new(Semaphore::new(1)),
        assets: Arc::new(Pages),
        settings: Arc::new(HttpSettings {
            secure_cookie: settings.secure_cookie,
            trusted_proxies: settings.trusted_proxies.clone(),
            info: ServiceInfo {
                support_phone: settings.support_phone.clone(),
                support_hours: settings.support_hours.clone(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
        }),
    };
    let server = HttpServer::new(move || service(http.clone()))
        .client_request_timeout(SLOWEST_REQUEST)
        .keep_alive(IDLE_CONNECTION)
        // A compressed answer goes out in pieces: the last would wait 40 ms for the client's word on
        // the one before.
        .tcp_nodelay(true)
        .shutdown_timeout(LAST_REQUESTS)
        .bind(settings.listen)
        .with_context(|| format!("cannot listen on {}", settings.listen))?;
    if Pages.get("index.html").is_none() {
        tracing::warn!("the pages were not built into this binary: only the API is served");
    }
    tracing::info!(listen = %settings.listen, "serving at {}", settings.address);
    let workers = Workers::start(&app, &wiring::mailer(settings)?, settings.mail_host.as_ref());
    let ended = server.run().await;
    workers.stop().await;
    app.db.close().await;
    Ok(ended?)
}
