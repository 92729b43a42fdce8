//! Requests to the whole HTTP service within this process.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use actix_web::cookie::Cookie;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, HeaderName};
use actix_web::test::{TestRequest, init_service};
use actix_web::web::Bytes;
use serde_json::Value;
use sigillo_app::App;
use sigillo_contract::service::ServiceInfo;
use sigillo_http::assets::{Assets, NoAssets};
use sigillo_http::event_stream::{StreamSettings, StreamSlots};
use sigillo_http::{Http, Settings, service};

use crate::{Account, TestApp, User, document};

/// A request being built.
pub struct Client {
    server: App,
    request: TestRequest,
    settings: Settings,
    assets: Arc<dyn Assets>,
    streams: Arc<StreamSlots>,
    closing: Arc<AtomicBool>,
}

/// A response.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: actix_web::http::header::HeaderMap,
    pub bytes: Bytes,
    /// Null when the body is not JSON.
    pub body: Value,
}

impl TestApp {
    pub fn request(&self, method: &str, path: &str) -> Client {
        let method = method.parse().expect("a method");
        let peer = SocketAddr::from(([198, 51, 100, 7], 4000));
        Client {
            server: self.app.clone(),
            request: TestRequest::with_uri(path).method(method).peer_addr(peer),
            settings: Settings {
                info: ServiceInfo::default(),
                // A stream ends after what is there already, unless a test wants to wait for more.
                streams: StreamSettings { lifetime: Duration::ZERO, ..StreamSettings::default() },
                ..Settings::default()
            },
            assets: Arc::new(NoAssets),
            streams: Arc::default(),
            closing: Arc::default(),
        }
    }

    pub fn get(&self, path: &str) -> Client {
        self.request("GET", path)
    }

    pub fn post(&self, path: &str) -> Client {
        self.request("POST", path)
    }

    pub fn patch(&self, path: &str) -> Client {
        self.request("PATCH", path)
    }

    pub fn delete(&self, path: &str) -> Client {
        self.request("DELETE", path)
    }
}

impl Client {
    #[must_use]
    pub fn by(self, account: &Account) -> Self {
        self.header("authorization", &format!("Bearer {}", account.access_token))
    }

    #[must_use]
    pub fn by_user(self, user: &User) -> Self {
        self.cookie("sigillo_mailbox", &user.token)
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a header's name");
        self.request = self.request.insert_header((name, value));
        self
    }

    /// Adds a header even if one of the same name exists.
    #[must_use]
    pub fn another(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a header's name");
        self.request = self.request.append_header((name, value));
        self
    }

    #[must_use]
    pub fn if_match(self, version: i64) -> Self {
        self.header("if-match", &format!("\"{version}\""))
    }

    #[must_use]
    pub fn from(mut self, peer: SocketAddr) -> Self {
        self.request = self.request.peer_addr(peer);
        self
    }

    #[must_use]
    pub fn cookie(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.cookie(Cookie::new(name.to_owned(), value.to_owned()));
        self
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.raw("application/json", body.to_string().into_bytes())
    }

    #[must_use]
    pub fn raw(mut self, content_type: &str, body: Vec<u8>) -> Self {
        self.request =
            self.request.insert_header((header::CONTENT_TYPE, content_type)).set_payload(body);
        self
    }

    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    #[must_use]
    pub fn assets(mut self, assets: Arc<dyn Assets>) -> Self {
        self.assets = assets;
        self
    }

    /// Lets streams of events stay open for this long.
    #[must_use]
    pub fn listening(mut self, lifetime: Duration) -> Self {
        self.settings.streams.lifetime = lifetime;
        self.settings.streams.poll = Duration::from_millis(20);
        self
    }

    /// Sends a comment in a stream of events after this long without an event.
    #[must_use]
    pub fn heartbeat(mut self, heartbeat: Duration) -> Self {
        self.settings.streams.heartbeat = heartbeat;
        self
    }

    /// Counts streams of events together with those of other requests.
    #[must_use]
    pub fn streams(mut self, streams: &Arc<StreamSlots>) -> Self {
        self.streams = streams.clone();
        self
    }

    /// Ends long responses once this is set, as a server does that is asked to stop.
    #[must_use]
    pub fn closing(mut self, closing: &Arc<AtomicBool>) -> Self {
        self.closing = closing.clone();
        self
    }

    pub async fn send(self) -> Answer {
        let (request, response) = self.respond().await.into_parts();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = actix_web::body::to_bytes(response.into_body()).await;
        let bytes = body.unwrap_or_default();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        let answer = Answer { status, headers, bytes, body };
        document::check_link(request.method().as_str(), request.path(), &answer);
        document::check_events(request.method().as_str(), request.path(), &answer);
        answer
    }

    /// Sends the request and leaves the body unread.
    pub async fn open(self) -> actix_web::HttpResponse {
        self.respond().await.into_parts().1
    }

    /// Sends, and checks the response against the document.
    async fn respond(self) -> ServiceResponse {
        let http = Http {
            app: self.server,
            assets: self.assets,
            settings: Arc::new(self.settings),
            closing: self.closing,
            streams: self.streams,
            log_head: Arc::default(),
            reading_files: Arc::new(sigillo_app::jobs::import_slots()),
        };
        let service = init_service(service(http)).await;
        let response = actix_web::test::call_service(&service, self.request.to_request()).await;
        let response = response.map_into_boxed_body();
        let request = response.request();
        document::check(request.method().as_str(), request.path(), response.response());
        response
    }

    /// Sends the request to another server on the same database.
    #[must_use]
    pub fn on(mut self, server: sigillo_app::App) -> Self {
        self.server = server;
        self
    }

    /// Sends the request and expects a status; the failure message shows the body.
    #[track_caller]
    pub fn expect(self, status: u16) -> impl Future<Output = Answer> {
        let caller = std::panic::Location::caller();
        async move {
            let answer = self.send().await;
            assert_eq!(answer.status, status, "at {caller}: {}", answer.body);
            answer
        }
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The next page according to the `Link` header.
    pub fn next_page(&self) -> Option<String> {
        let (target, _) = self.header("link")?.strip_prefix('<')?.split_once('>')?;
        Some(target.to_owned())
    }

    /// The problem's code.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// `pointer code` for each refused field.
    pub fn faults(&self) -> Vec<String> {
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        let fault = |error: Value| {
            let text = |key: &str| error[key].as_str().unwrap_or_default().to_owned();
            format!("{} {}", text("pointer"), text("code"))
        };
        errors.into_iter().map(fault).collect()
    }

    /// A cookie that the response sets.
    pub fn set_cookie(&self, name: &str) -> Option<Cookie<'static>> {
        let cookies = self.headers.get_all(header::SET_COOKIE);
        let mut cookies = cookies.filter_map(|value| value.to_str().ok());
        cookies.find_map(|text| {
            let cookie = Cookie::parse(text.to_owned()).ok()?;
            (cookie.name() == name).then_some(cookie)
        })
    }
}
