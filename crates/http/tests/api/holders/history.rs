//! The histories of holders and companies hold, and tell what was done to the rows behind their back.

use super::*;
use sigillo_testkit::on_both_engines;

/// A holder with an address and a company, all recorded.
async fn recorded(app: &TestApp) -> Office {
    let office = office(app).await;
    let holder = app.holder(office.domain.organization_id, 1).await;
    app.holder_address(holder.id, "Via Nuova").await;
    app.company(holder.id, 1).await;
    verified(app).await;
    office
}

on_both_engines! {
    async fn a_changed_name_is_found(app: TestApp) {
        recorded(&app).await;
        app.tamper("UPDATE holder SET given_name = 'Altra'").await;
        assert_eq!(broken_fields(&app).await, ["given_name"]);
    }

    async fn a_changed_address_is_found(app: TestApp) {
        recorded(&app).await;
        app.tamper("UPDATE holder_address SET number = '99'").await;
        assert!(broken_fields(&app).await[0].starts_with("address."));
    }

    async fn a_removed_address_is_found(app: TestApp) {
        recorded(&app).await;
        app.tamper("DELETE FROM holder_address").await;
        assert!(broken_fields(&app).await[0].starts_with("address."));
    }

    async fn a_changed_tie_is_found(app: TestApp) {
        recorded(&app).await;
        app.tamper("UPDATE holder_company SET role = 'altro'").await;
        assert!(broken_fields(&app).await[0].starts_with("company."));
    }

    async fn a_removed_tie_is_found(app: TestApp) {
        recorded(&app).await;
        app.tamper("DELETE FROM holder_company").await;
        assert!(broken_fields(&app).await[0].starts_with("company."));
    }

    async fn a_changed_company_is_found(app: TestApp) {
        recorded(&app).await;
        app.tamper("UPDATE company SET vat_number = '1'").await;
        assert_eq!(broken_fields(&app).await, ["vat_number"]);
    }

    async fn a_mailbox_given_to_somebody_else_is_found(app: TestApp) {
        let Office { rosa, domain, .. } = recorded(&app).await;
        app.holder(domain.organization_id, 2).await;
        let holder = json!({"domain": DOMAIN, "local_part": "studio", "communication_email": "s@example.org",
            "holder": with(zoe(), &json!({"tax_code": sigillo_testkit::tax_code(3)}))});
        app.post(MAILBOXES).by(&rosa).json(&holder).expect(201).await;
        verified(&app).await;
        app.tamper(
            "UPDATE mailbox SET holder_id = \
                (SELECT h.id FROM holder h WHERE h.id <> mailbox.holder_id LIMIT 1)",
        ).await;
        assert_eq!(broken_fields(&app).await, ["holder_id"]);
    }

    async fn names_codes_and_addresses_are_not_in_the_database_of_the_history(app: TestApp) {
        let Office { rosa, .. } = recorded(&app).await;
        let request = json!({"domain": CONTRACTS, "local_part": "studio", "communication_email": "s@example.org",
            "holder": with(zoe(), &json!({"tax_code": sigillo_testkit::tax_code(3)})),
            "address": address(), "company": {"legal_name": "Prova", "role": "tesoriere"}});
        let created = app.post(MAILBOXES).by(&rosa).json(&request).expect(201).await.body;
        let path = format!("{HOLDERS}/{}", created["holder"]["id"].as_str().unwrap());
        let contract = format!("/api/v1/contracts/{}", created["contract"]["id"].as_str().unwrap());
        app.post(&format!("{contract}/withdraw")).by(&rosa).expect(200).await;
        let reason = json!({"given_name": "Zoe", "correction_reason": "Motivo personale"});
        app.patch(&path).by(&rosa).json(&reason).expect(200).await;
        app.post(&format!("{path}/notes")).by(&rosa).json(&json!({"text": "Annotazione"})).expect(201).await;
        let records = app.texts("SELECT changes FROM history").await.join("\n");
        let code = sigillo_testkit::tax_code(3);
        for personal in ["Zo", "Tàlamo", &code, "Ginestre", "85100", "Motivo", "Annotazione", "tesoriere"] {
            assert!(!records.contains(personal), "{personal}");
        }
        assert!(records.contains("registered"));
        verified(&app).await;
    }

    async fn records_name_what_they_refer_to(app: TestApp) {
        let Office { rosa, anna, domain, .. } = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await;
        let address = app.holder_address(holder.id, "Via Nuova").await;
        let tie = app.company(holder.id, 1).await;
        let request = json!({
            "domain": DOMAIN, "local_part": "studio", "communication_email": "studio@example.org",
            "holder": {"id": holder.id}, "address": {"id": address.id}, "company": {"id": tie.company.id},
        });
        let created = app.post(MAILBOXES).by(&rosa).json(&request).expect(201).await.body;
        let named = async |path: String, by: &Account, field: &str| {
            let history = app.get(&format!("{path}/history")).by(by).expect(200).await.body;
            let mut records = history["items"].as_array().unwrap().clone().into_iter();
            let change = records.find_map(|record| {
                let changes = record["changes"].as_array().unwrap().clone();
                changes.into_iter().find(|change| change["field"].as_str().unwrap().starts_with(field))
            });
            let names = change.expect("a change")["names"].clone();
            let one = names.as_object().unwrap().iter().next().map(|(id, name)| (id.clone(), name.clone()));
            one.expect("a name")
        };
        let mailbox = format!("{MAILBOXES}/{}", created["id"].as_str().unwrap());
        for (field, id, name) in [
            ("holder_id", holder.id.to_string(), "Tàlamo Zoè"),
            ("holder_address_id", address.id.to_string(), "Via Nuova 12/A, 85100 Potenza (PZ)"),
            ("holder_company_id", tie.id.to_string(), "Prove 1 S.r.l."),
        ] {
            assert_eq!(named(mailbox.clone(), &anna, field).await, (id, json!(name)), "{field}");
        }
        let company = (tie.company.id.to_string(), json!("Prove 1 S.r.l."));
        assert_eq!(named(format!("{HOLDERS}/{}", holder.id), &rosa, "company.").await, company);
        let organization = format!("Organizzazione di {DOMAIN}");
        let organization = (domain.organization_id.to_string(), json!(organization));
        let path = format!("/api/v1/companies/{}", tie.company.id);
        assert_eq!(named(path, &rosa, "organization_id").await, organization);
    }

    async fn the_activity_shows_the_registry_to_its_organisation(app: TestApp) {
        let Office { rosa, ugo, .. } = recorded(&app).await;
        let kinds = "/api/v1/activity?subject_kind=holder,company";
        let own = app.get(kinds).by(&rosa).expect(200).await.body;
        let names: Vec<_> = own["items"].as_array().unwrap().iter().map(|it| it["subject"]["name"].clone()).collect();
        assert!(names.contains(&json!("Tàlamo Zoè")) && names.contains(&json!("Prove 1 S.r.l.")), "{names:?}");
        assert_eq!(app.get(kinds).by(&ugo).expect(200).await.body["items"], json!([]));
    }
}
