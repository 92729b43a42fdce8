//! The outside of contracts: documents, the seal, and a gateway of short messages.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use sigillo_adapters::seal::SealKey;
use sigillo_app::contracts::signing::{self, CopyUpload};
use sigillo_app::documents::verify_pending;
use sigillo_app::{
    App, ContractDocument, ContractDocuments, DetachedSeal, DocumentError, DocumentSeal, Evidence,
    Origin, SealCertificate, SealError, SealStatement, Sealed, SmsError, SmsGateway,
    contract_templates, domains,
};
use sigillo_contract::contract_template::ContractTemplateCreate;
use sigillo_contract::domain::DomainPatch;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::signing::{
    SigningCode, SigningConsent, SigningContract, SigningOpen, SigningUpload,
};
use sigillo_domain::contract_template::EXAMPLE;
use sigillo_domain::id::{ContractId, ContractTemplateId, DocumentId, DomainId, OrganizationId};
use sigillo_domain::mail_domain::Onboarding;
use sigillo_domain::signature_verdict::SignatureFinding;

use crate::build::grant;
use crate::{TestApp, TestVerifier, pdf, signed_by, tax_code};

/// Documents that are plain texts.
pub struct TestDocuments;

impl ContractDocuments for TestDocuments {
    fn contract(&self, document: &ContractDocument) -> Result<Vec<u8>, DocumentError> {
        Ok(format!("{document:?}").into_bytes())
    }

    fn evidence(&self, original: &[u8], evidence: &Evidence) -> Result<Vec<u8>, DocumentError> {
        Ok([original, format!("\n{evidence:?}").as_bytes()].concat())
    }
}

/// A seal that a test can take away, and that can expire.
pub struct TestSeal {
    pub is_missing: AtomicBool,
    /// Whether somebody else vouches for it.
    pub is_vouched_for: AtomicBool,
    valid_until: Mutex<DateTime<Utc>>,
    key: OnceLock<Arc<SealKey>>,
}

impl Default for TestSeal {
    fn default() -> Self {
        Self {
            is_missing: AtomicBool::new(false),
            is_vouched_for: AtomicBool::new(false),
            key: OnceLock::new(),
            valid_until: Mutex::new(TestApp::START + TimeDelta::days(1000)),
        }
    }
}

impl TestSeal {
    pub fn expire_at(&self, at: DateTime<Utc>) {
        *self.valid_until.lock().expect("no test panics meanwhile") = at;
    }
}

#[async_trait]
impl DocumentSeal for TestSeal {
    async fn seal(&self, pdf: &[u8], statement: SealStatement<'_>) -> Result<Sealed, SealError> {
        self.describe().await?.check_validity(statement.at)?;
        let pdf = [pdf, b"\nsealed"].concat();
        Ok(Sealed { pdf, serial: "01".into(), timestamp: None })
    }

    /// Signs with a key of its own, so that other programs can verify it.
    async fn sign_detached(
        &self,
        sha256: [u8; 32],
        at: DateTime<Utc>,
    ) -> Result<DetachedSeal, SealError> {
        self.describe().await?.check_validity(at)?;
        let key = self.key.get_or_init(|| {
            let key = sigillo_adapters::seal::create("Ente", TestApp::START);
            Arc::new(key.expect("a key"))
        });
        let made = sigillo_adapters::seal::sign_detached(key.clone(), None, sha256, at).await?;
        let is_self_signed = !self.is_vouched_for.load(Ordering::Relaxed);
        let certificate = SealCertificate { is_self_signed, ..made.certificate };
        Ok(DetachedSeal { certificate, ..made })
    }

    async fn describe(&self) -> Result<SealCertificate, SealError> {
        if self.is_missing.load(Ordering::Relaxed) {
            return Err(SealError::NoKey);
        }
        Ok(SealCertificate {
            subject: "CN=Ente".into(),
            issuer: "CN=Ente".into(),
            serial: "01".into(),
            not_before: TestApp::START - TimeDelta::days(1),
            not_after: *self.valid_until.lock().expect("no test panics meanwhile"),
            is_self_signed: !self.is_vouched_for.load(Ordering::Relaxed),
        })
    }
}

/// A gateway that keeps what it is given, and that a test can take away.
#[derive(Default)]
pub struct TestSms {
    pub is_down: AtomicBool,
    sent: Mutex<Vec<(String, String)>>,
}

impl TestSms {
    /// Recipients and texts since the last call.
    pub fn take(&self) -> Vec<(String, String)> {
        std::mem::take(&mut *self.sent.lock().expect("no test panics meanwhile"))
    }
}

