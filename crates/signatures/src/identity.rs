//! Whom a certificate names.

use sigillo_domain::signature_verdict::{SignatureFinding, Signer};
use sigillo_domain::tax_code::TaxCode;

use crate::certificate::Certificate;
use crate::found::Found;
use crate::oid;

/// What is before a codice fiscale in a serial number (ETSI EN 319 412-1, 5.1.3); and what was until 2016.
const PREFIXES: [&str; 2] = ["TINIT-", "IT:"];

/// The person, and the line that says how well the certificate names them.
pub(crate) fn of(certificate: &Certificate) -> (Signer, Found) {
    let attribute = |oid| certificate.subject_attribute(oid).filter(|text| !text.is_empty());
    let names = [attribute(oid::GIVEN_NAME), attribute(oid::SURNAME)];
    let full: Vec<_> = names.into_iter().flatten().collect();
    let name = if full.len() == 2 { Some(full.join(" ")) } else { attribute(oid::COMMON_NAME) };
    let serial = attribute(oid::SERIAL_NUMBER).unwrap_or_default();
    let code = PREFIXES.iter().find_map(|prefix| serial.strip_prefix(prefix));
    let code = code.map(TaxCode::parse);
    let found = match &code {
        None => SignatureFinding::NoTaxCode.into(),
        Some(Err(_)) => Found::with(SignatureFinding::TaxCodeInvalid, serial.as_str()),
        Some(Ok(code)) => Found::with(SignatureFinding::SignerIdentified, code.as_str()),
    };
    let signer = Signer {
        name: name.unwrap_or_else(|| certificate.subject_text()),
        tax_code: code.and_then(Result::ok),
        organization: attribute(oid::ORGANIZATION),
        country: attribute(oid::COUNTRY),
    };
    (signer, found)
}
