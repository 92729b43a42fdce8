//! p7m files.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use sigillo_domain::signature_verdict::{
    HolderMatch, SignatureCheck, SignatureFinding, Verdict, signer_is_holder,
};
use sigillo_signatures::{TrustAnchors, enveloped_pdf, verify};

use crate::authority::{
    AUTHORITY, Authority, P256, P384, PERSON, RSA, RSA_1024, now, person, tax_code,
};
use crate::der;
use crate::pdf;
use crate::samples::{assert_line, assert_refused, finding, findings, judge, only};

const DOCUMENT: &[u8] = b"un contratto di prova\n";
const CADES: &str = "-cades";

/// A p7m by `signer`, as OpenSSL makes it with these arguments.
pub fn sign(authority: &Authority, document: &[u8], arguments: &str) -> Vec<u8> {
    sign_as(authority, "signer", document, arguments)
}

pub fn sign_as(authority: &Authority, name: &str, document: &[u8], arguments: &str) -> Vec<u8> {
    authority.write("document", document);
    let by = format!("-signer {name}.pem -inkey {name}.key -certfile issuer.pem");
    let what = "-binary -nodetach -in document -outform DER -out signed.p7m";
    authority.openssl(&format!("cms -sign {by} {what} {arguments}"));
    authority.read("signed.p7m")
}

#[test]
fn every_line_of_a_good_signature_is_said() {
    let authority = Authority::with_signer(P256);
    let signed = sign(&authority, DOCUMENT, CADES);
    let verified = verify(&signed, &authority.anchors(), now());
    let report = &verified.report.signatures[0];
    assert_eq!(
        findings(report),
        [
            SignatureFinding::Intact,
            SignatureFinding::WholeFileSigned,
            SignatureFinding::SignerIdentified,
            SignatureFinding::ChainTrusted,
            SignatureFinding::ValidNow,
            SignatureFinding::NoTimestamp,
            SignatureFinding::NoRevocationEvidence,
            SignatureFinding::LevelBB,
        ]
    );
    // Nobody has said whether the certificate was revoked.
    assert_eq!(verified.report.verdict(), Verdict::Undetermined);
    let signer = report.signer.as_ref().unwrap();
    assert_eq!((signer.name.as_str(), signer.country.as_deref()), ("Ada Esempi", Some("IT")));
    assert_eq!(signer.tax_code, Some(tax_code()));
    assert_eq!(signer_is_holder(&verified.report, &tax_code()), HolderMatch::Holder);
    assert!((report.signed_at.unwrap() - now()).abs() < TimeDelta::minutes(1));
    assert_eq!(report.serial, Some(authority.certificate("signer").serial()));
    assert!(report.issuer.as_ref().unwrap().contains("Autorità"), "{:?}", report.issuer);
    let content = verified.content.unwrap();
    assert_eq!((content.bytes(), content.envelopes()), (DOCUMENT, 1));
    assert!(matches!(content.into_bytes(), std::borrow::Cow::Borrowed(_)), "no copy is made");
}

#[test]
fn keys_and_algorithms_in_use_are_verified() {
    let pss = "-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:digest";
    let long_pss = format!("-md sha512 {pss}");
    for (kind, all) in [
        (
            RSA,
            ["-md sha256", "-md sha384", "-md sha512", pss, &long_pss, "-keyid", "-noattr"]
                .as_slice(),
        ),
        (P256, &["-md sha256", "-md sha384"]),
        (P384, &["-md sha256", "-md sha384"]),
    ] {
        let authority = Authority::with_signer(kind);
        for arguments in all {
            let signed = sign(&authority, DOCUMENT, arguments);
            let expected = SignatureFinding::Intact;
            assert_line(&signed, &authority.anchors(), SignatureCheck::Integrity, expected);
            // One changed byte of the content, which is in the file as it is.
            let mut changed = signed;
            let place = changed.windows(DOCUMENT.len()).position(|bytes| bytes == DOCUMENT);
            changed[place.unwrap()] ^= 1;
            let expected = if *arguments == "-noattr" {
                SignatureFinding::SignatureMismatch
            } else {
                SignatureFinding::DigestMismatch
            };
            assert_line(&changed, &authority.anchors(), SignatureCheck::Integrity, expected);
        }
    }
}

#[test]
fn algorithms_that_are_weak_or_unknown_are_said() {
    let other_mask =
        "-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:digest -keyopt rsa_mgf1_md:sha1";
    let weak = SignatureFinding::WeakAlgorithm;
    let unsupported = SignatureFinding::UnsupportedAlgorithm;
    for (kind, all) in [
        (RSA, [("-md sha1", weak), ("-md md5", weak), (other_mask, unsupported)].as_slice()),
        (P256, &[("-md sha1", weak), ("-md sha512", unsupported)]),
        (RSA_1024, &[("-md sha256", SignatureFinding::WeakKey)]),
    ] {
        let authority = Authority::with_signer(kind);
        for (arguments, expected) in all {
            let signed = sign(&authority, DOCUMENT, arguments);
            assert_line(&signed, &authority.anchors(), SignatureCheck::Integrity, *expected);
        }
    }
}

