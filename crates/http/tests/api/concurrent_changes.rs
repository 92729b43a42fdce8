//! Several changes of one resource at the same time.
//!
//! Without `If-Match` each change builds on the one before. With `If-Match` one succeeds and the
//! others are told that their version is stale. Only PostgreSQL runs them at the same time:
//! `SQLite` has one writer.

use serde_json::{Value, json};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";
/// Requests sent at the same time.
const REQUESTS: i64 = 6;

/// The statuses of requests sent at the same time, in order.
async fn statuses(
    app: &TestApp,
    by: &Account,
    (method, path): (&str, &str),
    body: impl Fn(i64) -> Value,
    if_match: Option<i64>,
) -> Vec<u16> {
    let requests = (0..REQUESTS).map(|place| {
        let request = app.request(method, path).by(by).json(&body(place));
        let request = match if_match {
            Some(version) => request.if_match(version),
            None => request,
        };
        request.send()
    });
    let answers = futures_util::future::join_all(requests).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    statuses
}

async fn version(app: &TestApp, by: &Account, path: &str) -> i64 {
    app.get(path).by(by).expect(200).await.body["version"].as_i64().expect("a version")
}

/// Changes a resource by PATCH several times at once, without and with `If-Match`.
async fn patched_at_once(app: &TestApp, by: &Account, path: &str, body: impl Fn(i64) -> Value) {
    let first = version(app, by, path).await;
    let without = statuses(app, by, ("PATCH", path), &body, None).await;
    assert_eq!(without, [200; 6], "{path}");
    let reached = version(app, by, path).await;
    assert_eq!(reached, first + REQUESTS, "{path}: no change is lost");
    let with = statuses(app, by, ("PATCH", path), |place| body(100 + place), Some(reached)).await;
    assert_eq!(with, [200, 412, 412, 412, 412, 412], "{path}");
    assert_eq!(version(app, by, path).await, reached + 1, "{path}");
}

