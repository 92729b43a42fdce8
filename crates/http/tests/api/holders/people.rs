//! The holders themselves.

use super::*;
use sigillo_domain::holder::Sex;
use sigillo_domain::tax_code::TaxCode;
use sigillo_testkit::{on_both_engines, tax_code, tax_code_variant, vat_number};

/// The code of an invented person born on 29 February 2004.
fn code_of(given: &str, family: &str, sex: Sex, place: &str) -> String {
    TaxCode::of(given, family, "2004-02-29".parse().unwrap(), sex, place).unwrap().to_string()
}

on_both_engines! {
    async fn a_holder_is_created_read_and_corrected(app: TestApp) {
        let Office { rosa, anna, ugo, domain } = office(&app).await;
        let code = code_of("Zoè", "Tàlamo", Sex::Female, "G942");
        let request = with(zoe(), &json!({"tax_code": format!(" {} ", code.to_lowercase())}));
        let created = app.post(HOLDERS).by(&anna).json(&request).expect(201).await;
        let path = created.header("location").unwrap().to_owned();
        assert_eq!(created.body["tax_code"], code);
        assert_eq!(created.body["organization_id"], json!(domain.organization_id));
        assert_eq!(created.body["birth_date"], "2004-02-29");
        assert_eq!(created.body["sex"], "female");
        let place = json!({"code": "G942", "name": "Potenza", "province": "PZ"});
        assert_eq!(created.body["birth_place"], place);
        assert_eq!(created.body["created_by"], "anna");
        assert_eq!(created.body["warnings"], json!([]));

        let correct = |fields: &Value| app.patch(&path).by(&rosa).json(fields);
        let name = json!({"given_name": "Zoe"});
        let refused = correct(&name).expect(422).await;
        assert_eq!(refused.faults(), ["/correction_reason required"]);
        let refused = correct(&json!({"given_name": " ", "tax_code": "X"})).expect(422).await;
        let faults = ["/given_name required", "/tax_code invalid_tax_code", "/correction_reason required"];
        assert_eq!(refused.faults(), faults);
        let reasoned = with(name, &json!({"correction_reason": "Accento di troppo"}));
        assert_eq!(correct(&reasoned).if_match(2).expect(412).await.code(), "stale");
        let corrected = correct(&reasoned).if_match(1).expect(200).await;
        assert_eq!((&corrected.body["given_name"], &corrected.body["version"]), (&json!("Zoe"), &json!(2)));
        // What changes nothing needs no reason and leaves no trace.
        assert_eq!(correct(&json!({"given_name": "Zoe "})).expect(200).await.body["version"], 2);
        assert_eq!(correct(&json!({})).expect(200).await.body["version"], 2);

        app.get(&path).by(&ugo).expect(404).await;
        app.patch(&path).by(&ugo).json(&reasoned).expect(404).await;
        let history = app.get(&format!("{path}/history")).by(&rosa).expect(200).await;
        let changes = &history.body["items"][0]["changes"];
        assert_eq!(changes[0]["field"], "given_name");
        assert_eq!((&changes[0]["before"], &changes[0]["after"]), (&json!("Zoè"), &json!("Zoe")));
        assert_eq!(changes[1]["after"], "Accento di troppo");
        verified(&app).await;
    }

    async fn a_holder_comes_with_addresses_and_companies_or_not_at_all(app: TestApp) {
        let Office { rosa, ugo, domain, .. } = office(&app).await;
        let other = app.holder(domain.organization_id, 50).await;
        let known = app.company(other.id, 7).await;
        let request = with(zoe(), &json!({
            "addresses": [address(), {"street": "Main Street", "locality": "Cork", "country": "ie"}],
            "companies": [
                {"company_id": known.company.id, "role": "socio"},
                {"legal_name": "D'Angiò & Figli", "vat_number": vat_number(8), "from": "2020-01-01"},
            ],
        }));
        let path = id(&app.post(HOLDERS).by(&rosa).json(&request).expect(201).await);
        let detail = app.get(&format!("{HOLDERS}/{path}")).by(&rosa).expect(200).await.body;
        assert_eq!((&detail["address_count"], &detail["company_count"]), (&json!(2), &json!(2)));
        assert_eq!(detail["addresses"][0]["street"], "Via delle Ginestre");
        assert_eq!(detail["addresses"][0]["country"], "IT");
        let abroad = &detail["addresses"][1];
        assert_eq!((&abroad["country"], &abroad["postal_code"]), (&json!("IE"), &json!("")));
        assert_eq!(detail["companies"][0]["role"], "socio");
        assert_eq!(detail["companies"][1]["company"]["legal_name"], "D'Angiò & Figli");
        assert_eq!(detail["companies"][1]["from"], "2020-01-01");

        let before = app.row_counts().await;
        let bad = with(zoe(), &json!({
            "family_name": "",
            "tax_code": tax_code(2).replace("TLM", "TLX"),
            "addresses": [address(), {"province": "QQ", "postal_code": "1"}],
            "companies": [
                {"legal_name": "Una", "vat_number": vat_number(9)},
                {"legal_name": "Due", "vat_number": vat_number(9)},
                {"legal_name": "Tre", "vat_number": vat_number(8), "rea": "1"},
                {"company_id": other.id, "legal_name": "Quattro"},
                {"legal_name": "", "vat_number": "123", "from": "2020-01-02", "to": "2020-01-01"},
            ],
        }));
        let refused = app.post(HOLDERS).by(&rosa).json(&bad).expect(422).await;
        assert_eq!(refused.faults(), [
            "/family_name required",
            "/tax_code invalid_check_character",
            "/addresses/1/street required",
            "/addresses/1/locality required",
            "/addresses/1/province unknown_province",
            "/addresses/1/postal_code invalid_postal_code",
            "/companies/1/vat_number repeated",
            "/companies/2/rea invalid_rea",
            "/companies/3/legal_name not_expected",
            "/companies/3/company_id unknown",
            "/companies/4/to contradiction",
            "/companies/4/legal_name required",
            "/companies/4/vat_number invalid_vat_number",
        ]);
        let taken = with(zoe(), &json!({"companies": [{"legal_name": "Tre", "vat_number": vat_number(8)}]}));
        let refused = app.post(HOLDERS).by(&rosa).json(&taken).expect(422).await;
        assert_eq!(refused.faults(), ["/companies/0/vat_number taken"]);
        // Another organisation has its own companies, and its own holders.
        app.post(HOLDERS).by(&ugo).json(&taken).expect(201).await;
        let foreign = with(zoe(), &json!({"companies": [{"company_id": known.company.id}]}));
        let refused = app.post(HOLDERS).by(&ugo).json(&foreign).expect(422).await;
        assert_eq!(refused.faults(), ["/companies/0/company_id unknown"]);

        let many = with(zoe(), &json!({"addresses": vec![address(); 21], "companies": vec![json!({}); 21]}));
        let faults = app.post(HOLDERS).by(&rosa).json(&many).expect(422).await.faults();
        assert!(faults.contains(&"/addresses too_long".to_owned()), "{faults:?}");
        let taken = app.post(HOLDERS).by(&rosa).json(&zoe()).expect(409).await;
        let expected = ("holder_exists", vec!["/tax_code taken".to_owned()]);
        assert_eq!((taken.code(), taken.faults()), expected);
        let after = app.row_counts().await;
        assert_eq!(after["holder"], before["holder"] + 1, "only the other organisation's is new");
        verified(&app).await;
    }

    async fn a_tax_code_is_one_persons_in_the_organisation(app: TestApp) {
        let Office { rosa, ugo, domain, .. } = office(&app).await;
        let [first, second] = [app.holder(domain.organization_id, 1).await, app.holder(domain.organization_id, 2).await];
        let correction = json!({"tax_code": first.tax_code, "correction_reason": "Errore"});
        let path = format!("{HOLDERS}/{}", second.id);
        let refused = app.patch(&path).by(&rosa).json(&correction).expect(409).await;
        let expected = ("holder_exists", vec!["/tax_code taken".to_owned()]);
        assert_eq!((refused.code(), refused.faults()), expected);
        assert_eq!(app.get(&path).by(&rosa).expect(200).await.body["version"], 1);
        app.post(HOLDERS).by(&ugo).json(&zoe()).expect(201).await;
    }

    async fn odd_names_and_births_are_warnings_at_most(app: TestApp) {
        let Office { rosa, .. } = office(&app).await;
        let create = |given: &str, family: &str, code: &str| {
            let request = json!({"given_name": given, "family_name": family, "tax_code": code});
            app.post(HOLDERS).by(&rosa).json(&request).expect(201)
        };
        for (given, family, sex, place) in [
            ("Niccolò", "D'Angiò", Sex::Male, "F205"),
            ("Maria José", "De la Cruz", Sex::Female, "Z131"),
            ("Y", "Xu", Sex::Male, "Z210"),
            ("Łukasz", "Großmann-Àgata", Sex::Male, "Z112"),
        ] {
            let created = create(given, family, &code_of(given, family, sex, place)).await;
            assert_eq!(created.body["warnings"], json!([]), "{given} {family}");
            assert_eq!(created.body["given_name"], given);
        }
        let abroad = create("Ugo", "Verdi", &code_of("Ugo", "Verdi", Sex::Male, "Z131")).await;
        assert_eq!(abroad.body["birth_place"]["province"], Value::Null);
        assert_eq!(abroad.body["birth_place"]["name"], "Spagna");
        // A place that no list has, and a name that is not that of the code.
        let unknown = create("Zoè", "Altrove", &code_of("Ugo", "Verdi", Sex::Male, "M999")).await;
        let warnings = json!(["name_does_not_fit_tax_code", "unknown_birth_place"]);
        assert_eq!(unknown.body["warnings"], warnings);
        let place = json!({"code": "M999", "name": null, "province": null});
        assert_eq!(unknown.body["birth_place"], place);
        let provisional = create("Zoè", "Provvisoria", "12345678903").await;
        assert_eq!(provisional.body["warnings"], json!(["provisional_tax_code"]));
        assert_eq!(provisional.body["birth_date"], Value::Null);
        // The code has a letter for a digit (omocodia).
        let omocode = tax_code_variant(&code_of("Ugo", "Omocodi", Sex::Male, "G942"));
        let created = create("Ugo", "Omocodi", &omocode).await;
        assert_eq!(created.body["birth_date"], "2004-02-29");
        assert_eq!(created.body["birth_place"]["name"], "Potenza");
    }

    async fn an_assistant_needs_the_permission_on_some_domain(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        let viewer = app.assistant("vede", &domain, &[Permission::View]).await;
        let path = format!("{HOLDERS}/{}", app.holder(domain.organization_id, 1).await.id);
        app.get(&path).by(&viewer).expect(200).await;
        let refused = app.post(HOLDERS).by(&viewer).json(&zoe()).expect(403).await;
        assert_eq!(refused.code(), "forbidden");
        let reason = json!({"given_name": "Zoe", "correction_reason": "Errore"});
        app.patch(&path).by(&viewer).json(&reason).expect(403).await;
        app.post(&format!("{path}/addresses")).by(&viewer).json(&address()).expect(403).await;
        app.post(&format!("{path}/notes")).by(&viewer).json(&json!({"text": "Nota"})).expect(403).await;
        app.post(&format!("{path}/notes")).by(&rosa).json(&json!({"text": "Nota"})).expect(201).await;
        let notes = app.get(&format!("{path}/notes")).by(&viewer).expect(200).await;
        assert_eq!(notes.body["items"][0]["text"], "Nota");
        verified(&app).await;
    }

    async fn an_operator_names_the_organisation(app: TestApp) {
        let Office { domain, ugo, .. } = office(&app).await;
        let operator = app.operator("gestore").await;
        let refused = app.post(HOLDERS).by(&operator).json(&zoe()).expect(422).await;
        assert_eq!(refused.faults(), ["/organization_id required"]);
        let of = |id: &Value| with(zoe(), &json!({"organization_id": id}));
        let unknown = json!("00000000-0000-0000-0000-000000000000");
        let refused = app.post(HOLDERS).by(&operator).json(&of(&unknown)).expect(422).await;
        assert_eq!(refused.faults(), ["/organization_id unknown"]);
        let own = json!(domain.organization_id);
        let refused = app.post(HOLDERS).by(&ugo).json(&of(&own)).expect(422).await;
        assert_eq!(refused.faults(), ["/organization_id unknown"]);
        app.post(HOLDERS).by(&operator).json(&of(&own)).expect(201).await;
    }
}
