//! Signatures in PDF, made by pyHanko.

use chrono::TimeDelta;
use sigillo_domain::signature_verdict::{
    HolderMatch, SignatureCheck, SignatureFinding, Verdict, signer_is_holder,
};
use sigillo_signatures::{TrustAnchors, verify};

use crate::authority::{Authority, P256, PERSON, RSA, now, person, tax_code};
use crate::cades;
use crate::pdf::{self, document, last, minimal, object, updated};
use crate::samples::{assert_line, assert_refused, finding, findings, judge, only};
use crate::service::{Service, pyhanko};

const PADES: &str = "--field Firma --use-pades";

fn sign(authority: &Authority, pdf: &[u8]) -> Vec<u8> {
    pyhanko(authority, "signer", pdf, PADES)
}

#[test]
fn every_line_of_a_good_signature_is_said() {
    let authority = Authority::with_signer(RSA);
    let report = only(&sign(&authority, &minimal()), &authority.anchors());
    let expected = [
        SignatureFinding::Intact,
        SignatureFinding::WholeFileSigned,
        SignatureFinding::SignerIdentified,
        SignatureFinding::ChainTrusted,
        SignatureFinding::ValidNow,
        SignatureFinding::NoTimestamp,
        SignatureFinding::NoRevocationEvidence,
        SignatureFinding::LevelBB,
    ];
    assert_eq!(findings(&report), expected, "{:#?}", report.lines);
    assert!((report.signed_at.unwrap() - now()).abs() < TimeDelta::minutes(1));
    // pyHanko makes the salt as long as the key allows, which is not supported, and not bad.
    let salted = pyhanko(&authority, "signer", &minimal(), &format!("{PADES} --prefer-pss"));
    let expected = SignatureFinding::UnsupportedAlgorithm;
    assert_line(&salted, &authority.anchors(), SignatureCheck::Integrity, expected);
}

#[test]
fn every_level_is_recognised() {
    let service = Service::start();
    let anchors = service.authority.anchors();
    let stamp = format!("{PADES} --timestamp-url {}/tsr", service.url);
    let stamped = service.pyhanko(&minimal(), &stamp);
    let report = only(&stamped, &anchors);
    assert_eq!(finding(&report, SignatureCheck::Timestamp), SignatureFinding::TimestampTrusted);
    assert_eq!(finding(&report, SignatureCheck::Validity), SignatureFinding::ValidWhenSigned);
    assert_eq!(finding(&report, SignatureCheck::Level), SignatureFinding::LevelBT);
    assert!((report.proven_at.unwrap() - now()).abs() < TimeDelta::minutes(1));

    for (archived, level) in
        [(false, SignatureFinding::LevelBLt), (true, SignatureFinding::LevelBLta)]
    {
        let signed = service.long_term(&minimal(), archived);
        let report = judge(&signed, &anchors);
        assert_eq!(
            findings(&report.signatures[0]),
            [
                SignatureFinding::Intact,
                SignatureFinding::OnlySignaturesAdded,
                SignatureFinding::SignerIdentified,
                SignatureFinding::ChainTrusted,
                SignatureFinding::ValidWhenSigned,
                SignatureFinding::TimestampTrusted,
                SignatureFinding::NotRevoked,
                level,
            ],
            "{:#?}",
            report.signatures[0].lines
        );
        assert_eq!((report.verdict(), report.signatures.len()), (Verdict::Valid, 1));
        assert_eq!(signer_is_holder(&report, &tax_code()), HolderMatch::Holder);
        // Seventy years later nothing of it has lost its force but the chain of timestamps.
        let later = verify(&signed, &anchors, now() + TimeDelta::days(365 * 80)).report;
        let validity = finding(&later.signatures[0], SignatureCheck::Validity);
        assert_eq!(validity, SignatureFinding::ValidWhenSigned);
    }
}