#[test]
fn the_signature_of_another_key_is_a_mismatch() {
    let authority = Authority::with_signer(P256);
    let mut signed = sign(&authority, DOCUMENT, CADES);
    let end = signed.len() - 1;
    signed[end] ^= 1;
    let expected = SignatureFinding::SignatureMismatch;
    assert_line(&signed, &authority.anchors(), SignatureCheck::Integrity, expected);
    let report = only(&signed, &authority.anchors());
    assert_eq!(finding(&report, SignatureCheck::Level), SignatureFinding::NotReached);
    assert_eq!(report.verdict(), Verdict::Invalid);
}

#[test]
fn the_certificate_must_be_the_one_that_was_signed_for() {
    // The same key, name and serial number in another certificate.
    let authority = Authority::with_signer(P256);
    let signed = sign(&authority, DOCUMENT, CADES);
    let original = authority.certificate("signer").der().to_vec();
    let other = der::with_other_signature(&original);
    let exchanged = der::replaced(&signed, &original, &other);
    let expected = SignatureFinding::SigningCertificateMismatch;
    assert_line(&exchanged, &authority.anchors(), SignatureCheck::Integrity, expected);
    // Without the attribute the level is none of the European ones.
    let plain = sign(&authority, DOCUMENT, "-nosmimecap");
    assert_line(&plain, &authority.anchors(), SignatureCheck::Level, SignatureFinding::NoBaseline);
    let without = sign(&authority, DOCUMENT, "-nocerts -cades");
    let without = der::without_certificates(&without);
    let expected = SignatureFinding::SignerCertificateMissing;
    assert_line(&without, &authority.anchors(), SignatureCheck::Integrity, expected);
}

#[test]
fn ber_in_pieces_padded_and_as_text_is_the_same_file() {
    let authority = Authority::with_signer(P256);
    // With -stream OpenSSL writes indefinite lengths, and content in pieces.
    let long: Vec<u8> = (0..=u8::MAX).cycle().take(100_000).collect();
    let streamed = sign(&authority, &long, "-cades -stream");
    assert_eq!(streamed[1], 0x80, "no indefinite length");
    let whole = sign(&authority, &long, CADES);
    let text = STANDARD.encode(&whole);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(|line| [line, b"\r\n"].concat()).collect();
    let lines = lines.concat();
    let pem = [b"-----BEGIN PKCS7-----\n", lines.as_slice(), b"-----END PKCS7-----\n"].concat();
    let padded = [whole.as_slice(), &[0; 1000]].concat();
    let unpadded_text = text.trim_end_matches('=').as_bytes().to_vec();
    let text = text.into_bytes();
    for file in [streamed, whole, text, lines, pem, padded, unpadded_text] {
        let verified = verify(&file, &authority.anchors(), now());
        let report = &verified.report.signatures[0];
        assert_eq!(finding(report, SignatureCheck::Integrity), SignatureFinding::Intact);
        assert_eq!(finding(report, SignatureCheck::Coverage), SignatureFinding::WholeFileSigned);
        assert_eq!(verified.content.unwrap().bytes(), long);
    }
    let longer = [sign(&authority, &long, CADES).as_slice(), b"and more"].concat();
    let expected = SignatureFinding::BytesAddedAfterSigning;
    assert_line(&longer, &authority.anchors(), SignatureCheck::Coverage, expected);
}

#[test]
fn attributes_that_came_as_ber_are_hashed_as_der() {
    let authority = Authority::with_signer(P256);
    let signed = der::with_indefinite_attributes(&sign(&authority, DOCUMENT, CADES));
    let expected = SignatureFinding::Intact;
    assert_line(&signed, &authority.anchors(), SignatureCheck::Integrity, expected);
}

