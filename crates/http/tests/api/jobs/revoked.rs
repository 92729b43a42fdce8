//! Permissions withdrawn from an account while its job is running: the rows already done stay done,
//! and the next step is refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sigillo_app::{App, Clock, jobs};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, TestApp, on_both_engines};

use super::{DOMAIN, asked, counts, get, path, rows, setting, work};

/// A clock that advances with every reading, so that a worker's turn ends after one step.
struct RunningClock {
    base: Arc<dyn Clock>,
    looks: AtomicI32,
}

impl Clock for RunningClock {
    fn now(&self) -> DateTime<Utc> {
        self.base.now() + TimeDelta::milliseconds(50) * self.looks.fetch_add(1, Ordering::SeqCst)
    }
}

fn worker(app: &TestApp) -> App {
    let clock = RunningClock { base: app.clock.clone(), looks: AtomicI32::new(0) };
    App { clock: Arc::new(clock), ..app.app.clone() }
}

/// Confirms a job and runs one step of it.
async fn begun(app: &TestApp, worker: &App, by: &Account, job: &Value) {
    app.post(&format!("{}/run", path(job))).by(by).json(&json!({})).expect(202).await;
    assert_eq!(jobs::work(worker).await.expect("a turn"), 1);
}

async fn finished(app: &TestApp, worker: &App, by: &Account, job: &Value) -> Value {
    while jobs::work(worker).await.expect("a turn") > 0 {}
    get(app, by, job).await
}

/// Creates sixty mailboxes and a job of the assistant that disables them.
async fn bulk_change(app: &TestApp) -> (Account, Account, Value) {
    let names: Vec<String> = (0..60).map(|place| format!("casella{place}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (domain, rosa) = setting(app, &names).await;
    let ugo = app.assistant("ugo", &domain, &[Permission::View, Permission::Disable]).await;
    let job = asked(app, &ugo, json!({"action": "disable"}), "active", 60).await;
    (rosa, ugo, job)
}

/// Uploads a file of three hundred rows as a job of the assistant that creates mailboxes from them.
async fn import(app: &TestApp) -> (Account, Account, Value) {
    let (domain, rosa) = setting(app, &[]).await;
    let ugo = app.assistant("ugo", &domain, &[Permission::View, Permission::Create]).await;
    let line = |place| format!("casella{place};u{place}@example.org\n");
    let lines: String = (0..300).map(line).collect();
    let file = format!("casella;e-mail di comunicazione\n{lines}");
    let request = app.post(&format!("/api/v1/imports?domain={DOMAIN}")).by(&ugo);
    let job = request.raw("text/csv", file.into_bytes()).expect(202).await.body;
    work(app).await;
    (rosa, ugo, job)
}

async fn change(app: &TestApp, by: &Account, account: &Account, body: Value) {
    app.patch(&format!("/api/v1/accounts/{}", account.id)).by(by).json(&body).expect(200).await;
}

fn only_view() -> Value {
    json!({"grants": [{"domain": DOMAIN, "permissions": ["view"]}]})
}

fn outcome(job: &Value) -> (Option<&str>, Option<&str>) {
    (job["state"].as_str(), job["problem"].as_str())
}

on_both_engines! {
    async fn the_remaining_rows_fail_when_the_permission_is_withdrawn(app: TestApp) {
        let (rosa, ugo, job) = bulk_change(&app).await;
        let worker = worker(&app);
        begun(&app, &worker, &ugo, &job).await;
        assert_eq!(counts(&get(&app, &ugo, &job).await), [0, 10, 0, 0, 50]);
        change(&app, &rosa, &ugo, only_view()).await;
        let job = finished(&app, &worker, &ugo, &job).await;
        assert_eq!((outcome(&job), counts(&job)), ((Some("finished"), None), [0, 0, 0, 10, 50]));
        assert_eq!(rows(&app, &ugo, &job).await[59], "casella9 failed forbidden");
    }

    async fn the_remaining_rows_are_not_found_when_the_domain_is_out_of_scope(app: TestApp) {
        let (rosa, ugo, job) = bulk_change(&app).await;
        let worker = worker(&app);
        begun(&app, &worker, &ugo, &job).await;
        change(&app, &rosa, &ugo, json!({"grants": []})).await;
        let job = finished(&app, &worker, &rosa, &job).await;
        assert_eq!(counts(&job), [0, 0, 0, 10, 50]);
        assert_eq!(rows(&app, &rosa, &job).await[59], "casella9 failed not_found");
    }

    async fn the_job_stops_when_its_account_is_disabled(app: TestApp) {
        let (rosa, ugo, job) = bulk_change(&app).await;
        let worker = worker(&app);
        begun(&app, &worker, &ugo, &job).await;
        change(&app, &rosa, &ugo, json!({"state": "disabled"})).await;
        let job = finished(&app, &worker, &rosa, &job).await;
        assert_eq!((outcome(&job), counts(&job)), ((Some("failed"), Some("forbidden")), [0, 10, 0, 0, 50]));
    }

    async fn an_import_stops_when_the_permission_is_withdrawn(app: TestApp) {
        for (taken, name) in [(only_view(), "view"), (json!({"grants": []}), "nothing")] {
            let app = TestApp::on(app.engine()).await;
            let (rosa, ugo, job) = import(&app).await;
            let worker = worker(&app);
            begun(&app, &worker, &ugo, &job).await;
            change(&app, &rosa, &ugo, taken).await;
            let job = finished(&app, &worker, &rosa, &job).await;
            let expected = ((Some("failed"), Some("forbidden")), [0, 50, 0, 0, 250]);
            assert_eq!((outcome(&job), counts(&job)), expected, "{name}");
        }
    }

    async fn a_job_is_out_of_sight_with_its_domain(app: TestApp) {
        for import_file in [true, false] {
            let app = TestApp::on(app.engine()).await;
            let (rosa, ugo, job) = if import_file { import(&app).await } else { bulk_change(&app).await };
            let organization = app.get("/api/v1/domains").by(&rosa).expect(200).await.body["items"][0]["organization_id"].clone();
            let other = app.domain_of(organization.as_str().unwrap().parse().unwrap(), "altra.example.it").await;
            let paths = ["", "/rows", "/failures?format=csv", "/events"].map(|end| format!("{}{end}", path(&job)));
            let listed = async |by: &Account| {
                app.get("/api/v1/jobs?count=exact").by(by).expect(200).await.body["total"].clone()
            };
            assert_eq!(listed(&ugo).await, 1);
            change(&app, &rosa, &ugo, json!({"grants": [{"domain": other.name, "permissions": ["view", "create"]}]})).await;
            for path in &paths {
                assert_eq!(app.get(path).by(&ugo).send().await.status, 404, "{path}");
            }
            app.post(&format!("{}/run", path(&job))).by(&ugo).json(&json!({})).expect(404).await;
            app.post(&format!("{}/cancel", path(&job))).by(&ugo).expect(404).await;
            assert_eq!(listed(&ugo).await, 0);
            // The postmaster still sees it, and so does the assistant who is let in again.
            assert_eq!(listed(&rosa).await, 1);
            change(&app, &rosa, &ugo, only_view()).await;
            assert_eq!(listed(&ugo).await, 1);
            app.get(&paths[1]).by(&ugo).expect(200).await;
        }
    }
}
