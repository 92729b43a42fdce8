//! Damaged, hostile and huge files: each ends in a verdict within two seconds and 200 MiB of memory.

use std::fmt::Write as _;
use std::time::Duration;

use sigillo_domain::signature_verdict::{FileVerdict, SignatureFinding, Verdict};
use sigillo_signatures::{TrustAnchors, enveloped_pdf, verify};

use crate::authority::{Authority, P256, now};
use crate::cades;
use crate::der;
use crate::pdf::{append_stream, deflated, document, large, minimal};
use crate::service::pyhanko;

const LIMIT: Duration = Duration::from_secs(2);
const MIB: usize = 1024 * 1024;
const MEMORY_LIMIT: usize = 200 * MIB;

/// The verdict, which must come in time, take little memory beside the file itself, and find nothing valid.
#[track_caller]
fn judge(what: &str, bytes: &[u8]) -> FileVerdict {
    let started = busy();
    let mut report = FileVerdict::default();
    let memory = allocation_counter::measure(|| {
        report = verify(bytes, &TrustAnchors::new(), now()).report;
        let _ = enveloped_pdf(bytes);
    });
    let took = busy().saturating_sub(started);
    assert!(took < LIMIT, "{what}: {took:?}");
    assert!(memory.bytes_max < MEMORY_LIMIT as u64, "{what}: {} bytes", memory.bytes_max);
    assert_ne!(report.verdict(), Verdict::Valid, "{what}");
    report
}

/// How long this thread has had a processor (Linux): other tests run beside it.
fn busy() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

#[track_caller]
fn assert_finding(what: &str, bytes: &[u8], expected: SignatureFinding) {
    assert_eq!(judge(what, bytes).finding, Some(expected), "{what}");
}

const FIELDS: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields 3 0 R>>>>";
const PAGES: &str = "<</Type/Pages/Kids[]/Count 0>>";

#[test]
fn a_file_that_is_cut_at_any_byte_or_has_a_changed_one_ends_in_a_verdict() {
    let authority = Authority::with_signer(P256);
    let envelope = cades::sign(&authority, b"testo", "-cades");
    let streamed = cades::sign(&authority, b"testo", "-cades -stream");
    let pdf = pyhanko(&authority, "signer", &crate::pdf::packed(), "--field F --use-pades");
    let anchors = authority.anchors();
    for (file, step) in [(&envelope, 1), (&streamed, 1), (&pdf, 23)] {
        for length in (0..file.len()).step_by(step) {
            let report = verify(&file[..length], &anchors, now()).report;
            assert_ne!(report.verdict(), Verdict::Valid, "{length} bytes");
        }
        for place in (0..file.len()).step_by(step) {
            let mut changed = file.clone();
            for byte in [0, 0x7f, 0x80, 0xff, file[place] ^ 1] {
                changed[place] = byte;
                let _ = verify(&changed, &anchors, now());
            }
        }
    }
}

#[test]
fn a_stream_of_objects_that_explodes_is_given_up() {
    // Spaces become a thousandth of what they were.
    let bomb = deflated(&vec![b' '; 48 * MIB]);
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut entries = String::new();
    for id in 1..=4 {
        let _ = writeln!(entries, "{:010} 00000 n ", bytes.len());
        let head = format!("/Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {}", bomb.len());
        append_stream(&mut bytes, id, &head, &bomb);
    }
    let table_at = bytes.len();
    // The catalog is in the first of them.
    let mut rows = vec![0, 0, 0, 0, 0, 255];
    for id in 1..=4_u32 {
        let at = crate::pdf::last(&bytes, &format!("{id} 0 obj"));
        rows.extend([&[1], u32::try_from(at).unwrap().to_be_bytes().as_slice(), &[0]].concat());
    }
    for stream in 1..=4_u8 {
        rows.extend([2, 0, 0, 0, stream, 0]);
    }
    let head = format!("/Type/XRef/W[1 4 1]/Size 9/Root 5 0 R/Length {}", rows.len());
    append_stream(&mut bytes, 9, &head, &rows);
    bytes.extend_from_slice(format!("startxref\n{table_at}\n%%EOF\n").as_bytes());
    assert_finding("objects", &bytes, SignatureFinding::TooComplex);
    // The stream of references itself.
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let bomb = deflated(&vec![0; 48 * MIB]);
    let head = "/Type/XRef/W[1 4 1]/Size 99999999/Root 1 0 R/Filter/FlateDecode";
    append_stream(&mut bytes, 1, &format!("{head}/Length {}", bomb.len()), &bomb);
    bytes.extend_from_slice(b"startxref\n9\n%%EOF\n");
    assert_finding("references", &bytes, SignatureFinding::TooComplex);
}

