//! Plans: their own life, what a domain offers of them, and the mailboxes that have them.

use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Domain, TestApp, on_both_engines};

const PATH: &str = "/api/v1/plans";
const MAILBOXES: &str = "/api/v1/mailboxes";
const DOMAIN: &str = "pec.example.it";

/// A domain that offers two plans, the first by default, with an operator and a postmaster.
struct Setting {
    domain: Domain,
    operator: Account,
    rosa: Account,
    base: Value,
    large: Value,
}

async fn setting(app: &TestApp) -> Setting {
    let domain = app.domain(DOMAIN).await;
    let base = app.plan("BASE", 2000, 0).await;
    let large = app.plan("S-5GIN_1GARCH", 5000, 1000).await;
    app.offer(&domain, &[base, large]).await;
    Setting {
        operator: app.operator("gestore").await,
        rosa: app.postmaster("rosa", domain.organization_id).await,
        base: json!(base),
        large: json!(large),
        domain,
    }
}

fn new_mailbox(name: &str, further: &Value) -> Value {
    let mut request =
        json!({"domain": DOMAIN, "local_part": name, "communication_email": "u@example.org"});
    for (field, value) in further.as_object().expect("an object") {
        request[field] = value.clone();
    }
    request
}

async fn created(app: &TestApp, by: &Account, name: &str, further: Value) -> Value {
    let request = new_mailbox(name, &further);
    app.post(MAILBOXES).by(by).json(&request).expect(201).await.body
}

fn path(body: &Value) -> String {
    format!("{MAILBOXES}/{}", body["id"].as_str().expect("an id"))
}

fn limits(body: &Value) -> [Value; 3] {
    ["quota_mb", "soft_limit_mb", "archive_mb"].map(|field| body[field].clone())
}

async fn verify(app: &TestApp) {
    let verified = sigillo_app::history::verify(&app.app.db, &Request::default()).await;
    assert!(verified.unwrap().is_ok());
}

