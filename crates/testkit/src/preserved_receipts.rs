//! Builders of preserved receipts, which are read as those that come.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use sigillo_app::own_receipts::packages;
use sigillo_app::receipt_import::{ImportOutcome, ReceiptImport};
use sigillo_domain::id::{CertifiedMessageId, DistributionPackageId, MailboxId, ReceiptId};
use sigillo_domain::message::Language;
use sigillo_domain::receipt::{DistributionPackageState, ReceiptSource};
use sigillo_storage::distribution_packages::{self, DistributionPackage};
use sigillo_storage::{mailboxes, receipts};
use uuid::Uuid;

use crate::TestApp;

/// A receipt of certified mail, without a signature.
#[derive(Debug, Clone)]
pub struct TestReceipt {
    /// As in `X-Ricevuta`.
    pub kind: &'static str,
    /// The error that it names, as in `daticert.xml`.
    pub error: &'static str,
    /// What the provider calls the message.
    pub identifier: String,
    /// The Message-ID of the message.
    pub reference: String,
    pub sender: String,
    pub recipients: Vec<String>,
    /// The recipient that it is about.
    pub delivered_to: Option<String>,
    pub subject: String,
    pub at: DateTime<Utc>,
}

impl TestReceipt {
    /// The receipt of acceptance of a message to these recipients.
    pub fn acceptance(number: usize, subject: &str, recipients: &[&str]) -> Self {
        Self {
            kind: "accettazione",
            error: "nessuno",
            identifier: format!("opec{number}@gestore.example.it"),
            reference: format!("messaggio{number}@example.it"),
            sender: "protocollo@pec.example.it".to_owned(),
            recipients: recipients.iter().map(|one| (*one).to_owned()).collect(),
            delivered_to: None,
            subject: subject.to_owned(),
            at: TestApp::START,
        }
    }

    /// The receipt of another kind about the same message and one of its recipients.
    #[must_use]
    pub fn about(&self, kind: &'static str, recipient: &str) -> Self {
        Self { kind, delivered_to: Some(recipient.to_owned()), ..self.clone() }
    }

    /// The e-mail.
    pub fn eml(&self) -> Vec<u8> {
        let Self { kind, error, identifier, reference, sender, subject, .. } = self;
        let day = self.at.format("%d/%m/%Y");
        let hour = self.at.format("%H:%M:%S");
        let recipients = self
            .recipients
            .iter()
            .map(|one| format!("<destinatari tipo=\"certificato\">{one}</destinatari>"))
            .collect::<Vec<_>>()
            .concat();
        let delivered = self.delivered_to.as_ref().map(|one| format!("<consegna>{one}</consegna>"));
        let delivered = delivered.unwrap_or_default();
        let own = format!("{kind}.{}@gestore.example.it", self.identifier.replace('@', "."));
        let own =
            format!("{}{own}", self.delivered_to.as_deref().unwrap_or_default().replace('@', "."));
        format!(
            "From: posta-certificata@gestore.example.it\r\n\
             To: {sender}\r\n\
             Subject: {kind}: {subject}\r\n\
             Message-ID: <{own}>\r\n\
             X-Ricevuta: {kind}\r\n\
             X-Riferimento-Message-ID: <{reference}>\r\n\
             MIME-Version: 1.0\r\n\
             Content-Type: multipart/mixed; boundary=\"limite\"\r\n\
             \r\n\
             --limite\r\n\
             Content-Type: text/plain; charset=utf-8\r\n\
             \r\n\
             Ricevuta di prova: {subject}\r\n\
             --limite\r\n\
             Content-Type: application/xml; name=\"daticert.xml\"\r\n\
             Content-Disposition: inline; filename=\"daticert.xml\"\r\n\
             \r\n\
             <?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n\
             <postacert tipo=\"{kind}\" errore=\"{error}\">\
             <intestazione><mittente>{sender}</mittente>{recipients}<risposte>{sender}</risposte>\
             <oggetto>{subject}</oggetto></intestazione>\
             <dati><gestore-emittente>Gestore di Prova</gestore-emittente>\
             <data zona=\"+0000\"><giorno>{day}</giorno><ora>{hour}</ora></data>\
             <identificativo>{identifier}</identificativo><msgid>{reference}</msgid>\
             <ricevuta tipo=\"sintetica\" />{delivered}</dati></postacert>\r\n\
             --limite--\r\n"
        )
        .into_bytes()
    }
}

impl TestApp {
    /// A preserved receipt of a mailbox.
    pub async fn preserved_receipt(
        &self,
        mailbox_id: MailboxId,
        receipt: &TestReceipt,
    ) -> ReceiptId {
        let mut on = self.app.db.read().await.expect("a connection");
        let mailbox = mailboxes::find(&mut on, mailbox_id).await.expect("a look-up");
        let mailbox = mailbox.expect("the mailbox");
        drop(on);
        let mut keeping = ReceiptImport::begin(&self.app).await.expect("a beginning");
        keeping.write(Bytes::from(receipt.eml())).await.expect("a piece");
        let source = ReceiptSource::Import;
        match keeping.store(&self.app, &mailbox, receipt.at, source).await.expect("an end") {
            ImportOutcome::Stored(id, _) => id,
            other => panic!("the receipt was not stored: {other:?}"),
        }
    }

    /// The message that a receipt is about.
    pub async fn certified_message_of(&self, id: ReceiptId) -> CertifiedMessageId {
        let mut on = self.app.db.read().await.expect("a connection");
        receipts::find(&mut on, id).await.expect("a look-up").expect("the receipt").message_id
    }

    /// A package with a receipt of a mailbox, which is made.
    pub async fn distribution_package(
        &self,
        mailbox_id: MailboxId,
        id: ReceiptId,
    ) -> DistributionPackageId {
        let mut random = [0; 16];
        self.app.entropy.fill(&mut random);
        let package = DistributionPackage {
            id: Uuid::from_bytes(random).into(),
            mailbox_id,
            asked_at: self.app.clock.now(),
            language: Language::It,
            selection: format!("{{\"receipts\": [\"{id}\"]}}"),
            state: DistributionPackageState::Waiting,
            total: 1,
            done: 0,
            finished_at: None,
            expires_at: None,
            file: None,
            attempts: 0,
        };
        let mut tx = self.app.db.begin().await.expect("a transaction");
        distribution_packages::insert(&mut tx, &package).await.expect("a package");
        tx.commit().await.expect("a commit");
        self.make_packages().await;
        package.id
    }

    /// Does the work on packages that is due.
    pub async fn make_packages(&self) {
        while packages::work(&self.app).await.expect("a turn") > 0 {}
    }

    /// The id of a mailbox.
    pub async fn mailbox_id(&self, address: &str) -> MailboxId {
        let mut on = self.app.db.read().await.expect("a connection");
        let found = mailboxes::find_by_address(&mut on, address).await.expect("a look-up");
        found.expect("the mailbox").id
    }
}
