//! The search over everything that a person may see.

use serde_json::{Value, json};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Domain, TestApp, on_both_engines};

/// An organisation whose things are all called Rossi, beside another one.
async fn rossi(app: &TestApp) -> Domain {
    let organization = app.organization("Rossi & Figli").await;
    let domain = app.domain_of(organization, "rossi.example.it").await;
    for name in ["mario.rossi", "rossi", "rossi.anna"] {
        app.mailbox(&domain.name, name).await;
    }
    app.domain("pec.altrove.example").await;
    app.mailbox("pec.altrove.example", "rossi.lontano").await;
    domain
}

async fn import(app: &TestApp, by: &Account, file: &str) {
    let path = format!("/api/v1/imports?domain=rossi.example.it&file_name={file}");
    let rows = "Casella PEC;E-mail di contatto\nimportata;anna@example.org\n";
    app.post(&path).by(by).raw("text/csv", rows.into()).expect(202).await;
}

async fn search(app: &TestApp, by: &Account, parameters: &str) -> Vec<Value> {
    let answer = app.get(&format!("/api/v1/search?{parameters}")).by(by).expect(200).await;
    answer.body["items"].as_array().expect("items").clone()
}

/// `kind title` of each hit.
async fn found(app: &TestApp, by: &Account, parameters: &str) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let hits = search(app, by, parameters).await;
    hits.iter().map(|hit| format!("{} {}", text(&hit["kind"]), text(&hit["title"]))).collect()
}

on_both_engines! {
    async fn a_search_finds_every_kind_and_the_best_first(app: TestApp) {
        let domain = rossi(&app).await;
        let gestore = app.operator("gestore").await;
        app.postmaster("rossi.post", domain.organization_id).await;
        import(&app, &gestore, "rossi.csv").await;
        assert_eq!(found(&app, &gestore, "q=%20ROSSI").await, [
            "mailbox rossi@rossi.example.it",
            "mailbox rossi.anna@rossi.example.it",
            "mailbox rossi.lontano@pec.altrove.example",
            "domain rossi.example.it",
            "account rossi.post",
            "organization Rossi & Figli",
            "job rossi.csv",
            "mailbox mario.rossi@rossi.example.it",
        ]);
        let hits = search(&app, &gestore, "q=rossi&kinds=mailbox&limit=1&lang=en").await;
        let id = hits[0]["id"].as_str().unwrap();
        assert_eq!(hits[0]["href"], format!("/caselle/{id}"));
        assert_eq!(hits[0]["subtitle"], "Active · rossi@example.org");
        // Each kind has its share of the places.
        let few = found(&app, &gestore, "q=rossi&limit=5").await;
        assert_eq!(few, [
            "mailbox rossi@rossi.example.it",
            "domain rossi.example.it",
            "account rossi.post",
            "organization Rossi & Figli",
            "job rossi.csv",
        ]);
        let by_organization = ["domain rossi.example.it", "organization Rossi & Figli"];
        assert_eq!(found(&app, &gestore, "q=figli").await, by_organization);
    }

    async fn a_whole_address_and_short_texts(app: TestApp) {
        let domain = rossi(&app).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let address = "q=mario.rossi@rossi.example.it";
        assert_eq!(found(&app, &rosa, address).await, ["mailbox mario.rossi@rossi.example.it"]);
        assert_eq!(found(&app, &rosa, "q=m&kinds=mailbox").await, ["mailbox mario.rossi@rossi.example.it"]);
        // Two letters find only beginnings of mailboxes' names.
        assert!(found(&app, &rosa, "q=ar").await.is_empty());
        assert_eq!(found(&app, &rosa, "q=ari").await, ["mailbox mario.rossi@rossi.example.it"]);
        for nothing in ["", "q=", "q=%20"] {
            assert!(found(&app, &rosa, nothing).await.is_empty(), "{nothing}");
        }
        for odd in ["%25", "_", "%27", "%22", "ma%25", "a%5C"] {
            assert!(found(&app, &rosa, &format!("q={odd}")).await.is_empty(), "{odd}");
        }
    }

    async fn everybody_finds_only_what_they_may_see(app: TestApp) {
        let domain = rossi(&app).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        import(&app, &rosa, "rossi.csv").await;
        let viewer = app.assistant("rossi.ugo", &domain, &[Permission::View]).await;
        let blind = app.assistant("rossi.elsa", &domain, &[Permission::Edit]).await;
        let altrove = app.domain("cert.altrove.example").await;
        let foreign = app.postmaster("foresta", altrove.organization_id).await;
        let mailboxes = [
            "mailbox rossi@rossi.example.it",
            "mailbox rossi.anna@rossi.example.it",
            "domain rossi.example.it",
        ];
        let of_all = "mailbox mario.rossi@rossi.example.it";
        let mut of_rosa = mailboxes.to_vec();
        of_rosa.extend(["account rossi.elsa", "account rossi.ugo", "job rossi.csv", of_all]);
        assert_eq!(found(&app, &rosa, "q=rossi").await, of_rosa);
        let mut of_viewer = mailboxes.to_vec();
        of_viewer.push(of_all);
        assert_eq!(found(&app, &viewer, "q=rossi").await, of_viewer);
        assert!(found(&app, &blind, "q=rossi").await.is_empty());
        assert!(found(&app, &foreign, "q=rossi").await.is_empty());
        assert!(found(&app, &foreign, "q=rossi@rossi.example.it").await.is_empty());
    }

    async fn jobs_are_found_by_their_action_and_by_who_requested_them(app: TestApp) {
        let domain = rossi(&app).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let matching = json!({"domain": domain.name, "q": "mario"});
        let body = json!({"change": {"action": "disable"}, "matching": matching, "count": 1});
        app.post("/api/v1/bulk-changes").by(&rosa).json(&body).expect(202).await;
        let job = ["job Disabilitazione di caselle"];
        assert_eq!(found(&app, &rosa, "q=disabilit&kinds=job").await, job);
        assert_eq!(found(&app, &rosa, "q=rosa&kinds=job,domain").await, job);
        assert_eq!(found(&app, &rosa, "q=disabling&lang=en").await, ["job Disabling mailboxes"]);
    }

    async fn invalid_parameters_of_a_search_are_named(app: TestApp) {
        let gestore = app.operator("gestore").await;
        for (parameters, fault) in [
            ("q=a&kinds=mailbox,page", "kinds unknown"),
            ("q=a&limit=0", "limit out_of_range"),
            ("q=a&limit=51", "limit out_of_range"),
            ("q=a&lang=fr", "lang unknown"),
            ("q=a%00", "q invalid_characters"),
            ("query=a", "query not_expected"),
        ] {
            let path = format!("/api/v1/search?{parameters}");
            let answer = app.get(&path).by(&gestore).expect(422).await;
            assert_eq!(answer.faults(), [fault], "{parameters}");
        }
        app.get("/api/v1/search?q=a").expect(401).await;
    }
}
