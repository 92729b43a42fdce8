//! The cookie that carries the refresh token.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use chrono::TimeDelta;

pub(crate) const NAME: &str = "sigillo_refresh";
/// Sent nowhere but where it is traded or given up.
const PATH: &str = "/api/v1/sessions";

pub(crate) fn refresh(token: &str, keep: TimeDelta, secure: bool) -> Cookie<'static> {
    Cookie::build(NAME, token.to_owned())
        .path(PATH)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .max_age(Duration::seconds(keep.num_seconds()))
        .finish()
}

/// Takes the cookie back.
pub(crate) fn gone(secure: bool) -> Cookie<'static> {
    let mut cookie = refresh("", TimeDelta::zero(), secure);
    cookie.make_removal();
    cookie
}
