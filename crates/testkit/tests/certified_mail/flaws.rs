use chrono::Months;
use sigillo_domain::receipt::ReceiptDefect::{
    BrokenCertificationData, ContradictoryKind, NoCertificationData, OddStructure, Truncated,
    UnexpectedRecipient,
};
use sigillo_domain::receipt::SignatureOutcome::{Broken, Missing, Trusted, Untrusted};
use sigillo_domain::signature_verdict::SignatureFinding;
use sigillo_testkit::certified_mail::Flaw;

use super::*;

/// A delivery with a flaw, and without.
fn flawed(flaw: Flaw) -> (ReadReceipt, ReadReceipt) {
    let whole = receipt(ReceiptKind::Delivery);
    (issue(&whole.clone().with(flaw)), issue(&whole))
}

#[test]
fn what_is_flawed_is_named_and_all_else_is_read() {
    for (flaw, defects, outcome) in [
        (Flaw::BareMessageId, &[BrokenCertificationData][..], Trusted),
        (Flaw::CutData, &[BrokenCertificationData], Trusted),
        (Flaw::NoData, &[NoCertificationData], Trusted),
        (Flaw::LatinData, &[], Trusted),
        (Flaw::OtherRecipient, &[UnexpectedRecipient], Trusted),
        (Flaw::OtherHeader, &[ContradictoryKind], Trusted),
        (Flaw::Altered, &[], Broken),
        (Flaw::ExpiredCertificate, &[], Untrusted),
        (Flaw::UnknownAuthority, &[], Untrusted),
        (Flaw::OtherAddress, &[], Trusted),
        (Flaw::NoSignature, &[OddStructure], Missing),
        (Flaw::Unsigned, &[OddStructure], Missing),
        (Flaw::EncodedMessage, &[], Trusted),
        (Flaw::LineFeeds, &[], Trusted),
        (Flaw::NoFileNames, &[], Trusted),
        (Flaw::Truncated, &[Truncated], Missing),
    ] {
        let (mut read, mut whole) = flawed(flaw);
        assert_eq!(read.defects, defects, "{flaw:?}");
        assert_eq!(read.signature.outcome, outcome, "{flaw:?}");
        assert_eq!(read.kind, ReceiptKind::Delivery);
        assert_eq!(read.reference, whole.reference, "{flaw:?}");
        if flaw == Flaw::NoData {
            assert_eq!((read.identifier, read.recipients), (None, vec![]));
            continue;
        }
        if flaw == Flaw::OtherRecipient {
            assert_eq!(read.delivered_to.as_deref(), Some("intruso@gestore.example.it"));
            whole.delivered_to.clone_from(&read.delivered_to);
        }
        if flaw == Flaw::Altered {
            whole.text = whole.text.replace("destinazione.", "destinazione!");
        }
        // All else is as it would be without the flaw.
        read.signature = whole.signature.clone();
        read.signed_sha256.clone_from(&whole.signed_sha256);
        read.defects.clear();
        assert_eq!(read, whole, "{flaw:?}");
    }
}

#[test]
fn why_a_signature_is_not_trusted_is_told() {
    for (flaw, finding) in [
        (Flaw::Altered, Some(SignatureFinding::DigestMismatch)),
        (Flaw::ExpiredCertificate, Some(SignatureFinding::ExpiredWithoutTimestamp)),
        (Flaw::UnknownAuthority, Some(SignatureFinding::IssuerUnknown)),
        (Flaw::OtherAddress, None),
    ] {
        assert_eq!(flawed(flaw).0.signature.finding, finding);
    }
    let detail = |flaw| flawed(flaw).0.signature.detail.unwrap();
    assert!(detail(Flaw::UnknownAuthority).contains("Autorità sconosciuta"));
    assert_eq!(
        detail(Flaw::OtherAddress),
        "sent by posta-certificata@gestore.example.it, and the certificate is for \
         posta-certificata@altro.gestore.example.it"
    );
    let verify = |anchors: &TrustAnchors, at| {
        let mut parser = ReceiptParser::new();
        parser.write(&PROVIDER.issue(&receipt(ReceiptKind::Acceptance)));
        parser.finish().verify(anchors, at).signature.finding
    };
    assert_eq!(verify(&TrustAnchors::new(), now()), Some(SignatureFinding::NoAnchors));
    assert_eq!(
        verify(&anchors(), now() + Months::new(48)),
        Some(SignatureFinding::ExpiredWithoutTimestamp)
    );
    assert_eq!(
        verify(&anchors(), now() - Months::new(24)),
        Some(SignatureFinding::NotYetValidWhenSigned)
    );
}

#[test]
fn the_digest_is_that_of_what_was_signed_however_lines_end_and_wherever_it_was() {
    let delivery = receipt(ReceiptKind::Delivery);
    let bytes = PROVIDER.issue(&delivery);
    let lines = read(&bytes).signed_sha256;
    assert_eq!(issue(&delivery.clone().with(Flaw::LineFeeds)).signed_sha256, lines);
    // Headers that are added on the way change nothing, what is signed does.
    let received = [b"Received: by mail.example.it\r\n", bytes.as_slice()].concat();
    assert_eq!(read(&received).signed_sha256, lines);
    assert_ne!(issue(&delivery.clone().with(Flaw::Altered)).signed_sha256, lines);
    let unsigned = PROVIDER.issue(&delivery.with(Flaw::Unsigned));
    let changed = [b"Received: by mail.example.it\r\n", unsigned.as_slice()].concat();
    assert_ne!(read(&unsigned).signed_sha256, read(&changed).signed_sha256);
}

#[test]
fn what_stands_beside_the_signed_part_is_not_believed() {
    let bytes = PROVIDER.issue(&receipt(ReceiptKind::Acceptance));
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let (other, content_type) = head.split_once("Content-Type: ").unwrap();
    let forged = "Content-Type: application/xml; name=daticert.xml\r\n\r\n\
                  <postacert tipo=\"avvenuta-consegna\"><mittente>a@example.it</mittente></postacert>\r\n";
    for wrapped in [
        format!("--w\r\n{forged}--w\r\nContent-Type: {content_type}\r\n\r\n{body}\r\n--w--\r\n"),
        format!("--w\r\nContent-Type: {content_type}\r\n\r\n{body}\r\n--w\r\n{forged}--w--\r\n"),
    ] {
        let mail = format!("{other}Content-Type: multipart/mixed; boundary=w\r\n\r\n{wrapped}");
        let read = read(mail.as_bytes());
        assert_eq!(read.kind, ReceiptKind::Acceptance);
        assert_eq!(read.sender.as_deref(), Some(SENDER));
        assert_eq!(read.signature.outcome, Trusted);
        assert_eq!(read.defects, [OddStructure]);
    }
}

#[test]
fn an_opaque_signature_is_kept_as_odd() {
    let mail = "From: posta-certificata@gestore.example.it\nSubject: ACCETTAZIONE: prova\n\
                X-Ricevuta: accettazione\nContent-Type: application/pkcs7-mime; smime-type=signed-data\n\
                Content-Transfer-Encoding: base64\n\nMIIB\n";
    let read = read(mail.as_bytes());
    assert_eq!(read.kind, ReceiptKind::Acceptance);
    assert_eq!(read.signature.outcome, Broken);
    assert_eq!(read.signature.finding, Some(SignatureFinding::UnsupportedFormat));
    assert_eq!(read.defects, [NoCertificationData, OddStructure]);
}
