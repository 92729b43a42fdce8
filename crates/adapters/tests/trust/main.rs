//! Signatures are verified against the authorities of a folder.

use std::fs;
use std::path::Path;
use std::process::Command;

use sha2::{Digest, Sha256};
use sigillo_adapters::clock::SystemClock;
use sigillo_adapters::trust::TrustFolder;
use sigillo_app::{Clock, ExpectedDocument, SignatureVerifier};
use sigillo_domain::signature_verdict::{FileVerdict, SignatureCheck, SignatureFinding, Verdict};

const TAX_CODE: &str = "TLMZOE04B69G942V";

/// Runs OpenSSL, whose arguments have no spaces.
fn openssl(folder: &Path, arguments: &str) {
    let output = Command::new("openssl").args(arguments.split(' ')).current_dir(folder).output();
    let output = output.expect("openssl: ./just test-rust installs it");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments}: {text}");
}

/// Makes `ca.pem`, and `doc.p7m` that a person certified by it has signed.
fn signed(folder: &Path) -> Vec<u8> {
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256";
    let authority = "-addext keyUsage=critical,keyCertSign,cRLSign";
    openssl(
        folder,
        &format!(
            "req -x509 {key} -keyout ca.key -out ca.pem -days 3650 -subj /CN=Radice {authority}"
        ),
    );
    let subject = format!("/CN=Zoe/serialNumber=TINIT-{TAX_CODE}");
    openssl(folder, &format!("req -new {key} -keyout person.key -out person.csr -subj {subject}"));
    fs::write(folder.join("extensions"), "keyUsage=critical,nonRepudiation\n").unwrap();
    let by = "-CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile extensions";
    openssl(folder, &format!("x509 -req -in person.csr -out person.pem {by}"));
    fs::write(folder.join("doc.txt"), "Chiedo la chiusura della casella.").unwrap();
    let how = "-sign -binary -nodetach -cades -md sha256 -signer person.pem -inkey person.key";
    openssl(folder, &format!("cms {how} -in doc.txt -outform DER -out doc.p7m"));
    fs::read(folder.join("doc.p7m")).unwrap()
}

fn finding(verdict: &FileVerdict, check: SignatureCheck) -> SignatureFinding {
    verdict.signatures[0].line(check).expect("a line").finding
}

#[tokio::test]
async fn the_folder_decides_whom_to_trust_and_is_read_again_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let document = signed(folder.path());
    let trusted = folder.path().join("trust");
    let verifier = TrustFolder::new(trusted.clone());
    let judged = async || {
        let verified = verifier.verify(document.clone(), None, SystemClock.now()).await;
        verified.map(|file| file.verdict)
    };

    let nobody = judged().await.unwrap();
    assert_eq!(finding(&nobody, SignatureCheck::Integrity), SignatureFinding::Intact);
    assert_eq!(finding(&nobody, SignatureCheck::Chain), SignatureFinding::NoAnchors);
    assert_eq!(nobody.verdict(), Verdict::Undetermined);
    let signer = nobody.signatures[0].signer.as_ref().expect("a signer");
    assert_eq!(signer.tax_code.as_ref().map(ToString::to_string).as_deref(), Some(TAX_CODE));

    fs::create_dir(&trusted).unwrap();
    fs::copy(folder.path().join("ca.pem"), trusted.join("ente.pem")).unwrap();
    let known = judged().await.unwrap();
    assert_eq!(finding(&known, SignatureCheck::Chain), SignatureFinding::ChainTrusted);
    // Whether the certificate was revoked is not in the file, and nobody is asked.
    assert_eq!(finding(&known, SignatureCheck::Revocation), SignatureFinding::NoRevocationEvidence);
    assert_eq!(known.verdict(), Verdict::Undetermined);

    let content = b"Chiedo la chiusura della casella.";
    let expected =
        ExpectedDocument { bytes: content.len(), sha256: Sha256::digest(content).into() };
    for (wrong, is_expected) in [(0, true), (1, false)] {
        let expected = ExpectedDocument { bytes: expected.bytes - wrong, ..expected.clone() };
        let verified = verifier.verify(document.clone(), Some(expected), SystemClock.now()).await;
        assert_eq!(verified.unwrap().is_expected, Some(is_expected));
    }

    fs::rename(trusted.join("ente.pem"), trusted.join("ente.timestamps.pem")).unwrap();
    let for_timestamps = judged().await.unwrap();
    assert_eq!(finding(&for_timestamps, SignatureCheck::Chain), SignatureFinding::NoAnchors);

    fs::write(
        trusted.join("rotto.pem"),
        "-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n",
    )
    .unwrap();
    let refused = judged().await.unwrap_err();
    assert!(refused.to_string().contains("rotto.pem"), "{refused}");
}
