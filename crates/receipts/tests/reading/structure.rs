use sigillo_domain::receipt::ReceiptDefect::{
    self, BrokenCertificationData, NoCertificationData, OddStructure, OversizedCertificationData,
    Truncated,
};
use sigillo_domain::receipt::{ReceiptError, ReceiptKind, SignatureOutcome};
use sigillo_domain::signature_verdict::SignatureFinding;

use super::*;

const DATA: &str = "<postacert tipo=\"accettazione\" errore=\"nessuno\"><intestazione>\
    <mittente>ufficio@pec.example.it</mittente><destinatari>uno@pec.example.org</destinatari>\
    <oggetto>Prova</oggetto></intestazione><dati><data zona=\"+0100\"><giorno>01/12/2026</giorno>\
    <ora>10:11:12</ora></data><identificativo>1@pec.example.it</identificativo></dati></postacert>";

/// A receipt with these parts in what is signed, and this signature.
fn mail(parts: &[&str], signature: &str) -> String {
    let parts: Vec<_> = parts.iter().map(|part| format!("--in\r\n{part}\r\n")).collect();
    let parts = parts.concat();
    format!(
        "From: <posta-certificata@example.it>\r\nX-Ricevuta: accettazione\r\n\
         Content-Type: multipart/signed; boundary=out\r\n\r\n--out\r\n\
         Content-Type: multipart/mixed; boundary=in\r\n\r\n{parts}--in--\r\n\r\n--out\r\n\
         Content-Type: application/pkcs7-signature\r\n\r\n{signature}\r\n--out--\r\n"
    )
}

fn data_part() -> String {
    format!("Content-Type: application/xml; name=daticert.xml\r\n\r\n{DATA}")
}

fn defects(mail: &str) -> Vec<ReceiptDefect> {
    read(mail).defects
}

#[test]
fn texts_of_every_kind_are_read() {
    for (part, expected) in [
        ("Content-Type: text/plain\r\n\r\nperch\u{e9}", "perché"),
        ("\r\nsenza intestazioni", "senza intestazioni"),
        (
            "Content-Type: text/plain; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: base64\r\n\r\ncGVyY2jDqQ==",
            "perché",
        ),
        (
            "Content-Type: TEXT/PLAIN;\r\n charset=iso-8859-1\r\nContent-Transfer-Encoding: Quoted-Printable\r\n\r\nperch=E9=\r\n, s=EC",
            "perché, sì",
        ),
        (
            "Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=80",
            "€",
        ),
        ("Content-Type: text/plain; charset=ignoto\r\n\r\nuno\r\n\r\ndue\r\n", "uno\n\ndue"),
        ("Content-Type: text/html\r\n\r\n<p>solo &lt;html&gt;</p>", "solo <html>"),
        (
            "Content-Type: multipart/alternative; boundary=\"alt er\"\r\n\r\n--alt er\r\n\
             Content-Type: text/html\r\n\r\n<b>html</b>\r\n--alt er\r\n\r\ntesto\r\n--alt er--",
            "testo",
        ),
        ("Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nallegato", ""),
    ] {
        let read = read(mail(&[part, &data_part()], "AA=="));
        assert_eq!(read.text, expected);
        assert_eq!(read.kind, ReceiptKind::Acceptance);
        assert_eq!(read.defects, [], "{part}");
    }
    let latin = mail(&["Content-Type: text/plain\r\n\r\nperch\u{e9}"], "").replace('é', "E9");
    let latin: Vec<u8> = latin.into_bytes();
    let at = latin.windows(2).position(|two| two == b"E9").unwrap();
    let latin = [&latin[..at], b"\xe9", &latin[at + 2..]].concat();
    assert_eq!(read(latin).text, "perché");
}

#[test]
fn a_long_text_is_cut_between_characters() {
    for charset in ["", "; charset=utf-8"] {
        let text = format!("x{}", "è".repeat(40_000));
        let part = format!("Content-Type: text/plain{charset}\r\n\r\n{text}");
        let read = read(mail(&[&part, &data_part()], ""));
        assert!(text.starts_with(&read.text), "{charset}");
        assert!(read.text.len() > 16_000 && read.text.len() <= 16_384);
    }
}

#[test]
fn only_the_first_of_several_data_is_read() {
    let other = data_part().replace("accettazione", "avvenuta-consegna");
    let read = read(mail(&[&data_part(), &other], ""));
    assert_eq!(read.kind, ReceiptKind::Acceptance);
    assert_eq!(read.defects, [OddStructure]);
}

#[test]
fn what_the_message_has_with_it_is_no_part_of_the_receipt() {
    let inner = format!(
        "Content-Type: message/rfc822\r\n\r\nX-Ricevuta: errore-consegna\r\n\
         Content-Type: multipart/mixed; boundary=zzz\r\n\r\n--zzz\r\n{}\r\n--zzz--",
        data_part().replace("accettazione", "avvenuta-consegna")
    );
    let read = read(mail(&[&inner, "\r\ntesto"], ""));
    assert_eq!(read.defects, [NoCertificationData]);
    assert_eq!((read.kind, read.text.as_str()), (ReceiptKind::Acceptance, "testo"));
}

#[test]
fn odd_structures_are_told() {
    let whole = mail(&["\r\ntesto", &data_part()], "AA==");
    assert_eq!(defects(&whole), []);
    // The end of what is within is missing.
    assert_eq!(defects(&whole.replace("--in--\r\n", "")), [OddStructure]);
    assert_eq!(
        defects(&whole.replace("--out--\r\n", "--out\r\n\r\nun'altra\r\n--out--")),
        [OddStructure]
    );
    assert_eq!(defects(&whole.replace("--out--\r\n", "")), [Truncated]);
    assert_eq!(defects(&whole.replace("--out--\r\n", "--out--")), []);
    assert_eq!(defects(&whole.replace("--out--", "--out--  \t")), []);
    assert_eq!(
        defects(&whole.replace("boundary=in", "boundary=\"\"")),
        [NoCertificationData, OddStructure]
    );
    assert_eq!(defects(""), [NoCertificationData, Truncated]);
    assert_eq!(defects("X-Ricevuta: accettazione"), [NoCertificationData, Truncated]);
    assert_eq!(defects("X-Ricevuta: accettazione\n\ntesto"), [NoCertificationData, OddStructure]);
}

#[test]
fn data_that_are_too_long_are_read_as_far_as_they_go() {
    let long =
        data_part().replace("<oggetto>", &format!("<!--{}--><oggetto>", "x".repeat(5_000_000)));
    let read = read(mail(&[&long], ""));
    assert_eq!(read.sender.as_deref(), Some("ufficio@pec.example.it"));
    assert_eq!(read.defects, [BrokenCertificationData, OversizedCertificationData]);
}

#[test]
fn a_signature_that_cannot_be_read_is_broken() {
    for signature in ["", "AA==", "-----BEGIN PKCS7-----"] {
        let signature = read(mail(&[&data_part()], signature)).signature;
        assert_eq!(signature.outcome, SignatureOutcome::Broken);
        assert_eq!(signature.finding, Some(SignatureFinding::MalformedSignature));
    }
}

#[test]
fn an_error_that_is_unknown_is_an_error() {
    let unknown = data_part().replace("nessuno", "nuovo");
    assert_eq!(read(mail(&[&unknown], "")).error, ReceiptError::Other);
    assert_eq!(read(mail(&[&data_part()], "")).error, ReceiptError::None);
    let subject = "Subject: AVVISO DI NON ACCETTAZIONE PER VIRUS: a\n\n";
    assert_eq!(read(subject).error, ReceiptError::Virus);
}
