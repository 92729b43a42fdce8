//! The activity: the list and its export.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_app::history::Request;
use sigillo_contract::account::DomainGrant;
use sigillo_domain::account::Role;
use sigillo_domain::contract_template::EXAMPLE;
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, TestApp, on_both_engines};

const OWN: &str = "pec.example.it";
const SECOND: &str = "cert.example.it";
const FOREIGN: &str = "altrove.example.org";
const PATH: &str = "/api/v1/activity";

pub struct Setting {
    pub operator: Account,
    pub rosa: Account,
    /// May view the first domain.
    pub anna: Account,
    pub foreign: Account,
}

pub async fn setting(app: &TestApp) -> Setting {
    let own = app.domain(OWN).await;
    app.domain_of(own.organization_id, SECOND).await;
    let foreign = app.domain(FOREIGN).await;
    let setting = Setting {
        operator: app.operator("gestore").await,
        rosa: app.postmaster("rosa", own.organization_id).await,
        anna: app.assistant("anna", &own, &[Permission::View, Permission::Edit]).await,
        foreign: app.postmaster("ugo", foreign.organization_id).await,
    };
    for (domain, name) in [(OWN, "uno"), (SECOND, "due"), (FOREIGN, "tre")] {
        app.mailbox(domain, name).await;
    }
    app.clock.advance(TimeDelta::minutes(1));
    setting
}

async fn items(app: &TestApp, by: &Account, query: &str) -> Vec<Value> {
    let answer = app.get(&format!("{PATH}?{query}")).by(by).expect(200).await;
    answer.body["items"].as_array().unwrap().clone()
}

fn subjects(items: &[Value]) -> Vec<&str> {
    let mut names: Vec<_> =
        items.iter().map(|item| item["subject"]["name"].as_str().unwrap_or("–")).collect();
    names.sort_unstable();
    names
}

/// Changes the first mailbox as this account, and returns its id.
pub async fn change(app: &TestApp, by: &Account, quota: i64) -> String {
    let found = app.get(&format!("/api/v1/mailboxes?domain={OWN}&q=uno")).by(by).expect(200).await;
    let id = found.body["items"][0]["id"].as_str().unwrap().to_owned();
    let patch = json!({"quota_mb": quota});
    app.patch(&format!("/api/v1/mailboxes/{id}")).by(by).json(&patch).expect(200).await;
    id
}

