use serde_json::json;
use sigillo_app::objects;
use sigillo_testkit::{on_both_engines, pdf};

use super::{DOCUMENTS, DOMAIN, actions, check_history, office, path_of, upload};

on_both_engines! {
    async fn the_name_of_a_holders_file_is_sealed_in_the_history(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await.id;
        upload(&app, &format!("holder:{holder}"), "Contratto%20Quintavalle.pdf", &pdf("a")).by(&rosa).expect(201).await;
        let mailbox = app.mailbox(DOMAIN, "ada").await.id;
        upload(&app, &format!("mailbox:{mailbox}"), "Recesso%20Quintavalle.pdf", &pdf("b")).by(&rosa).expect(201).await;
        let records = app.texts("SELECT changes FROM history").await;
        assert!(records.iter().any(|changes| changes.contains("document.")));
        assert!(!records.join("").contains("Quintavalle"));
        for (kind, id) in [("holders", holder.to_string()), ("mailboxes", mailbox.to_string())] {
            let path = format!("/api/v1/{kind}/{id}/history");
            let shown = app.get(&path).by(&rosa).expect(200).await.body.to_string();
            assert!(shown.contains("Quintavalle.pdf"), "{shown}");
        }
        check_history(&app).await;
    }

    async fn an_altered_row_is_found_by_the_verification(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await.id;
        let mailbox = app.mailbox(DOMAIN, "ada").await.id;
        for subject in [format!("holder:{holder}"), format!("mailbox:{mailbox}")] {
            upload(&app, &subject, "a.pdf", &pdf("a")).by(&rosa).expect(201).await;
        }
        check_history(&app).await;
        app.tamper("UPDATE document SET verdict = 'valid' WHERE mailbox_id IS NOT NULL").await;
        let request = sigillo_app::history::Request::default();
        assert!(sigillo_app::history::verify(&app.app.db, &request).await.unwrap().is_err());
        app.tamper("UPDATE document SET verdict = 'pending'").await;
        check_history(&app).await;
        app.tamper("DELETE FROM document WHERE mailbox_id IS NULL").await;
        assert!(sigillo_app::history::verify(&app.app.db, &request).await.unwrap().is_err());
    }

    async fn documents_go_over_with_a_merge(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let ends = app.holder(domain.organization_id, 1).await.id;
        let stays = app.holder(domain.organization_id, 2).await.id;
        let path = path_of(&upload(&app, &format!("holder:{ends}"), "a.pdf", &pdf("a")).by(&rosa).expect(201).await);
        app.post(&format!("/api/v1/holders/{ends}/merge")).by(&rosa).json(&json!({"into": stays})).expect(200).await;
        let document = app.get(&path).by(&rosa).expect(200).await.body;
        assert_eq!(document["subject"], format!("holder:{stays}"));
        let refused = upload(&app, &format!("holder:{ends}"), "b.pdf", &pdf("b")).by(&rosa).expect(409).await;
        assert_eq!(refused.code(), "holder_ended");
        check_history(&app).await;
    }

    async fn an_erasure_takes_the_documents_of_the_person(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await.id;
        let other = app.holder(domain.organization_id, 2).await.id;
        let mailbox = app.mailbox(DOMAIN, "ada").await.id;
        for (subject, content) in [
            (format!("holder:{holder}"), pdf("solo suo")),
            (format!("holder:{holder}"), pdf("di entrambi")),
            (format!("holder:{other}"), pdf("di entrambi")),
            (format!("mailbox:{mailbox}"), pdf("della casella")),
        ] {
            upload(&app, &subject, "a.pdf", &content).by(&rosa).expect(201).await;
        }
        // As if the person had held the mailbox.
        app.tamper(
            "UPDATE document SET holder_id = (SELECT holder_id FROM document WHERE mailbox_id IS NULL
                ORDER BY created_at, id LIMIT 1) WHERE mailbox_id IS NOT NULL",
        )
        .await;
        let reason = json!({"reason": "Richiesta dell'interessato"});
        app.post(&format!("/api/v1/holders/{holder}/erase")).by(&rosa).json(&reason).expect(200).await;
        while objects::sweep_unnamed(&app.app, 10).await.unwrap() > 0 {}
        assert_eq!(app.objects.contents(), [pdf("di entrambi")]);
        let left = app.get(&format!("{DOCUMENTS}?count=exact")).by(&rosa).expect(200).await.body;
        assert_eq!((&left["total"], &left["items"][0]["subject"]), (&json!(1), &json!(format!("holder:{other}"))));
        assert_eq!(actions(&app, &rosa, &format!("/api/v1/mailboxes/{mailbox}")).await[0], "document_deleted");
        check_history(&app).await;
    }

    async fn a_cancelled_mailbox_keeps_its_documents(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let mailbox = app.mailbox(DOMAIN, "ada").await.id;
        let path = path_of(&upload(&app, &format!("mailbox:{mailbox}"), "a.pdf", &pdf("a")).by(&rosa).expect(201).await);
        app.delete(&format!("/api/v1/mailboxes/{mailbox}")).by(&rosa).expect(200).await;
        app.get(&format!("{path}/content")).by(&rosa).expect(200).await;
    }

    async fn that_a_document_of_a_holder_was_read_is_logged(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await.id;
        let path = path_of(&upload(&app, &format!("holder:{holder}"), "a.pdf", &pdf("a")).by(&rosa).expect(201).await);
        app.get(&format!("{path}/content")).by(&rosa).expect(200).await;
        let log = app.get(&format!("/api/v1/access-log?holder={holder}")).by(&rosa).expect(200).await.body;
        assert_eq!(log["items"][0]["kind"], "read");
    }
}
