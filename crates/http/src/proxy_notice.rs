//! A notice for whoever forgot to say that a proxy speaks TLS before the panel.

use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::dev::ServiceRequest;

use crate::Http;

/// Headers that proxies add.
const OF_PROXIES: [&str; 4] =
    ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded"];

/// Warns, once, if a proxy passes requests on to a panel that listens on the loopback and does not
/// know its public address. It would take its visitors for local ones, whose cookies need no TLS.
pub(crate) fn warn_once(request: &ServiceRequest, http: &Http) {
    static WARNED: AtomicBool = AtomicBool::new(false);
    let came_by_proxy = || OF_PROXIES.iter().any(|name| request.headers().contains_key(*name));
    if http.settings.is_bare_loopback && came_by_proxy() && !WARNED.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            "a proxy passes requests on, and SIGILLO_PUBLIC_URL is not set: cookies are not limited \
             to https, and links in messages point to the loopback"
        );
    }
}
