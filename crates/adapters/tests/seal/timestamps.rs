//! Seals with a timestamp (B-T), and services that give none.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use sigillo_adapters::seal::{SealKey, TimestampService, import, parse_url};
use sigillo_app::SealError;

use crate::authority::{Authority, PASSWORD, RSA_2048, SEALS};
use crate::readers::{pdfsig, pyhanko};
use crate::sample::{GENPDF, Installation, now, seal, with_streams};
use crate::tsa::{Conduct, Tsa};

/// A key with a chain of certificates.
fn imported() -> SealKey {
    import(&Authority::new().pkcs12(RSA_2048, SEALS), PASSWORD).unwrap()
}

/// Whether pdfsig and pyHanko accept a document, and whether the latter finds a sound timestamp in it.
fn judge(installation: &Installation, root: &Path, pdf: &[u8]) -> [bool; 3] {
    let file = installation.write("judged.pdf", pdf);
    let judgement = pyhanko(&file, &[&installation.certificate(), root]);
    let stamped = judgement.text.contains("The timestamp token is cryptographically sound.")
        && judgement.text.contains("The TSA certificate is trusted.");
    [pdfsig(&file).accepts, judgement.accepts, stamped]
}

#[tokio::test(flavor = "multi_thread")]
async fn both_accept_a_seal_with_a_timestamp_until_a_byte_changes() {
    let tsa = Tsa::start(Conduct::Stamp).await;
    let root = tsa.authority.path("root.pem");
    for (installation, pdf) in [
        (Installation::self_signed(), with_streams(GENPDF)),
        (Installation::with(&imported()), GENPDF.to_vec()),
    ] {
        let sealed = seal(&installation.seal(Some(tsa.service())), &pdf).await.unwrap();
        assert!((sealed.timestamp.unwrap() - now()).abs() < TimeDelta::minutes(1));
        assert_eq!(judge(&installation, &root, &sealed.pdf), [true; 3]);
        for place in [GENPDF.len() / 2, pdf.len() + 60, sealed.pdf.len() - 4] {
            let mut changed = sealed.pdf.clone();
            changed[place] ^= 1;
            let [pdfsig, pyhanko, _] = judge(&installation, &root, &changed);
            assert!(!pdfsig && !pyhanko, "{place}: {pdfsig} {pyhanko}");
        }
        assert!(!judge(&installation, &root, &with_damaged_token(sealed.pdf))[1]);
    }
}

/// The last digit of the signature that is not padding is part of the timestamp.
fn with_damaged_token(mut pdf: Vec<u8>) -> Vec<u8> {
    let end = pdf.windows(3).rposition(|bytes| bytes == b"0>>").unwrap();
    let digit = pdf[..end].iter().rposition(|byte| *byte != b'0').unwrap();
    pdf[digit] = if pdf[digit] == b'1' { b'2' } else { b'1' };
    pdf
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_valid_timestamp_nothing_is_sealed() {
    let installation = Installation::self_signed();
    // TimeStampResp with the status "rejection", and with the reason "quota exceeded".
    let rejected = b"\x30\x05\x30\x03\x02\x01\x02";
    let explained = b"\x30\x17\x30\x15\x02\x01\x02\x30\x10\x0c\x0equota exceeded";
    let granted = b"\x30\x05\x30\x03\x02\x01\x00";
    let busy = "503 Service Unavailable";
    for (conduct, expected) in [
        (Conduct::Answer("500 Internal Server Error", b""), unavailable("500")),
        (Conduct::Answer(busy, b"try later"), unavailable("503")),
        (Conduct::Answer("429 Too Many Requests", b""), unavailable("429")),
        (Conduct::Answer("401 Unauthorized", b""), refused("401")),
        (Conduct::Answer("302 Found", b""), refused("302")),
        (Conduct::Answer("200 OK", b""), refused("cannot be read")),
        (Conduct::Answer("200 OK", b"<html>Benvenuti</html>"), refused("cannot be read")),
        (Conduct::Answer("200 OK", rejected), refused("status 2")),
        (Conduct::Answer("200 OK", explained), refused("status 2 quota exceeded")),
        (Conduct::Answer("200 OK", granted), refused("no timestamp")),
        (Conduct::OtherNonce, refused("another request")),
        (Conduct::OtherDigest, refused("something else")),
        (Conduct::Endless, refused("too long")),
        (Conduct::Hangup, unavailable("")),
        (Conduct::Silent, unavailable("timed out")),
    ] {
        let tsa = Tsa::start(conduct).await;
        let started = Instant::now();
        let error = seal(&installation.seal(Some(tsa.service())), GENPDF).await.unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(10), "{conduct:?}");
        let (told, is_unavailable) = match &error {
            SealError::TimestampUnavailable(told) => (told, true),
            SealError::TimestampRefused(told) => (told, false),
            other => panic!("{conduct:?}: {other:?}"),
        };
        assert_eq!((is_unavailable, told.contains(expected.1)), (expected.0, true), "{error:?}");
    }
}

fn unavailable(reason: &str) -> (bool, &str) {
    (true, reason)
}

fn refused(reason: &str) -> (bool, &str) {
    (false, reason)
}

#[tokio::test]
async fn nobody_at_the_address_is_unavailable_and_the_address_is_not_repeated() {
    let installation = Installation::self_signed();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let service =
        TimestampService::new(&parse_url(&format!("http://user:geheim@{free}/tsr")).unwrap())
            .unwrap();
    let error = seal(&installation.seal(Some(service)), GENPDF).await.unwrap_err();
    assert!(matches!(error, SealError::TimestampUnavailable(_)), "{error:?}");
    assert!(!error.to_string().contains("geheim"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_may_ask_for_a_password() {
    let tsa = Tsa::start(Conduct::StampForUser).await;
    let service = tsa.service_for("user:geheim@");
    let sealed = seal(&Installation::self_signed().seal(Some(service)), GENPDF).await.unwrap();
    assert!(sealed.timestamp.is_some());
}

#[test]
fn an_address_is_http_or_https() {
    for right in ["https://tsa.example.it/tsr", "http://user:secret@127.0.0.1:318"] {
        parse_url(right).unwrap();
    }
    for wrong in ["", "tsa.example.it", "ftp://tsa.example.it", "http://", "file:///tmp/x"] {
        assert!(parse_url(wrong).is_err(), "{wrong}");
    }
}
