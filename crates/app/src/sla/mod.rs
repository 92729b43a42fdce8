//! Service levels (B18): probes measure each part of the service once a minute, and what a period was follows from
//! that, from the signs of life of the servers, and from what operators have corrected.
//!
//! They are about the whole service, so every account reads the same.

mod close;
mod correct;
mod export;
mod known;
mod list;
mod maintenance;
mod measure;
mod period;
mod signs_of_life;

pub use close::{close, figures};
pub use correct::correct;
pub use export::{OutagesFile, export_outages};
pub(crate) use list::count_present;
pub use list::{level, maintenance, outages, overview, present_outages};
pub use maintenance::{announce, withdraw};
pub use measure::{forget_claims, measure, time_limit};
pub use signs_of_life::{give_sign_of_life, new_server};

use chrono::{DateTime, Timelike, Utc};
use sigillo_domain::{FaultCode, Faults};

/// The characters that a reason or a description may have.
const MAX_TEXT: usize = 500;

/// A moment that a person names: a whole minute.
fn whole_minute(
    at: Option<DateTime<Utc>>,
    pointer: &str,
    faults: &mut Faults,
) -> Option<DateTime<Utc>> {
    let outcome = match at {
        None => Err(FaultCode::Required),
        Some(at) if at.second() != 0 || at.nanosecond() != 0 => Err(FaultCode::OutOfRange),
        Some(at) => sigillo_domain::list::check_time(at),
    };
    faults.check(pointer, outcome)
}

/// A text that a person gives as a reason.
fn text(text: &str, pointer: &str, faults: &mut Faults) -> Option<String> {
    let text = text.trim();
    let outcome = match text.chars().count() {
        0 => Err(FaultCode::Required),
        length if length > MAX_TEXT => Err(FaultCode::TooLong),
        _ => Ok(text.to_owned()),
    };
    faults.check(pointer, outcome)
}
