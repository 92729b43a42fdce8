//! Verifying the history.

use serde_json::json;
use sigillo_app::history::{Break, Request, Verified, verify};
use sigillo_domain::id::MailboxId;
use sigillo_testkit::{TestApp, on_both_engines};

async fn check(app: &TestApp) -> Result<Verified, Break> {
    let outcome = verify(&app.app.db, &Request::default()).await;
    outcome.expect("the history can be read").map(|proof| proof.verified)
}

/// Two mailboxes with three records each.
async fn setting(app: &TestApp) {
    let domain = app.domain("pec.example.it").await;
    let rosa = app.postmaster("rosa", domain.organization_id).await;
    for name in ["uno", "due"] {
        let mailbox = app.mailbox("pec.example.it", name).await;
        let path = format!("/api/v1/mailboxes/{}", mailbox.id);
        app.patch(&path).by(&rosa).json(&json!({"quota_mb": 2000})).expect(200).await;
        let note = json!({"text": "è stata ampliata"});
        app.post(&format!("{path}/notes")).by(&rosa).json(&note).expect(201).await;
    }
}

async fn assert_broken(app: &TestApp, seq: Option<i64>, reason: &str) {
    let found = check(app).await.expect_err("the break is found");
    assert_eq!((found.seq, found.reason.as_str()), (seq, reason));
}

