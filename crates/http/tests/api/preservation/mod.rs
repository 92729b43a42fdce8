//! The archive of receipts: packages, verification, settings and disposal.

mod disposals;
mod packages;
mod settings;
mod tampering;

use chrono::TimeDelta;
use sigillo_app::history::Request;
use sigillo_app::preservation;
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::id::OrganizationId;
use sigillo_storage::packages::Package;
use sigillo_storage::receipt_archives::Verification;
use sigillo_testkit::TestApp;

/// An organisation with a mailbox.
async fn archive(app: &TestApp, name: &str) -> (OrganizationId, Mailbox) {
    let domain = app.domain(&format!("{name}.example.it")).await;
    let mailbox = app.mailbox(&domain.name, "ada").await;
    (domain.organization_id, mailbox)
}

/// The packages of an organisation, by their numbers.
async fn packages(app: &TestApp, id: OrganizationId) -> Vec<Package> {
    let mut on = app.app.db.read().await.unwrap();
    sigillo_storage::packages::after(&mut on, id, 0, 1000).await.unwrap()
}

/// Stores `count` receipts and closes a package of them.
async fn package_of(app: &TestApp, id: OrganizationId, mailbox: &Mailbox, count: usize) -> Package {
    for _ in 0..count {
        app.receipt(mailbox).await;
    }
    assert!(app.close_package(id).await, "there is something to close");
    app.clock.advance(TimeDelta::minutes(1));
    packages(app, id).await.pop().expect("a package")
}

/// What a verification finds: each problem with its package.
async fn problems(app: &TestApp, id: OrganizationId) -> Vec<(String, Option<i64>)> {
    let found = verification(app, id).await;
    found.report.iter().map(|one| (one.kind.to_string(), one.package)).collect()
}

async fn verification(app: &TestApp, id: OrganizationId) -> Verification {
    preservation::archive::verify(&app.app, id).await.expect("a verification")
}

async fn assert_history(app: &TestApp) {
    let verified = sigillo_app::history::verify(&app.app.db, &Request::default()).await.unwrap();
    assert!(verified.is_ok(), "{verified:?}");
}
