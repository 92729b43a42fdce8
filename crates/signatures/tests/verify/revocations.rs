//! Timestamps and revocation, each good, bad and not checked, in p7m files whose attributes are put in by the tests.

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_domain::signature_verdict::{SignatureCheck, SignatureFinding, SignatureReport};
use sigillo_signatures::{TrustAnchors, verify};

use crate::authority::{Authority, P256, PERSON, RESPONDER, TIMESTAMPS, date, now, person};
use crate::cades::sign;
use crate::der;
use crate::samples::finding;
use crate::service::{CONFIGURATION, Service};

const TOKEN: &str = "1.2.840.113549.1.9.16.2.14";
const REVOCATION_VALUES: &str = "1.2.840.113549.1.9.16.2.24";
const DOCUMENT: &[u8] = b"un contratto di prova\n";
const ALWAYS: [&str; 2] = ["20250101000000Z", "20991230000000Z"];

fn report(signed: &[u8], anchors: &TrustAnchors, at: DateTime<Utc>) -> SignatureReport {
    verify(signed, anchors, at).report.signatures.remove(0)
}

/// The values of revocation as an attribute: lists, and whole responses.
fn with_evidence(signed: &[u8], crls: &[Vec<u8>], responses: &[Vec<u8>]) -> Vec<u8> {
    let list = |number: u8, items: &[Vec<u8>]| {
        der::value(0xa0 | number, &der::value(0x30, &items.concat()))
    };
    let basic: Vec<_> = responses.iter().map(|response| der::basic_response(response)).collect();
    let values = [list(0, crls), list(1, &basic)].concat();
    der::with_unsigned(signed, REVOCATION_VALUES, &der::value(0x30, &values))
}

#[test]
fn a_timestamp_is_good_bad_or_not_checked() {
    let service = Service::start();
    let authority = &service.authority;
    let anchors = authority.anchors();
    let signed = sign(authority, DOCUMENT, "-cades");
    let judge = |token: &[u8], anchors: &TrustAnchors| {
        let report = report(&der::with_unsigned(&signed, TOKEN, token), anchors, now());
        let validity = finding(&report, SignatureCheck::Validity);
        (finding(&report, SignatureCheck::Timestamp), validity, report.proven_at.is_some())
    };
    let good = service.stamp(&der::signature(&signed), "tsa");
    let proven = (SignatureFinding::TimestampTrusted, SignatureFinding::ValidWhenSigned, true);
    assert_eq!(judge(&good, &anchors), proven);
    let unproven = |finding| (finding, SignatureFinding::ValidNow, false);
    let mismatch = service.stamp(b"something else", "tsa");
    assert_eq!(judge(&mismatch, &anchors), unproven(SignatureFinding::TimestampMismatch));
    let mut damaged = good.clone();
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(judge(&damaged, &anchors), unproven(SignatureFinding::TimestampInvalid));
    let nothing = der::value(0x30, b"");
    assert_eq!(judge(&nothing, &anchors), unproven(SignatureFinding::TimestampInvalid));
    // A signature, which is no timestamp.
    assert_eq!(judge(&signed, &anchors), unproven(SignatureFinding::TimestampInvalid));

    // Only the person's authority is trusted, not that of the timestamps.
    let mut of_people = TrustAnchors::new();
    of_people.add(authority.certificate("root"), sigillo_signatures::Trust::Signatures);
    let unknown = SignatureFinding::TimestampIssuerUnknown;
    assert_eq!(judge(&good, &of_people), unproven(unknown));
    // With one bad and one good the good one counts.
    let both = der::with_unsigned(&der::with_unsigned(&signed, TOKEN, &mismatch), TOKEN, &good);
    let report = report(&both, &anchors, now());
    assert_eq!(finding(&report, SignatureCheck::Timestamp), SignatureFinding::TimestampTrusted);
}

#[test]
fn a_service_of_timestamps_must_be_one() {
    let service = Service::start();
    let authority = &service.authority;
    let signed = sign(authority, DOCUMENT, "-cades");
    let value = der::signature(&signed);
    let judge = |at: DateTime<Utc>| {
        let token = service.stamp(&value, "tsa");
        let stamped = der::with_unsigned(&signed, TOKEN, &token);
        finding(&report(&stamped, &authority.anchors(), at), SignatureCheck::Timestamp)
    };
    assert_eq!(judge(now()), SignatureFinding::TimestampTrusted);
    // Its clock is ahead of ours.
    let earlier = now() - TimeDelta::hours(1);
    assert_eq!(judge(earlier), SignatureFinding::TimestampInvalid);
    let expired = ["20250101000000Z", "20250201000000Z"];
    authority.certify_for("tsa", P256, "/CN=Marche", TIMESTAMPS, "issuer", expired);
    authority.write("tsa.cnf", CONFIGURATION.as_bytes());
    assert_eq!(judge(now()), SignatureFinding::TimestampInvalid);
}