#[test]
fn signatures_of_pdf_before_pades_have_no_level() {
    let authority = Authority::with_signer(P256);
    let signed = pyhanko(&authority, "signer", &minimal(), "--field Firma");
    let report = only(&signed, &authority.anchors());
    assert_eq!(finding(&report, SignatureCheck::Integrity), SignatureFinding::Intact);
    // Without the reference to the certificate, whoever calls it PAdES is wrong.
    let level = finding(&report, SignatureCheck::Level);
    assert!(matches!(level, SignatureFinding::NoBaseline | SignatureFinding::LevelBB), "{level}");
}

#[test]
fn a_changed_byte_is_noticed_wherever_it_is() {
    let authority = Authority::with_signer(P256);
    let pdf = minimal();
    let signed = sign(&authority, &pdf);
    for (what, place) in [
        ("the page", last(&signed, "Contratto")),
        ("what was appended", pdf.len() + 20),
        ("the end", signed.len() - 3),
    ] {
        let mut changed = signed.clone();
        changed[place] = if changed[place] == b'0' { b'1' } else { b'0' };
        let report = judge(&changed, &authority.anchors());
        assert_eq!(report.verdict(), Verdict::Invalid, "{what}: {report:#?}");
    }
}

#[test]
fn what_follows_a_signature_is_a_signature_or_a_change() {
    let authority = Authority::with_signer(P256);
    authority.certify("eva", P256, "/C=IT/CN=Eva Esempi", PERSON, "issuer");
    let signed = sign(&authority, &minimal());
    let catalog = object(&signed, 1);
    let page = object(&signed, 3);
    let other_page = page.replace("842", "800");
    let other_content = "<</Length 31>>stream\nBT /F1 12 Tf (Rinuncio!) Tj ET..\nendstream";
    let widget = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Altra)/Rect[0 0 600 600]>>";
    let note = page.replace("/Annots [", "/Annots [ 90 0 R ");
    assert_ne!(note, page, "{page}");
    let catalog_with = |entry: &str| format!("{} {entry}>>", catalog.trim_end_matches('>'));
    let action = catalog_with("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>");
    let store = catalog_with("/DSS 90 0 R");
    let bad = SignatureFinding::BytesAddedAfterSigning;
    let good = SignatureFinding::OnlySignaturesAdded;
    for (what, objects, expected) in [
        ("nothing", vec![], good),
        ("other content", vec![(4, other_content)], bad),
        ("the same content again", vec![(4, object(&signed, 4).as_str())], good),
        ("another page", vec![(3, other_page.as_str())], bad),
        ("an annotation", vec![(3, note.as_str()), (90, widget)], bad),
        ("an action", vec![(1, action.as_str())], bad),
        ("an object that nobody refers to", vec![(90, "(niente)")], good),
        ("a store of evidence", vec![(1, store.as_str()), (90, "<</Type/DSS>>")], good),
        ("no catalog", vec![(1, "null")], SignatureFinding::NotReached),
    ] {
        let changed = updated(&signed, &objects, 1);
        let report = judge(&changed, &authority.anchors());
        if expected == SignatureFinding::NotReached {
            assert_eq!(report.finding, Some(SignatureFinding::Damaged), "{what}");
            continue;
        }
        let line = report.signatures[0].line(SignatureCheck::Coverage).unwrap();
        assert_eq!(line.finding, expected, "{what}: {line:?}");
        let integrity = finding(&report.signatures[0], SignatureCheck::Integrity);
        assert_eq!(integrity, SignatureFinding::Intact, "{what}");
    }
    let with_comment = [signed.as_slice(), b"% and then\n"].concat();
    assert_line(&with_comment, &authority.anchors(), SignatureCheck::Coverage, bad);
    let whole = SignatureFinding::WholeFileSigned;
    let with_space = [signed.as_slice(), b"\r\n\n"].concat();
    assert_line(&with_space, &authority.anchors(), SignatureCheck::Coverage, whole);
}

