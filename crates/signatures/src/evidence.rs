//! Evidence of revocation among the attributes of a signature.

use crate::ber::{self, Reader, Value, context};
use crate::cms::Evidence;

/// Adds the values of an attribute: lists, and responses (ETSI EN 319 122-1, 5.4.2.2). Where they are whole, as Adobe
/// keeps them, what was asked for is around each.
pub(crate) fn add<'a>(
    values: Value<'a>,
    whole_responses: bool,
    evidence: &mut Evidence<'a>,
) -> ber::Result<()> {
    let mut parts = values.reader();
    if let Some(lists) = parts.optional(context(0))? {
        let mut lists: Reader<'a> = lists.reader().sequence()?;
        while !lists.is_empty() {
            evidence.add_crl(lists.value()?.whole);
        }
    }
    if let Some(responses) = parts.optional(context(1))? {
        let mut responses: Reader<'a> = responses.reader().sequence()?;
        while !responses.is_empty() {
            let response = responses.value()?.whole;
            if whole_responses {
                evidence.add_response(response);
            } else {
                evidence.add_basic_response(response.into());
            }
        }
    }
    Ok(())
}
