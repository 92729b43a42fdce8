//! Companies, and the ties that holders have to them.

use super::*;
use sigillo_testkit::{on_both_engines, vat_number};

const COMPANIES: &str = "/api/v1/companies";

on_both_engines! {
    async fn a_tie_is_added_changed_and_removed(app: TestApp) {
        let Office { rosa, ugo, domain, .. } = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await;
        let list = format!("{HOLDERS}/{}/companies", holder.id);
        let new = json!({
            "legal_name": "Ginestra Prove", "legal_form": "S.r.l.", "vat_number": format!("IT {}", vat_number(1)),
            "tax_code": vat_number(1), "rea": "pz 0123456", "recipient_code": "abc1234",
            "recipient_pec": "ginestra@PEC.example.it", "administrative_reference": "Rif. 1",
            "role": "legale rappresentante", "from": "2020-01-01",
        });
        let added = app.post(&list).by(&rosa).json(&new).expect(201).await;
        let company = &added.body["company"];
        assert_eq!((&company["vat_number"], &company["rea"]), (&json!(vat_number(1)), &json!("PZ-123456")));
        assert_eq!(company["recipient_code"], "ABC1234");
        let again = app.post(&list).by(&rosa).json(&new).expect(422).await;
        assert_eq!(again.faults(), ["/vat_number taken"]);
        let both = with(new, &json!({"company_id": company["id"]}));
        let refused = app.post(&list).by(&rosa).json(&both).expect(422).await;
        assert_eq!(refused.faults().len(), 8, "{:?}", refused.faults());

        let path = format!("/api/v1/holder-companies/{}", id(&added));
        let change = |fields: &Value| app.patch(&path).by(&rosa).json(fields);
        let refused = change(&json!({"to": "2019-12-31"})).expect(422).await;
        assert_eq!(refused.faults(), ["/to contradiction"]);
        let refused = change(&json!({"from": "ieri", "role": "a".repeat(81)})).expect(422).await;
        assert_eq!(refused.faults(), ["/from invalid_type", "/role too_long"]);
        let ended = json!({"to": "2025-12-31", "from": ""});
        assert_eq!(change(&ended).if_match(2).expect(412).await.code(), "stale");
        let changed = change(&ended).if_match(1).expect(200).await;
        assert_eq!((&changed.body["from"], &changed.body["to"]), (&Value::Null, &json!("2025-12-31")));
        app.patch(&path).by(&ugo).json(&ended).expect(404).await;
        app.delete(&path).by(&ugo).expect(404).await;
        app.delete(&path).by(&rosa).if_match(2).expect(204).await;
        // The company stays.
        let company = format!("{COMPANIES}/{}", added.body["company"]["id"].as_str().unwrap());
        app.get(&company).by(&rosa).expect(200).await;
        verified(&app).await;
    }

    async fn a_company_changes_for_all_its_holders(app: TestApp) {
        let Office { rosa, anna, ugo, domain } = office(&app).await;
        let [zoe, other] = [app.holder(domain.organization_id, 1).await, app.holder(domain.organization_id, 2).await];
        let company = app.company(zoe.id, 1).await.company;
        let second = app.company(zoe.id, 2).await.company;
        app.tie(other.id, company.id).await;
        let path = format!("{COMPANIES}/{}", company.id);
        let change = |fields: &Value| app.patch(&path).by(&anna).json(fields);
        let refused = change(&json!({"legal_name": "", "rea": "1", "vat_number": "1"})).expect(422).await;
        let faults = ["/legal_name required", "/vat_number invalid_vat_number", "/rea invalid_rea"];
        assert_eq!(refused.faults(), faults);
        let refused = change(&json!({"vat_number": second.vat_number})).expect(422).await;
        assert_eq!(refused.faults(), ["/vat_number taken"]);
        let named = json!({"legal_name": "Ginestra Prove S.p.A."});
        assert_eq!(change(&named).if_match(2).expect(412).await.code(), "stale");
        assert_eq!(change(&named).if_match(1).expect(200).await.body["version"], 2);
        assert_eq!(change(&named).expect(200).await.body["version"], 2);
        let detail = app.get(&format!("{HOLDERS}/{}", other.id)).by(&rosa).expect(200).await.body;
        assert_eq!(detail["companies"][0]["company"]["legal_name"], "Ginestra Prove S.p.A.");
        for request in [app.get(&path), app.patch(&path).json(&named), app.get(&format!("{path}/history"))] {
            request.by(&ugo).expect(404).await;
        }
        let history = app.get(&format!("{path}/history")).by(&rosa).expect(200).await;
        assert_eq!(history.body["items"][0]["changes"][0]["after"], "Ginestra Prove S.p.A.");
        verified(&app).await;
    }

    async fn companies_are_found_by_name_and_codes(app: TestApp) {
        let Office { rosa, ugo, domain, .. } = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await;
        for number in 1..4 {
            app.company(holder.id, number).await;
        }
        let list = format!("{HOLDERS}/{}/companies", holder.id);
        let named = json!({"legal_name": "Càffè d'Angiò", "tax_code": sigillo_testkit::tax_code(9)});
        app.post(&list).by(&rosa).json(&named).expect(201).await;
        let found = |q: &str| app.get(&format!("{COMPANIES}?count=exact&q={q}")).by(&rosa).expect(200);
        let code = sigillo_testkit::tax_code(9).to_lowercase();
        for (q, total) in [("", 4), ("prove", 3), ("CAFFE", 1), (&vat_number(2), 1), (&code, 1), ("niente", 0)] {
            assert_eq!(found(q).await.body["total"], total, "{q}");
        }
        let foreign = app.get(&format!("{COMPANIES}?count=exact")).by(&ugo).expect(200).await;
        assert_eq!(foreign.body["total"], 0);
    }

    async fn a_holder_may_have_ten_thousand_companies(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await;
        let company = app.company(holder.id, 1).await.company;
        let sqlite = app.engine() == sigillo_testkit::Engine::Sqlite;
        let literal = |id: String| {
            if sqlite { format!("x'{}'", id.replace('-', "")) } else { format!("'{id}'") }
        };
        let [holder_id, company_id] = [literal(holder.id.to_string()), literal(company.id.to_string())];
        let ties: Vec<_> = (1..10_000).map(|number| {
            let id = literal(format!("00000000-0000-0000-0000-{number:012}"));
            format!("({id}, {holder_id}, {company_id}, 'socio', '2026-01-01 00:00:00+00:00', 1)")
        }).collect();
        app.execute(&format!(
            "INSERT INTO holder_company (id, holder_id, company_id, role, created_at, version) VALUES {}",
            ties.join(",")
        )).await;
        let detail = app.get(&format!("{HOLDERS}/{}", holder.id)).by(&rosa).expect(200).await.body;
        assert_eq!(detail["company_count"], 10_000);
        assert_eq!(detail["companies"].as_array().unwrap().len(), 50);
        let mut path = format!("{HOLDERS}/{}/companies?limit=200", holder.id);
        let mut seen = 0;
        loop {
            let page = app.get(&path).by(&rosa).expect(200).await;
            seen += page.body["items"].as_array().unwrap().len();
            let Some(next) = page.next_page() else { break };
            path = next;
        }
        assert_eq!(seen, 10_000);
        // It is changed as any other.
        let reason = json!({"given_name": "Zoe", "correction_reason": "Errore"});
        app.patch(&format!("{HOLDERS}/{}", holder.id)).by(&rosa).json(&reason).expect(200).await;
        app.company(holder.id, 2).await;
    }
}