#[test]
fn circles_are_left() {
    for (what, objects, trailer) in [
        ("kids", vec![FIELDS, PAGES, "[4 0 R]", "<</FT/Sig/Kids 3 0 R/V 4 0 R>>"], ""),
        ("a field of itself", vec![FIELDS, PAGES, "[4 0 R]", "<</FT/Sig/Kids[4 0 R 4 0 R]>>"], ""),
        ("references", vec![FIELDS, PAGES, "4 0 R", "3 0 R"], ""),
        ("a catalog of itself", vec!["1 0 R"], ""),
        ("a length of itself", vec![FIELDS, PAGES, "<</Length 3 0 R>>stream\nx\nendstream"], ""),
        ("tables", vec![FIELDS, PAGES, "[]"], "/Prev 9"),
        ("a table of streams", vec![FIELDS, PAGES, "[]"], "/XRefStm 9"),
    ] {
        judge(what, &document(&objects, trailer));
    }
    let pdf = minimal();
    let start = crate::pdf::start(&pdf);
    let circle = crate::pdf::updated(&pdf, &[], 1);
    let own = crate::pdf::start(&circle);
    let text = String::from_utf8(circle)
        .unwrap()
        .replace(&format!("/Prev {start}"), &format!("/Prev {own}"));
    assert_finding("a table before itself", text.as_bytes(), SignatureFinding::Damaged);
}

#[test]
fn many_objects_are_read_or_given_up() {
    let authority = Authority::with_signer(P256);
    // Every one of 100,000 objects is seen, and compared, because something follows the signature.
    let list: String = (5..100_000).fold(String::new(), |mut list, id| {
        let _ = write!(list, "{id} 0 R ");
        list
    });
    let list = format!("[{list}]");
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R/Many 4 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        &list,
    ];
    objects.resize(100_000, "<</A(b)/C[1 2 3]>>");
    let signed = pyhanko(&authority, "signer", &document(&objects, ""), "--field F --use-pades");
    let signed = crate::pdf::updated(&signed, &[(100_500, "(niente)")], 1);
    let report = judge("objects", &signed);
    let line = &report.signatures[0].lines[1];
    assert_eq!(line.finding, SignatureFinding::OnlySignaturesAdded);

    let fields = format!("[{}]", "4 0 R ".repeat(1_000_000));
    judge("fields", &document(&[FIELDS, PAGES, &fields, "<</FT/Sig>>"], ""));
    let values = format!("[{}]", "1 ".repeat(14 * MIB));
    judge("values", &document(&[FIELDS, PAGES, &values], ""));
    let mut table = String::from("%PDF-1.7\nxref\n0 1400000\n");
    table.push_str(&"0000000009 00000 n \n".repeat(1_400_000));
    table.push_str("trailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n");
    assert_finding("a table", table.as_bytes(), SignatureFinding::TooComplex);
    let deep = format!("{}{}", "[".repeat(5 * MIB), "]".repeat(5 * MIB));
    judge("arrays within arrays", &document(&[FIELDS, PAGES, &deep], ""));
    let deep = "<</A".repeat(5 * MIB);
    judge("dictionaries within dictionaries", &document(&[FIELDS, PAGES, &deep], ""));
}

