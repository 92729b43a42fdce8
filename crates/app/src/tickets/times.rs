//! How long the support takes, by the month in which tickets were opened.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::ticket::Times;
use sigillo_storage::ticket_times::{TicketMoments, opened_between};
use sigillo_storage::{Connection, StorageError};

use crate::local_time::{local_time, start_of_day};

/// The tickets that were opened in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthOfTickets {
    /// Its first day in Rome.
    pub month: NaiveDate,
    pub opened: usize,
    /// From the opening to the first answer, of those that have one; None if none has.
    pub to_first_answer: Option<Times>,
    /// From the opening to the closure, of those that are closed; None if none is.
    pub to_closure: Option<Times>,
}

/// The times of the tickets that were opened on one day in Rome or later and before another; of one organisation, or of
/// all. Months without tickets are left out.
pub async fn times(
    on: &mut impl Connection,
    organization_id: Option<OrganizationId>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<MonthOfTickets>, StorageError> {
    let (Some(from), Some(to)) = (start_of_day(from), start_of_day(to)) else { return Ok(vec![]) };
    let tickets = opened_between(on, organization_id, from, to).await?;
    let months = tickets.chunk_by(|one, next| month(one.created_at) == month(next.created_at));
    Ok(months.filter_map(month_of).collect())
}

fn month(at: DateTime<Utc>) -> Option<NaiveDate> {
    local_time(at).date().with_day(1)
}

fn month_of(tickets: &[TicketMoments]) -> Option<MonthOfTickets> {
    let times = |end: fn(&TicketMoments) -> Option<DateTime<Utc>>| {
        let took = |ticket: &TicketMoments| Some(end(ticket)? - ticket.created_at);
        Times::of(tickets.iter().filter_map(took).collect::<Vec<TimeDelta>>())
    };
    Some(MonthOfTickets {
        month: month(tickets.first()?.created_at)?,
        opened: tickets.len(),
        to_first_answer: times(|ticket| ticket.first_answer_at),
        to_closure: times(|ticket| ticket.closed_at),
    })
}
