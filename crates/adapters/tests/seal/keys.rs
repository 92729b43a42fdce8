//! The keys of the seal: made, imported, stored, replaced, expired.

use std::os::unix::fs::PermissionsExt;

use chrono::TimeDelta;
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_adapters::seal::{StoreError, create, import};
use sigillo_app::{DocumentSeal, SealError};

use crate::authority::{
    Authority, ENCRYPTION, P256, P384, PASSWORD, RSA_1024, RSA_2048, RSA_3072, SEALS,
};
use crate::readers::{pdfsig, pyhanko};
use crate::sample::{GENPDF, Installation, NAME, now, run, seal};

#[tokio::test]
async fn a_self_signed_key_describes_itself() {
    let installation = Installation::self_signed();
    let certificate = installation.seal(None).describe().await.unwrap();
    assert_eq!(certificate.subject, format!("CN={NAME}"));
    assert!(certificate.is_self_signed);
    assert!(certificate.not_before <= now());
    let left = certificate.not_after - now();
    assert!(left > TimeDelta::days(3 * 365 - 3) && left < TimeDelta::days(3 * 366), "{left}");
    let sealed = seal(&installation.seal(None), GENPDF).await.unwrap();
    assert_eq!(sealed.serial, certificate.serial);
}

/// The reader that trusts the root needs the chain from the document.
#[tokio::test]
async fn imported_keys_seal_with_their_chain() {
    let authority = Authority::new();
    for kind in [RSA_2048, RSA_3072, P256] {
        let key = import(&authority.pkcs12(kind, SEALS), PASSWORD).unwrap();
        assert_eq!(key.issuers(), ["CN=issuer,O=Ente", "CN=root,O=Ente"]);
        let installation = Installation::with(&key);
        let certificate = installation.seal(None).describe().await.unwrap();
        assert_eq!(certificate.subject, "CN=seal,O=Ente");
        assert_eq!(certificate.issuer, "CN=issuer,O=Ente");
        assert!(!certificate.is_self_signed);
        let serial = authority.openssl("x509 -in seal.pem -noout -serial");
        assert_eq!(format!("serial={}\n", certificate.serial.to_uppercase()), serial);

        let sealed = seal(&installation.seal(None), GENPDF).await.unwrap().pdf;
        let file = installation.write("sealed.pdf", &sealed);
        for judgement in [pdfsig(&file), pyhanko(&file, &[&authority.path("root.pem")])] {
            assert!(judgement.accepts, "{kind}: {}", judgement.text);
        }
        let stranger = pyhanko(&file, &[&Installation::self_signed().certificate()]);
        assert!(!stranger.accepts, "{}", stranger.text);
    }
}

/// By PBES1 (RC2 and 3DES), which OpenSSL 3 no longer writes without its legacy module.
#[test]
fn a_file_of_the_older_kind_is_imported() {
    let file = include_bytes!("legacy.p12");
    let key = import(file, "parola").unwrap();
    assert_eq!(key.certificate().subject, "CN=Sigillo di prova,O=Regione Esempio");
    assert_eq!(import(file, "Parola").err().unwrap(), "the password is wrong");
}

#[test]
fn what_cannot_be_imported_is_refused_with_its_reason() {
    let authority = Authority::new();
    let reason = |file: &[u8], password: &str| import(file, password).err().unwrap();
    let file = authority.pkcs12(P256, SEALS);
    assert_eq!(reason(&file, "altra"), "the password is wrong");
    assert_eq!(reason(&file, ""), "the password is wrong");
    assert!(reason(b"not a file of keys", PASSWORD).starts_with("it cannot be read as PKCS#12"));
    assert!(reason(&file[..200], PASSWORD).starts_with("it cannot be read as PKCS#12"));
    assert!(reason(&authority.pkcs12(P384, SEALS), PASSWORD).contains("P-256"));
    assert!(reason(&authority.pkcs12(RSA_1024, SEALS), PASSWORD).contains("2048"));

    authority.openssl("pkcs12 -export -nokeys -in seal.pem -passout pass:x -out none.p12");
    let none = std::fs::read(authority.path("none.p12")).unwrap();
    assert_eq!(reason(&none, "x"), "it holds 0 private keys instead of one");
    let lone = "-nocerts -inkey seal.key -passout pass:x -out lone.p12";
    authority.openssl(&format!("pkcs12 -export {lone}"));
    let lone = std::fs::read(authority.path("lone.p12")).unwrap();
    assert_eq!(reason(&lone, "x"), "it holds no certificate");
}

#[test]
fn a_certificate_that_is_not_for_signing_is_told() {
    let authority = Authority::new();
    let key = import(&authority.pkcs12(P256, ENCRYPTION), PASSWORD).unwrap();
    assert!(key.is_for_something_else());
    let key = import(&authority.pkcs12(P256, SEALS), PASSWORD).unwrap();
    assert!(!key.is_for_something_else());
}

