//! How long tickets take, by the month in which they were opened.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sigillo_contract::Operation;
use sigillo_contract::operations::{GetReport, ListTickets};
use sigillo_contract::report::ReportSection;
use sigillo_domain::Code;
use sigillo_domain::report::{
    PlotKind, ReportColumnName as Column, ReportSectionName as Name, ReportUnit as Unit,
    ReportValue,
};
use sigillo_storage::Connection;
use sigillo_storage::ticket_times::{self, TicketMoments};

use super::request::Request;
use super::section::{Described, row, section};
use crate::Grant;
use crate::caller::Identity;
use crate::error::AppError;
use crate::local_time::{local_time, start_of_day};

pub(super) async fn sections(
    on: &mut impl Connection,
    grant: &Grant<GetReport>,
    request: &Request,
) -> Result<Vec<ReportSection>, AppError> {
    let caller = grant.caller();
    if !caller.may(ListTickets::SPEC.access) {
        return Err(AppError::Problem(Code::Forbidden));
    }
    // Tickets belong to organisations: a domain stands for that of its owner.
    let of_domain = request.domain.as_ref().and_then(|_| request.domains.first());
    let organization = caller.organization_id().or(of_domain.map(|domain| domain.organization_id));
    let (from, to) = (start_of_day(request.from), request.to.succ_opt().and_then(start_of_day));
    let found = match from.zip(to) {
        Some((from, to)) => ticket_times::opened_between(on, organization, from, to).await?,
        None => vec![],
    };
    let mut months: BTreeMap<String, Vec<TicketMoments>> = BTreeMap::new();
    for ticket in found {
        let month = local_time(ticket.created_at).format("%Y-%m").to_string();
        months.entry(month).or_default().push(ticket);
    }
    let rows = months.into_iter().map(|(month, tickets)| {
        let minutes = |end: fn(&TicketMoments) -> Option<DateTime<Utc>>| {
            let mut minutes: Vec<i64> = tickets
                .iter()
                .filter_map(|ticket| Some((end(ticket)? - ticket.created_at).num_minutes()))
                .collect();
            minutes.sort_unstable();
            minutes
        };
        let answered = minutes(|ticket| ticket.first_answer_at);
        let closed = minutes(|ticket| ticket.closed_at);
        let cells = [
            Some(month.into()),
            count(tickets.len()),
            count(answered.len()),
            percentile(&answered, 50),
            percentile(&answered, 90),
            count(closed.len()),
            percentile(&closed, 50),
            percentile(&closed, 90),
        ];
        row(cells, None)
    });
    let l = request.language;
    let columns = [
        (Column::Month, l.choose("Mese", "Month"), Unit::Month),
        (Column::TicketsOpened, l.choose("Aperte", "Opened"), Unit::Count),
        (Column::TicketsAnswered, l.choose("Con risposta", "Answered"), Unit::Count),
        (
            Column::FirstAnswer,
            l.choose("Prima risposta (mediana)", "First answer (median)"),
            Unit::Minutes,
        ),
        (
            Column::FirstAnswerOfMost,
            l.choose("Prima risposta (90%)", "First answer (90%)"),
            Unit::Minutes,
        ),
        (Column::TicketsClosed, l.choose("Chiuse", "Closed"), Unit::Count),
        (Column::Closure, l.choose("Chiusura (mediana)", "Closure (median)"), Unit::Minutes),
        (Column::ClosureOfMost, l.choose("Chiusura (90%)", "Closure (90%)"), Unit::Minutes),
    ];
    let note = l.choose(
        "Nel mese di apertura. La mediana è il tempo entro cui rientra la metà delle segnalazioni, 90% quello di nove su dieci.",
        "By the month of opening. The median is the time within which half of the tickets are, 90% that of nine in ten.",
    );
    let title = l.choose("Tempi delle segnalazioni", "Times of tickets");
    Ok(vec![
        section(Name::TicketTimes, title, columns, rows.collect())
            .drawn(PlotKind::Bars, Column::Month, &[Column::TicketsOpened, Column::TicketsClosed])
            .noted(note.to_owned()),
    ])
}

fn count(count: usize) -> Option<ReportValue> {
    i64::try_from(count).ok().map(Into::into)
}

/// The least of these sorted values that so many hundredths of them are not above; None of nothing.
fn percentile(sorted: &[i64], hundredths: usize) -> Option<ReportValue> {
    let rank = (sorted.len() * hundredths).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).map(|value| (*value).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let of = |sorted: &[i64], hundredths| percentile(sorted, hundredths);
        assert_eq!(of(&[], 50), None);
        assert_eq!(of(&[7], 90), Some(7.into()));
        assert_eq!(of(&[1, 2, 3, 4], 50), Some(2.into()));
        assert_eq!(of(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 90), Some(9.into()));
    }
}
