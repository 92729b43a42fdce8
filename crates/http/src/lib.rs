//! The API over actix-web.
//!
//! A route is a row of the contract's table and a handler of a few lines. [`call`] reads the request
//! as the row says, the use case does the work, [`reply`] sends what the row promises, and
//! [`failure`] turns every error into a problem (RFC 9457).

mod allow;
pub mod assets;
mod body_shape;
mod call;
mod client_address;
mod cookie;
mod docs;
mod download;
pub mod event_stream;
mod failure;
#[cfg(fuzzing)]
pub mod fuzzing;
mod head;
mod headers;
mod idempotency;
mod json;
mod mail_programs;
pub mod openapi;
#[cfg(test)]
mod parsers;
mod payload;
mod problem_pages;
mod proxy_notice;
mod reply;
mod routes;
mod trace;
mod trace_id;
mod unparsed;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::middleware::{Compress, from_fn};
use actix_web::{App as ActixApp, web};
use sigillo_app::App;
use sigillo_app::fair_slots::FairSlots;
use sigillo_app::jobs;
use sigillo_contract::service::ServiceInfo;

use assets::Assets;
use event_stream::{LogHead, StreamSettings, StreamSlots};
pub use unparsed::Connection;

/// The state that every handler has access to.
#[derive(Clone)]
pub struct Http {
    pub app: App,
    pub assets: Arc<dyn Assets>,
    pub settings: Arc<Settings>,
    /// Set when the server is asked to stop, so that long responses end.
    pub closing: Arc<AtomicBool>,
    /// The streams of events that are open.
    pub streams: Arc<StreamSlots>,
    /// The end of the history's log, for those streams.
    pub log_head: Arc<LogHead>,
    /// Limits how many uploaded files are read at once, as a whole and for each organisation.
    pub reading_files: Arc<FairSlots<jobs::ImportOwner>>,
}

impl Http {
    fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed)
    }
}

#[derive(Debug, Clone)]
pub struct Settings {
    /// Whether cookies are sent over https only: always, except on loopback.
    pub secure_cookie: bool,
    /// Whether the service listens on the loopback and does not know its public address.
    pub is_bare_loopback: bool,
    /// Proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<IpAddr>,
    pub info: ServiceInfo,
    pub streams: StreamSettings,
    /// The folder for large bodies while they are compared with the ones before.
    pub temporary_files: PathBuf,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            secure_cookie: false,
            is_bare_loopback: false,
            trusted_proxies: vec![],
            info: ServiceInfo::default(),
            streams: StreamSettings::default(),
            temporary_files: std::env::temp_dir(),
        }
    }
}

/// The whole service: API, documentation, pages.
pub fn service(
    http: Http,
) -> ActixApp<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    ActixApp::new()
        .app_data(web::Data::new(http))
        .wrap(Compress::default())
        .wrap(from_fn(head::answer))
        .wrap(from_fn(headers::add))
        .wrap(from_fn(trace::request))
        .configure(routes::mount)
        .configure(docs::mount)
        .configure(problem_pages::mount)
        .configure(mail_programs::mount)
        .default_service(web::route().to(assets::serve))
}
