//! The authorities that are trusted.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::certificate::Certificate;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// What an authority is trusted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Certificates of all kinds, as a file of PEM says no more of it.
    Everything,
    /// Certificates of people: a service of the type `CA/QC`.
    Signatures,
    /// Certificates of timestamp services: a service of the type `TSA/QTST`.
    Timestamps,
    /// Certificates with which providers of certified mail sign receipts.
    CertifiedMail,
}

/// A certificate that is trusted without another one above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    pub certificate: Certificate,
    pub trust: Trust,
}

/// The certificates that paths lead to.
#[derive(Debug, Clone, Default)]
pub struct TrustAnchors {
    anchors: Vec<Anchor>,
}

/// What PEM text cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PemError {
    #[error("the text has no certificate in PEM")]
    Empty,
    #[error("certificate {0} of the text cannot be read")]
    Unreadable(usize),
}

impl TrustAnchors {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add(&mut self, certificate: Certificate, trust: Trust) {
        let anchor = Anchor { certificate, trust };
        if !self.anchors.contains(&anchor) {
            self.anchors.push(anchor);
        }
    }

    /// Adds all certificates of a text in PEM, and says how many they are.
    pub fn add_pem(&mut self, text: &str) -> Result<usize, PemError> {
        let certificates = certificates_of_pem(text)?;
        let count = certificates.len();
        for certificate in certificates {
            self.add(certificate, Trust::Everything);
        }
        Ok(count)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Anchor> {
        self.anchors.iter()
    }

    pub fn len(&self) -> usize {
        self.anchors.len()
    }

    pub fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    /// The certificates that are trusted for this.
    pub(crate) fn trusted(&self, purpose: Trust) -> impl Iterator<Item = &Certificate> {
        let serves =
            move |anchor: &&Anchor| anchor.trust == Trust::Everything || anchor.trust == purpose;
        self.anchors.iter().filter(serves).map(|anchor| &anchor.certificate)
    }
}

impl Extend<Anchor> for TrustAnchors {
    fn extend<T: IntoIterator<Item = Anchor>>(&mut self, anchors: T) {
        for anchor in anchors {
            self.add(anchor.certificate, anchor.trust);
        }
    }
}

/// The certificates of a text in PEM, between which there may be other text.
pub fn certificates_of_pem(text: &str) -> Result<Vec<Certificate>, PemError> {
    let mut certificates = vec![];
    for part in text.split(BEGIN).skip(1) {
        let unreadable = PemError::Unreadable(certificates.len() + 1);
        let (body, _) = part.split_once(END).ok_or(unreadable)?;
        let digits: String = body.chars().filter(|c| !c.is_whitespace()).collect();
        let der = STANDARD.decode(digits).map_err(|_| unreadable)?;
        certificates.push(Certificate::from_der(&der).ok_or(unreadable)?);
    }
    if certificates.is_empty() { Err(PemError::Empty) } else { Ok(certificates) }
}