#[test]
fn a_later_signature_does_not_break_a_former_one_but_a_change_between_does() {
    let authority = Authority::with_signer(P256);
    authority.certify("eva", P256, "/C=IT/CN=Eva Esempi", PERSON, "issuer");
    let signed = sign(&authority, &minimal());
    let visible = "--field 1/10,10,200,60/Seconda --use-pades";
    let both = pyhanko(&authority, "eva", &signed, visible);
    let coverage = |pdf: &[u8]| {
        let report = judge(pdf, &authority.anchors());
        let lines = report.signatures.iter().map(|one| finding(one, SignatureCheck::Coverage));
        lines.collect::<Vec<_>>()
    };
    let good = [SignatureFinding::OnlySignaturesAdded, SignatureFinding::WholeFileSigned];
    assert_eq!(coverage(&both), good);
    let names: Vec<_> = judge(&both, &authority.anchors())
        .signatures
        .into_iter()
        .map(|one| one.signer.unwrap().name)
        .collect();
    assert_eq!(names, ["Ada Esempi", "Eva Esempi"], "in the order in which they were made");
    let content = "<</Length 31>>stream\nBT /F1 12 Tf (Rinuncio!) Tj ET..\nendstream";
    let changed = pyhanko(&authority, "eva", &updated(&signed, &[(4, content)], 1), visible);
    let bad = [SignatureFinding::BytesAddedAfterSigning, SignatureFinding::WholeFileSigned];
    assert_eq!(coverage(&changed), bad);
}

#[test]
fn a_hidden_object_that_becomes_seen_is_a_change() {
    let authority = Authority::with_signer(P256);
    // The page refers to an annotation that does not exist yet.
    let with_hole = document(
        &[
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[80 0 R]>>",
        ],
        "",
    );
    let signed = sign(&authority, &with_hole);
    let note = "<</Type/Annot/Subtype/FreeText/Rect[0 0 600 600]/Contents(Rinuncio)>>";
    let shown = updated(&signed, &[(80, note)], 1);
    let expected = SignatureFinding::BytesAddedAfterSigning;
    assert_line(&shown, &authority.anchors(), SignatureCheck::Coverage, expected);
}

#[test]
fn byte_ranges_that_leave_out_more_than_the_signature_are_refused() {
    let authority = Authority::with_signer(P256);
    let signed = sign(&authority, &minimal());
    let text = byte_range(&signed);
    let numbers: Vec<usize> =
        text.trim_matches(['[', ']']).split_whitespace().map(|n| n.parse().unwrap()).collect();
    let [_, first, second, length] = numbers[..] else { panic!("{text}") };
    for range in [
        format!("0 {} {second} {length}", first - 1),
        format!("0 {first} {} {}", second + 1, length - 1),
        format!("0 {first} {second} {}", length + 1),
        format!("0 {first} {second} {}", 99_999_999),
        format!("1 {} {second} {length}", first - 1),
        format!("0 {second} {first} {length}"),
        format!("0 {first} {second} -5"),
        format!("0 {first} {second}"),
        format!("0 {first} {first} 0 {second} 9"),
        format!("{} {first} {second} {length}", u128::MAX),
    ] {
        let changed = with_byte_range(&signed, &text, &range);
        let report = only(&changed, &authority.anchors());
        let expected = SignatureFinding::ByteRangeInvalid;
        assert_eq!(finding(&report, SignatureCheck::Integrity), expected, "{range}");
        assert_eq!(report.verdict(), Verdict::Invalid, "{range}");
    }
    // A range that ends before the file does, where no revision ends.
    let shorter = with_byte_range(&signed, &text, &format!("0 {first} {second} {}", length - 9));
    assert_eq!(judge(&shorter, &authority.anchors()).verdict(), Verdict::Invalid);
}

/// The array of a signature's ranges, with the spaces that are kept after it.
fn byte_range(pdf: &[u8]) -> String {
    let at = last(pdf, "/ByteRange") + "/ByteRange".len();
    let end = pdf[at..].iter().position(|byte| *byte == b']').unwrap() + 1;
    String::from_utf8(pdf[at..at + end].to_vec()).unwrap().trim().to_owned()
}

fn with_byte_range(pdf: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = last(pdf, from);
    let after = &pdf[at + from.len()..];
    let spaces = after.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let room = from.len() + spaces;
    let to = format!("[{to}]");
    // What does not fit into the file's own room moves all that follows.
    [&pdf[..at], format!("{to:room$}").as_bytes(), &pdf[at + room..]].concat()
}

