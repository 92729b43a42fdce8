//! Accounts of the panel.

use serde_json::{Value, json};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Answer, PASSWORD, TestApp, on_both_engines};

const PATH: &str = "/api/v1/accounts";

async fn create(app: &TestApp, by: &Account, body: Value) -> Answer {
    app.post(PATH).by(by).json(&body).send().await
}

fn assistant(username: &str) -> Value {
    json!({
        "username": username, "display_name": "Anna Verdi", "role": "assistant",
        "password": PASSWORD,
        "grants": [{"domain": "PEC.example.it", "permissions": ["view", "edit", "view"]}],
    })
}

on_both_engines! {
    async fn a_new_assistant_waits_for_an_operator(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let operator = app.operator("gestore").await;
        let postmaster = app.postmaster("rosa", domain.organization_id).await;
        let answer = create(&app, &postmaster, assistant("Anna.Verdi")).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        assert_eq!(answer.body["username"], "anna.verdi");
        assert_eq!(answer.body["state"], "pending");
        assert_eq!(answer.body["organization_id"], json!(domain.organization_id));
        let grants = json!([{"domain": "pec.example.it", "permissions": ["view", "edit"]}]);
        assert_eq!(answer.body["grants"], grants);
        assert!(!answer.body.to_string().contains("argon2"), "the response contains no hash");

        let path = answer.header("location").unwrap().to_owned();
        let enable = |by: &Account| {
            app.patch(&path).by(by).json(&json!({"state": "enabled"})).send()
        };
        assert_eq!(enable(&postmaster).await.faults(), ["/state invalid_transition"]);
        let enabled = enable(&operator).await;
        assert_eq!((enabled.status, &enabled.body["state"]), (200, &json!("enabled")));
        assert_eq!(enabled.body["enabled_at"], "2026-01-01T09:00:00.123456Z");

        // From here on the postmaster may disable and enable it.
        let disabled = app.patch(&path).by(&postmaster).json(&json!({"state": "disabled"}));
        disabled.expect(200).await;
        assert_eq!(enable(&postmaster).await.status, 200);
    }

    async fn every_fault_names_its_field(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        app.domain("altrove.example.it").await;
        let postmaster = app.postmaster("rosa", domain.organization_id).await;
        let body = json!({
            "username": "a b", "display_name": "", "role": "assistant", "password": "corta",
            "enabled": true, "organization_id": domain.id,
            "grants": [{"domain": "altrove.example.it", "permissions": ["view"]}],
        });
        let answer = create(&app, &postmaster, body.clone()).await;
        assert_eq!(answer.faults(), [
            "/username invalid_characters",
            "/display_name required",
            "/password too_short",
            "/enabled not_expected",
            "/organization_id unknown",
            "/grants not_expected",
        ]);
        let mut own = body;
        own.as_object_mut().unwrap().remove("organization_id");
        let answer = create(&app, &postmaster, own).await;
        assert_eq!(answer.faults().last().unwrap(), "/grants/0/domain unknown");
        assert_eq!(create(&app, &postmaster, assistant("anna")).await.status, 201);
        let taken = create(&app, &postmaster, assistant("ANNA")).await;
        assert_eq!((taken.status, taken.faults()), (409, vec!["/username taken".to_owned()]));
    }

    async fn a_postmaster_manages_only_its_own_assistants(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let elsewhere = app.domain("altrove.example.it").await;
        let operator = app.operator("gestore").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let colleague = app.postmaster("carlo", domain.organization_id).await;
        let own = app.assistant("anna", &domain, &[Permission::View]).await;
        let foreign = app.assistant("ugo", &elsewhere, &[Permission::View]).await;

        let listed = app.get(PATH).by(&rosa).expect(200).await;
        let names: Vec<_> = listed.body["items"].as_array().unwrap().iter().map(|a| a["username"].clone()).collect();
        assert_eq!(names, ["anna"]);
        for query in ["role=operator", &format!("organization_id={}", elsewhere.organization_id)] {
            let answer = app.get(&format!("{PATH}?{query}")).by(&rosa).expect(200).await;
            assert_eq!(answer.body["items"], json!([]), "{query}");
        }
        for other in [&operator, &rosa, &colleague, &foreign] {
            let path = format!("{PATH}/{}", other.id);
            app.get(&path).by(&rosa).expect(404).await;
            app.patch(&path).by(&rosa).json(&json!({"display_name": "x"})).expect(404).await;
        }
        app.get(&format!("{PATH}/{}", own.id)).by(&rosa).expect(200).await;
        for role in ["postmaster", "operator"] {
            let mut body = assistant("nuovo");
            body["role"] = json!(role);
            assert_eq!(create(&app, &rosa, body).await.code(), "forbidden", "{role}");
        }
        let all = app.get(&format!("{PATH}?limit=2")).by(&operator).expect(200).await;
        assert_eq!(all.body["items"][0]["username"], "anna");
        assert!(all.body["next_cursor"].is_string());
        let postmasters = app.get(&format!("{PATH}?role=postmaster")).by(&operator).expect(200).await;
        assert_eq!(postmasters.body["items"].as_array().map(Vec::len), Some(2));
    }

    async fn new_grants_apply_from_the_next_request(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let anna = app.assistant("anna", &domain, &[Permission::View, Permission::Create]).await;
        let create = |name: &str| {
            let body = json!({"domain": "pec.example.it", "local_part": name, "communication_email": "u@example.org"});
            app.post("/api/v1/mailboxes").by(&anna).json(&body).send()
        };
        assert_eq!(create("uno").await.status, 201);
        let path = format!("{PATH}/{}", anna.id);
        let grants = json!({"grants": [{"domain": "pec.example.it", "permissions": ["view"]}]});
        let changed = app.patch(&path).by(&rosa).if_match(1).json(&grants).expect(200).await;
        assert_eq!(changed.body["version"], 2);
        assert_eq!(create("due").await.code(), "forbidden");
        let stale = app.patch(&path).by(&rosa).if_match(1).json(&json!({"grants": []}));
        assert_eq!(stale.expect(412).await.code(), "stale");
        app.patch(&path).by(&rosa).json(&json!({"grants": []})).expect(200).await;
        let list = app.get("/api/v1/mailboxes?domain=pec.example.it").by(&anna);
        list.expect(403).await;
    }

    async fn a_new_password_ends_the_sessions(app: TestApp) {
        let operator = app.operator("gestore").await;
        let other = app.operator("altro").await;
        let path = format!("{PATH}/{}", other.id);
        let set = |password: &str| app.patch(&path).by(&operator).json(&json!({"password": password}));
        assert_eq!(set("corta").expect(422).await.faults(), ["/password too_short"]);
        app.get("/api/v1/me").by(&other).expect(200).await;
        set("una frase del tutto nuova").expect(200).await;
        app.get("/api/v1/me").by(&other).expect(401).await;
        let credentials = json!({"username": "altro", "password": "una frase del tutto nuova"});
        app.post("/api/v1/sessions").json(&credentials).expect(201).await;
    }

    async fn an_account_cannot_disable_itself(app: TestApp) {
        let operator = app.operator("gestore").await;
        let path = format!("{PATH}/{}", operator.id);
        let answer = app.patch(&path).by(&operator).json(&json!({"state": "disabled"}));
        assert_eq!(answer.expect(422).await.faults(), ["/state invalid_transition"]);
    }

    async fn names_have_no_invisible_characters(app: TestApp) {
        let operator = app.operator("gestore").await;
        for name in ["Anna\u{202e}idreV", "Anna\u{2066}Verdi", "Anna\u{200b}Verdi", "Anna\u{feff}", "An\u{7}na"] {
            let body = json!({
                "username": "anna", "display_name": name, "role": "operator", "password": PASSWORD,
            });
            let answer = create(&app, &operator, body).await;
            assert_eq!(answer.faults(), ["/display_name invalid_characters"], "{name:?}");
            let answer = app.post("/api/v1/organizations").by(&operator).json(&json!({"name": name})).expect(422).await;
            assert_eq!(answer.faults(), ["/name invalid_characters"], "{name:?}");
        }
    }

    async fn user_names_of_others_cannot_be_listed_by_trying(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        app.operator("gestore").await;
        for _ in 0..5 {
            let answer = create(&app, &rosa, assistant("gestore")).await;
            assert_eq!((answer.status, answer.code()), (409, "name_taken"));
        }
        let answer = create(&app, &rosa, assistant("gestore")).await;
        assert_eq!((answer.status, answer.code()), (429, "too_many_requests"));
    }
}
