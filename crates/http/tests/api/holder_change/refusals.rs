//! What is refused: documents, permissions, tenants, states, and races.

use serde_json::json;
use sigillo_domain::permission::Permission;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_testkit::{on_both_engines, pdf};

use super::{CHANGES, approve, body, check_history, mailbox, office, path_of, requested};

on_both_engines! {
    async fn every_field_is_judged(app: TestApp) {
        let office = office(&app).await;
        let faults = async |body: serde_json::Value| {
            app.post(CHANGES).by(&office.rosa).json(&body).expect(422).await.faults()
        };
        assert_eq!(faults(json!({})).await, ["/mailbox_id required"]);
        let bare = json!({"mailbox_id": office.mailbox});
        assert_eq!(faults(bare).await, [
            "/new_holder/given_name required",
            "/new_holder/family_name required",
            "/new_holder/tax_code required",
            "/communication_email required",
            "/document_id required",
        ]);
        let valid = body(&app, &office, Verdict::Valid).await;
        let with = |field: &str, value: serde_json::Value| {
            let mut body = valid.clone();
            body[field] = value;
            body
        };
        let present = with("new_holder", json!({"id": office.old}));
        assert_eq!(faults(present).await, ["/new_holder/id unchanged"]);
        let foreign = app.domain("altrove.example.org").await;
        let stranger = app.holder(foreign.organization_id, 7).await.id;
        assert_eq!(faults(with("new_holder", json!({"id": stranger}))).await, ["/new_holder/id unknown"]);
        assert_eq!(faults(with("communication_email", json!("x"))).await, ["/communication_email invalid_email"]);
        let itself = with("communication_email", json!("ufficio@pec.example.it"));
        assert_eq!(faults(itself).await, ["/communication_email same_as_mailbox"]);
        let other = app.mailbox("pec.example.it", "altra").await.id;
        for document in [
            app.change_document(other, "subentro").await.id,
            app.document(&format!("mailbox:{}", office.mailbox), "a.pdf", &pdf("a")).await.id,
        ] {
            assert_eq!(faults(with("document_id", json!(document))).await, ["/document_id unknown"]);
        }
        let merged = app.holder(office.domain.organization_id, 8).await.id;
        app.post(&format!("/api/v1/holders/{merged}/merge")).by(&office.rosa).json(&json!({"into": office.new})).expect(200).await;
        assert_eq!(faults(with("new_holder", json!({"id": merged}))).await, ["/new_holder/id holder_ended"]);
        app.post(CHANGES).by(&office.rosa).json(&valid).expect(201).await;
        let second = app.post(CHANGES).by(&office.rosa).json(&valid).expect(409).await;
        assert_eq!(second.code(), "holder_change_pending");
    }

    async fn the_verdict_decides_at_the_approval(app: TestApp) {
        let office = office(&app).await;
        let invalid = body(&app, &office, Verdict::Invalid).await;
        let refused = app.post(CHANGES).by(&office.rosa).json(&invalid).expect(422).await;
        assert_eq!(refused.faults(), ["/document_id signatures_invalid"]);

        let path = requested(&app, &office, Verdict::Pending).await;
        let refused = approve(&app, &path).by(&office.piero).expect(422).await;
        assert_eq!(refused.faults(), ["/document_id signatures_pending"]);
        app.judge_documents(Verdict::Invalid).await;
        let refused = approve(&app, &path).by(&office.piero).expect(422).await;
        assert_eq!(refused.faults(), ["/document_id signatures_invalid"]);
        let reason = json!({"reason": "Il documento non va"});
        app.post(&format!("{path}/reject")).by(&office.piero).json(&reason).expect(200).await;

        let path = requested(&app, &office, Verdict::Undetermined).await;
        let refused = approve(&app, &path).by(&office.piero).expect(422).await;
        assert_eq!(refused.faults(), ["/reason required"]);
        let long = json!({"reason": "è".repeat(501)});
        let refused = app.post(&format!("{path}/approve")).by(&office.piero).json(&long).expect(422).await;
        assert_eq!(refused.faults(), ["/reason too_long"]);
        let reason = json!({"reason": "Firmato davanti a noi"});
        let approved = app.post(&format!("{path}/approve")).by(&office.piero).json(&reason).expect(200).await;
        assert_eq!(approved.body["reason"], "Firmato davanti a noi");
        check_history(&app).await;
    }

    async fn a_document_that_a_change_rests_on_stays_and_serves_once(app: TestApp) {
        let office = office(&app).await;
        let request = body(&app, &office, Verdict::Valid).await;
        let document = format!("/api/v1/documents/{}", request["document_id"].as_str().unwrap());
        let path = path_of(&app.post(CHANGES).by(&office.rosa).json(&request).expect(201).await);
        assert_eq!(app.delete(&document).by(&office.rosa).expect(409).await.code(), "document_in_use");
        app.post(&format!("{path}/withdraw")).by(&office.rosa).expect(200).await;
        // Nothing rests on it any more: it may serve again, and then it gave the mailbox away.
        let path = path_of(&app.post(CHANGES).by(&office.rosa).json(&request).expect(201).await);
        approve(&app, &path).by(&office.piero).expect(200).await;
        let mut back = request.clone();
        back["new_holder"] = json!({"id": office.old});
        let refused = app.post(CHANGES).by(&office.rosa).json(&back).expect(422).await;
        assert_eq!(refused.faults(), ["/document_id taken"]);
        assert_eq!(app.delete(&document).by(&office.rosa).expect(409).await.code(), "document_in_use");
        check_history(&app).await;
    }

    async fn a_deleted_document_is_refused(app: TestApp) {
        let office = office(&app).await;
        let request = body(&app, &office, Verdict::Valid).await;
        let document = format!("/api/v1/documents/{}", request["document_id"].as_str().unwrap());
        let delete = app.delete(&document).by(&office.rosa);
        let ask = app.post(CHANGES).by(&office.rosa).json(&request);
        let (deleted, asked) = tokio::join!(delete.send(), ask.send());
        match deleted.status {
            204 => assert_eq!(asked.faults(), ["/document_id unknown"]),
            _ => assert_eq!((deleted.status, asked.status), (409, 201)),
        }
        check_history(&app).await;
    }

    async fn of_two_approvals_at_once_one_is_done(app: TestApp) {
        let office = office(&app).await;
        let path = requested(&app, &office, Verdict::Valid).await;
        let operator = app.operator("gestore").await;
        let one = approve(&app, &path).by(&office.piero).send();
        let other = approve(&app, &path).by(&operator).send();
        let (one, other) = tokio::join!(one, other);
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        assert_eq!(app.work().await.len(), 2);
        check_history(&app).await;
    }

    async fn a_stale_version_is_refused(app: TestApp) {
        let office = office(&app).await;
        let path = requested(&app, &office, Verdict::Valid).await;
        approve(&app, &path).by(&office.piero).if_match(2).expect(412).await;
        let reason = json!({"reason": "No"});
        app.post(&format!("{path}/reject")).by(&office.piero).json(&reason).if_match(2).expect(412).await;
        app.post(&format!("{path}/withdraw")).by(&office.rosa).if_match(2).expect(412).await;
        approve(&app, &path).by(&office.piero).if_match(1).expect(200).await;
    }

    async fn assistants_ask_and_do_not_decide_and_other_tenants_see_nothing(app: TestApp) {
        let office = office(&app).await;
        let editor = app.assistant("anna", &office.domain, &[Permission::View, Permission::Edit]).await;
        let viewer = app.assistant("vera", &office.domain, &[Permission::View]).await;
        let foreign = app.domain("altrove.example.org").await;
        let stranger = app.postmaster("ugo", foreign.organization_id).await;
        let request = body(&app, &office, Verdict::Valid).await;
        app.post(CHANGES).by(&viewer).json(&request).expect(403).await;
        app.post(CHANGES).by(&stranger).json(&request).expect(404).await;
        let path = path_of(&app.post(CHANGES).by(&editor).json(&request).expect(201).await);
        let reason = json!({"reason": "No"});
        for act in ["approve", "reject"] {
            let decide = || app.post(&format!("{path}/{act}")).json(&reason);
            decide().by(&editor).expect(403).await;
            decide().by(&viewer).expect(403).await;
            decide().by(&stranger).expect(404).await;
        }
        app.post(&format!("{path}/withdraw")).by(&viewer).expect(403).await;
        app.post(&format!("{path}/withdraw")).by(&stranger).expect(404).await;
        app.get(&path).by(&stranger).expect(404).await;
        let seen = app.get(&path).by(&viewer).expect(200).await.body;
        assert_eq!(seen["may_decide"], false);
        let listed = app.get(&format!("{CHANGES}?state=pending&count=exact")).by(&office.rosa).expect(200).await.body;
        assert_eq!((&listed["total"], &listed["items"][0]["may_decide"]), (&json!(1), &json!(true)));
        assert_eq!(listed["items"][0]["document"], json!(null));
        approve(&app, &path).by(&office.rosa).expect(200).await;
        assert_eq!(mailbox(&app, &office).await["holder"]["id"], json!(office.new));
    }
}
