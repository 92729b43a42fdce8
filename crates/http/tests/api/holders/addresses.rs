//! The addresses of a holder.

use super::*;
use sigillo_testkit::on_both_engines;

on_both_engines! {
    async fn an_address_is_added_changed_and_removed(app: TestApp) {
        let Office { rosa, ugo, domain, .. } = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await;
        let list = format!("{HOLDERS}/{}/addresses", holder.id);
        let added = app.post(&list).by(&rosa).json(&address()).expect(201).await;
        let path = format!("/api/v1/holder-addresses/{}", id(&added));
        let change = |fields: &Value| app.patch(&path).by(&rosa).json(fields);
        let refused = change(&json!({"province": "", "postal_code": "851", "phone": "x"})).expect(422).await;
        let faults = ["/province required", "/postal_code invalid_postal_code", "/phone invalid_phone"];
        assert_eq!(refused.faults(), faults);
        let number = json!({"number": "14", "phone": "+39 0971 000000"});
        assert_eq!(change(&number).if_match(9).expect(412).await.code(), "stale");
        let changed = change(&number).if_match(1).expect(200).await;
        assert_eq!((&changed.body["number"], &changed.body["version"]), (&json!("14"), &json!(2)));
        assert_eq!(change(&number).expect(200).await.body["version"], 2);
        // What is emptied goes; what moves abroad loses its province.
        let refused = change(&json!({"country": "FR"})).expect(422).await;
        assert_eq!(refused.faults(), ["/province not_expected"]);
        let abroad = json!({"country": "FR", "province": "", "postal_code": "", "phone": ""});
        assert_eq!(change(&abroad).expect(200).await.body["phone"], "");

        for request in [app.patch(&path).json(&number), app.delete(&path)] {
            request.by(&ugo).expect(404).await;
        }
        app.get(&list).by(&ugo).expect(404).await;
        app.post(&list).by(&ugo).json(&address()).expect(404).await;
        assert_eq!(app.delete(&path).by(&rosa).if_match(1).expect(412).await.code(), "stale");
        app.delete(&path).by(&rosa).if_match(3).expect(204).await;
        app.delete(&path).by(&rosa).expect(404).await;
        let none = app.get(&list).by(&rosa).expect(200).await;
        assert_eq!(none.body["items"], json!([]));
        let history = app.get(&format!("{HOLDERS}/{}/history", holder.id)).by(&rosa).expect(200).await;
        let removed = &history.body["items"][0]["changes"][0];
        assert_eq!(removed["field"], format!("address.{}", id(&added)));
        assert_eq!((&removed["before"]["country"], &removed["after"]), (&json!("FR"), &Value::Null));
        verified(&app).await;
    }

    async fn an_address_of_a_mailbox_stays(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await;
        let address = app.holder_address(holder.id, "Via Nuova").await;
        let tie = app.company(holder.id, 1).await;
        let request = json!({
            "domain": CONTRACTS, "local_part": "studio", "communication_email": "studio@example.org",
            "holder": {"id": holder.id}, "address": {"id": address.id}, "company": {"id": tie.company.id},
        });
        app.post(MAILBOXES).by(&rosa).json(&request).expect(201).await;
        for path in [
            format!("/api/v1/holder-addresses/{}", address.id),
            format!("/api/v1/holder-companies/{}", tie.id),
        ] {
            assert_eq!(app.delete(&path).by(&rosa).expect(409).await.code(), "in_use");
        }
    }

    async fn a_holder_that_has_ended_stays_as_it_is(app: TestApp) {
        let Office { rosa, domain, .. } = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await;
        let street = app.holder_address(holder.id, "Via Nuova").await;
        let tie = app.company(holder.id, 1).await;
        app.tamper("UPDATE holder SET state = 'merged'").await;
        let path = format!("{HOLDERS}/{}", holder.id);
        let address_path = format!("/api/v1/holder-addresses/{}", street.id);
        let tie_path = format!("/api/v1/holder-companies/{}", tie.id);
        for request in [
            app.patch(&path).json(&json!({"given_name": "Zoe", "correction_reason": "Errore"})),
            app.post(&format!("{path}/notes")).json(&json!({"text": "Nota"})),
            app.post(&format!("{path}/addresses")).json(&address()),
            app.post(&format!("{path}/companies")).json(&json!({"legal_name": "Prova"})),
            app.patch(&address_path).json(&json!({"number": "1"})),
            app.patch(&tie_path).json(&json!({"role": "socio"})),
            app.delete(&address_path),
            app.delete(&tie_path),
        ] {
            assert_eq!(request.by(&rosa).expect(409).await.code(), "holder_ended");
        }
        app.get(&path).by(&rosa).expect(200).await;
    }
}
