//! Documents that are sealed, and accepted only as long as no byte of them changes.

use lopdf::{Dictionary, Document, EncryptionState, EncryptionVersion, Object, Permissions};
use sigillo_app::SealError;

use crate::readers::{pdfsig, pyhanko};
use crate::sample::{GENPDF, Installation, large, seal, with_streams};

/// Both programs accept a document, or both refuse it.
#[track_caller]
fn assert_judged(installation: &Installation, pdf: &[u8], accepted: bool, what: &str) {
    let file = installation.write("judged.pdf", pdf);
    for judgement in [pdfsig(&file), pyhanko(&file, &[&installation.certificate()])] {
        assert_eq!(judgement.accepts, accepted, "{what}: {}", judgement.text);
    }
}

/// The position of a text, counted from where it is last.
#[track_caller]
fn last(pdf: &[u8], text: &str) -> usize {
    let position = pdf.windows(text.len()).rposition(|bytes| bytes == text.as_bytes());
    position.unwrap_or_else(|| panic!("no {text}"))
}

#[tokio::test]
async fn both_accept_a_sealed_document_and_the_original_is_its_beginning() {
    let installation = Installation::self_signed();
    let service = installation.seal(None);
    for (what, pdf) in [
        ("a table of objects", GENPDF.to_vec()),
        ("streams of objects", with_streams(GENPDF)),
        ("5 MB", large(GENPDF, 5 * 1024 * 1024)),
        ("no line feed at its end", GENPDF.trim_ascii_end().to_vec()),
    ] {
        let sealed = seal(&service, &pdf).await.unwrap();
        assert!(sealed.pdf.starts_with(&pdf), "{what}");
        assert_eq!(sealed.timestamp, None);
        assert!(sealed.pdf.len() - pdf.len() < 16 * 1024, "{what}: {}", sealed.pdf.len());
        assert_judged(&installation, &sealed.pdf, true, what);
    }
}

#[tokio::test]
async fn both_refuse_a_document_with_a_table_of_which_one_byte_was_changed() {
    assert_no_byte_can_change(GENPDF).await;
}

#[tokio::test]
async fn both_refuse_a_document_with_streams_of_which_one_byte_was_changed() {
    assert_no_byte_can_change(&with_streams(GENPDF)).await;
}

async fn assert_no_byte_can_change(pdf: &[u8]) {
    let installation = Installation::self_signed();
    let sealed = seal(&installation.seal(None), pdf).await.unwrap().pdf;
    let end_of_page = pdf.windows(9).position(|bytes| bytes == b"endstream").unwrap();
    let mut places = vec![("the page", end_of_page - 40)];
    // Of what was appended: time, field, signature, reason, place of the objects, end of the file.
    places.extend(
        [
            ("/M(D:", 10),
            ("/Rect[0 0 0 0]", 6),
            ("/Contents<", 200),
            ("/Reason<FEFF", 20),
            ("/SigFlags 3", 10),
            ("startxref", 10),
            ("%%EOF", 4),
        ]
        .map(|(text, offset)| (text, last(&sealed, text) + offset)),
    );
    for (what, place) in places {
        let mut changed = sealed.clone();
        changed[place] = if changed[place] == b'1' { b'2' } else { b'1' };
        assert_judged(&installation, &changed, false, &format!("{what} at {place}"));
    }
}

#[tokio::test]
async fn what_is_appended_after_the_seal_is_noticed() {
    let installation = Installation::self_signed();
    let sealed = seal(&installation.seal(None), GENPDF).await.unwrap().pdf;
    let longer = [sealed.as_slice(), b"% and then\n"].concat();
    assert_judged(&installation, &longer, false, "a comment");
}

