//! What a holder does with the link to a contract.

use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;
use sigillo_app::contracts;
use sigillo_app::history::{Request, verify};
use sigillo_domain::message::MessageKind;
use sigillo_testkit::on_both_engines;

use super::{
    CONTRACTS, actions, ask_for_code, code, link, office, open, sent, sign, signed, states,
};

on_both_engines! {
    async fn a_signed_contract_is_sealed_and_the_mailbox_comes_to_life(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let opened = signed(&app, &sent).await;
        assert_eq!(states(&app, &rosa, &sent).await, ("signed".into(), "pending_activation".into()));
        assert_eq!(contracts::seal_signed(&app.app, 10).await.unwrap(), 1);
        assert_eq!(states(&app, &rosa, &sent).await, ("sealed".into(), "active".into()));
        let messages = app.work().await;
        let kinds: Vec<_> = messages.iter().map(|message| message.kind).collect();
        assert!(kinds.contains(&MessageKind::ContractSealed) && kinds.contains(&MessageKind::Welcome), "{kinds:?}");
        let copy = messages.iter().find(|message| message.kind == MessageKind::ContractSealed).unwrap();
        assert!(copy.attachment.as_ref().unwrap().content.ends_with(b"sealed"));
        let file = app.get(&format!("{}/file?which=sealed", sent.path)).by(&rosa).expect(200).await;
        assert_eq!(file.header("content-type"), Some("application/pdf"));
        // The holder comes back to download the copy.
        let again = open(&app, &sent.token, &sent.tax_code).await.body;
        assert_eq!(again["state"], "sealed");
        let body = json!({"token": again["token"], "which": "sealed"});
        app.post("/api/v1/signing/file").json(&body).expect(200).await;
        // Another tab learns that it is signed.
        assert_eq!(sign(&app, &opened, "000000").await.body["state"], "sealed");
        let done = ["created", "opened", "consented", "code_sent", "signed", "document_sealed"];
        assert_eq!(actions(&app, &rosa, &sent.path).await, done);
        assert!(verify(&app.app.db, &Request::default()).await.unwrap().is_ok());
        app.tamper("UPDATE contract SET state = 'signed'").await;
        assert!(verify(&app.app.db, &Request::default()).await.unwrap().is_err());
    }

    async fn five_wrong_tax_codes_end_the_link(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let settings = format!("/api/v1/organizations/{}/contract-settings", domain.organization_id);
        app.patch(&settings).by(&rosa).json(&json!({"notice_email": "pec@example.it"})).expect(200).await;
        let sent = sent(&app, &rosa).await;
        let is_blocked = async || {
            let contract = app.get(&sent.path).by(&rosa).expect(200).await.body;
            let list = app.get(CONTRACTS).by(&rosa).expect(200).await.body;
            let mailbox = format!("/api/v1/mailboxes/{}", sent.mailbox["id"].as_str().unwrap());
            let mailbox = app.get(&mailbox).by(&rosa).expect(200).await.body;
            let all = [&contract, &list["items"][0], &mailbox["contract"]];
            let all = all.map(|one| one["link_is_blocked"].as_bool().unwrap());
            assert!(all.iter().all(|one| *one == all[0]), "{all:?}");
            let filtered = app.get(&format!("{CONTRACTS}?link=blocked")).by(&rosa).expect(200).await.body;
            assert_eq!(filtered["items"].as_array().unwrap().len(), usize::from(all[0]));
            all[0]
        };
        let odd = app.get(&format!("{CONTRACTS}?link=rotto")).by(&rosa).expect(422).await;
        assert_eq!(odd.faults(), ["link unknown"]);
        let wrong = sigillo_testkit::tax_code(9);
        assert_eq!(open(&app, &sent.token, "").await.faults(), ["/tax_code required"]);
        for left in [4, 3, 2, 1] {
            let refused = open(&app, &sent.token, &wrong).await;
            assert_eq!(refused.faults(), ["/tax_code differs"]);
            assert_eq!(refused.body["tries_left"], left);
        }
        assert!(!is_blocked().await);
        assert_eq!(app.work().await, []);
        let last = open(&app, &sent.token, &wrong).await;
        assert_eq!((last.code(), &last.body["tries_left"]), ("link_not_valid", &json!(null)));
        assert!(is_blocked().await);
        let messages = app.work().await;
        let report: Vec<_> = messages.iter().map(|one| (one.kind, one.recipient.as_str())).collect();
        assert_eq!(report, [(MessageKind::ContractLinkBlocked, "pec@example.it")]);
        assert_eq!(open(&app, &sent.token, &sent.tax_code).await.code(), "link_not_valid");
        assert_eq!(open(&app, "altro", &sent.tax_code).await.code(), "link_not_valid");
        let resent = app.post(&format!("{}/resend", sent.path)).by(&rosa).expect(200).await;
        assert_eq!(resent.body["link_is_blocked"], false);
        assert!(!is_blocked().await);
        let token = link(&app, MessageKind::ContractToSign).await;
        let lower = sent.tax_code.to_lowercase();
        assert_eq!(open(&app, &token, &format!(" {lower} ")).await.status, 200);
        // Another link that is blocked is reported too.
        for _ in 0..5 {
            open(&app, &token, &wrong).await;
        }
        assert!(is_blocked().await);
        let kinds: Vec<_> = app.work().await.into_iter().map(|message| message.kind).collect();
        assert_eq!(kinds, [MessageKind::ContractLinkBlocked]);
    }

    async fn tries_at_once_are_not_more_than_five(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let settings = format!("/api/v1/organizations/{}/contract-settings", domain.organization_id);
        app.patch(&settings).by(&rosa).json(&json!({"notice_email": "pec@example.it"})).expect(200).await;
        let sent = sent(&app, &rosa).await;
        let wrong = sigillo_testkit::tax_code(9);
        let tries = (0..9).map(|_| open(&app, &sent.token, &wrong));
        let codes: Vec<_> = join_all(tries).await.iter().map(|one| one.code().to_owned()).collect();
        assert_eq!(codes.iter().filter(|code| *code == "validation").count(), 4, "{codes:?}");
        assert_eq!(codes.iter().filter(|code| *code == "link_not_valid").count(), 5, "{codes:?}");
        let refused = actions(&app, &rosa, &sent.path).await;
        assert_eq!(refused.iter().filter(|action| *action == "tax_code_refused").count(), 5);
        assert_eq!(app.work().await.len(), 1);
    }

    async fn the_link_of_a_signed_contract_that_is_blocked_asks_for_nothing(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let settings = format!("/api/v1/organizations/{}/contract-settings", domain.organization_id);
        app.patch(&settings).by(&rosa).json(&json!({"notice_email": "pec@example.it"})).expect(200).await;
        let sent = sent(&app, &rosa).await;
        signed(&app, &sent).await;
        for _ in 0..5 {
            open(&app, &sent.token, &sigillo_testkit::tax_code(9)).await;
        }
        assert_eq!(open(&app, &sent.token, &sent.tax_code).await.code(), "link_not_valid");
        assert_eq!(app.get(&sent.path).by(&rosa).expect(200).await.body["link_is_blocked"], false);
        assert_eq!(app.work().await, []);
    }

    async fn a_code_is_tried_five_times_and_for_ten_minutes(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let opened = open(&app, &sent.token, &sent.tax_code).await.body;
        assert_eq!(sign(&app, &opened, "000000").await.code(), "not_in_this_state");
        ask_for_code(&app, &opened).await;
        let right = code(&app).await;
        let wrong = if right == "000000" { "000001" } else { "000000" };
        for left in [4, 3, 2, 1] {
            let refused = sign(&app, &opened, wrong).await;
            assert_eq!(refused.faults(), ["/code differs"]);
            assert_eq!(refused.body["tries_left"], left);
        }
        let last = sign(&app, &opened, wrong).await;
        assert_eq!((last.faults(), &last.body["tries_left"]), (vec!["/code code_expired".to_owned()], &json!(null)));
        assert_eq!(sign(&app, &opened, &right).await.faults(), ["/code code_expired"]);
        assert_eq!(ask_for_code(&app, &opened).await.code(), "too_many_requests");
        app.clock.advance(TimeDelta::seconds(31));
        assert_eq!(ask_for_code(&app, &opened).await.status, 200);
        let late = code(&app).await;
        app.clock.advance(TimeDelta::minutes(10));
        assert_eq!(sign(&app, &opened, &late).await.faults(), ["/code code_expired"]);
        ask_for_code(&app, &opened).await;
        let fresh = code(&app).await;
        assert_eq!(sign(&app, &opened, &late).await.faults(), ["/code differs"]);
        assert_eq!(sign(&app, &opened, &fresh).await.status, 200);
        assert!(verify(&app.app.db, &Request::default()).await.unwrap().is_ok());
    }

    async fn every_text_has_to_be_accepted(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let opened = open(&app, &sent.token, &sent.tax_code).await.body;
        let consents = opened["consents"].as_array().unwrap();
        let digests: Vec<_> = consents.iter().map(|one| one["sha256"].clone()).collect();
        assert!(digests.len() >= 4);
        let ask = |consents: Vec<serde_json::Value>| {
            let body = json!({"token": opened["token"], "consents": consents});
            app.post("/api/v1/signing/code").json(&body).expect(422)
        };
        assert_eq!(ask(vec![]).await.faults(), ["/consents required"]);
        assert_eq!(ask(digests[1..].to_vec()).await.faults(), ["/consents required"]);
        let foreign = [digests.clone(), vec![json!("ff")]].concat();
        assert_eq!(ask(foreign).await.faults(), ["/consents unknown"]);
        assert_eq!(states(&app, &rosa, &sent).await.0, "opened");
    }

    async fn a_declined_contract_is_reported(app: TestApp) {
        let (domain, rosa) = office(&app).await;
        let settings = format!("/api/v1/organizations/{}/contract-settings", domain.organization_id);
        app.patch(&settings).by(&rosa).json(&json!({"notice_email": "pec@example.it"})).expect(200).await;
        let sent = sent(&app, &rosa).await;
        let opened = open(&app, &sent.token, &sent.tax_code).await.body;
        let decline = |reason: &str| {
            let body = json!({"token": opened["token"], "reason": reason});
            app.post("/api/v1/signing/decline").json(&body)
        };
        assert_eq!(decline(&"a".repeat(501)).expect(422).await.faults(), ["/reason too_long"]);
        assert_eq!(decline("Ho già una casella").expect(200).await.body["state"], "declined");
        assert_eq!(decline("Ho già una casella").expect(200).await.body["state"], "declined");
        let contract = app.get(&sent.path).by(&rosa).expect(200).await.body;
        assert_eq!(contract["decline_reason"], "Ho già una casella");
        let messages = app.work().await;
        let report: Vec<_> = messages.iter().map(|one| (one.kind, one.recipient.as_str())).collect();
        assert_eq!(report, [(MessageKind::ContractDeclined, "pec@example.it")]);
        assert_eq!(ask_for_code(&app, &opened).await.code(), "not_in_this_state");
        assert_eq!(open(&app, &sent.token, &sent.tax_code).await.code(), "link_not_valid");
    }

    async fn what_is_signed_waits_for_a_seal(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        app.seal.is_missing.store(true, Ordering::Relaxed);
        signed(&app, &sent).await;
        let waits = contracts::seal_signed(&app.app, 10).await.unwrap_err().to_string();
        assert!(waits.contains("there is no key of the seal"), "{waits}");
        assert_eq!(states(&app, &rosa, &sent).await, ("signed".into(), "pending_activation".into()));
        app.post(&format!("{}/withdraw", sent.path)).by(&rosa).expect(409).await;
        app.seal.is_missing.store(false, Ordering::Relaxed);
        assert_eq!(contracts::seal_signed(&app.app, 10).await.unwrap(), 1);
        assert_eq!(contracts::seal_signed(&app.app, 10).await.unwrap(), 0);
        assert_eq!(states(&app, &rosa, &sent).await, ("sealed".into(), "active".into()));
    }

    async fn a_mailbox_that_was_cancelled_after_the_signature_stays_so(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        signed(&app, &sent).await;
        let path = format!("/api/v1/mailboxes/{}", sent.mailbox["id"].as_str().unwrap());
        app.delete(&path).by(&rosa).expect(200).await;
        assert_eq!(contracts::seal_signed(&app.app, 10).await.unwrap(), 1);
        assert_eq!(states(&app, &rosa, &sent).await, ("sealed".into(), "cancelled".into()));
    }

    async fn two_tabs_that_sign_at_once_sign_once(app: TestApp) {
        let (_, rosa) = office(&app).await;
        let sent = sent(&app, &rosa).await;
        let one = open(&app, &sent.token, &sent.tax_code).await.body;
        let other = open(&app, &sent.token, &sent.tax_code).await.body;
        ask_for_code(&app, &one).await;
        let digits = code(&app).await;
        let (first, second) = tokio::join!(sign(&app, &one, &digits), sign(&app, &other, &digits));
        assert_eq!((first.status, second.status), (200, 200));
        let signed = actions(&app, &rosa, &sent.path).await;
        assert_eq!(signed.iter().filter(|action| *action == "signed").count(), 1);
    }
}