on_both_engines! {
    async fn an_untouched_history_verifies(app: TestApp) {
        setting(&app).await;
        // An organisation, a domain and an account have a chain too.
        assert_eq!(check(&app).await, Ok(Verified { chains: 5, records: 9 }));
    }

    async fn an_altered_record_is_found(app: TestApp) {
        setting(&app).await;
        app.tamper("UPDATE history SET actor_name = 'altri' WHERE seq = 2").await;
        assert_broken(&app, Some(2), "the record does not match its seal").await;
    }

    async fn altered_changes_are_found(app: TestApp) {
        setting(&app).await;
        app.tamper("UPDATE history SET changes = replace(changes, '2000', '9000') WHERE seq = 2").await;
        assert_broken(&app, Some(2), "the record does not match its seal").await;
    }

    async fn a_record_with_another_time_is_found(app: TestApp) {
        setting(&app).await;
        app.tamper("UPDATE history SET at = (SELECT MIN(created_at) FROM domain), action = 'enabled' WHERE seq = 2").await;
        assert_broken(&app, Some(2), "the record does not match its seal").await;
    }

    async fn a_removed_record_is_found(app: TestApp) {
        setting(&app).await;
        app.tamper("DELETE FROM history WHERE seq = 2").await;
        assert_broken(&app, Some(2), "a record is missing").await;
    }

    async fn a_record_removed_from_the_end_is_found(app: TestApp) {
        setting(&app).await;
        app.tamper("DELETE FROM history WHERE seq = 3").await;
        assert_broken(&app, None, "records are missing at the end").await;
    }

    async fn a_row_of_any_kind_changed_without_a_record_is_found(app: TestApp) {
        setting(&app).await;
        let domain = app.domain("altro.example.it").await;
        app.assistant("luca", &domain, &[sigillo_domain::permission::Permission::View]).await;
        assert!(check(&app).await.is_ok());
        for (altered, restored, kind) in [
            (
                "UPDATE domain SET password_lifetime_days = 91",
                "UPDATE domain SET password_lifetime_days = 90",
                "domain",
            ),
            (
                "UPDATE organization SET name = name || ' 2'",
                "UPDATE organization SET name = substr(name, 1, length(name) - 2)",
                "organization",
            ),
            (
                "UPDATE account_grant SET permission = 'create'",
                "UPDATE account_grant SET permission = 'view'",
                "account",
            ),
        ] {
            app.tamper(altered).await;
            assert_broken(&app, None, &format!("the {kind} is not what its history says")).await;
            app.tamper(restored).await;
            assert!(check(&app).await.is_ok(), "{restored}");
        }
    }

    async fn an_organization_inserted_without_a_record_is_found(app: TestApp) {
        setting(&app).await;
        app.tamper(
            "INSERT INTO organization (id, name, name_key, created_at, version)
             SELECT id, 'Ente', 'ente', created_at, 1 FROM domain",
        )
        .await;
        assert_broken(&app, None, "the organization has no history at all").await;
    }

    async fn a_mailbox_changed_without_a_record_is_found(app: TestApp) {
        setting(&app).await;
        app.tamper("UPDATE mailbox SET quota_mb = 9000").await;
        assert_broken(&app, None, "the mailbox is not what its history says").await;
    }

    async fn a_mailbox_inserted_without_a_record_is_found(app: TestApp) {
        setting(&app).await;
        app.tamper("INSERT INTO mailbox (id, domain_id, local_part, address, state, password_state, communication_email, quota_mb, soft_limit_mb, used_bytes, preservation, created_at, created_by, activated_at, expires_at, cancelled_at, version, storage_key) SELECT domain_id, domain_id, 'x', 'x@y.it', 'active', 'to_set', NULL, 1, 1, NULL, preservation, created_at, 'x', NULL, NULL, NULL, 1, '00000000000000000000000000000001' FROM mailbox WHERE local_part = 'uno'").await;
        assert_broken(&app, None, "the mailbox has no history at all").await;
    }

    async fn a_history_from_before_passwords_were_recorded_verifies(app: TestApp) {
        use sigillo_domain::history::{Action, Actor, ActorKind};
        setting(&app).await;
        let mut tx = app.app.db.begin().await.unwrap();
        let found = sigillo_storage::mailboxes::find_by_address(&mut tx, "uno@pec.example.it").await;
        let old = sigillo_domain::mailbox::Mailbox {
            id: MailboxId::from_u128(9),
            local_part: "antica".into(),
            address: "antica@pec.example.it".into(),
            ..found.unwrap().unwrap()
        };
        let key = sigillo_domain::storage_key::StorageKey::from_random([9; 16]);
        sigillo_storage::mailboxes::insert(&mut tx, &old, &key).await.unwrap();
        let mut changes = old.changes_since(None);
        changes.retain(|change| change.field != "password_state");
        let actor = Actor { kind: ActorKind::System, id: None, name: "import".into() };
        let record = sigillo_storage::history::NewRecord {
            subject: old.subject(),
            at: TestApp::START,
            actor: &actor,
            action: Action::Created,
            changes: &changes,
        };
        sigillo_storage::history::append(&mut tx, record).await.unwrap();
        tx.commit().await.unwrap();
        assert!(check(&app).await.is_ok());
        app.tamper("UPDATE mailbox SET password_state = 'valid' WHERE local_part = 'antica'").await;
        assert_broken(&app, None, "the mailbox is not what its history says").await;
    }

    async fn concurrent_writers_append_to_one_chain(app: TestApp) {
        setting(&app).await;
        let rosa = app.sign_in("rosa").await;
        let list = app.get("/api/v1/mailboxes").by(&rosa).expect(200).await;
        let path = format!("/api/v1/mailboxes/{}", list.body["items"][0]["id"].as_str().unwrap());
        let writes = (0..10).map(|place| {
            let body = json!({"text": format!("nota {place}")});
            app.post(&format!("{path}/notes")).by(&rosa).json(&body).send()
        });
        let answers = futures_util::future::join_all(writes).await;
        assert!(answers.iter().all(|answer| answer.status == 201));
        assert_eq!(check(&app).await, Ok(Verified { chains: 5, records: 19 }));
        let page = app.get(&format!("{path}/history?limit=4")).by(&rosa).expect(200).await;
        let seqs: Vec<_> = page.body["items"].as_array().unwrap().iter().map(|r| r["seq"].as_i64()).collect();
        assert_eq!(seqs, [Some(13), Some(12), Some(11), Some(10)]);
        let cursor = page.body["next_cursor"].as_str().unwrap();
        let next = app.get(&format!("{path}/history?limit=4&cursor={cursor}")).by(&rosa).expect(200).await;
        assert_eq!(next.body["items"][0]["seq"], 9);
    }
}