#[async_trait]
impl SmsGateway for TestSms {
    async fn send(&self, to: &str, text: &str) -> Result<(), SmsError> {
        if self.is_down.load(Ordering::Relaxed) {
            return Err(SmsError("the gateway is down".into()));
        }
        let message = (to.to_owned(), text.to_owned());
        self.sent.lock().expect("no test panics meanwhile").push(message);
        Ok(())
    }
}

/// A contract that was sent for a new mailbox of a new holder.
pub struct SentContract {
    pub mailbox: Mailbox,
    pub id: ContractId,
    /// The token of its link.
    pub link: String,
    pub tax_code: String,
}

impl TestApp {
    /// Sends a contract. The domain has contracts only meanwhile.
    pub async fn contract(&self, domain: DomainId, name: &str, number: usize) -> SentContract {
        self.onboard(domain, Onboarding::Contract).await;
        let found = domains::get(&self.app, &grant(), domain).await.expect("a domain");
        let mailbox = self.held_mailbox(&found.name, name, number).await;
        self.onboard(domain, Onboarding::Direct).await;
        let id = mailbox.contract.as_ref().expect("a contract").id;
        let sent = self.work().await.into_iter();
        let mut of_contract = sent.filter(|message| message.subject == id.subject());
        let link = of_contract.find_map(|message| message.link_token).expect("a link");
        SentContract { mailbox, id, link, tax_code: tax_code(number) }
    }

    /// Opens a contract as its holder.
    pub async fn open_contract(&self, sent: &SentContract) -> SigningContract {
        let request = SigningOpen { token: sent.link.clone(), tax_code: sent.tax_code.clone() };
        signing::open(&self.app, &here(), &request).await.expect("it opens")
    }

    /// Accepts the texts of an opened contract, and returns the code that was sent.
    pub async fn signing_code(&self, opened: &SigningContract) -> String {
        let consents = opened.consents.iter().map(|consent| consent.sha256.clone()).collect();
        let request = SigningCode { token: opened.token.clone(), consents };
        signing::send_code(&self.app, &here(), &request).await.expect("a code");
        self.work().await.into_iter().find_map(|message| message.code).expect("it arrives")
    }

    /// Accepts the texts of an opened contract, so that a signed copy of it can be uploaded.
    pub async fn consent_to_contract(&self, opened: &SigningContract) {
        let consents = opened.consents.iter().map(|consent| consent.sha256.clone()).collect();
        let request = SigningConsent { token: opened.token.clone(), consents };
        signing::consent(&self.app, &here(), &request).await.expect("it is accepted");
    }

    /// Uploads a signed copy of a contract, of which not everything can be checked.
    pub async fn undecided_copy(&self, sent: &SentContract) -> DocumentId {
        let opened = self.open_contract(sent).await;
        self.consent_to_contract(&opened).await;
        let query = SigningUpload { name: "firmato.pdf".into() };
        let mut upload =
            CopyUpload::begin(&self.app, &opened.token, &query).await.expect("it is awaited");
        upload.file().write(pdf(&sent.id.to_string()).into()).await.expect("it is taken");
        let uploaded = upload.finish(&self.app, &here()).await.expect("it is kept");
        let verdict = signed_by(&sent.tax_code, SignatureFinding::NoRevocationEvidence);
        let verifier = TestVerifier { verdict, ..TestVerifier::valid(&sent.tax_code) };
        let app = App { signature_verifier: Arc::new(verifier), ..self.app.clone() };
        verify_pending(&app, 100).await.expect("it is verified");
        uploaded.copy.expect("a copy").document_id
    }

    /// Adds a version of a template, in the name of an organisation.
    pub async fn contract_template(&self, organization_id: OrganizationId) -> ContractTemplateId {
        let request = ContractTemplateCreate {
            organization_id: Some(organization_id),
            name: "Contratto".into(),
            text: EXAMPLE.into(),
            ..ContractTemplateCreate::default()
        };
        contract_templates::create(&self.app, &grant(), &request).await.expect("a template").id
    }

    async fn onboard(&self, domain: DomainId, onboarding: Onboarding) {
        let patch = DomainPatch { onboarding: Some(onboarding), ..DomainPatch::default() };
        domains::update(&self.app, &grant(), domain, None, &patch).await.expect("a domain");
    }
}

fn here() -> Origin {
    Origin::from(IpAddr::V4(Ipv4Addr::LOCALHOST))
}
