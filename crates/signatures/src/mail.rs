//! Detached signatures of mail (S/MIME, RFC 8551), over content of which only the digests are known: a receipt of
//! certified mail may have tens of megabytes.
//!
//! Revocation is not looked at: a receipt does not bring what proves it, and nobody is asked here.

use chrono::{DateTime, Utc};
use ring::digest::Context;
use sigillo_domain::receipt::{ReceiptSignature, SignatureOutcome};
use sigillo_domain::signature_verdict::SignatureFinding;

use crate::anchors::{Trust, TrustAnchors};
use crate::certificate::Certificate;
use crate::chain::{self, Moment};
use crate::cms::{SignedData, SignerInfo};
use crate::crypto::Digest;
use crate::envelope::{self, Kind};
use crate::found::Found;
use crate::work::Work;
use crate::{oid, pool, signer, time};

const DIGESTS: [Digest; 4] = [Digest::Sha256, Digest::Sha1, Digest::Sha384, Digest::Sha512];

/// The digests of content, while its bytes pass. Which of them is signed is only known at the end.
#[derive(Clone)]
pub struct ContentDigests {
    contexts: [Context; 4],
}

impl Default for ContentDigests {
    fn default() -> Self {
        Self { contexts: DIGESTS.map(|digest| Context::new(digest.algorithm())) }
    }
}

impl ContentDigests {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn update(&mut self, bytes: &[u8]) {
        self.contexts.iter_mut().for_each(|context| context.update(bytes));
    }

    /// The SHA-256 of what has passed.
    pub fn sha256(&self) -> Vec<u8> {
        self.value(Digest::Sha256)
    }

    fn value(&self, digest: Digest) -> Vec<u8> {
        let found = DIGESTS.iter().zip(&self.contexts).find(|(known, _)| **known == digest);
        found.map_or_else(Vec::new, |(_, context)| context.clone().finish().as_ref().to_vec())
    }
}

/// Verifies a detached signature as of a time. `cms` is the signature, in binary or as text; `from` the address of
/// whoever sends the mail.
pub fn verify_mail(
    cms: &[u8],
    content: &ContentDigests,
    from: Option<&str>,
    anchors: &TrustAnchors,
    at: DateTime<Utc>,
) -> ReceiptSignature {
    let broken = |finding| of_finding(SignatureOutcome::Broken, &Found::from(finding), at);
    let Kind::Envelope(cms) = envelope::kind(cms.into()) else {
        return broken(SignatureFinding::MalformedSignature);
    };
    let Ok(signed) = SignedData::read(&cms) else {
        return broken(SignatureFinding::MalformedSignature);
    };
    let mail = Mail { content, pool: pool::of_signature(&signed), from, anchors, at };
    let work = Work::new();
    // One that is good is enough, whoever else has signed.
    let judged = signed.signers.iter().map(|signer| mail.judge(signer, &work));
    judged.min_by_key(|one| rank(one.outcome)).unwrap_or_else(|| ReceiptSignature::missing(at))
}

const fn rank(outcome: SignatureOutcome) -> u8 {
    match outcome {
        SignatureOutcome::Trusted => 0,
        SignatureOutcome::Untrusted => 1,
        SignatureOutcome::Broken | SignatureOutcome::Missing => 2,
    }
}

fn of_finding(outcome: SignatureOutcome, found: &Found, at: DateTime<Utc>) -> ReceiptSignature {
    ReceiptSignature {
        outcome,
        finding: Some(found.finding),
        detail: found.value.clone(),
        ..ReceiptSignature::missing(at)
    }
}

/// With what the signatures of one mail are judged.
struct Mail<'a> {
    content: &'a ContentDigests,
    pool: Vec<Certificate>,
    from: Option<&'a str>,
    anchors: &'a TrustAnchors,
    at: DateTime<Utc>,
}

impl Mail<'_> {
    fn judge(&self, signer: &SignerInfo<'_>, work: &Work) -> ReceiptSignature {
        let Some(certificate) = self.certificate(signer) else {
            let missing = SignatureFinding::SignerCertificateMissing.into();
            return of_finding(SignatureOutcome::Broken, &missing, self.at);
        };
        let digest = Digest::of_mail(signer.digest.oid);
        let checked = digest.map_err(Found::from).and_then(|digest| {
            let content = self.content.value(digest);
            signer::check_digest(signer, digest, &content, &certificate, work)
        });
        let (outcome, found) = match checked {
            Err(found) => (SignatureOutcome::Broken, Some(found)),
            Ok(()) => match self.distrust(signer, &certificate, work) {
                Some(found) => (SignatureOutcome::Untrusted, Some(found)),
                None => (SignatureOutcome::Trusted, None),
            },
        };
        let address = self.address(&certificate);
        let name = certificate.subject_attribute(oid::COMMON_NAME);
        ReceiptSignature {
            outcome,
            finding: found.as_ref().map(|found| found.finding),
            detail: found
                .and_then(|found| found.value)
                .or_else(|| self.strange_sender(address.as_deref())),
            signer: Some(name.unwrap_or_else(|| certificate.subject_text())),
            issuer: Some(certificate.issuer_name()),
            serial: Some(certificate.serial()),
            signer_address: address,
            valid_from: Some(certificate.not_before),
            valid_until: Some(certificate.not_after),
            digest: digest.ok().map(|digest| digest.name().to_owned()),
            verified_at: self.at,
        }
    }

    /// The signer's certificate, of those that the signature brings or that are trusted.
    fn certificate(&self, signer: &SignerInfo<'_>) -> Option<Certificate> {
        let trusted = || self.anchors.trusted(Trust::CertifiedMail).cloned().collect::<Vec<_>>();
        signer::find_certificate(signer, &self.pool)
            .cloned()
            .or_else(|| signer::find_certificate(signer, &trusted()).cloned())
    }

    /// Why the certificate of a signature that is intact is not trusted.
    fn distrust(
        &self,
        signer: &SignerInfo<'_>,
        certificate: &Certificate,
        work: &Work,
    ) -> Option<Found> {
        let trust = Trust::CertifiedMail;
        let claimed = signer.signed(oid::SIGNING_TIME).ok().flatten();
        let claimed = claimed.and_then(|value| time::read(value).ok());
        let moment = Moment { at: self.at, is_proven: false, claimed };
        match chain::find(certificate, &self.pool, self.anchors, trust, work) {
            Err(found) => Some(found),
            Ok(path) => {
                let validity = chain::validity(&path.certificates, moment);
                (!validity.is_good()).then_some(validity)
            }
        }
    }

    /// The address in the certificate; of several the sender's, if it is one of them.
    fn address(&self, certificate: &Certificate) -> Option<String> {
        let addresses = certificate.addresses();
        let senders = addresses.iter().find(|address| Some(address.as_str()) == self.from);
        senders.or(addresses.first()).cloned()
    }

    /// What is said where another address is in the certificate than that of the sender, or none (RFC 8550, 3).
    fn strange_sender(&self, address: Option<&str>) -> Option<String> {
        let from = self.from.unwrap_or("nobody");
        match address {
            Some(address) if address == from => None,
            Some(address) => Some(format!("sent by {from}, and the certificate is for {address}")),
            None => Some(format!("sent by {from}, and the certificate is for no address")),
        }
    }
}
