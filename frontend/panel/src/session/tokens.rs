//! The access token, which is kept only in memory, and its renewal with the refresh cookie.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;

use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::RefreshSession;
use sigillo_domain::Code;

use super::lock;
use crate::api::{self, AccessTokens, Renewal};

thread_local! {
    static TOKEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

fn token() -> Option<String> {
    TOKEN.with_borrow(Clone::clone)
}

pub(super) fn set_token(token: Option<String>) {
    TOKEN.set(token);
}

/// The access tokens of the signed-in account.
pub struct AccountTokens;

impl AccessTokens for AccountTokens {
    fn may_send(&self) -> bool {
        !super::is_of_another_person()
    }

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

/// Renews the session, unless this tab has already renewed it since `expired` was used. Only one
/// tab renews at a time, because a refresh token that is used twice ends the session.
pub(super) async fn renew(expired: Option<String>) -> Renewal {
    lock::alone("sigillo-renewal", async move {
        if super::is_of_another_person() {
            return Renewal::AnotherPerson;
        }
        if token() != expired {
            return Renewal::Done;
        }
        match api::send::<RefreshSession>((), &Nothing {}, None).await {
            Ok(session) if super::belongs_to_page(&session.account) => {
                set_token(Some(session.access_token));
                Renewal::Done
            }
            Ok(session) => {
                super::stop_for(session.account);
                Renewal::AnotherPerson
            }
            // Only a refusal ends the session; after a server error, a later attempt may succeed.
            Err(error) if error.is_unauthenticated() || error.is(Code::AccountNotEnabled) => {
                Renewal::Refused
            }
            Err(error) => Renewal::Failed(error),
        }
    })
    .await
}
