//! Trusted lists, signed by lxml and Python's cryptography.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use sigillo_domain::signature_verdict::{SignatureCheck, SignatureFinding};
use sigillo_signatures::{Trust, TrustAnchors, TrustedList, TrustedListError, verify};

use crate::authority::{Authority, P256, PERSON, RSA, now, run};
use crate::cades::sign;
use crate::samples::finding;

const GRANTED: &str = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted";
const WITHDRAWN: &str = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/withdrawn";
const WEB_SITES: &str =
    "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForWebSiteAuthentication";
const SIGNATURES: &str = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForeSignatures";

/// A service with the certificate of an authority.
fn service(authority: &Authority, name: &str, kind: &str, status: &str, uses: &[&str]) -> String {
    let certificate = STANDARD.encode(authority.certificate(name).der());
    let uses = uses.iter().map(|uri| {
        format!("<tsl:Extension Critical='true'><tsl:AdditionalServiceInformation>\
                 <tsl:URI xml:lang='en'>{uri}</tsl:URI></tsl:AdditionalServiceInformation></tsl:Extension>")
    });
    let uses: String = uses.collect();
    format!(
        "<tsl:TSPService><tsl:ServiceInformation>\
         <tsl:ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/{kind}</tsl:ServiceTypeIdentifier>\
         <tsl:ServiceName><tsl:Name xml:lang='it'>Società &amp; Figli \"{name}\" &#13;</tsl:Name></tsl:ServiceName>\
         <tsl:ServiceDigitalIdentity><tsl:DigitalId><tsl:X509Certificate>{certificate}</tsl:X509Certificate>\
         </tsl:DigitalId></tsl:ServiceDigitalIdentity><tsl:ServiceStatus>{status}</tsl:ServiceStatus>\
         <tsl:ServiceInformationExtensions>{uses}</tsl:ServiceInformationExtensions>\
         </tsl:ServiceInformation></tsl:TSPService>"
    )
}

fn list(services: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><!-- prova -->\n\
         <tsl:TrustServiceStatusList xmlns:tsl='http://uri.etsi.org/02231/v2#' xmlns:unused='urn:x' Id='list'>\n\
         <tsl:SchemeInformation><tsl:TSLSequenceNumber>7</tsl:TSLSequenceNumber>\
         <tsl:SchemeTerritory>IT</tsl:SchemeTerritory>\
         <tsl:ListIssueDateTime>2026-11-01T00:00:00Z</tsl:ListIssueDateTime>\
         <tsl:NextUpdate><tsl:dateTime>2027-04-01T00:00:00Z</tsl:dateTime></tsl:NextUpdate></tsl:SchemeInformation>\
         <tsl:TrustServiceProviderList><tsl:TrustServiceProvider><tsl:TSPServices>{services}</tsl:TSPServices>\
         </tsl:TrustServiceProvider></tsl:TrustServiceProviderList></tsl:TrustServiceStatusList>"
    )
}

/// The list, signed by one of the authority's certificates.
fn signed(authority: &Authority, list: &str, signer: &str, form: &str) -> Vec<u8> {
    authority.write("list.xml", list.as_bytes());
    let pyhanko = std::env::var_os("SIGILLO_PYHANKO").map_or("pyhanko".into(), PathBuf::from);
    // The interpreter of pyHanko's own environment has what signs XML.
    let python = pyhanko.with_file_name("python");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify/sign_list.py");
    let (key, certificate) = (format!("{signer}.key"), format!("{signer}.pem"));
    let arguments = [script.to_str().unwrap(), "list.xml", &key, &certificate, form];
    run(authority.folder.path(), python.to_str().unwrap(), &arguments);
    authority.read("list.xml")
}

