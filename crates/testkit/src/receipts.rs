//! Preserved receipts, whose rows and content are put where the ingestion would put them.

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use sigillo_app::ObjectStore as _;
use sigillo_app::preservation::archive;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::preservation::ReceiptDisposalCreate;
use sigillo_domain::id::{DisposalId, MailboxId, OrganizationId};
use sigillo_domain::list::Sort;
use sigillo_domain::preservation::{DisposalSortField, DisposalState};
use sigillo_domain::receipt::{
    ReadReceipt, ReceiptDefect, ReceiptError, ReceiptForm, ReceiptKind, ReceiptRecipient,
    ReceiptSignature, ReceiptSource, SignatureOutcome,
};
use sigillo_storage::receipts::{self, Receipt};
use sigillo_storage::{PageRequest, disposals, domains, mailboxes, stored_objects};
use uuid::Uuid;

use crate::TestApp;
use crate::build::grant;
use crate::objects::SharedObjects;

/// How old a receipt is that is past its retention.
const EXPIRED: TimeDelta = TimeDelta::days(4000);
/// The receipts that were made, so that no two are alike.
static MADE: AtomicUsize = AtomicUsize::new(0);

impl TestApp {
    /// Stores a receipt of acceptance of a message, as of now.
    pub async fn receipt(&self, mailbox: &Mailbox) -> Receipt {
        self.receipt_of(mailbox.id, |_| {}).await
    }

    /// Stores a receipt as of now, after a change of what was read of it.
    pub async fn receipt_of(
        &self,
        mailbox_id: MailboxId,
        change: impl FnOnce(&mut ReadReceipt),
    ) -> Receipt {
        self.receipt_at(mailbox_id, self.app.clock.now(), change).await
    }

    async fn receipt_at(
        &self,
        mailbox_id: MailboxId,
        now: DateTime<Utc>,
        change: impl FnOnce(&mut ReadReceipt),
    ) -> Receipt {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let content = format!("X-Ricevuta: accettazione\r\n\r\nricevuta {number}\r\n").into_bytes();
        let sha256 = self.object(&content).await;
        let mut tx = self.app.db.begin().await.expect("a transaction");
        let mailbox =
            mailboxes::find(&mut tx, mailbox_id).await.expect("a read").expect("a mailbox");
        let domain = domains::find(&mut tx, mailbox.domain_id).await.expect("a read");
        let mut read = accepted(number, &mailbox.address, &sha256, now);
        change(&mut read);
        let receipt = Receipt {
            id: self.time_ordered_id(now).into(),
            organization_id: domain.expect("a domain").domain.organization_id,
            domain_id: mailbox.domain_id,
            mailbox_id,
            message_id: self.time_ordered_id(now).into(),
            fingerprint: sha256.clone(),
            read,
            arrived_at: now,
            stored_at: now,
            source: ReceiptSource::MailHost,
            sha256,
            bytes: i64::try_from(content.len()).expect("a short receipt"),
        };
        assert!(receipts::insert(&mut tx, &receipt).await.expect("a row"), "it is new");
        tx.commit().await.expect("a commit");
        receipt
    }

    fn time_ordered_id(&self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0; 10];
        self.app.entropy.fill(&mut random);
        let millis = u64::try_from(at.timestamp_millis()).expect("after 1970");
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// Puts content into the store, under a row that keeps it as long as something names it.
    async fn object(&self, content: &[u8]) -> String {
        let sha256 = hex::encode(Sha256::digest(content));
        let store = SharedObjects(self.objects.clone());
        let mut upload = store.upload().await.expect("an upload");
        upload.write(Bytes::copy_from_slice(content)).await.expect("it is taken");
        let uploaded = upload.finish().await.expect("it is whole");
        let mut tx = self.app.db.begin().await.expect("a transaction");
        let bytes = i64::try_from(content.len()).expect("short content");
        let (key, until) = (format!("{sha256}-00"), TestApp::START);
        let key = stored_objects::claim(&mut tx, &sha256, &key, bytes, until).await;
        tx.commit().await.expect("a commit");
        store.place(uploaded, &key.expect("a claim")).await.expect("it is placed");
        sha256
    }

    /// Stores a receipt that is past its retention, in a package, and withdraws what was proposed before.
    pub async fn expired_receipt(&self, mailbox_id: MailboxId) -> OrganizationId {
        let at = self.app.clock.now() - EXPIRED;
        let organization_id = self.receipt_at(mailbox_id, at, |_| {}).await.organization_id;
        self.close_package(organization_id).await;
        let filter = disposals::Filter {
            organization_id: Some(organization_id),
            states: vec![DisposalState::Proposed],
        };
        let request = PageRequest {
            sort: Sort::ascending(DisposalSortField::ProposedAt),
            after: None,
            limit: 10,
            count: false,
        };
        let mut on = self.app.db.read().await.expect("a connection");
        let proposed = disposals::page(&mut on, &filter, &request).await.expect("a page").items;
        drop(on);
        for disposal in proposed {
            let withdrawn = archive::withdraw(&self.app, &grant(), disposal.id, None).await;
            withdrawn.expect("it waited");
        }
        organization_id
    }

    /// Proposes, in the name of the service, to discard a receipt.
    pub async fn disposal(&self, mailbox_id: MailboxId) -> DisposalId {
        let organization_id = self.expired_receipt(mailbox_id).await;
        let request = ReceiptDisposalCreate {
            organization_id: Some(organization_id),
            reason: "Termine trascorso.".into(),
        };
        archive::propose(&self.app, &grant(), &request).await.expect("a disposal").id
    }

    /// Closes whatever waits in an organisation's archive, however short it has waited.
    pub async fn close_package(&self, organization_id: OrganizationId) -> bool {
        archive::close(&self.app, organization_id).await.expect("it is closed")
    }
}

fn accepted(number: usize, address: &str, sha256: &str, now: DateTime<Utc>) -> ReadReceipt {
    ReadReceipt {
        kind: ReceiptKind::Acceptance,
        error: ReceiptError::None,
        error_text: None,
        form: Some(ReceiptForm::Full),
        identifier: Some(format!("opec2100.{number}@pec.example.org")),
        provider: Some("Gestore di prova".into()),
        reference: Some(format!("messaggio-{number}@pec.example.it")),
        message_id: Some(format!("ricevuta-{number}@pec.example.org")),
        sender: Some(address.to_owned()),
        recipients: vec![ReceiptRecipient {
            address: "ufficio@pec.example.org".into(),
            is_certified: true,
        }],
        delivered_to: None,
        subject: Some(format!("Domanda n. {number}: <urgente> & altro")),
        certified_at: Some(now),
        text: "Il messaggio è stato accettato.".into(),
        signature: ReceiptSignature {
            outcome: SignatureOutcome::Untrusted,
            ..ReceiptSignature::missing(now)
        },
        signed_sha256: sha256.to_owned(),
        defects: vec![ReceiptDefect::OddStructure],
    }
}
