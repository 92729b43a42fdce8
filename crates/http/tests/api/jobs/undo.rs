//! Undoing a job: a job of its own, with a dry run.

use serde_json::{Value, json};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, TestApp, on_both_engines};

use super::{asked, counts, get, mailbox, path, rows, run, setting, work};

async fn undo(app: &TestApp, by: &Account, job: &Value) -> Value {
    let made = app.post(&format!("{}/undo", path(job))).by(by).expect(202).await.body;
    work(app).await;
    get(app, by, &made).await
}

/// Changes the quota of all active mailboxes and returns the finished job.
async fn enlarged(app: &TestApp, by: &Account, count: i64) -> Value {
    let change = json!({"action": "update", "quota_mb": 3000});
    let job = asked(app, by, change, "active", count).await;
    run(app, by, &job, json!({})).await
}

async fn patch(app: &TestApp, by: &Account, name: &str, body: Value) {
    let id = mailbox(app, by, name).await["id"].as_str().unwrap().to_owned();
    app.patch(&format!("/api/v1/mailboxes/{id}")).by(by).json(&body).expect(200).await;
}

on_both_engines! {
    async fn a_bulk_change_is_undone_after_a_dry_run(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna", "bruno"]).await;
        patch(&app, &rosa, "bruno", json!({"quota_mb": 1500, "soft_limit_mb": 900})).await;
        let job = enlarged(&app, &rosa, 2).await;
        let undoing = undo(&app, &rosa, &job).await;
        assert_eq!((&undoing["kind"], &undoing["undoes"]), (&json!("undo"), &job["id"]));
        assert_eq!((undoing["state"].as_str(), counts(&undoing)), (Some("ready"), [0, 2, 0, 0, 0]));
        assert_eq!(mailbox(&app, &rosa, "bruno").await["quota_mb"], 3000, "only a dry run");
        let page = app.get(&format!("{}/rows", path(&undoing))).by(&rosa).expect(200).await.body;
        let changes = json!([
            {"field": "quota_mb", "before": 3000, "after": 1500},
            {"field": "soft_limit_mb", "before": 2400, "after": 900},
        ]);
        assert_eq!(page["items"][1]["changes"], changes);

        let undoing = run(&app, &rosa, &undoing, json!({})).await;
        assert_eq!(counts(&undoing), [0, 0, 0, 0, 2]);
        let bruno = mailbox(&app, &rosa, "bruno").await;
        assert_eq!((&bruno["quota_mb"], &bruno["soft_limit_mb"]), (&json!(1500), &json!(900)));
        let id = bruno["id"].as_str().unwrap();
        let history = app.get(&format!("/api/v1/mailboxes/{id}/history")).by(&rosa).expect(200).await;
        assert_eq!(history.body["items"][0]["actor"]["name"], "rosa");
        assert_eq!(history.body["items"][0]["action"], "updated");
    }

    async fn what_changed_since_is_left_alone(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna", "bruno", "carla", "dario"]).await;
        let job = enlarged(&app, &rosa, 4).await;
        patch(&app, &rosa, "anna", json!({"quota_mb": 5000})).await;
        let bruno = mailbox(&app, &rosa, "bruno").await["id"].as_str().unwrap().to_owned();
        app.delete(&format!("/api/v1/mailboxes/{bruno}")).by(&rosa).expect(200).await;
        // A change of other fields does not matter.
        patch(&app, &rosa, "carla", json!({"state": "disabled"})).await;
        let undoing = undo(&app, &rosa, &job).await;
        assert_eq!(counts(&undoing), [0, 2, 0, 2, 0]);
        // One more change, between the dry run and the run.
        patch(&app, &rosa, "dario", json!({"communication_email": "altro@example.org"})).await;
        let undoing = run(&app, &rosa, &undoing, json!({})).await;
        assert_eq!(rows(&app, &rosa, &undoing).await, [
            "anna failed changed_since",
            "bruno failed mailbox_cancelled",
            "carla done -",
            "dario failed stale",
        ]);
        assert_eq!(mailbox(&app, &rosa, "anna").await["quota_mb"], 5000);
        assert_eq!(mailbox(&app, &rosa, "carla").await["quota_mb"], 1000);
    }

    async fn what_cannot_be_undone_is_refused(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna", "bruno"]).await;
        let undo_it = |job: &Value| app.post(&format!("{}/undo", path(job))).by(&rosa);
        let waiting = asked(&app, &rosa, json!({"action": "disable"}), "active", 2).await;
        assert_eq!(undo_it(&waiting).expect(409).await.code(), "not_in_this_state");
        let links = asked(&app, &rosa, json!({"action": "send_password_reset"}), "active", 2).await;
        let links = run(&app, &rosa, &links, json!({})).await;
        assert_eq!(undo_it(&links).expect(409).await.code(), "cannot_be_undone");
        let disabled = run(&app, &rosa, &waiting, json!({})).await;
        let undoing = undo(&app, &rosa, &disabled).await;
        let undoing = run(&app, &rosa, &undoing, json!({})).await;
        assert_eq!(mailbox(&app, &rosa, "anna").await["state"], "active");
        assert_eq!(undo_it(&undoing).expect(409).await.code(), "cannot_be_undone");
        assert_eq!(undo_it(&disabled).expect(409).await.code(), "already_undone");
    }

    async fn a_job_is_undone_by_one_job_at_a_time(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna", "bruno"]).await;
        let job = enlarged(&app, &rosa, 2).await;
        assert_eq!(job["undone_by"], Value::Null);
        let undo_it = || app.post(&format!("{}/undo", path(&job))).by(&rosa);
        let attempts = (0..4).map(|_| undo_it().send());
        let mut answers = futures_util::future::join_all(attempts).await;
        answers.sort_by_key(|answer| answer.status);
        let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses, [202, 409, 409, 409]);
        assert!(answers[1..].iter().all(|refused| refused.code() == "already_undone"));

        // It counts before the dry run, while it waits, and once it has changed something.
        let undoing = &answers[0].body;
        let is_refused = async || {
            assert_eq!(undo_it().expect(409).await.code(), "already_undone");
            assert_eq!(get(&app, &rosa, &job).await["undone_by"], undoing["id"]);
        };
        is_refused().await;
        work(&app).await;
        is_refused().await;
        let undoing = run(&app, &rosa, undoing, json!({})).await;
        assert_eq!((counts(&undoing), &undoing["undone_by"]), ([0, 0, 0, 0, 2], &Value::Null));
        is_refused().await;
        let list = app.get("/api/v1/jobs?kind=bulk_change").by(&rosa).expect(200).await.body;
        assert_eq!(list["items"][0]["undone_by"], undoing["id"]);
    }

    async fn an_undo_that_was_discarded_or_changed_nothing_does_not_count(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna"]).await;
        let job = enlarged(&app, &rosa, 1).await;
        let undone_by = async || get(&app, &rosa, &job).await["undone_by"].clone();
        let discarded = undo(&app, &rosa, &job).await;
        assert_eq!(undone_by().await, discarded["id"]);
        app.post(&format!("{}/cancel", path(&discarded))).by(&rosa).expect(202).await;
        assert_eq!(undone_by().await, Value::Null);
        // The mailbox changes between the dry run and the run.
        let idle = undo(&app, &rosa, &job).await;
        patch(&app, &rosa, "anna", json!({"quota_mb": 5000})).await;
        let idle = run(&app, &rosa, &idle, json!({})).await;
        assert_eq!((idle["state"].as_str(), counts(&idle)), (Some("finished"), [0, 0, 0, 1, 0]));
        assert_eq!(undone_by().await, Value::Null);
        // The dry run itself finds nothing to do.
        let useless = undo(&app, &rosa, &job).await;
        assert_eq!(counts(&useless), [0, 0, 0, 1, 0]);
        assert_eq!(undone_by().await, Value::Null);
        patch(&app, &rosa, "anna", json!({"quota_mb": 3000, "soft_limit_mb": 2400})).await;
        let undoing = undo(&app, &rosa, &job).await;
        run(&app, &rosa, &undoing, json!({})).await;
        assert_eq!(undone_by().await, undoing["id"]);
        assert_eq!(mailbox(&app, &rosa, "anna").await["quota_mb"], 1000);
    }

    async fn undoing_takes_the_permissions_of_the_change(app: TestApp) {
        let (domain, rosa) = setting(&app, &["anna"]).await;
        let ugo = app.assistant("ugo", &domain, &[Permission::View, Permission::Edit]).await;
        let job = enlarged(&app, &ugo, 1).await;
        let elsa = app.assistant("elsa", &domain, &[Permission::View, Permission::Edit]).await;
        app.post(&format!("{}/undo", path(&job))).by(&elsa).expect(404).await;
        let disabled = asked(&app, &rosa, json!({"action": "disable"}), "active", 1).await;
        run(&app, &rosa, &disabled, json!({})).await;
        app.post(&format!("{}/undo", path(&disabled))).by(&ugo).expect(404).await;
        let undoing = undo(&app, &ugo, &job).await;
        assert_eq!(counts(&undoing), [0, 1, 0, 0, 0], "a disabled mailbox keeps its quota's history");
    }

    async fn a_lost_answer_makes_one_job(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna"]).await;
        let job = enlarged(&app, &rosa, 1).await;
        let send = |key: &str| {
            let undo = app.post(&format!("{}/undo", path(&job))).by(&rosa);
            undo.header("Idempotency-Key", key)
        };
        let first = send("una-chiave-lunga-1").expect(202).await;
        let second = send("una-chiave-lunga-1").expect(202).await;
        assert_eq!(first.body["id"], second.body["id"]);
        assert_eq!(send("una-chiave-lunga-2").expect(409).await.code(), "already_undone");
    }
}
