use sigillo_domain::receipt::{
    ReceiptDefect, ReceiptError, ReceiptForm, ReceiptKind, SignatureOutcome,
};

use super::*;
use sigillo_domain::receipt::ReceiptRecipient;
use sigillo_testkit::certified_mail::Flaw;

#[test]
fn a_delivery_is_read_whole() {
    let mut delivery = receipt(ReceiptKind::Delivery).about(RECIPIENTS[1]);
    delivery.recipients[0].is_certified = false;
    delivery.subject = "Perché l'offerta n. 7 <bis> & altro non è stata ancora considerata".into();
    let read = issue(&delivery);
    assert_eq!(read.kind, ReceiptKind::Delivery);
    assert_eq!(read.error, ReceiptError::None);
    assert_eq!(read.form, Some(ReceiptForm::Full));
    assert_eq!(read.identifier.as_deref(), Some("opec1.00000001@gestore.pec.example.it"));
    assert_eq!(read.provider.as_deref(), Some("Gestore di prova di gestore.example.it"));
    assert_eq!(read.reference.as_deref(), Some("messaggio.1@pec.example.it"));
    assert!(read.message_id.unwrap().ends_with(".avvenuta-consegna@gestore.example.it"));
    assert_eq!(read.sender.as_deref(), Some(SENDER));
    assert_eq!(read.recipients, delivery.recipients);
    assert_eq!(read.delivered_to.as_deref(), Some(RECIPIENTS[1]));
    assert_eq!(read.subject, Some(delivery.subject));
    assert_eq!(read.certified_at, Some(now()));
    assert!(read.text.starts_with("Il giorno 01/12/2026 alle ore 10:11:12 (+0100) il messaggio\n"));
    assert!(read.text.contains("è stato consegnato nella casella di destinazione."));
    assert_eq!(read.defects, []);
    let signature = read.signature;
    assert_eq!(signature.outcome, SignatureOutcome::Trusted);
    assert_eq!((signature.finding, signature.detail), (None, None));
    assert_eq!(signature.signer.as_deref(), Some("Gestore di prova S.p.A."));
    assert_eq!(signature.issuer.as_deref(), Some("Autorità di prova"));
    assert_eq!(signature.signer_address.as_deref(), Some("posta-certificata@gestore.example.it"));
    assert_eq!(signature.digest.as_deref(), Some("SHA-256"));
    assert_eq!(signature.verified_at, now());
    assert!(signature.valid_from.unwrap() < now() && now() < signature.valid_until.unwrap());
    assert!(signature.serial.unwrap().len() > 8);
}

#[test]
fn every_kind_is_told_by_the_data_or_the_headers_or_the_subject() {
    for kind in ReceiptKind::ALL {
        let whole = receipt(kind);
        let read = issue(&whole);
        assert_eq!(read.kind, kind);
        assert_eq!(read.error, whole.error, "{kind:?}");
        assert_eq!(read.delivered_to, whole.delivered_to);
        assert_eq!(read.signature.outcome, SignatureOutcome::Trusted);
        assert_eq!(read.defects, [], "{kind:?}");
        assert_eq!(read.subject.as_deref(), Some("Trasmissione dell'offerta"));
        assert_eq!(read.error_text.is_some(), whole.error != ReceiptError::None);

        let without_data = PROVIDER.issue(&whole.clone().with(Flaw::NoData));
        let by_header = super::read(&without_data);
        assert_eq!(by_header.kind, kind);
        assert_eq!(by_header.reference, read.reference);
        let text = String::from_utf8(without_data).unwrap();
        let by_subject = super::read(text.replace("X-Ricevuta", "X-Altro").as_bytes());
        // Of an anomaly the header says nothing else.
        assert_eq!(by_subject.kind, kind);
        let nothing = super::read(
            text.replace("Subject: ", "X-Altro: ").replace("X-Ricevuta", "X").as_bytes(),
        );
        assert_eq!(nothing.kind == ReceiptKind::Unrecognised, kind != ReceiptKind::Anomaly);
        if kind != ReceiptKind::Anomaly {
            assert_eq!(by_header.defects, [ReceiptDefect::NoCertificationData]);
        }
    }
}

#[test]
fn what_a_delivery_has_with_it_is_told() {
    for form in [ReceiptForm::Full, ReceiptForm::Short, ReceiptForm::Summary] {
        let read = issue(&TestReceipt { form, ..receipt(ReceiptKind::Delivery) });
        assert_eq!(read.form, Some(form));
        let no_data = receipt(ReceiptKind::Delivery).with(Flaw::NoData);
        assert_eq!(issue(&TestReceipt { form, ..no_data }).form, Some(form));
    }
    assert_eq!(issue(&receipt(ReceiptKind::Acceptance)).form, None);
}

#[test]
fn a_receipt_with_ten_thousand_recipients_is_read() {
    let mut acceptance = receipt(ReceiptKind::Acceptance);
    let one = acceptance.recipients[0].clone();
    acceptance.recipients = (0..10_000)
        .map(|n| ReceiptRecipient {
            address: format!("destinatario.{n}@pec.example.org"),
            ..one.clone()
        })
        .collect();
    let read = issue(&acceptance);
    assert_eq!(read.recipients, acceptance.recipients);
    assert_eq!(read.defects, []);
}