#[tokio::test]
async fn a_sealed_document_says_what_it_was_sealed_for() {
    let installation = Installation::self_signed();
    let sealed = seal(&installation.seal(None), GENPDF).await.unwrap().pdf;
    let document = Document::load_mem(&sealed).unwrap();
    assert_eq!(document.catalog().unwrap().get(b"Version").unwrap().as_name().unwrap(), b"1.7");
    let signature = signatures(&document).remove(0);
    let text = |name: &[u8]| lopdf::decode_text_string(signature.get(name).unwrap()).unwrap();
    assert_eq!(text(b"Reason"), "Contratto concluso (perché ) >> è firmato)");
    assert_eq!(text(b"Location"), "Città di Esempio");
    assert_eq!(signature.get(b"SubFilter").unwrap().as_name().unwrap(), b"ETSI.CAdES.detached");
    let cms = signature.get(b"Contents").unwrap().as_str().unwrap();
    let has = |oid: &[u8]| cms.windows(oid.len()).any(|bytes| bytes == oid);
    let pkcs9 = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09";
    assert!(has(&[pkcs9.as_slice(), b"\x10\x02\x2f"].concat()), "no signing-certificate-v2");
    assert!(has(&[pkcs9.as_slice(), b"\x04"].concat()), "no message-digest");
    assert!(!has(&[pkcs9.as_slice(), b"\x05"].concat()), "a time among the signed attributes");
}

/// The dictionaries of the signatures of a document.
fn signatures(document: &Document) -> Vec<Dictionary> {
    let dictionaries = document.objects.values().filter_map(|object| object.as_dict().ok());
    dictionaries.filter(|dictionary| dictionary.has_type(b"Sig")).cloned().collect()
}

#[tokio::test]
async fn fields_and_annotations_of_the_document_stay() {
    let installation = Installation::self_signed();
    let mut document = Document::load_mem(GENPDF).unwrap();
    let mut field = Dictionary::new();
    field.set("FT", Object::Name(b"Tx".to_vec()));
    field.set("T", Object::string_literal("note"));
    let field = document.add_object(field);
    let fields = document.add_object(vec![Object::Reference(field)]);
    let mut form = Dictionary::new();
    form.set("Fields", fields);
    let form = document.add_object(form);
    document.catalog_mut().unwrap().set("AcroForm", form);
    let page = document.page_iter().next().unwrap();
    let mut link = Dictionary::new();
    link.set("Subtype", Object::Name(b"Link".to_vec()));
    document.get_dictionary_mut(page).unwrap().set("Annots", vec![link.into()]);
    let mut pdf = vec![];
    document.save_to(&mut pdf).unwrap();

    let sealed = seal(&installation.seal(None), &pdf).await.unwrap().pdf;
    assert_judged(&installation, &sealed, true, "with a form");
    let document = Document::load_mem(&sealed).unwrap();
    let length =
        |object: &Object| document.dereference(object).unwrap().1.as_array().unwrap().len();
    let form = document.catalog().unwrap().get_deref(b"AcroForm", &document).unwrap();
    assert_eq!(length(form.as_dict().unwrap().get(b"Fields").unwrap()), 2);
    let page = document.page_iter().next().unwrap();
    assert_eq!(length(document.get_dictionary(page).unwrap().get(b"Annots").unwrap()), 2);
}

#[tokio::test]
async fn what_is_no_whole_pdf_is_refused() {
    let installation = Installation::self_signed();
    let service = installation.seal(None);
    let mut shifted = b"a line before\n".to_vec();
    shifted.extend_from_slice(GENPDF);
    for (what, bytes) in [
        ("nothing", &b""[..]),
        ("text", b"un contratto"),
        ("an image", b"\x89PNG\r\n\x1a\n"),
        ("a header", b"%PDF-1.7\n"),
        ("a lost beginning", &GENPDF[100..]),
        ("a lost end", &GENPDF[..GENPDF.len() - 100]),
        ("something before it", &shifted),
        ("encrypted", &encrypted("geheim")),
        ("encrypted with an empty password", &encrypted("")),
    ] {
        let refused = seal(&service, bytes).await;
        assert!(matches!(refused, Err(SealError::Unsealable(_))), "{what}: {refused:?}");
    }
}

fn encrypted(user_password: &str) -> Vec<u8> {
    let mut document = Document::load_mem(GENPDF).unwrap();
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut bytes = vec![];
    document.save_to(&mut bytes).unwrap();
    bytes
}
