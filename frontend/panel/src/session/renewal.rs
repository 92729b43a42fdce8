//! The access token, held in memory alone, and its renewal through the refresh cookie.

use std::cell::RefCell;

use sigillo_contract::operation::{NoQuery, Nothing};
use sigillo_contract::operations::RefreshSession;
use sigillo_contract::session::Session;
use sigillo_domain::Code;

use super::wire::{self, Request};
use super::{ApiError, lock};
use crate::session;

thread_local! {
    static TOKEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

pub fn token() -> Option<String> {
    TOKEN.with_borrow(Clone::clone)
}

pub fn set_token(token: String) {
    TOKEN.set(Some(token));
}

pub fn forget_token() {
    TOKEN.set(None);
}

/// How an attempt to renew the session went.
pub enum Renewal {
    Done,
    /// There is no session to renew.
    Refused,
    Unreachable,
}

/// Renews the session, unless somebody else in this tab has done it since `stale` was in use. Only
/// one tab renews at a time: a refresh token used twice would end the session.
pub async fn renew(stale: Option<String>) -> Renewal {
    lock::alone("sigillo-renewal", async move {
        if token() != stale {
            return Renewal::Done;
        }
        match renewed().await {
            Ok(session) => {
                set_token(session.access_token);
                Renewal::Done
            }
            Err(ApiError::Unreachable) => Renewal::Unreachable,
            // Only a plain no ends the session; a server in trouble may say yes a moment later.
            Err(error) if error.is_unauthenticated() || error.is(Code::AccountNotEnabled) => {
                Renewal::Refused
            }
            Err(_) => Renewal::Unreachable,
        }
    })
    .await
}

async fn renewed() -> Result<Session, ApiError> {
    let request = Request::of::<RefreshSession>(&(), &NoQuery {}, &Nothing {}, None)?;
    let outcome = request.send(None).await;
    session::note_reachable(!matches!(outcome, Err(ApiError::Unreachable)));
    wire::parsed(&outcome?.accepted().await?.text().await?)
}
