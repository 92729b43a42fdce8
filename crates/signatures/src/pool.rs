//! The certificates that a file brings, of which paths are built.

use crate::certificate::Certificate;
use crate::cms::SignedData;
use crate::oid;

/// A file has three or four, and ten with all its timestamps.
const MAX_CERTIFICATES: usize = 128;

/// The certificates of signed data, and those that were added to its signatures.
pub(crate) fn of_signature(signed: &SignedData<'_>) -> Vec<Certificate> {
    let mut pool = vec![];
    extend(&mut pool, signed.certificates.iter().filter_map(|der| Certificate::from_der(der)));
    for signer in &signed.signers {
        for values in signer.unsigned(oid::CERTIFICATE_VALUES).unwrap_or_default() {
            let mut reader = values.reader();
            let values = std::iter::from_fn(|| reader.value().ok()).take(MAX_CERTIFICATES);
            extend(&mut pool, values.filter_map(|value| Certificate::from_der(value.whole)));
        }
    }
    pool
}

/// Adds certificates, each once.
pub(crate) fn extend(pool: &mut Vec<Certificate>, more: impl IntoIterator<Item = Certificate>) {
    for certificate in more {
        if pool.len() == MAX_CERTIFICATES {
            break;
        }
        if !pool.iter().any(|known| known.fingerprint() == certificate.fingerprint()) {
            pool.push(certificate);
        }
    }
}
