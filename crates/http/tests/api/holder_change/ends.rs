//! Changes that leave the mailbox as it is, and what the former holder can still do after one that does not.

use serde_json::json;
use sigillo_domain::message::MessageKind;
use sigillo_domain::signature_verdict::Verdict;
use sigillo_testkit::on_both_engines;

use super::{CHANGES, EMAIL, approve, check_history, mailbox, newest, office, requested};

on_both_engines! {
    async fn a_rejection_says_why_and_changes_nothing(app: TestApp) {
        let office = office(&app).await;
        let before = mailbox(&app, &office).await;
        let path = requested(&app, &office, Verdict::Valid).await;
        let reject = format!("{path}/reject");
        let refused = app.post(&reject).by(&office.piero).json(&json!({})).expect(422).await;
        assert_eq!(refused.faults(), ["/reason required"]);
        let reason = json!({"reason": "Manca la firma del titolare"});
        assert_eq!(app.post(&reject).by(&office.rosa).json(&reason).expect(403).await.code(), "own_request");
        let rejected = app.post(&reject).by(&office.piero).json(&reason).expect(200).await.body;
        assert_eq!((&rejected["state"], &rejected["reason"]), (&json!("rejected"), &reason["reason"]));
        assert_eq!(newest(&app, &office).await["action"], "holder_change_rejected");
        assert_eq!(mailbox(&app, &office).await, before);
        for act in ["approve", "reject", "withdraw"] {
            let again = app.post(&format!("{path}/{act}")).by(&office.piero).json(&reason);
            let again = if act == "withdraw" { app.post(&format!("{path}/{act}")).by(&office.piero) } else { again };
            assert_eq!(again.expect(409).await.code(), "not_in_this_state", "{act}");
        }
        assert_eq!(app.work().await, []);
        check_history(&app).await;
    }

    async fn a_cancellation_closes_what_waits(app: TestApp) {
        let office = office(&app).await;
        let path = requested(&app, &office, Verdict::Valid).await;
        app.delete(&format!("/api/v1/mailboxes/{}", office.mailbox)).by(&office.rosa).expect(200).await;
        let closed = app.get(&path).by(&office.piero).expect(200).await.body;
        assert_eq!((&closed["state"], &closed["may_decide"]), (&json!("closed"), &json!(false)));
        assert_eq!(approve(&app, &path).by(&office.piero).expect(409).await.code(), "not_in_this_state");
        let document = app.change_document(office.mailbox, "ancora").await;
        let request = json!({"mailbox_id": office.mailbox, "document_id": document.id, "new_holder": {"id": office.new}, "communication_email": EMAIL});
        let refused = app.post(CHANGES).by(&office.rosa).json(&request).expect(409).await;
        assert_eq!(refused.code(), "mailbox_cancelled");
        check_history(&app).await;
    }

    async fn an_approval_and_a_cancellation_at_once_leave_no_half(app: TestApp) {
        let office = office(&app).await;
        let path = requested(&app, &office, Verdict::Valid).await;
        let cancel = app.delete(&format!("/api/v1/mailboxes/{}", office.mailbox)).by(&office.rosa);
        let approve = approve(&app, &path).by(&office.piero);
        let (cancelled, approved) = tokio::join!(cancel.send(), approve.send());
        assert_eq!(cancelled.status, 200);
        assert!(matches!(approved.status, 200 | 409), "{}", approved.body);
        let state = app.get(&path).by(&office.rosa).expect(200).await.body["state"].clone();
        assert_eq!(state, if approved.status == 200 { "approved" } else { "closed" });
        check_history(&app).await;
    }

    async fn the_former_holder_cannot_stop_a_later_reset(app: TestApp) {
        let office = office(&app).await;
        let path = requested(&app, &office, Verdict::Valid).await;
        // A link that was sent before the change ends with it.
        let early = app.password_link(office.mailbox).await;
        approve(&app, &path).by(&office.piero).expect(200).await;
        let password = json!({"token": early, "new_password": "altre cinque parole a caso"});
        app.post("/api/v1/links/password").json(&password).expect(410).await;
        app.work().await;
        let reset = format!("/api/v1/mailboxes/{}/password-reset", office.mailbox);
        app.post(&reset).by(&office.rosa).expect(202).await;
        let sent = app.work().await;
        let kinds: Vec<_> = sent.iter().map(|it| (it.kind, it.recipient.as_str())).collect();
        assert_eq!(kinds, [(MessageKind::SetPassword, EMAIL)]);
        check_history(&app).await;
    }
}
