use proptest::prelude::*;
use sigillo_testkit::certified_mail::Flaw;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However the bytes of a receipt come, it is the same receipt.
    #[test]
    fn pieces_change_nothing(
        kind in 0..ReceiptKind::ALL.len(),
        flaw in proptest::option::of(0..Flaw::ALL.len()),
        lengths in prop::collection::vec(1_usize..400, 1..40),
    ) {
        let mut receipt = receipt(ReceiptKind::ALL[kind]);
        receipt.flaws.extend(flaw.map(|at| Flaw::ALL[at].1));
        let bytes = PROVIDER.issue(&receipt);
        let mut parser = ReceiptParser::new();
        let mut rest = bytes.as_slice();
        for length in lengths.iter().cycle() {
            let (piece, after) = rest.split_at(rest.len().min(*length));
            parser.write(piece);
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!(parser.finish().verify(&anchors(), now()), read(&bytes));
    }
}

#[test]
fn byte_by_byte_it_is_the_same_too() {
    let bytes = PROVIDER.issue(&receipt(ReceiptKind::Delivery));
    let mut parser = ReceiptParser::new();
    for byte in &bytes {
        parser.write(&[*byte]);
    }
    assert_eq!(parser.finish().verify(&anchors(), now()), read(&bytes));
}
