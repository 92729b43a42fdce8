use std::sync::Arc;
use std::sync::atomic::Ordering;

use sigillo_domain::permission::Permission;
use sigillo_storage::documents;
use sigillo_testkit::{TestScanner, VIRUS, on_both_engines, pdf};

use super::{DOCUMENTS, DOMAIN, PDF, actions, check_history, id_of, office, path_of, upload};

on_both_engines! {
    async fn each_fault_names_its_field(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let id = app.mailbox(DOMAIN, "ada").await.id;
        let content = pdf("uno");
        let subject = format!("mailbox:{id}");
        for (query, fault) in [
            (String::new(), vec!["subject required", "kind required", "name required"]),
            (format!("subject={id}&kind=other&name=a"), vec!["subject unknown"]),
            (format!("subject=domain:{id}&kind=other&name=a"), vec!["subject unknown"]),
            ("subject=mailbox:1&kind=other&name=a".into(), vec!["subject unknown"]),
            (format!("subject={subject}&kind=letter&name=a"), vec!["kind unknown"]),
            (format!("subject={subject}&kind=other&name=%2E%2E%2Fa"), vec!["name invalid_characters"]),
            (format!("subject={subject}&kind=other&name=..%20"), vec!["name required"]),
            (format!("subject={subject}&kind=other&name={}", "a".repeat(256)), vec!["name too_long"]),
        ] {
            let answer = app.post(&format!("{DOCUMENTS}?{query}")).by(&rosa).raw(PDF, content.clone());
            assert_eq!(answer.expect(422).await.faults(), fault, "{query}");
        }
        for (content, fault) in [
            (vec![], "file empty_file"),
            (b"PK\x03\x04 a workbook".to_vec(), "file unknown_format"),
            (vec![b' '; 5000], "file unknown_format"),
        ] {
            let answer = upload(&app, &subject, "a.pdf", &content).by(&rosa).expect(422).await;
            assert_eq!(answer.faults(), [fault]);
        }
        let path = format!("{DOCUMENTS}?subject={subject}&kind=other&name=a");
        app.post(&path).by(&rosa).raw("text/html", content).expect(415).await;
        let large = [pdf("grande"), vec![b' '; sigillo_domain::document::MAX_BYTES]].concat();
        let refused = upload(&app, &subject, "a.pdf", &large).by(&rosa).expect(413).await;
        assert_eq!(refused.code(), "payload_too_large");
        assert!(app.objects.contents().is_empty());
        assert_eq!(app.objects.uploads(), 0);
        assert!(app.texts("SELECT sha256 FROM document").await.is_empty());
    }

    async fn whoever_may_not_see_the_subject_neither_sees_nor_changes_its_documents(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let other = app.domain("altrove.example.org").await;
        let ugo = app.postmaster("ugo", other.organization_id).await;
        // She sees the other domain of the organisation, and with it the holders.
        let second = app.domain_of(domain.organization_id, "due.example.it").await;
        let anna = app.assistant("anna", &second, &[Permission::View, Permission::Documents]).await;
        let viewer = app.assistant("vera", &domain, &[Permission::View]).await;
        let mailbox = format!("mailbox:{}", app.mailbox(DOMAIN, "ada").await.id);
        let holder = format!("holder:{}", app.holder(domain.organization_id, 1).await.id);
        let of_mailbox = path_of(&upload(&app, &mailbox, "a.pdf", &pdf("a")).by(&rosa).expect(201).await);
        let of_holder = path_of(&upload(&app, &holder, "b.pdf", &pdf("b")).by(&rosa).expect(201).await);
        for (account, subject, path) in
            [(&ugo, &mailbox, &of_mailbox), (&ugo, &holder, &of_holder), (&anna, &mailbox, &of_mailbox)]
        {
            let refused = upload(&app, subject, "c.pdf", &pdf("c")).by(account).expect(404).await;
            assert_eq!(refused.faults(), ["subject unknown"]);
            app.get(path).by(account).expect(404).await;
            app.get(&format!("{path}/content")).by(account).expect(404).await;
            app.delete(path).by(account).expect(404).await;
        }
        app.get(&of_holder).by(&anna).expect(200).await;
        upload(&app, &holder, "c.pdf", &pdf("c")).by(&anna).expect(201).await;
        app.get(&of_mailbox).by(&viewer).expect(200).await;
        app.delete(&of_mailbox).by(&viewer).expect(403).await;
        upload(&app, &mailbox, "c.pdf", &pdf("c")).by(&viewer).expect(403).await;
        for (account, count) in [(&rosa, 3), (&viewer, 3), (&anna, 2), (&ugo, 0)] {
            let list = app.get(&format!("{DOCUMENTS}?count=exact")).by(account).expect(200).await.body;
            assert_eq!(list["total"], count, "{}", account.username);
        }
    }

    async fn a_document_that_an_act_rests_on_stays(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let subject = format!("mailbox:{}", app.mailbox(DOMAIN, "ada").await.id);
        let created = upload(&app, &subject, "a.pdf", &pdf("uno")).by(&rosa).expect(201).await;
        let path = path_of(&created);
        let stale = app.delete(&path).by(&rosa).if_match(2).expect(412).await;
        assert_eq!(stale.code(), "stale");
        let mut tx = app.app.db.begin().await.unwrap();
        documents::add_use(&mut tx, id_of(&created), "termination", id_of(&created).uuid()).await.unwrap();
        tx.commit().await.unwrap();
        let refused = app.delete(&path).by(&rosa).expect(409).await;
        assert_eq!(refused.code(), "document_in_use");
        app.get(&format!("{path}/content")).by(&rosa).expect(200).await;
    }

    async fn an_infected_file_is_refused_and_recorded(app: TestApp) {
        let mut app = app;
        let scanner = TestScanner::default();
        let is_away = scanner.is_away.clone();
        app.app.virus_scanner = Some(Arc::new(scanner));
        let (domain, rosa) = office(&app).await;
        let mailbox = app.mailbox(DOMAIN, "ada").await.id;
        let holder = app.holder(domain.organization_id, 1).await.id;
        let subjects = [
            (format!("mailbox:{mailbox}"), format!("/api/v1/mailboxes/{mailbox}")),
            (format!("holder:{holder}"), format!("/api/v1/holders/{holder}")),
        ];
        for (subject, path) in &subjects {
            let refused = upload(&app, subject, "a.pdf", &pdf(VIRUS)).by(&rosa).expect(422).await;
            assert_eq!(refused.code(), "infected");
            assert_eq!(actions(&app, &rosa, path).await[0], "document_refused");
            upload(&app, subject, "a.pdf", &pdf("pulito")).by(&rosa).expect(201).await;
        }
        let history = app.get(&format!("{}/history", subjects[1].1)).by(&rosa).expect(200).await.body;
        assert!(history.to_string().contains("a.pdf"), "{history}");
        is_away.store(true, Ordering::Relaxed);
        let away = upload(&app, &subjects[0].0, "b.pdf", &pdf("b")).by(&rosa).expect(503).await;
        assert_eq!(away.code(), "unavailable");
        assert_eq!(app.objects.contents().len(), 1);
        check_history(&app).await;
    }

    async fn a_store_that_is_away_loses_nothing(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let subject = format!("mailbox:{}", app.mailbox(DOMAIN, "ada").await.id);
        let kept = path_of(&upload(&app, &subject, "a.pdf", &pdf("a")).by(&rosa).expect(201).await);
        app.objects.is_away.store(true, Ordering::Relaxed);
        upload(&app, &subject, "b.pdf", &pdf("b")).by(&rosa).expect(503).await;
        app.get(&format!("{kept}/content")).by(&rosa).expect(503).await;
        assert_eq!(app.texts("SELECT sha256 FROM document").await.len(), 1);
        app.objects.is_away.store(false, Ordering::Relaxed);
        app.get(&format!("{kept}/content")).by(&rosa).expect(200).await;
        upload(&app, &subject, "b.pdf", &pdf("b")).by(&rosa).expect(201).await;
    }
}
