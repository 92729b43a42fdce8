//! The object identifiers of signatures, as the bytes that stand in the files.

use der::asn1::ObjectIdentifier;

macro_rules! oids {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: &[u8] = {
            const OID: ObjectIdentifier = ObjectIdentifier::new_unwrap($text);
            OID.as_bytes()
        };)*
    };
}

oids! {
    // CMS (RFC 5652).
    DATA = "1.2.840.113549.1.7.1";
    SIGNED_DATA = "1.2.840.113549.1.7.2";
    CONTENT_TYPE = "1.2.840.113549.1.9.3";
    MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    SIGNING_TIME = "1.2.840.113549.1.9.5";
    // CAdES (RFC 5035, ETSI EN 319 122-1).
    SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
    SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    TIME_STAMP_TOKEN = "1.2.840.113549.1.9.16.2.14";
    CERTIFICATE_VALUES = "1.2.840.113549.1.9.16.2.23";
    REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24";
    /// The revocation values of PDF signatures before `PAdES`.
    ADOBE_REVOCATION = "1.2.840.113583.1.1.8";
    /// An OCSP response among the revocation values of CMS (RFC 5940).
    OCSP_RESPONSE_INFO = "1.3.6.1.5.5.7.16.2";
    // Timestamps (RFC 3161).
    TST_INFO = "1.2.840.113549.1.9.16.1.4";
    // Digests.
    SHA1 = "1.3.14.3.2.26";
    MD5 = "1.2.840.113549.2.5";
    SHA256 = "2.16.840.1.101.3.4.2.1";
    SHA384 = "2.16.840.1.101.3.4.2.2";
    SHA512 = "2.16.840.1.101.3.4.2.3";
    // Signatures.
    RSA = "1.2.840.113549.1.1.1";
    RSA_MD5 = "1.2.840.113549.1.1.4";
    RSA_SHA1 = "1.2.840.113549.1.1.5";
    MGF1 = "1.2.840.113549.1.1.8";
    RSA_PSS = "1.2.840.113549.1.1.10";
    RSA_SHA256 = "1.2.840.113549.1.1.11";
    RSA_SHA384 = "1.2.840.113549.1.1.12";
    RSA_SHA512 = "1.2.840.113549.1.1.13";
    EC = "1.2.840.10045.2.1";
    P256 = "1.2.840.10045.3.1.7";
    P384 = "1.3.132.0.34";
    ECDSA_SHA1 = "1.2.840.10045.4.1";
    ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    ECDSA_SHA384 = "1.2.840.10045.4.3.3";
    ECDSA_SHA512 = "1.2.840.10045.4.3.4";
    // Extensions and purposes of certificates (RFC 5280, RFC 6960).
    KEY_ID = "2.5.29.14";
    KEY_USAGE = "2.5.29.15";
    BASIC_CONSTRAINTS = "2.5.29.19";
    EXTENDED_KEY_USAGE = "2.5.29.37";
    CRL_POINTS = "2.5.29.31";
    AUTHORITY_KEY_ID = "2.5.29.35";
    CERTIFICATE_POLICIES = "2.5.29.32";
    NO_REVOCATION = "2.5.29.56";
    /// Short-lived certificates (ETSI EN 319 412-1).
    SHORT_TERM = "0.4.0.194121.2.1";
    QC_STATEMENTS = "1.3.6.1.5.5.7.1.3";
    ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    DELTA_CRL = "2.5.29.27";
    FOR_TIMESTAMPS = "1.3.6.1.5.5.7.3.8";
    FOR_MAIL = "1.3.6.1.5.5.7.3.4";
    FOR_ANYTHING = "2.5.29.37.0";
    SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    FOR_OCSP = "1.3.6.1.5.5.7.3.9";
    BASIC_OCSP = "1.3.6.1.5.5.7.48.1.1";
    // Names.
    COMMON_NAME = "2.5.4.3";
    SURNAME = "2.5.4.4";
    SERIAL_NUMBER = "2.5.4.5";
    COUNTRY = "2.5.4.6";
    ORGANIZATION = "2.5.4.10";
    GIVEN_NAME = "2.5.4.42";
    EMAIL_ADDRESS = "1.2.840.113549.1.9.1";
}
