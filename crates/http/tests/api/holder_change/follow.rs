//! Changes follow the holders that are merged, and forget those that are erased.

use serde_json::json;
use sigillo_app::history::{Request, verify};
use sigillo_domain::signature_verdict::Verdict;
use sigillo_testkit::on_both_engines;

use super::{CHANGES, approve, body, check_history, mailbox, office, path_of, requested};

on_both_engines! {
    async fn an_approval_follows_a_merge_of_either_holder(app: TestApp) {
        let office = office(&app).await;
        let organization = office.domain.organization_id;
        let mut request = body(&app, &office, Verdict::Valid).await;
        request["address"] = json!(sigillo_testkit::address("Via Larga"));
        let path = path_of(&app.post(CHANGES).by(&office.rosa).json(&request).expect(201).await);
        let (new, old) = (app.holder(organization, 11).await.id, app.holder(organization, 12).await.id);
        // The same address is there already, so that the mailbox takes that one.
        let same = app.holder_address(new, "Via Larga").await.id;
        for (ends, stays) in [(office.new, new), (office.old, old)] {
            let merge = format!("/api/v1/holders/{ends}/merge");
            app.post(&merge).by(&office.rosa).json(&json!({"into": stays})).expect(200).await;
        }
        let followed = app.get(&path).by(&office.piero).expect(200).await.body;
        assert_eq!((&followed["old_holder_id"], &followed["new_holder_id"]), (&json!(old), &json!(new)));
        approve(&app, &path).by(&office.piero).if_match(1).expect(412).await;
        approve(&app, &path).by(&office.piero).expect(200).await;
        let after = mailbox(&app, &office).await;
        assert_eq!((&after["holder"]["id"], &after["holder_address"]["id"]), (&json!(new), &json!(same)));
        check_history(&app).await;
    }

    async fn an_approval_during_a_merge_gives_the_mailbox_to_whoever_stays(app: TestApp) {
        for merges_the_new in [true, false] {
            let name = if merges_the_new { "nuovo" } else { "vecchio" };
            let domain = app.domain(&format!("{name}.example.it")).await;
            let number = if merges_the_new { 20 } else { 30 };
            let held = app.held_mailbox(&domain.name, "ufficio", number).await;
            let (old, mailbox_id) = (held.holder.as_ref().unwrap().id, held.id);
            let new = app.holder(domain.organization_id, number + 1).await.id;
            let stays = app.holder(domain.organization_id, number + 2).await.id;
            let rosa = app.postmaster(&format!("rosa.{name}"), domain.organization_id).await;
            let change = app.holder_change(mailbox_id, new).await;
            let path = format!("{}/{}", CHANGES, change.id);
            let ends = if merges_the_new { new } else { old };
            let merge = app.post(&format!("/api/v1/holders/{ends}/merge")).by(&rosa).json(&json!({"into": stays}));
            let (merged, approved) = tokio::join!(merge.send(), approve(&app, &path).by(&rosa).send());
            assert_eq!(merged.status, 200, "{}", merged.body);
            assert!(matches!(approved.status, 200 | 412), "{}", approved.body);
            if approved.status == 412 {
                approve(&app, &path).by(&rosa).expect(200).await;
            }
            let mailbox = app.get(&format!("/api/v1/mailboxes/{mailbox_id}")).by(&rosa).expect(200).await.body;
            assert_eq!(mailbox["holder"]["id"], json!(if merges_the_new { stays } else { new }));
        }
        check_history(&app).await;
    }

    async fn a_merge_of_both_holders_closes_the_change(app: TestApp) {
        let office = office(&app).await;
        let path = requested(&app, &office, Verdict::Valid).await;
        let merge = format!("/api/v1/holders/{}/merge", office.new);
        app.post(&merge).by(&office.rosa).json(&json!({"into": office.old})).expect(200).await;
        let closed = app.get(&path).by(&office.piero).expect(200).await.body;
        assert_eq!(closed["state"], "closed");
        check_history(&app).await;
    }

    async fn an_erasure_closes_the_change_and_forgets_the_person(app: TestApp) {
        let office = office(&app).await;
        let path = requested(&app, &office, Verdict::Valid).await;
        let reason = json!({"reason": "Richiesta dell'interessato"});
        let erase = |holder| app.post(&format!("/api/v1/holders/{holder}/erase")).by(&office.rosa).json(&reason);
        erase(office.new).expect(200).await;
        let closed = app.get(&path).by(&office.piero).expect(200).await.body;
        assert_eq!((&closed["state"], &closed["communication_email"]), (&json!("closed"), &json!("")));
        assert_eq!(erase(office.old).expect(409).await.code(), "holder_has_mailboxes");
        check_history(&app).await;
    }

    async fn the_data_of_a_former_holder_are_kept_for_their_term(app: TestApp) {
        let office = office(&app).await;
        let path = requested(&app, &office, Verdict::Valid).await;
        approve(&app, &path).by(&office.piero).expect(200).await;
        let reason = json!({"reason": "Richiesta dell'interessato"});
        let erase = format!("/api/v1/holders/{}/erase", office.old);
        assert_eq!(app.post(&erase).by(&office.rosa).json(&reason).expect(409).await.code(), "retention_runs");
        app.clock.advance(chrono::TimeDelta::days(3650));
        let rosa = app.sign_in("rosa").await;
        app.post(&erase).by(&rosa).json(&reason).expect(200).await;
        // The document went with the data of the person, and its hash stays.
        let shown = app.get(&path).by(&rosa).expect(200).await.body;
        assert_eq!((&shown["document"], &shown["state"]), (&json!(null), &json!("approved")));
        assert_eq!(shown["document_sha256"].as_str().unwrap().len(), 64);
        check_history(&app).await;
    }

    async fn an_altered_row_is_found_by_the_verification(app: TestApp) {
        let office = office(&app).await;
        requested(&app, &office, Verdict::Valid).await;
        check_history(&app).await;
        for tampering in [
            "UPDATE holder_change SET communication_email = 'ladro@example.org'",
            "UPDATE holder_change SET document_sha256 = 'aa'",
            "DELETE FROM holder_change",
        ] {
            app.tamper(tampering).await;
            assert!(verify(&app.app.db, &Request::default()).await.unwrap().is_err(), "{tampering}");
        }
    }
}