#[test]
fn the_private_key_lies_sealed_and_its_files_are_their_owners() {
    let authority = Authority::new();
    let key = import(&authority.pkcs12(P256, SEALS), PASSWORD).unwrap();
    let installation = Installation::with(&key);
    for path in [installation.files.key(), installation.files.secret()] {
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
    authority.openssl("pkey -in seal.key -outform DER -out seal.der");
    let plain = std::fs::read(authority.path("seal.der")).unwrap();
    let stored = std::fs::read_to_string(installation.files.key()).unwrap();
    let parts = pem::parse_many(&stored).unwrap();
    assert_eq!(parts.len(), 4, "three certificates and the key");
    // The private number itself comes after this, in every key of this kind.
    let before = [2, 1, 1, 4, 32];
    let at = plain.windows(before.len()).position(|bytes| bytes == before).unwrap();
    let secret = &plain[at + before.len()..][..32];
    for part in parts {
        assert!(!part.contents().windows(32).any(|bytes| bytes == secret), "{}", part.tag());
    }
    // Others can read whose seal it is.
    let file = installation.files.key().to_str().unwrap();
    let read =
        run(installation.folder.path(), "openssl", &["x509", "-in", file, "-noout", "-subject"]);
    assert!(read.contains("seal"), "{read}");
}

#[tokio::test]
async fn a_key_is_replaced_only_when_asked_and_the_former_is_kept() {
    let installation = Installation::self_signed();
    let service = installation.seal(None);
    let former = service.describe().await.unwrap();
    let content = std::fs::read(installation.files.key()).unwrap();
    let other = create("Altro Ente", now()).unwrap();
    let refused = installation.files.store(&other, false, &SystemEntropy);
    assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
    assert_eq!(service.describe().await.unwrap(), former);

    let kept = installation.files.store(&other, true, &SystemEntropy).unwrap().unwrap();
    assert_eq!(std::fs::read(&kept).unwrap(), content);
    // The server that runs seals with the new one.
    assert_eq!(service.describe().await.unwrap().subject, "CN=Altro Ente");
    let sealed = seal(&service, GENPDF).await.unwrap();
    assert_eq!(sealed.serial, other.certificate().serial);
    // The former can be brought back.
    std::fs::rename(&kept, installation.files.key()).unwrap();
    assert_eq!(service.describe().await.unwrap(), former);
}

#[test]
fn of_two_keys_made_at_once_one_is_stored() {
    let installation = Installation::empty();
    let keys = ["Uno", "Due"].map(|name| create(name, now()).unwrap());
    let stored: Vec<_> = std::thread::scope(|scope| {
        let store = |key| {
            let files = &installation.files;
            scope.spawn(move || files.store(key, false, &SystemEntropy).is_ok())
        };
        keys.iter().map(store).collect::<Vec<_>>().into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert_eq!(stored.iter().filter(|stored| **stored).count(), 1);
    let serial = installation.files.load().unwrap().certificate().serial;
    let winner = stored.iter().position(|stored| *stored).unwrap();
    assert_eq!(serial, keys[winner].certificate().serial);
}

#[tokio::test]
async fn without_a_usable_key_nothing_is_sealed() {
    let empty = Installation::empty();
    assert_eq!(seal(&empty.seal(None), GENPDF).await, Err(SealError::NoKey));
    assert_eq!(empty.seal(None).describe().await, Err(SealError::NoKey));
    assert!(!empty.files.secret().exists(), "a look makes no secret");

    let unusable = async |installation: &Installation, reason: &str| {
        let refused = seal(&installation.seal(None), GENPDF).await;
        let Err(SealError::UnusableKey(told)) = refused else { panic!("{refused:?}") };
        assert!(told.contains(reason), "{told}");
    };
    let installation = Installation::self_signed();
    let text = std::fs::read_to_string(installation.files.key()).unwrap();
    let secret = std::fs::read(installation.files.secret()).unwrap();
    // The certificate of somebody else in the place of ours.
    let other = std::fs::read_to_string(Installation::self_signed().certificate()).unwrap();
    let own = &text[..text.find("-----BEGIN SIGILLO").unwrap()];
    std::fs::write(installation.files.key(), text.replace(own, &other)).unwrap();
    unusable(&installation, "altered").await;
    std::fs::write(installation.files.key(), own).unwrap();
    unusable(&installation, "one private key").await;
    std::fs::write(installation.files.key(), "nothing").unwrap();
    unusable(&installation, "one private key").await;

    std::fs::write(installation.files.key(), &text).unwrap();
    std::fs::write(installation.files.secret(), [7; 32]).unwrap();
    unusable(&installation, "sealed under another key").await;
    std::fs::set_permissions(installation.files.secret(), PermissionsExt::from_mode(0o644))
        .unwrap();
    unusable(&installation, "chmod 600").await;
    std::fs::remove_file(installation.files.secret()).unwrap();
    unusable(&installation, "seal.key").await;

    std::fs::write(installation.files.secret(), secret).unwrap();
    std::fs::set_permissions(installation.files.secret(), PermissionsExt::from_mode(0o600))
        .unwrap();
    seal(&installation.seal(None), GENPDF).await.unwrap();
}

#[tokio::test]
async fn an_expired_certificate_seals_nothing() {
    let past = create(NAME, now() - TimeDelta::days(4 * 365)).unwrap();
    let installation = Installation::with(&past);
    let until = past.certificate().not_after;
    let refused = seal(&installation.seal(None), GENPDF).await;
    assert_eq!(refused, Err(SealError::Expired(until)));
    // It still says whose it is, and since when it has expired.
    assert_eq!(installation.seal(None).describe().await.unwrap().not_after, until);

    let future = create(NAME, now() + TimeDelta::days(2)).unwrap();
    let installation = Installation::with(&future);
    let from = future.certificate().not_before;
    let refused = seal(&installation.seal(None), GENPDF).await;
    assert_eq!(refused, Err(SealError::NotYetValid(from)));
}
