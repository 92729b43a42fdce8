//! Creating, reading, changing and cancelling mailboxes.

use serde_json::{Value, json};
use sigillo_contract::domain::DomainCreate;
use sigillo_domain::mail_domain::Onboarding;
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Answer, Domain, TestApp, on_both_engines};

const DOMAIN: &str = "pec.example.it";

/// Creates a domain and its postmaster.
async fn setting(app: &TestApp) -> (Domain, Account) {
    let domain = app.domain(DOMAIN).await;
    let postmaster = app.postmaster("rosa", domain.organization_id).await;
    (domain, postmaster)
}

async fn create(app: &TestApp, by: &Account, body: Value) -> Answer {
    app.post("/api/v1/mailboxes").by(by).json(&body).send().await
}

fn new(local_part: &str) -> Value {
    json!({"domain": DOMAIN, "local_part": local_part, "communication_email": "u@example.org"})
}

async fn read(app: &TestApp, by: &Account, id: &Value) -> Value {
    app.get(&path(id)).by(by).expect(200).await.body
}

fn path(id: &Value) -> String {
    format!("/api/v1/mailboxes/{}", id.as_str().expect("an id"))
}

async fn history(app: &TestApp, by: &Account, id: &Value) -> Vec<Value> {
    let answer = app.get(&format!("{}/history", path(id))).by(by).expect(200).await;
    answer.body["items"].as_array().unwrap().clone()
}

