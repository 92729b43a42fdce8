use sigillo_domain::receipt::{ReceiptRecipient, SignatureOutcome};
use sigillo_testkit::certified_mail::Flaw;

use super::*;

const MEGABYTE: usize = 1024 * 1024;

/// Reads a receipt while the provider writes it; its length, and the most memory that both have taken.
fn measured(receipt: &TestReceipt) -> (ReadReceipt, usize, u64) {
    let (anchors, mut length, mut result) = (anchors(), 0, None);
    let info = allocation_counter::measure(|| {
        let mut parser = ReceiptParser::new();
        PROVIDER.stream(receipt, &mut |piece| {
            length += piece.len();
            parser.write(piece);
        });
        result = Some(parser.finish().verify(&anchors, now()));
    });
    (result.unwrap(), length, info.bytes_max)
}

#[test]
fn a_receipt_of_eighty_megabytes_takes_as_little_memory_as_a_small_one() {
    let small = measured(&receipt(ReceiptKind::Delivery)).2;
    for (flaw, megabytes) in [(Flaw::NoFileNames, 80), (Flaw::EncodedMessage, 8)] {
        let enclosed = megabytes * MEGABYTE;
        let large = TestReceipt { enclosed, ..receipt(ReceiptKind::Delivery).with(flaw) };
        let (read, length, memory) = measured(&large);
        assert!(length > enclosed);
        assert_eq!(read.signature.outcome, SignatureOutcome::Trusted);
        println!("{length} bytes in {memory} bytes of memory, {small} for a small one");
        assert!(memory < small + 64 * 1024, "{memory}");
        assert!(memory < MEGABYTE as u64);
    }
}

#[test]
fn data_as_large_as_they_may_be_take_less_than_twenty_megabytes() {
    let mut acceptance = receipt(ReceiptKind::Acceptance);
    let address = |n| format!("{}{n}@pec.example.org", "destinatario.".repeat(20));
    let recipient = |n| ReceiptRecipient { address: address(n), is_certified: true };
    acceptance.recipients = (0..20_000).map(recipient).collect();
    let (read, length, memory) = measured(&acceptance);
    println!("{length} bytes in {memory} bytes of memory, {} recipients", read.recipients.len());
    assert!(
        read.defects.contains(&sigillo_domain::receipt::ReceiptDefect::OversizedCertificationData)
    );
    assert!(memory - provider_memory(&acceptance) < 20 * MEGABYTE as u64, "{memory}");
}

/// What the provider takes alone, which holds the data whole.
fn provider_memory(receipt: &TestReceipt) -> u64 {
    allocation_counter::measure(|| PROVIDER.stream(receipt, &mut |_| {})).bytes_max
}
