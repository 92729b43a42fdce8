//! A receipt, put together from what was kept of it.

use chrono::{DateTime, Utc};
use sigillo_domain::receipt::{
    ReadReceipt, ReceiptDefect, ReceiptError, ReceiptForm, ReceiptKind, ReceiptSignature,
    SignatureOutcome,
};
use sigillo_domain::signature_verdict::SignatureFinding;
use sigillo_signatures::{TrustAnchors, verify_mail};

use crate::certification::CertificationData;
use crate::encoded_words;
use crate::headers::Header;
use crate::kind::{classify, subject_of_message};
use crate::leaf::Leaf;
use crate::lines::Lines;
use crate::structure::{Kept, Structure};
use crate::text;

/// The most of the text that is kept, in bytes.
const MAX_TEXT: usize = 16 * 1024;
const MAX_SUBJECT: usize = 2_000;

/// Reads a receipt whose bytes come in pieces of any size.
pub struct ReceiptParser {
    lines: Lines,
    structure: Structure,
}

impl Default for ReceiptParser {
    fn default() -> Self {
        Self { lines: Lines::default(), structure: Structure::new() }
    }
}

impl ReceiptParser {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes of the e-mail, as they came.
    pub fn write(&mut self, piece: &[u8]) {
        self.lines.push(piece, &mut self.structure);
    }

    /// Reads what was kept.
    pub fn finish(mut self) -> UnverifiedReceipt {
        self.lines.finish(&mut self.structure);
        UnverifiedReceipt { kept: self.structure.finish() }
    }
}

/// A receipt whose signature is still to be verified.
pub struct UnverifiedReceipt {
    kept: Kept,
}

impl UnverifiedReceipt {
    /// Verifies the signature as of a time, and reads the rest.
    pub fn verify(self, anchors: &TrustAnchors, at: DateTime<Utc>) -> ReadReceipt {
        let signature = self.signature(anchors, at);
        let signed_sha256 = match &self.kept.signed {
            Some(signed) => signed.sha256(),
            None => self.kept.sha256.clone(),
        };
        let data = self.kept.certification_data.as_ref();
        let data = data.map(|leaf| CertificationData::read(&leaf.bytes));
        let headers = &self.kept.headers;
        let own_subject = encoded_words::decode(headers.bytes(Header::Subject).unwrap_or_default());
        let certified_kind = data.as_ref().and_then(|data| data.kind.as_deref());
        let classified = classify(certified_kind, headers, own_subject.trim());
        let defects = self.defects(data.as_ref(), classified.kind, classified.is_contradictory);
        let text = self.text();
        let header = |name| headers.text(name);
        let data = data.unwrap_or_default();
        let error = data.error.as_deref().map(ReceiptError::of_name);
        let form = data.form.or_else(|| header(Header::Form));
        ReadReceipt {
            kind: classified.kind,
            // One that is unknown is an error all the same.
            error: error.map_or(classified.error, |error| error.unwrap_or(ReceiptError::Other)),
            error_text: data.error_text,
            form: form.as_deref().and_then(ReceiptForm::of_name),
            identifier: data.identifier,
            provider: data.provider,
            reference: data.reference.or_else(|| text::message_id(&header(Header::Reference)?)),
            message_id: header(Header::MessageId).and_then(|id| text::message_id(&id)),
            sender: data.sender,
            recipients: data.recipients,
            delivered_to: data.delivered_to,
            subject: data
                .subject
                .or_else(|| text::line(subject_of_message(own_subject.trim()), MAX_SUBJECT)),
            certified_at: data.certified_at,
            text,
            signature,
            signed_sha256: hex::encode(signed_sha256),
            defects,
        }
    }

    fn signature(&self, anchors: &TrustAnchors, at: DateTime<Utc>) -> ReceiptSignature {
        let kept = &self.kept;
        if kept.is_opaque {
            return ReceiptSignature {
                outcome: SignatureOutcome::Broken,
                finding: Some(SignatureFinding::UnsupportedFormat),
                detail: Some("application/pkcs7-mime".to_owned()),
                ..ReceiptSignature::missing(at)
            };
        }
        let (Some(content), Some(leaf)) = (&kept.signed, &kept.signature) else {
            return ReceiptSignature::missing(at);
        };
        let from = kept.headers.bytes(Header::From).and_then(address_of);
        verify_mail(&leaf.bytes, content, from.as_deref(), anchors, at)
    }

    /// The beginning of the text that a person reads.
    fn text(&self) -> String {
        let decoded = |leaf: &Leaf| {
            let mut bytes = leaf.bytes.as_slice();
            // The limit may have cut a character in two.
            if let (true, Err(error)) = (leaf.is_cut, std::str::from_utf8(bytes))
                && error.error_len().is_none()
            {
                bytes = &bytes[..error.valid_up_to()];
            }
            text::decode(bytes, leaf.charset.as_deref())
        };
        let text = match (&self.kept.text, &self.kept.html) {
            (Some(text), _) => decoded(text),
            (None, Some(html)) => text::of_html(&decoded(html)),
            (None, None) => String::new(),
        };
        text::lines(&text, MAX_TEXT)
    }

    fn defects(
        &self,
        data: Option<&CertificationData>,
        kind: ReceiptKind,
        is_contradictory: bool,
    ) -> Vec<ReceiptDefect> {
        let kept = &self.kept;
        let is_cut = kept.certification_data.as_ref().is_some_and(|leaf| leaf.is_cut)
            || data.is_some_and(|data| data.is_cut);
        // Who is told that a message has arrived, or has not, must be one of those whom it was sent to.
        let is_unexpected = data.is_some_and(|data| {
            data.delivered_to.as_ref().is_some_and(|delivered_to| {
                !is_cut && data.recipients.iter().all(|known| known.address != *delivered_to)
            })
        });
        // The envelope of an anomaly certifies nothing, and has no data.
        let lacks_data = data.is_none() && kind != ReceiptKind::Anomaly;
        [
            (ReceiptDefect::NoCertificationData, lacks_data),
            (ReceiptDefect::BrokenCertificationData, data.is_some_and(|data| data.is_broken)),
            (ReceiptDefect::OversizedCertificationData, is_cut),
            (ReceiptDefect::ContradictoryKind, is_contradictory),
            (ReceiptDefect::UnexpectedRecipient, is_unexpected),
            (ReceiptDefect::OddStructure, kept.is_odd),
            (ReceiptDefect::Truncated, kept.is_truncated),
        ]
        .into_iter()
        .filter_map(|(defect, is_there)| is_there.then_some(defect))
        .collect()
    }
}

/// The address of a `From`, after the name of whoever it is.
fn address_of(from: &[u8]) -> Option<String> {
    let from = String::from_utf8_lossy(from);
    text::address(match from.rsplit_once('<') {
        Some((_, address)) => address.split('>').next().unwrap_or_default(),
        None => &from,
    })
}
