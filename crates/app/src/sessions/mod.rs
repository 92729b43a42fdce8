//! Sessions: signing in, renewing, signing out.

mod authenticate;
mod change_password;
mod hs256;
mod me;
mod purge;
mod refresh;
mod sign_in;
mod sign_out;
pub mod token;

pub use authenticate::{authenticate, check_open};
pub use change_password::change_password;
pub use me::me;
pub use purge::purge;
pub use refresh::refresh;
pub use sign_in::sign_in;
pub use sign_out::sign_out;

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_contract::session::Session;
use sigillo_domain::id::SessionId;
use sigillo_storage::accounts::NamedAccount;
use sigillo_storage::{Tx, sessions};

use crate::error::AppError;
use crate::{App, accounts, secret};

/// How long a session lasts without being used.
const IDLE: TimeDelta = TimeDelta::hours(12);
/// The longest lifetime of a session, however much it is used.
const LONGEST: TimeDelta = TimeDelta::days(7);

/// A session that was opened or renewed, and the refresh token for the cookie.
pub struct Opened {
    pub session: Session,
    pub refresh_token: String,
    /// The lifetime of the cookie.
    pub refresh_expires_in: TimeDelta,
}

fn runs_until(opened_at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    (now + IDLE).min(opened_at + LONGEST)
}

/// Issues the next pair of tokens of a session.
async fn issue(
    app: &App,
    tx: &mut Tx,
    session_id: SessionId,
    named: NamedAccount,
    until: DateTime<Utc>,
) -> Result<Opened, AppError> {
    let now = app.now();
    let refresh_token = secret::draw(&*app.entropy);
    sessions::add_token(tx, session_id, &secret::hash(&refresh_token), now).await?;
    let access_token = app.access_tokens.issue(named.account.id, session_id, now)?;
    let account = accounts::shown(tx, named).await?;
    let session =
        Session { access_token, expires_in: token::ACCESS_LIFETIME.num_seconds(), account };
    Ok(Opened { session, refresh_token, refresh_expires_in: until - now })
}
