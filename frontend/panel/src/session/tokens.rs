//! The access token, kept in memory only, and its renewal with the refresh cookie.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;

use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::RefreshSession;
use sigillo_domain::Code;

use super::lock;
use crate::api::{self, AccessTokens, ApiError, Renewal};

thread_local! {
    static TOKEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

fn token() -> Option<String> {
    TOKEN.with_borrow(Clone::clone)
}

pub(super) fn set_token(token: Option<String>) {
    TOKEN.set(token);
}

/// The tokens of the account that is signed in.
pub struct AccountTokens;

impl AccessTokens for AccountTokens {
    fn current(&self) -> Option<String> {
        token()
    }

    fn renew(&self, expired: Option<String>) -> Pin<Box<dyn Future<Output = Renewal>>> {
        Box::pin(renew(expired))
    }

    fn session_ended(&self) -> Pin<Box<dyn Future<Output = bool>>> {
        super::mark_ended();
        Box::pin(super::signed_in_again())
    }
}

/// Renews the session, unless that has been done in this tab since `expired` was in use. Only one tab
/// renews at a time: a refresh token that is used twice would end the session.
pub(super) async fn renew(expired: Option<String>) -> Renewal {
    lock::alone("sigillo-renewal", async move {
        if token() != expired {
            return Renewal::Done;
        }
        match api::send::<RefreshSession>((), &Nothing {}, None).await {
            Ok(session) => {
                set_token(Some(session.access_token));
                Renewal::Done
            }
            // Only a refusal ends the session; a server in trouble may renew it a moment later.
            Err(error) if error.is_unauthenticated() || error.is(Code::AccountNotEnabled) => {
                Renewal::Refused
            }
            Err(ApiError::Unreachable | ApiError::SessionEnded | ApiError::Refused(_)) => {
                Renewal::Unreachable
            }
        }
    })
    .await
}
