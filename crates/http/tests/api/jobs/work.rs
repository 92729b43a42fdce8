//! How workers process jobs.

use chrono::TimeDelta;
use serde_json::json;
use sigillo_app::jobs;
use sigillo_testkit::on_both_engines;

use super::{asked, counts, get, mailbox, path, rows, run, setting, work};

on_both_engines! {
    async fn a_cancelled_job_changes_nothing(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna"]).await;
        let job = asked(&app, &rosa, json!({"action": "disable"}), "active", 1).await;
        app.post(&format!("{}/cancel", path(&job))).by(&rosa).expect(202).await;
        let again = app.post(&format!("{}/cancel", path(&job))).by(&rosa).expect(409).await;
        assert_eq!(again.code(), "not_in_this_state");
        let word = app.post(&format!("{}/run", path(&job))).by(&rosa).json(&json!({}));
        assert_eq!(word.expect(409).await.code(), "not_in_this_state");
        work(&app).await;
        assert_eq!(get(&app, &rosa, &job).await["state"], "cancelled");
        assert_eq!(mailbox(&app, &rosa, "anna").await["state"], "active");
    }

    async fn running_a_stale_version_is_refused(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna"]).await;
        let job = asked(&app, &rosa, json!({"action": "disable"}), "active", 1).await;
        let version = job["version"].as_i64().unwrap();
        let word = |version| {
            let run = app.post(&format!("{}/run", path(&job))).by(&rosa).if_match(version);
            run.json(&json!({}))
        };
        assert_eq!(word(version - 1).expect(412).await.code(), "stale");
        word(version).expect(202).await;
        assert_eq!(word(version + 1).expect(409).await.code(), "not_in_this_state");
    }

    async fn a_job_whose_worker_died_is_taken_over(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna", "bruno"]).await;
        let job = asked(&app, &rosa, json!({"action": "disable"}), "active", 2).await;
        app.post(&format!("{}/run", path(&job))).by(&rosa).json(&json!({})).expect(202).await;
        // A worker has claimed the job and died.
        app.tamper("UPDATE job SET lease = id, next_attempt_at = '2026-01-01T09:00:20.123456+00:00'").await;
        assert_eq!(jobs::work(&app.app).await.unwrap(), 0);
        app.clock.advance(TimeDelta::seconds(21));
        work(&app).await;
        assert_eq!(counts(&get(&app, &rosa, &job).await), [0, 0, 0, 0, 2]);
    }

    async fn only_one_of_two_workers_gets_the_job(app: TestApp) {
        let names: Vec<String> = (0..60).map(|place| format!("casella{place}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (_, rosa) = setting(&app, &names).await;
        let job = asked(&app, &rosa, json!({"action": "disable"}), "active", 60).await;
        app.post(&format!("{}/run", path(&job))).by(&rosa).json(&json!({})).expect(202).await;
        let other = app.app.clone();
        let (one, two) = tokio::join!(jobs::work(&app.app), jobs::work(&other));
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        let job = get(&app, &rosa, &job).await;
        assert_eq!(counts(&job), [0, 0, 0, 0, 60]);
        for name in ["casella0", "casella59"] {
            assert_eq!(mailbox(&app, &rosa, name).await["version"], 2);
        }
    }

    async fn a_job_that_crashes_its_workers_fails_in_the_end(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna"]).await;
        let job = asked(&app, &rosa, json!({"action": "disable"}), "active", 1).await;
        app.post(&format!("{}/run", path(&job))).by(&rosa).json(&json!({})).expect(202).await;
        app.tamper("UPDATE job SET attempts = 20").await;
        work(&app).await;
        let job = get(&app, &rosa, &job).await;
        assert_eq!((job["state"].as_str(), job["problem"].as_str()), (Some("failed"), Some("internal")));
    }

    async fn rows_are_deleted_after_thirty_days(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna", "bruno"]).await;
        let job = asked(&app, &rosa, json!({"action": "disable"}), "active", 2).await;
        let job = run(&app, &rosa, &job, json!({})).await;
        let left = asked(&app, &rosa, json!({"action": "enable"}), "disabled", 2).await;
        app.clock.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
        assert_eq!(jobs::forget(&app.app).await.unwrap(), 0);
        app.clock.advance(TimeDelta::seconds(2));
        while jobs::forget(&app.app).await.unwrap() > 0 {}
        let rosa = app.sign_in("rosa").await;
        let job = get(&app, &rosa, &job).await;
        assert_eq!((&job["rows_forgotten"], counts(&job)), (&json!(true), [0, 0, 0, 0, 2]));
        assert_eq!(rows(&app, &rosa, &job).await, [""; 0]);
        // A job that was never confirmed can no longer be run.
        assert_eq!(get(&app, &rosa, &left).await["state"], "cancelled");
    }

    async fn jobs_are_listed_newest_first_within_the_organisation(app: TestApp) {
        let (domain, rosa) = setting(&app, &["anna"]).await;
        let first = asked(&app, &rosa, json!({"action": "disable"}), "active", 1).await;
        app.clock.advance(TimeDelta::seconds(1));
        let second = asked(&app, &rosa, json!({"action": "cancel"}), "active", 1).await;
        let list = async |by: &sigillo_testkit::Account| {
            let page = app.get("/api/v1/jobs").by(by).expect(200).await.body;
            let items = page["items"].as_array().unwrap().iter();
            items.map(|job| job["id"].clone()).collect::<Vec<_>>()
        };
        let colleague = app.postmaster("carlo", domain.organization_id).await;
        let stranger = app.postmaster("remo", app.organization("Altra").await).await;
        let view = [sigillo_domain::permission::Permission::View];
        let assistant = app.assistant("ugo", &domain, &view).await;
        let both = [second["id"].clone(), first["id"].clone()];
        for (who, seen) in [(&rosa, &both[..]), (&colleague, &both), (&stranger, &[]), (&assistant, &[])] {
            assert_eq!(list(who).await, seen, "{}", who.username);
        }
        app.get(&path(&first)).by(&stranger).expect(404).await;
        app.get(&path(&first)).by(&assistant).expect(404).await;
    }
}
