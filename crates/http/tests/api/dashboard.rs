//! The figures of the dashboard, each of which equals the list that it counts.

use serde_json::{Value, json};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, TestApp, on_both_engines};

const DASHBOARD: &str = "/api/v1/dashboard";
const DOMAIN: &str = "pec.example.it";

async fn dashboard(app: &TestApp, by: &Account, query: &str) -> Value {
    app.get(&format!("{DASHBOARD}{query}")).by(by).expect(200).await.body
}

async fn create(app: &TestApp, by: &Account, local_part: &str) -> String {
    let body = json!({
        "domain": DOMAIN, "local_part": local_part,
        "communication_email": format!("{local_part}@example.org"),
    });
    let created = app.post("/api/v1/mailboxes").by(by).json(&body).expect(201).await;
    created.body["id"].as_str().expect("an id").to_owned()
}

/// How many mailboxes the list counts.
async fn listed(app: &TestApp, by: &Account, filters: &str) -> Value {
    let path = format!("/api/v1/mailboxes?count=exact&limit=1&{filters}");
    app.get(&path).by(by).expect(200).await.body["total"].clone()
}

on_both_engines! {
    async fn each_figure_equals_the_list_that_it_counts(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let rosa = app.postmaster("rosa", domain.organization_id).await;
        let ugo = app.assistant("ugo", &domain, &[Permission::View, Permission::Create, Permission::Cancel]).await;
        app.assistant("ines", &domain, &[Permission::View]).await;
        for name in ["una", "due", "tre"] {
            create(&app, &rosa, name).await;
        }
        create(&app, &ugo, "quattro").await;
        let gone = create(&app, &ugo, "cinque").await;
        app.delete(&format!("/api/v1/mailboxes/{gone}")).by(&ugo).expect(200).await;
        // What others have does not count.
        app.domain("altrove.example.org").await;
        app.mailbox("altrove.example.org", "lontano").await;

        let shown = dashboard(&app, &rosa, "").await;
        let expected = json!({"domains": 1, "inserted": 5, "active": 4, "pending": 0, "activated_then_cancelled": 1});
        assert_eq!(shown["general"], expected);
        assert_eq!(shown["direct"], json!({
            "inserted": 3, "active": 3, "pending": 0, "activated_then_cancelled": 0, "created_by": ["rosa"],
        }));
        let names: Vec<_> = shown["assistants"].as_array().unwrap().iter().map(|one| one["username"].clone()).collect();
        assert_eq!(names, ["ines", "ugo"]);
        assert_eq!((&shown["assistants"][1]["inserted"], &shown["assistants"][1]["active"]), (&json!(2), &json!(1)));
        for (figure, filters) in [
            (&shown["general"]["inserted"], ""),
            (&shown["general"]["active"], "state=active"),
            (&shown["general"]["pending"], "state=pending_activation"),
            (&shown["direct"]["inserted"], "created_by=rosa"),
            (&shown["direct"]["active"], "created_by=rosa&state=active"),
            (&shown["assistants"][1]["inserted"], "created_by=ugo"),
            (&shown["assistants"][1]["active"], "created_by=ugo&state=active"),
        ] {
            assert_eq!(figure, &listed(&app, &rosa, filters).await, "{filters}");
        }
    }

    async fn everybody_sees_what_is_in_their_scope(app: TestApp) {
        let domain = app.domain(DOMAIN).await;
        let other = app.domain("altrove.example.org").await;
        app.mailbox(DOMAIN, "una").await;
        app.mailbox(&other.name, "due").await;
        let gestore = app.operator("gestore").await;
        let anna = app.assistant("anna", &domain, &[Permission::View]).await;
        let blind = app.assistant("bea", &domain, &[Permission::Create]).await;
        let inserted = async |by: &Account, query: &str| dashboard(&app, by, query).await["general"]["inserted"].clone();
        assert_eq!(inserted(&gestore, "").await, 2);
        assert_eq!(inserted(&gestore, &format!("?organization={}", other.organization_id)).await, 1);
        assert_eq!(inserted(&anna, "").await, 1);
        assert_eq!(inserted(&anna, &format!("?organization={}", other.organization_id)).await, 0);
        app.get(DASHBOARD).by(&blind).expect(403).await;
    }
}
