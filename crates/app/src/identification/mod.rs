//! The identity register: how the holders of mailboxes were identified.

mod record;
mod void;
mod withdraw;

pub use record::record;
pub(crate) use record::{Asked, applied, save};
pub(crate) use void::void_of_holder;
pub use withdraw::withdraw;

use chrono::NaiveDate;
use sigillo_contract::identification::{Identification as Shown, IdentityDocument};
use sigillo_domain::FaultCode;
use sigillo_domain::identification::{Identification, check_past_day};

use crate::{App, local_time};

/// The identification as the API shows it.
pub(crate) fn shown(identification: Identification) -> Shown {
    let Identification { fields, recorded_at, recorded_by } = identification;
    let document = fields.document.map(|document| IdentityDocument {
        kind: document.kind,
        number: document.number,
        expires_on: document.expires_on,
    });
    Shown {
        method: fields.method,
        level: fields.level,
        identified_on: fields.identified_on,
        identified_by: fields.identified_by,
        document,
        capacity: fields.capacity,
        recorded_at,
        recorded_by,
    }
}

/// The day of a request since when there is a second factor; None within for an empty text, which takes it away.
pub(crate) fn parse_second_factor(app: &App, text: &str) -> Result<Option<NaiveDate>, FaultCode> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day = text.parse().map_err(|_| FaultCode::InvalidType)?;
    check_past_day(day, local_time(app.now()).date()).map(Some)
}
