//! Documents, and the objects that their content is kept in.

use chrono::TimeDelta;
use sigillo_domain::document::{Document, DocumentFormat, DocumentKind, ObjectDamage};
use sigillo_domain::id::{DocumentId, HolderId, OrganizationId};
use sigillo_domain::signature_verdict::Verdict;
use sigillo_storage::{StorageError, documents, stored_objects};
use sigillo_testkit::{TestApp, on_both_engines};
use uuid::Uuid;

const SHA256: &str = "ab12";

fn document(number: u128, organization_id: OrganizationId, holder_id: HolderId) -> Document {
    Document {
        id: DocumentId::from_u128(number),
        organization_id,
        mailbox_id: None,
        holder_id: Some(holder_id),
        kind: DocumentKind::Other,
        format: DocumentFormat::Pdf,
        name: "Àtto.pdf".into(),
        bytes: 9,
        sha256: SHA256.into(),
        verdict: Verdict::Pending,
        report: None,
        signer_tax_codes: vec![],
        verified_at: None,
        contract_id: None,
        holds_contract: None,
        created_at: TestApp::START,
        created_by: "rosa".into(),
        version: 1,
    }
}

async fn claim(app: &TestApp, key: &str) -> String {
    let mut tx = app.app.db.begin().await.unwrap();
    let until = TestApp::START + TimeDelta::minutes(15);
    let key = stored_objects::claim(&mut tx, SHA256, key, 9, until).await.unwrap();
    tx.commit().await.unwrap();
    key
}

on_both_engines! {
    async fn an_object_keeps_its_key_unless_it_cannot_be_relied_on(app: TestApp) {
        assert_eq!(claim(&app, "ab12-1").await, "ab12-1");
        assert_eq!(claim(&app, "ab12-2").await, "ab12-1");
        let mut tx = app.app.db.begin().await.unwrap();
        stored_objects::begin_removal(&mut tx, SHA256).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(claim(&app, "ab12-3").await, "ab12-3");
        // The removal of the former key, which comes late, leaves the row.
        let mut tx = app.app.db.begin().await.unwrap();
        stored_objects::end_removal(&mut tx, SHA256, "ab12-1").await.unwrap();
        let object = stored_objects::find_to_change(&mut tx, SHA256).await.unwrap().unwrap();
        assert_eq!((object.key.as_str(), object.removing), ("ab12-3", false));
        let damage = Some(ObjectDamage::Missing);
        for is_news in [true, false] {
            let set = stored_objects::set_damage(&mut tx, &object, damage, TestApp::START).await;
            assert_eq!(set.unwrap(), is_news);
        }
        tx.commit().await.unwrap();
        assert_eq!(claim(&app, "ab12-4").await, "ab12-4");
        let mut on = app.app.db.read().await.unwrap();
        let object = stored_objects::find(&mut on, SHA256).await.unwrap().unwrap();
        assert_eq!(object.damage, None);
    }

    async fn a_row_names_an_object_that_is_there(app: TestApp) {
        let organization = app.organization("Ente").await;
        let holder = app.holder(organization, 1).await.id;
        let mut tx = app.app.db.begin().await.unwrap();
        let orphan = documents::insert(&mut tx, &document(1, organization, holder)).await;
        assert!(orphan.is_err(), "{orphan:?}");
        drop(tx);
        claim(&app, "ab12-1").await;
        let mut tx = app.app.db.begin().await.unwrap();
        let stored = document(1, organization, holder);
        documents::insert(&mut tx, &stored).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = app.app.db.begin().await.unwrap();
        assert!(stored_objects::is_named(&mut tx, SHA256).await.unwrap());
        let found = documents::find(&mut tx, stored.id).await.unwrap().unwrap();
        assert_eq!(found.document, stored);
        let stale = documents::delete(&mut tx, &Document { version: 2, ..stored.clone() }).await;
        assert!(matches!(stale, Err(StorageError::Stale)), "{stale:?}");
        documents::delete(&mut tx, &stored).await.unwrap();
        assert!(!stored_objects::is_named(&mut tx, SHA256).await.unwrap());
    }

    async fn a_verdict_is_saved_under_the_lease_alone(app: TestApp) {
        let organization = app.organization("Ente").await;
        let holder = app.holder(organization, 1).await.id;
        claim(&app, "ab12-1").await;
        let mut tx = app.app.db.begin().await.unwrap();
        let stored = document(1, organization, holder);
        documents::insert(&mut tx, &stored).await.unwrap();
        let (first, second) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let until = TestApp::START + TimeDelta::minutes(2);
        let claimed =
            documents::claim_to_verify(&mut tx, first, TestApp::START, until, 5).await.unwrap();
        assert_eq!(claimed, [stored.id]);
        let none = documents::claim_to_verify(&mut tx, second, TestApp::START, until, 5).await;
        assert_eq!(none.unwrap(), []);
        // The first server has died.
        let again = documents::claim_to_verify(&mut tx, second, until, until, 5).await.unwrap();
        assert_eq!((again, documents::attempts(&mut tx, stored.id).await.unwrap()), (vec![stored.id], 2));
        let verified = Document {
            verdict: Verdict::Valid,
            report: Some("{}".into()),
            signer_tax_codes: vec!["A".into(), "B".into()],
            verified_at: Some(until),
            version: 2,
            ..stored.clone()
        };
        assert!(!documents::save_verdict(&mut tx, &verified, first).await.unwrap());
        assert!(documents::save_verdict(&mut tx, &verified, second).await.unwrap());
        let found = documents::find(&mut tx, stored.id).await.unwrap().unwrap();
        assert_eq!(found.document, verified);
        let late = until + TimeDelta::days(9);
        assert!(!documents::any_to_verify(&mut tx, late).await.unwrap());
    }
}
