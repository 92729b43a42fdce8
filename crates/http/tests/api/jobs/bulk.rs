//! Bulk changes: the same change to many mailboxes.

use serde_json::{Value, json};
use sigillo_domain::permission::Permission;
use sigillo_testkit::on_both_engines;

use super::{DOMAIN, asked, counts, get, mailbox, path, rows, run, setting, work};

on_both_engines! {
    async fn nothing_changes_before_the_job_is_run(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna", "bruno", "carla"]).await;
        let job = asked(&app, &rosa, json!({"action": "disable"}), "active", 3).await;
        assert_eq!((job["state"].as_str(), counts(&job)), (Some("ready"), [0, 3, 0, 0, 0]));
        assert_eq!(mailbox(&app, &rosa, "anna").await["state"], "active");

        let job = run(&app, &rosa, &job, json!({})).await;
        assert_eq!((job["state"].as_str(), counts(&job)), (Some("finished"), [0, 0, 0, 0, 3]));
        assert_eq!(mailbox(&app, &rosa, "anna").await["state"], "disabled");
        let id = mailbox(&app, &rosa, "bruno").await["id"].as_str().unwrap().to_owned();
        let history = app.get(&format!("/api/v1/mailboxes/{id}/history")).by(&rosa).expect(200).await;
        assert_eq!(history.body["items"][0]["action"], "disabled");
        assert_eq!(history.body["items"][0]["actor"]["name"], "rosa");
    }

    async fn every_row_has_its_own_outcome(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna", "bruno", "carla", "dario"]).await;
        let of = |name: &'static str| mailbox(&app, &rosa, name);
        let ids = [of("anna").await, of("bruno").await, of("carla").await, of("dario").await];
        let id = |place: usize| ids[place]["id"].as_str().unwrap().to_owned();
        app.delete(&format!("/api/v1/mailboxes/{}", id(0))).by(&rosa).expect(200).await;
        let quota = json!({"quota_mb": 3000});
        app.patch(&format!("/api/v1/mailboxes/{}", id(1))).by(&rosa).json(&quota).expect(200).await;
        let request = json!({
            "change": {"action": "update", "quota_mb": 3000},
            // A repeated id counts once.
            "ids": [id(0), id(1), id(2), id(2), "01935a10-0000-7000-8000-0000000000ff", id(3)],
        });
        let job = app.post("/api/v1/bulk-changes").by(&rosa).json(&request).expect(202).await.body;
        work(&app).await;
        // Somebody changes one of them between the dry run and the run.
        let quota = json!({"quota_mb": 5000});
        app.patch(&format!("/api/v1/mailboxes/{}", id(3))).by(&rosa).json(&quota).expect(200).await;
        let job = run(&app, &rosa, &job, json!({"count": 2})).await;
        assert_eq!(rows(&app, &rosa, &job).await, [
            "anna failed mailbox_cancelled",
            "bruno unchanged -",
            "carla done -",
            "- failed not_found",
            "dario failed stale",
        ]);
        assert_eq!(counts(&job), [0, 0, 1, 3, 1]);
        assert_eq!(mailbox(&app, &rosa, "carla").await["quota_mb"], 3000);
        assert_eq!(mailbox(&app, &rosa, "dario").await["quota_mb"], 5000);
        let failed = app.get(&format!("{}/rows?outcome=failed&limit=1", path(&job)));
        let failed = failed.by(&rosa).expect(200).await;
        assert_eq!(failed.body["items"][0]["code"], "mailbox_cancelled");
        assert!(failed.next_page().is_some());
    }

    async fn services_are_renewed_and_terminated(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna", "bruno", "carla"]).await;
        let id = mailbox(&app, &rosa, "anna").await["id"].as_str().unwrap().to_owned();
        let day = json!({"at": "2026-05-31"});
        app.post(&format!("/api/v1/mailboxes/{id}/termination")).by(&rosa).json(&day).expect(200).await;
        let change = json!({"action": "terminate", "until": "2026-06-30"});
        let job = asked(&app, &rosa, change, "active", 3).await;
        assert_eq!(counts(&job), [0, 2, 1, 0, 0], "one is terminated already");
        run(&app, &rosa, &job, json!({})).await;
        let terminated = mailbox(&app, &rosa, "bruno").await;
        assert_eq!((&terminated["request"], &terminated["expires_at"]),
            (&json!("termination"), &json!("2026-06-30T21:59:59Z")));
        assert_eq!(mailbox(&app, &rosa, "anna").await["expires_at"], "2026-05-31T21:59:59Z");
        let job = asked(&app, &rosa, json!({"action": "renew"}), "active", 3).await;
        assert_eq!(counts(&job), [0, 3, 0, 0, 0]);
        run(&app, &rosa, &job, json!({})).await;
        let renewed = mailbox(&app, &rosa, "bruno").await;
        assert_eq!((&renewed["request"], &renewed["expires_at"]),
            (&json!("renewal"), &json!("2030-01-31T22:59:59Z")));
        let refused = |change: Value| {
            let body = json!({"change": change, "ids": [id], "count": 1});
            app.post("/api/v1/bulk-changes").by(&rosa).json(&body).expect(422)
        };
        assert_eq!(refused(json!({"action": "terminate"})).await.faults(), ["/change/until required"]);
        let disable = json!({"action": "disable", "until": "2026-06-30"});
        assert_eq!(refused(disable).await.faults(), ["/change/until not_expected"]);
        // A day that no mailbox can have is found by the dry run, row by row.
        let past = json!({"action": "renew", "until": "2025-01-01"});
        let job = asked(&app, &rosa, past, "active", 3).await;
        assert_eq!(counts(&job), [0, 0, 0, 3, 0]);
    }

    async fn the_stated_count_is_checked(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna", "bruno"]).await;
        let ask = |matching: Value, count: Value| {
            let body = json!({"change": {"action": "disable"}, "matching": matching, "count": count});
            app.post("/api/v1/bulk-changes").by(&rosa).json(&body)
        };
        let all = json!({"domain": DOMAIN});
        let differs = ask(all.clone(), json!(3)).expect(409).await;
        assert_eq!((differs.code(), differs.faults()), ("count_differs", vec!["/count differs".to_owned()]));
        assert_eq!(ask(all.clone(), json!("foo")).expect(422).await.faults(), ["/count invalid_type"]);
        assert_eq!(ask(all.clone(), Value::Null).expect(422).await.faults(), ["/count required"]);
        let none = json!({"domain": DOMAIN, "q": "nessuno"});
        assert_eq!(ask(none, json!(0)).expect(422).await.code(), "rows_out_of_range");
        ask(all, json!(2)).expect(202).await;
    }

    async fn running_a_cancellation_needs_the_count_again(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna", "bruno"]).await;
        let job = asked(&app, &rosa, json!({"action": "cancel"}), "active", 2).await;
        let word = |body: Value| app.post(&format!("{}/run", path(&job))).by(&rosa).json(&body);
        assert_eq!(word(json!({})).expect(422).await.faults(), ["/count required"]);
        let differs = word(json!({"count": 1})).expect(409).await;
        assert_eq!((differs.code(), differs.faults()), ("count_differs", vec!["/count differs".to_owned()]));
        assert_eq!(mailbox(&app, &rosa, "anna").await["state"], "active");
        let job = run(&app, &rosa, &job, json!({"count": 2})).await;
        assert_eq!(counts(&job), [0, 0, 0, 0, 2]);
        assert_eq!(mailbox(&app, &rosa, "anna").await["state"], "cancelled");
    }

    async fn a_password_link_is_sent_to_each_mailbox(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna", "bruno"]).await;
        app.work().await;
        let change = json!({"action": "send_password_reset"});
        let job = asked(&app, &rosa, change, "active", 2).await;
        run(&app, &rosa, &job, json!({})).await;
        let mut letters: Vec<_> = app.work().await.into_iter().map(|letter| letter.recipient).collect();
        letters.sort();
        assert_eq!(letters, ["anna@example.org", "bruno@example.org"]);
    }

    async fn the_dry_run_shows_warnings(app: TestApp) {
        let (_, rosa) = setting(&app, &["anna"]).await;
        app.tamper("UPDATE mailbox SET used_bytes = 900 * 1048576").await;
        let job = asked(&app, &rosa, json!({"action": "update", "quota_mb": 500}), "active", 1).await;
        let page = app.get(&format!("{}/rows", path(&job))).by(&rosa).expect(200).await.body;
        assert_eq!(page["items"][0]["warnings"], json!(["quota_below_use"]));
        assert_eq!(page["items"][0]["outcome"], "to_do");
    }

    async fn bulk_changes_need_the_same_permissions_as_single_ones(app: TestApp) {
        let (domain, rosa) = setting(&app, &["anna"]).await;
        let other = app.domain("altra.example.it").await;
        app.mailbox("altra.example.it", "elsa").await;
        let ugo = app.assistant("ugo", &domain, &[Permission::View, Permission::Edit]).await;
        let ask = |change: &str, domain: &str| {
            let body = json!({
                "change": {"action": change}, "matching": {"domain": domain}, "count": 1,
            });
            app.post("/api/v1/bulk-changes").by(&ugo).json(&body)
        };
        ask("cancel", DOMAIN).expect(403).await;
        ask("disable", DOMAIN).expect(403).await;
        ask("send_password_reset", &other.name).expect(404).await;
        let job = ask("send_password_reset", DOMAIN).expect(202).await.body;
        work(&app).await;
        // In a list of ids, a mailbox out of the caller's scope is not found, and one that the
        // caller may not change this way is forbidden.
        let anna = mailbox(&app, &rosa, "anna").await;
        let elsa = app.get("/api/v1/mailboxes?domain=altra.example.it").by(&app.operator("gina").await);
        let elsa = elsa.expect(200).await.body["items"][0]["id"].clone();
        let named = json!({"change": {"action": "cancel"}, "ids": [anna["id"], elsa]});
        let named = app.post("/api/v1/bulk-changes").by(&ugo).json(&named).expect(202).await.body;
        work(&app).await;
        assert_eq!(rows(&app, &ugo, &named).await, ["- failed forbidden", "- failed not_found"]);

        // A permission that is withdrawn meanwhile counts for the job too.
        let path_of_ugo = format!("/api/v1/accounts/{}", ugo.id);
        let grants = json!({"grants": [{"domain": DOMAIN, "permissions": ["view"]}]});
        app.post(&format!("{}/run", path(&job))).by(&ugo).json(&json!({})).expect(202).await;
        app.patch(&path_of_ugo).by(&rosa).json(&grants).expect(200).await;
        work(&app).await;
        assert_eq!(rows(&app, &ugo, &job).await, ["anna failed forbidden"]);
    }

    async fn the_job_of_a_disabled_account_is_not_run(app: TestApp) {
        let (domain, rosa) = setting(&app, &["anna"]).await;
        let ugo = app.assistant("ugo", &domain, &[Permission::View, Permission::Disable]).await;
        let job = asked(&app, &ugo, json!({"action": "disable"}), "active", 1).await;
        app.post(&format!("{}/run", path(&job))).by(&ugo).json(&json!({})).expect(202).await;
        let disabled = json!({"state": "disabled"});
        app.patch(&format!("/api/v1/accounts/{}", ugo.id)).by(&rosa).json(&disabled).expect(200).await;
        work(&app).await;
        let job = get(&app, &rosa, &job).await;
        assert_eq!((job["state"].as_str(), job["problem"].as_str()), (Some("failed"), Some("forbidden")));
        assert_eq!(mailbox(&app, &rosa, "anna").await["state"], "active");
    }

    async fn all_faults_of_a_request_are_reported_at_once(app: TestApp) {
        let (_, rosa) = setting(&app, &[]).await;
        let faults = async |body: Value| {
            app.post("/api/v1/bulk-changes").by(&rosa).json(&body).expect(422).await.faults()
        };
        assert_eq!(faults(json!({"change": {"action": "update"}})).await, [
            "/change/quota_mb required",
            "/ids required",
        ]);
        assert_eq!(
            faults(json!({
                "change": {"action": "disable", "quota_mb": 5},
                "matching": {"state": "gone", "q": "x"},
            })).await,
            ["/change/quota_mb not_expected", "/count required", "/matching/state unknown"]
        );
        assert_eq!(
            faults(json!({"change": {"action": "disable"}, "ids": [], "matching": {}})).await,
            ["/matching not_expected"]
        );
        assert_eq!(faults(json!({"change": {"action": "disable"}, "ids": []})).await, ["/ids out_of_range"]);
    }
}