on_both_engines! {
    async fn a_plan_is_created_changed_and_told_of(app: TestApp) {
        let operator = app.operator("gestore").await;
        let request = json!({"code": " s-2gin_2garch ", "name": "Standard", "inbox_mb": 2048, "archive_mb": 2048});
        let answer = app.post(PATH).by(&operator).json(&request).expect(201).await;
        assert_eq!(answer.body["code"], "S-2GIN_2GARCH");
        assert_eq!((&answer.body["preservation_mb"], &answer.body["state"]), (&json!(0), &json!("offered")));
        let path = answer.header("location").unwrap().to_owned();
        let taken = app.post(PATH).by(&operator).json(&request).expect(409).await;
        assert_eq!((taken.code(), taken.faults()), ("name_taken", vec!["/code taken".to_owned()]));
        let wrong = json!({"code": "a b", "inbox_mb": 0, "archive_mb": -1, "preservation_mb": 1_048_577});
        let faults = app.post(PATH).by(&operator).json(&wrong).expect(422).await.faults();
        assert_eq!(faults, [
            "/code invalid_characters", "/name required", "/inbox_mb out_of_range",
            "/archive_mb out_of_range", "/preservation_mb out_of_range",
        ]);
        let change = |change: Value| app.patch(&path).by(&operator).json(&change);
        let changed = change(json!({"inbox_mb": 4096, "state": "retired"})).if_match(1).expect(200).await;
        assert_eq!((&changed.body["inbox_mb"], changed.header("etag")), (&json!(4096), Some("\"2\"")));
        assert_eq!(change(json!({"name": "Altro"})).if_match(1).expect(412).await.code(), "stale");
        assert_eq!(change(json!({"code": ""})).expect(422).await.faults(), ["/code required"]);
        let history = app.get(&format!("{path}/history")).by(&operator).expect(200).await.body;
        let fields: Vec<_> = history["items"][0]["changes"].as_array().unwrap().iter().map(|c| c["field"].clone()).collect();
        assert_eq!(fields, ["inbox_mb", "state"]);
        let restored = app.post(&format!("{path}/restore")).by(&operator).json(&json!({"seq": 2})).expect(200).await;
        assert_eq!((&restored.body["inbox_mb"], &restored.body["state"]), (&json!(2048), &json!("offered")));
        verify(&app).await;
        app.tamper("UPDATE plan SET inbox_mb = 1").await;
        let verified = sigillo_app::history::verify(&app.app.db, &Request::default()).await;
        assert!(verified.unwrap().is_err());
    }

    async fn everybody_reads_plans_and_operators_alone_manage_them(app: TestApp) {
        let Setting { domain, rosa, base, .. } = setting(&app).await;
        let anna = app.assistant("anna", &domain, &[Permission::View]).await;
        let path = format!("{PATH}/{}", base.as_str().unwrap());
        for account in [&rosa, &anna] {
            let listed = app.get(&format!("{PATH}?q=gin&state=offered")).by(account).expect(200).await;
            assert_eq!(listed.body["items"][0]["code"], "S-5GIN_1GARCH");
            assert_eq!(app.get(&path).by(account).expect(200).await.body["code"], "BASE");
            app.patch(&path).by(account).json(&json!({"name": "Altro"})).expect(403).await;
            app.get(&format!("{path}/history")).by(account).expect(403).await;
            app.post(PATH).by(account).json(&json!({"code": "X", "name": "X", "inbox_mb": 1})).expect(403).await;
        }
    }

    async fn the_sizes_of_a_plan_stay_while_a_mailbox_has_it(app: TestApp) {
        let Setting { operator, rosa, base, .. } = setting(&app).await;
        let path = format!("{PATH}/{}", base.as_str().unwrap());
        let change = |change: Value| app.patch(&path).by(&operator).json(&change);
        change(json!({"inbox_mb": 3000})).expect(200).await;
        let mailbox = created(&app, &rosa, "uno", json!({})).await;
        assert_eq!(mailbox["quota_mb"], 3000);
        let faults = change(json!({"inbox_mb": 4000, "archive_mb": 1, "name": "Altro"})).expect(422).await.faults();
        assert_eq!(faults, ["/inbox_mb in_use", "/archive_mb in_use"]);
        // What is no size may change, and sizes that are sent back as they are do not.
        let renamed = change(json!({"code": "PICCOLA", "name": "Piccola", "inbox_mb": 3000, "state": "retired"}));
        assert_eq!(renamed.expect(200).await.body["code"], "PICCOLA");
        let shown = app.get(&self::path(&mailbox)).by(&rosa).expect(200).await.body;
        assert_eq!((&shown["plan"]["code"], &shown["plan"]["state"]), (&json!("PICCOLA"), &json!("retired")));
        verify(&app).await;
    }

    async fn a_domain_offers_plans_with_a_default(app: TestApp) {
        let Setting { domain, operator, base, large, .. } = setting(&app).await;
        let old = app.plan("VECCHIO", 1000, 0).await;
        app.patch(&format!("{PATH}/{old}")).by(&operator).json(&json!({"state": "retired"})).expect(200).await;
        let path = format!("/api/v1/domains/{}", domain.id);
        let change = |change: Value| app.patch(&path).by(&operator).json(&change);
        let shown = app.get(&path).by(&operator).expect(200).await.body;
        assert_eq!((&shown["plans"][1]["code"], &shown["default_plan"]), (&json!("S-5GIN_1GARCH"), &base));
        let nobody = "00000000-0000-0000-0000-000000000001";
        for (wrong, faults) in [
            (json!({"plans": [nobody, base, base]}), &["/plans/0 unknown", "/plans/2 repeated"][..]),
            (json!({"plans": [base, old]}), &["/plans/1 not_available"]),
            (json!({"plans": [large]}), &["/default_plan not_available"]),
            (json!({"default_plan": old}), &["/default_plan not_available"]),
            (json!({"plans": [], "default_plan": base}), &["/default_plan not_available"]),
        ] {
            assert_eq!(change(wrong.clone()).expect(422).await.faults(), faults, "{wrong}");
        }
        let changed = change(json!({"plans": [large], "default_plan": large})).if_match(2).expect(200).await.body;
        assert_eq!(changed["plans"].as_array().map(Vec::len), Some(1));
        let none = change(json!({"plans": []})).expect(200).await.body;
        assert_eq!((&none["plans"], &none["default_plan"]), (&json!([]), &Value::Null));
        let history = app.get(&format!("{path}/history")).by(&operator).expect(200).await.body;
        let change_of_plans = &history["items"][0]["changes"][0];
        assert_eq!((&change_of_plans["before"], &change_of_plans["after"]), (&json!([large]), &json!([])));
        assert_eq!(change_of_plans["names"][large.as_str().unwrap()], "S-5GIN_1GARCH");
        let restored = app.post(&format!("{path}/restore")).by(&operator).json(&json!({"seq": 4})).expect(200).await.body;
        assert_eq!((&restored["plans"][0]["id"], &restored["default_plan"]), (&large, &large));
        let request = json!({"organization_id": domain.organization_id, "name": "nuovo.example.it", "plans": [base]});
        let faults = app.post("/api/v1/domains").by(&operator).json(&request).expect(422).await.faults();
        assert_eq!(faults, ["/default_plan required"]);
        verify(&app).await;
    }

    async fn a_new_mailbox_gets_the_given_plan_or_the_default(app: TestApp) {
        let Setting { operator, rosa, base, large, .. } = setting(&app).await;
        let default = created(&app, &rosa, "uno", json!({})).await;
        assert_eq!((&default["plan"]["id"], limits(&default)), (&base, [json!(2000), json!(1600), Value::Null]));
        let given = created(&app, &rosa, "due", json!({"plan": large})).await;
        assert_eq!((&given["plan"]["name"], limits(&given)), (&json!("Piano S-5GIN_1GARCH"), [json!(5000), json!(4000), json!(1000)]));
        let own = created(&app, &rosa, "tre", json!({"plan": large, "quota_mb": 300})).await;
        assert_eq!(limits(&own), [json!(300), json!(240), json!(1000)]);
        // A retired default leaves the choice to whoever creates.
        let retired = json!({"state": "retired"});
        app.patch(&format!("{PATH}/{}", base.as_str().unwrap())).by(&operator).json(&retired).expect(200).await;
        for (further, fault) in [(json!({}), "/plan required"), (json!({"plan": base}), "/plan not_available")] {
            let request = new_mailbox("quattro", &further);
            let refused = app.post(MAILBOXES).by(&rosa).json(&request).expect(422).await;
            assert_eq!(refused.faults(), [fault]);
        }
        // A domain without plans works as before, and has none to give.
        let other = app.domain("altra.example.it").await;
        let request = json!({"domain": other.name, "local_part": "a b", "communication_email": "u@example.org", "plan": large});
        let refused = app.post(MAILBOXES).by(&operator).json(&request).expect(422).await;
        assert_eq!(refused.faults(), ["/local_part invalid_characters", "/plan not_available"]);
        verify(&app).await;
    }

    async fn a_change_of_plan_is_one_record_that_can_be_undone(app: TestApp) {
        let Setting { rosa, base, large, domain, .. } = setting(&app).await;
        let path = path(&created(&app, &rosa, "uno", json!({"soft_limit_mb": 1000})).await);
        let change = |change: Value| app.patch(&path).by(&rosa).json(&change);
        let changed = change(json!({"plan": large})).if_match(1).expect(200).await.body;
        assert_eq!(limits(&changed), [json!(5000), json!(4000), json!(1000)]);
        assert_eq!(change(json!({"plan": base})).if_match(1).expect(412).await.code(), "stale");
        assert_eq!(change(json!({"plan": large})).expect(200).await.body["version"], 2);
        let history = app.get(&format!("{path}/history")).by(&rosa).expect(200).await.body;
        assert_eq!(history["items"].as_array().map(Vec::len), Some(2));
        let changes = history["items"][0]["changes"].as_array().unwrap();
        let fields: Vec<_> = changes.iter().map(|c| c["field"].clone()).collect();
        assert_eq!(fields, ["quota_mb", "soft_limit_mb", "plan", "archive_mb"]);
        assert_eq!(changes[2]["names"][base.as_str().unwrap()], "BASE");
        let restored = app.post(&format!("{path}/restore")).by(&rosa).json(&json!({"seq": 2})).expect(200).await.body;
        assert_eq!((&restored["plan"]["id"], limits(&restored)), (&base, [json!(2000), json!(1000), Value::Null]));
        let both = change(json!({"plan": large, "quota_mb": 700, "soft_limit_mb": 701})).expect(422).await;
        assert_eq!(both.faults(), ["/soft_limit_mb above_quota"]);
        let given = change(json!({"plan": large, "quota_mb": 700})).expect(200).await.body;
        assert_eq!(limits(&given), [json!(700), json!(560), json!(1000)]);
        let viewer = app.assistant("anna", &domain, &[Permission::View]).await;
        app.patch(&path).by(&viewer).json(&json!({"plan": base})).expect(403).await;
        let foreign = app.domain("altra.example.it").await;
        let ugo = app.postmaster("ugo", foreign.organization_id).await;
        app.patch(&path).by(&ugo).json(&json!({"plan": base})).expect(404).await;
        verify(&app).await;
    }

    async fn a_plan_that_the_domain_no_longer_offers_stays_with_its_mailboxes(app: TestApp) {
        let Setting { domain, operator, rosa, base, large } = setting(&app).await;
        let path = path(&created(&app, &rosa, "uno", json!({"plan": large})).await);
        let request = json!({"plans": [base]});
        app.patch(&format!("/api/v1/domains/{}", domain.id)).by(&operator).json(&request).expect(200).await;
        let kept = json!({"plan": large, "communication_email": "altra@example.org"});
        assert_eq!(app.patch(&path).by(&rosa).json(&kept).expect(200).await.body["plan"]["id"], large);
        app.patch(&path).by(&rosa).json(&json!({"plan": base})).expect(200).await;
        let back = app.patch(&path).by(&rosa).json(&json!({"plan": large})).expect(422).await;
        assert_eq!(back.faults(), ["/plan not_available"]);
    }

    async fn lists_exports_and_views_are_filtered_by_plan(app: TestApp) {
        let Setting { rosa, base, large, .. } = setting(&app).await;
        for (name, plan) in [("uno", &base), ("due", &large), ("tre", &base)] {
            created(&app, &rosa, name, json!({"plan": plan})).await;
        }
        let list = |query: String| app.get(&format!("{MAILBOXES}?count=exact&{query}")).by(&rosa);
        let of_base = format!("plan={}", base.as_str().unwrap());
        let found = list(of_base.clone()).expect(200).await.body;
        assert_eq!((&found["total"], &found["items"][0]["plan"]["code"]), (&json!(2), &json!("BASE")));
        let both = format!("plan={},{}", base.as_str().unwrap(), large.as_str().unwrap());
        assert_eq!(list(both).expect(200).await.body["total"], 3);
        assert_eq!(list("plan=boh".into()).expect(422).await.faults(), ["plan unknown"]);
        let export = format!("{MAILBOXES}/export?format=csv&lang=en&{of_base}");
        let file = app.get(&export).by(&rosa).expect(200).await;
        let file = String::from_utf8_lossy(&file.bytes);
        assert!(file.lines().next().unwrap().contains("Plan") && file.lines().count() == 3, "{file}");
        assert!(file.contains("BASE") && !file.contains("S-5GIN"), "{file}");
        let record = app.get("/api/v1/exports").by(&rosa).expect(200).await.body;
        assert_eq!(record["items"][0]["list"]["plan"], base);
        app.view(&rosa, "Di base", &json!({"plan": base}), &json!({"columns": ["state", "plan"]})).await;
        let counted = app.get("/api/v1/views?count_rows=true").by(&rosa).send().await;
        assert_eq!(counted.status, 200, "{}", counted.body);
        verify(&app).await;
    }

    async fn many_mailboxes_change_their_plan_and_change_back(app: TestApp) {
        let Setting { rosa, base, large, .. } = setting(&app).await;
        for name in ["uno", "due"] {
            created(&app, &rosa, name, json!({})).await;
        }
        created(&app, &rosa, "tre", json!({"plan": large})).await;
        let run = async |path: &str, body: Value| {
            let job = app.post(path).by(&rosa).json(&body).expect(202).await.body;
            while sigillo_app::jobs::work(&app.app).await.unwrap() > 0 {}
            let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
            app.post(&format!("{path}/run")).by(&rosa).json(&json!({})).expect(202).await;
            while sigillo_app::jobs::work(&app.app).await.unwrap() > 0 {}
            let rows = app.get(&format!("{path}/rows")).by(&rosa).expect(200).await.body;
            (path.clone(), app.get(&path).by(&rosa).expect(200).await.body["counts"].clone(), rows)
        };
        let request = json!({"change": {"action": "update", "plan": large}, "matching": {"domain": DOMAIN}, "count": 3});
        let (job, counts, rows) = run("/api/v1/bulk-changes", request).await;
        assert_eq!((&counts["done"], &counts["unchanged"]), (&json!(2), &json!(1)));
        let changes = rows["items"].as_array().unwrap().iter().find(|row| row["outcome"] == "done").unwrap()["changes"].clone();
        assert_eq!(changes[2]["names"][large.as_str().unwrap()], "S-5GIN_1GARCH");
        let of_large = format!("{MAILBOXES}?count=exact&plan={}", large.as_str().unwrap());
        let found = app.get(&of_large).by(&rosa).expect(200).await.body;
        assert_eq!((&found["total"], limits(&found["items"][0])), (&json!(3), [json!(5000), json!(4000), json!(1000)]));
        let (_, counts, _) = run(&format!("{job}/undo"), json!({})).await;
        assert_eq!(counts["done"], 2);
        let of_base = format!("{MAILBOXES}?count=exact&plan={}", base.as_str().unwrap());
        let found = app.get(&of_base).by(&rosa).expect(200).await.body;
        assert_eq!((&found["total"], limits(&found["items"][0])), (&json!(2), [json!(2000), json!(1600), Value::Null]));
        let wrong = json!({"change": {"action": "disable", "plan": large}, "matching": {"domain": DOMAIN}, "count": 3});
        let refused = app.post("/api/v1/bulk-changes").by(&rosa).json(&wrong).expect(422).await;
        assert_eq!(refused.faults(), ["/change/plan not_expected"]);
        verify(&app).await;
    }

    async fn a_file_names_plans_by_code_and_resellers_by_name(app: TestApp) {
        let Setting { domain, rosa, .. } = setting(&app).await;
        app.reseller(domain.organization_id, "Città Servizi").await;
        let file = "casella;e-mail di comunicazione;piano;rivenditore\n\
            uno;u@example.org;s-5gin_1garch;citta servizi\n\
            due;u@example.org;;\n\
            tre;u@example.org;IGNOTO;\n\
            quattro;u@example.org;BASE;Nessuno\n";
        let upload = app.post(&format!("/api/v1/imports?domain={DOMAIN}")).by(&rosa);
        let job = upload.raw("text/csv", file.into()).expect(202).await.body;
        while sigillo_app::jobs::work(&app.app).await.unwrap() > 0 {}
        let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
        let rows = app.get(&format!("{path}/rows")).by(&rosa).expect(200).await.body["items"].clone();
        assert_eq!((&rows[0]["values"]["plan"], &rows[0]["values"]["quota_mb"]), (&json!("S-5GIN_1GARCH"), &json!(5000)));
        assert_eq!((&rows[1]["values"]["plan"], &rows[1]["values"]["reseller"]), (&json!("BASE"), &Value::Null));
        let faults = |row: &Value| format!("{} {}", row["errors"][0]["pointer"].as_str().unwrap(), row["errors"][0]["code"].as_str().unwrap());
        assert_eq!([faults(&rows[2]), faults(&rows[3])], ["/plan not_available", "/reseller unknown"]);
        app.post(&format!("{path}/run")).by(&rosa).json(&json!({})).expect(202).await;
        while sigillo_app::jobs::work(&app.app).await.unwrap() > 0 {}
        let found = app.get(&format!("{MAILBOXES}?q=uno")).by(&rosa).expect(200).await.body["items"][0].clone();
        assert_eq!((&found["reseller"]["name"], limits(&found)), (&json!("Città Servizi"), [json!(5000), json!(4000), json!(1000)]));
        // The same file again changes nothing, and another plan is told.
        let again = file.replace("due;u@example.org;;", "due;u@example.org;S-5GIN_1GARCH;");
        let upload = app.post(&format!("/api/v1/imports?domain={DOMAIN}")).by(&rosa);
        let job = upload.raw("text/csv", again.into()).expect(202).await.body;
        while sigillo_app::jobs::work(&app.app).await.unwrap() > 0 {}
        let path = format!("/api/v1/jobs/{}/rows", job["id"].as_str().unwrap());
        let rows = app.get(&path).by(&rosa).expect(200).await.body["items"].clone();
        assert_eq!((&rows[0]["outcome"], faults(&rows[1])), (&json!("unchanged"), "/plan differs".to_owned()));
        verify(&app).await;
    }

    async fn sizes_and_a_new_mailbox_at_once_agree(app: TestApp) {
        let Setting { operator, rosa, base, .. } = setting(&app).await;
        let path = format!("{PATH}/{}", base.as_str().unwrap());
        for round in 0..4 {
            let size = 3000 + round;
            let change = app.patch(&path).by(&operator).json(&json!({"inbox_mb": size})).send();
            let request = new_mailbox(&format!("nuova{round}"), &json!({}));
            let create = app.post(MAILBOXES).by(&rosa).json(&request).send();
            let (change, create) = futures_util::future::join(change, create).await;
            assert_eq!(create.status, 201, "{}", create.body);
            let present = app.get(&path).by(&rosa).expect(200).await.body["inbox_mb"].clone();
            assert_eq!(create.body["quota_mb"], present, "{}", change.body);
            // The next round begins with a plan that no mailbox has.
            app.tamper("UPDATE mailbox SET plan_id = NULL").await;
        }
    }
}