#[test]
fn what_was_signed_before_the_certificate_expired_stays_valid_with_a_timestamp() {
    let service = Service::start();
    let authority = &service.authority;
    let dates = [date(now() - TimeDelta::days(1)), date(now() + TimeDelta::days(1))];
    let dates = [dates[0].as_str(), dates[1].as_str()];
    authority.certify_for("signer", P256, &person(), PERSON, "issuer", dates);
    let signed = sign(authority, DOCUMENT, "-cades");
    let stamped =
        der::with_unsigned(&signed, TOKEN, &service.stamp(&der::signature(&signed), "tsa"));
    let validity = |file: &[u8]| {
        let later = now() + TimeDelta::days(30);
        finding(&report(file, &authority.anchors(), later), SignatureCheck::Validity)
    };
    assert_eq!(validity(&signed), SignatureFinding::ExpiredWithoutTimestamp);
    assert_eq!(validity(&stamped), SignatureFinding::ValidWhenSigned);
    // Stamped after the end.
    let dates = ["20250101000000Z", "20250201000000Z"];
    authority.certify_for("signer", P256, &person(), PERSON, "issuer", dates);
    let signed = sign(authority, DOCUMENT, "-cades");
    let stamped =
        der::with_unsigned(&signed, TOKEN, &service.stamp(&der::signature(&signed), "tsa"));
    assert_eq!(validity(&stamped), SignatureFinding::ExpiredWhenSigned);
}

/// What is said of revocation.
fn revocation(authority: &Authority, file: &[u8], at: DateTime<Utc>) -> SignatureFinding {
    finding(&report(file, &authority.anchors(), at), SignatureCheck::Revocation)
}

#[test]
fn revocation_is_known_from_lists() {
    let service = Service::start();
    let authority = &service.authority;
    let signed = sign(authority, DOCUMENT, "-cades");
    let (root, issuer) =
        (authority.list_revoked("root", ALWAYS), authority.list_revoked("issuer", ALWAYS));
    let judge = |crls: &[Vec<u8>]| revocation(authority, &with_evidence(&signed, crls, &[]), now());
    let unknown = SignatureFinding::NoRevocationEvidence;
    assert_eq!(revocation(authority, &signed, now()), unknown);
    assert_eq!(judge(&[root.clone(), issuer.clone()]), SignatureFinding::NotRevoked);
    assert_eq!(
        judge(std::slice::from_ref(&issuer)),
        unknown,
        "nothing of the intermediate authority"
    );
    assert_eq!(judge(std::slice::from_ref(&root)), unknown, "nothing of the signer");
    let mut damaged = issuer.clone();
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(judge(&[root.clone(), damaged]), unknown);
    let old = authority.list_revoked("issuer", ["20250101000000Z", "20250201000000Z"]);
    let outdated = SignatureFinding::RevocationEvidenceOutdated;
    assert_eq!(judge(&[root.clone(), old]), outdated);
    let coming = authority.list_revoked("issuer", ["20900101000000Z", "20910101000000Z"]);
    assert_eq!(judge(&[root.clone(), coming]), unknown, "a list of the future");

    authority.revoke("signer");
    let revoking = authority.list_revoked("issuer", ALWAYS);
    assert_eq!(judge(&[root.clone(), issuer, revoking.clone()]), SignatureFinding::Revoked);
    // A timestamp from before proves that it was signed earlier; the test signs and revokes in the same second.
    let stamped =
        der::with_unsigned(&signed, TOKEN, &service.stamp(&der::signature(&signed), "tsa"));
    let index = String::from_utf8(authority.read("index.txt")).unwrap();
    let coming = date(now() + TimeDelta::days(1));
    let later: Vec<_> = index.lines().map(|line| revoked_at(line, &coming[2..])).collect();
    authority.write("index.txt", format!("{}\n", later.join("\n")).as_bytes());
    let revoking_later = authority.list_revoked("issuer", ALWAYS);
    let file = with_evidence(&stamped, &[root, revoking_later], &[]);
    let in_two_days = now() + TimeDelta::days(2);
    assert_eq!(revocation(authority, &file, in_two_days), SignatureFinding::RevokedLater);
    let unproven = with_evidence(&signed, &[revoking], &[]);
    assert_eq!(revocation(authority, &unproven, in_two_days), SignatureFinding::Revoked);
}