#[test]
fn the_services_that_are_granted_become_anchors() {
    let authority = Authority::with_signer(P256);
    authority.certify("scheme", RSA, "/C=IT/CN=Elenco", PERSON, "root");
    authority.certify("tsa", P256, "/CN=Marche", crate::authority::TIMESTAMPS, "issuer");
    let services = [
        service(&authority, "issuer", "CA/QC", GRANTED, &[]),
        service(&authority, "tsa", "TSA/QTST", GRANTED, &[]),
        service(&authority, "root", "CA/QC", WITHDRAWN, &[]),
        service(&authority, "root", "CA/QC", GRANTED, &[WEB_SITES]),
        service(&authority, "root", "Certstatus/OCSP/QC", GRANTED, &[SIGNATURES]),
    ];
    let xml = signed(&authority, &list(&services.concat()), "scheme", "exclusive");
    let pinned = [authority.certificate("issuer"), authority.certificate("scheme")];
    let read = TrustedList::read(&xml, &pinned, now()).unwrap();
    assert_eq!((read.territory.as_str(), read.sequence), ("IT", 7));
    assert_eq!(read.signer, authority.certificate("scheme"));
    let names: Vec<_> =
        read.anchors.iter().map(|one| (one.certificate.clone(), one.trust)).collect();
    let expected = [
        (authority.certificate("issuer"), Trust::Signatures),
        (authority.certificate("tsa"), Trust::Timestamps),
    ];
    assert_eq!(names, expected);
    assert!(!read.is_outdated("2027-03-01T00:00:00Z".parse().unwrap()));
    assert!(read.is_outdated("2027-05-01T00:00:00Z".parse().unwrap()));

    let mut anchors = TrustAnchors::new();
    anchors.extend(read.anchors);
    let report = verify(&sign(&authority, b"testo", "-cades"), &anchors, now()).report;
    let chain = finding(&report.signatures[0], SignatureCheck::Chain);
    assert_eq!(chain, SignatureFinding::ChainTrusted);
    // Both uses: also for signatures.
    let both = service(&authority, "root", "CA/QC", GRANTED, &[WEB_SITES, SIGNATURES]);
    let xml = signed(&authority, &list(&both), "scheme", "exclusive");
    assert_eq!(TrustedList::read(&xml, &pinned, now()).unwrap().anchors.len(), 1);
}

#[test]
fn a_list_that_its_operator_did_not_sign_is_not_taken() {
    let authority = Authority::with_signer(P256);
    let kept = service(&authority, "issuer", "CA/QC", WITHDRAWN, &[]);
    for (signer, kind) in [("scheme", RSA), ("curve", P256)] {
        authority.certify(signer, kind, "/C=IT/CN=Elenco", PERSON, "root");
        let pinned = [authority.certificate(signer)];
        for form in ["exclusive", "inclusive"] {
            let xml = signed(&authority, &list(&kept), signer, form);
            let read = |xml: &str| TrustedList::read(xml.as_bytes(), &pinned, now());
            let text = String::from_utf8(xml).unwrap();
            assert_eq!(read(&text).unwrap().anchors, [], "{signer} {form}");
            for (from, to, expected) in [
                (WITHDRAWN, GRANTED, TrustedListError::Altered),
                ("2026-11-30T00:00:00Z", "2026-11-29T00:00:00Z", TrustedListError::Altered),
                ("SchemeTerritory>IT", "SchemeTerritory>AT", TrustedListError::Altered),
                ("Id=\"props\"", "Id=\"other\"", TrustedListError::UnsupportedSignature),
                ("<ds:SignatureValue>", "<ds:SignatureValue>AAAA", TrustedListError::UnknownSigner),
                ("xmlenc#sha256", "xmlenc#sha512", TrustedListError::UnknownSigner),
                ("ds:Signature>", "ds:Signatur>", TrustedListError::Unreadable),
                ("<?xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><?xml", TrustedListError::Unreadable),
            ] {
                let changed = text.replacen(from, to, 1);
                assert_ne!(changed, text, "{from}");
                assert_eq!(read(&changed), Err(expected), "{from} {signer} {form}");
            }
        }
    }
    assert_eq!(
        TrustedList::read(list(&kept).as_bytes(), &[authority.certificate("scheme")], now()),
        Err(TrustedListError::Unsigned)
    );
    let xml = signed(&authority, &list(&kept), "scheme", "exclusive");
    let stranger = [authority.certificate("issuer")];
    let read = TrustedList::read(&xml, &stranger, now());
    assert_eq!(read, Err(TrustedListError::UnknownSigner));
    let later = now() + TimeDelta::days(365 * 80);
    let read = TrustedList::read(&xml, &[authority.certificate("scheme")], later);
    assert_eq!(read, Err(TrustedListError::ExpiredSigner));
}

#[test]
fn what_is_no_list_is_an_error() {
    let deep = "<a>".repeat(200_000);
    let read = |xml: &[u8]| TrustedList::read(xml, &[], now());
    for wrong in ["", "<a/>", "testo", deep.as_str(), "\u{feff}<a b='", "<a>&#x110000;</a>"] {
        assert_eq!(read(wrong.as_bytes()), Err(TrustedListError::Unreadable));
    }
    assert_eq!(read(b"\xff\xfe<\0"), Err(TrustedListError::Unreadable));
    assert_eq!(read(&vec![b' '; 25 * 1024 * 1024]), Err(TrustedListError::TooLarge));
}
