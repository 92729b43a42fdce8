//! Domains: accounts see those in their scope, operators change them.

use serde_json::json;
use sigillo_domain::permission::Permission;
use sigillo_testkit::on_both_engines;

const PATH: &str = "/api/v1/domains";

on_both_engines! {
    async fn a_domain_is_created_with_its_settings_or_defaults(app: TestApp) {
        let operator = app.operator("gestore").await;
        let organization_id = app.organization("Regione Esempio").await;
        let request = json!({
            "organization_id": organization_id, "name": "PEC.Example.it", "onboarding": "contract",
            "preservation_available": true, "default_quota_mb": 3000, "mailbox_term_months": 12,
        });
        let answer = app.post(PATH).by(&operator).json(&request).expect(201).await;
        assert_eq!(answer.body["name"], "pec.example.it");
        assert_eq!(answer.body["organization_name"], "Regione Esempio");
        assert_eq!(answer.body["onboarding"], "contract");
        assert_eq!(answer.body["permissions"].as_array().map(Vec::len), Some(8));
        let again = app.post(PATH).by(&operator).json(&request).expect(409).await;
        assert_eq!((again.code(), again.faults()), ("name_taken", vec!["/name taken".to_owned()]));

        let minimal = json!({"organization_id": organization_id, "name": "altra.example.it"});
        let answer = app.post(PATH).by(&operator).json(&minimal).expect(201).await;
        assert_eq!(answer.body["default_quota_mb"], 1000);
        assert_eq!(answer.body["mailbox_term_months"], 24);
        assert_eq!((&answer.body["onboarding"], &answer.body["preservation_available"]), (&json!("direct"), &json!(false)));
    }

    async fn every_fault_names_its_field(app: TestApp) {
        let operator = app.operator("gestore").await;
        let request = json!({"name": "senza", "default_quota_mb": 0, "mailbox_term_months": 121});
        let answer = app.post(PATH).by(&operator).json(&request).expect(422).await;
        assert_eq!(answer.faults(), [
            "/organization_id unknown",
            "/name invalid_domain_name",
            "/default_quota_mb out_of_range",
            "/mailbox_term_months out_of_range",
        ]);
    }

    async fn a_changed_default_applies_only_to_new_mailboxes(app: TestApp) {
        let operator = app.operator("gestore").await;
        let domain = app.domain("pec.example.it").await;
        let before = app.mailbox("pec.example.it", "prima").await;
        let path = format!("{PATH}/{}", domain.id);
        let patch = |quota: i64| {
            app.patch(&path).by(&operator).json(&json!({"default_quota_mb": quota}))
        };
        let answer = patch(3000).if_match(1).expect(200).await;
        assert_eq!(answer.body["version"], 2);
        assert_eq!(patch(4000).if_match(1).expect(412).await.code(), "stale");
        let faults = patch(0).expect(422).await.faults();
        assert_eq!(faults, ["/default_quota_mb out_of_range"]);
        let renamed = app.patch(&path).by(&operator).json(&json!({"name": "x.it"}));
        assert_eq!(renamed.expect(422).await.faults(), ["/name not_expected"]);
        let after = app.mailbox("pec.example.it", "dopo").await;
        assert_eq!((before.quota_mb, after.quota_mb), (1000, 3000));
    }

    async fn accounts_see_the_domains_in_their_scope(app: TestApp) {
        let own = app.domain("a.example.it").await;
        app.domain_of(own.organization_id, "b.example.it").await;
        let foreign = app.domain("c.example.it").await;
        let operator = app.operator("gestore").await;
        let postmaster = app.postmaster("rosa", own.organization_id).await;
        let assistant = app.assistant("anna", &own, &[Permission::View]).await;
        let blind = app.assistant("ugo", &own, &[Permission::Edit]).await;
        for (account, seen) in [
            (&operator, vec!["a.example.it", "b.example.it", "c.example.it"]),
            (&postmaster, vec!["a.example.it", "b.example.it"]),
            (&assistant, vec!["a.example.it"]),
            (&blind, vec![]),
        ] {
            let answer = app.get(PATH).by(account).expect(200).await;
            let items = answer.body["items"].as_array().unwrap();
            let names: Vec<_> = items.iter().map(|item| item["name"].as_str().unwrap()).collect();
            assert_eq!(names, seen, "{}", account.username);
        }
        app.get(&format!("{PATH}/{}", foreign.id)).by(&postmaster).expect(404).await;
        app.get(&format!("{PATH}/{}", own.id)).by(&assistant).expect(200).await;
    }
}
