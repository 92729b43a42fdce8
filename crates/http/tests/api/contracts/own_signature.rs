//! A contract that its holder signs with a digital signature of their own.

use std::sync::Arc;

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};
use sigillo_app::documents::verify_pending;
use sigillo_app::history::{Request, verify};
use sigillo_app::{App, contracts};
use sigillo_domain::message::MessageKind;
use sigillo_domain::signature_verdict::SignatureFinding;
use sigillo_testkit::{
    Account, Answer, TestApp, TestScanner, TestVerifier, VIRUS, on_both_engines, pdf, signed_by,
    tax_code,
};

use super::{
    Sent, acceptance, actions, ask_for_code, code, office, open, request, sent, sent_for, sign,
    states,
};

/// Opens a contract and accepts every text.
async fn accepted(app: &TestApp, sent: &Sent) -> Value {
    let opened = open(app, &sent.token, &sent.tax_code).await.body;
    let state = app.post("/api/v1/signing/consent").json(&acceptance(&opened)).expect(200).await;
    assert_eq!(state.body["state"], "consented");
    opened
}

async fn upload(app: &TestApp, opened: &Value, name: &str, content: &[u8]) -> Answer {
    let token = opened["token"].as_str().unwrap_or_default();
    app.post(&format!("/api/v1/signing/upload?name={name}"))
        .header("authorization", &format!("Bearer {token}"))
        .raw("application/pdf", content.to_vec())
        .send()
        .await
}

async fn uploaded(app: &TestApp, opened: &Value, content: &str) -> Value {
    let answer = upload(app, opened, "contratto-firmato.pdf", &pdf(content)).await;
    assert_eq!(answer.status, 202, "{:?}", answer.body);
    answer.body
}

async fn progress(app: &TestApp, opened: &Value) -> Value {
    let body = json!({"token": opened["token"]});
    app.post("/api/v1/signing/progress").json(&body).expect(200).await.body
}

/// The application with this verifier.
fn with(verifier: TestVerifier, app: &TestApp) -> App {
    App { signature_verifier: Arc::new(verifier), ..app.app.clone() }
}

/// Verifies what was uploaded.
async fn verified(app: &TestApp, verifier: TestVerifier) {
    assert_eq!(verify_pending(&with(verifier, app), 5).await.unwrap(), 1);
}

fn undetermined(signer: usize) -> TestVerifier {
    let signer = tax_code(signer);
    let verdict = signed_by(&signer, SignatureFinding::NoRevocationEvidence);
    TestVerifier { verdict, ..TestVerifier::valid(&signer) }
}

/// The copy as the administration sees it.
async fn copy(app: &TestApp, by: &Account, sent: &Sent) -> Value {
    app.get(&sent.path).by(by).expect(200).await.body["copy"].clone()
}

fn acceptance_of(copy: &Value, reason: &str) -> Value {
    json!({"document_id": copy["document_id"], "reason": reason})
}

async fn check_history(app: &TestApp) {
    assert!(verify(&app.app.db, &Request::default()).await.unwrap().is_ok());
}