on_both_engines! {
    async fn everybody_sees_the_records_of_their_scope_only(app: TestApp) {
        let Setting { operator, rosa, anna, foreign } = setting(&app).await;
        let all = items(&app, &operator, "limit=200").await;
        assert_eq!(all.len(), 12);
        let own = items(&app, &rosa, "").await;
        let organization = format!("Organizzazione di {OWN}");
        let expected = [organization.as_str(), "anna", SECOND, "due@cert.example.it", OWN, "rosa", "uno@pec.example.it"];
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(subjects(&own), expected);
        assert_eq!(subjects(&items(&app, &anna, "").await), [OWN, "uno@pec.example.it"]);
        let others = items(&app, &foreign, "").await;
        assert_eq!(subjects(&others), ["Organizzazione di altrove.example.org", FOREIGN, "tre@altrove.example.org", "ugo"]);
    }

    async fn a_record_says_who_did_what_to_which_subject_of_which_domain(app: TestApp) {
        let Setting { rosa, anna, .. } = setting(&app).await;
        let id = change(&app, &anna, 3000).await;
        let record = items(&app, &rosa, "limit=1").await.remove(0);
        let subject = json!({
            "kind": "mailbox", "id": id, "name": "uno@pec.example.it", "domain": OWN,
            "href": format!("/caselle/{id}"),
        });
        assert_eq!(record["subject"], subject);
        assert_eq!(record["actor"], json!({"kind": "assistant", "name": "anna", "display_name": "anna"}));
        assert_eq!((&record["action"], &record["seq"]), (&json!("updated"), &json!(2)));
        assert_eq!(record["changes"][0]["field"], "quota_mb");
    }

    async fn a_subject_has_a_link_where_the_caller_may_open_its_page(app: TestApp) {
        let Setting { operator, rosa, .. } = setting(&app).await;
        let of = |items: &[Value], name: &str| {
            let item = items.iter().find(|item| item["subject"]["name"] == *name).unwrap();
            item["subject"]["href"].clone()
        };
        let (all, own) = (items(&app, &operator, "").await, items(&app, &rosa, "").await);
        let organization = format!("Organizzazione di {OWN}");
        for name in ["rosa", "anna", &organization, OWN, "uno@pec.example.it"] {
            assert!(of(&all, name).is_string(), "{name}");
        }
        for (name, linked) in
            [("rosa", false), ("anna", true), (organization.as_str(), false), (OWN, true)]
        {
            assert_eq!(of(&own, name).is_string(), linked, "{name}");
        }
    }

    async fn each_kind_of_subject_that_has_a_page_leads_to_it(app: TestApp) {
        let Setting { operator, rosa, .. } = setting(&app).await;
        let organization_id = app.get("/api/v1/domains").by(&rosa).expect(200).await.body["items"][0]["organization_id"].clone();
        let plan = app.plan("BASE", 2000, 0).await;
        let reseller = json!({"name": "Rete"});
        let reseller = app.post("/api/v1/resellers").by(&rosa).json(&reseller).expect(201).await.body["id"].clone();
        let template = json!({"name": "Standard", "text": EXAMPLE});
        let template = app.post("/api/v1/contract-templates").by(&rosa).json(&template).expect(201).await.body["id"].clone();
        let href = async |by: &Account, kind: &str| {
            let found = items(&app, by, &format!("subject_kind={kind}")).await;
            found.first().map(|found| found["subject"]["href"].clone())
        };
        let page = |path: &str, id: &Value| Some(json!(format!("/{path}/{}", id.as_str().unwrap())));
        for by in [&operator, &rosa] {
            assert_eq!(href(by, "reseller").await, page("rivenditori", &reseller));
            assert_eq!(href(by, "contract_template").await, page("contratti/modelli", &template));
        }
        assert_eq!(href(&operator, "plan").await, page("piani", &json!(plan)));
        // Plans are of no organisation.
        assert_eq!(href(&rosa, "plan").await, None);
        let named = items(&app, &rosa, "subject_kind=contract_template").await;
        let changes = named[0]["changes"].as_array().unwrap();
        let change = changes.iter().find(|change| change["field"] == "organization_id").unwrap();
        let name = format!("Organizzazione di {OWN}");
        assert_eq!(change["names"], json!({organization_id.as_str().unwrap(): name}));
    }

    async fn filters_are_combined(app: TestApp) {
        let Setting { rosa, anna, .. } = setting(&app).await;
        app.clock.advance(TimeDelta::days(1));
        let anna = app.sign_in(&anna.username).await;
        change(&app, &anna, 3000).await;
        let rosa = app.sign_in(&rosa.username).await;
        change(&app, &rosa, 4000).await;
        for (query, expected) in [
            ("person=anna", 1),
            ("person=nessuno", 0),
            ("action=updated", 2),
            ("action=updated,created", 9),
            ("subject_kind=mailbox&action=created", 2),
            ("subject_kind=domain,organization", 3),
            ("domain=cert.example.it", 2),
            ("domain=cert.example.it,PEC.example.it", 6),
            ("domain=pec.example.it&person=rosa&action=updated", 1),
            // The tests begin on 2026-01-01 in Rome.
            ("from=2026-01-02", 2),
            ("to=2026-01-01", 7),
            ("from=2026-01-01&to=2026-01-02", 9),
            ("from=2026-01-03", 0),
        ] {
            assert_eq!(items(&app, &rosa, query).await.len(), expected, "{query}");
        }
    }

    async fn a_day_is_one_of_rome(app: TestApp) {
        let Setting { rosa, .. } = setting(&app).await;
        let midnight = "2026-01-04T23:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        app.clock.advance(midnight - app.app.clock.now() - TimeDelta::seconds(1));
        let before = app.sign_in(&rosa.username).await;
        change(&app, &before, 3000).await;
        app.clock.advance(TimeDelta::seconds(1));
        change(&app, &before, 4000).await;
        for (query, expected) in [("from=2026-01-04&to=2026-01-04", 1), ("from=2026-01-05&to=2026-01-05", 1)] {
            assert_eq!(items(&app, &before, query).await.len(), expected, "{query}");
        }
    }

    async fn wrong_parameters_are_named_all_at_once(app: TestApp) {
        let Setting { rosa, .. } = setting(&app).await;
        for (query, faults) in [
            ("action=created,eaten", vec!["action unknown"]),
            ("subject_kind=cat", vec!["subject_kind unknown"]),
            ("from=2026-02-30", vec!["from invalid_type"]),
            ("to=ieri", vec!["to invalid_type"]),
            ("from=2026-02-02&to=2026-02-01", vec!["to contradiction"]),
            ("limit=0", vec!["limit out_of_range"]),
            ("cursor=x", vec!["cursor invalid_cursor"]),
            ("sort=at", vec!["sort not_expected"]),
            ("limit=201&cursor=x&action=a&subject_kind=b", vec![
                "limit out_of_range", "cursor invalid_cursor", "action unknown", "subject_kind unknown",
            ]),
        ] {
            let answer = app.get(&format!("{PATH}?{query}")).by(&rosa).expect(422).await;
            assert_eq!(answer.faults(), faults, "{query}");
        }
        for query in ["domain=altrove.example.org", "domain=nessuno.example.it"] {
            app.get(&format!("{PATH}?{query}")).by(&rosa).expect(404).await;
        }
    }

    async fn pages_are_linked_and_end(app: TestApp) {
        let Setting { operator, .. } = setting(&app).await;
        let whole = items(&app, &operator, "").await;
        let mut paged = vec![];
        let mut next = Some(format!("{PATH}?limit=5"));
        while let Some(path) = next {
            let answer = app.get(&path).by(&operator).expect(200).await;
            paged.extend(answer.body["items"].as_array().unwrap().clone());
            next = answer.next_page();
        }
        assert_eq!(paged, whole);
    }

    async fn secrets_are_in_no_record(app: TestApp) {
        let Setting { operator, .. } = setting(&app).await;
        let answer = app.get(PATH).by(&operator).expect(200).await;
        let text = String::from_utf8(answer.bytes.to_vec()).unwrap();
        assert!(!text.contains("_digest") && !text.contains("password_hash"), "{text}");
    }

    async fn an_export_has_the_records_of_the_list_and_is_recorded(app: TestApp) {
        let Setting { rosa, .. } = setting(&app).await;
        change(&app, &rosa, 3000).await;
        app.clock.advance(TimeDelta::seconds(1));
        let listed = items(&app, &rosa, "domain=pec.example.it&action=updated,created&from=2026-01-01").await;
        let query = "domain=pec.example.it&action=updated,created&from=2026-01-01";
        let answer = app.get(&format!("{PATH}/export?format=csv&{query}")).by(&rosa).expect(200).await;
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&answer.bytes[3..]);
        assert_eq!(reader.headers().unwrap().get(3), Some("Azione"));
        let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
        let seals: Vec<_> = rows.iter().map(|row| &row[9]).collect();
        let hashes: Vec<_> = listed.iter().map(|item| item["hash"].as_str().unwrap()).collect();
        assert_eq!(seals, hashes);
        assert_eq!((&rows[0][3], &rows[0][5]), ("Modifica", "uno@pec.example.it"));
        let recorded = app.get("/api/v1/exports").by(&rosa).expect(200).await.body["items"][0].clone();
        assert_eq!(recorded["list"], json!({
            "list": "activity", "domain": OWN, "q": null, "state": null, "password_state": null,
            "fill": null, "sort": "-at", "action": "updated,created", "from": "2026-01-01",
        }));
        assert_eq!((&recorded["outcome"], &recorded["rows_written"]), (&json!("complete"), &json!(3)));
        assert_eq!(recorded["rows_announced"], json!(3));
        let exported = items(&app, &rosa, "action=exported").await;
        assert_eq!(exported[0]["subject"]["name"], "rosa");
        assert!(sigillo_app::history::verify(&app.app.db, &Request::default()).await.unwrap().is_ok());
    }

    async fn each_format_has_its_media_type_and_file_name(app: TestApp) {
        let Setting { rosa, .. } = setting(&app).await;
        for (format, magic) in [("csv", &b"\xEF\xBB\xBF"[..]), ("xlsx", b"PK\x03\x04"), ("pdf", b"%PDF-")] {
            let answer = app.get(&format!("{PATH}/export?format={format}")).by(&rosa).expect(200).await;
            assert!(answer.bytes.starts_with(magic), "{format}");
            let name = format!("attachment; filename=\"attivita-2026-01-01.{format}\"");
            assert_eq!(answer.header("content-disposition"), Some(name.as_str()));
        }
        let faults = app.get(&format!("{PATH}/export?format=doc&lang=fr&action=x")).by(&rosa).expect(422).await.faults();
        assert_eq!(faults, ["format unknown", "lang unknown", "action unknown"]);
    }

    async fn nothing_of_another_organisation_is_in_a_list_or_an_export(app: TestApp) {
        let Setting { rosa, foreign, .. } = setting(&app).await;
        let id = change(&app, &rosa, 3000).await;
        app.get(&format!("{PATH}/export?format=csv")).by(&rosa).expect(200).await;
        let view = json!({"name": "Grandi", "list": "mailboxes", "query": {"domain": OWN}, "shared": true});
        app.post("/api/v1/views").by(&rosa).json(&view).expect(201).await;
        app.clock.advance(TimeDelta::seconds(1));
        let own = app.get(PATH).by(&rosa).expect(200).await;
        assert!(String::from_utf8_lossy(&own.bytes).contains("Grandi"));
        for path in [PATH.to_owned(), format!("{PATH}/export?format=csv")] {
            let answer = app.get(&path).by(&foreign).expect(200).await;
            let text = String::from_utf8(answer.bytes.to_vec()).unwrap();
            assert!(text.contains("tre@altrove.example.org"), "{text}");
            for word in [OWN, SECOND, "rosa", "anna", "Grandi", id.as_str()] {
                assert!(!text.contains(word), "{word} in {text}");
            }
        }
        for query in ["domain=pec.example.it", "domain=altrove.example.org,pec.example.it"] {
            app.get(&format!("{PATH}?{query}")).by(&foreign).expect(404).await;
            app.get(&format!("{PATH}/export?format=csv&{query}")).by(&foreign).expect(404).await;
        }
        assert_eq!(items(&app, &foreign, "person=rosa").await, [] as [Value; 0]);
    }

    async fn an_assistant_exports_the_domains_where_it_may(app: TestApp) {
        let Setting { rosa, .. } = setting(&app).await;
        let grant = |domain: &str, permissions: &[Permission]| {
            DomainGrant { domain: domain.into(), permissions: permissions.to_vec() }
        };
        let own = app.get("/api/v1/me").by(&rosa).expect(200).await;
        let organization = serde_json::from_value(own.body["account"]["organization_id"].clone()).unwrap();
        let grants = vec![
            grant(OWN, &[Permission::View]),
            grant(SECOND, &[Permission::View, Permission::Export]),
        ];
        let ivo = app.account("ivo", Role::Assistant, organization, grants).await;
        let answer = app.get(&format!("{PATH}/export?format=csv")).by(&ivo).expect(200).await;
        let text = String::from_utf8(answer.bytes.to_vec()).unwrap();
        assert!(text.contains("due@cert.example.it") && !text.contains("uno@pec.example.it"), "{text}");
        app.get(&format!("{PATH}/export?format=csv&domain={OWN}")).by(&ivo).expect(403).await;
        assert_eq!(items(&app, &ivo, "").await.len(), 4);
    }
}