#[test]
fn what_cannot_be_verified_is_refused_with_its_reason() {
    let authority = Authority::with_signer(P256);
    authority.write("document", DOCUMENT);
    let by = "-signer signer.pem -inkey signer.key -in document -outform DER -out detached.p7m";
    authority.openssl(&format!("cms -sign -binary {by}"));
    let detached = authority.read("detached.p7m");
    assert_refused(&detached, SignatureFinding::Detached);
    assert_refused(STANDARD.encode(&detached).as_bytes(), SignatureFinding::Detached);
    for other in [b"".as_slice(), b"testo", b"\x30\x80", b"PK\x03\x04", b"MII", &[0; 64]] {
        assert_refused(other, SignatureFinding::UnknownFormat);
    }
    let signed = sign(&authority, DOCUMENT, CADES);
    assert_refused(&signed[..signed.len() / 2], SignatureFinding::Damaged);
    assert_refused(&vec![0; sigillo_signatures::MAX_BYTES + 1], SignatureFinding::TooLarge);
    let unsigned = der::without_signers(&signed);
    assert_refused(&unsigned, SignatureFinding::NoSignature);
}

#[test]
fn envelopes_within_envelopes_are_opened() {
    let authority = Authority::with_signer(P256);
    authority.certify("eva", P256, "/C=IT/CN=Eva Esempi", PERSON, "issuer");
    let pdf = pdf::minimal();
    let inner = sign(&authority, &pdf, CADES);
    let outer = sign_as(&authority, "eva", &inner, CADES);
    let verified = verify(&outer, &authority.anchors(), now());
    let names: Vec<_> = verified
        .report
        .signatures
        .iter()
        .map(|one| (one.depth, one.signer.as_ref().unwrap().name.clone()))
        .collect();
    assert_eq!(names, [(0, "Eva Esempi".to_owned()), (1, "Ada Esempi".to_owned())]);
    assert_eq!(verified.report.finding, None, "a PDF in an envelope need not be signed");
    let content = verified.content.unwrap();
    assert_eq!((content.envelopes(), content.is_pdf()), (2, true));
    assert!(content.starts_with_revision(pdf.len(), &content.sha256()));
    assert!(!content.starts_with_revision(pdf.len(), &[0; 32]));
    assert!(!content.starts_with_revision(pdf.len() + 1, &content.sha256()));
    assert_eq!(enveloped_pdf(&outer).unwrap(), pdf);
    assert_eq!(enveloped_pdf(STANDARD.encode(&outer).as_bytes()).unwrap(), pdf);
    assert_eq!(enveloped_pdf(&pdf), None);
    assert_eq!(enveloped_pdf(&sign(&authority, DOCUMENT, CADES)), None);
    let mut deep = outer;
    for _ in 0..3 {
        deep = sign(&authority, &deep, CADES);
    }
    let report = judge(&deep, &authority.anchors());
    assert_eq!(report.finding, Some(SignatureFinding::NestedTooDeep));
    assert_eq!((report.verdict(), report.signatures.len()), (Verdict::Undetermined, 4));
}

#[test]
fn several_signers_are_judged_each() {
    let authority = Authority::with_signer(P256);
    authority.certify("eva", RSA, "/C=IT/CN=Eva Esempi", PERSON, "issuer");
    authority.write("document", DOCUMENT);
    let by =
        "-signer signer.pem -inkey signer.key -signer eva.pem -inkey eva.key -certfile issuer.pem";
    authority.openssl(&format!(
        "cms -sign -nodetach -binary {by} -in document -outform DER -out two.p7m"
    ));
    let report = judge(&authority.read("two.p7m"), &authority.anchors());
    assert_eq!(report.signatures.len(), 2);
    for one in &report.signatures {
        assert_eq!(finding(one, SignatureCheck::Integrity), SignatureFinding::Intact);
    }
    assert_eq!(signer_is_holder(&report, &tax_code()), HolderMatch::Holder);
}

#[test]
fn the_signer_is_named_with_a_codice_fiscale_or_not() {
    let authority = Authority::new();
    let code = tax_code();
    let right = format!("/CN=Ada/serialNumber=TINIT-{code}");
    for (subject, expected) in [
        (right.as_str(), SignatureFinding::SignerIdentified),
        (&format!("/CN=Ada/serialNumber=IT:{code}"), SignatureFinding::SignerIdentified),
        ("/CN=Ada", SignatureFinding::NoTaxCode),
        ("/O=Ente/CN=Sigillo/serialNumber=VATIT-00000000000", SignatureFinding::NoTaxCode),
        ("/CN=Ada/serialNumber=TINIT-AAAAAA00A00A000A", SignatureFinding::TaxCodeInvalid),
    ] {
        authority.certify("signer", P256, subject, PERSON, "issuer");
        let signed = sign(&authority, DOCUMENT, CADES);
        assert_line(&signed, &authority.anchors(), SignatureCheck::Signer, expected);
    }
}

