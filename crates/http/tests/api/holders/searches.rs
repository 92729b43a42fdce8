//! The nine searches for holders (B5).

use super::*;
use sigillo_testkit::{on_both_engines, tax_code, vat_number};

/// Registers two holders with one name and all that they are found by, and returns the id of the first.
async fn people(app: &TestApp, rosa: &Account) -> String {
    let company = json!({"legal_name": "Acque del Sele S.r.l.", "vat_number": vat_number(4)});
    let contacts = json!({
        "phone": "+39 0971-12.34.56",
        "mobile": "347 1234567",
        "fax": "0971/998877",
        "email": "Zoe.Talamo@posta.example.it",
    });
    let request = with(
        zoe(),
        &json!({
            "addresses": [address(), with(address(), &contacts)],
            "companies": [company],
        }),
    );
    let first = id(&app.post(HOLDERS).by(rosa).json(&request).expect(201).await);
    let second = with(zoe(), &json!({"given_name": "Maria  Zoè", "tax_code": tax_code(2)}));
    app.post(HOLDERS).by(rosa).json(&second).expect(201).await;
    let mailbox = json!({
        "domain": DOMAIN,
        "local_part": "zoe.talamo",
        "communication_email": "privata@example.org",
        "holder": {"id": first},
    });
    app.post(MAILBOXES).by(rosa).json(&mailbox).expect(201).await;
    first
}

