//! Saved views.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::history::{self, verify};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Client, Engine, TestApp, on_both_engines};

const PATH: &str = "/api/v1/views";
const DOMAIN: &str = "pec.example.it";
const FOREIGN: &str = "altrove.example.org";

fn request(name: &str) -> Value {
    json!({"name": name, "list": "mailboxes", "query": {"state": "active"}})
}

fn create(app: &TestApp, by: &Account, body: &Value) -> Client {
    app.post(PATH).by(by).json(body)
}

async fn names(app: &TestApp, by: &Account) -> Vec<String> {
    let answer = app.get(PATH).by(by).expect(200).await;
    let items = answer.body["items"].as_array().expect("items").clone();
    items.iter().map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

/// Checks that the history agrees with the rows.
async fn verified(app: &TestApp) {
    app.seal_history().await;
    let proof = verify(&app.app.db, &history::Request::default()).await.expect("it is read");
    assert!(proof.is_ok(), "{proof:?}");
}

struct People {
    /// The postmaster of the organisation, and two assistants.
    rosa: Account,
    anna: Account,
    luca: Account,
    /// The postmaster of another.
    ugo: Account,
    operator: Account,
}

async fn people(app: &TestApp) -> People {
    let own = app.domain(DOMAIN).await;
    let foreign = app.domain(FOREIGN).await;
    People {
        rosa: app.postmaster("rosa", own.organization_id).await,
        anna: app.assistant("anna", &own, &[Permission::View]).await,
        luca: app.assistant("luca", &own, &[]).await,
        ugo: app.postmaster("ugo", foreign.organization_id).await,
        operator: app.operator("gestore").await,
    }
}

on_both_engines! {
    async fn a_view_is_saved_changed_and_deleted(app: TestApp) {
        let anna = people(&app).await.anna;
        let mut body = request(" Da attivare ");
        body["query"] = json!({"state": "pending_activation", "domain": DOMAIN, "q": null});
        body["columns"] = json!(["state", "created_at"]);
        body["sort"] = json!("-created_at");
        body["alert"] = json!({"above": 5, "email": "anna@example.org"});
        let answer = create(&app, &anna, &body).expect(201).await;
        let path = answer.header("location").unwrap().to_owned();
        assert_eq!(answer.header("etag"), Some("\"1\""));
        let view = &answer.body;
        assert_eq!(view["name"], "Da attivare");
        assert_eq!(view["query"], json!({"state": "pending_activation", "domain": DOMAIN}));
        assert_eq!(view["owner"], json!({"id": anna.id, "name": "anna"}));
        assert_eq!(view["alert"], json!({"above": 5, "email": "anna@example.org"}));
        assert_eq!((&view["shared"], &view["may_change"]), (&json!(false), &json!(true)));
        assert_eq!(app.get(&path).by(&anna).expect(200).await.body, *view);

        let change = |body: Value| app.patch(&path).by(&anna).json(&body);
        let changed = change(json!({"name": "Nuove", "columns": [], "sort": "", "alert": {"above": 9}}));
        let changed = changed.if_match(1).expect(200).await.body;
        assert_eq!((&changed["name"], &changed["columns"], &changed["sort"]), (&json!("Nuove"), &json!(null), &json!(null)));
        assert_eq!(changed["alert"], json!({"above": 9, "email": "anna@example.org"}));
        assert_eq!(changed["version"], 2);
        assert_eq!(change(json!({"name": "Altro"})).if_match(1).expect(412).await.code(), "stale");
        assert_eq!(change(json!({"name": "Nuove"})).expect(200).await.body["version"], 2);
        let silent = change(json!({"alert": {"email": ""}})).expect(200).await.body;
        assert_eq!((&silent["alert"], &silent["version"]), (&json!(null), &json!(3)));
        let faults = change(json!({"alert": {"above": 3}})).expect(422).await.faults();
        assert_eq!(faults, ["/alert/email required"]);

        assert_eq!(app.delete(&path).by(&anna).if_match(2).expect(412).await.code(), "stale");
        app.delete(&path).by(&anna).if_match(3).expect(204).await;
        app.get(&path).by(&anna).expect(404).await;
        app.delete(&path).by(&anna).expect(404).await;
        // Nobody else may know of a view that was never shared: it has no history.
        let subjects = app.texts("SELECT subject_kind FROM history_chain WHERE subject_kind = 'saved_view'").await;
        assert!(subjects.is_empty());
        verified(&app).await;
    }

    async fn the_query_is_judged_as_the_list_does_it(app: TestApp) {
        let People { anna, ugo, .. } = people(&app).await;
        for (field, value, faults) in [
            ("name", json!(""), &["/name required"][..]),
            ("name", json!("a".repeat(81)), &["/name too_long"]),
            ("list", json!("colours"), &["/list unknown"]),
            ("query", json!({"state": "asleep"}), &["/query/state unknown"]),
            ("query", json!({"state": 7}), &["/query/state invalid_type"]),
            ("query", json!({"colour": "red", "limit": 5}), &["/query/colour not_expected", "/query/limit not_expected"]),
            ("query", json!({"q": "a".repeat(300), "fill": "x"}), &["/query/q too_long", "/query/fill unknown"]),
            ("query", json!({"domain": FOREIGN}), &["/query/domain unknown"]),
            ("query", json!({"domain": "nowhere.example.it"}), &["/query/domain unknown"]),
            ("query", json!([]), &["/query invalid_type"]),
            ("sort", json!("colour"), &["/sort unknown"]),
            ("columns", json!(["state", "state"]), &["/columns/1 repeated"]),
            ("columns", json!(["boh"]), &["/columns/0 unknown"]),
            ("columns", json!(["state", "address"]), &["/columns/1 unknown"]),
            ("columns", json!([]), &["/columns required"]),
            ("alert", json!({"above": -1, "email": "x"}), &["/alert/above out_of_range", "/alert/email invalid_email"]),
            ("alert", json!({"above": 1}), &["/alert/email required"]),
        ] {
            let mut body = request("Vista");
            body[field] = value;
            assert_eq!(create(&app, &anna, &body).expect(422).await.faults(), faults, "{body}");
        }
        let mut body = request("Vista");
        body["query"]["domain"] = json!(FOREIGN);
        let path = create(&app, &ugo, &body).expect(201).await.header("location").unwrap().to_owned();
        let change = |body: Value| app.patch(&path).by(&ugo).json(&body);
        let faults = change(json!({"query": {"domain": DOMAIN}, "sort": "x"})).expect(422).await.faults();
        assert_eq!(faults, ["/sort unknown"]);
        let faults = change(json!({"columns": ["state", "boh"]})).expect(422).await.faults();
        assert_eq!(faults, ["/columns/1 unknown"]);
        let faults = change(json!({"query": {"domain": DOMAIN}})).expect(422).await.faults();
        assert_eq!(faults, ["/query/domain unknown"]);
        assert!(names(&app, &anna).await.is_empty());
    }

    async fn a_view_is_shared_with_the_organisation_of_its_owner(app: TestApp) {
        let People { rosa, anna, luca, ugo, operator } = people(&app).await;
        let view = app.view(&anna, "Comune", &json!({"domain": DOMAIN}), &json!({
            "alert": {"above": 1, "email": "anna@example.org"},
        })).await;
        let path = format!("{PATH}/{view}");
        for other in [&rosa, &luca, &ugo, &operator] {
            app.get(&path).by(other).expect(404).await;
            app.patch(&path).by(other).json(&json!({"name": "x"})).expect(404).await;
            app.delete(&path).by(other).expect(404).await;
            assert!(names(&app, other).await.is_empty());
        }
        app.patch(&path).by(&anna).json(&json!({"shared": true})).expect(200).await;
        for (other, may_change) in [(&rosa, true), (&luca, false)] {
            let seen = app.get(&path).by(other).expect(200).await.body;
            // The alert is the owner's own affair.
            assert_eq!((&seen["may_change"], &seen["alert"]), (&json!(may_change), &json!(null)));
            assert_eq!(names(&app, other).await, ["Comune"]);
        }
        for other in [&ugo, &operator] {
            app.get(&path).by(other).expect(404).await;
            assert!(names(&app, other).await.is_empty());
        }
        app.patch(&path).by(&luca).json(&json!({"name": "x"})).expect(403).await;
        app.delete(&path).by(&luca).expect(403).await;

        let change = |body: Value| app.patch(&path).by(&rosa).json(&body);
        let renamed = change(json!({"name": "Dell'ufficio"})).expect(200).await.body;
        assert_eq!(renamed["owner"]["name"], "anna");
        let faults = change(json!({"shared": false})).expect(422).await.faults();
        assert_eq!(faults, ["/shared not_expected"]);
        let faults = change(json!({"alert": {"email": ""}})).expect(422).await.faults();
        assert_eq!(faults, ["/alert not_expected"]);
        // The alert of the owner outlives a change by somebody else.
        let own = app.get(&path).by(&anna).expect(200).await.body;
        assert_eq!(own["alert"]["email"], "anna@example.org");

        // A view of a disabled owner stays.
        let account = format!("/api/v1/accounts/{}", anna.id);
        app.patch(&account).by(&rosa).json(&json!({"state": "disabled"})).expect(200).await;
        assert_eq!(names(&app, &luca).await, ["Dell'ufficio"]);
        app.delete(&path).by(&rosa).expect(204).await;
        verified(&app).await;
    }

    async fn operators_share_views_among_themselves(app: TestApp) {
        let People { rosa, operator, .. } = people(&app).await;
        let other = app.operator("gestore2").await;
        let view = app.view(&operator, "Nostra", &json!({}), &json!({"shared": true})).await;
        let path = format!("{PATH}/{view}");
        assert_eq!(app.get(&path).by(&other).expect(200).await.body["may_change"], false);
        app.delete(&path).by(&other).expect(403).await;
        app.get(&path).by(&rosa).expect(404).await;
    }

    async fn rows_are_counted_in_the_scope_of_the_caller(app: TestApp) {
        let People { rosa, anna, luca, ugo, .. } = people(&app).await;
        app.domain("altra.example.it").await;
        for (domain, name) in [(DOMAIN, "anagrafe"), (DOMAIN, "bilancio"), ("altra.example.it", "cultura")] {
            app.mailbox(domain, name).await;
        }
        app.view(&rosa, "Tutte", &json!({}), &json!({"shared": true})).await;
        let path = "/api/v1/views?count_rows=true";
        let counts = async |by: &Account| {
            let page = app.get(path).by(by).expect(200).await.body;
            page["items"].as_array().unwrap().iter().map(|view| view["row_count"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(counts(&rosa).await, [json!(2)]);
        assert_eq!(counts(&anna).await, [json!(2)]);
        // Luca may do nothing with mailboxes, and Ugo does not see the view.
        assert_eq!(counts(&luca).await, [json!(null)]);
        assert!(counts(&ugo).await.is_empty());
        // Whoever sees a part of the domains counts that part, with the same cursor with and without counts.
        app.view(&rosa, "Una", &json!({"domain": DOMAIN, "q": "bil"}), &json!({})).await;
        assert_eq!(counts(&rosa).await, [json!(2), json!(1)]);
        let first = app.get(&format!("{path}&limit=1")).by(&rosa).expect(200).await.body;
        let next = format!("{PATH}?limit=1&cursor={}", first["next_cursor"].as_str().unwrap());
        let next = app.get(&next).by(&rosa).expect(200).await.body;
        assert_eq!((&next["items"][0]["name"], next["items"][0].get("row_count")), (&json!("Una"), None));
    }

    async fn the_history_tells_of_shared_views_alone(app: TestApp) {
        let rosa = people(&app).await.rosa;
        let view = app.view(&rosa, "Segreta", &json!({}), &json!({})).await;
        let path = format!("{PATH}/{view}");
        let change = async |body: Value| app.patch(&path).by(&rosa).json(&body).expect(200).await;
        change(json!({"name": "Riservata"})).await;
        change(json!({"shared": true, "name": "Comune"})).await;
        change(json!({"alert": {"above": 7, "email": "rosa@example.org"}})).await;
        change(json!({"sort": "address"})).await;
        verified(&app).await;
        change(json!({"shared": false})).await;
        change(json!({"name": "Di nuovo mia"})).await;
        verified(&app).await;
        app.delete(&path).by(&rosa).expect(204).await;
        let records = app.texts(
            "SELECT h.action || h.changes FROM history h JOIN history_chain c ON c.subject_id = h.subject_id
             WHERE c.subject_kind = 'saved_view' ORDER BY h.seq",
        ).await;
        assert_eq!(records.len(), 4, "{records:#?}");
        for hidden in ["Segreta", "Riservata", "Di nuovo mia", "rosa@example.org"] {
            assert!(!records.iter().any(|record| record.contains(hidden)), "{hidden}: {records:#?}");
        }
        assert!(records[0].starts_with("updated") && records[0].contains("Comune"));
        assert!(records[3].starts_with("deleted"));
        verified(&app).await;
    }

    async fn a_row_that_was_removed_or_changed_behind_the_history_is_found(app: TestApp) {
        let rosa = people(&app).await.rosa;
        app.view(&rosa, "Comune", &json!({}), &json!({"shared": true})).await;
        verified(&app).await;
        app.tamper("UPDATE saved_view SET name = 'Altra'").await;
        let found = verify(&app.app.db, &history::Request::default()).await.unwrap();
        assert_eq!(found.unwrap_err().fields, ["name"]);
        app.tamper("DELETE FROM saved_view").await;
        let found = verify(&app.app.db, &history::Request::default()).await.unwrap();
        assert_eq!(found.unwrap_err().reason, "the saved_view is not there any more");
    }

    async fn a_name_is_unique_among_the_views_of_an_account(app: TestApp) {
        let People { rosa, anna, .. } = people(&app).await;
        create(&app, &anna, &request("Attive")).expect(201).await;
        let taken = create(&app, &anna, &request("ATTIVE")).expect(409).await;
        assert_eq!((taken.code(), taken.faults()), ("name_taken", vec!["/name taken".to_owned()]));
        create(&app, &rosa, &request("Attive")).expect(201).await;
        let other = create(&app, &anna, &request("Altre")).expect(201).await;
        let path = other.header("location").unwrap();
        let taken = app.patch(path).by(&anna).json(&json!({"name": "attive"})).expect(409).await;
        assert_eq!(taken.code(), "name_taken");
    }

    async fn an_account_has_at_most_a_hundred_views(app: TestApp) {
        let anna = people(&app).await.anna;
        app.view(&anna, "v0", &json!({}), &json!({})).await;
        // The rest are copied, since each request takes its time.
        let new_id = match app.engine() {
            Engine::Sqlite => "randomblob(16)",
            Engine::Postgres => "gen_random_uuid()",
        };
        app.execute(&format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 98)
             INSERT INTO saved_view (id, owner_id, organization_id, list, name, name_key, query, shared,
                created_at, version)
             SELECT {new_id}, v.owner_id, v.organization_id, v.list, 'v' || n.i, 'v' || n.i, v.query,
                v.shared, v.created_at, 1 FROM saved_view v, n"
        )).await;
        // Two at once count one after the other.
        let bodies = ["a", "b", "c"].map(request);
        let requests = bodies.iter().map(|body| create(&app, &anna, body).send());
        let mut statuses: Vec<_> =
            futures_util::future::join_all(requests).await.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409]);
        assert_eq!(create(&app, &anna, &request("d")).expect(409).await.code(), "limit_reached");
    }

    async fn views_are_listed_by_name_ignoring_case(app: TestApp) {
        let People { rosa, anna, .. } = people(&app).await;
        for name in ["beta", "Alfa", "gamma"] {
            app.view(&anna, name, &json!({}), &json!({})).await;
        }
        app.clock.advance(TimeDelta::seconds(1));
        app.view(&rosa, "Delta", &json!({}), &json!({"shared": true})).await;
        assert_eq!(names(&app, &anna).await, ["Alfa", "beta", "Delta", "gamma"]);
        assert_eq!(names(&app, &rosa).await, ["Delta"]);
        let newest = app.get(&format!("{PATH}?sort=-created_at&limit=1&list=mailboxes&count=exact"));
        let newest = newest.by(&anna).expect(200).await;
        assert_eq!((&newest.body["items"][0]["name"], &newest.body["total"]), (&json!("Delta"), &json!(4)));
    }
}
