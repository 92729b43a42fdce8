//! What an account has chosen for the display of its lists.

use serde_json::{Value, json};
use sigillo_testkit::{Account, Answer, Client, TestApp, on_both_engines};

const PATH: &str = "/api/v1/me/preferences";

fn change(app: &TestApp, by: &Account, lists: &Value) -> Client {
    app.patch(PATH).by(by).json(&json!({ "lists": lists }))
}

async fn read(app: &TestApp, by: &Account) -> Answer {
    app.get(PATH).by(by).expect(200).await
}

on_both_engines! {
    async fn preferences_are_merged_by_list(app: TestApp) {
        let rosa = app.operator("rosa").await;
        let none = read(&app, &rosa).await;
        assert_eq!(none.body, json!({"lists": {}, "start_page": "dashboard", "version": 0}));
        assert_eq!(none.header("etag"), Some("\"0\""));

        let mailboxes = json!({"columns": ["address", "state"], "limit": 100});
        let first = json!({"mailboxes": mailboxes});
        let answer = change(&app, &rosa, &first).if_match(0).expect(200).await;
        assert_eq!(answer.body, json!({"lists": first, "start_page": "dashboard", "version": 1}));
        let answer = change(&app, &rosa, &json!({"jobs": {"limit": 200}})).expect(200).await;
        assert_eq!(answer.header("etag"), Some("\"2\""));
        let jobs = json!({"columns": null, "limit": 200});
        assert_eq!(answer.body["lists"], json!({"mailboxes": mailboxes, "jobs": jobs}));
        assert_eq!(read(&app, &rosa).await.body, answer.body);

        // What changes nothing is no new version; a list without a choice has its defaults again.
        let same = change(&app, &rosa, &json!({"jobs": {"limit": 200}})).expect(200).await;
        assert_eq!(same.body["version"], 2);
        let answer = change(&app, &rosa, &json!({"mailboxes": {"columns": null}})).expect(200).await;
        assert_eq!(answer.body, json!({"lists": {"jobs": jobs}, "start_page": "dashboard", "version": 3}));
    }

    async fn preferences_are_those_of_the_session_alone(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let ugo = app.postmaster("ugo", domain.organization_id).await;
        change(&app, &rosa, &json!({"mailboxes": {"limit": 200}})).expect(200).await;
        assert_eq!(read(&app, &ugo).await.body, json!({"lists": {}, "start_page": "dashboard", "version": 0}));
        app.get(PATH).expect(401).await;
        app.patch(PATH).json(&json!({})).expect(401).await;
        // No history records the display.
        assert!(app.texts("SELECT actor_name FROM history WHERE actor_name = 'rosa'").await.is_empty());
    }

    async fn the_start_page_is_chosen_beside_the_lists(app: TestApp) {
        let rosa = app.operator("rosa").await;
        let choose = |page: &str| app.patch(PATH).by(&rosa).json(&json!({ "start_page": page }));
        let chosen = choose("mailboxes").expect(200).await;
        assert_eq!(chosen.body, json!({"lists": {}, "start_page": "mailboxes", "version": 1}));
        assert_eq!(choose("mailboxes").expect(200).await.body["version"], 1);
        let lists = change(&app, &rosa, &json!({"jobs": {"limit": 100}})).expect(200).await;
        assert_eq!(lists.body["start_page"], "mailboxes");
        assert_eq!(choose("lista").expect(422).await.faults(), ["/start_page unknown"]);
    }

    async fn a_stale_version_is_refused(app: TestApp) {
        let rosa = app.operator("rosa").await;
        change(&app, &rosa, &json!({"jobs": {"limit": 100}})).if_match(0).expect(200).await;
        let refused = change(&app, &rosa, &json!({"jobs": {"limit": 50}})).if_match(0).expect(412).await;
        assert_eq!(refused.code(), "stale");
        assert_eq!(read(&app, &rosa).await.body["lists"]["jobs"]["limit"], 100);
    }

    async fn every_fault_is_named(app: TestApp) {
        let rosa = app.operator("rosa").await;
        for (lists, fault) in [
            (json!({"colours": {}}), "/lists unknown"),
            (json!({"jobs": {"colour": 1}}), "/lists/jobs/colour not_expected"),
            (json!({"jobs": {"limit": 10}}), "/lists/jobs/limit unknown"),
            (json!({"jobs": {"limit": "many"}}), "/lists/jobs/limit invalid_type"),
            (json!({"jobs": {"columns": []}}), "/lists/jobs/columns required"),
            (json!({"jobs": {"columns": ["a", "b", "a"]}}), "/lists/jobs/columns/2 repeated"),
            (json!({"jobs": {"columns": ["A b"]}}), "/lists/jobs/columns/0 invalid_characters"),
        ] {
            assert_eq!(change(&app, &rosa, &lists).expect(422).await.faults(), [fault], "{lists}");
        }
        assert_eq!(read(&app, &rosa).await.body["version"], 0);
    }

    async fn a_list_of_a_later_release_is_kept(app: TestApp) {
        let rosa = app.operator("rosa").await;
        change(&app, &rosa, &json!({"jobs": {"limit": 100}})).expect(200).await;
        app.tamper(r#"UPDATE account_preferences SET lists = '{"sla_reports": {"limit": 50}}'"#).await;
        assert_eq!(read(&app, &rosa).await.body["lists"], json!({}));
        change(&app, &rosa, &json!({"jobs": {"limit": 200}})).expect(200).await;
        let stored = app.texts("SELECT lists FROM account_preferences").await;
        assert!(stored[0].contains("sla_reports") && stored[0].contains("jobs"), "{stored:?}");
    }
}
