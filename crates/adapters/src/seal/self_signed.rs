//! A key that vouches for itself, for trying the seal out.

use chrono::{DateTime, Datelike, Months, Utc};
use rcgen::{
    CertificateParams, DistinguishedName, DnType, IsCa, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, date_time_ymd,
};

use super::key::SealKey;

/// How long a self-signed certificate is valid.
const MONTHS: Months = Months::new(36);

/// A new key on the curve P-256 with a certificate for a name, valid from the day of `now` on.
pub fn create(name: &str, now: DateTime<Utc>) -> Result<SealKey, String> {
    let failed = |error: rcgen::Error| format!("no certificate can be made: {error}");
    let pair = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed)?;
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, name);
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = subject;
    parameters.is_ca = IsCa::ExplicitNoCa;
    // Without the second, readers take a signature for proof of identity alone.
    parameters.key_usages =
        vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    let last = now.checked_add_months(MONTHS).ok_or("the clock is wrong")?;
    // From midnight on, so that a reader whose clock is slow accepts it too.
    let [first_day, last_day] = [now, last].map(|at| {
        let day = [at.month(), at.day()].map(|number| u8::try_from(number).unwrap_or(1));
        date_time_ymd(at.year(), day[0], day[1])
    });
    parameters.not_before = first_day;
    parameters.not_after = last_day;
    let certificate = parameters.self_signed(&pair).map_err(failed)?;
    SealKey::new(pair.serialize_der(), vec![certificate.der().to_vec()])
}
