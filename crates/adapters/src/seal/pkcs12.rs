//! Keys that come as PKCS#12 files, as certification authorities hand them out.

use p12_keystore::{Pkcs12Archive, error::Error};
use x509_cert::Certificate;

use super::key::{SealKey, parse_certificate};

/// Takes the private key of a PKCS#12 file with its certificate and those of the issuers.
pub fn import(file: &[u8], password: &str) -> Result<SealKey, String> {
    let archive = Pkcs12Archive::from_pkcs12(file, password).map_err(|error| match error {
        Error::MacError(_) => "the password is wrong".to_owned(),
        other => format!("it cannot be read as PKCS#12: {other}"),
    })?;
    let [key] = archive.keys.as_slice() else {
        return Err(format!("it holds {} private keys instead of one", archive.keys.len()));
    };
    let certificates: Vec<_> = archive.certs.iter().map(|bag| bag.cert.as_der().to_vec()).collect();
    let private_key = key.key.as_der();
    let mut reason = "it holds no certificate".to_owned();
    for leaf in &certificates {
        match SealKey::new(private_key.to_vec(), vec![leaf.clone()]) {
            Ok(_) => return SealKey::new(private_key.to_vec(), chain(leaf, &certificates)?),
            Err(error) => reason = error,
        }
    }
    Err(reason)
}

/// A certificate and those of its issuers, as far as they are there.
fn chain(leaf: &[u8], certificates: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, String> {
    // What cannot be read is no issuer that anybody would recognise: old files hold strange certificates.
    let parsed = certificates.iter().filter_map(|der| Some((der, parse_certificate(der).ok()?)));
    let parsed: Vec<(&Vec<u8>, Certificate)> = parsed.collect();
    let mut chain = vec![leaf.to_vec()];
    let mut last = parse_certificate(leaf)?;
    // Ends, since each certificate is taken at most once.
    while let Some((der, issuer)) = parsed.iter().find(|(der, candidate)| {
        candidate.tbs_certificate().subject() == last.tbs_certificate().issuer()
            && !chain.contains(der)
    }) {
        chain.push((*der).clone());
        last = issuer.clone();
    }
    Ok(chain)
}
