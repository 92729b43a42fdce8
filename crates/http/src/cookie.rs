//! The cookies: one for the refresh token of the panel, one for the session of a mailbox's user.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use chrono::TimeDelta;

pub(crate) const REFRESH: &str = "sigillo_refresh";
/// The cookie is sent only to the operations that use or end it.
const REFRESH_PATH: &str = "/api/v1/sessions";
pub(crate) const MAILBOX: &str = "sigillo_mailbox";
/// The cookie is sent only to the operations on the user's mailbox.
const MAILBOX_PATH: &str = "/api/v1/own-mailbox";

pub(crate) fn refresh(token: &str, keep: TimeDelta, secure: bool) -> Cookie<'static> {
    cookie(REFRESH, REFRESH_PATH, token, keep, secure)
}

pub(crate) fn mailbox(token: &str, keep: TimeDelta, secure: bool) -> Cookie<'static> {
    cookie(MAILBOX, MAILBOX_PATH, token, keep, secure)
}

fn cookie(
    name: &'static str,
    path: &'static str,
    value: &str,
    keep: TimeDelta,
    secure: bool,
) -> Cookie<'static> {
    Cookie::build(name, value.to_owned())
        .path(path)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .max_age(Duration::seconds(keep.num_seconds()))
        .finish()
}

/// Removes the refresh token.
pub(crate) fn remove_refresh(secure: bool) -> Cookie<'static> {
    removed(refresh("", TimeDelta::zero(), secure))
}

/// Removes the session of a mailbox's user.
pub(crate) fn remove_mailbox(secure: bool) -> Cookie<'static> {
    removed(mailbox("", TimeDelta::zero(), secure))
}

fn removed(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.make_removal();
    cookie
}
