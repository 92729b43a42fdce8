//! The path from a certificate to an anchor (RFC 5280, 6), and whether it was valid at a time.

use chrono::{DateTime, Utc};
use sigillo_domain::signature_verdict::SignatureFinding;

use crate::anchors::{Trust, TrustAnchors};
use crate::certificate::Certificate;
use crate::found::Found;
use crate::oid;
use crate::time;
use crate::work::Work;

/// Paths in use have three or four certificates.
const MAX_LENGTH: usize = 8;

/// A path, from the certificate that signs up to the anchor.
#[derive(Debug)]
pub(crate) struct Path<'a> {
    /// Without the anchor, unless it is the anchor that signs.
    pub certificates: Vec<&'a Certificate>,
    pub anchor: &'a Certificate,
}

impl<'a> Path<'a> {
    /// Each certificate with its issuer; an anchor has none.
    pub fn issued(&self) -> impl Iterator<Item = (&'a Certificate, &'a Certificate)> {
        let issuers = self.certificates.iter().skip(1).copied().chain([self.anchor]);
        let pairs = self.certificates.iter().copied().zip(issuers);
        pairs.filter(|(certificate, _)| *certificate != self.anchor)
    }
}

/// Looks for a path in all directions, and remembers what was wrong with those that led nowhere.
struct Search<'a, 'w> {
    pool: &'a [Certificate],
    anchors: Vec<&'a Certificate>,
    work: &'w Work,
    fault: Option<Found>,
}

/// The path of a certificate that signs documents, timestamps or mail, as `purpose` says.
pub(crate) fn find<'a>(
    certificate: &'a Certificate,
    pool: &'a [Certificate],
    anchors: &'a TrustAnchors,
    purpose: Trust,
    work: &Work,
) -> Result<Path<'a>, Found> {
    let anchors: Vec<_> = anchors.trusted(purpose).collect();
    let suits = match purpose {
        Trust::Timestamps => certificate.is_for(oid::FOR_TIMESTAMPS),
        Trust::CertifiedMail => certificate.may_sign_mail(),
        Trust::Signatures | Trust::Everything => certificate.may_sign_documents(),
    };
    if !suits {
        let name = certificate.subject_text();
        return Err(Found::with(SignatureFinding::KeyUsageForbids, name));
    }
    if certificate.has_unknown_critical {
        let name = certificate.subject_text();
        return Err(Found::with(SignatureFinding::UnsupportedExtension, name));
    }
    if anchors.is_empty() {
        return Err(SignatureFinding::NoAnchors.into());
    }
    let mut search = Search { pool, anchors, work, fault: None };
    let mut path = vec![certificate];
    match search.extend(&mut path)? {
        Some(anchor) => Ok(Path { certificates: path, anchor }),
        None => Err(search.fault.unwrap_or_else(|| {
            let top = certificate.issuer_text();
            Found::with(SignatureFinding::IssuerUnknown, top)
        })),
    }
}

impl<'a> Search<'a, '_> {
    /// Extends a path until an anchor is reached, which is returned.
    fn extend(
        &mut self,
        path: &mut Vec<&'a Certificate>,
    ) -> Result<Option<&'a Certificate>, Found> {
        let Some(&last) = path.last() else { return Ok(None) };
        if let Some(anchor) = self.anchors.iter().copied().find(|anchor| *anchor == last) {
            if path.len() > 1 {
                path.pop();
            }
            return Ok(Some(anchor));
        }
        let named = |one: &&'a Certificate| one.is_named_by(last);
        let anchors: Vec<_> = self.anchors.iter().copied().filter(named).collect();
        for anchor in anchors {
            if self.issues(anchor, last, path.len())? {
                return Ok(Some(anchor));
            }
        }
        let pool: Vec<_> = self.pool.iter().filter(named).collect();
        for issuer in pool {
            if path.len() == MAX_LENGTH || path.contains(&issuer) {
                continue;
            }
            if issuer.has_unknown_critical {
                self.note(SignatureFinding::UnsupportedExtension, issuer);
            } else if self.issues(issuer, last, path.len())? {
                let length = path.len();
                path.push(issuer);
                if let Some(anchor) = self.extend(path)? {
                    return Ok(Some(anchor));
                }
                path.truncate(length);
            }
        }
        Ok(None)
    }

    /// Whether a certificate of the issuer's name has issued the other. `below` is how many certificates the path has
    /// under it, the first of which is no authority.
    fn issues(
        &mut self,
        issuer: &Certificate,
        issued: &Certificate,
        below: usize,
    ) -> Result<bool, Found> {
        self.work.check()?;
        if !issuer.has_signed(issued) {
            // An authority of the same name with another key is no forgery.
            if issued.authority_key_id().is_some() && issued.authority_key_id() == issuer.key_id() {
                self.note(SignatureFinding::ChainForged, issued);
            }
            return Ok(false);
        }
        if !issuer.is_authority {
            self.note(SignatureFinding::IssuerNotAuthority, issuer);
        } else if !issuer.may_sign_certificates() {
            self.note(SignatureFinding::KeyUsageForbids, issuer);
        } else if issuer.path_length.is_some_and(|most| usize::from(most) + 1 < below) {
            self.note(SignatureFinding::PathTooLong, issuer);
        } else {
            return Ok(true);
        }
        Ok(false)
    }

    /// Keeps the first fault: the one nearest to the certificate that signs.
    fn note(&mut self, finding: SignatureFinding, certificate: &Certificate) {
        let found = || Found::with(finding, certificate.subject_text());
        self.fault.get_or_insert_with(found);
    }
}

/// When the certificates of a path must have been valid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub at: DateTime<Utc>,
    /// Whether a timestamp proves it; otherwise it is the time of the verification.
    pub is_proven: bool,
    /// When the signer says that it was.
    pub claimed: Option<DateTime<Utc>>,
}

/// Whether the certificates were valid at a moment.
pub(crate) fn validity(certificates: &[&Certificate], moment: Moment) -> Found {
    for certificate in certificates {
        let name = || certificate.subject_text();
        if moment.at < certificate.not_before {
            return Found::with(SignatureFinding::NotYetValidWhenSigned, name());
        }
        if moment.at > certificate.not_after {
            let was_expired = moment.is_proven
                || moment.claimed.is_some_and(|claimed| claimed > certificate.not_after);
            let finding = if was_expired {
                SignatureFinding::ExpiredWhenSigned
            } else {
                SignatureFinding::ExpiredWithoutTimestamp
            };
            return Found::with(finding, time::text(certificate.not_after));
        }
    }
    let finding = if moment.is_proven {
        SignatureFinding::ValidWhenSigned
    } else {
        SignatureFinding::ValidNow
    };
    Found::with(finding, time::text(moment.at))
}
