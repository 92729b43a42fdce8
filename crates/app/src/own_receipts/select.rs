//! Which receipts a request means.

use sigillo_contract::own_receipts::ReceiptSelection;
use sigillo_domain::id::MailboxId;
use sigillo_domain::list::parse_search;
use sigillo_domain::receipt::{ReceiptKind, ReceiptOutcome};
use sigillo_domain::{FaultCode, Faults};
use sigillo_storage::receipt_list::Filter;
use sigillo_storage::receipt_search::MessageTexts;

use crate::listing::one_of;
use crate::local_time::days_of;

/// The longest Message-ID that is looked for (RFC 5322, 2.1.1).
const MESSAGE_ID_MAX: usize = 998;

/// The filter of a search. `at` is what the names of its fields begin with: nothing in a query.
pub(super) fn filter(
    mailbox_id: MailboxId,
    selection: &ReceiptSelection,
    at: &str,
    faults: &mut Faults,
) -> Filter {
    let name = |field: &str| format!("{at}{field}");
    let bounds = [name("from"), name("to")];
    let names = [bounds[0].as_str(), bounds[1].as_str()];
    let (from, to) = days_of(names, selection.from, selection.to, faults);
    let kinds: Vec<ReceiptKind> = one_of(&name("kind"), selection.kind.as_deref(), faults);
    let outcomes: Vec<ReceiptOutcome> =
        one_of(&name("outcome"), selection.outcome.as_deref(), faults);
    let texts = texts(
        at,
        [&selection.sender, &selection.recipient, &selection.subject].map(Option::as_deref),
        faults,
    );
    let message_id = message_id(&name("message_id"), selection.message_id.as_deref(), faults);
    Filter {
        certified_message_id: selection.certified_message,
        kinds: kinds_of(kinds, &outcomes),
        signatures: one_of(&name("signature"), selection.signature.as_deref(), faults),
        from,
        to,
        texts,
        message_id,
        ..Filter::new(mailbox_id)
    }
}

/// The kinds that have one of the outcomes; where no kind is left, nothing passes.
fn kinds_of(kinds: Vec<ReceiptKind>, outcomes: &[ReceiptOutcome]) -> Option<Vec<ReceiptKind>> {
    if kinds.is_empty() && outcomes.is_empty() {
        return None;
    }
    let kinds = if kinds.is_empty() { ReceiptKind::ALL.to_vec() } else { kinds };
    let has_outcome =
        |kind: &ReceiptKind| outcomes.is_empty() || outcomes.contains(&kind.outcome());
    Some(kinds.into_iter().filter(has_outcome).collect())
}

pub(super) fn texts(
    at: &str,
    [sender, recipient, subject]: [Option<&str>; 3],
    faults: &mut Faults,
) -> MessageTexts {
    let mut folded = |field: &str, text: Option<&str>| {
        faults.check(&format!("{at}{field}"), parse_search(text.unwrap_or_default())).flatten()
    };
    let subject = folded("subject", subject);
    // Addresses are stored in lower case, with whatever accents they have.
    let mut lower = |field: &str, text: Option<&str>| {
        folded(field, text).and(text).map(|text| text.trim().to_lowercase())
    };
    MessageTexts {
        sender: lower("sender", sender),
        recipient: lower("recipient", recipient),
        subject,
    }
}

/// Reads a Message-ID, with its angle brackets or without.
pub(super) fn message_id(name: &str, text: Option<&str>, faults: &mut Faults) -> Option<String> {
    let text = text?.trim().trim_start_matches('<').trim_end_matches('>');
    let read = if text.contains('\0') {
        Err(FaultCode::InvalidCharacters)
    } else if text.chars().count() > MESSAGE_ID_MAX {
        Err(FaultCode::TooLong)
    } else {
        Ok(text.to_owned())
    };
    faults.check(name, read).filter(|text| !text.is_empty())
}