on_both_engines! {
    async fn a_mailbox_is_created_with_the_defaults_of_its_domain(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        let answer = create(&app, &postmaster, new("Ufficio.Tributi")).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        let mailbox = answer.body.clone();
        assert_eq!(answer.header("location"), Some(path(&mailbox["id"]).as_str()));
        assert_eq!(answer.header("etag"), Some("\"1\""));
        assert_eq!(mailbox["address"], "ufficio.tributi@pec.example.it");
        assert_eq!(mailbox["domain"], DOMAIN);
        assert_eq!((&mailbox["state"], &mailbox["password_state"]), (&json!("active"), &json!("to_set")));
        assert_eq!((&mailbox["quota_mb"], &mailbox["soft_limit_mb"]), (&json!(1000), &json!(800)));
        assert_eq!((&mailbox["used_bytes"], &mailbox["version"]), (&Value::Null, &json!(1)));
        assert_eq!(mailbox["created_by"], "rosa");
        assert_eq!(mailbox["created_at"], "2026-01-01T09:00:00.123456Z");
        assert_eq!(read(&app, &postmaster, &mailbox["id"]).await, mailbox);
    }

    async fn every_fault_of_the_form_names_its_field(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        let body = json!({
            "domain": DOMAIN, "local_part": "anna verdi", "communication_email": "anna",
            "preservation": true, "quota_mb": 100, "soft_limit_mb": 101,
        });
        let answer = create(&app, &postmaster, body).await;
        assert_eq!((answer.status, answer.code()), (422, "validation"));
        assert_eq!(answer.faults(), [
            "/local_part invalid_characters",
            "/communication_email invalid_email",
            "/preservation not_available",
            "/soft_limit_mb above_quota",
        ]);
        let empty = create(&app, &postmaster, json!({"domain": DOMAIN})).await;
        assert_eq!(empty.faults(), ["/local_part required", "/communication_email required"]);
        let nowhere = create(&app, &postmaster, json!({})).await;
        assert_eq!(nowhere.faults(), ["/domain required"]);
    }

    async fn names_are_unique_ignoring_case(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        assert_eq!(create(&app, &postmaster, new("tributi")).await.status, 201);
        let again = create(&app, &postmaster, new("TRIBUTI")).await;
        assert_eq!((again.status, again.code()), (409, "mailbox_exists"));
        assert_eq!(again.faults(), ["/local_part taken"]);
    }

    async fn the_name_of_a_cancelled_mailbox_is_never_used_again(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        let mailbox = create(&app, &postmaster, new("tributi")).await.body;
        app.delete(&path(&mailbox["id"])).by(&postmaster).expect(200).await;
        for name in ["tributi", "Tributi", " TRIBUTI "] {
            let again = create(&app, &postmaster, new(name)).await;
            assert_eq!((again.status, again.code()), (409, "address_retired"), "{name}");
        }
    }

    async fn simultaneous_creations_of_one_name_make_one_mailbox(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        let attempts = (0..8).map(|_| create(&app, &postmaster, new("tributi")));
        let answers = futures_util::future::join_all(attempts).await;
        let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
    }

    async fn a_mailbox_of_a_contract_domain_awaits_activation(app: TestApp) {
        let organization_id = app.organization("Consorzio").await;
        let request = DomainCreate {
            organization_id,
            name: DOMAIN.into(),
            onboarding: Some(Onboarding::Contract),
            preservation_available: Some(true),
            ..DomainCreate::default()
        };
        app.create_domain(request).await;
        let postmaster = app.postmaster("rosa", organization_id).await;
        let mut body = new("tributi");
        body["preservation"] = json!(true);
        let holder = app.holder(organization_id, 1).await;
        body["holder"] = json!({"id": holder.id});
        body["address"] = json!({"id": app.holder_address(holder.id, "Via Nuova").await.id});
        let mailbox = create(&app, &postmaster, body).await.body;
        assert_eq!(mailbox["state"], "pending_activation");
        assert_eq!(mailbox["activated_at"], Value::Null);
        assert_eq!(mailbox["preservation"], true);
        let patch = app.patch(&path(&mailbox["id"])).by(&postmaster);
        let answer = patch.json(&json!({"state": "active"})).expect(422).await;
        assert_eq!(answer.faults(), ["/state invalid_transition"]);
    }

    async fn a_patch_changes_several_fields_at_once(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        let mailbox = create(&app, &postmaster, new("tributi")).await.body;
        let patch = json!({
            "state": "disabled", "quota_mb": 2000, "communication_email": "nuova@example.org",
        });
        let request = app.patch(&path(&mailbox["id"])).by(&postmaster).if_match(1).json(&patch);
        let answer = request.expect(200).await;
        assert_eq!(answer.header("etag"), Some("\"2\""));
        assert_eq!(answer.body["warnings"], json!([]));
        assert_eq!(answer.body["state"], "disabled");
        assert_eq!(answer.body["soft_limit_mb"], 1600, "80 % of the new quota");
        assert_eq!(answer.body["version"], 2);

        let records = history(&app, &postmaster, &mailbox["id"]).await;
        assert_eq!(records.len(), 2);
        assert_eq!((&records[0]["action"], &records[0]["seq"]), (&json!("disabled"), &json!(2)));
        assert_eq!(records[0]["actor"], json!({"kind": "postmaster", "name": "rosa", "display_name": "rosa"}));
        assert_eq!(records[0]["changes"], json!([
            {"field": "communication_email", "before": "u@example.org", "after": "nuova@example.org"},
            {"field": "state", "before": "active", "after": "disabled"},
            {"field": "quota_mb", "before": 1000, "after": 2000},
            {"field": "soft_limit_mb", "before": 800, "after": 1600},
        ]));
    }

    async fn one_invalid_field_prevents_the_whole_change(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        let mailbox = create(&app, &postmaster, new("tributi")).await.body;
        let patch = json!({"state": "disabled", "quota_mb": 2000, "soft_limit_mb": 3000});
        let request = app.patch(&path(&mailbox["id"])).by(&postmaster).json(&patch);
        assert_eq!(request.expect(422).await.faults(), ["/soft_limit_mb above_quota"]);
        assert_eq!(read(&app, &postmaster, &mailbox["id"]).await, mailbox);
        assert_eq!(history(&app, &postmaster, &mailbox["id"]).await.len(), 1);
    }

    async fn a_patch_without_a_difference_is_not_recorded(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        let mailbox = create(&app, &postmaster, new("tributi")).await.body;
        let patch = json!({"state": "active", "quota_mb": 1000, "communication_email": "u@example.org"});
        let answer = app.patch(&path(&mailbox["id"])).by(&postmaster).json(&patch).expect(200).await;
        assert_eq!(answer.body["version"], 1);
        assert_eq!(history(&app, &postmaster, &mailbox["id"]).await.len(), 1);
    }

    async fn a_stale_version_changes_nothing(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        let mailbox = create(&app, &postmaster, new("tributi")).await.body;
        let path = path(&mailbox["id"]);
        let patch = |quota: i64| app.patch(&path).by(&postmaster).json(&json!({"quota_mb": quota}));
        patch(1500).if_match(1).expect(200).await;
        for stale in [1, 3] {
            assert_eq!(patch(3000).if_match(stale).expect(412).await.code(), "stale");
            let cancel = app.delete(&path).by(&postmaster).if_match(stale);
            assert_eq!(cancel.expect(412).await.code(), "stale");
        }
        let other = patch(3000).header("if-match", "\"abc\"");
        assert_eq!(other.expect(412).await.code(), "stale");
        let unquoted = patch(3000).header("if-match", "2");
        assert_eq!(unquoted.expect(400).await.code(), "malformed");
        assert_eq!(read(&app, &postmaster, &mailbox["id"]).await["quota_mb"], 1500);
        patch(3000).expect(200).await;
        patch(4000).header("if-match", "*").expect(200).await;
    }

    async fn only_one_of_several_edits_of_one_version_succeeds(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        let mailbox = create(&app, &postmaster, new("tributi")).await.body;
        let path = path(&mailbox["id"]);
        let edits = (1..=8).map(|place| {
            let body = json!({"quota_mb": 1000 + place});
            app.patch(&path).by(&postmaster).if_match(1).json(&body).send()
        });
        let answers = futures_util::future::join_all(edits).await;
        let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
        assert_eq!(history(&app, &postmaster, &mailbox["id"]).await.len(), 2);
    }

    async fn a_quota_below_the_use_is_set_with_a_warning(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        let mailbox = create(&app, &postmaster, new("tributi")).await.body;
        app.tamper("UPDATE mailbox SET used_bytes = 600 * 1048576").await;
        let patch = |body: Value| app.patch(&path(&mailbox["id"])).by(&postmaster).json(&body);
        let answer = patch(json!({"quota_mb": 500})).expect(200).await;
        assert_eq!(answer.body["warnings"], json!(["quota_below_use"]));
        assert_eq!((&answer.body["quota_mb"], &answer.body["used_bytes"]), (&json!(500), &json!(629_145_600)));
        let answer = patch(json!({"communication_email": "b@example.org"})).expect(200).await;
        assert_eq!(answer.body["warnings"], json!([]), "the quota was not touched");
    }

    async fn changing_the_state_needs_its_own_permission(app: TestApp) {
        let (domain, postmaster) = setting(&app).await;
        let mailbox = create(&app, &postmaster, new("tributi")).await.body;
        let editor = app.assistant("edo", &domain, &[Permission::View, Permission::Edit]).await;
        let keeper = app.assistant("kim", &domain, &[Permission::View, Permission::Disable]).await;
        let patch = |by: &Account, body: Value| {
            app.patch(&path(&mailbox["id"])).by(by).json(&body).send()
        };
        assert_eq!(patch(&editor, json!({"state": "disabled"})).await.code(), "forbidden");
        assert_eq!(patch(&keeper, json!({"quota_mb": 5})).await.code(), "forbidden");
        let both = json!({"state": "disabled", "quota_mb": 5});
        assert_eq!(patch(&keeper, both.clone()).await.code(), "forbidden");
        assert_eq!(patch(&editor, both).await.code(), "forbidden");
        assert_eq!(read(&app, &postmaster, &mailbox["id"]).await, mailbox);
        // The present state is allowed, since forms send it back unchanged.
        assert_eq!(patch(&editor, json!({"state": "active", "quota_mb": 5})).await.status, 200);
        assert_eq!(patch(&keeper, json!({"state": "disabled"})).await.status, 200);
    }

    async fn a_cancelled_mailbox_is_read_only(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        let mailbox = create(&app, &postmaster, new("tributi")).await.body;
        let path = path(&mailbox["id"]);
        let cancelled = app.delete(&path).by(&postmaster).if_match(1).expect(200).await;
        assert_eq!(cancelled.body["state"], "cancelled");
        assert_eq!(cancelled.body["cancelled_at"], "2026-01-01T09:00:00.123456Z");
        assert_eq!(cancelled.body["communication_email"], "u@example.org");
        for body in [json!({"state": "active"}), json!({"quota_mb": 5}), json!({})] {
            let answer = app.patch(&path).by(&postmaster).json(&body).expect(409).await;
            assert_eq!(answer.code(), "mailbox_cancelled");
        }
        let again = app.delete(&path).by(&postmaster).expect(409).await;
        assert_eq!(again.code(), "mailbox_cancelled");
        assert_eq!(read(&app, &postmaster, &mailbox["id"]).await, cancelled.body);
        assert_eq!(history(&app, &postmaster, &mailbox["id"]).await.len(), 2);
    }

    async fn notes_are_kept_and_recorded_in_the_history(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        let mailbox = create(&app, &postmaster, new("tributi")).await.body;
        let notes = format!("{}/notes", path(&mailbox["id"]));
        let add = |text: &str| app.post(&notes).by(&postmaster).json(&json!({"text": text}));
        for (text, fault) in [("  ", "required"), (&"x".repeat(4001), "too_long")] {
            assert_eq!(add(text).expect(422).await.faults(), [format!("/text {fault}")]);
        }
        add("prima").expect(201).await;
        app.clock.advance(chrono::TimeDelta::seconds(1));
        let second = add(" perché l'ufficio è chiuso ").expect(201).await;
        assert_eq!(second.body["text"], "perché l'ufficio è chiuso");
        assert_eq!(second.body["author"], "rosa");
        let page = app.get(&format!("{notes}?limit=1")).by(&postmaster).expect(200).await;
        assert_eq!(page.body["items"], json!([second.body]));
        let cursor = page.body["next_cursor"].as_str().unwrap();
        let next = app.get(&format!("{notes}?limit=1&cursor={cursor}")).by(&postmaster);
        let next = next.expect(200).await;
        assert_eq!(next.body["items"][0]["text"], "prima");
        assert_eq!(next.body["next_cursor"], Value::Null);

        let records = history(&app, &postmaster, &mailbox["id"]).await;
        assert_eq!(records[0]["action"], "note_added");
        assert_eq!(records[0]["changes"][0]["after"], "perché l'ufficio è chiuso");
        let version = read(&app, &postmaster, &mailbox["id"]).await["version"].clone();
        assert_eq!(version, 1, "a note does not make open edits stale");
    }

    async fn history_and_messages_can_be_filtered(app: TestApp) {
        let (_, postmaster) = setting(&app).await;
        let mailbox = create(&app, &postmaster, new("tributi")).await.body;
        let path = path(&mailbox["id"]);
        app.patch(&path).by(&postmaster).json(&json!({"state": "disabled"})).expect(200).await;
        let actions = async |query: &str| {
            let page = app.get(&format!("{path}/history?{query}")).by(&postmaster).expect(200).await;
            let items = page.body["items"].as_array().unwrap().clone();
            items.iter().map(|record| record["action"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(actions("action=created,cancelled").await, ["created"]);
        assert_eq!(actions("action=disabled&person=rosa").await, ["disabled"]);
        assert_eq!(actions("person=system").await, Vec::<Value>::new());
        // A page of a filtered history goes on where it ended.
        let all = actions("person=rosa").await;
        let page = app.get(&format!("{path}/history?person=rosa&limit=1")).by(&postmaster);
        let cursor = page.expect(200).await.body["next_cursor"].as_str().unwrap().to_owned();
        assert_eq!(actions(&format!("person=rosa&cursor={cursor}")).await, all[1..]);

        let kinds = async |query: &str| {
            let page = app.get(&format!("{path}/messages?{query}")).by(&postmaster).expect(200).await;
            page.body["items"].as_array().unwrap().len()
        };
        assert_eq!(kinds("kind=set_password&state=queued").await, 1);
        assert_eq!(kinds("state=failed,sent").await, 0);
        assert_eq!(kinds("kind=reset_password").await, 0);

        for (query, fault) in [
            ("history?action=painted", "action unknown"),
            ("history?person=a%00b", "person invalid_characters"),
            ("messages?kind=letter", "kind unknown"),
            ("messages?state=lost", "state unknown"),
        ] {
            let answer = app.get(&format!("{path}/{query}")).by(&postmaster).expect(422).await;
            assert_eq!(answer.faults(), [fault]);
        }
    }
}