#[test]
fn ambiguous_or_foreign_signatures_are_not_believed() {
    let authority = Authority::with_signer(P256);
    let signed = sign(&authority, &minimal());
    let renamed = |from: &str, to: &str| {
        let at = last(&signed, from);
        [&signed[..at], to.as_bytes(), &signed[at + from.len()..]].concat()
    };
    for (file, expected) in [
        (
            renamed("ETSI.CAdES.detached", "adbe.x509.rsa_sha1_"),
            SignatureFinding::UnsupportedFormat,
        ),
        // Its second name for the ranges is the first one again.
        (renamed("/SubFilter", "/Contents "), SignatureFinding::ByteRangeInvalid),
        (renamed("/Contents <3", "/Contents <0"), SignatureFinding::MalformedSignature),
    ] {
        assert_line(&file, &authority.anchors(), SignatureCheck::Integrity, expected);
    }
    assert_refused(&minimal(), SignatureFinding::NoSignature);
    assert_refused(b"%PDF-1.7\nniente", SignatureFinding::Damaged);
    assert_refused(&signed[..signed.len() - 30], SignatureFinding::Damaged);
    let objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"];
    assert_refused(&document(&objects, "/Encrypt<</V 5>>"), SignatureFinding::Encrypted);
}

#[test]
fn the_very_document_is_recognised_in_its_signed_copy() {
    let authority = Authority::with_signer(P256);
    let pdf = pdf::minimal();
    let anchors = TrustAnchors::new();
    let hash = |pdf: &[u8]| verify(pdf, &anchors, now()).content.unwrap().sha256();
    let starts = |signed: &[u8], pdf: &[u8]| {
        let verified = verify(signed, &anchors, now());
        verified.content.unwrap().starts_with_revision(pdf.len(), &hash(pdf))
    };
    let signed = sign(&authority, &pdf);
    assert!(starts(&signed, &pdf));
    assert!(starts(&sign(&authority, &signed.clone().repeat(1)[..pdf.len()]), &pdf));
    assert!(starts(&pyhanko(&authority, "signer", &signed, "--field B --use-pades"), &pdf));
    // In an envelope as it is, or signed already.
    assert!(starts(&cades::sign(&authority, &pdf, "-cades"), &pdf));
    assert!(starts(&cades::sign(&authority, &signed, "-cades"), &pdf));
    // Something was changed before it was signed, or after.
    let content = "<</Length 31>>stream\nBT /F1 12 Tf (Rinuncio!) Tj ET..\nendstream";
    assert!(!starts(&sign(&authority, &updated(&pdf, &[(4, content)], 1)), &pdf));
    assert!(!starts(&updated(&signed, &[(4, content)], 1), &pdf));
    let other = pdf::large(1000);
    assert!(!starts(&signed, &other));
    assert!(!starts(&sign(&authority, &other), &pdf));
    authority.certify("signer", P256, &person(), PERSON, "issuer");
    // A PDF in an envelope: both signatures are reported.
    let both = cades::sign(&authority, &signed, "-cades");
    let report = judge(&both, &authority.anchors());
    let depths: Vec<_> = report.signatures.iter().map(|one| one.depth).collect();
    assert_eq!(depths, [0, 1]);
}

#[test]
fn streams_of_objects_and_references_are_read() {
    let authority = Authority::with_signer(P256);
    let packed = pdf::packed();
    let signed = sign(&authority, &packed);
    let report = only(&signed, &authority.anchors());
    assert_eq!(finding(&report, SignatureCheck::Coverage), SignatureFinding::WholeFileSigned);
    assert_eq!(finding(&report, SignatureCheck::Integrity), SignatureFinding::Intact);
    let both = pyhanko(&authority, "signer", &signed, "--field Seconda --use-pades");
    let report = judge(&both, &authority.anchors());
    let first = &report.signatures[0];
    assert_eq!(finding(first, SignatureCheck::Coverage), SignatureFinding::OnlySignaturesAdded);
}
