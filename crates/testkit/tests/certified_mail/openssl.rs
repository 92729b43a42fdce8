use std::process::{Command, Output};

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
