use std::sync::Arc;

use chrono::TimeDelta;
use sigillo_app::objects;
use sigillo_domain::document::ObjectDamage;
use sigillo_testkit::{TestApp, TestVerifier, on_both_engines, pdf, tax_code};

use super::{DOMAIN, id_of, office, path_of, upload};

/// Removes everything that is due to go.
async fn sweep(app: &TestApp) {
    while objects::sweep_unnamed(&app.app, 10).await.unwrap() > 0 {}
}

on_both_engines! {
    async fn the_same_content_is_kept_once_and_as_long_as_it_is_named(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let subject = format!("mailbox:{}", app.mailbox(DOMAIN, "ada").await.id);
        let mut paths = vec![];
        for name in ["a.pdf", "b.pdf"] {
            paths.push(path_of(&upload(&app, &subject, name, &pdf("uno")).by(&rosa).expect(201).await));
        }
        assert_eq!(app.objects.contents(), [pdf("uno")]);
        app.delete(&paths[0]).by(&rosa).expect(204).await;
        sweep(&app).await;
        app.get(&format!("{}/content", paths[1])).by(&rosa).expect(200).await;
        app.delete(&paths[1]).by(&rosa).expect(204).await;
        sweep(&app).await;
        assert!(app.objects.contents().is_empty());
        // It can come back.
        let again = upload(&app, &subject, "a.pdf", &pdf("uno")).by(&rosa).expect(201).await;
        app.get(&format!("{}/content", path_of(&again))).by(&rosa).expect(200).await;
    }

    async fn an_upload_keeps_content_that_is_about_to_be_removed(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let subject = format!("mailbox:{}", app.mailbox(DOMAIN, "ada").await.id);
        let path = path_of(&upload(&app, &subject, "a.pdf", &pdf("uno")).by(&rosa).expect(201).await);
        app.delete(&path).by(&rosa).expect(204).await;
        let again = upload(&app, &subject, "b.pdf", &pdf("uno")).by(&rosa).expect(201).await;
        sweep(&app).await;
        app.clock.advance(TimeDelta::hours(1));
        sweep(&app).await;
        let account = app.sign_in("rosa").await;
        app.get(&format!("{}/content", path_of(&again))).by(&account).expect(200).await;
        // One that was being removed when its server died comes back under another key.
        let again = path_of(&again);
        app.delete(&again).by(&account).expect(204).await;
        app.execute("UPDATE stored_object SET removing = TRUE").await;
        app.objects.lose_all();
        let third = upload(&app, &subject, "c.pdf", &pdf("uno")).by(&account).expect(201).await;
        sweep(&app).await;
        app.get(&format!("{}/content", path_of(&third))).by(&account).expect(200).await;
    }

    async fn the_preview_is_the_pdf_itself_or_that_in_an_envelope(app: TestApp) {
        let mut app = app;
        app.app.signature_verifier = Arc::new(TestVerifier::valid(&tax_code(1)));
        let (_, rosa) = office(&app).await;
        let subject = format!("mailbox:{}", app.mailbox(DOMAIN, "ada").await.id);
        // The beginning of signed data (RFC 5652, 5.1).
        let envelope = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02".to_vec();
        let holding = [envelope.clone(), pdf("dentro")].concat();
        for (name, content, format, shown) in [
            ("a.pdf", pdf("fuori"), "pdf", pdf("fuori")),
            ("Atto.pdf.p7m", holding, "p7m", pdf("dentro")),
        ] {
            let created = upload(&app, &subject, name, &content).by(&rosa).expect(201).await;
            assert_eq!(created.body["format"], format);
            let preview = app.get(&format!("{}/preview", path_of(&created))).by(&rosa).expect(200).await;
            assert_eq!(preview.bytes, shown);
            assert_eq!(preview.header("content-type"), Some("application/pdf"));
            let named = preview.header("content-disposition").unwrap_or_default();
            assert!(named.ends_with(name.trim_end_matches(".p7m")), "{named}");
        }
        let empty = upload(&app, &subject, "b.p7m", &envelope).by(&rosa).expect(201).await;
        let none = app.get(&format!("{}/preview", path_of(&empty))).by(&rosa).expect(409).await;
        assert_eq!(none.code(), "no_preview");
    }

    async fn a_damaged_file_is_never_sent(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let subject = format!("mailbox:{}", app.mailbox(DOMAIN, "ada").await.id);
        let created = upload(&app, &subject, "a.pdf", &pdf("uno")).by(&rosa).expect(201).await;
        let content = format!("{}/content", path_of(&created));
        let whole = objects::verify(&app.app).await.unwrap();
        assert_eq!((whole.objects, whole.bytes, whole.damaged.len()), (1, pdf("uno").len() as u64, 0));
        for damage in [ObjectDamage::Altered, ObjectDamage::Missing] {
            if damage == ObjectDamage::Altered { app.objects.alter_all() } else { app.objects.lose_all() }
            let refused = app.get(&content).by(&rosa).expect(500).await;
            assert_eq!(refused.code(), "document_damaged");
            assert_eq!(app.texts("SELECT damage FROM stored_object").await, [damage.as_str()]);
            let found = objects::verify(&app.app).await.unwrap().damaged;
            assert_eq!((found[0].damage, &found[0].documents), (damage, &vec![id_of(&created)]));
        }
        // Whoever still has the file mends it.
        upload(&app, &subject, "b.pdf", &pdf("uno")).by(&rosa).expect(201).await;
        app.get(&content).by(&rosa).expect(200).await;
        assert!(objects::verify(&app.app).await.unwrap().damaged.is_empty());
    }

    async fn what_no_row_knows_of_is_swept(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let subject = format!("mailbox:{}", app.mailbox(DOMAIN, "ada").await.id);
        upload(&app, &subject, "a.pdf", &pdf("uno")).by(&rosa).expect(201).await;
        app.objects.add_orphan("00ff-1");
        assert_eq!(objects::sweep(&app.app).await.unwrap(), 1);
        assert_eq!(app.objects.contents(), [pdf("uno")]);
    }

    async fn an_upload_that_ends_half_way_leaves_no_row(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let subject = format!("mailbox:{}", app.mailbox(DOMAIN, "ada").await.id);
        upload(&app, &subject, "a.pdf", &pdf("uno")).by(&rosa).expect(201).await;
        // As after a kill between the claim and the row.
        app.execute("DELETE FROM document").await;
        app.clock.advance(TimeDelta::minutes(14));
        sweep(&app).await;
        assert_eq!(app.objects.contents().len(), 1);
        app.clock.advance(TimeDelta::minutes(2));
        sweep(&app).await;
        assert!(app.objects.contents().is_empty());
        assert!(app.texts("SELECT sha256 FROM stored_object").await.is_empty());
    }
}
