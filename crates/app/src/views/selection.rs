//! Validating what a view selects: by the query of its list, as the list itself does.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sigillo_contract::Operation;
use sigillo_contract::mailbox::MailboxQuery;
use sigillo_contract::saved_view::parse_query;
use sigillo_domain::saved_view::ViewList;
use sigillo_domain::{Code, Fault, FaultCode, Faults};
use sigillo_storage::Connection;

use crate::error::AppError;
use crate::{Grant, mailboxes};

/// The longest query, as JSON.
const QUERY_MAX: usize = 8_000;

/// Validates the parameters and the order of a view within the caller's scope. Returns the parameters
/// as they are stored, or None if there are faults.
pub(super) async fn validate<O: Operation>(
    on: &mut impl Connection,
    grant: &Grant<O>,
    list: ViewList,
    (parameters, sort): (&Map<String, Value>, Option<&str>),
    faults: &mut Faults,
) -> Result<Option<String>, AppError> {
    match list {
        ViewList::Mailboxes => {
            let Some((query, text)) = read::<MailboxQuery>(parameters, faults) else {
                return Ok(None);
            };
            let query = MailboxQuery { sort: sort.map(str::to_owned), ..query };
            let found = mailboxes::selection(on, grant, &query).await;
            Ok(list_faults(found.map(drop), faults)?.map(|()| text))
        }
    }
}

/// Reads the parameters as the query of a list, and as they are stored: in one spelling.
fn read<Q: Serialize + DeserializeOwned>(
    parameters: &Map<String, Value>,
    faults: &mut Faults,
) -> Option<(Q, String)> {
    let query: Q = match parse_query(parameters) {
        Ok(query) => query,
        Err(found) => {
            for Fault { pointer, code, .. } in found {
                faults.add(&pointer, code);
            }
            return None;
        }
    };
    let text = serde_json::to_string(&query).map_err(|_| FaultCode::InvalidType);
    let text = text
        .and_then(|text| if text.len() > QUERY_MAX { Err(FaultCode::TooLong) } else { Ok(text) });
    Some((query, faults.check("/query", text)?))
}

/// Translates what the list refuses into faults of the view.
fn list_faults<T>(found: Result<T, AppError>, faults: &mut Faults) -> Result<Option<T>, AppError> {
    match found {
        Ok(value) => Ok(Some(value)),
        Err(AppError::Invalid(found)) => {
            for Fault { pointer, code, .. } in found {
                let at =
                    if pointer == "sort" { "/sort".into() } else { format!("/query/{pointer}") };
                faults.add(&at, code);
            }
            Ok(None)
        }
        // A domain that does not exist, or that the caller may not know of.
        Err(AppError::Problem(Code::NotFound | Code::Forbidden)) => {
            faults.add("/query/domain", FaultCode::Unknown);
            Ok(None)
        }
        Err(other) => Err(other),
    }
}
