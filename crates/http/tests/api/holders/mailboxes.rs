//! Mailboxes with a holder (B7, B13).

use super::*;
use sigillo_testkit::{on_both_engines, tax_code, vat_number};

/// A request for a mailbox in the domain with contracts.
fn studio(fields: &Value) -> Value {
    let request = json!({
        "domain": CONTRACTS, "local_part": "studio", "communication_email": "studio@example.org",
    });
    with(request, fields)
}

on_both_engines! {
    async fn holder_address_and_company_enter_with_the_mailbox(app: TestApp) {
        let Office { rosa, ugo, .. } = office(&app).await;
        let request = studio(&json!({
            "holder": zoe(), "address": address(),
            "company": {"legal_name": "Ginestra Prove", "vat_number": vat_number(1), "role": "titolare"},
        }));
        let created = app.post(MAILBOXES).by(&rosa).json(&request).expect(201).await.body;
        assert_eq!(created["state"], "pending_activation");
        assert_eq!(created["holder"]["family_name"], "Tàlamo");
        assert_eq!(created["holder"]["tax_code"], tax_code(1));
        assert_eq!(created["company"]["legal_name"], "Ginestra Prove");
        assert_eq!(created["company"]["role"], "titolare");
        assert_eq!(created["holder_address"]["street"], "Via delle Ginestre");
        let holder = created["holder"]["id"].as_str().unwrap();
        let path = format!("{MAILBOXES}/{}", created["id"].as_str().unwrap());
        assert_eq!(app.get(&path).by(&rosa).expect(200).await.body, created);
        let listed = app.get(&format!("{MAILBOXES}?domain={CONTRACTS}")).by(&rosa).expect(200).await;
        let row = &listed.body["items"][0];
        assert_eq!((&row["holder"], &row["company"]), (&created["holder"], &created["company"]));
        assert_eq!(row.get("holder_address"), None);
        let detail = app.get(&format!("{HOLDERS}/{holder}")).by(&rosa).expect(200).await.body;
        assert_eq!(detail["mailbox_count"], 1);
        assert_eq!((&detail["address_count"], &detail["company_count"]), (&json!(1), &json!(1)));

        // The next one takes what is there, and the tie that there is.
        let again = json!({
            "local_part": "archivio", "holder": {"id": holder},
            "address": {"id": created["holder_address"]["id"]}, "company": {"id": created["company"]["id"]},
        });
        app.post(MAILBOXES).by(&rosa).json(&studio(&again)).expect(201).await;
        let other_role = with(again.clone(), &json!({
            "local_part": "protocollo",
            "company": {"id": created["company"]["id"], "role": "socio"}, "address": address(),
        }));
        let other = app.post(MAILBOXES).by(&rosa).json(&studio(&other_role)).expect(201).await.body;
        assert_eq!(other["company"]["role"], "socio");
        let detail = app.get(&format!("{HOLDERS}/{holder}")).by(&rosa).expect(200).await.body;
        assert_eq!(detail["mailbox_count"], 3);
        assert_eq!((&detail["address_count"], &detail["company_count"]), (&json!(2), &json!(2)));

        let of_holder = format!("{MAILBOXES}?count=states&holder={holder}");
        let found = app.get(&of_holder).by(&rosa).expect(200).await.body;
        assert_eq!((&found["total"], &found["counts"]["pending_activation"]), (&json!(3), &json!(3)));
        let searched = app.get(&format!("{of_holder}&q=arch&sort=-created_at")).by(&rosa).expect(200).await;
        assert_eq!(searched.body["total"], 1);
        assert_eq!(app.get(&of_holder).by(&ugo).expect(200).await.body["total"], 0);
        let export = format!("{MAILBOXES}/export?format=csv&holder={holder}");
        let file = app.get(&export).by(&rosa).expect(200).await;
        assert_eq!(String::from_utf8_lossy(&file.bytes).lines().count(), 4);
        let recorded = app.get("/api/v1/exports").by(&rosa).expect(200).await.body;
        assert_eq!(recorded["items"][0]["list"]["holder"], holder);
        verified(&app).await;
    }

    async fn every_fault_of_every_part_comes_at_once(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        let before = app.row_counts().await;
        let bad = json!({
            "domain": CONTRACTS, "local_part": "a b", "communication_email": "x",
            "holder": {"given_name": "", "family_name": "Tàlamo", "tax_code": "X"},
            "address": {"street": "Via Nuova", "postal_code": "851"},
            "company": {"legal_name": "", "vat_number": "1"},
        });
        let refused = app.post(MAILBOXES).by(&rosa).json(&bad).expect(422).await;
        assert_eq!(refused.faults(), [
            "/local_part invalid_characters",
            "/communication_email invalid_email",
            "/holder/given_name required",
            "/holder/tax_code invalid_tax_code",
            "/address/locality required",
            "/address/province required",
            "/address/postal_code invalid_postal_code",
            "/company/legal_name required",
            "/company/vat_number invalid_vat_number",
        ]);
        let none = app.post(MAILBOXES).by(&rosa).json(&studio(&json!({}))).expect(422).await;
        assert_eq!(none.faults(), ["/holder required", "/address required"]);
        let without_address = studio(&json!({"holder": zoe()}));
        let refused = app.post(MAILBOXES).by(&rosa).json(&without_address).expect(422).await;
        assert_eq!(refused.faults(), ["/address required"]);
        let direct = json!({"domain": DOMAIN, "company": {"legal_name": "Prova"}});
        let refused = app.post(MAILBOXES).by(&rosa).json(&studio(&direct)).expect(422).await;
        assert_eq!(refused.faults(), ["/holder required"]);
        assert_eq!(app.row_counts().await, before);
        // A direct domain asks for no holder, and takes one without an address.
        let plain = json!({"domain": DOMAIN, "local_part": "senza"});
        let plain = app.post(MAILBOXES).by(&rosa).json(&studio(&plain)).expect(201).await;
        assert_eq!((&plain.body["holder"], &plain.body["state"]), (&Value::Null, &json!("active")));
        let held = json!({"domain": DOMAIN, "holder": {"id": app.holder(domain.organization_id, 3).await.id}});
        let held = app.post(MAILBOXES).by(&rosa).json(&studio(&held)).expect(201).await;
        assert_eq!(held.body["holder"]["tax_code"], tax_code(3));
        verified(&app).await;
    }

    async fn what_is_named_must_be_the_organisations_and_the_holders(app: TestApp) {
        let Office { rosa, ugo, domain, .. } = office(&app).await;
        let own = app.holder(domain.organization_id, 1).await;
        let other = app.holder(domain.organization_id, 2).await;
        let of_other = app.holder_address(other.id, "Via Nuova").await;
        let foreign = app.post(HOLDERS).by(&ugo).json(&zoe()).expect(201).await;
        let foreign_company = json!({"legal_name": "Altrove"});
        let list = format!("{HOLDERS}/{}/companies", id(&foreign));
        let foreign_company = app.post(&list).by(&ugo).json(&foreign_company).expect(201).await;
        let refused = |fields: Value| app.post(MAILBOXES).by(&rosa).json(&studio(&fields)).expect(422);
        let unknown = json!({"id": "00000000-0000-0000-0000-000000000000"});
        for holder in [&unknown, &json!({"id": id(&foreign)})] {
            let faults = refused(json!({"holder": holder, "address": address()})).await.faults();
            assert_eq!(faults, ["/holder/id unknown"]);
        }
        let named = json!({"id": own.id});
        let faults = refused(json!({
            "holder": named, "address": {"id": of_other.id},
            "company": {"id": foreign_company.body["company"]["id"]},
        })).await.faults();
        assert_eq!(faults, ["/address/id unknown", "/company/id unknown"]);
        let faults = refused(json!({
            "holder": {"id": own.id, "given_name": "Zoè"}, "address": {"id": of_other.id, "number": "1"},
        })).await.faults();
        let expected = ["/holder/given_name not_expected", "/address/number not_expected", "/address/id unknown"];
        assert_eq!(faults, expected);
        // The address of a person who is new cannot be there already.
        let new = with(zoe(), &json!({"tax_code": tax_code(9)}));
        let faults = refused(json!({"holder": new, "address": {"id": of_other.id}})).await.faults();
        assert_eq!(faults, ["/address/id unknown"]);
        for state in ["merged", "erased"] {
            app.execute(&format!("UPDATE holder SET state = '{state}' WHERE tax_code = '{}'", own.tax_code)).await;
            let faults = refused(json!({"holder": {"id": own.id}, "address": address()})).await.faults();
            assert_eq!(faults, ["/holder/id holder_ended"], "{state}");
        }
    }

    async fn a_known_tax_code_is_taken_by_its_id(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        app.holder(domain.organization_id, 1).await;
        let before = app.row_counts().await;
        let request = studio(&json!({"holder": zoe(), "address": address()}));
        let refused = app.post(MAILBOXES).by(&rosa).json(&request).expect(409).await;
        let expected = ("holder_exists", vec!["/holder/tax_code taken".to_owned()]);
        assert_eq!((refused.code(), refused.faults()), expected);
        // Nor is a person registered for a mailbox whose name is taken.
        app.mailbox(DOMAIN, "studio").await;
        let new = with(zoe(), &json!({"tax_code": tax_code(2)}));
        let request = studio(&json!({"domain": DOMAIN, "holder": new, "address": address()}));
        let refused = app.post(MAILBOXES).by(&rosa).json(&request).expect(409).await;
        assert_eq!(refused.code(), "mailbox_exists");
        let after = app.row_counts().await;
        for table in ["holder", "holder_address", "holder_key"] {
            assert_eq!(after[table], before[table], "{table}");
        }
    }

    async fn whether_an_address_is_free_can_be_asked(app: TestApp) {
        let Office { rosa, ugo, domain, .. } = office(&app).await;
        let mailbox = app.mailbox(DOMAIN, "presa").await;
        let gone = app.mailbox(DOMAIN, "andata").await;
        app.delete(&format!("{MAILBOXES}/{}", gone.id)).by(&rosa).expect(200).await;
        let path = |address: &str| format!("{MAILBOXES}/availability?address={address}");
        let ask = |address: &str| app.get(&path(address)).by(&rosa).expect(200);
        for (name, code) in [
            ("Libera", Value::Null),
            ("presa", json!("mailbox_exists")),
            ("andata", json!("address_retired")),
            ("postmaster", json!("reserved")),
            ("a..b", json!("misplaced_dot")),
            ("", json!("required")),
        ] {
            let answer = ask(&format!("{name}@{DOMAIN}")).await.body;
            assert_eq!(answer, json!({"available": code.is_null(), "code": code}), "{name}");
        }
        let refused = |address: &str, status| app.get(&path(address)).by(&rosa).expect(status);
        assert_eq!(refused("", 422).await.faults(), ["address required"]);
        assert_eq!(refused("presa", 422).await.faults(), ["address invalid_email"]);
        refused("a@nessuno.example.it", 404).await;
        app.get(&path(&mailbox.address)).by(&ugo).expect(404).await;
        let viewer = app.assistant("vede", &domain, &[Permission::View]).await;
        app.get(&path(&mailbox.address)).by(&viewer).expect(403).await;
    }

    async fn a_file_has_no_holders_for_a_domain_with_contracts(app: TestApp) {
        let Office { rosa, .. } = office(&app).await;
        let file = "casella;e-mail di comunicazione\nanna;anna@example.org\n";
        let request = app.post(&format!("/api/v1/imports?domain={CONTRACTS}")).by(&rosa);
        let job = id(&request.raw("text/csv", file.into()).expect(202).await);
        while sigillo_app::jobs::work(&app.app).await.expect("a turn") > 0 {}
        let rows = app.get(&format!("/api/v1/jobs/{job}/rows")).by(&rosa).expect(200).await.body;
        let faults = rows["items"][0]["errors"].clone();
        assert_eq!(rows["items"][0]["outcome"], "failed", "{rows}");
        let expected = json!(["/holder", "/address"]);
        let pointers: Vec<_> = faults.as_array().expect("faults").iter().map(|it| it["pointer"].clone()).collect();
        assert_eq!(json!(pointers), expected, "{rows}");
    }

    async fn a_view_selects_by_holder(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await;
        let view = app.view(&rosa, "Di Zoè", &json!({"holder": holder.id}), &json!({})).await;
        let shown = app.get(&format!("/api/v1/views/{view}")).by(&rosa).expect(200).await.body;
        assert_eq!(shown["query"]["holder"], json!(holder.id));
    }
}