/// A line of OpenSSL's index with another time of the revocation, if it has one.
fn revoked_at(line: &str, at: &str) -> String {
    let mut columns: Vec<_> = line.split('\t').collect();
    if columns[0] == "R" {
        columns[2] = at;
    }
    columns.join("\t")
}

#[test]
fn revocation_is_known_from_responses() {
    let service = Service::start();
    let authority = &service.authority;
    let signed = sign(authority, DOCUMENT, "-cades");
    let root = authority.list_revoked("root", ALWAYS);
    let judge = |response: Vec<u8>, at: DateTime<Utc>| {
        revocation(authority, &with_evidence(&signed, std::slice::from_ref(&root), &[response]), at)
    };
    let unknown = SignatureFinding::NoRevocationEvidence;
    let soon = now() + TimeDelta::seconds(1);
    for by in ["responder", "issuer"] {
        assert_eq!(judge(service.respond("signer", by), soon), SignatureFinding::NotRevoked);
    }
    assert_eq!(judge(service.respond("tsa", "responder"), soon), unknown, "of another one");
    // Whoever is not meant to answer, or was not put in charge by the issuer, does not count.
    assert_eq!(judge(service.respond("signer", "tsa"), soon), unknown);
    authority.certify("stranger", P256, "/CN=Estraneo", RESPONDER, "root");
    assert_eq!(judge(service.respond("signer", "stranger"), soon), unknown);
    let mut damaged = service.respond("signer", "issuer");
    let place = damaged.len() / 3;
    damaged[place] ^= 1;
    assert_eq!(judge(damaged, soon), unknown);
    let in_a_year = now() + TimeDelta::days(365);
    let outdated = SignatureFinding::RevocationEvidenceOutdated;
    assert_eq!(judge(service.respond("signer", "responder"), in_a_year), outdated);
    authority.revoke("signer");
    let soon = now() + TimeDelta::seconds(2);
    assert_eq!(judge(service.respond("signer", "responder"), soon), SignatureFinding::Revoked);
}

#[test]
fn lists_of_a_part_speak_of_that_part() {
    let service = Service::start();
    let authority = &service.authority;
    let signed = sign(authority, DOCUMENT, "-cades");
    let root = authority.list_revoked("root", ALWAYS);
    for (point, expected) in [
        (format!("fullname=URI:{}/issuer.crl", service.url), SignatureFinding::NotRevoked),
        (
            "fullname=URI:http://pki.example.org/other.crl".into(),
            SignatureFinding::NoRevocationEvidence,
        ),
        ("onlyuser=TRUE".into(), SignatureFinding::NotRevoked),
        ("onlyCA=TRUE".into(), SignatureFinding::NoRevocationEvidence),
        ("indirectCRL=TRUE".into(), SignatureFinding::NoRevocationEvidence),
        ("onlysomereasons=keyCompromise".into(), SignatureFinding::NoRevocationEvidence),
    ] {
        let crl = authority.list_with_point("issuer", &point, ALWAYS);
        let file = with_evidence(&signed, &[root.clone(), crl], &[]);
        assert_eq!(revocation(authority, &file, now()), expected, "{point}");
    }
}

#[test]
fn short_lived_certificates_need_no_revocation() {
    let authority = Authority::new();
    let short = format!("{PERSON}\n0.4.0.194121.2.1=DER:0500");
    authority.certify("signer", P256, &person(), &short, "issuer");
    let signed = sign(&authority, DOCUMENT, "-cades");
    let mut anchors = authority.anchors();
    let unknown = SignatureFinding::NoRevocationEvidence;
    assert_eq!(revocation(&authority, &signed, now()), unknown, "of the authority above");
    anchors.add(authority.certificate("issuer"), sigillo_signatures::Trust::Signatures);
    let found = report(&signed, &anchors, now());
    let expected = SignatureFinding::RevocationNotNeeded;
    assert_eq!(finding(&found, SignatureCheck::Revocation), expected);
}
