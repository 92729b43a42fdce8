use std::process::{Command, Output};

use chrono::TimeDelta;
use sigillo_adapters::clock::SystemClock;
use sigillo_app::Clock;
use sigillo_domain::receipt::SignatureOutcome;
use sigillo_testkit::certified_mail::Flaw;

use super::*;

/// What OpenSSL says of an e-mail whose signature leads to the provider's authority.
fn openssl(bytes: &[u8]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let (mail, authority) = (folder.path().join("mail.eml"), folder.path().join("ca.pem"));
    std::fs::write(&mail, bytes).unwrap();
    std::fs::write(&authority, PROVIDER.authority_pem()).unwrap();
    let at = now().timestamp().to_string();
    let mut openssl = Command::new("openssl");
    openssl.args(["cms", "-verify", "-purpose", "smimesign", "-attime", &at, "-in"]);
    openssl.arg(mail).arg("-CAfile").arg(authority).output().expect("openssl")
}

#[test]
fn openssl_judges_the_providers_signatures_as_we_do() {
    for kind in ReceiptKind::ALL {
        let output = openssl(&PROVIDER.issue(&receipt(kind)));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let signed = String::from_utf8(output.stdout).unwrap();
        assert!(signed.starts_with("Content-Type: multipart/mixed"));
    }
    for (flaw, reason) in [
        (Flaw::Altered, "content verify error"),
        (Flaw::ExpiredCertificate, "certificate has expired"),
        (Flaw::UnknownAuthority, "certificate verify error"),
        (Flaw::Unsigned, "no content type"),
    ] {
        let output = openssl(&PROVIDER.issue(&receipt(ReceiptKind::Delivery).with(flaw)));
        let error = String::from_utf8_lossy(&output.stderr).to_lowercase();
        assert!(!output.status.success());
        println!("{flaw:?}: {error}");
        assert!(error.contains(reason) || flaw == Flaw::Unsigned, "{error}");
    }
}

/// An e-mail that OpenSSL has signed with RSA and a digest, and the certificate that vouches for itself.
fn signed_by_openssl(digest: &str) -> (Vec<u8>, String) {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut openssl = Command::new("openssl");
        let output = openssl.args(arguments).current_dir(&folder).output().expect("openssl");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    std::fs::write(folder.path().join("text"), "Content-Type: text/plain\r\n\r\nprova\r\n")
        .unwrap();
    run(&[
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "key",
        "-out",
        "pem",
        "-days",
        "30",
        "-subj",
        "/CN=Gestore/emailAddress=posta-certificata@gestore.example.it",
    ]);
    run(&[
        "cms", "-sign", "-in", "text", "-signer", "pem", "-inkey", "key", "-md", digest, "-out",
        "mail",
    ]);
    let file = |name| std::fs::read(folder.path().join(name)).unwrap();
    (file("mail"), String::from_utf8(file("pem")).unwrap())
}

#[test]
fn rsa_is_verified_with_every_digest_that_providers_have_used() {
    for (digest, name) in
        [("sha1", "SHA-1"), ("sha256", "SHA-256"), ("sha384", "SHA-384"), ("sha512", "SHA-512")]
    {
        let (mail, pem) = signed_by_openssl(digest);
        let mut anchors = TrustAnchors::new();
        anchors.add_pem(&pem).unwrap();
        let verify = |mail: &[u8]| {
            let mut parser = ReceiptParser::new();
            parser.write(b"From: Gestore <Posta-Certificata@gestore.example.it>\n");
            parser.write(mail);
            let at = SystemClock.now() + TimeDelta::minutes(1);
            parser.finish().verify(&anchors, at).signature
        };
        let signature = verify(&mail);
        assert_eq!(signature.outcome, SignatureOutcome::Trusted, "{digest} {signature:?}");
        assert_eq!(signature.digest.as_deref(), Some(name));
        assert_eq!(signature.detail, None);
        let altered = String::from_utf8(mail).unwrap().replace("prova", "PROVA");
        assert_eq!(verify(altered.as_bytes()).outcome, SignatureOutcome::Broken);
    }
}
