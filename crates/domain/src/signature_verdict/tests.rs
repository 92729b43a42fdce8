use std::collections::HashSet;

use super::*;
use crate::holder::Sex;
use crate::tax_code::TaxCode;

const GOOD: [SignatureFinding; 8] = [
    SignatureFinding::Intact,
    SignatureFinding::WholeFileSigned,
    SignatureFinding::SignerIdentified,
    SignatureFinding::ChainTrusted,
    SignatureFinding::ValidNow,
    SignatureFinding::NoTimestamp,
    SignatureFinding::NotRevoked,
    SignatureFinding::LevelBB,
];

fn report(findings: [SignatureFinding; 8]) -> SignatureReport {
    let lines = SignatureCheck::ALL.into_iter().zip(findings);
    SignatureReport {
        depth: 0,
        lines: lines.map(|(check, finding)| SignatureLine::new(check, finding)).collect(),
        signer: None,
        signed_at: None,
        proven_at: None,
        serial: None,
        issuer: None,
    }
}

fn file(signatures: Vec<SignatureReport>) -> FileVerdict {
    FileVerdict { finding: None, signatures }
}

/// The good report with another finding in a line.
fn with(check: SignatureCheck, finding: SignatureFinding) -> SignatureReport {
    let mut report = report(GOOD);
    for line in report.lines.iter_mut().filter(|line| line.check == check) {
        *line = SignatureLine::new(check, finding);
    }
    report
}

fn code(text: &str) -> TaxCode {
    let date = "1984-11-29".parse().unwrap();
    let code = TaxCode::of(text, "Esempi", date, Sex::Female, "A001").unwrap();
    assert!(code.birth("2026-11-29".parse().unwrap()).is_some());
    code
}

#[test]
fn the_lines_that_decide_make_the_verdict() {
    assert_eq!(report(GOOD).verdict(), Verdict::Valid);
    for check in SignatureCheck::ALL {
        let unchecked = with(check, SignatureFinding::NotReached).verdict();
        let bad = with(check, SignatureFinding::Damaged).verdict();
        let expected = if check.decides() {
            (Verdict::Undetermined, Verdict::Invalid)
        } else {
            (Verdict::Valid, Verdict::Valid)
        };
        assert_eq!((unchecked, bad), expected, "{check}");
        let mut without = report(GOOD);
        without.lines.retain(|line| line.check != check);
        assert_eq!(without.verdict(), expected.0, "without {check}");
    }
}

#[test]
fn bad_weighs_more_than_not_checked() {
    let mut report = with(SignatureCheck::Integrity, SignatureFinding::DigestMismatch);
    let chain = SignatureLine::new(SignatureCheck::Chain, SignatureFinding::IssuerUnknown);
    report.lines[3] = chain;
    assert_eq!(report.verdict(), Verdict::Invalid);
}

#[test]
fn a_file_is_as_good_as_its_worst_signature() {
    let undetermined = || with(SignatureCheck::Chain, SignatureFinding::IssuerUnknown);
    let invalid = || with(SignatureCheck::Integrity, SignatureFinding::DigestMismatch);
    assert_eq!(file(vec![]).verdict(), Verdict::Invalid);
    assert_eq!(file(vec![report(GOOD), report(GOOD)]).verdict(), Verdict::Valid);
    assert_eq!(file(vec![report(GOOD), undetermined()]).verdict(), Verdict::Undetermined);
    assert_eq!(file(vec![undetermined(), invalid()]).verdict(), Verdict::Invalid);
    let mut partly = file(vec![report(GOOD)]);
    partly.finding = Some(SignatureFinding::NestedTooDeep);
    assert_eq!(partly.verdict(), Verdict::Undetermined);
    assert_eq!(FileVerdict::of_file(SignatureFinding::Detached).verdict(), Verdict::Invalid);
}

#[test]
fn each_finding_has_a_sentence_of_its_own() {
    let sentences: HashSet<_> =
        SignatureFinding::ALL.into_iter().map(|finding| finding.detail(None)).collect();
    assert_eq!(sentences.len(), SignatureFinding::ALL.len());
    let line = SignatureLine::new(SignatureCheck::Chain, SignatureFinding::ChainTrusted);
    let line = line.with_value("CN=Autorità Esempio");
    assert_eq!(
        line.detail(),
        "The certificate leads to a trusted authority (CN=Autorità Esempio)."
    );
}

#[test]
fn a_report_is_stored_and_read_back() {
    let mut one = report(GOOD);
    one.signer = Some(Signer {
        name: "Ada Esempi".to_owned(),
        tax_code: Some(code("Ada")),
        organization: None,
        country: Some("IT".to_owned()),
    });
    one.lines[0] = one.lines[0].clone().with_value("SHA-256");
    let file = file(vec![one]);
    let json = serde_json::to_value(&file).unwrap();
    assert_eq!(json["signatures"][0]["lines"][0]["finding"], "intact");
    assert_eq!(json["signatures"][0]["lines"][0]["value"], "SHA-256");
    assert_eq!(json["signatures"][0]["lines"][1].get("value"), None);
    assert_eq!(serde_json::from_value::<FileVerdict>(json).unwrap(), file);
}

/// The code with a letter in the place of its last digit, `1` in this one, which a namesake has.
fn namesake(code: &TaxCode) -> TaxCode {
    let body = format!("{}M", &code.as_str()[..14]);
    let mut codes = ('A'..='Z').filter_map(|check| TaxCode::parse(&format!("{body}{check}")).ok());
    codes.next().unwrap()
}

#[test]
fn the_signer_is_compared_with_the_holder() {
    let holder = code("Ada");
    let by = |code: Option<TaxCode>| {
        let signer =
            Signer { name: String::new(), tax_code: code, organization: None, country: None };
        SignatureReport { signer: Some(signer), ..report(GOOD) }
    };
    let judge = |signatures| signer_is_holder(&file(signatures), &holder);
    assert_eq!(judge(vec![]), HolderMatch::Unknown);
    assert_eq!(judge(vec![by(None)]), HolderMatch::Unknown);
    assert_eq!(judge(vec![by(Some(code("Eva")))]), HolderMatch::Other);
    assert_eq!(judge(vec![by(Some(code("Eva"))), by(Some(code("Ada")))]), HolderMatch::Holder);
    // The last digit as a letter: the code that a namesake gets.
    let other = namesake(&holder);
    assert_ne!(other, holder);
    assert_eq!(judge(vec![by(Some(code("Eva"))), by(Some(other))]), HolderMatch::Variant);
    let mut broken = with(SignatureCheck::Integrity, SignatureFinding::DigestMismatch);
    broken.signer = by(Some(code("Ada"))).signer;
    assert_eq!(judge(vec![broken]), HolderMatch::Unknown, "an invalid signature is nobody's");
}
