//! Changes of holder.

use sigillo_domain::holder_change::{HolderChange, HolderChangeState};
use sigillo_domain::id::{
    AccountId, DocumentId, HolderChangeId, HolderId, MailboxId, OrganizationId,
};
use sigillo_storage::holder_change_list::{self, Filter, Scope, count_to_decide};
use sigillo_storage::{
    PageRequest, StorageError, documents, holder_addresses, holder_changes, holders,
};
use sigillo_testkit::{TestApp, on_both_engines};

fn change(
    number: u128,
    organization_id: OrganizationId,
    mailbox_id: MailboxId,
    (old, new): (HolderId, HolderId),
) -> HolderChange {
    HolderChange {
        id: HolderChangeId::from_u128(number),
        organization_id,
        mailbox_id,
        old_holder_id: Some(old),
        new_holder_id: new,
        address_id: None,
        tie_id: None,
        communication_email: "nuovo@example.org".into(),
        document_id: DocumentId::from_u128(7),
        document_sha256: "aa".into(),
        state: HolderChangeState::Pending,
        requested_at: TestApp::START,
        requested_by: "rosa".into(),
        requested_by_id: None,
        decided_at: None,
        decided_by: None,
        reason: None,
        version: 1,
    }
}

on_both_engines! {
    async fn a_mailbox_has_one_change_that_waits(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let organization_id = domain.organization_id;
        let mailbox = app.mailbox("pec.example.it", "ada").await.id;
        let both = (app.holder(organization_id, 1).await.id, app.holder(organization_id, 2).await.id);
        let address = app.holder_address(both.1, "Via Nuova").await.id;
        let first = HolderChange { address_id: Some(address), ..change(1, organization_id, mailbox, both) };
        let mut tx = app.app.db.begin().await.unwrap();
        holder_changes::insert(&mut tx, &first).await.unwrap();
        assert!(holder_addresses::is_in_use(&mut tx, address).await.unwrap());
        tx.commit().await.unwrap();
        let second = change(2, organization_id, mailbox, both);
        let mut tx = app.app.db.begin().await.unwrap();
        let refused = holder_changes::insert(&mut tx, &second).await;
        assert!(matches!(refused, Err(StorageError::Taken)), "{refused:?}");
        drop(tx);
        let approved = HolderChange {
            state: HolderChangeState::Approved,
            address_id: None,
            decided_at: Some(TestApp::START),
            decided_by: Some("piero".into()),
            reason: Some("Visto".into()),
            version: 2,
            ..first
        };
        let mut tx = app.app.db.begin().await.unwrap();
        holder_changes::update(&mut tx, &approved).await.unwrap();
        let stale = holder_changes::update(&mut tx, &approved).await;
        assert!(matches!(stale, Err(StorageError::Stale)), "{stale:?}");
        holder_changes::insert(&mut tx, &second).await.unwrap();
        assert!(!holder_addresses::is_in_use(&mut tx, address).await.unwrap());
        tx.commit().await.unwrap();
        let mut on = app.app.db.read().await.unwrap();
        let found = holder_changes::find(&mut on, approved.id).await.unwrap().unwrap();
        assert_eq!((&found.change, found.mailbox_address.as_str()), (&approved, "ada@pec.example.it"));
        let pending = holder_changes::pending_of_mailbox(&mut on, mailbox).await.unwrap().unwrap();
        assert_eq!(pending.change, second);
        for holder in [both.0, both.1] {
            let of_holder = holder_changes::of_holder(&mut on, holder).await.unwrap();
            assert_eq!(of_holder.into_iter().map(|it| it.change.id).collect::<Vec<_>>(), [approved.id, second.id]);
        }
        // The data of a former holder are kept from the change on.
        let of_old = holders::mailboxes_of(&mut on, both.0).await.unwrap();
        assert_eq!((of_old.open, of_old.last_ended_at), (0, Some(TestApp::START)));
        assert_eq!(holders::mailboxes_of(&mut on, both.1).await.unwrap().last_ended_at, None);
    }

    async fn only_others_decide_and_a_scope_without_domains_lists_nothing(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let organization_id = domain.organization_id;
        let other = app.organization("Altro ente").await;
        let rosa = app.postmaster("rosa", organization_id).await;
        let mailbox = app.mailbox("pec.example.it", "ada").await.id;
        let both = (app.holder(organization_id, 1).await.id, app.holder(organization_id, 2).await.id);
        let requested_by_id = Some(rosa.id);
        let asked = HolderChange { requested_by_id, ..change(1, organization_id, mailbox, both) };
        let mut tx = app.app.db.begin().await.unwrap();
        holder_changes::insert(&mut tx, &asked).await.unwrap();
        tx.commit().await.unwrap();
        let mut on = app.app.db.read().await.unwrap();
        let someone = AccountId::from_u128(9);
        for (organization, account, expected) in [
            (Some(organization_id), someone, 1),
            (None, someone, 1),
            (Some(organization_id), rosa.id, 0),
            (Some(other), someone, 0),
        ] {
            assert_eq!(count_to_decide(&mut on, organization, account).await.unwrap(), expected);
        }
        let field = sigillo_domain::holder_change::HolderChangeSortField::RequestedAt;
        let sort = sigillo_domain::list::Sort::descending(field);
        for (scope, rows) in [(Scope::Domains(vec![]), 0), (Scope::Domains(vec![domain.id]), 1), (Scope::Of(other), 0)] {
            let request = PageRequest { sort, after: None, limit: 5, count: true };
            let page = holder_change_list::page(&mut on, &Filter::new(scope), &request).await.unwrap();
            assert_eq!(page.items.len(), rows);
        }
    }

    async fn a_document_is_used_until_the_act_lets_it_go(app: TestApp) {
        let mailbox = app.mailbox(&app.domain("pec.example.it").await.name, "ada").await.id;
        let id = app.change_document(mailbox, "subentro").await.id;
        let act = uuid::Uuid::from_u128(1);
        let mut tx = app.app.db.begin().await.unwrap();
        documents::add_use(&mut tx, id, "holder_change", act).await.unwrap();
        documents::remove_use(&mut tx, id, "holder_change", uuid::Uuid::from_u128(2)).await.unwrap();
        assert!(documents::is_used(&mut tx, id).await.unwrap());
        documents::remove_use(&mut tx, id, "holder_change", act).await.unwrap();
        assert!(!documents::is_used(&mut tx, id).await.unwrap());
    }
}
