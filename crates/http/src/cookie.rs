//! The cookies: the refresh token of the panel, the session of a mailbox's user, and the mark of a
//! device that signed in before.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use chrono::TimeDelta;
use sigillo_app::DEVICE_LIFETIME;

/// A cookie of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ApiCookie {
    Refresh,
    Mailbox,
    Device,
}

impl ApiCookie {
    /// The name. Over https it begins with `__Host-`: browsers then take the cookie from this host
    /// alone, not from another one of the same domain, and send it nowhere else.
    pub const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Refresh, true) => "__Host-sigillo_refresh",
            (Self::Refresh, false) => "sigillo_refresh",
            (Self::Mailbox, true) => "__Host-sigillo_mailbox",
            (Self::Mailbox, false) => "sigillo_mailbox",
            (Self::Device, true) => "__Host-sigillo_device",
            (Self::Device, false) => "sigillo_device",
        }
    }

    /// Where the cookie is sent. The prefix `__Host-` allows no path but the root; without it, only
    /// the operations that use or end the cookie get it.
    const fn path(self, secure: bool) -> &'static str {
        match (self, secure) {
            (_, true) | (Self::Device, false) => "/",
            (Self::Refresh, false) => "/api/v1/sessions",
            (Self::Mailbox, false) => "/api/v1/own-mailbox",
        }
    }

    /// The value that a request carries.
    pub fn of(self, request: &HttpRequest, secure: bool) -> Option<String> {
        request.cookie(self.name(secure)).map(|cookie| cookie.value().to_owned())
    }

    pub fn set(self, value: &str, keep: TimeDelta, secure: bool) -> Cookie<'static> {
        Cookie::build(self.name(secure), value.to_owned())
            .path(self.path(secure))
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(secure)
            .max_age(Duration::seconds(keep.num_seconds()))
            .finish()
    }

    pub fn remove(self, secure: bool) -> Cookie<'static> {
        let mut cookie = self.set("", TimeDelta::zero(), secure);
        cookie.make_removal();
        cookie
    }
}

/// Marks the device as one that signed in before.
pub(crate) fn device(value: &str, secure: bool) -> Cookie<'static> {
    ApiCookie::Device.set(value, DEVICE_LIFETIME, secure)
}
