//! A provider of certified mail with an authority of its own, which issues receipts and notices of every kind as real
//! signed e-mails (RFC 6109), whole or with the flaws of the field.

mod content;
mod message;
mod receipt;

use std::cell::Cell;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Datelike, Months, Utc};
use rcgen::string::Ia5String;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, SanType, date_time_ymd,
};
use ring::digest::{Context, SHA256};
use sigillo_adapters::seal::SealKey;

pub use receipt::{Flaw, TestReceipt};

/// Takes the pieces of an e-mail. Each ends where a line does.
pub type Out<'a> = &'a mut dyn FnMut(&[u8]);

/// A provider of certified mail.
pub struct TestProvider {
    domain: String,
    authority: String,
    key: SealKey,
    expired_key: SealKey,
    unknown_key: SealKey,
    strange_key: SealKey,
}

impl TestProvider {
    /// A provider with this domain, whose authority and certificate are valid at `now`.
    pub fn new(domain: &str, now: DateTime<Utc>) -> Self {
        let [authority, unknown] =
            ["Autorità di prova", "Autorità sconosciuta"].map(|name| new_authority(name, now));
        let address = format!("posta-certificata@{domain}");
        let strange = format!("posta-certificata@altro.{domain}");
        let valid = [now - Months::new(12), now + Months::new(24)];
        let expired = [now - Months::new(48), now - Months::new(12)];
        Self {
            domain: domain.to_owned(),
            key: new_key(&authority, &address, valid),
            expired_key: new_key(&authority, &address, expired),
            unknown_key: new_key(&unknown, &address, valid),
            strange_key: new_key(&authority, &strange, valid),
            authority: authority.pem(),
        }
    }

    /// The certificate of the authority, in PEM.
    pub fn authority_pem(&self) -> &str {
        &self.authority
    }

    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The bytes of a receipt.
    pub fn issue(&self, receipt: &TestReceipt) -> Vec<u8> {
        let mut bytes = vec![];
        self.stream(receipt, &mut |piece| bytes.extend_from_slice(piece));
        bytes
    }

    /// Gives the bytes of a receipt piece by piece, in little memory however large the message in it is.
    pub fn stream(&self, receipt: &TestReceipt, out: Out<'_>) {
        if !receipt.has(Flaw::LineFeeds) {
            return self.write(receipt, out);
        }
        self.write(receipt, &mut |piece| {
            let text: Vec<u8> = piece.iter().copied().filter(|byte| *byte != b'\r').collect();
            out(&text);
        });
    }

    fn write(&self, receipt: &TestReceipt, out: Out<'_>) {
        let outer = format!("----=_firma.{}", receipt.number());
        content::headers(receipt, &self.domain, &outer, out);
        if receipt.has(Flaw::Unsigned) {
            return content::signed_part(receipt, &self.domain, false, out);
        }
        let signature = self.sign(receipt);
        out(b"This is an S/MIME signed message\r\n\r\n");
        out(format!("--{outer}\r\n").as_bytes());
        let is_altered = receipt.has(Flaw::Altered);
        if receipt.has(Flaw::Truncated) {
            return truncated(receipt, &self.domain, out);
        }
        content::signed_part(receipt, &self.domain, is_altered, out);
        if !receipt.has(Flaw::NoSignature) {
            out(format!("\r\n--{outer}\r\n").as_bytes());
            content::part_headers(
                receipt,
                "application/x-pkcs7-signature",
                "smime.p7s",
                Some("base64"),
                out,
            );
            content::base64_lines(&signature, out);
        }
        out(format!("\r\n--{outer}--\r\n").as_bytes());
    }

    /// The signature over what is signed, which is written for that a first time.
    fn sign(&self, receipt: &TestReceipt) -> Vec<u8> {
        let mut digest = Context::new(&SHA256);
        content::signed_part(receipt, &self.domain, false, &mut |piece| digest.update(piece));
        let key = if receipt.has(Flaw::ExpiredCertificate) {
            &self.expired_key
        } else if receipt.has(Flaw::UnknownAuthority) {
            &self.unknown_key
        } else if receipt.has(Flaw::OtherAddress) {
            &self.strange_key
        } else {
            &self.key
        };
        key.sign_detached(digest.finish().as_ref()).expect("a signature")
    }
}

/// The first half of what is signed.
fn truncated(receipt: &TestReceipt, domain: &str, out: Out<'_>) {
    let total = Cell::new(0);
    content::signed_part(receipt, domain, false, &mut |piece| {
        total.set(total.get() + piece.len());
    });
    let left = Cell::new(total.get() / 2);
    content::signed_part(receipt, domain, false, &mut |piece| {
        let length = piece.len().min(left.get());
        left.set(left.get() - length);
        out(&piece[..length]);
    });
}

fn new_authority(name: &str, now: DateTime<Utc>) -> CertifiedIssuer<'static, KeyPair> {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    set_validity(&mut parameters, [now - Months::new(240), now + Months::new(240)]);
    CertifiedIssuer::self_signed(parameters, new_pair()).expect("a certificate")
}

fn new_key(
    authority: &CertifiedIssuer<'static, KeyPair>,
    address: &str,
    validity: [DateTime<Utc>; 2],
) -> SealKey {
    let pair = new_pair();
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name.push(DnType::CommonName, "Gestore di prova S.p.A.");
    let address = Ia5String::try_from(address).expect("ASCII");
    parameters.subject_alt_names = vec![SanType::Rfc822Name(address)];
    parameters.is_ca = IsCa::ExplicitNoCa;
    parameters.use_authority_key_identifier_extension = true;
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
    set_validity(&mut parameters, validity);
    let certificate = parameters.signed_by(&pair, authority).expect("a certificate");
    let chain = vec![certificate.der().to_vec(), authority.der().to_vec()];
    SealKey::new(pair.serialize_der(), chain).expect("a key")
}

fn new_pair() -> KeyPair {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).expect("a key")
}

fn set_validity(parameters: &mut CertificateParams, validity: [DateTime<Utc>; 2]) {
    [parameters.not_before, parameters.not_after] = validity.map(|at| {
        let [month, day] = [at.month(), at.day()].map(|number| u8::try_from(number).unwrap_or(1));
        date_time_ymd(at.year(), month, day)
    });
}

fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
