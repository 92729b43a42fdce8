//! National trusted lists (ETSI TS 119 612), from which anchors are taken once the list's own signature is good.

mod canonical;
mod dom;
mod signature;

use chrono::{DateTime, Utc};

use crate::anchors::{Anchor, Trust};
use crate::certificate::Certificate;
use dom::{Document, Place};

/// The longest list that is read; the largest in use have 8 MB.
const MAX_BYTES: usize = 24 * 1024 * 1024;
const LIST: &str = "http://uri.etsi.org/02231/v2#";
const CERTIFICATES: &str = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC";
const TIMESTAMPS: &str = "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST";
const GRANTED: &str = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted";
/// What a service may say of what its certificates are for.
const FOR_WEB_SITES: &str = "ForWebSiteAuthentication";
const FOR_SIGNING: [&str; 2] = ["ForeSignatures", "ForeSeals"];

/// A trusted list whose signature is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedList {
    /// The country, by its code.
    pub territory: String,
    /// It grows with every issue.
    pub sequence: u64,
    pub issued_at: DateTime<Utc>,
    /// By when the next one is issued; None if the scheme has ended.
    pub next_update: Option<DateTime<Utc>>,
    /// The pinned certificate that has signed it.
    pub signer: Certificate,
    /// The certificates of services that are granted.
    pub anchors: Vec<Anchor>,
}

/// Why a list is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TrustedListError {
    #[error("the file is longer than trusted lists are")]
    TooLarge,
    #[error("the file is not a trusted list that can be read")]
    Unreadable,
    #[error("the list is not signed as a whole")]
    Unsigned,
    #[error("the list is signed in a way that is not supported")]
    UnsupportedSignature,
    #[error("the list is signed with the key of none of the given certificates")]
    UnknownSigner,
    #[error("the certificate that signed the list is not valid now")]
    ExpiredSigner,
    #[error("the list was altered after it was signed")]
    Altered,
}

impl TrustedList {
    /// Reads a list whose signer must be one of the given certificates, valid at this moment.
    pub fn read(
        xml: &[u8],
        signers: &[Certificate],
        now: DateTime<Utc>,
    ) -> Result<Self, TrustedListError> {
        if xml.len() > MAX_BYTES {
            return Err(TrustedListError::TooLarge);
        }
        let text = std::str::from_utf8(xml).map_err(|_| TrustedListError::Unreadable)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let document = Document::parse(text).map_err(|_| TrustedListError::Unreadable)?;
        let root = document.element(Document::root());
        if root.namespace != LIST || root.local != "TrustServiceStatusList" {
            return Err(TrustedListError::Unreadable);
        }
        let signer = signature::check(&document, signers)?;
        if !(signer.not_before..=signer.not_after).contains(&now) {
            return Err(TrustedListError::ExpiredSigner);
        }
        Self::of(&document, signer).ok_or(TrustedListError::Unreadable)
    }

    /// Whether the next issue should be there already.
    pub fn is_outdated(&self, now: DateTime<Utc>) -> bool {
        self.next_update.is_none_or(|next| next < now)
    }

    fn of(document: &Document, signer: &Certificate) -> Option<Self> {
        let scheme = document.only(Document::root(), LIST, "SchemeInformation")?;
        let text = |names: &[&str]| Some(document.text(document.path(scheme, LIST, names)?));
        let time = |text: String| Some(DateTime::parse_from_rfc3339(&text).ok()?.to_utc());
        Some(Self {
            territory: text(&["SchemeTerritory"])?,
            sequence: text(&["TSLSequenceNumber"])?.parse().ok()?,
            issued_at: text(&["ListIssueDateTime"]).and_then(time)?,
            next_update: text(&["NextUpdate", "dateTime"]).and_then(time),
            signer: signer.clone(),
            anchors: anchors(document),
        })
    }
}

/// The certificates of all granted services of both kinds.
fn anchors(document: &Document) -> Vec<Anchor> {
    let list = document.only(Document::root(), LIST, "TrustServiceProviderList");
    let providers =
        list.into_iter().flat_map(|list| children(document, list, "TrustServiceProvider"));
    let services = providers
        .flat_map(|provider| children(document, provider, "TSPServices"))
        .flat_map(|services| children(document, services, "TSPService"))
        .flat_map(|service| children(document, service, "ServiceInformation"));
    let mut anchors: Vec<Anchor> = vec![];
    for service in services {
        let Some(trust) = trust(document, service) else { continue };
        for certificate in certificates(document, service) {
            let anchor = Anchor { certificate, trust };
            if !anchors.contains(&anchor) {
                anchors.push(anchor);
            }
        }
    }
    anchors
}

fn children<'d>(document: &'d Document, place: Place, name: &'d str) -> Vec<Place> {
    document.named(place, LIST, name).collect()
}

/// What a service is trusted for, if it is granted.
fn trust(document: &Document, service: Place) -> Option<Trust> {
    let text = |name| Some(document.text(document.only(service, LIST, name)?));
    if text("ServiceStatus")? != GRANTED {
        return None;
    }
    match text("ServiceTypeIdentifier")?.as_str() {
        CERTIFICATES if is_for_signing(document, service) => Some(Trust::Signatures),
        TIMESTAMPS => Some(Trust::Timestamps),
        _ => None,
    }
}

/// Whether certificates of a service are for more than web sites, as far as it says.
fn is_for_signing(document: &Document, service: Place) -> bool {
    let mut uses = vec![];
    for extensions in children(document, service, "ServiceInformationExtensions") {
        for extension in children(document, extensions, "Extension") {
            for information in children(document, extension, "AdditionalServiceInformation") {
                let uri = document.only(information, LIST, "URI");
                uses.extend(uri.map(|uri| document.text(uri)));
            }
        }
    }
    let says = |name: &str| uses.iter().any(|uri| uri.ends_with(&format!("/{name}")));
    FOR_SIGNING.iter().any(|name| says(name)) || !says(FOR_WEB_SITES)
}

fn certificates(document: &Document, service: Place) -> Vec<Certificate> {
    let identities = children(document, service, "ServiceDigitalIdentity").into_iter();
    let ids = identities.flat_map(|identity| children(document, identity, "DigitalId"));
    let texts = ids.flat_map(|id| children(document, id, "X509Certificate"));
    texts
        .filter_map(|place| signature::base64(&document.text(place)).ok())
        .filter_map(|der| Certificate::from_der(&der))
        .collect()
}