on_both_engines! {
    async fn holders_are_found_by_each_of_nine_texts(app: TestApp) {
        let Office { rosa, anna, ugo, .. } = office(&app).await;
        let first = people(&app, &rosa).await;
        let code = tax_code(1).to_lowercase();
        let vat = vat_number(4);
        for query in [
            "family_name=TALAMO&mailbox=zoe.t",
            &format!("tax_code={}%20{}", &code[..6], &code[6..]),
            "email=talamo%40POSTA",
            "email=privata",
            "phone=0971%2012-34",
            "phone=%2B39%20347",
            "phone=12.34.567",
            "fax=998877",
            "company_name=acque%20%20DEL",
            "company_name=sele",
            &format!("vat_number={}", &vat[3..]),
            "mailbox=talamo",
            "mailbox=talamo%40pec",
            "mailbox=ZO",
            "given_name=zoe&family_name=t%C3%A0la&fax=0971&company_name=s.r.l.&email=zoe",
        ] {
            let path = format!("{HOLDERS}?{query}&count=exact");
            let found = app.get(&path).by(&anna).expect(200).await;
            assert_eq!(found.body["total"], 1, "{query}");
            assert_eq!(found.body["items"][0]["id"], json!(first), "{query}");
            // Another organisation's.
            assert_eq!(app.get(&path).by(&ugo).expect(200).await.body["total"], 0, "{query}");
        }
        for query in ["phone=998877", "mailbox=al", "given_name=oe", "email=zoe&given_name=maria"] {
            let found = app.get(&format!("{HOLDERS}?{query}")).by(&rosa).expect(200).await;
            assert_eq!(found.body["items"], json!([]), "{query}");
        }
    }

    async fn the_holders_that_begin_with_the_text_come_first(app: TestApp) {
        let Office { rosa, .. } = office(&app).await;
        people(&app, &rosa).await;
        // By name Maria would come first.
        let mut path = format!("{HOLDERS}?given_name=ZOE&family_name=talamo&limit=1");
        let mut names = vec![];
        loop {
            let page = app.get(&path).by(&rosa).expect(200).await;
            names.push(page.body["items"][0]["given_name"].clone());
            let Some(next) = page.next_page() else { break };
            path = next;
        }
        assert_eq!(names, ["Zoè", "Maria Zoè"]);
    }

    async fn every_bad_search_is_a_fault_of_its_field(app: TestApp) {
        let Office { rosa, .. } = office(&app).await;
        let long = "a".repeat(255);
        let path = format!("{HOLDERS}?given_name={long}&mailbox={long}&phone=abc&fax=%2B");
        let refused = app.get(&path).by(&rosa).expect(422).await;
        assert_eq!(refused.faults(), [
            "given_name too_long",
            "phone invalid_phone",
            "fax invalid_phone",
            "mailbox too_long",
        ]);
    }

    async fn mailboxes_are_filtered_by_people_time_and_creator(app: TestApp) {
        let Office { rosa, anna, ugo, .. } = office(&app).await;
        people(&app, &rosa).await;
        let company = json!({
            "domain": CONTRACTS, "local_part": "studio", "communication_email": "studio@example.org",
            "holder": {"given_name": "Ugo", "family_name": "De Luca", "tax_code": tax_code(3)},
            "address": address(),
            "company": {"legal_name": "Prove Rare S.p.A.", "vat_number": vat_number(9)},
        });
        app.post(MAILBOXES).by(&rosa).json(&company).expect(201).await;
        app.mailbox(DOMAIN, "senza.titolare").await;
        let names = async |query: &str, by: &Account| {
            let path = format!("{MAILBOXES}?count=exact&{query}");
            let found = app.get(&path).by(by).expect(200).await.body;
            let items = found["items"].as_array().unwrap().iter();
            let names: Vec<_> = items.map(|one| one["local_part"].as_str().unwrap().to_owned()).collect();
            assert_eq!(found["total"], names.len(), "{query}");
            names
        };
        for (query, expected) in [
            ("family_name=talamo", vec!["zoe.talamo"]),
            ("family_name=DELUCA", vec!["studio"]),
            ("given_name=ug", vec!["studio"]),
            ("given_name=go", vec![]),
            (&format!("tax_code={}", tax_code(3).to_lowercase()), vec!["studio"]),
            ("email=posta.example", vec!["zoe.talamo"]),
            ("email=privata", vec!["zoe.talamo"]),
            ("email=senza.titolare", vec!["senza.titolare"]),
            ("company_name=rare", vec!["studio"]),
            // The holder has this company, but no mailbox for it.
            ("company_name=sele", vec![]),
            ("created_by=rosa,nessuno", vec!["studio", "zoe.talamo"]),
            ("created_by=rosa&domain=contratti.example.it", vec!["studio"]),
            ("created_from=2020-01-01&created_to=2020-01-02", vec![]),
            ("created_from=2020-01-01&family_name=talamo&q=zoe", vec!["zoe.talamo"]),
            ("expires_before=2020-01-01", vec![]),
            ("expires_before=2028-01-31&family_name=talamo", vec![]),
            ("expires_before=2028-02-01&family_name=talamo", vec!["zoe.talamo"]),
            // A mailbox that waits for its contract has no end yet.
            ("expires_before=2999-01-01&family_name=deluca", vec![]),
        ] {
            assert_eq!(names(query, &rosa).await, expected, "{query}");
            // A domain of others is not found at all.
            if !query.contains("domain=") {
                assert_eq!(names(query, &ugo).await, Vec::<String>::new(), "{query}");
            }
        }
        // An assistant finds the mailboxes of its domains alone.
        assert_eq!(names("given_name=ugo", &anna).await, Vec::<String>::new());

        let log = app.get("/api/v1/access-log?kind=search").by(&rosa).expect(200).await.body;
        assert!(log["items"].as_array().unwrap().iter().any(|one| one["fields"] == "tax_code"), "{log}");

        // A view, a change of many and a file have the same filters.
        let view = json!({"name": "Tàlamo", "list": "mailboxes", "query": {"family_name": "talamo"}});
        app.post("/api/v1/views").by(&rosa).json(&view).expect(201).await;
        let views = app.get("/api/v1/views?count_rows=true").by(&rosa).expect(200).await;
        assert_eq!(views.body["items"][0]["row_count"], 1, "{}", views.body);
        let matching = json!({"domain": DOMAIN, "family_name": "talamo", "created_by": "rosa"});
        let change = json!({"change": {"action": "disable"}, "matching": matching, "count": 1});
        app.post("/api/v1/bulk-changes").by(&rosa).json(&change).expect(202).await;
        let query = "family_name=talamo&created_by=rosa&created_from=2020-01-01";
        let file = app.get(&format!("{MAILBOXES}/export?format=csv&{query}")).by(&rosa).expect(200).await;
        assert_eq!(String::from_utf8_lossy(&file.bytes).lines().count(), 2);
        let gestore = app.operator("gestore").await;
        let recorded = app.get("/api/v1/exports").by(&gestore).expect(200).await.body;
        // The record does not keep what outlives the person's data.
        let filters = json!({
            "searched_by": "family_name", "created_by": "rosa", "created_from": "2020-01-01",
        });
        assert_eq!(recorded["items"][0]["list"]["filters"], filters);
        verified(&app).await;
    }

    async fn every_bad_filter_of_mailboxes_is_a_fault_of_its_field(app: TestApp) {
        let Office { rosa, .. } = office(&app).await;
        let long = "a".repeat(255);
        let path = format!(
            "{MAILBOXES}?family_name={long}&created_by={long}\
             &created_from=2026-02-01&created_to=2026-01-01"
        );
        let refused = app.get(&path).by(&rosa).expect(422).await;
        assert_eq!(refused.faults(), [
            "family_name too_long",
            "created_to contradiction",
            "created_by too_long",
        ]);
    }

    async fn the_search_over_everything_finds_people_and_companies(app: TestApp) {
        let Office { rosa, ugo, .. } = office(&app).await;
        let first = people(&app, &rosa).await;
        let titles = async |text: &str, by: &Account| {
            let path = format!("/api/v1/search?kinds=holder,company&q={text}");
            let found = app.get(&path).by(by).expect(200).await.body;
            let hits = found["items"].as_array().unwrap().iter();
            hits.map(|hit| hit["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let code = tax_code(1);
        let names = ["Tàlamo Zoè", "Tàlamo Maria Zoè"];
        for text in ["zo%C3%A8%20t%C3%A0lamo", "TALAMO%20ZOE"] {
            assert_eq!(titles(text, &rosa).await, names, "{text}");
            assert!(titles(text, &ugo).await.is_empty(), "{text}");
        }
        for text in [ &code, "0971.12.34.56", "privata%40ex"] {
            assert_eq!(titles(text, &rosa).await, ["Tàlamo Zoè"], "{text}");
            assert!(titles(text, &ugo).await.is_empty(), "{text}");
        }
        assert_eq!(titles("acque%20del", &rosa).await, ["Acque del Sele S.r.l."]);
        assert_eq!(titles(&vat_number(4)[2..], &rosa).await, ["Acque del Sele S.r.l."]);
        let path = format!("/api/v1/search?kinds=holder&q={code}");
        let hit = &app.get(&path).by(&rosa).expect(200).await.body["items"][0];
        assert_eq!(hit["href"], format!("/titolari/{first}"));
        assert_eq!(hit["subtitle"], json!(code));
        let log = app.get("/api/v1/access-log?kind=search").by(&rosa).expect(200).await.body;
        assert_eq!(log["items"][0]["fields"], "q", "{log}");
    }
}
