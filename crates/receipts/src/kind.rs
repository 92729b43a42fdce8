//! Of which kind a receipt is.

use sigillo_domain::receipt::{ReceiptError, ReceiptKind};

use crate::headers::{Header, Headers};

/// What subjects begin with (RFC 6109, 3 and 4), longer ones before those that they begin with.
const SUBJECTS: &[(&str, ReceiptKind, ReceiptError)] = &[
    ("ACCETTAZIONE:", ReceiptKind::Acceptance, ReceiptError::None),
    ("AVVISO DI NON ACCETTAZIONE PER VIRUS:", ReceiptKind::NonAcceptance, ReceiptError::Virus),
    ("AVVISO DI NON ACCETTAZIONE:", ReceiptKind::NonAcceptance, ReceiptError::Other),
    ("PRESA IN CARICO:", ReceiptKind::Takeover, ReceiptError::None),
    ("CONSEGNA:", ReceiptKind::Delivery, ReceiptError::None),
    ("AVVISO DI MANCATA CONSEGNA PER VIRUS:", ReceiptKind::DeliveryFailure, ReceiptError::Virus),
    // After twelve hours, when the message may still arrive, and after a day: the subject does not tell which. The
    // kind that says less is no false alarm.
    ("AVVISO DI MANCATA CONSEGNA PER SUP", ReceiptKind::DeliveryDelay, ReceiptError::Other),
    ("AVVISO DI MANCATA CONSEGNA:", ReceiptKind::DeliveryFailure, ReceiptError::Other),
    ("PROBLEMA DI SICUREZZA:", ReceiptKind::VirusDetected, ReceiptError::Virus),
    ("ANOMALIA MESSAGGIO:", ReceiptKind::Anomaly, ReceiptError::None),
];

/// A kind, and where it is not known otherwise, the error that goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Classified {
    pub kind: ReceiptKind,
    pub error: ReceiptError,
    /// Headers and `daticert.xml` do not agree.
    pub is_contradictory: bool,
}

/// The kind by `daticert.xml`, or else by the headers, or else by the subject.
pub(crate) fn classify(certified: Option<&str>, headers: &Headers, subject: &str) -> Classified {
    let certified = certified.map(ReceiptKind::of_name);
    let header = headers.text(Header::Receipt).map(|name| ReceiptKind::of_name(&name));
    let header = header.or_else(|| headers.is_anomaly().then_some(Some(ReceiptKind::Anomaly)));
    let subject = by_subject(subject);
    let kinds = [certified.flatten(), header.flatten(), subject.map(|(kind, _)| kind)];
    let kind = kinds.into_iter().flatten().next().unwrap_or(ReceiptKind::Unrecognised);
    let error = subject.filter(|(by_subject, _)| *by_subject == kind).map(|(_, error)| error);
    Classified {
        kind,
        error: error.unwrap_or(ReceiptError::None),
        is_contradictory: matches!((certified, header), (Some(one), Some(other)) if one != other),
    }
}

fn by_subject(subject: &str) -> Option<(ReceiptKind, ReceiptError)> {
    let found = SUBJECTS.iter().find(|(start, ..)| starts_with(subject, start));
    found.map(|(_, kind, error)| (*kind, *error))
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start))
}

/// The subject of the message that a receipt is about, by the receipt's own.
pub(crate) fn subject_of_message(subject: &str) -> &str {
    match by_subject(subject) {
        Some(_) => subject.split_once(':').map_or(subject, |(_, rest)| rest.trim_start()),
        None => subject,
    }
}