on_both_engines! {
    async fn a_valid_signature_of_the_holder_signs_the_contract(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let opened = accepted(&app, &sent).await;
        let at_once = uploaded(&app, &opened, "firmato").await;
        assert_eq!((&at_once["state"], &at_once["copy"]["outcome"]), (&json!("consented"), &json!("verifying")));
        app.clock.advance(TimeDelta::seconds(2));
        verified(&app, TestVerifier::valid(&sent.tax_code)).await;
        let done = progress(&app, &opened).await;
        assert_eq!((&done["state"], &done["copy"]["outcome"]), (&json!("signed"), &json!("accepted")));
        let contract = app.get(&sent.path).by(&rosa).expect(200).await.body;
        assert_eq!((&contract["signature"], &contract["channel"]), (&json!("own"), &json!(null)));
        assert_eq!(contract["signed_at"], contract["copy"]["uploaded_at"], "it was signed when it was given in");
        assert_eq!(contracts::seal_signed(&app.app, 10).await.unwrap(), 1);
        assert_eq!(states(&app, &rosa, &sent).await, ("sealed".into(), "active".into()));
        let done = ["created", "opened", "consented", "copy_uploaded", "signed", "document_sealed"];
        assert_eq!(actions(&app, &rosa, &sent.path).await, done);
        // The act rests on the file.
        let file = format!("/api/v1/documents/{}", contract["copy"]["document_id"].as_str().unwrap());
        assert_eq!(app.delete(&file).by(&rosa).send().await.status, 409);
        check_history(&app).await;
    }

    async fn what_is_wrong_with_a_copy_is_said(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let opened = accepted(&app, &sent).await;
        let valid = TestVerifier::valid(&sent.tax_code);
        let altered = signed_by(&sent.tax_code, SignatureFinding::Revoked);
        for (verifier, why) in [
            (TestVerifier { is_expected: false, ..valid.clone() }, "not_the_contract"),
            (TestVerifier { verdict: altered, ..valid.clone() }, "invalid_signature"),
            (TestVerifier::valid(&tax_code(9)), "not_the_holder"),
            (undetermined(9), "not_the_holder"),
        ] {
            uploaded(&app, &opened, why).await;
            verified(&app, verifier).await;
            let now = progress(&app, &opened).await;
            assert_eq!((&now["state"], &now["copy"]["refusal"]), (&json!("consented"), &json!(why)));
            assert_eq!(now["copy"]["signatures"][0]["lines"].as_array().unwrap().len(), 8);
            let copy = copy(&app, &rosa, &sent).await;
            assert_eq!(copy, now["copy"]);
            let accept = app.post(&format!("{}/accept-copy", sent.path)).by(&rosa);
            let refused = accept.json(&acceptance_of(&copy, "Lo conosco")).expect(409).await;
            assert_eq!(refused.code(), "not_in_this_state", "nobody can accept what is bad");
        }
        // Each replaced the one before.
        let list = app.get("/api/v1/documents").by(&rosa).expect(200).await.body;
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        // The code still signs.
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(ask_for_code(&app, &opened).await.status, 200);
        let code = code(&app).await;
        assert_eq!(sign(&app, &opened, &code).await.body["state"], "signed");
        check_history(&app).await;
    }

    async fn the_administration_accepts_what_could_not_be_checked(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let settings = format!("/api/v1/organizations/{}/contract-settings", domain.organization_id);
        app.patch(&settings).by(&rosa).json(&json!({"notice_email": "pec@example.it"})).expect(200).await;
        let sent = sent(&app, &rosa).await;
        let opened = accepted(&app, &sent).await;
        uploaded(&app, &opened, "uno").await;
        verified(&app, undetermined(1)).await;
        let messages = app.work().await;
        let report: Vec<_> = messages.iter().map(|one| (one.kind, one.recipient.as_str())).collect();
        assert_eq!(report, [(MessageKind::ContractCopyUndecided, "pec@example.it")]);
        let first = copy(&app, &rosa, &sent).await;
        assert_eq!((&first["outcome"], &first["refusal"]), (&json!("undecided"), &json!(null)));
        let accept = format!("{}/accept-copy", sent.path);
        let no_reason = app.post(&accept).by(&rosa).json(&acceptance_of(&first, " ")).expect(422).await;
        assert_eq!(no_reason.faults(), ["/reason required"]);
        let long = app.post(&accept).by(&rosa).json(&acceptance_of(&first, &"a".repeat(501))).expect(422).await;
        assert_eq!(long.faults(), ["/reason too_long"]);
        let before = app.get(&sent.path).by(&rosa).expect(200).await;
        // The holder uploads another file before the administration decides.
        uploaded(&app, &opened, "due").await;
        verified(&app, undetermined(1)).await;
        let good = |copy: &Value| acceptance_of(copy, "Identificata allo sportello");
        let meant = app.post(&accept).by(&rosa).json(&good(&first)).expect(422).await;
        assert_eq!(meant.faults(), ["/document_id differs"]);
        let second = copy(&app, &rosa, &sent).await;
        let seen = before.header("etag").unwrap().to_owned();
        let stale = app.post(&accept).by(&rosa).header("if-match", &seen).json(&good(&second)).expect(412).await;
        assert_eq!(stale.code(), "stale");
        let stranger = app.postmaster("altrui", app.organization("Altro ente").await).await;
        app.post(&accept).by(&stranger).json(&good(&second)).expect(404).await;
        let viewer = app.assistant("vede", &domain, &[sigillo_domain::permission::Permission::View]).await;
        app.post(&accept).by(&viewer).json(&good(&second)).expect(403).await;
        let body = good(&second);
        let both = (0..2).map(|_| app.post(&accept).by(&rosa).json(&body).send());
        let mut statuses: Vec<_> = join_all(both).await.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        assert_eq!(states(&app, &rosa, &sent).await.0, "signed");
        let history = app.get(&format!("{}/history?limit=1", sent.path)).by(&rosa).expect(200).await.body;
        let record = &history["items"][0];
        assert_eq!(record["action"], "copy_accepted");
        let changes = record["changes"].as_array().unwrap();
        let reason = changes.iter().find(|change| change["field"] == "reason").unwrap();
        assert_eq!(reason["after"], "Identificata allo sportello");
        assert_eq!(contracts::seal_signed(&app.app, 10).await.unwrap(), 1);
        check_history(&app).await;
    }

    async fn a_copy_needs_an_open_contract_whose_texts_are_accepted(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let opened = open(&app, &sent.token, &sent.tax_code).await.body;
        assert_eq!(upload(&app, &opened, "a.pdf", &pdf("a")).await.code(), "not_in_this_state");
        let nobody = json!({"token": "altro"});
        assert_eq!(upload(&app, &nobody, "a.pdf", &pdf("a")).await.code(), "link_not_valid");
        let without = app.post("/api/v1/signing/upload?name=a.pdf").raw("application/pdf", pdf("a")).send().await;
        assert_eq!(without.code(), "unauthenticated");
        let missing = json!({"token": opened["token"], "consents": []});
        let missing = app.post("/api/v1/signing/consent").json(&missing).expect(422).await;
        assert_eq!(missing.faults(), ["/consents required"]);
        accepted(&app, &sent).await;
        assert_eq!(upload(&app, &opened, "..%2Fa.pdf", &pdf("a")).await.faults(), ["name invalid_characters"]);
        assert_eq!(upload(&app, &opened, "", &pdf("a")).await.faults(), ["name required"]);
        assert_eq!(upload(&app, &opened, "a.pdf", b"PK").await.faults(), ["file unknown_format"]);
        assert_eq!(upload(&app, &opened, "a.pdf", b"").await.faults(), ["file empty_file"]);
        app.clock.advance(TimeDelta::hours(2));
        assert_eq!(upload(&app, &opened, "a.pdf", &pdf("a")).await.code(), "link_not_valid");
    }

    async fn an_infected_copy_is_refused_and_recorded(app: TestApp) {
        let mut app = app;
        app.app.virus_scanner = Some(Arc::new(TestScanner::default()));
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let opened = accepted(&app, &sent).await;
        assert_eq!(upload(&app, &opened, "a.pdf", &pdf(VIRUS)).await.code(), "infected");
        assert_eq!(progress(&app, &opened).await["copy"], Value::Null);
        assert_eq!(actions(&app, &rosa, &sent.path).await.last().unwrap(), "copy_refused");
        check_history(&app).await;
    }

    async fn a_copy_of_the_last_second_is_verified_before_the_contract_expires(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let until = app.get(&sent.path).by(&rosa).expect(200).await.body["expires_at"].clone();
        let until: chrono::DateTime<chrono::Utc> = serde_json::from_value(until).unwrap();
        app.clock.set(until - TimeDelta::seconds(1));
        let opened = accepted(&app, &sent).await;
        uploaded(&app, &opened, "firmato").await;
        app.clock.set(until + TimeDelta::minutes(1));
        let rosa = app.sign_in("rosa").await;
        let steps = contracts::advance(&app.app, 10).await.unwrap();
        assert_eq!(steps, 0, "a worker would not rest while there are any");
        assert_eq!(states(&app, &rosa, &sent).await.0, "consented");
        verified(&app, TestVerifier::valid(&sent.tax_code)).await;
        assert_eq!(states(&app, &rosa, &sent).await.0, "signed");
        check_history(&app).await;
    }

    async fn a_refused_copy_of_the_last_second_lets_the_contract_expire(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let until = app.get(&sent.path).by(&rosa).expect(200).await.body["expires_at"].clone();
        let until: chrono::DateTime<chrono::Utc> = serde_json::from_value(until).unwrap();
        app.clock.set(until - TimeDelta::seconds(1));
        let opened = accepted(&app, &sent).await;
        uploaded(&app, &opened, "firmato").await;
        app.clock.set(until + TimeDelta::minutes(1));
        let rosa = app.sign_in("rosa").await;
        verified(&app, TestVerifier::valid(&tax_code(9))).await;
        contracts::advance(&app.app, 10).await.unwrap();
        assert_eq!(states(&app, &rosa, &sent).await.0, "expired");
    }

    async fn whichever_signature_is_first_counts(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let opened = accepted(&app, &sent).await;
        uploaded(&app, &opened, "firmato").await;
        assert_eq!(ask_for_code(&app, &opened).await.status, 200);
        let code = code(&app).await;
        assert_eq!(sign(&app, &opened, &code).await.body["state"], "signed");
        verified(&app, TestVerifier::valid(&sent.tax_code)).await;
        let contract = app.get(&sent.path).by(&rosa).expect(200).await.body;
        assert_eq!(contract["signature"], "simple");
        assert_eq!(upload(&app, &opened, "a.pdf", &pdf("a")).await.code(), "not_in_this_state");
        check_history(&app).await;
    }

    async fn a_withdrawn_contract_is_not_signed_by_a_copy(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let opened = accepted(&app, &sent).await;
        uploaded(&app, &opened, "firmato").await;
        app.post(&format!("{}/withdraw", sent.path)).by(&rosa).expect(200).await;
        verified(&app, TestVerifier::valid(&sent.tax_code)).await;
        assert_eq!(states(&app, &rosa, &sent).await, ("withdrawn".into(), "pending_activation".into()));
        check_history(&app).await;
    }

    async fn the_copy_of_another_contract_signs_nothing(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let first = sent(&app, &rosa).await;
        let mut request = request("zoe", 2);
        request["communication_email"] = json!("zoe@example.org");
        let second = Sent { tax_code: tax_code(2), ..sent_for(&app, &rosa, &request).await };
        let opened = accepted(&app, &second).await;
        uploaded(&app, &opened, "firmato").await;
        verified(&app, TestVerifier::valid(&second.tax_code)).await;
        assert_eq!(states(&app, &rosa, &second).await.0, "signed");
        assert_eq!(states(&app, &rosa, &first).await.0, "sent");
    }
}
