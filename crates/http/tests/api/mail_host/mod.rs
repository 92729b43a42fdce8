//! The mail host: effects of changes, measurements, the check.

mod check;
mod effects;
mod preservation;
mod traffic;
mod usage;

use chrono::TimeDelta;
use serde_json::Value;
use sigillo_adapters::clock::SystemClock;
use sigillo_app::{Clock, mail_host};
use sigillo_domain::id::MailboxId;
use sigillo_domain::storage_key::StorageKey;
use sigillo_testkit::{TestApp, TestMailHost};

const DOMAIN: &str = "pec.example.it";
const ADDRESS: &str = "protocollo@pec.example.it";
const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// Sets up a panel with a mail host. The clock shows the present time, as does the database, which
/// decides whether a password has expired.
async fn panel(app: &mut TestApp) -> TestMailHost {
    app.clock.set(SystemClock.now());
    app.domain(DOMAIN).await;
    app.operator("rosa").await;
    app.mail_host()
}

/// Sends a request of an operator, in a new session.
async fn get(app: &TestApp, path: &str) -> Value {
    app.get(path).by(&app.sign_in("rosa").await).expect(200).await.body
}

/// The status as it is a part of other answers.
fn without_logs(mut status: Value) -> Value {
    status["logs"] = Value::Null;
    status["preservation"] = Value::Null;
    status
}

/// Tries the effects that are due; returns how many there were.
async fn carry_out(app: &TestApp) -> usize {
    mail_host::carry_out(&app.app, 10).await.unwrap()
}

async fn poll(app: &TestApp) -> usize {
    mail_host::poll(&app.app, MINUTE, std::future::pending()).await.unwrap()
}

/// The name of a mailbox's store.
async fn store(app: &TestApp, id: MailboxId) -> StorageKey {
    let mut on = app.app.db.read().await.unwrap();
    sigillo_storage::mailboxes::storage_key(&mut on, id).await.unwrap().unwrap()
}
