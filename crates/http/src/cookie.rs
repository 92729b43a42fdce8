//! The cookies: one carries the refresh token of the panel, one the session of a mailbox's user.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use chrono::TimeDelta;

pub(crate) const REFRESH: &str = "sigillo_refresh";
/// Sent nowhere but where it is traded or given up.
const REFRESH_PATH: &str = "/api/v1/sessions";
pub(crate) const MAILBOX: &str = "sigillo_mailbox";
/// Sent nowhere but to one's own mailbox.
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

/// Takes the refresh token back.
pub(crate) fn no_refresh(secure: bool) -> Cookie<'static> {
    gone(refresh("", TimeDelta::zero(), secure))
}

/// Takes the session of a mailbox's user back.
pub(crate) fn no_mailbox(secure: bool) -> Cookie<'static> {
    gone(mailbox("", TimeDelta::zero(), secure))
}

fn gone(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.make_removal();
    cookie
}