#[test]
fn a_chain_leads_to_an_anchor_or_says_where_it_ends() {
    let authority = Authority::with_signer(P256);
    let chain = |authority: &Authority, anchors: &TrustAnchors| {
        let report = only(&sign(authority, DOCUMENT, CADES), anchors);
        let line = report.line(SignatureCheck::Chain).unwrap();
        (line.finding, line.value.clone().unwrap_or_default())
    };
    let found = chain(&authority, &authority.anchors());
    assert_eq!(found.0, SignatureFinding::ChainTrusted);
    assert!(found.1.contains("Radice"), "{found:?}");
    assert_eq!(chain(&authority, &TrustAnchors::new()).0, SignatureFinding::NoAnchors);
    let stranger = Authority::with_root(AUTHORITY);
    // The same name, but another key: which is no forgery.
    assert_eq!(chain(&authority, &stranger.anchors()).0, SignatureFinding::IssuerUnknown);
    let mut own = TrustAnchors::new();
    own.add(authority.certificate("signer"), sigillo_signatures::Trust::Signatures);
    assert_eq!(chain(&authority, &own).0, SignatureFinding::ChainTrusted);
    let mut of_timestamps = TrustAnchors::new();
    of_timestamps.add(authority.certificate("root"), sigillo_signatures::Trust::Timestamps);
    assert_eq!(chain(&authority, &of_timestamps).0, SignatureFinding::NoAnchors);
}

#[test]
fn certificates_must_be_for_what_they_are_used() {
    for (issuer_extensions, signer_extensions, expected) in [
        ("basicConstraints=critical,CA:FALSE", PERSON, SignatureFinding::IssuerNotAuthority),
        ("keyUsage=critical,keyCertSign", PERSON, SignatureFinding::IssuerNotAuthority),
        ("basicConstraints=CA:TRUE\nkeyUsage=cRLSign", PERSON, SignatureFinding::KeyUsageForbids),
        (AUTHORITY, "keyUsage=critical,keyEncipherment", SignatureFinding::KeyUsageForbids),
        (AUTHORITY, "1.2.3.4=critical,DER:0500", SignatureFinding::UnsupportedExtension),
        (
            &format!("{AUTHORITY}\n1.2.3.4=critical,DER:0500"),
            PERSON,
            SignatureFinding::UnsupportedExtension,
        ),
        (AUTHORITY, "keyUsage=digitalSignature", SignatureFinding::ChainTrusted),
        (AUTHORITY, "subjectAltName=email:ada@example.org", SignatureFinding::ChainTrusted),
    ] {
        let authority = Authority::with_root(AUTHORITY);
        authority.certify("issuer", P256, "/CN=Intermedia", issuer_extensions, "root");
        authority.certify("signer", P256, &person(), signer_extensions, "issuer");
        let signed = sign(&authority, DOCUMENT, CADES);
        assert_line(&signed, &authority.anchors(), SignatureCheck::Chain, expected);
    }
    let no_more = "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign";
    let authority = Authority::with_root(no_more);
    authority.certify("issuer", P256, "/CN=Intermedia", AUTHORITY, "root");
    authority.certify("signer", P256, &person(), PERSON, "issuer");
    let signed = sign(&authority, DOCUMENT, CADES);
    let expected = SignatureFinding::PathTooLong;
    assert_line(&signed, &authority.anchors(), SignatureCheck::Chain, expected);
}

#[test]
fn a_certificate_that_its_issuer_did_not_sign_is_forged() {
    let authority = Authority::with_signer(P256);
    let original = authority.certificate("signer").der().to_vec();
    let signed = sign(&authority, DOCUMENT, "-nosmimecap");
    let forged = der::replaced(&signed, &original, &der::with_other_signature(&original));
    let expected = SignatureFinding::ChainForged;
    assert_line(&forged, &authority.anchors(), SignatureCheck::Chain, expected);
}

#[test]
fn certificates_are_valid_for_a_time() {
    let authority = Authority::new();
    let validity = |from: TimeDelta, until: TimeDelta, at: TimeDelta| {
        let dates = [from, until].map(|away| crate::authority::date(now() + away));
        let dates = [dates[0].as_str(), dates[1].as_str()];
        authority.certify_for("signer", P256, &person(), PERSON, "issuer", dates);
        let signed = sign(&authority, DOCUMENT, CADES);
        let report = verify(&signed, &authority.anchors(), now() + at).report;
        finding(&report.signatures[0], SignatureCheck::Validity)
    };
    let days = TimeDelta::days;
    assert_eq!(validity(days(-1), days(1), days(0)), SignatureFinding::ValidNow);
    assert_eq!(validity(days(-1), days(1), days(2)), SignatureFinding::ExpiredWithoutTimestamp);
    // The signer says that it was signed now.
    assert_eq!(validity(days(-2), days(-1), days(0)), SignatureFinding::ExpiredWhenSigned);
    assert_eq!(validity(days(1), days(2), days(0)), SignatureFinding::NotYetValidWhenSigned);
}
