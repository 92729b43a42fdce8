//! The HTTP server on its port.
//!
//! It is put together as `actix_web::HttpServer` does it, with [`Connection`] between the socket and
//! the parser.

use std::future::ready;
use std::io;
use std::net::SocketAddr;
use std::num::NonZero;
use std::thread::available_parallelism;
use std::time::Duration;

use actix_http::HttpService;
use actix_server::Server;
use actix_service::{IntoServiceFactory, ServiceFactoryExt, fn_service, map_config};
use actix_web::dev::AppConfig;
use sigillo_http::{Connection, Http, service};
use socket2::SockRef;
use tokio::net::TcpStream;

/// How long a client may take to send the head of a request.
const SLOWEST_REQUEST: Duration = Duration::from_secs(10);
/// How long an idle connection is kept: longer than proxies commonly keep theirs (60 s), so that
/// this end never closes a connection while a request is on its way.
const IDLE_CONNECTION: Duration = Duration::from_secs(75);
/// How long requests in flight may take to finish after SIGTERM, in seconds.
const LAST_REQUESTS: u64 = 30;
/// How long a client may go on sending a body that was refused. If it were cut off at once, it
/// would see a broken connection instead of the refusal.
const REFUSED_BODY: Duration = Duration::from_secs(10);
/// How long a client may read nothing of its response, which occupies memory and, for an export, a
/// place in a queue.
const UNREAD: Duration = Duration::from_secs(30);

/// Starts listening. The server runs once it is awaited.
pub fn bind(address: SocketAddr, http: &Http) -> io::Result<Server> {
    let threads = available_parallelism().map_or(1, NonZero::get);
    let http = http.clone();
    let server = Server::build().workers(threads).shutdown_timeout(LAST_REQUESTS).disable_signals();
    let stopping = server.graceful_shutdown_signal();
    let of_thread = move || {
        let mut http = http.clone();
        http.app.db = http.app.db.for_thread(threads);
        let stopping = stopping.clone();
        let connected = http.clone();
        let app = service(http).into_factory().map_err(|error| error.error_response());
        let protocol = HttpService::build()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .keep_alive(IDLE_CONNECTION)
            .client_request_timeout(SLOWEST_REQUEST)
            .client_disconnect_timeout(REFUSED_BODY)
            .h1(map_config(app, |()| AppConfig::default()));
        fn_service(move |stream: TcpStream| {
            limit(&stream);
            let peer = stream.peer_addr().ok();
            ready(Ok((Connection::new(stream, connected.clone()), peer)))
        })
        .and_then(protocol)
    };
    Ok(server.bind("http", address, of_thread)?.run())
}

/// Sets the options of a connection. Setting them fails when the client is gone already.
fn limit(stream: &TcpStream) {
    // Without it, the last piece of a compressed response would wait 40 ms for the client's
    // acknowledgement of the one before.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection is slower than it could be");
    }
    // The operating system knows how long a client has not been reading; the libraries above have
    // no such timeout.
    #[cfg(target_os = "linux")]
    if let Err(error) = SockRef::from(stream).set_tcp_user_timeout(Some(UNREAD)) {
        tracing::debug!(%error, "a connection is without its limit");
    }
}
