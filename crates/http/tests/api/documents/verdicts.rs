use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::json;
use sigillo_app::App;
use sigillo_app::documents::verify_pending;
use sigillo_testkit::{TestApp, TestVerifier, on_both_engines, pdf, tax_code};

use super::{DOMAIN, actions, check_history, office, path_of, upload};

/// The application with this verifier.
fn with(verifier: TestVerifier, app: &TestApp) -> App {
    App { signature_verifier: Arc::new(verifier), ..app.app.clone() }
}

on_both_engines! {
    async fn a_verdict_is_given_once_and_recorded(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let mailbox = app.held_mailbox(DOMAIN, "ada", 1).await.id;
        let path = path_of(&upload(&app, &format!("mailbox:{mailbox}"), "a.pdf", &pdf("uno")).by(&rosa).expect(201).await);
        let verifier = with(TestVerifier::valid(&tax_code(1)), &app);
        assert_eq!(verify_pending(&verifier, 5).await.unwrap(), 1);
        assert_eq!(verify_pending(&verifier, 5).await.unwrap(), 0);
        let document = app.get(&path).by(&rosa).expect(200).await.body;
        assert_eq!((&document["verdict"], &document["version"]), (&json!("valid"), &json!(2)));
        assert_eq!(document["signer_is_holder"], true);
        assert_eq!(document["signatures"][0]["lines"][0]["check"], "integrity");
        let listed = app.get("/api/v1/documents?verdict=valid").by(&rosa).expect(200).await.body;
        assert_eq!((&listed["items"][0]["signer_is_holder"], &listed["items"][0]["signatures"]), (&json!(true), &json!([])));
        assert_eq!(actions(&app, &rosa, &format!("/api/v1/mailboxes/{mailbox}")).await[0], "document_verified");
        check_history(&app).await;
    }

    async fn a_signer_who_is_somebody_else_is_told(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let holder = app.holder(domain.organization_id, 1).await.id;
        let path = path_of(&upload(&app, &format!("holder:{holder}"), "a.pdf", &pdf("uno")).by(&rosa).expect(201).await);
        verify_pending(&with(TestVerifier::valid(&tax_code(2)), &app), 5).await.unwrap();
        assert_eq!(app.get(&path).by(&rosa).expect(200).await.body["signer_is_holder"], false);
        check_history(&app).await;
    }

    async fn a_verification_that_fails_is_tried_again_later(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let mailbox = app.mailbox(DOMAIN, "ada").await.id;
        let path = path_of(&upload(&app, &format!("mailbox:{mailbox}"), "a.pdf", &pdf("uno")).by(&rosa).expect(201).await);
        let fails = with(TestVerifier { fails: true, ..TestVerifier::valid(&tax_code(1)) }, &app);
        let works = with(TestVerifier::valid(&tax_code(1)), &app);
        assert_eq!(verify_pending(&fails, 5).await.unwrap(), 1);
        assert_eq!(verify_pending(&works, 5).await.unwrap(), 0);
        assert_eq!(app.get(&path).by(&rosa).expect(200).await.body["verdict"], "pending");
        app.clock.advance(TimeDelta::minutes(2));
        // A damaged file has no verdict either.
        app.objects.alter_all();
        assert_eq!(verify_pending(&works, 5).await.unwrap(), 1);
        app.objects.alter_all();
        app.clock.advance(TimeDelta::minutes(5));
        assert_eq!(verify_pending(&works, 5).await.unwrap(), 1);
        assert_eq!(app.get(&path).by(&rosa).expect(200).await.body["verdict"], "valid");
    }
}