on_both_engines! {
    async fn changes_of_an_organisation(app: TestApp) {
        let operator = app.operator("gestore").await;
        let path = format!("/api/v1/organizations/{}", app.organization("Regione Esempio").await);
        patched_at_once(&app, &operator, &path, |place| json!({"name": format!("Ente {place}")})).await;
    }

    async fn changes_of_a_plan(app: TestApp) {
        let operator = app.operator("gestore").await;
        let path = format!("/api/v1/plans/{}", app.plan("BASE", 1000, 0).await);
        patched_at_once(&app, &operator, &path, |place| json!({"inbox_mb": 2000 + place})).await;
    }

    async fn changes_of_a_reseller(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let path = format!("/api/v1/resellers/{}", app.reseller(domain.organization_id, "Rete").await);
        patched_at_once(&app, &rosa, &path, |place| json!({"name": format!("Rete {place}")})).await;
    }

    async fn changes_of_a_ticket(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let path = format!("/api/v1/tickets/{}", app.ticket(domain.organization_id, "Guasto").await.ticket.id);
        let priorities = ["low", "high"];
        // Each change differs from the one before, or it would be none.
        let first = version(&app, &rosa, &path).await;
        for place in 0..4 {
            let change = json!({"priority": priorities[place % 2]});
            app.patch(&path).by(&rosa).json(&change).expect(200).await;
        }
        assert_eq!(version(&app, &rosa, &path).await, first + 4);
        let statuses = statuses(&app, &rosa, ("PATCH", &path), |_| json!({"priority": "urgent"}), Some(first + 4)).await;
        assert_eq!(statuses, [200, 412, 412, 412, 412, 412]);
    }

    async fn changes_of_a_domain(app: TestApp) {
        let operator = app.operator("gestore").await;
        let path = format!("/api/v1/domains/{}", app.domain(DOMAIN).await.id);
        patched_at_once(&app, &operator, &path, |place| json!({"default_quota_mb": 2000 + place})).await;
    }

    async fn changes_of_an_account(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let anna = app.assistant("anna", &domain, &[Permission::View]).await;
        let path = format!("/api/v1/accounts/{}", anna.id);
        patched_at_once(&app, &rosa, &path, |place| json!({"display_name": format!("Anna {place}")})).await;
    }

    async fn changes_of_an_accounts_grants(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let anna = app.assistant("anna", &domain, &[]).await;
        let path = format!("/api/v1/accounts/{}", anna.id);
        // Each set differs from the one before it, whatever the order.
        let sets = [&["view"][..], &["view", "edit"], &["view", "create"], &["view", "cancel"],
            &["view", "export"], &["view", "disable"]];
        let grants = |place: i64| {
            let set = sets[usize::try_from(place % 100).unwrap()];
            json!({"grants": [{"domain": DOMAIN, "permissions": set}]})
        };
        let without = statuses(&app, &rosa, ("PATCH", &path), grants, None).await;
        assert_eq!(without, [200; 6]);
        let permissions = app.get(&path).by(&rosa).expect(200).await.body["grants"][0]["permissions"].clone();
        assert!(sets.iter().any(|set| json!(set) == permissions), "not one of the sets: {permissions}");
    }

    async fn changes_of_an_accounts_preferences(app: TestApp) {
        let rosa = app.operator("rosa").await;
        let path = "/api/v1/me/preferences";
        let columns = |place| json!({"lists": {"mailboxes": {"columns": [format!("c{place}")]}}});
        patched_at_once(&app, &rosa, path, columns).await;
    }

    async fn changes_of_a_view(app: TestApp) {
        let rosa = app.operator("rosa").await;
        let view = app.view(&rosa, "Vista", &json!({}), &json!({"shared": true})).await;
        let path = format!("/api/v1/views/{view}");
        patched_at_once(&app, &rosa, &path, |place| json!({"name": format!("Vista {place}")})).await;
    }

    async fn changes_of_a_holder(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let holder = app.holder(domain.organization_id, 1).await;
        let path = format!("/api/v1/holders/{}", holder.id);
        let name = |place: i64| format!("Zoe{}", "e".repeat(usize::try_from(place).unwrap()));
        let correction = |place| json!({"given_name": name(place % 90), "correction_reason": "Errore"});
        patched_at_once(&app, &rosa, &path, correction).await;
    }

    async fn changes_of_a_company(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let holder = app.holder(domain.organization_id, 1).await;
        let path = format!("/api/v1/companies/{}", app.company(holder.id, 1).await.company.id);
        patched_at_once(&app, &rosa, &path, |place| json!({"legal_name": format!("Prove {place}")})).await;
    }

    async fn changes_of_an_address_and_of_a_tie(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let holder = app.holder(domain.organization_id, 1).await;
        let street = app.holder_address(holder.id, "Via Nuova").await;
        let tie = app.company(holder.id, 1).await;
        for (path, field) in [
            (format!("/api/v1/holder-addresses/{}", street.id), "number"),
            (format!("/api/v1/holder-companies/{}", tie.id), "role"),
        ] {
            let body = |place: i64| json!({field: format!("n. {place}")});
            assert_eq!(statuses(&app, &rosa, ("PATCH", &path), body, None).await, [200; 6], "{path}");
            let body = |place: i64| json!({field: format!("n. {}", 100 + place)});
            let with = statuses(&app, &rosa, ("PATCH", &path), body, Some(1 + REQUESTS)).await;
            assert_eq!(with, [200, 412, 412, 412, 412, 412], "{path}");
        }
    }

    async fn changes_of_a_mailbox(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let path = format!("/api/v1/mailboxes/{}", app.mailbox(DOMAIN, "protocollo").await.id);
        patched_at_once(&app, &rosa, &path, |place| json!({"quota_mb": 2000 + place})).await;
    }

    async fn changes_of_a_job(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let file = "casella;e-mail di comunicazione\nanna;anna@example.org\n";
        let request = app.post(&format!("/api/v1/imports?domain={DOMAIN}")).by(&rosa);
        let job = request.raw("text/csv", file.into()).expect(202).await.body;
        let path = format!("/api/v1/jobs/{}", job["id"].as_str().expect("an id"));
        let mapping = format!("{path}/mapping");
        let columns = |_| json!({
            "columns": [{"field": "address"}, {"field": "communication_email"}],
        });
        let first = version(&app, &rosa, &path).await;
        assert_eq!(statuses(&app, &rosa, ("PATCH", &mapping), columns, None).await, [200; 6]);
        let reached = version(&app, &rosa, &path).await;
        assert_eq!(reached, first + REQUESTS, "no change is lost");
        let with = statuses(&app, &rosa, ("PATCH", &mapping), columns, Some(reached)).await;
        assert_eq!(with, [200, 412, 412, 412, 412, 412]);
    }
}