#[test]
fn text_that_is_read_again_and_again_is_given_up() {
    let comment = format!("%{}\n", "x".repeat(20 * MIB));
    // A hundred thousand fields, all of them at the beginning of the comment.
    let ids = (10..60_000).fold(String::new(), |mut list, id| {
        let _ = write!(list, "{id} 0 R ");
        list
    });
    let mut text =
        format!("%PDF-1.7\n1 0 obj{FIELDS}endobj\n2 0 obj{PAGES}endobj\n3 0 obj[{ids}]endobj\n");
    let at = text.len();
    text.push_str(&comment);
    let places = [1, 2, 3].map(|id| text.find(&format!("{id} 0 obj")).unwrap());
    let start = text.len();
    text.push_str("xref\n1 3\n");
    for place in places {
        let _ = writeln!(text, "{place:010} 00000 n ");
    }
    text.push_str("10 59990\n");
    for _ in 0..59_990 {
        let _ = writeln!(text, "{at:010} 00000 n ");
    }
    let _ = write!(text, "trailer\n<</Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    assert_finding("a comment", text.as_bytes(), SignatureFinding::TooComplex);
    // Tables that all begin with it.
    let mut text = format!("%PDF-1.7\n{comment}");
    let mut previous = 9;
    for _ in 0..900 {
        let start = text.len();
        let _ = write!(text, "xref\n0 0\ntrailer\n<</Root 1 0 R/Prev {previous}>>\n");
        previous = start;
    }
    let _ = write!(text, "startxref\n{previous}\n%%EOF\n");
    judge("tables", text.as_bytes());
}

#[test]
fn wrong_lengths_and_open_ends_in_ber_are_noticed() {
    let authority = Authority::with_signer(P256);
    let oid = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
    let open = |count: usize| [b"\x30\x80", oid.as_slice(), &b"\xa0\x80".repeat(count)].concat();
    let closed = [open(5 * MIB), vec![0; 10 * MIB + 4]].concat();
    for (what, bytes) in [
        ("open", open(10 * MIB)),
        ("closed", closed),
        ("long", [b"\x30\x84\xff\xff\xff\xff", oid.as_slice()].concat()),
        ("longer", [b"\x30\x88\xff\xff\xff\xff\xff\xff\xff\xff", oid.as_slice()].concat()),
        ("empty", [b"\x30\x0b", oid.as_slice()].concat()),
    ] {
        assert_finding(what, &bytes, SignatureFinding::Damaged);
    }
    // Thirty megabytes in pieces of one byte.
    let pieces = b"\x04\x01x".repeat(9 * MIB);
    let content = der::value(0x24, &pieces);
    let whole = cades::sign(&authority, b"x", "-nosmimecap");
    let exchanged = der::with_content(&whole, &content);
    judge("pieces", &exchanged);
    let padded = [whole, vec![0; 30 * MIB]].concat();
    judge("padding", &padded);
}

#[test]
fn many_signatures_and_certificates_are_read_or_given_up() {
    let authority = Authority::with_signer(P256);
    let signed = cades::sign(&authority, &vec![7; 30 * MIB], "-cades");
    judge("one of 30 MB", &signed);
    let signed = cades::sign(&authority, b"testo", "-cades");
    judge("a thousand signers", &der::with_repeated_signers(&signed, 1_000));
    judge("thirty signers", &der::with_repeated_signers(&signed, 30));
    judge("certificates", &der::with_repeated_certificates(&signed, 20_000));
    let evidence = der::value(0xa0, &der::value(0x30, &b"\x30\x00".repeat(5 * MIB)));
    let values = der::value(0x30, &evidence);
    let many = der::with_unsigned(&signed, "1.2.840.113549.1.9.16.2.24", &values);
    judge("evidence", &many);
    let token = der::with_repeated_certificates(&signed, 200);
    let mut stamped = signed;
    for _ in 0..20 {
        let longer = [token.as_slice(), &[]].concat();
        stamped = der::with_unsigned(&stamped, "1.2.840.113549.1.9.16.2.14", &longer);
    }
    judge("tokens", &stamped);
}

#[test]
fn large_files_are_verified_in_time() {
    let authority = Authority::with_signer(P256);
    for size in [100 * 1024, 5 * MIB, 30 * MIB] {
        let signed = pyhanko(&authority, "signer", &large(size), "--field F --use-pades");
        let report = judge("a large PDF", &signed);
        assert_eq!(report.signatures[0].lines[0].finding, SignatureFinding::Intact);
        let longer = [signed.as_slice(), b"%\n"].concat();
        judge("a longer one", &longer);
    }
}
