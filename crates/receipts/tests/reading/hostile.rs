use std::fmt::Write as _;
use std::time::{Duration, Instant};

use sigillo_domain::receipt::ReceiptKind;

use super::*;

const MEGABYTE: usize = 1024 * 1024;

/// Reads an e-mail that repeats a piece for so many megabytes. It must end soon, in little memory.
fn repeated(start: &str, piece: &str, megabytes: usize) -> ReadReceipt {
    let block = piece.repeat(MEGABYTE / piece.len());
    let started = Instant::now();
    let mut result = None;
    let info = allocation_counter::measure(|| {
        let mut parser = ReceiptParser::new();
        parser.write(start.as_bytes());
        (0..megabytes).for_each(|_| parser.write(block.as_bytes()));
        result = Some(parser.finish().verify(&TrustAnchors::new(), now()));
    });
    // A hundredth of it on a machine that has nothing else to do.
    assert!(started.elapsed() < Duration::from_secs(30), "{piece:?} {:?}", started.elapsed());
    assert!(info.bytes_max < 20 * MEGABYTE as u64, "{piece:?} {}", info.bytes_max);
    result.unwrap()
}

const SIGNED: &str =
    "X-Ricevuta: accettazione\nContent-Type: multipart/signed; boundary=b\n\n--b\n";
const DATA: &str = "Content-Type: application/xml; name=daticert.xml\n\n";

#[test]
fn endless_headers_are_passed_over() {
    for piece in ["X: 1\n", "X-Ricevuta: altro\n", " a", "a", ":", "\r", "\0", "Subject: a\n b\n"] {
        let read = repeated("X-Ricevuta: accettazione\n", piece, 1);
        // What begins with a space goes on with the header.
        assert_eq!(read.kind == ReceiptKind::Acceptance, piece != " a", "{piece:?}");
        repeated(SIGNED, piece, 1);
    }
    let mail = format!("{}X-Ricevuta: accettazione\n\n", "X-Altro: 1\n".repeat(200_000));
    assert_eq!(read(mail).kind, ReceiptKind::Acceptance);
}

#[test]
fn endless_bodies_are_cut() {
    // Of the data more is kept than of anything else.
    for (body, megabytes) in [
        ("Content-Type: text/plain\n\n", 1),
        ("Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n", 1),
        (DATA, 5),
        ("Content-Type: application/xml\nContent-Transfer-Encoding: base64\n\n", 1),
        ("Content-Type: message/rfc822\n\n", 1),
    ] {
        for piece in
            ["a", "\n", "a\n", "<style", "=", "&#1;", "<destinatari>a@b", "<a ", "--b \n x"]
        {
            repeated(&format!("{SIGNED}{body}"), piece, megabytes);
        }
    }
    repeated(&format!("{SIGNED}\n\n--b\n\n"), "MIIB", 1);
}

#[test]
fn parts_without_end_are_passed_over() {
    for piece in [
        "--b\n",
        "--b--\n",
        "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n",
        "Content-Type: multipart/signed; boundary=c\n\n--c\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
        "Content-Type: text/plain\n\na\n--b\n",
        "Content-Type: application/xml\n\n<a>\n--b\n",
    ] {
        repeated(SIGNED, piece, 1);
    }
}

#[test]
fn parts_within_parts_end_somewhere() {
    let mut mail = "X-Ricevuta: accettazione\n".to_owned();
    for level in 0..10_000 {
        let _ = write!(mail, "Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n");
    }
    let read = read(mail);
    assert_eq!(read.kind, ReceiptKind::Acceptance);
    assert_eq!(read.text, "");
}

#[test]
fn what_is_signed_ends_where_the_outer_boundary_says() {
    // Within a message that is not encoded the delimiter ends everything, as for every reader of the signature.
    let forged = "Content-Type: application/xml\n\n<postacert tipo=\"avvenuta-consegna\"/>\n";
    let mail = format!(
        "{SIGNED}Content-Type: multipart/mixed; boundary=b\n\n--b\n{forged}--b\n{forged}--b--\n"
    );
    let read = read(mail);
    assert_eq!(read.kind, ReceiptKind::Acceptance);
    assert_eq!(read.text, "");
    // SHA-256 of the headers of the part, with their line ends.
    let expected = ring::digest::digest(
        &ring::digest::SHA256,
        b"Content-Type: multipart/mixed; boundary=b\r\n",
    );
    assert_eq!(read.signed_sha256, hex::encode(expected));
}
